"""Taking back what was just done: offered once, on the page that follows the deed.

A deed that is a batch (``taking_back.UNDOERS``) is found in the ledger after the form that was sent; a deed
with a way back of its own has its page say so (``offer_way_back``). What is of legal effect, or would set
much back, leads to the page that shows what it would do and asks why.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from registry.errors import RefusalError
from registry.messages import say
from registry.model.people import Role
from registry.model.vietnam_time import now
from registry.services.office import taking_back
from registry.services.office.deeds import name_of
from registry.services.office.ledger_words import batch_word
from web.frame import refusals
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language, own_path
from web.frame.office import registry
from web.frame.sign_in import tokens

blueprint = Blueprint("undo", __name__, url_prefix="/undo")

_KEPT = "undo-offer"
_UNDOERS: frozenset[Role] = frozenset().union(*taking_back.UNDOERS.values())


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page after a deed says of it: what was done, and the form or the page that takes it back."""

    said: str
    button: str = ""
    action: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    page: str = ""
    page_words: str = ""


def offer_way_back(said: str, action: str, **fields: object) -> None:
    """Have the next page offer to take back what was just done, by a form of its own that needs no word."""
    session[_KEPT] = {
        "who": name_of(current_person()), "said": said, "action": action,
        "fields": [[name, str(value)] for name, value in fields.items()],
    }  # fmt: skip


@blueprint.post("/<batch>")
@guarded(*WORKERS)
def press(batch: str) -> Any:
    """Take back at once what was just done, and return to the page where it was done."""
    taking_back.take_back(registry(), batch, person=current_person(), reason="")
    return redirect(_back(), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say why it cannot be taken back any more, lead back, and to the batch."""
    batch = taking_back.get_batch(registry(), (request.view_args or {})["batch"])
    return render_template(
        "frame/undo_refused.html", refusal=refusals.said(error), back=_back(), batch=batch.id,
        what=_what(taking_back.kind_undone(registry(), batch)),
    )  # fmt: skip


def install(app: Flask) -> None:
    """Look after each form that was sent whether what it did may be taken back; give pages the offer."""

    @app.after_request
    def remember(response: Response) -> Response:
        done = response.status_code == 303 or (response.status_code == 200 and response.is_json)
        if request.method == "POST" and done and tokens.present() is None:
            try:
                _remember()
            except RefusalError:  # it is done all the same; only the offer is not made
                current_app.logger.info("no undo is offered", exc_info=True)
        return response

    @app.context_processor
    def values() -> dict[str, object]:
        return {"undo_offer": _offer}


def _remember() -> None:
    person = current_person()
    if not person.is_one_of(*_UNDOERS):
        return
    made = taking_back.made_now(registry(), person, now())
    if made is not None:
        session[_KEPT] = {"who": name_of(person), "batch": made.id, "back": _asked_from()}


def _offer() -> Shown | None:
    """Return what the present page offers, once: whatever comes of it, the next page has it no more."""
    if request.method != "GET" or _KEPT not in session:
        return None
    kept = session.pop(_KEPT)
    person = current_person()
    if not person.roles or kept["who"] != name_of(person):
        return None
    if "batch" not in kept:
        fields = tuple((name, value) for name, value in kept["fields"])
        return Shown(kept["said"], _("Hoàn tác"), kept["action"], fields)
    try:
        return _of_batch(kept["batch"], kept["back"])
    except RefusalError:
        return None


def _of_batch(batch: str, back: str) -> Shown | None:
    found = taking_back.offer(registry(), batch, current_person())
    if found is None:
        return None
    what = _what(found.kind)
    if found.undone:
        said = _("Đã hoàn tác: %(what)s.", what=what)
    else:
        said = _("Vừa ghi vào sổ: %(what)s.", what=what)
    if not found.at_once:
        words = _("Rút lại, ghi lý do") if found.of_law else _("Xem trước khi rút")
        return Shown(said, page=url_for("batches.take_back_page", batch=batch), page_words=words)
    button = _("Làm lại") if found.undone else _("Hoàn tác")
    here = back or request.full_path.rstrip("?")
    return Shown(said, button, url_for("undo.press", batch=batch), (("next", here),))


def _what(kind: str) -> str:
    return say(batch_word(kind), language())


def _back() -> str:
    return own_path(request.form.get("next", "/"))


def _asked_from() -> str:
    """Return the page whose form was sent: it stood before the deed, so it stands after its undo. Or ""."""
    if request.blueprint == blueprint.name:  # done again: the page where it was done first
        return _back()
    sent = urlsplit(request.referrer or "")
    if sent.netloc != request.host:
        return ""
    path = own_path(sent.path + (f"?{sent.query}" if sent.query else ""))
    try:
        current_app.create_url_adapter(request).match(sent.path, method="GET")  # type: ignore[union-attr]
    except HTTPException:  # an address that only takes what was pressed
        return ""
    return path
