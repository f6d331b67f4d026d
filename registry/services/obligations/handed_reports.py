"""Reports handed in (báo cáo đã nộp): a carrier's file for what it owes, kept, looked at, taken or returned.

A report counts from the day it is handed in, whoever looks at it later: the carrier's part is done then. One
that the office returns with its reason counts no more, and what is owed is owed again.
"""

from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.duties import Duty, DutyReport, ReportState
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Role
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_file, suffix_of
from registry.services.office.calendar import in_vietnam
from registry.services.office.deeds import KIND, deed
from registry.services.office.notices import from_outside, organisation, role, tell
from registry.services.office.registry import Registry
from registry.store.changes import stable_id
from registry.store.obligations import handed_reports as store
from registry.store.obligations.tables import duty_reports
from registry.store.office.operators import organisation_names
from registry.typed_text import line_within, within

DUTY = "duty"
"""The kind of document that notices of an obligation lead to."""
HANDED_IN_FOR = frozenset({"DUT-LIST", "DUT-YEAR", "DUT-HALF", "DUT-SEASON"})
"""Obligations that a carrier meets by a document; the others close by what the register itself takes in."""
ENDINGS = (".pdf", ".docx", ".doc", ".xlsx", ".xls", ".ods", ".csv")
_NUMBER, _NOTE, _NAME = 60, 1000, 200


@one_moment()
def hand_in(
    registry: Registry, duty: Duty, source: Path, *, name: str, number: str = "", note: str = "", who: str
) -> DutyReport:
    """Keep a report for an obligation; the same file under the same number again changes nothing.

    Refused for an obligation that no document meets (``DUTY-REPORT-KIND``), a file that is empty or of
    another kind than ``ENDINGS`` (``DUTY-REPORT-FILE``), and the very file that was returned
    (``DUTY-REPORT-AGAIN``).
    """
    name = line_within(Path(name).name, _NAME)
    if duty.code not in HANDED_IN_FOR:
        raise RefusalError("DUTY-REPORT-KIND")
    if suffix_of(name) not in ENDINGS or not source.is_file() or not source.stat().st_size:
        raise RefusalError("DUTY-REPORT-FILE", name=name, known=" ".join(ENDINGS))
    columns = {"number": line_within(number, _NUMBER), "note": within(note, _NOTE)}
    kept = keep_file(registry, source, name)
    identity = stable_id("duty report", duty.key, kept.sha256, columns["number"])
    with deed(registry, f"{KIND}duty-report", who, options={"duty": duty.key, "file": name}) as made:
        standing = made.check(duty_reports, identity, None)
        if standing is not None and standing["state"] == ReportState.RETURNED.value:
            looked = in_vietnam(standing["looked_at"]).date()
            raise RefusalError("DUTY-REPORT-AGAIN", day=looked, reason=standing["reason"])
        row = {
            "id": identity, "duty": duty.key, "organisation": duty.organisation, **columns, "name": name,
            "sha256": kept.sha256, "size_bytes": kept.size_bytes, "who": made.who,
            "at": made.at, "state": ReportState.HANDED_IN.value,
            "reason": "", "looked_by": "", "looked_at": "",
        }  # fmt: skip
        if standing is None:
            made.create(duty_reports, row)
            if from_outside(made.connection, made.who):
                owner = organisation_names(made.connection).get(duty.organisation, duty.organisation)
                said = columns["number"] or name
                to = [role(Role.APPRAISER)]
                tell(made, NoticeKind.REPORT, to, Subject(DUTY, duty.key), name=owner, number=said)
            made.write()
        return next(item for item in store.reports_of(made.connection, duty.key) if item.id == identity)


@one_moment()
def take(registry: Registry, report: str, *, who: str, seen: int) -> None:
    """Note that the office has looked at a report and takes it."""
    _look(registry, report, {"state": ReportState.TAKEN.value, "reason": ""}, who=who, seen=seen)


@one_moment()
def return_report(registry: Registry, report: str, *, reason: str, who: str, seen: int) -> None:
    """Return a report with the reason (``DUTY-NOTE`` without): what it was for is owed again."""
    reason = within(reason, _NOTE)
    if not reason:
        raise RefusalError("DUTY-NOTE")
    _look(registry, report, {"state": ReportState.RETURNED.value, "reason": reason}, who=who, seen=seen)


def _look(registry: Registry, report: str, columns: dict[str, Any], *, who: str, seen: int) -> None:
    with deed(registry, f"{KIND}duty-report-{columns['state']}", who) as made:
        standing = made.standing(
            duty_reports, report, unknown="DUTY-REPORT-UNKNOWN", seen=seen, offered=columns
        )
        made.about["options"] = {"duty": standing["duty"], "file": standing["name"]}
        made.amend(duty_reports, report, **columns, looked_by=made.who, looked_at=made.at)
        if columns["state"] == ReportState.RETURNED.value:
            said, to = standing.get("number") or standing["name"], [organisation(standing["organisation"])]
            tell(made, NoticeKind.REPORT_RETURNED, to, Subject(DUTY, standing["duty"]), number=said)


def returned_of(registry: Registry, organisation: str) -> frozenset[str]:
    """Return the obligations whose last report the office returned to an organisation: it is owed again."""
    last: dict[str, ReportState] = {}
    for one in reports_of(registry):  # the newest first
        if one.organisation == organisation:
            last.setdefault(one.duty, one.state)
    return frozenset(duty for duty, state in last.items() if state is ReportState.RETURNED)


def reports_of(registry: Registry, duty: str | None = None) -> list[DutyReport]:
    """Return the reports that were handed in for an obligation, or all, the newest first."""
    with registry.database.read() as connection:
        return store.reports_of(connection, duty)


def standing_by_duty(reports: list[DutyReport]) -> dict[str, DutyReport]:
    """Return for each obligation the first report that came and was not returned: it met what was owed."""
    found: dict[str, DutyReport] = {}
    for report in reports:  # the newest first: the oldest one stays
        if report.state is not ReportState.RETURNED:
            found[report.duty] = report
    return found


def report_file(registry: Registry, duty: Duty, report: str) -> tuple[Path, str]:
    """Return where the file of an obligation's report lies and what its sender called it."""
    for item in reports_of(registry, duty.key):
        if item.id == report:
            return file_path(registry, item.sha256, item.name), item.name
    raise RefusalError("DUTY-REPORT-UNKNOWN")
