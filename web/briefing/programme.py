"""The programme of a year: its tasks with a bar over their months, by state, officer and room; its files."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from registry.model.briefing.programmes import MONTHS, Standing, Task
from registry.services.briefing.documents import programme_document
from registry.services.briefing.programme.linked import progress_of
from registry.services.briefing.programme.months import months_words
from registry.services.briefing.programme.table_book import programme_book
from registry.services.briefing.programme.tasks import tasks_of, years
from registry.services.office.calendar import today
from web.briefing.frame import READERS, STANDINGS, STATE_STYLES, may_lead, programme
from web.frame import packages, parameters
from web.frame.downloads import download
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.people import locked_note

A_PAGE = 100
NOBODY = "-"
"""What stands in an address for tasks that nobody leads, or of no room."""


@programme.get("")
@guarded(*READERS)
def listed() -> str | Response:
    """List the tasks of a year with their months; or send the list as a workbook."""
    parameters.known_only(request.args, ("year", "show", "officer", "room", "month", *NAMES))
    year, day = asked_year(), today()
    every = tasks_of(registry(), year, person=current_person())
    chosen = _chosen(every)
    found = listing(
        chosen, _columns(), kept=("year", "show"), filters=("officer", "room", "month"), per_page=A_PAGE
    )
    if wants_book():
        return found.book(str(_("Chương trình công tác %(year)s", year=year)))
    held = years(registry(), person=current_person())
    return render_template(
        "briefing/programme/list.html",
        year=year,
        years=sorted({*held, day.year, day.year + 1, year}, reverse=True),
        every=every,
        listed=found,
        sections=_by_section(found.items, sorted_=bool(found.sort)),
        counts=Counter(one.standing(day).value for one in every),
        standings=STANDINGS,
        styles=STATE_STYLES,
        months=MONTHS,
        months_words=lambda one: months_words(one, language()),
        progress=progress_of(registry(), packages.brief_parts(), found.items, language()),
        officers=_grouped(every, "officer"),
        rooms=_grouped(every, "room"),
        nobody=NOBODY,
        chosen={name: request.args.get(name, "") for name in ("show", "officer", "room", "month")},
        late=Standing.LATE,
        may_lead=may_lead(),
        locked_note=locked_note,
        day=day,
    )


@programme.get("/programme.xlsx")
@guarded(*READERS)
def book() -> Response:
    """Send the whole programme as a table that reads back to the same."""
    parameters.known_only(request.args, ("year",))
    year = asked_year()
    tasks = tasks_of(registry(), year, person=current_person())
    return download(programme_book(registry(), year, tasks), f"chuong-trinh-{year}.xlsx", rows=len(tasks))


@programme.get("/programme.docx")
@guarded(*READERS)
def document() -> Response:
    """Send the programme with its state today as .docx in the office's form."""
    parameters.known_only(request.args, ("year",))
    year = asked_year()
    tasks = tasks_of(registry(), year, person=current_person())
    made = programme_document(registry(), year, tasks, today(), language())
    return download(made, f"chuong-trinh-{year}-{today():%Y%m%d}.docx")


def asked_year() -> int:
    """Return the year that the address or a form asks for; this year where it names none."""
    values = request.args if request.method == "GET" else request.form
    return parameters.whole(values, "year") or today().year


def _chosen(every: Sequence[Task]) -> list[Task]:
    day, month = today(), parameters.whole(request.args, "month")
    show, officer, room = (request.args.get(name, "") for name in ("show", "officer", "room"))
    return [
        one
        for one in every
        if (not show or one.standing(day).value == show or (show == "unplanned" and one.unplanned))
        and (not officer or (one.officer or NOBODY) == officer)
        and (not room or (one.room or NOBODY) == room)
        and (month is None or month in one.months)
    ]


def _by_section(tasks: Sequence[Task], *, sorted_: bool) -> list[tuple[str, list[Task]]]:
    """Return tasks under the headings of their table; all under none where they are sorted otherwise."""
    if sorted_:
        return [("", list(tasks))]
    found: dict[str, list[Task]] = {}
    for one in tasks:
        found.setdefault(one.section, []).append(one)
    return list(found.items())


def _grouped(tasks: Sequence[Task], name: str) -> list[tuple[str, Counter[str]]]:
    """Return how many tasks each officer or room has, by standing; the most first."""
    found: dict[str, Counter[str]] = {}
    for one in tasks:
        found.setdefault(getattr(one, name) or NOBODY, Counter())[one.standing(today()).value] += 1
    return sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))


def _columns() -> list[Column]:
    def standing(one: Task) -> Any:
        return STANDINGS[one.standing(today()).value]

    return [
        Column("number", _("TT"), lambda one: one.ordinal),
        Column("as_written", _("Số thứ tự như đã ghi"), lambda one: one.number, heading=False),
        Column("content", _("Nhiệm vụ"), lambda one: one.content),
        Column("officer", _("Chủ trì"), lambda one: one.officer),
        Column("months", _("Thời gian"), lambda one: one.last_day, heading=False, sorts=True),
        Column("time", _("Thời gian như đã ghi"), months_words, heading=False),
        Column("state", _("Tình trạng"), standing),
        Column("section", _("Phần"), lambda one: one.section, heading=False),
        Column("room", _("Lĩnh vực"), lambda one: one.room, heading=False),
        Column("beside", _("Phối hợp"), lambda one: one.beside, heading=False),
        Column("product", _("Sản phẩm"), lambda one: one.product, heading=False),
        Column("source", _("Căn cứ"), lambda one: one.source, heading=False),
        Column("done_on", _("Ngày xong"), lambda one: one.done_on, heading=False),
        Column("evidence", _("Minh chứng"), lambda one: one.evidence, heading=False),
        Column("note", _("Ghi chú"), lambda one: one.note, heading=False),
    ]
