"""Tasks read from an office's table: headings, merged cells, sections, notes; nothing is lost.

What is not a column of a programme goes into the note of its task; a line that is no task goes into the note
of the one above, and is said; what stands outside every table stays in the kept file, and is said.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.intake.office_tables import OfficeCell, OfficeTable, office_tables
from registry.messages import issue_of
from registry.model.briefing.programmes import Task, TaskState
from registry.model.issues import Issue
from registry.services.briefing.programme.columns import Heading, find_heading
from registry.services.briefing.programme.months import plain, read_months
from registry.typed_text import within

MOST = 500
LONGEST = 4_000
STATES = {
    "chua bat dau": TaskState.PLANNED, "chua thuc hien": TaskState.PLANNED, "": TaskState.PLANNED,
    "dang thuc hien": TaskState.UNDER_WAY, "dang lam": TaskState.UNDER_WAY,
    "da xong": TaskState.DONE, "hoan thanh": TaskState.DONE, "da hoan thanh": TaskState.DONE,
    "xong": TaskState.DONE, "khong thuc hien": TaskState.DROPPED, "dung": TaskState.DROPPED,
}  # fmt: skip
_TEXTS = ("number", "section", "room", "officer", "beside", "months_text", "product", "source", "note",
          "evidence", "reason")  # fmt: skip
_MARKS = ("x", "✓", "v", "*", "•", "+")
_ROMAN = re.compile(r"[IVXLC]+\b")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A programme as read: its tasks in their order (ids are "" yet) and what is to be looked at.

    ``columns`` are the columns of a task that the file has: of others the file says nothing.
    """

    tasks: tuple[Task, ...]
    issues: tuple[Issue, ...]
    columns: frozenset[str]


@dataclass
class _Reading:
    """What is read so far."""

    year: int
    tasks: list[Task] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    columns: set[str] = field(default_factory=lambda: {"content"})
    section: str = ""
    over: str = ""  # the heading over the section
    unused: tuple[int, str] | None = None  # the row and words of a heading that no task has followed yet

    def begin(self, section: str, row: int) -> None:
        """Begin a section: below the one that has no task yet, or beside those of the same kind."""
        if self.unused is not None:
            self.over = self.section
        elif not (_ROMAN.match(section) and self.over and not _ROMAN.match(self.over)):
            self.over = ""
        self.section = f"{self.over} / {section}" if self.over else section
        self.unused = (row, section)
        self.columns.add("section")

    def say(self, code: str, sheet: str, row: int, value: str = "", **params: Any) -> None:
        """Say that something is to be looked at."""
        self.issues.append(
            issue_of(code, sheet=sheet, row=row, value=value[:200], params={"value": value[:200], **params})
        )

    def add_note(self, text: str) -> bool:
        """Put a text into the note of the last task; False where there is none."""
        if not self.tasks:
            return False
        last = self.tasks[-1]
        self.tasks[-1] = replace(last, note=_joined(last.note, text))
        self.columns.add("note")
        return True


def read_programme(path: Path, name: str, year: int) -> ProgrammeFile:
    """Return the programme of a year that a file holds.

    Refused where it holds no table of tasks (``PROGRAMME-NO-TABLE``) or more than ``MOST``
    (``PROGRAMME-MANY``); files as ``office_tables`` refuses them.
    """
    return read_tables(office_tables(path, name), name, year)


def read_tables(tables: Sequence[OfficeTable], name: str, year: int) -> ProgrammeFile:
    """Return the programme that tables hold; see ``read_programme``."""
    reading = _Reading(year)
    headed = 0
    for table in tables:
        heading = find_heading(table, year)
        if heading is None:
            _left(reading, table, 0, len(table.rows))
            continue
        headed += 1
        _left(reading, table, 0, max(0, heading.below - 1), heading=True)
        _read(reading, table, heading)
    if not headed or not reading.tasks:
        raise RefusalError("PROGRAMME-NO-TABLE", name=name[:80])
    if len(reading.tasks) > MOST:
        raise RefusalError("PROGRAMME-MANY", name=name[:80], tasks=len(reading.tasks), most=MOST)
    return ProgrammeFile(tuple(reading.tasks), tuple(reading.issues), frozenset(reading.columns))


def _read(reading: _Reading, table: OfficeTable, heading: Heading) -> None:
    reading.columns.update(heading.columns)
    if heading.marked or "month_list" in heading.columns or "months_text" in heading.columns:
        reading.columns.add("months")
    if heading.others:
        reading.columns.add("note")
    for text in heading.others.values():
        if text:
            reading.say("PROGRAMME-COLUMN", table.name, 0, text)
    for row, number in zip(table.rows[heading.below :], table.numbers[heading.below :], strict=True):
        texts = [cell.text for cell in row]
        if not any(texts):
            continue
        at = heading.columns["content"]
        section = _section_of(row, heading)
        if section:
            reading.begin(section, number)
        elif row[at].text and not row[at].up:
            reading.tasks.append(_task(reading, table, number, row, heading))
            reading.unused = None
        elif said := "; ".join(dict.fromkeys(c.text for c in row if c.text and not c.up)):
            code = "PROGRAMME-LINE-JOINED" if reading.add_note(said) else "PROGRAMME-LINE-LEFT"
            reading.say(code, table.name, number, said)
    if reading.unused is not None:  # what closes a table is no heading: a note, a signature
        row_number, said = reading.unused
        reading.say("PROGRAMME-LINE-LEFT", table.name, row_number, said)
    reading.section, reading.over, reading.unused = "", "", None


