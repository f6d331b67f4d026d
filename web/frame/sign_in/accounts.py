"""Signing in: Flask-Security over the register's accounts, its limits, and sessions that end."""

import datetime as dt
import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from flask import Flask, Request, Response, abort, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security, current_user, password_changed
from flask_security.forms import LoginForm
from flask_security.password_util import PasswordUtil
from flask_security.username_util import UsernameUtil

from registry.messages import catalogue, render
from registry.services.office.sign_in.accounts import PASSWORD_COST, find_account
from registry.services.office.sign_in.passwords import PASSWORD_LENGTH, is_weak
from registry.services.office.sign_in.signing_in import ATTEMPTS_FILE
from web.frame import guard as accounts_guard
from web.frame import refusals
from web.frame.guard import EVERYONE, Guard
from web.frame.languages import language, own_path
from web.frame.office import registry
from web.frame.server.limit_storage import SCHEME
from web.frame.sign_in import known_devices, oidc, session_pages, sessions
from web.frame.sign_in.datastore import AccountDatastore, User

FRESH = dt.timedelta(minutes=30)
"""How long after a password was given the authenticator app may be changed without it."""

# failed attempts only. A name is shut to the address that failed, not to everybody: else anybody could keep
# somebody out. Many addresses together are held by the last limit; a browser that was let in before counts
# by itself and is held by neither of the others.
BY_ADDRESS = "30 per 15 minutes"
BY_NAME = "8 per 15 minutes"
BY_NAME_FROM_ANYWHERE = "200 per hour"
SPOTS = "60 per minute; 600 per day"

# Flask-Security's messages, by codes of the catalogue
_SAID = {
    "GENERIC_AUTHN_FAILED": "ACCOUNT-WRONG",
    "USER_DOES_NOT_EXIST": "ACCOUNT-WRONG",
    "DISABLED_ACCOUNT": "ACCOUNT-OVER",  # after the right password only: nobody else learns of it
    "USERNAME_NOT_PROVIDED": "ACCOUNT-WRONG",
    "INVALID_PASSWORD": "ACCOUNT-PASSWORD-WRONG",
    "PASSWORD_NOT_PROVIDED": "ACCOUNT-PASSWORD-EMPTY",
    "PASSWORD_INVALID_LENGTH": "ACCOUNT-PASSWORD-SHORT",
    "PASSWORD_IS_THE_SAME": "ACCOUNT-PASSWORD-SAME",
    "RETYPE_PASSWORD_MISMATCH": "ACCOUNT-PASSWORD-DIFFERS",
    "TWO_FACTOR_INVALID_TOKEN": "ACCOUNT-CODE-WRONG",
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": "ACCOUNT-METHOD",
}

_SIGNING_IN = ("security.login", "security.two_factor_token_validation")

# who may use the views that are not ours to mark
_GUARDS = {
    "static": Guard(public=True),
    "languages.switch": Guard(public=True),
    "security.login": Guard(public=True),
    "security.logout": Guard(public=True),
    "security.two_factor_setup": Guard(public=True),  # reached before the session, in the second step
    "security.two_factor_token_validation": Guard(public=True),
    "security.two_factor_setup_validate": Guard(EVERYONE),
    "security.verify": Guard(EVERYONE),
    "security.change_password": Guard(EVERYONE),
}


# what Flask-Security brings and this register does not use answers 404
_UNUSED = ("security.static", "security.tf_select", "security.two_factor_rescue")


class Names(UsernameUtil):
    """Names as the register makes them; any text may be tried, and is found or not."""

    def check_username(self, _username: str) -> None:
        """Say nothing of what a name looks like."""

    def normalize(self, username: str | None) -> str:
        """Return the name in lower case; a form that was sent without one names nobody."""
        return (username or "").strip().lower()[:200]

    def validate(self, username: str | None) -> tuple[None, str]:
        """Take any text."""
        return None, self.normalize(username)


class Passwords(PasswordUtil):
    """New passwords: long enough, and none that somebody would try first."""

    def validate(self, password: str, is_register: bool, **about: Any) -> tuple[list[str] | None, str]:
        """Return what is wrong with a password, and the password as it is kept."""
        wrong, kept = super().validate(password, is_register, **about)
        user = about.get("user")
        if not wrong and is_weak(kept, "" if user is None else user.username):
            return ["ACCOUNT-PASSWORD-WEAK"], kept
        return wrong, kept


