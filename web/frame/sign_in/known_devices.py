"""Browsers in which an account has signed in before: nobody else's failures shut its name to them.

A name that is shut after failures could be kept shut by whoever likes. So failures count by name and address;
a browser that has been let in once carries a signed word of it and is counted by itself (OWASP, "Device
cookies").
"""

import hashlib
import secrets

from flask import Flask, Response, current_app, g, request
from flask_security import user_authenticated
from itsdangerous import BadData, URLSafeTimedSerializer

from web.frame.sign_in.datastore import User

COOKIE = "device"
KNOWN_S = 180 * 24 * 3600


def install(app: Flask) -> None:
    """Give whoever signs in the word, and renew it each time."""

    def remember(_app: Flask, user: User, **_event: object) -> None:
        g.known_device = [_hidden(user.username), secrets.token_urlsafe(16)]

    user_authenticated.connect(remember, app, weak=False)

    @app.after_request
    def send(response: Response) -> Response:
        if "known_device" in g:
            response.set_cookie(
                COOKIE, _serializer().dumps(g.known_device), max_age=KNOWN_S, httponly=True, samesite="Lax",
                secure=bool(current_app.config["SESSION_COOKIE_SECURE"]), path="/sign-in",
            )  # fmt: skip
        return response


def device_of(name: str) -> str | None:
    """Return by what this browser is known for an account, None where it has not signed in there."""
    try:
        found = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=KNOWN_S)
    except BadData:
        return None
    if not isinstance(found, list) or len(found) != 2 or found[0] != _hidden(name):
        return None
    return str(found[1])


def _hidden(name: str) -> str:
    return hashlib.sha256(name.strip().lower().encode()).hexdigest()[:24]


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="device")