def _section_of(row: Sequence[OfficeCell], heading: Heading) -> str:
    """Return the heading that a row is: one text over the table, or number and words alone; "" else."""
    own = [cell for cell in row if cell.text and not cell.left]
    at, number = heading.columns["content"], heading.columns.get("number")
    if not own or all(cell.up for cell in own):
        return ""
    if len(own) == 1:
        wide = sum(cell.left for cell in row) >= 1
        return own[0].text if wide or row[at].text == "" else ""
    if len(own) == 2 and number is not None and row[number].text and row[at].text and not row[at].up:
        head = row[number].text.strip(" .")
        if re.fullmatch(r"[IVXLC]+|[A-ZĐ]", head):
            return f"{head}. {row[at].text}"
    return ""


def _task(
    reading: _Reading, table: OfficeTable, number: int, row: Sequence[OfficeCell], heading: Heading
) -> Task:
    def cell(name: str) -> str:
        column = heading.columns.get(name)
        return "" if column is None else row[column].text

    told = {name: within(cell(name), LONGEST) for name in _TEXTS}
    if "section" not in heading.columns:
        told["section"] = reading.section
    notes = [told.pop("note")]
    notes += [f"{text or '?'}: {row[column].text}" for column, text in heading.others.items()
              if row[column].text and not row[column].left]  # fmt: skip
    marks = {column: row[column].text for column in heading.marked if row[column].text}
    notes += [text for text in marks.values() if text.casefold() not in _MARKS]
    state = _state(reading, table, number, cell("state"))
    day = _day(reading, table, number, cell("done_on"))
    months = _months(reading, table, number, cell, [heading.marked[column] for column in marks])
    if cell("state") and state is None:
        notes.append(f"Tình trạng: {cell('state')}")
    if cell("done_on") and day is None:
        notes.append(f"Ngày xong: {cell('done_on')}")
    if cell("month_list") and not months:
        notes.append(f"Các tháng: {cell('month_list')}")
    link_kind, _colon, link = cell("link").partition(":")
    task = Task(
        id="", version=0, year=reading.year, ordinal=len(reading.tasks) + 1,
        content=within(cell("content"), LONGEST),
        note=within("; ".join(dict.fromkeys(filter(None, notes))), LONGEST),
        months=months, state=state or TaskState.PLANNED, done_on=day,
        unplanned=plain(cell("unplanned")) in (*_MARKS, "co"), link_kind=link_kind.strip(), link=link.strip(),
        **told,
    )  # fmt: skip
    if any(
        plain(one.content) == plain(task.content) and one.section == task.section for one in reading.tasks
    ):
        reading.say("PROGRAMME-TWICE", table.name, number, task.content)
    return task


def _months(
    reading: _Reading, table: OfficeTable, row: int, cell: Any, marked: list[tuple[int, ...]]
) -> tuple[int, ...]:
    listed, text = cell("month_list"), cell("months_text")
    if listed:
        found = read_months(f"tháng {listed}", reading.year)
        if found is not None:
            return found
        reading.say("PROGRAMME-MONTHS", table.name, row, listed, year=reading.year)
    if marked:
        return tuple(sorted({month for months in marked for month in months}))
    if not text:
        if {"months_text", "month_list"} & reading.columns and "month_list" not in reading.columns:
            reading.say("PROGRAMME-NO-MONTHS", table.name, row)
        return ()
    if "month_list" in reading.columns:
        return ()  # the list of months says that there is none
    found = read_months(text, reading.year)
    if found is None:
        reading.say("PROGRAMME-MONTHS", table.name, row, text, year=reading.year)
    return found or ()


def _state(reading: _Reading, table: OfficeTable, row: int, text: str) -> TaskState | None:
    found = STATES.get(plain(text))
    if found is None:
        reading.say("PROGRAMME-STATE", table.name, row, text)
    return found


def _day(reading: _Reading, table: OfficeTable, row: int, text: str) -> dt.date | None:
    found = _DAY.fullmatch(text)
    try:
        if found is not None:
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    if text:
        reading.say("PROGRAMME-DAY", table.name, row, text)
    return None


def _left(reading: _Reading, table: OfficeTable, first: int, last: int, *, heading: bool = False) -> None:
    """Say what stands outside the tables of tasks: it stays in the kept file alone."""
    for at in range(first, last):
        row = table.rows[at]
        said = "; ".join(cell.text for cell in row if cell.text and not cell.up and not cell.left)
        if heading and (not said or _names(row)):
            continue
        if said:
            years = {int(found) for found in re.findall(r"\b(20\d\d)\b", said)}
            if years and reading.year not in years:
                reading.say("PROGRAMME-YEAR", table.name, table.numbers[at], said, year=reading.year)
            else:
                reading.say("PROGRAMME-LINE-LEFT", table.name, table.numbers[at], said)


def _names(row: Sequence[OfficeCell]) -> bool:
    """Whether a row is of the heading itself: more than two of its cells are filled."""
    return sum(bool(cell.text) and not cell.left for cell in row) > 2


def _joined(note: str, text: str) -> str:
    return within("; ".join(filter(None, (note, text))), LONGEST)
