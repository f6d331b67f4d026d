"""Sessions as the server knows them: begun by signing in, ended by signing out, and codes taken once.

The browser's cookie is signed but stays valid wherever it is copied to: it carries the name of a session,
and the session stands or not in ``registry.services.office.sign_in.signing_in``. A phone that stays signed in
(``registry.services.office.sign_in.phones``) opens such sessions with its key: no longer ones, but one after
another.
"""

import contextlib
import secrets
import time
from typing import Any

from flask import Flask, Response, current_app, flash, g, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, user_logged_out
from flask_security import tf_code_confirmed, tf_profile_changed, user_authenticated
from flask_security.totp import Totp
from flask_security.utils import check_and_get_token_status
from passlib.exc import TokenError

from registry.errors import RefusalError
from registry.services.office.sign_in.signing_in import SIGN_INS_FILE, OpenSession, SignIns
from web.frame.sign_in.datastore import User

IDLE_S = 2 * 3600
LONGEST_S = 12 * 3600
"""A session ends two hours after its last page, and twelve hours after signing in, whatever is done."""

CODE_WINDOW_S = 30
"""How far a phone's clock may be off: the code before and the code after count, too (RFC 6238, 5.2)."""

_NAME = "sid"
_PHONE = "phone"
_OF_PHONE = "of_phone"

_WAY = "way"
_STEPPED = "stepped"
_PENDING = "at_provider"
_BROWSERS = (
    ("Edg", "Edge"), ("CocCoc", "Cốc Cốc"), ("coc_coc", "Cốc Cốc"), ("OPR/", "Opera"), ("Firefox/",
    "Firefox"), ("SamsungBrowser", "Samsung Internet"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS",
    "macOS"), ("Linux", "Linux"),
)  # fmt: skip

_OF_THE_APP = ("/field",)
_ONLY_SEEN = ("/visits",)
"""What a session that a phone's key opened reaches: the app, and visits to look at. The rest asks for the
password, because a PIN of six digits stands for less than it."""


class CodesOnce(Totp):
    """Codes of authenticator apps, each of which signs in once."""

    def verify_totp(self, token: str, totp_secret: str, user: User, window: int = 0) -> bool:  # type: ignore[override]  # our user
        """Whether the code is the app's, now, and neither it nor a later one was used."""
        del user  # a code belongs to the app's key, of whomever
        try:
            match = self._totp.verify(token, totp_secret, window=window)
        except TokenError:
            return False
        return sign_ins().use_code(self._totp.from_source(totp_secret).key, match.counter)


def install(app: Flask) -> None:
    """Begin and end sessions with what Flask-Security says."""
    user_authenticated.connect(_begun, app)
    user_logged_out.connect(_ended, app)
    tf_profile_changed.connect(_app_set_up, app)
    tf_code_confirmed.connect(_app_set_up_on_the_way, app)
    app.after_request(_by_way_of_what_is_on)


def is_over(account: str) -> bool:
    """Whether the present session ended, lasted too long or was left idle; notes that it is in use."""
    now = int(time.time())
    since, seen = session.setdefault("since", now), session.get("seen", now)
    if now - seen > IDLE_S or now - since > LONGEST_S:
        return True
    if not sign_ins().stands(session.get(_NAME, ""), account):
        return True
    if (phone := by_phone() or session.get(_OF_PHONE, "")) and not sign_ins().phone_stands(phone, account):
        return True
    if now - seen > 60 or "seen" not in session:  # the cookie is not sent again with every tile
        session["seen"] = now
        with contextlib.suppress(RefusalError):  # a full disk: only the list of sessions is behind then
            sign_ins().note_seen(session.get(_NAME, ""), request.remote_addr or "")
    return False


def by_phone() -> str:
    """Return the phone whose key opened the present session; "" where the password did."""
    return str(session.get(_PHONE, ""))


def belong_to(phone: str) -> None:
    """Let the present session, begun with the password, end with its phone; "": no more."""
    session[_OF_PHONE] = phone


def leave() -> None:
    """End the present session, if there is one, before another person's begins in this browser."""
    _end()
    session.clear()


def by_provider(provider: str, account: str, *, stepped: bool = False) -> None:
    """Note that the sign-in under way was begun at a provider, for an account; "": at none."""
    session.pop(_PENDING, None)
    if provider:
        session[_PENDING] = [provider, account, stepped]


def is_local() -> bool:
    """Whether the present session was begun with the register's own password, or by a phone's key."""
    return not str(session.get(_WAY, "")).startswith("oidc:")


def stepped_elsewhere() -> bool:
    """Whether the second step was taken at the provider, and the setting says that this counts."""
    return bool(session.get(_STEPPED))


