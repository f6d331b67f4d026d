"""A phone that stays signed in: asked for with the password, used with its key, ended. JSON in and out.

``open`` is for everybody and bears no token of a form: the key in its body is what it goes by, and no browser
sends one by itself. A key has 256 bits, so that nobody finds one by trying.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.blueprints import BlueprintSetupState
from flask_security import current_user
from flask_wtf.csrf import generate_csrf

from registry.errors import RefusalError
from registry.model.sign_in.phones import Phone
from registry.services.office.sign_in import phones
from web.field import api
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.office import registry
from web.frame.security.security_events import note
from web.frame.sign_in import sessions
from web.frame.sign_in.datastore import User

blueprint = Blueprint("field_phones", __name__, url_prefix="/field/phone")


@blueprint.post("")
@guarded(*WORKERS)
def let_stay() -> Response:
    """Let this phone stay signed in; refused (``PHONE-PASSWORD``) where the session is a phone's own."""
    if sessions.by_phone() or not current_user.is_authenticated:
        raise RefusalError("PHONE-PASSWORD")
    body = _body()
    phone, key = phones.let_stay(
        registry(), sessions.sign_ins(), current_user.account,
        device=str(body.get("device") or ""), name=str(body.get("name") or ""),
    )  # fmt: skip
    sessions.belong_to(phone.id)  # a phone that was lost is shut at once, not when its session is over
    return _told(phone, key)


@blueprint.post("/open")
@guarded(public=True)
def open_session() -> Response:
    """Begin a session with a phone's key, and send the next one."""
    body = _body()
    account, phone, key = phones.open_again(
        registry(), sessions.sign_ins(), str(body.get("phone") or ""), str(body.get("key") or "")
    )
    sessions.open_by_phone(User(account), phone.id)
    note("sign-in", actor=account.id, subject=account.id, way="phone", what="phones", record=phone.id)
    return _told(phone, key, user=account.name, csrf=generate_csrf())


@blueprint.post("/end")
@guarded(*WORKERS)
def end() -> Response:
    """End the staying signed in of a phone of one's own, from the phone itself."""
    phones.end_phone(
        registry(), sessions.sign_ins(), str(_body().get("phone") or ""), person=current_person()
    )
    if not sessions.by_phone():
        sessions.belong_to("")
    return jsonify(ended=True)


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise RefusalError("FIELD-SEND-FORM", wanted="phone")
    return body


def _told(phone: Phone, key: str, **more: str) -> Response:
    answer = jsonify(
        phone=phone.id,
        key=key,
        until=phone.until.isoformat(),
        days=phones.DAYS,
        server_time=api.server_time(),
        **more,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _without_a_token(made: BlueprintSetupState) -> None:
    made.app.extensions["csrf"].exempt(open_session)


blueprint.record(_without_a_token)
