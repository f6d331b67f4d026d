"""Jobs as rows: asked for, taken up by one process, told how far they are, ended.

Not ledgered: every function writes the table itself, within the transaction of its ``connection``.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.jobs import Ended, Job, JobState, Queue
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.office.tables import jobs
from registry.store.reading import first_of, narrowed, rows_of
from registry.store.records import record_of, row_of

KEPT_FOR = dt.timedelta(days=30)
"""How long it is remembered that a job was done."""


def ask(
    connection: Connection,
    kind: str,
    subject: str,
    *,
    who: str,
    options: Mapping[str, Any] | None = None,
    only: str = "",
) -> Job:
    """Add a job, or return the one that waits or runs for the same, with the same options."""
    for found in jobs_of(connection, kind=kind, subject=subject):
        if found.under_way and found.options == dict(options or {}):
            return found
    at = dt.datetime.fromisoformat(ledger.present())
    made = Job(new_id(), kind, subject, JobState.WAITING, who, at, dict(options or {}), only=only)
    connection.execute(jobs.insert(), [row_of(jobs, made)])
    return made


def take_up(
    connection: Connection,
    holder: str,
    is_at_work: Callable[[str], bool],
    *,
    kinds: Collection[str] | None = None,
    own: bool = False,
) -> Job | None:
    """Give ``holder`` a job whose worker has ended, or else the oldest that waits; None where there is none.

    ``kinds`` are those that it knows (None: all). ``own``: only what no other worker can do. Several workers
    may ask at once: a row that another one looks at is skipped.
    """
    known = jobs.c.kind.in_(sorted(kinds)) if kinds is not None else sa.true()
    running, waiting = (jobs.c.state == state.value for state in (JobState.RUNNING, JobState.WAITING))
    query = sa.select(jobs).where(known).order_by(jobs.c.asked_at, jobs.c.id)
    if not own:
        bound = sa.and_(waiting, jobs.c.only.not_in(["", holder]))
        left = query.where(sa.or_(running, bound)).with_for_update(skip_locked=True)
        for found in map(_job, rows_of(connection, left)):
            if not is_at_work(found.holder if found.state is JobState.RUNNING else found.only):
                return _begin(connection, found, holder)
    free = query.where(waiting, jobs.c.only.in_([holder] if own else ["", holder]))
    row = first_of(connection, free.limit(1).with_for_update(skip_locked=True))
    return None if row is None else _begin(connection, _job(row), holder)


def tell(connection: Connection, job: Job, done: int, total: int) -> str | None:
    """Note how far a job is; returns who asked that it be ended, "" for nobody.

    None where it is no more the holder's, who was taken for dead.
    """
    ours = _ours(job).values(done=done, total=total).returning(jobs.c.ended_by)
    found = connection.execute(ours).scalar()
    return None if found is None else str(found)


def end(
    connection: Connection,
    job: Job,
    *,
    result: Mapping[str, Any] | None = None,
    refusal: tuple[str, Mapping[str, Any]] | None = None,
) -> bool:
    """End a job with its result, or with the refusal (code and parameters) in which it ended.

    False where it is no more the holder's: another one does it, or has done it.
    """
    code, params = refusal or ("", {})
    state = JobState.REFUSED if code else JobState.DONE
    ended = {"state": state.value, "ended_at": ledger.present(), "result": dict(result or {})}
    ours = _ours(job).values(**ended, code=code, params=dict(params))
    return bool(connection.execute(ours).rowcount)


def hand_back(connection: Connection, job: Job) -> bool:
    """Let a job wait again that its holder could not finish before it had to end; the try counts for none."""
    waits = {"state": JobState.WAITING.value, "holder": "", "began_at": "", "done": 0, "total": 0}
    ours = _ours(job).values(**waits, tries=jobs.c.tries - 1)
    return bool(connection.execute(ours).rowcount)


def ask_end(connection: Connection, job: Job, *, who: str, refusal: str) -> bool:
    """Note that a job is to be ended; one that waits has ended with it. False where it was over before."""
    ended = {"state": JobState.REFUSED.value, "ended_at": ledger.present(), "code": refusal}
    of = jobs.update().where(jobs.c.id == job.id)
    waits = of.where(jobs.c.state == JobState.WAITING.value)
    if connection.execute(waits.values(**ended, params={"who": who}, ended_by=who)).rowcount:
        return True
    runs = of.where(jobs.c.state == JobState.RUNNING.value)
    return bool(connection.execute(runs.values(ended_by=who)).rowcount)


def forget(connection: Connection) -> None:
    """Forget jobs that ended long ago."""
    forgotten = ledger.stamp(dt.datetime.fromisoformat(ledger.present()) - KEPT_FOR)
    connection.execute(jobs.delete().where(jobs.c.ended_at != "", jobs.c.ended_at < forgotten))


def get_job(connection: Connection, job: str) -> Job:
    """Return a job (``JOB-UNKNOWN``)."""
    found = first_of(connection, sa.select(jobs).where(jobs.c.id == job))
    if found is None:
        raise RefusalError("JOB-UNKNOWN")
    return _job(found)


def jobs_of(connection: Connection, *, kind: str = "", subject: str = "") -> list[Job]:
    """Return the jobs of a kind about a subject, the newest first."""
    query = sa.select(jobs).order_by(jobs.c.asked_at.desc(), jobs.c.id)
    return [_job(row) for row in rows_of(connection, narrowed(query, jobs, kind=kind, subject=subject))]


def are_left(connection: Connection) -> bool:
    """Whether any job waits or runs."""
    query = sa.select(jobs.c.id).where(jobs.c.ended_at == "").limit(1)
    return first_of(connection, query) is not None


def queue(connection: Connection) -> Queue:
    """Return how much waits and runs."""
    query = (
        sa.select(jobs.c.state, sa.func.count(), sa.func.min(jobs.c.asked_at))
        .where(jobs.c.ended_at == "")
        .group_by(jobs.c.state)
    )
    found = {str(state): (int(count), str(first)) for state, count, first in connection.execute(query)}
    waiting, first = found.get(JobState.WAITING.value, (0, ""))
    running, _ = found.get(JobState.RUNNING.value, (0, ""))
    return Queue(waiting, running, dt.datetime.fromisoformat(first) if first else None)


def ended_since(connection: Connection, at: str) -> list[Ended]:
    """Return the jobs that ended since a moment, by kind and code."""
    query = sa.select(jobs.c.kind, jobs.c.code, jobs.c.began_at, jobs.c.ended_at).where(jobs.c.ended_at >= at)
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for kind, code, began, ended in connection.execute(query):
        count, seconds = found.get((kind, code), (0, 0.0))
        if began:
            seconds += (dt.datetime.fromisoformat(ended) - dt.datetime.fromisoformat(began)).total_seconds()
        found[kind, code] = (count + 1, seconds)
    return [Ended(kind, code, *told) for (kind, code), told in sorted(found.items())]


def _begin(connection: Connection, job: Job, holder: str) -> Job:
    begun = {"state": JobState.RUNNING.value, "holder": holder, "began_at": ledger.present()}
    of = jobs.update().where(jobs.c.id == job.id)
    connection.execute(of.values(**begun, tries=job.tries + 1, done=0, total=0))
    return get_job(connection, job.id)


def _ours(job: Job) -> sa.Update:
    running = jobs.c.state == JobState.RUNNING.value
    return jobs.update().where(jobs.c.id == job.id, running, jobs.c.holder == job.holder)


def _job(row: Mapping[str, Any]) -> Job:
    return record_of(Job, row)
