"""Reports that the company is asked for: each with its form and day, handed in, taken or returned."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import CompanyInspection, KeptFile
from registry.model.company_inspections.on_the_spot import ReportForm, ReportState, RequestedReport
from registry.model.company_inspections.steps import KNOWN_TO_COMPANY, REPORTS_TAKEN_IN, Stage
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.clocks import Clocks
from registry.services.company_inspections.deeds import (
    COMPANY_INSPECTION,
    LONGEST,
    check_writer,
    file_json,
    inspection_deed,
    needed,
    standing_in,
)
from registry.services.company_inspections.held import company_code
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.notices import officer, organisation, tell
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import get_inspection, reports_of
from registry.store.company_inspections.tables import inspection_reports
from registry.typed_text import line_within, within

ASKED_IN = (Stage.DRAFTED, Stage.PROPOSED, Stage.DECIDED, Stage.ANNOUNCED)
"""The stages in which reports may be added to what will be asked: until the letter goes out."""
HANDED_IN = REPORTS_TAKEN_IN
"""The stages in which the company hands reports in."""


@one_moment()
def add_report(
    registry: Registry,
    inspection: str,
    form: ReportForm,
    *,
    title: str,
    what: str = "",
    due_on: dt.date | None = None,
    person: Person,
) -> str:
    """Write down a report that the company will be asked for and return its id.

    Without a day of its own it is due by the office's number of days, counted from the letter. Refused
    without a title (``COMPANY-INSPECTION-TITLE``).
    """
    check_writer(person)
    named = line_within(title, 300)
    if not named:
        raise RefusalError("COMPANY-INSPECTION-TITLE")
    with inspection_deed(registry, "report", person, of=inspection) as made:
        standing_in(made, inspection, *ASKED_IN)
        identity = new_id()
        made.create(
            inspection_reports,
            {
                "id": identity, "company_inspection": inspection, "form": form.value, "title": named,
                "what": within(what, LONGEST), "due_on": due_on, "state": ReportState.ASKED.value,
                "file": None, "who": made.who, "at": made.at,
            },
        )  # fmt: skip
    return identity


@one_moment()
def remove_report(registry: Registry, inspection: str, report: str, *, person: Person) -> None:
    """Take back a report before the letter goes out."""
    check_writer(person)
    with inspection_deed(registry, "report_out", person, of=inspection) as made:
        standing_in(made, inspection, *ASKED_IN)
        report_in(made, inspection, report)
        made.remove(inspection_reports, report)


def set_days(
    registry: Registry, made: Deed, inspection: str, asked_on: dt.date
) -> tuple[RequestedReport, ...]:
    """Give the reports without a day of their own the office's, inside the deed that sends the letter.

    Returns them with their days.

    ``COMPANY-INSPECTION-DAY-BEFORE`` where one is due before it is asked for.
    """
    due = Clocks(registry).report_day(asked_on)
    found = reports_of(made.connection, inspection)
    for one in found:
        if one.due_on is not None and one.due_on < asked_on:
            raise RefusalError("COMPANY-INSPECTION-DAY-BEFORE", title=one.title, day=one.due_on)
        if one.due_on is None and due is not None:
            made.amend(inspection_reports, one.id, due_on=due)
    return tuple(replace(one, due_on=one.due_on or due) for one in found)


@one_moment()
def hand_in_report(
    registry: Registry,
    inspection: str,
    report: str,
    path: Path,
    *,
    name: str,
    note: str = "",
    seen: int,
    person: Person,
) -> None:
    """Hand a report in: the company its own, or an officer for it; again after it was returned.

    Refused for another company's (``COMPANY-INSPECTION-UNKNOWN``), an empty file
    (``COMPANY-INSPECTION-FILE``), and one that the office has taken (``COMPANY-INSPECTION-TAKEN``).
    """
    if not path.is_file() or not path.stat().st_size:
        raise RefusalError("COMPANY-INSPECTION-FILE", name=Path(name).name)
    own = "" if person.is_staff else company_code(registry, person)
    kept = KeptFile(keep_file(registry, path, name).sha256, Path(name).name)
    with inspection_deed(registry, "report_in", person, of=inspection, file=kept.name) as made:
        offered = {"file": file_json(kept), "note": within(note, LONGEST), "handed_on": today()}
        found = own_inspection(made, inspection, own)  # before the version: a conflict tells what stands
        held = report_in(made, inspection, report)
        made.standing(
            inspection_reports, report, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered
        )
        standing_in(made, inspection, *HANDED_IN)
        if held.state is ReportState.TAKEN:
            raise RefusalError("COMPANY-INSPECTION-TAKEN")
        made.amend(
            inspection_reports, report, **offered, state=ReportState.HANDED_IN.value,
            handed_by=made.who, reason="",
        )  # fmt: skip
        if own:
            to = [officer(made.connection, found.drafted_by)]
            subject = Subject(COMPANY_INSPECTION, inspection)
            tell(made, NoticeKind.INSPECTION_HANDED, to, subject, code=found.code)


@one_moment()
def settle_report(
    registry: Registry,
    inspection: str,
    report: str,
    *,
    taken: bool,
    reason: str = "",
    seen: int,
    person: Person,
) -> None:
    """Take a report that was handed in, or return it with the reason: then it is owed again."""
    check_writer(person)
    why = "" if taken else needed(reason)
    state = ReportState.TAKEN if taken else ReportState.RETURNED
    with inspection_deed(registry, "report_settled", person, of=inspection) as made:
        offered = {"state": state.value, "reason": why}
        made.standing(
            inspection_reports, report, unknown="COMPANY-INSPECTION-PART", seen=seen, offered=offered
        )
        found = standing_in(made, inspection, *HANDED_IN)
        if report_in(made, inspection, report).state is not ReportState.HANDED_IN:
            raise RefusalError("COMPANY-INSPECTION-NOT-HANDED")
        made.amend(inspection_reports, report, **offered, looked_by=made.who)
        if not taken:
            to = [organisation(found.company)]
            tell(
                made, NoticeKind.INSPECTION_RETURNED, to, Subject(COMPANY_INSPECTION, inspection),
                code=found.code,
            )  # fmt: skip


def report_in(made: Deed, inspection: str, report: str) -> RequestedReport:
    """Return a report of an inspection (``COMPANY-INSPECTION-PART``)."""
    for one in reports_of(made.connection, inspection):
        if one.id == report:
            return one
    raise RefusalError("COMPANY-INSPECTION-PART", id=report[:40])


def own_inspection(made: Deed, inspection: str, own: str) -> CompanyInspection:
    """Return an inspection; of another company than ``own`` ("" the office) there is none."""
    found = get_inspection(made.connection, inspection)
    if own and (found.company != own or found.stage not in KNOWN_TO_COMPANY):
        raise RefusalError("COMPANY-INSPECTION-UNKNOWN", id=inspection[:40])
    return found
