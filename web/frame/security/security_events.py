"""Security events of the pages: signing in and out, refusals, exports; and what the ledger says of the rest.

``note`` is the one way to write one. It adds who asks, from where, and the request's id; it never fails a
request. Refusals, and what strangers take of open data, are gathered by the minute: whoever asks ten thousand
addresses makes a line of it, not ten thousand.
"""

import threading
import time
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_login import user_logged_out
from flask_security import password_changed, tf_code_confirmed, user_authenticated

from registry.errors import RefusalError
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.office.security.security_events import Event
from registry.services.office.security.security_ledger import Asker, follow
from registry.services.office.security.security_sinks import keep_sending, log_of, note_event
from registry.services.office.sign_in import accounts
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.server import request_log

GATHERED_S = 60.0
_FOLLOWED = "bts-security-followed"
_MOST_GATHERED = 2048
_PLAIN_ARGUMENTS = frozenset({"id", "key", "sha256", "kind", "layer", "storm", "campaign", "request", "mast"})
"""Arguments of an address that are keys of records; any other might be a word that opens something."""
_SIGNING_IN = {
    "security.login": "sign-in-failed",
    "security.two_factor_token_validation": "second-step-failed",
}


class _Gathered:
    """What the last minute saw, by who and what: the first is written at once, the others as a number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: dict[tuple[str, ...], tuple[float, int]] = {}

    def times(self, key: tuple[str, ...]) -> int:
        """Return how often it was seen since it was written last, 0 where it is not to be written now."""
        at = time.monotonic()
        with self._lock:
            since, unsaid = self._held.get(key, (-GATHERED_S, 0))
            if at - since < GATHERED_S:
                self._held[key] = (since, unsaid + 1)
                return 0
            if len(self._held) >= _MOST_GATHERED:
                self._held = {one: kept for one, kept in self._held.items() if at - kept[0] < GATHERED_S}
            if len(self._held) < _MOST_GATHERED:
                self._held[key] = (at, 0)
            return unsaid + 1


def install(app: Flask) -> None:
    """Note what Flask-Security says, what is refused, and what the ledger says after every deed."""
    app.extensions["bts-gathered"] = _Gathered()
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)
    tf_code_confirmed.connect(_second_step, app)

    @app.before_request
    def from_the_beginning() -> None:
        if not app.extensions.get(_FOLLOWED):  # what the first request of all does is news already
            app.extensions[_FOLLOWED] = follow_ledger()

    @app.after_request
    def refusals_and_deeds(response: Response) -> Response:
        if "token_refused" in g:
            _gathered("token-failed", response.status_code)
        elif response.status_code in {401, 403} or g.get("sent_to_sign_in"):
            _gathered("refused", response.status_code)
        if request.method == "POST":
            _failed_attempt(response)
            follow_ledger()
        return response


def note(
    kind: str,
    *,
    actor: str | None = None,
    subject: str = "",
    address: str | None = None,
    what: str = "",
    record: str = "",
    rows: int | None = None,
    times: int = 1,
    **more: str | int,
) -> None:
    """Write an event of a kind of ``registry.services.office.security.security_events``.

    ``actor`` is the key of an account, whoever asks where it is left out; ``subject`` that of the account it
    is about; ``address`` another than that of whoever asks; ``what`` and ``record`` name the thing; ``more``
    are words and numbers of ours, never typed text.
    """
    where = (request.remote_addr or "") if address is None else address
    try:
        made = Event(
            kind, now(), actor=current_person().id if actor is None else actor, subject=subject,
            address=where, request=request_log.number(), what=what, record=record,
            rows=rows, times=times, more=dict(more),
        )  # fmt: skip
        note_event(found := registry(), made)
        keep_sending(found)
    except RefusalError:  # no register yet: nothing of it can be reached either
        return


def note_export(rows: int | None = None, **more: str | int) -> None:
    """Note that a file goes out to whoever signed in: by its page, its record, and how many rows it has."""
    person = current_person()
    if not person.id:
        return
    values = request.view_args or {}
    record = next((str(value) for name, value in values.items() if name in _PLAIN_ARGUMENTS), "")
    held: dict[str, Any] = dict(more)
    note("export", what=str(request.endpoint), record=record, rows=rows, **held)


def note_open_data(name: str, form: str, size: int) -> None:
    """Note that a file of open data goes out: who, where he signed in.

    Strangers may take it as they like: it is said which set and how many bytes, gathered by the minute, and
    not from where.
    """
    person, what = current_person(), str(request.endpoint)
    times = 1 if person.id else _gatherer().times(("export", name, form))
    if times:
        address = None if person.id else ""
        note("export", address=address, what=what, record=name, times=times, form=form, bytes=size)


def follow_ledger() -> bool:
    """Note what the ledger says since the last look, with the address of whoever asks now; True if it could.
    Note what the ledger says since the last look, with the address of whoever asks now; True if it could."""
    asker = Asker(current_person().name, request.remote_addr or "", request_log.number())
    try:
        found = registry()
        if follow(found, log_of(found), asker):
            keep_sending(found)
    except RefusalError:  # none that can be read: the page itself says so
        return False
    except OSError as error:
        current_app.logger.warning("security events of the ledger are not written: %s", error.strerror)
        return False
    return True


def look_after(found: Registry) -> None:
    """Note what commands and jobs wrote, and have it sent on; done by the minute."""
    follow(found, log_of(found))
    keep_sending(found)


def _signed_in(_app: Flask, user: Any, **event: Any) -> None:
    way = "/".join(str(one) for one in event.get("authn_via") or ())
    note("sign-in", actor=user.id, subject=user.id, way=str(session.get("way", "")) or way)


def _signed_out(_app: Flask, user: Any, **_event: Any) -> None:
    if getattr(user, "id", ""):
        note("sign-out", actor=user.id, subject=user.id)


def _password_changed(_app: Flask, user: Any, **_event: Any) -> None:
    note("password-changed", actor=user.id, subject=user.id)


def _second_step(_app: Flask, user: Any, **_event: Any) -> None:
    note("second-step", actor=user.id, subject=user.id)


def _failed_attempt(response: Response) -> None:
    """Note a sign-in that failed, by the account that was tried; the name that was typed goes nowhere."""
    kind = _SIGNING_IN.get(request.endpoint or "")
    if kind is None or response.status_code in {302, 303}:
        return
    if response.status_code == 429:
        kind = "sign-in-locked"
    note(kind, actor="", subject=_account_tried())


def _account_tried() -> str:
    if key := session.get("tf_user_id"):
        found = accounts.find_account(registry(), session_key=str(key))
    else:
        name = request.form.get("username", "").strip().lower()
        found = accounts.find_account(registry(), name=name) if name else None
    return "" if found is None else found.id


def _gathered(kind: str, status: int) -> None:
    if request.endpoint in _SIGNING_IN:
        return  # said as what it is
    person = current_person()
    who = person.id or request.remote_addr or ""
    what = str(request.endpoint or "")
    if times := _gatherer().times((kind, who, what, str(status))):
        note(kind, what=what, times=times, status=status, method=request.method)


def _gatherer() -> _Gathered:
    found: _Gathered = current_app.extensions["bts-gathered"]
    return found
