"""Jobs as rows: asked for, taken up by one process, told how far they are, ended.

Not ledgered: every function writes the table itself, within the transaction of its ``connection``.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.jobs import Job, JobState
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.office.tables import jobs
from registry.store.reading import first_of, narrowed, rows_of
from registry.store.records import record_of, row_of

KEPT_FOR = dt.timedelta(days=30)
"""How long it is remembered that a job was done."""


def ask(
    connection: Connection, kind: str, subject: str, *, who: str, options: Mapping[str, Any] | None = None
) -> Job:
    """Add a job, or return the one that waits or runs for the same, with the same options."""
    for found in jobs_of(connection, kind=kind, subject=subject):
        if found.under_way and found.options == dict(options or {}):
            return found
    at = dt.datetime.fromisoformat(ledger.present())
    made = Job(new_id(), kind, subject, JobState.WAITING, who, at, dict(options or {}))
    connection.execute(jobs.insert(), [row_of(jobs, made)])
    return made


def take_up(connection: Connection, holder: str, is_at_work: Callable[[str], bool]) -> Job | None:
    """Give the oldest job that waits, or whose process has ended, to ``holder``; None where there is none.

    One writer runs at a time, so that no two take the same. On a server's database this is where several
    processes would share the work (``FOR UPDATE SKIP LOCKED``).
    """
    forgotten = ledger.stamp(dt.datetime.fromisoformat(ledger.present()) - KEPT_FOR)
    connection.execute(jobs.delete().where(jobs.c.ended_at != "", jobs.c.ended_at < forgotten))
    open_states = [JobState.WAITING.value, JobState.RUNNING.value]
    query = sa.select(jobs).where(jobs.c.state.in_(open_states)).order_by(jobs.c.asked_at, jobs.c.id)
    for found in map(_job, rows_of(connection, query)):
        if found.state is JobState.WAITING or not is_at_work(found.holder):
            _set(
                connection, found.id, state=JobState.RUNNING.value, holder=holder, tries=found.tries + 1,
                began_at=ledger.present(), done=0, total=0,
            )  # fmt: skip
            return get_job(connection, found.id)
    return None


def tell(connection: Connection, job: str, done: int, total: int) -> None:
    """Note how far a job is."""
    _set(connection, job, done=done, total=total)


def end(
    connection: Connection,
    job: str,
    *,
    result: Mapping[str, Any] | None = None,
    refusal: tuple[str, Mapping[str, Any]] | None = None,
) -> None:
    """End a job with its result, or with the refusal (code and parameters) in which it ended."""
    code, params = refusal or ("", {})
    state = JobState.REFUSED if code else JobState.DONE
    _set(
        connection, job, state=state.value, ended_at=ledger.present(), result=dict(result or {}), code=code,
        params=dict(params),
    )  # fmt: skip


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
    query = sa.select(jobs).where(jobs.c.ended_at == "").limit(1)
    return first_of(connection, query) is not None


def _set(connection: Connection, job: str, **columns: Any) -> None:
    connection.execute(jobs.update().where(jobs.c.id == job).values(**columns))


def _job(row: Mapping[str, Any]) -> Job:
    return record_of(Job, row)
