"""The list of design dossiers: by group, searched, the shortest clock first."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from registry.services.designs.opened import DossierLine, dossier_lines, waiting_count
from web.designs import words
from web.designs.frame import READ, blueprint, clock_text, may_work
from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.listing import NAMES, Column, listing, matching, wants_book
from web.frame.office import registry


def waiting() -> int:
    """Return how many dossiers wait for the person; none for who does not work on them."""
    return waiting_count(registry(), person=current_person()) if may_work() else 0


@blueprint.get("")
@guarded(*READ)
def listed() -> Any:
    """Show the dossiers of a group, or send them as a workbook."""
    parameters.known_only(request.args, ("show", *NAMES))
    every = dossier_lines(registry(), person=current_person())
    chosen = request.args.get("show", "")
    if chosen not in words.GROUPS:
        chosen = "all"
    columns = _columns()
    matched = matching(every, columns)
    lines = [line for line in matched if chosen in ("all", line.group)]
    found = listing(lines, columns, kept=("show",))
    if wants_book():
        return found.book(_("Hồ sơ khu dân cư, khu đô thị"))
    groups = [
        (name, word, sum(name in ("all", line.group) for line in matched))
        for name, word in words.GROUPS.items()
    ]
    return render_template(
        "designs/list.html",
        groups=groups,
        chosen=chosen,
        listed=found,
        lines=[(line, clock_text(line) if line.clock.running else "") for line in found.items],
        total=len(every),
        words=words,
        may_work=may_work(),
    )


def _columns() -> list[Column]:
    return [
        Column("code", _("Mã hồ sơ"), lambda line: line.dossier.code),
        Column("area", _("Khu"), lambda line: line.dossier.area_name),
        Column("applicant", _("Đơn vị gửi"), lambda line: line.dossier.applicant),
        Column("stage", _("Bước thiết kế"), lambda line: str(words.STAGES[line.dossier.stage.value])),
        Column("state", _("Tình trạng"), lambda line: str(words.STATES[line.dossier.state.value])),
        Column("due", _("Hạn trả lời"), _due),
        Column("received", _("Ngày nhận"), lambda line: line.dossier.received_on, heading=False, sorts=True),
        Column("officer", _("Người xử lý"), lambda line: line.dossier.officer, heading=False),
        Column("issued", _("Văn bản trả lời"), lambda line: line.dossier.issued_number, heading=False),
        Column(
            "open", _("Điều kiện chưa xong"), lambda line: line.open_conditions, number=True, heading=False
        ),
    ]


def _due(line: DossierLine) -> Any:
    return line.clock.due_on if line.clock.running else None
