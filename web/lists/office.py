"""What the office does with a list of masts: leaves rows, marks them, asks, returns, accepts."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _

from registry.model.mast_lists import MastList
from registry.services.lists import comparing, looking_through
from web.frame.forms import int_of, version_of
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import OFFICERS, who
from web.lists.mast_lists import back, blueprint, of
from web.lists.view import chosen


@blueprint.post("/<identity>/leave")
@guarded(*OFFICERS)
def leave(identity: str) -> Any:
    """Leave a row, or all rows that are shown, out of what is taken; without a reason take them after all."""
    item, reason = of(identity), request.form.get("reason", "")
    count = looking_through.leave(registry(), item, _places(item), reason, who=who())
    if request.form.get("all"):
        flash(
            _("Đã để lại %(count)s dòng.", count=count)
            if reason
            else _("Đã bỏ để lại %(count)s dòng.", count=count)
        )
    return back(item, f"row-{request.form.get('row', '')}")


@blueprint.post("/<identity>/mark")
@guarded(*OFFICERS)
def mark(identity: str) -> Any:
    """Write beside a row what its carrier is to put right."""
    item = of(identity)
    looking_through.mark(registry(), item, _places(item), request.form.get("text", ""), who=who())
    return back(item, f"row-{request.form.get('row', '')}")


@blueprint.post("/<identity>/ask")
@guarded(*OFFICERS)
def ask(identity: str) -> Any:
    """Ask the carrier something."""
    item = of(identity)
    looking_through.ask(registry(), item, request.form.get("question", ""), seen=version_of(), who=who())
    flash(_("Đã hỏi doanh nghiệp; danh sách vẫn ở cơ quan, chờ trả lời."))
    return back(item)


@blueprint.post("/<identity>/return")
@guarded(*OFFICERS)
def give_back(identity: str) -> Any:
    """Return the list with the reason."""
    item = of(identity)
    looking_through.return_list(
        registry(), item, request.form.get("reason", ""), seen=version_of(), who=who()
    )
    flash(_("Đã trả lại danh sách; doanh nghiệp sửa rồi gửi lại. Việc nộp danh sách lại là chưa xong."))
    return back(item)


@blueprint.post("/<identity>/accept")
@guarded(*OFFICERS)
def accept(identity: str) -> Any:
    """Have the list taken into the register."""
    item = of(identity)
    looking_through.accept(registry(), item, seen=version_of(), who=who())
    return back(item)


def _places(item: MastList) -> list[tuple[str, int]]:
    """Return the places of the row that a form names, or of all rows that the page's filter shows."""
    form = request.form
    if not form.get("all"):
        return [(form.get("sheet", ""), int_of(form.get("row")))]
    preview = comparing.latest(registry(), item)
    said = comparing.said_of(registry(), item)
    found = chosen(preview, said, form.get("at-what", ""), form.get("at-q", ""))
    return [preview.places[at] for at in found]
