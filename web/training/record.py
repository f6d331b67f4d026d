"""Who finished which exercise when: listed, as a workbook, a certificate for one person."""

from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from registry.course.record import Finished, certificate_of, finished
from registry.errors import RefusalError
from registry.model.people import Person
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.deeds import name_of
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.training.frame import KEEPERS, blueprint, filled


@blueprint.get("/record")
@guarded(*KEEPERS)
def record() -> str | Response:
    """List who finished which exercise, the newest first; or as a workbook."""
    parameters.known_only(request.args, NAMES)
    found = listing(finished(registry()), _columns())
    if wants_book():
        return found.book(_("Sổ học"))
    return render_template(
        "training/record.html", rows=found.items, listed=found, title=_title, filled=filled
    )


@blueprint.get("/record/<person>")
@guarded(*KEEPERS)
def certificate(person: str) -> str:
    """Show what one person finished, to be printed and signed."""
    parameters.known_only(request.args, ())
    rows = certificate_of(registry(), person)
    if not rows:
        raise RefusalError("COURSE-NO-RECORD", name=person[:40])
    return render_template("training/certificate.html", person=person, rows=rows, day=today(), title=_title)


def own_record(person: Person) -> list[Finished]:
    """Return what a person finished."""
    return certificate_of(registry(), name_of(person))


def _title(row: Finished) -> str:
    return filled(row.title, {})


def _columns() -> list[Column]:
    def moment(row: Finished) -> Any:
        return in_vietnam(row.finished_at.isoformat()).replace(tzinfo=None)

    return [
        Column("learner", _("Người học"), lambda row: row.learner),
        Column("number", _("Bài"), lambda row: row.number, number=True),
        Column("title", _("Tên bài"), _title),
        Column("finished", _("Xong lúc"), moment),
        Column("minutes", _("Phút"), lambda row: row.minutes, number=True),
        Column("tries", _("Lần làm"), lambda row: row.tries, number=True),
        Column("checks", _("Lần kiểm tra"), lambda row: row.checks, number=True),
        Column("source", _("Nguồn"), lambda row: row.source or _("sổ này"), heading=False),
    ]
