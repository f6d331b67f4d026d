"""Who asks by an access token: ``Authorization: Bearer bts_…``, or Basic with the token as the password.

Such a request has no session and takes no form's token: no other site can send that header. It opens views
that say what a token has to be good for (``scope`` of ``web.frame.guard.guarded``), and no page besides.
"""

import contextlib
import time
from collections.abc import Callable

from flask import Flask, Request, Response, current_app, g
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from limits import parse

from registry.errors import RefusalError
from registry.model.sign_in.tokens import ApiToken, Scope
from registry.services.office.sign_in import tokens
from web.frame.office import registry
from web.frame.sign_in import sessions
from web.frame.sign_in.datastore import User

WRONG = parse("30 per 15 minutes")
"""How many tokens that open nothing an address may send; one that opens is never counted."""
NOTED_S = 60.0
"""How exactly it is known when a token was last used."""

_NOTED = "bts-tokens-noted"
REALM = 'realm="BTS"'


class Sessions(SecureCookieSessionInterface):
    """Sessions in the browser's cookie; none is begun for whoever comes by an access token."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie, but to a program."""
        if present() is None and "token_refused" not in g:
            super().save_session(app, session, response)


def present() -> ApiToken | None:
    """Return the token that the present request came by; None where it came by none."""
    found: ApiToken | None = g.get("token")
    return found


def offered(asked: Request, scope: Scope | None) -> str | None:
    """Return the secret that a request brings, "" for one that is none of ours; None where it brings none.

    At a view that no token opens, other secrets are left to whoever stands before or behind it.
    """
    given = asked.authorization
    if given is None or given.type not in {"bearer", "basic"}:
        return None
    secret = (given.token if given.type == "bearer" else given.password) or ""
    if not secret.startswith(tokens.BEGINS):
        return None if scope is None else ""
    return secret


def open_with(secret: str) -> User:
    """Return the account of a secret, and let the present request be its; refused as the service refuses.

    Whose second step is compulsory and missing is refused, too: his session would not get any further.
    """
    g.token_refused = True
    try:
        account, token = tokens.open_with(registry(), secret)
    except RefusalError:
        _count()
        raise
    user = User(account)
    if not account.is_service and user.second_step_missing():
        raise RefusalError("TOKEN-ACCOUNT")
    del g.token_refused
    g.token = token
    _note(token.id)
    return user


def challenge(app: Flask, scope_asked: Callable[[], Scope | None]) -> None:
    """Say how to ask, beside every answer that refuses for want of a token that opens."""

    @app.after_request
    def challenged(response: Response) -> Response:
        if response.status_code == 401 and ("token_refused" in g or scope_asked() is not None):
            error = ', error="invalid_token"' if "token_refused" in g else ""
            response.headers.add("WWW-Authenticate", f"Bearer {REALM}{error}")
            response.headers.add("WWW-Authenticate", f'Basic {REALM}, charset="UTF-8"')
        return response


def install(app: Flask) -> None:
    """Let programs in: no cookie for them, no form's token asked of them."""
    app.session_interface = Sessions()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked for below instead, of all but them
    forms = CSRFProtect(app)

    @app.before_request
    def forms_token() -> None:
        if present() is None:
            forms.protect(apply_exemptions=True)


def _count() -> None:
    """Count a token that opened nothing; refused where there were too many from one address."""
    limiter: Limiter = current_app.extensions["bts-limiter"]
    if not limiter.limiter.hit(WRONG, "wrong-token", get_remote_address()):
        stats = limiter.limiter.get_window_stats(WRONG, "wrong-token", get_remote_address())
        g.let_in_at = stats.reset_time
        raise RefusalError("WEB-TOO-MANY")


def _note(token: str) -> None:
    noted: dict[str, float] = current_app.extensions.setdefault(_NOTED, {})
    at = time.monotonic()
    if at - noted.get(token, -NOTED_S) >= NOTED_S:
        noted[token] = at
        with contextlib.suppress(RefusalError):  # a full disk: only the page of tokens is behind then
            sessions.sign_ins().note_token(token)
