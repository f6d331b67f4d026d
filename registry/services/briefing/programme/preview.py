"""A table of the office against the programme that stands: what is new, what changes, what is doubted; taken.

A line is the task of its words in its section: the same file twice changes nothing, a newer one brings the
tasks up to date. What the file has no column for stays as it stands.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.messages import issue_of
from registry.model.briefing.programmes import Task
from registry.model.issues import Issue
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.briefing.deeds import check_leader, check_reader
from registry.services.briefing.programme.deeds import check_year
from registry.services.briefing.programme.months import plain
from registry.services.briefing.programme.read_table import ProgrammeFile, read_programme
from registry.services.office.attachments import keep_file
from registry.services.office.deeds import deed
from registry.services.office.preview import FieldChange, Kind, field_changes
from registry.services.office.registry import Registry
from registry.store.briefing.programmes import load_tasks
from registry.store.briefing.tables import programme_tasks
from registry.store.changes import Difference, difference, stable_id
from registry.store.database import Connection
from registry.store.office.accounts import list_accounts
from registry.store.records import row_of

KIND = "programme"
"""The kind of the batch; it can be taken back as one."""
_COLUMNS = {"month_list": "months", "link": "link", "months_text": "months_text"}


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A line of the preview: the task as it would stand, what becomes of it, and what changes."""

    task: Task
    kind: Kind | None  # None: it changes nothing
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgrammePreview:
    """What a table would bring; ``absent`` are tasks of the year that it does not have: they stay."""

    year: int
    lines: tuple[TaskLine, ...]
    issues: tuple[Issue, ...]
    absent: tuple[Task, ...]

    def count(self, kind: Kind | None) -> int:
        """Return how many lines there are of a kind."""
        return sum(line.kind is kind for line in self.lines)


def preview_programme(
    registry: Registry, path: Path, name: str, year: int, *, person: Person
) -> ProgrammePreview:
    """Return what a file would bring into the programme of a year; nothing is written."""
    check_reader(person)
    check_year(year)
    read = read_programme(path, name, year)
    with registry.database.read() as connection:
        return _compared(connection, read, year)[0]


@one_moment()
def take_programme(registry: Registry, path: Path, name: str, year: int, *, person: Person) -> str:
    """Take a file into the programme as one batch, and return it; "" where it changes nothing."""
    check_leader(person)
    check_year(year)
    read = read_programme(path, name, year)
    kept = keep_file(registry, path, name)
    about: dict[str, Any] = {"file_name": name, "file_sha256": kept.sha256, "options": {"year": year}}
    with deed(registry, KIND, person, **about) as made:
        _preview, found = _compared(made.connection, read, year, who=made.who, at=made.at)
        made.about["summary"] = {"new": len(found.new), "changed": len(found.changed)}
        made.add(found.changes)
        return made.write()


def _compared(
    connection: Connection, read: ProgrammeFile, year: int, *, who: str = "", at: str = ""
) -> tuple[ProgrammePreview, Difference]:
    standing = load_tasks(connection, year)
    by_words = {(plain(one.section), plain(one.content)): one for one in reversed(standing)}
    by_content = {plain(one.content): one for one in reversed(standing)}
    accounts = {item.name for item in list_accounts(connection) if item.active}
    issues, rows, tasks, used = list(read.issues), {}, [], set[str]()
    for task in read.tasks:
        words = plain(task.section), plain(task.content)
        found = by_words.get(words) or by_content.get(words[1])
        if found is not None and found.id in used:
            found = None
        identity = found.id if found else _new_id(year, words, used)
        used.add(identity)
        made = _laid_over(found, task, read.columns, identity)
        tasks.append(made)
        rows[identity] = row_of(programme_tasks, made)
        if found is not None and rows[identity] == row_of(programme_tasks, found):
            continue
        rows[identity] |= {"who": who, "at": at}
    issues += _unknown(read, accounts)
    compared = difference(connection, programme_tasks, rows.values())
    changed = {change.record: change for change in compared.changed}
    new = {change.record for change in compared.new}
    lines = tuple(
        TaskLine(
            task,
            Kind.NEW if task.id in new else Kind.CHANGED if task.id in changed else None,
            tuple(
                one for one in field_changes([changed[task.id]]) if one.field not in ("who", "at", "ordinal")
            )
            if task.id in changed
            else (),
        )
        for task in tasks
    )
    absent = tuple(one for one in standing if one.id not in used)
    return ProgrammePreview(year, lines, tuple(issues), absent), compared


def _laid_over(found: Task | None, read: Task, columns: frozenset[str], identity: str) -> Task:
    """Return a task as the file says it, over what stands in columns that the file does not have."""
    if found is None:
        return replace(read, id=identity, version=1)
    said = {_COLUMNS.get(name, name) for name in columns} | {"content", "ordinal", "section"}
    said |= {"link_kind"} if "link" in columns else set()
    said -= {"section"} if not read.section else set()
    return replace(found, **{name: getattr(read, name) for name in said})


def _new_id(year: int, words: tuple[str, str], used: set[str]) -> str:
    for at in range(len(used) + 1):
        identity = stable_id("programme-task", str(year), *words, str(at))
        if identity not in used:
            break
    return identity


def _unknown(read: ProgrammeFile, accounts: set[str]) -> list[Issue]:
    """Say which officers are no accounts: they are not told of their tasks."""
    named = dict.fromkeys(task.officer for task in read.tasks if task.officer)
    missing = [name for name in named if name not in accounts]
    return [issue_of("PROGRAMME-OFFICER", value=name, params={"value": name}) for name in missing]
