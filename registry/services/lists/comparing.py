"""A list against the register, row by row, by a job beside the pages.

What was worked out lies in the office's folder until the list, what is said of it, or the masts change.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.parsed import ParsedList
from registry.model.issues import Issue
from registry.model.jobs import Job
from registry.model.mast_lists import TAKEN, Fate, MastList, MastListRow
from registry.services.lists import preview_files
from registry.services.lists.preview_files import Preview, Whole
from registry.services.lists.reading import key_of, read_mast_list
from registry.services.lists.row_fates import fates_of
from registry.services.office.attachments import file_path
from registry.services.office.calendar import now, today
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import Compared, ListTask
from registry.services.register.listed_masts import Place, Rows
from registry.store import ledger
from registry.store.lists import mast_lists as store

KIND = "mast-list-compare"
LIST_KIND = ListKind.SITES
KEPT = 6
"""How many comparisons a process keeps open: what rows are found by, not the rows."""
_STEPS = 20  # of 100: what reading the file is of the whole work


def look(registry: Registry, item: MastList) -> Preview | None:
    """Return the comparison of a list as it stands; None where it has to be made, or was refused.

    One of a list that was taken is what became of it on that day, whatever the register says by now.
    """
    path = path_of(registry, item)
    if item.state in TAKEN and item.outcome_sha256 and not path.is_file():
        preview_files.unpack(file_path(registry, item.outcome_sha256, "outcome.gz"), path)
    if not path.is_file():
        return None
    found = _opened(registry, path)
    if item.state in TAKEN:
        return found
    with registry.database.read() as connection:
        return None if store.masts_changed_since(connection, found.whole.seq) else found


def under_way(registry: Registry, item: MastList, *, who: str, begin: bool = True) -> Job | None:
    """Return the job that compares a list as it stands, begun now where there is none; None where not."""
    key = path_of(registry, item).name
    newest = jobs.newest_job(registry, KIND, item.id)
    same = newest is not None and newest.options.get("key") == key
    if newest is not None and same and (newest.under_way or newest.code):
        return newest
    return jobs.start(registry, KIND, item.id, who=who, options={"key": key}) if begin else None


def again(registry: Registry, item: MastList, *, who: str) -> Job:
    """Have a list compared anew, whatever came of it before."""
    options = {"key": path_of(registry, item).name, "anew": True}
    return jobs.start(registry, KIND, item.id, who=who, options=options)


def path_of(registry: Registry, item: MastList) -> Path:
    """Return where the comparison of a list as it stands lies, if it was made."""
    folder = registry.settings.home / "cache" / "mast-lists"
    if item.state in TAKEN:
        return folder / f"{item.id}-taken-{item.outcome_sha256[:32]}.jsonl"
    with registry.database.read() as connection:
        return folder / f"{item.id}-{key_of(item, store.said_of_rows(connection, item.id))}.jsonl"


def compare_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Read a list, compare it with the register, and keep what came of it (the work of the job)."""
    with registry.database.read() as connection:
        item = store.get_mast_list(connection, job.subject)
        said = store.said_of_rows(connection, item.id)
    if look(registry, item) is not None and not job.options.get("anew"):
        return {}  # made by a job that was asked for after this one
    told(0, 100)
    parsed = read_mast_list(registry, item, said)
    told(_STEPS, 100)
    task = task_of(registry, item, parsed, told=lambda done, of: told(_STEPS + 50 * done // (of or 1), 100))
    path = path_of(registry, item)
    with registry.database.read() as connection:
        seq = ledger.head(connection).seq
        rows, compared, issues = task.compare(connection)
        told(80, 100)
        keep(path, registry, task, (rows, compared, issues), seq=seq)
    for old in path.parent.glob(f"{item.id}-*.jsonl"):
        if old != path:
            old.unlink(missing_ok=True)
    return {"rows": len(parsed.rows)}


def task_of(
    registry: Registry,
    item: MastList,
    parsed: ParsedList,
    *,
    left: frozenset[Place] = frozenset(),
    told: jobs.Told | None = None,
) -> ListTask:
    """Return a list as it would come into the register: its own operator's rows, on the day it describes."""
    return ListTask(
        parsed, context_for(registry, today()), operator=item.operator, complete=item.kind.complete,
        list_date=item.list_date, own=item.operator, left=left, told=told,
    )  # fmt: skip


def keep(
    path: Path,
    registry: Registry,
    task: ListTask,
    found: tuple[Rows, Compared, list[Issue]],
    *,
    seq: int,
) -> Mapping[str, int]:
    """Write to ``path`` what a task ``found``, and return its counts."""
    rows, compared, issues = found
    parsed = task.parsed
    listed = {(row.sheet, row.row) for row in parsed.rows}
    of_all = tuple(issue for issue in issues if (issue.sheet, issue.row) not in listed and not _told(issue))
    gone = tuple(code for _operator, code in compared.vanished)
    led = _led_by_others(task, compared)
    whole = Whole(path.stem, parsed.sha256, seq, now(), {}, gone, of_all, parsed.sheets, led)
    counts = preview_files.write(path, whole, fates_of(task, rows, compared, issues))
    with registry.lock:
        registry.cache.get(KIND, {}).pop(path, None)
    return counts


def required(registry: Registry, item: MastList) -> Preview:
    """Return the comparison of a list as it stands, refused where there is none (``MAST-LIST-UNREAD``)."""
    found = look(registry, item)
    if found is None:
        raise RefusalError("MAST-LIST-UNREAD")
    return found


def latest(registry: Registry, item: MastList) -> Preview:
    """Return the newest comparison of a list's file, made before or after what was last said of its cells.

    By it a row and its cells are known while the list is compared anew. ``MAST-LIST-UNREAD`` for none.
    """
    path = path_of(registry, item)
    found = look(registry, item)
    if found is not None:
        return found
    others = sorted(path.parent.glob(f"{item.id}-*.jsonl"), key=lambda one: one.stat().st_mtime_ns)
    for other in reversed(others):
        held = _opened(registry, other)
        if held.whole.sha256 == item.sha256:
            return held
    raise RefusalError("MAST-LIST-UNREAD")


def counts_of(registry: Registry, item: MastList, found: Preview) -> dict[str, int]:
    """Return the counts of a comparison, each row by the fate that is told of it."""
    left = {place for place, row in said_of(registry, item).items() if row.reason}
    fates = Counter(found.told(left))
    return {**found.whole.counts, **{fate.value: fates[fate.value] for fate in Fate}}


def said_of(registry: Registry, item: MastList) -> dict[Place, MastListRow]:
    """Return what people said of a list's rows, by their places."""
    with registry.database.read() as connection:
        return {(row.sheet, row.row): row for row in store.said_of_rows(connection, item.id)}


def _led_by_others(task: ListTask, compared: Compared) -> dict[str, str]:
    """Return by its code who leads a mast left out that another leads: no list of this one ends it."""
    standing = task.standing
    leads = {
        code: standing.leads.of(standing.aliases[operator, code]["site_id"])
        for operator, code in compared.vanished
    }
    return {code: lead for code, lead in leads.items() if lead not in ("", task.own)}


def _told(issue: Issue) -> bool:
    """Whether an issue only says what the list of gone masts says already."""
    return issue.code == "SITE-VANISHED"


def _opened(registry: Registry, path: Path) -> Preview:
    with registry.lock:
        held: dict[Path, Preview] = registry.cache.setdefault(KIND, {})
        found = held.pop(path, None)
    if found is None:
        found = Preview(path)
    with registry.lock:
        held[path] = found
        while len(held) > KEPT:
            held.pop(next(iter(held)))
    return found
