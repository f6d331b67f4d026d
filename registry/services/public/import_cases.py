"""Reports of the province's system from its workbook: looked at first, with doubles, then taken in one deed.

A row whose cells are not all understood is taken with what is: what was not is said, and kept in the report's
words where it is a matter's name. A row that cannot be a case is left out and said. The workbook itself is
kept.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from registry.columns import ListKind, fold
from registry.errors import RefusalError
from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.field.citizen_states import told
from registry.model.field.field_reports import (
    CitizenReportKind,
    Contact,
    FieldReport,
    PlaceSource,
    ReportState,
)
from registry.model.issues import Issue
from registry.model.vietnam_time import VIETNAM, now, one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.public import citizen_reports as reports
from registry.services.public.cases import Outcome, SentCase, case_key, news, number_of, put, stated
from registry.services.public.joining import may_be_one
from registry.services.register.position_hints import hint_source
from registry.store import ledger
from registry.store.database import Connection
from registry.store.public import citizen_reports as store

TWICE, ANSWERED, NO_KIND = "REPORT-CASE-TWICE", "REPORT-CASE-ANSWERED", "REPORT-CASE-NO-KIND"
_POSITION = ("position", "lat", "lon")


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row as it would be taken: what it makes (None: it is left out), and of what reports it may be a
    double.

    ``report`` is the one that has its number, None for a new one; ``rows`` are rows of the file before it
    that may be of the same trouble.
    """

    sheet: str
    row: int
    number: str
    words: str
    place: str
    due_on: dt.date | None
    outcome: Outcome | None
    report: FieldReport | None = None
    doubles: tuple[FieldReport, ...] = ()
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What a workbook of cases holds, and what of it was not understood; ``batch``: that it was taken by."""

    name: str
    rows: tuple[CaseRow, ...]
    issues: tuple[Issue, ...]
    batch: str = ""

    def count(self, outcome: Outcome | None) -> int:
        """Return how many rows make this of a case; None: are left out."""
        return sum(row.outcome is outcome for row in self.rows)


@one_moment()
def import_cases(registry: Registry, path: Path, *, name: str = "", who: str, yes: bool = False) -> CaseFile:
    """Read a workbook of cases (.xlsx, .xls, .ods, .csv); with ``yes`` take what it says.

    Refused where the file cannot be read (``FILE-…``) or has no case numbers (``REPORT-CASE-FILE``).
    """
    parsed = read_list(path, ListKind.CITIZEN_REPORTS, hints=hint_source(registry, today()), name=name)
    if not any(sheet.letter_of("case_number") for sheet in parsed.sheets):
        raise RefusalError("REPORT-CASE-FILE", name=parsed.name)
    with _opened(registry, yes=yes) as connection:
        about = {
            "file_name": parsed.name, "file_sha256": parsed.sha256,
            "options": {"report": "", "deed": "imported"},
        }  # fmt: skip
        made = Deed(connection, reports.KIND_OF_REPORT, name_of(who), ledger.present(), about)
        reading = _Reading(made, store.load_reports(connection))
        for row in parsed.rows:
            reading.read(row)
        issues = (*_other_issues(parsed), *reading.issues(parsed))
        batch = reading.take(about) if yes else ""
        if yes:
            store.forget_contacts(connection, today() - reports.FORGET_AFTER)
    return CaseFile(parsed.name, tuple(reading.rows), issues, batch)


def _other_issues(parsed: ParsedList) -> list[Issue]:
    """Return the issues of reading but those of a matter, which is said in its own way (``NO_KIND``)."""
    letters = {(sheet.name, sheet.letter_of("case_kind")) for sheet in parsed.sheets}
    return [one for one in parsed.issues if not one.letter or (one.sheet, one.letter) not in letters]


def _opened(registry: Registry, *, yes: bool) -> AbstractContextManager[Connection]:
    return partial(secrets_seal.writing, registry)() if yes else registry.database.read()


class _Reading:
    """The rows of one workbook, each seen beside the reports that stand and the rows before it."""

    def __init__(self, made: Deed, standing: list[FieldReport]) -> None:
        self.made = made
        self.standing = standing
        self.rows: list[CaseRow] = []
        self._sent: list[tuple[dict[str, Any], Contact]] = []
        self._first: dict[str, int] = {}
        self._stubs: list[tuple[int, FieldReport]] = []
        self._said: list[tuple[ParsedRow, str, str, dict[str, Any]]] = []

    def read(self, row: ParsedRow) -> None:
        """Work out what a row makes; nothing is written."""
        sent, values = _sent(row), row.values
        due = sent.due_on
        try:
            said, report, outcome = self._made_of(row, sent)
        except RefusalError as refusal:
            self._said.append((row, refusal.code, "case_number", dict(refusal.params)))
            self.rows.append(CaseRow(row.sheet, row.row, sent.number, sent.words, sent.place, due, None))
            return
        if values.get("case_kind") is None and row.raw.get("case_kind", "").strip():
            self._said.append((row, NO_KIND, "case_kind", {"value": row.raw.get("case_kind", "")[:80]}))
        doubles, before = self._doubles(row.row, sent) if report is None else ((), ())
        self._sent.append((said, sent.contact))
        self.rows.append(
            CaseRow(row.sheet, row.row, said["case_number"], sent.words, sent.place, due, outcome, report,
                    doubles, before)
        )  # fmt: skip

    def _made_of(self, row: ParsedRow, sent: SentCase) -> tuple[dict[str, Any], FieldReport | None, Outcome]:
        """Return what a row states, the report that has its number, and what it makes of it."""
        said = stated(sent)
        first = self._first.setdefault(said["case_key"], row.row)
        if first != row.row:
            raise RefusalError(TWICE, number=sent.number, first=first)
        report = store.by_case(self.made.connection, said["case_key"])
        self._answers(row, said, report)
        if report is not None:
            return said, report, news(self.made, report, said)[1]
        if not said.get("words"):
            raise RefusalError("REPORT-EMPTY")
        return said, None, Outcome.NEW

    def _answers(self, row: ParsedRow, said: dict[str, Any], report: FieldReport | None) -> None:
        """Say where a case was answered elsewhere; what the office itself answered comes back in such
        files."""
        answer = said.get("answer_there", "")
        ours = told(report) if report else None
        if answer and ours and fold(answer) in {fold(ours.answer), fold(ours.line("vi"))}:
            del said["answer_there"]
        elif answer and not (report and fold(report.answer_there) == fold(answer)):
            number = said["case_number"]
            self._said.append((row, ANSWERED, "case_answer", {"number": number, "answer": answer[:200]}))

    def _doubles(self, at: int, sent: SentCase) -> tuple[tuple[FieldReport, ...], tuple[int, ...]]:
        stub = _stub(sent)
        found = tuple(one for one in self.standing if may_be_one(stub, one))
        before = tuple(number for number, one in self._stubs if may_be_one(stub, one))
        self._stubs.append((at, stub))
        return found, before

    def issues(self, parsed: ParsedList) -> Iterator[Issue]:
        """Yield what has to be said of rows."""
        headers = {sheet.name: {one.name: one.header for one in sheet.columns} for sheet in parsed.sheets}
        for row, code, column, params in self._said:
            yield issue_of(
                code, sheet=row.sheet, row=row.row, column=headers.get(row.sheet, {}).get(column, ""),
                value=str(row.raw.get(column, ""))[:80], params=params,
            )  # fmt: skip

    def take(self, about: dict[str, Any]) -> str:
        """Write what the rows make, as one batch; return it, "" where they say nothing new."""
        taken = [row for row in self.rows if row.outcome is not None]
        if all(row.outcome is Outcome.SAME for row in taken):
            return ""
        about["summary"] = {one.value: sum(row.outcome is one for row in taken) for one in Outcome}
        batch = self.made.open()
        for said, contact in self._sent:
            self.made.batch = batch
            identity, _ = put(self.made, said, ())
            reports.keep_contact(self.made, identity, contact)
        return batch


def _sent(row: ParsedRow) -> SentCase:
    """Return what a row says; a matter that is not understood stands before the words."""
    values, position = row.values, row.position
    known = position.known and position.firm and position.lon is not None and position.lat is not None
    unread = "; ".join(row.raw[name] for name in _POSITION if name in row.raw) if not known else ""
    kind = values.get("case_kind")
    matter = "" if kind else row.raw.get("case_kind", "").strip()
    heads = (f"[{matter}]" if matter else "", _text(values, "case_title"))
    words = "\n".join(filter(None, (" ".join(filter(None, heads)), _text(values, "case_words"))))
    commune = _text(values, "commune")
    place = _text(values, "case_place")
    parts = (place, commune if fold(commune) not in fold(place) else "", unread)
    number = str(values.get("case_number", ""))
    received = values.get("case_received")
    return SentCase(
        number=number,
        system=_text(values, "case_system"),
        kind=CitizenReportKind(kind) if kind else None,
        words=words,
        place=", ".join(filter(None, parts)),
        position=(position.lon, position.lat) if known else None,  # type: ignore[arg-type]  # known has both
        received_at=dt.datetime.combine(received, dt.time(), VIETNAM) if received else None,
        due_on=values.get("case_due"),
        answer_there=_text(values, "case_answer"),
        contact=Contact(_text(values, "case_reporter"), _text(values, "case_telephone")),
    )


def _text(values: dict[str, Any], name: str) -> str:
    return str(values.get(name) or "").strip()


def _stub(sent: SentCase) -> FieldReport:
    """Return a row as the report that it would be, to be held against others."""
    lon, lat = sent.position or (None, None)
    return FieldReport(
        id=case_key(sent.number), version=0, number="", token="", at=now().isoformat(),
        kind=sent.kind or CitizenReportKind.OTHER, words=sent.words, lon=lon, lat=lat, accuracy_m=None,
        source=PlaceSource.WORDS, place=sent.place, structure="", photos=(), state=ReportState.NEW,
        case_number=number_of(sent.number), case_key=case_key(sent.number),
    )  # fmt: skip
