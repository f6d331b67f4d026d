"""A carrier's answer to a compliance letter: the workbook that went with it, filled in and sent back.

Only cells that somebody filled in say anything, and only of the carrier's own masts: what a list states
(permit, day, certificate) goes into the register, a yes or no with its paper becomes a fact. Preview first,
then one batch; what cannot be taken in is named with its cell.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.columns import column
from registry.errors import RefusalError
from registry.intake.answers import AnswerRow, read_answers
from registry.intake.cells import read_number
from registry.intake.dates import read_dates
from registry.model.ledger import Change
from registry.model.standing import Fact
from registry.model.vietnam_time import one_moment
from registry.services.obligations.compliance_letters import label_of
from registry.services.office.deeds import write
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.changes import difference
from registry.store.database import Connection
from registry.store.obligations.standing_rows import fact_id
from registry.store.obligations.tables import mast_facts
from registry.store.register.operator_masts import masts_named_by, stations_of
from registry.store.tables import stations, structures
from registry.typed_text import beginning

LONGEST = 200  # characters of a number, a name or a certificate
LONGEST_EVIDENCE = 1000
_YES = re.compile(r"\s*(có|co|yes|đúng|dung|x)\b", re.IGNORECASE)
_NO = re.compile(r"\s*(không|khong|chưa|chua|no)\b", re.IGNORECASE)
_FACTS = tuple(fact.value for fact in Fact)
_OF_STATION = ("emf_certificate", "emf_expires_on")
_TAKEN = ("permit", "built_on", "designed_operators", *_FACTS, *_OF_STATION)
_BY_HAND = ("structural_inspection", "approval", "remedy", "as_built", "support", "mast_class")


@dataclass(frozen=True, slots=True)
class AnswerIssue:
    """A cell that could not be taken in; ``code`` names why."""

    sheet: str
    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """What a cell changes of a mast or station."""

    code: str
    label: str
    before: str
    after: str


@dataclass
class Answers:
    """What a filled workbook says, against the register."""

    changes: list[AnswerChange] = field(default_factory=list)
    issues: list[AnswerIssue] = field(default_factory=list)
    rows: int = 0
    batch: str = ""


@one_moment()
def take_answers(
    registry: Registry,
    path: Path,
    *,
    operator: str,
    evidence: str,
    who: str,
    name: str,
    yes: bool = False,
) -> Answers:
    """Compare a filled workbook of ``operator`` with the register; with ``yes`` write it as one batch.

    ``evidence`` names the carrier's letter, for the facts that a cell states without a paper of its own.
    """
    headers = {label_of(item): item for item in (*_TAKEN, *_BY_HAND)}
    headers |= {column(item).label_vi: item for item in (*_OF_STATION, "technology")}
    rows = read_answers(path, headers, name=name)
    opened = registry.database.write() if yes else registry.database.read()
    with opened as connection:
        reader = _Reader(connection, operator, evidence, who)
        for row in rows:
            reader.add(row)
        changes = reader.all_changes()
        found = Answers(reader.shown, reader.issues, len(rows))
        if yes:
            if not changes:
                raise RefusalError("ANSWERS-NOTHING", name=name)
            found.batch = write(
                connection, changes, kind="answers", who=who, file_name=name,
                options={"operator": operator}, summary={"changed": len(changes)},
            )  # fmt: skip
    return found


class _Reader:
    """Turns rows into rows of the register."""

    def __init__(self, connection: Connection, operator: str, evidence: str, who: str) -> None:
        self.connection, self.evidence, self.who = connection, evidence, who
        self.shown: list[AnswerChange] = []
        self.issues: list[AnswerIssue] = []
        self._masts: dict[str, dict[str, Any]] = {}
        self._stations: dict[str, dict[str, Any]] = {}
        self._facts: dict[str, dict[str, Any]] = {}
        self._mast_of = masts_named_by(connection, operator)
        self._station_of = stations_of(connection, operator)

    def add(self, row: AnswerRow) -> None:
        """Take one row in, or keep its cells as issues."""
        mast = self._mast_of.get(row.code)
        if mast is None:
            self._issue(row, "site_code", row.code, "ANSWER-CODE")
            return
        technology = str(row.cells.get("technology", "")).strip()
        for name, cell in row.cells.items():
            if name == "technology":
                continue
            if name in _BY_HAND:
                self._issue(row, name, cell, "ANSWER-BY-HAND")
            elif name in _FACTS:
                self._fact(row, mast, name, str(cell))
            elif name in _OF_STATION:
                self._station(row, mast, technology, name, cell)
            else:
                self._mast(row, mast, name, cell)

    def all_changes(self) -> list[Change]:
        """Return the changes to record."""
        found: list[Change] = []
        known = ledger.rows_by_key(self.connection, mast_facts, list(self._facts))
        for key, before in known.items():  # said again, it is nothing new
            now = self._facts[key]
            if (before.get("value"), before.get("evidence")) == (now["value"], now["evidence"]):
                del self._facts[key]
        for table, rows in (
            (structures, self._masts),
            (stations, self._stations),
            (mast_facts, self._facts),
        ):
            found += difference(self.connection, table, rows.values()).changes
        return found

    def _mast(self, row: AnswerRow, mast: Mapping[str, Any], name: str, cell: Any) -> None:
        values: dict[str, Any]
        if name == "built_on":
            days, years, problems, _first = read_dates([cell])
            if days[0] is None or problems:
                self._issue(row, name, cell, "ANSWER-DATE")
                return
            values = {"built_on": days[0], "built_year_only": bool(years)}
        elif name == "designed_operators":
            number, _problem = read_number(cell, 1.0, lengths=False)
            if number is None or not 1 <= number <= 20 or number != int(number):
                self._issue(row, name, cell, "ANSWER-NUMBER")
                return
            values = {name: int(number)}
        else:
            text = " ".join(str(cell).split())
            if len(text) > LONGEST:
                self._issue(row, name, cell, "ANSWER-LONG")
                return
            values = {name: text}
        self._masts.setdefault(mast["id"], {"id": mast["id"]}).update(values)
        self._show(row.code, name, mast.get(name), values[name])

    def _station(
        self, row: AnswerRow, mast: Mapping[str, Any], technology: str, name: str, cell: Any
    ) -> None:
        station = self._station_of.get((mast["id"], technology))
        if station is None:
            self._issue(row, name, cell, "ANSWER-STATION")
            return
        value: Any = " ".join(str(cell).split())
        if name == "emf_expires_on":
            days, _years, problems, _first = read_dates([cell])
            if days[0] is None or problems:
                self._issue(row, name, cell, "ANSWER-DATE")
                return
            value = days[0]
        elif len(value) > LONGEST:
            self._issue(row, name, cell, "ANSWER-LONG")
            return
        self._stations.setdefault(station["id"], {"id": station["id"]})[name] = value
        self._show(f"{row.code} {technology}".strip(), name, station.get(name), value)

    def _fact(self, row: AnswerRow, mast: Mapping[str, Any], name: str, text: str) -> None:
        value = "yes" if _YES.match(text) else "no" if _NO.match(text) else ""
        if not value:
            self._issue(row, name, text, "ANSWER-YES-NO")
            return
        said = " ".join(text.split())
        if len(said) > LONGEST_EVIDENCE:
            self._issue(row, name, text, "ANSWER-LONG")
            return
        key = fact_id(mast["id"], Fact(name))
        self._facts[key] = {
            "id": key, "structure": mast["id"], "fact": name, "value": value,
            "evidence": f"{self.evidence}: {said}", "who": self.who,
            "at": ledger.present(),
        }  # fmt: skip
        self._show(row.code, name, None, said)

    def _show(self, code: str, name: str, before: Any, after: Any) -> None:
        if before != after:
            self.shown.append(AnswerChange(code, label_of(name), _text(before), _text(after)))

    def _issue(self, row: AnswerRow, name: str, value: Any, code: str) -> None:
        label = column("site_code").label_vi if name == "site_code" else label_of(name)
        self.issues.append(AnswerIssue(row.sheet, row.row, label, beginning(value, 60), code))


def _text(value: Any) -> str:
    if value in (None, ""):
        return "–"
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
