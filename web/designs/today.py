"""What design dossiers have to say of somebody's day."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.designs.desk import DossierState
from registry.model.people import Role
from registry.services.designs.conditions import followed
from registry.services.designs.opened import DossierLine, dossier_lines
from registry.services.office.calendar import today
from web.designs.frame import clock_text
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.packages import DayWork, Item

_SOON_DAYS = 14
_LINE = 80
"""So many letters of a condition stand in its line."""


def _line(line: DossierLine) -> Item:
    item = line.dossier
    left = line.clock.left
    note = clock_text(line)
    if item.returned and item.state is DossierState.RECEIVED:
        note = f"{_('lãnh đạo trả lại')} · {note}"
    return Item(
        f"{item.code} · {item.area_name}", url_for("designs.show", dossier=item.id), note,
        late=left is not None and left <= 0,
    )  # fmt: skip


def on_desk() -> Sequence[Item]:
    """Return the dossiers that are looked at, the shortest clock first."""
    return [
        _line(line)
        for line in dossier_lines(registry(), person=current_person())
        if line.dossier.state is DossierState.RECEIVED
    ]


def submitted() -> Sequence[Item]:
    """Return the answers that wait for the leader."""
    return [
        _line(line)
        for line in dossier_lines(registry(), person=current_person())
        if line.dossier.state is DossierState.SUBMITTED
    ]


def shortened(text: str) -> str:
    """Return the beginning of a text as a line of a list shows it, cut between words."""
    line = " ".join(text.split())
    if len(line) <= _LINE:
        return line
    return f"{line[:_LINE].rpartition(' ')[0] or line[:_LINE]}…"


def conditions() -> Sequence[Item]:
    """Return the conditions that are late or soon due, the earliest day first."""
    day = today()
    return [
        Item(
            f"{one.dossier.code} · {shortened(one.condition.text)}",
            url_for("designs.following", dossier=one.dossier.id, _anchor="conditions"),
            str(_("hạn %(day)s", day=f"{one.condition.due_on:%d/%m/%Y}")),
            late=one.late(day) or one.condition.due_on == day,
        )
        for one in followed(registry())
        if one.condition.due_on is not None and (one.condition.due_on - day).days <= _SOON_DAYS
    ]


DAY = (
    DayWork(21, (Role.LEADER,), _l("Trả lời hồ sơ thiết kế chờ ban hành"), "designs.listed", submitted,
            address=lambda: url_for("designs.listed", show="leader")),
    DayWork(28, (Role.APPRAISER,), _l("Hồ sơ khu dân cư, khu đô thị"), "designs.listed", on_desk,
            address=lambda: url_for("designs.listed", show="desk")),
    DayWork(29, (Role.APPRAISER,), _l("Điều kiện của hồ sơ thiết kế"), "designs.listed", conditions,
            address=lambda: url_for("designs.listed", show="followed")),
)  # fmt: skip
"""What the page where a day begins shows of them."""