def install(app: Flask) -> None:
    """Add signing in to ``app`` and enforce the guards of its views."""
    app.config.update(_settings(str(app.config["SECRET_KEY"])))
    security = Security(
        app,
        AccountDatastore(),
        login_form=LoginForm,
        username_util_cls=Names,
        totp_cls=sessions.CodesOnce,
        password_util_cls=Passwords,
    )
    # Who asks for a style sheet is nobody's matter: the page of a database that is away has its looks, too.
    security.principal.skip_static = True
    # before the sessions' own: what answers is passed through the last of these first
    app.after_request(_by_way_of_the_password)
    app.after_request(_not_kept)
    sessions.install(app)
    known_devices.install(app)
    oidc.install(app)
    session_pages.install(app)
    # A session signs in and nothing else: a token in an address would never end, and would stand in logs.
    app.login_manager.request_loader(_nobody)  # type: ignore[attr-defined]  # added by Flask-Security
    for endpoint, guard in _GUARDS.items():
        accounts_guard.declare(app, endpoint, guard)
    for endpoint in _UNUSED:
        accounts_guard.declare(app, endpoint, Guard(public=True))
        app.view_functions[endpoint] = _nothing
    _limit(app)
    app.before_request(_forms_only)
    app.before_request(_signed_in_already)
    app.before_request(_code_out_of_turn)
    accounts_guard.install(app)
    app.jinja_env.globals.update(account_says=says, first_password=_first_password)
    password_changed.connect(_password_is_changed, app)


def _settings(secret: str) -> dict[str, Any]:
    """Return Flask-Security's settings; its own keys follow from the installation's secret."""
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
            f"argon2__{name}": value for name, value in PASSWORD_COST.items()
        },
        "SECURITY_PASSWORD_SINGLE_HASH": True,
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_LENGTH_MIN": PASSWORD_LENGTH,
        "SECURITY_USERNAME_ENABLE": True,
        "SECURITY_USERNAME_REQUIRED": True,
        "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": _name, "case_insensitive": True}}],
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_POST_LOGIN_VIEW": "/start",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGOUT_VIEW": "/sign-in",
        "SECURITY_CHANGE_URL": "/account/password",
        "SECURITY_POST_CHANGE_VIEW": "/account",  # where it is said
        "SECURITY_VERIFY_URL": "/account/confirm",
        "SECURITY_FRESHNESS": FRESH,
        "SECURITY_FRESHNESS_GRACE_PERIOD": FRESH,
        "SECURITY_TWO_FACTOR": True,
        "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": sessions.CODE_WINDOW_S,
        "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
        "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
        "SECURITY_TWO_FACTOR_SETUP_URL": "/account/two-factor",
        "SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL": "/sign-in/code",  # an address
        "SECURITY_TWO_FACTOR_RESCUE_URL": "/sign-in/rescue",
        "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/account/second-step",
        "SECURITY_TWO_FACTOR_ERROR_VIEW": "/sign-in",
        "SECURITY_TOTP_ISSUER": "BTS",
        "SECURITY_LOGIN_USER_TEMPLATE": "frame/accounts/sign_in.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "frame/accounts/password.html",
        "SECURITY_VERIFY_TEMPLATE": "frame/accounts/confirm.html",
        "SECURITY_TWO_FACTOR_SETUP_TEMPLATE": "frame/accounts/two_factor.html",
        "SECURITY_TWO_FACTOR_VERIFY_CODE_TEMPLATE": "frame/accounts/code.html",
        "SECURITY_API_ENABLED_METHODS": ["session"],
        **{f"SECURITY_MSG_{key}": (code, "error") for key, code in _SAID.items()},
        "SECURITY_TOTP_SECRETS": {"1": hashlib.sha256(b"totp:" + secret.encode()).hexdigest()},
        "SECURITY_PASSWORD_SALT": hashlib.sha256(b"salt:" + secret.encode()).hexdigest(),
    }


def limit_spots(app: Flask) -> None:
    """Limit the spots asked for by those who get masked answers: a place follows from many distances."""
    limiter: Limiter = app.extensions["bts-limiter"]
    for endpoint in (
        "api_check.check", "map.spot", "appraise.move", "appraise.alternatives", "cables.check_run",
    ):  # fmt: skip
        view: Callable[..., Any] = app.view_functions[endpoint]
        limited = limiter.shared_limit(SPOTS, "spots", key_func=_asker, exempt_when=_in_the_office)
        app.view_functions[endpoint] = limited(view)


def says(text: object) -> str:
    """Return what Flask-Security says in the reader's language; its own text where it has no code."""
    code = str(text)
    return render(code, {"length": PASSWORD_LENGTH}, language()) if code in catalogue() else code


def _name(identity: str) -> str:
    return identity.strip().lower()


def _nobody(_request: Request) -> None:
    return None


def _forms_only() -> None:
    """Refuse JSON where one signs in: the pages send forms, and Flask-Security trips over a list."""
    if request.is_json and (request.endpoint or "").startswith("security."):
        abort(415)


