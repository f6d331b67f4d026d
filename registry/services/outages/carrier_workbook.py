"""A carrier's workbook of outages, read in the limited child process: what its rows say, and what waits."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.columns import ListKind, fold
from registry.errors import RefusalError
from registry.intake.parsed import ParsedRow
from registry.intake.raw import cell_text
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.model.outages.outages import OutageLine
from registry.model.vietnam_time import VIETNAM, written
from registry.services.outages.said_words import cause_of, state_of
from registry.services.outages.statements import Problem, Statement, Waiting, meaning_of
from registry.services.outages.stations import StationBook
from registry.typed_text import beginning

MOST_ROWS = 20_000
_MOST_PROPOSALS = 200  # unknown codes that are compared with all known ones
_GENERATORS = tuple(map(fold, ("máy nổ", "máy phát", "generator")))
_UNREAD = frozenset({"HEADER-UNKNOWN", "HEADER-PROPOSED", "HEADER-PROPOSED-SURE"})
_COLUMNS = {
    "code": "site_code", "commune": "commune", "state": "outage_state", "occurred": "outage_from",
    "detected": "outage_found", "back": "outage_back", "down": "outage_down_count",
    "power_lost": "outage_power_lost", "battery_hours": "outage_battery_hours",
    "battery_left": "outage_battery_left",
}  # fmt: skip


@dataclass
class ReadReport:
    """What a workbook says: lines that are understood, statements that wait, issues, silent rows."""

    name: str
    sha256: str
    lines: list[OutageLine] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    silent: int = 0

    @property
    def unread_columns(self) -> list[str]:
        """The headers of columns of which nothing is used, as they are written."""
        unread = [item.value for item in self.issues if item.code in _UNREAD and item.value.strip()]
        return [beginning(value, 40) for value in dict.fromkeys(unread)]


def read_report(
    path: Path,
    book: StationBook,
    operator: str,
    as_of: dt.datetime,
    *,
    began: dt.datetime | None = None,
    name: str = "",
) -> ReadReport:
    """Read a report (.xlsx, .xls, .ods, .csv) of ``operator`` as of a moment, of an event since another.

    Refused where the file cannot be read as a list, has neither codes nor communes
    (``OUTAGE-FILE-NO-PLACE``), or more than ``MOST_ROWS`` rows.
    """
    parsed = read_list(path, ListKind.OUTAGES, name=name)
    if not any(sheet.letter_of("site_code") or sheet.letter_of("commune") for sheet in parsed.sheets):
        raise RefusalError("OUTAGE-FILE-NO-PLACE", name=parsed.name)
    if len(parsed.rows) > MOST_ROWS:
        raise RefusalError("FILE-TOO-MANY-ROWS", name=parsed.name, rows=len(parsed.rows), limit=MOST_ROWS)
    found = ReadReport(parsed.name, parsed.sha256)
    columns = {sheet.name: {item.name: item for item in sheet.columns} for sheet in parsed.sheets}
    seen: dict[str, ParsedRow] = {}

    def say(row: ParsedRow, problem: Problem) -> None:
        at = columns.get(row.sheet, {}).get(_COLUMNS.get(problem.field, ""))
        found.issues.append(
            issue_of(
                problem.code, sheet=row.sheet, row=row.row, column=at.header if at else "",
                letter=at.letter if at else "", proposed=problem.proposed, params=problem.params,
                value=beginning(row.raw.get(_COLUMNS.get(problem.field, ""), ""), 120),
            )
        )  # fmt: skip

    understood: set[tuple[str, int, str]] = set()
    for row in parsed.rows:
        statement = statement_of(row)
        understood |= {(row.sheet, row.row, name) for name in _read_otherwise(row, statement)}
        if statement.silent:
            found.silent += 1
            continue
        propose = len(found.waiting) < _MOST_PROPOSALS
        meaning = meaning_of(statement, book, operator, as_of, began=began, propose=propose)
        for problem in meaning.problems:
            say(row, problem)
        if meaning.waiting is not None:
            found.waiting.append(meaning.waiting)
        if meaning.line is not None:
            key = meaning.line.site or f"commune {meaning.line.commune}"
            if key in seen:
                first = {"code": meaning.line.code, "first": seen[key].row}
                say(row, Problem("code", "OUTAGE-ROW-TWICE", first))
            seen.setdefault(key, row)
            found.lines.append(meaning.line)
    letters = {
        (sheet, row, columns[sheet][name].letter) for sheet, row, name in understood if name in columns[sheet]
    }
    found.issues[:0] = [
        item for item in parsed.issues
        if item.code != "CELL-NOT-A-CHOICE" or (item.sheet, item.row, item.letter) not in letters
    ]  # fmt: skip
    return found


def _read_otherwise(row: ParsedRow, said: Statement) -> list[str]:
    """Return the columns of choices of which the row tells what their words alone did not."""
    told = (("outage_state", said.state), ("outage_cause", said.cause))
    return [name for name, meant in told if meant and name not in row.values]


def statement_of(row: ParsedRow) -> Statement:
    """Return what a row of the workbook says; moments as text, as the cells hold them."""
    values = row.values
    cells = dict(zip(row.keys, row.cells, strict=False))
    cause = str(values.get("outage_cause") or "") or cause_of(row.raw.get("outage_cause", ""))
    meant = values | {"outage_cause": cause} if cause else values
    state = str(values.get("outage_state") or "") or state_of(row.raw.get("outage_state", ""), meant)
    meant = meant | {"outage_state": state} if state else meant
    return Statement(
        key=f"{row.sheet}!{row.row}",
        sheet=row.sheet,
        row=row.row,
        code=str(values.get("site_code") or "").strip(),
        commune=str(values.get("commune") or "").strip(),
        state=state,
        cause=cause,
        generator=_generator(meant, row),
        occurred=_moment(cells.get("outage_from", "")),
        detected=_moment(cells.get("outage_found", "")),
        back=_moment(cells.get("outage_back", "")),
        down=values.get("outage_down_count"),
        restored=values.get("outage_restored_count"),
        generators=values.get("outage_generator_count"),
        note=_note(meant, row),
        power_lost=_moment(cells.get("outage_power_lost", "")),
        battery_hours=values.get("outage_battery_hours"),
        battery_left=values.get("outage_battery_left"),
        unread=_unread(meant, row, "outage_state"),
    )


def _generator(values: dict[str, Any], row: ParsedRow) -> bool | None:
    """Return whether a station runs on a generator: by its own column, else by the words of its state."""
    stated: bool | None = values.get("outage_generator")
    if stated is None and values.get("outage_state") == "power":
        return any(word in fold(row.raw.get("outage_state", "")) for word in _GENERATORS) or None
    return stated


def _unread(values: dict[str, Any], row: ParsedRow, name: str) -> str:
    """Return what a choice's cell says that is none of its words, "" where it is empty or understood."""
    written_there = row.raw.get(name, "").strip()
    return written_there if name not in values and written_there.strip(" -–?") else ""


def _note(values: dict[str, Any], row: ParsedRow) -> str:
    """Return the note, and what a choice's cell said that is none: nothing written is lost."""
    texts = [str(values.get("note") or "")]
    for name in ("outage_state", "outage_cause"):
        if unread := _unread(values, row, name):
            texts.append(f"[{unread}]")
    return " ".join(text for text in texts if text)


def _moment(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return written(cell.replace(tzinfo=cell.tzinfo or VIETNAM))
    if isinstance(cell, dt.time):
        return f"{cell:%H:%M}"
    if isinstance(cell, dt.timedelta):  # Excel's times over midnight
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"
    return "" if cell is None else cell_text(cell).strip()