def way() -> str:
    """Return how the present session was begun."""
    return str(session.get(_WAY, ""))


def ended_way() -> str:
    """Return how the session was begun that this request ended."""
    return str(g.get("ended_way", ""))


def own_name() -> str:
    """Return by what the present session is named among those that are shown."""
    return SignIns.name_of(str(session.get(_NAME, "")))


def open_sessions(account: str = "") -> list[OpenSession]:
    """Return the sessions that stand, of an account or of all, those last in use first."""
    return sign_ins().open_sessions(account, IDLE_S)


def reaches(path: str, *, reads: bool) -> bool:
    """Whether the present session is enough for an address that is not for everybody."""
    return not by_phone() or path.startswith(_OF_THE_APP) or (reads and path.startswith(_ONLY_SEEN))


def open_by_phone(user: User, phone: str) -> None:
    """Begin a session of a phone's owner in this browser, in the place of whatever stood there.

    It is never fresh: what asks for the present password asks for it here, too.
    """
    _end()
    session.clear()
    login_user(user)
    session[_NAME], session[_PHONE], session[_WAY] = secrets.token_urlsafe(32), phone, "phone"
    _stand(user.id)


def _begun(_app: Flask, user: User, **_event: Any) -> None:
    _end()  # who changes his password goes on in a new one
    session.pop(_PHONE, None)
    session[_NAME] = secrets.token_urlsafe(32)
    provider, account, stepped = session.pop(_PENDING, None) or ("", "", False)
    here = account == user.id
    session[_WAY], session[_STEPPED] = f"oidc:{provider}" if here else "password", here and bool(stepped)
    _stand(user.id)


def _stand(account: str) -> None:
    shown = kind_of_browser(request.user_agent.string), request.remote_addr or "", way()
    sign_ins().begin(session[_NAME], account, LONGEST_S, shown)


def kind_of_browser(agent: str) -> str:
    """Return browser and system by what a browser says of itself; only names that we know, not its words."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (browser, system)))


def _ended(_app: Flask, **_event: Any) -> None:
    g.ended_way = way()
    _end()


def _app_set_up(_app: Flask, user: User, **_event: Any) -> None:
    """End the account's other sessions: they were begun with the password alone, or by another app."""
    sign_ins().end_others(user.id, session.get(_NAME, ""))


def _app_set_up_on_the_way(_app: Flask, user: User, **_event: Any) -> None:
    """Note that the code which ends this sign-in is the first of a new app."""
    del user
    g.app_set_up = session.get("tf_state") == "validating_profile"


def _by_way_of_what_is_on(response: Response) -> Response:
    """Tell whoever has set the app up while signing in what is on now, and why a code was not taken."""
    if g.pop("app_set_up", False) and response.status_code == 302:
        response.headers["Location"] = url_for("accounts.second_step")
    elif request.endpoint == "security.two_factor_setup_validate" and response.location == url_for(
        "security.two_factor_setup"
    ):
        _same_app_again(response, (request.view_args or {}).get("token", ""))
    return response


def _same_app_again(response: Response, token: str) -> None:
    """Show the same key again after a wrong code: the phone has it already, and a new one would be a second.

    Where the page is too old there is a new key, and that is said.
    """
    within = current_app.config["SECURITY_TWO_FACTOR_SETUP_WITHIN"]
    expired, invalid, state = check_and_get_token_status(token, "tf_setup", within)
    if expired or invalid or not state:
        flash(_("Mã không đúng hoặc đã quá hạn. Cài lại để có mã QR mới, quét rồi nhập mã mới."))
        return
    shown = current_app.extensions["security"].totp_factory.fetch_setup_values(
        state["totp_secret"], current_user
    )
    flash(_("Mã không đúng hoặc đã quá hạn. Nhập mã mà ứng dụng đang hiện; đã quét rồi thì không quét lại."))
    page = render_template(
        current_app.config["SECURITY_TWO_FACTOR_SETUP_TEMPLATE"], chosen_method="authenticator",
        state_token=token, authr_qrcode=shown["image"], authr_key=shown["key"],
    )  # fmt: skip
    response.set_data(page)
    response.status_code = 400
    response.mimetype = "text/html"
    del response.headers["Location"]


def _end() -> None:
    if name := session.pop(_NAME, ""):
        sign_ins().end(name)


def sign_ins() -> SignIns:
    """Return who is signed in, as all processes of the server have it."""
    held = current_app.extensions
    if "bts-sign-ins" not in held:
        held["bts-sign-ins"] = SignIns(held["bts-settings"].home / SIGN_INS_FILE)
    found: SignIns = held["bts-sign-ins"]
    return found