def _signed_in_already() -> ResponseReturnValue | None:
    """Lead on whoever is signed in to where he was going: the answer to his first sending was lost.

    Flask-Security would lead him to the start page, and off the field app.
    """
    if request.endpoint != "security.login" or not current_user.is_authenticated:
        return None
    onward = own_path(request.values.get("next", ""))
    if onward == "/" or urlsplit(onward).path == request.path:
        return None
    return redirect(onward)


def _code_out_of_turn() -> ResponseReturnValue | None:
    """Lead on whoever is asked for no code: he is signed in, went back or sent the form twice.

    Flask-Security would end his session.
    """
    if request.endpoint != "security.two_factor_token_validation" or not current_user.is_authenticated:
        return None
    if session.get("tf_state") == "validating_profile" and session.get("tf_totp_secret"):
        return None  # he sets the app up
    return redirect(current_app.config["SECURITY_POST_LOGIN_VIEW"], 303)


def _nothing(**_: str) -> Response:
    abort(404)


def _first_password() -> bool:
    own = current_user.is_authenticated and sessions.is_local()
    return bool(own and current_user.account.must_change)


def _password_is_changed(_app: Flask, user: User, **_event: Any) -> None:
    if not user.account.must_change:  # whoever changes a first password is led on to work
        flash(_("Đã đổi mật khẩu."))
    user.account.must_change = False


def _by_way_of_the_password(response: Response) -> Response:
    """Lead whoever signs in with a first password to its change at once, and then where he was going.

    The field app is opened from the phone's own store: it would meet the change only at its next request.
    """
    if response.status_code != 302:
        return response
    if request.endpoint in _SIGNING_IN and _first_password():
        session["after_password"] = response.headers["Location"]
        response.headers["Location"] = url_for("security.change_password")
    elif request.endpoint == "security.change_password" and "after_password" in session:
        response.headers["Location"] = session.pop("after_password")
    return response


def _not_kept(response: Response) -> Response:
    """Say that what was changed of an account was not kept: the office changed the account meanwhile."""
    refusal = g.pop("account_refusal", None)
    return response if refusal is None else current_app.make_response(refusals.refused(refusal))


def _limit(app: Flask) -> None:
    """Count failed attempts of signing in, of the code, and of the present password."""
    limiter = Limiter(get_remote_address, app=app, storage_uri=_storage(app), strategy="moving-window")
    app.extensions["bts-limiter"] = limiter
    for endpoint in (
        "security.login",
        "security.two_factor_token_validation",
        "security.two_factor_setup_validate",
        "security.verify",
        "security.change_password",
    ):
        view: Callable[..., Any] = app.view_functions[endpoint]
        for limit, key, exempt in (
            (BY_ADDRESS, get_remote_address, _known_device),
            (BY_NAME, _tried_from, None),
            (BY_NAME_FROM_ANYWHERE, _tried, _known_device),
        ):
            view = limiter.limit(
                limit, key_func=_keyed(endpoint, key), methods=["POST"], deduct_when=_failed,
                exempt_when=exempt,
            )(view)  # fmt: skip
        app.view_functions[endpoint] = view


def _storage(app: Flask) -> str:
    """Return where attempts are counted: in memory where one process serves, as ``bts serve`` does.

    gunicorn may run several, each with its own memory: they share a file in the register's home.
    """
    if "gunicorn" not in sys.modules:
        return "memory://"
    home: Path = app.extensions["bts-settings"].home
    return f"{SCHEME}://{quote(str(home / ATTEMPTS_FILE))}"


def _keyed(endpoint: str, key: Callable[[], str]) -> Callable[[], str]:
    return lambda: f"{endpoint}:{key.__name__}:{key()}"


def _name_tried() -> str:
    """Return the name that is tried, or the account whose code or password is asked for."""
    name = request.form.get("username") or session.get("tf_user_id") or session.get("_user_id") or ""
    return str(name).strip().lower()


def _tried() -> str:
    return hashlib.sha256(_name_tried().encode()).hexdigest()


def _tried_from() -> str:
    """Return the name with where it is tried from: the browser where it is known, else the address."""
    return f"{_tried()}:{_mark()}:{known_devices.device_of(_name_tried()) or get_remote_address()}"


def _mark() -> str:
    """Return what changes with every new password: one that the administrator gave opens a name again."""
    name = request.form.get("username", "") if request.endpoint == "security.login" else ""
    account = find_account(registry(), name=_name(name)) if name.strip() else None
    return hashlib.sha256(account.session_key.encode()).hexdigest()[:16] if account else ""


def _known_device() -> bool:
    return known_devices.device_of(_name_tried()) is not None


def _asker() -> str:
    return accounts_guard.current_person().id or get_remote_address()


def _in_the_office() -> bool:
    return accounts_guard.current_person().sees_all


def _failed(response: Response) -> bool:
    """Whether an attempt failed: who succeeds is sent on."""
    return response.status_code != 302 or response.headers.get("Location", "").endswith("/account/two-factor")
