"""Jobs (việc chạy nền): kept in the register, done beside the pages, taken up again after a break.

A job that a page asks for outlives the page, the browser and the process: one thread of a process does one
after the other, and what a killed process left is done again by the next one that starts (``resume``). A
work therefore has to come to the same when it is done twice.
"""

import contextlib
import datetime as dt
import importlib
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.errors import RefusalError, WrongCallError
from registry.messages import Words
from registry.model.jobs import Job, JobState
from registry.services.office.registry import Registry, disk_refusal
from registry.store import scratch
from registry.store.database import Database
from registry.store.office import jobs as store

Told = Callable[[int, int], None]
"""Says how far a work is: (done, of all); 0 of all where that is not known."""
Work = Callable[[Registry, Job, Told], Mapping[str, Any]]
"""Does a job and returns its result as JSON; what it raises as RefusalError is what the page says."""

KINDS: Mapping[str, str] = {
    "backup": "registry.services.office.backup_jobs:backup_job",
    "backup-check": "registry.services.office.backup_jobs:trial_job",
    "mast-list-compare": "registry.services.lists.comparing:compare_job",
    "mast-list-accept": "registry.services.lists.accepting:accept_job",
    "mast-list-workbook": "registry.services.lists.marked_workbook:workbook_job",
    "verify": "registry.services.register.verify:do_verify",
}
"""The works by kind, as ``module:function``: they stand above this room, and are imported when it is time."""
MOST_TRIES = 3
"""How often a job is begun: one that ends its process each time must not end every next one too."""
_CACHE = "jobs"
_PREFIX = ".jobs-"
_TELL_S = 1.0
_TELL_WAIT_S = 0.05  # whoever writes now (the job itself, perhaps) is not waited for to note a number


@dataclass
class _Runner:
    """What this process does: its thread, how far its job is, and the works beside ``KINDS``."""

    thread: threading.Thread | None = None
    asked: bool = False  # since the thread last looked for a job
    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)


def start(
    registry: Registry, kind: str, subject: str = "", *, who: str, options: Mapping[str, Any] | None = None
) -> Job:
    """Have a job done soon, and return it; the one that is under way where that is the same."""
    if kind not in KINDS and kind not in _runner(registry).works:
        raise WrongCallError(f"no work is known for {kind}")
    with registry.database.write() as connection:
        made = store.ask(connection, kind, subject, who=who, options=options)
    _run(registry)
    return made


def resume(registry: Registry) -> None:
    """Take up what waits and what an end of a process broke off; called once when a server starts."""
    with registry.database.read() as connection:
        left = store.are_left(connection)
    if left:
        _run(registry)


def get_job(registry: Registry, job: str) -> Job:
    """Return a job as far as it is now (``JOB-UNKNOWN``)."""
    with registry.database.read() as connection:
        return _now(registry, store.get_job(connection, job))


def newest_job(registry: Registry, kind: str, subject: str) -> Job | None:
    """Return the job of a kind about a subject that was asked for last; None where there was none."""
    with registry.database.read() as connection:
        found = store.jobs_of(connection, kind=kind, subject=subject)
    return _now(registry, found[0]) if found else None


def refusal_of(job: Job) -> RefusalError | None:
    """Return the refusal in which a job ended; None where it did not."""
    params = {name: _read(value) for name, value in job.params.items()}
    return RefusalError(job.code, **params) if job.state is JobState.REFUSED else None


def finish(registry: Registry, wait_s: float = 60.0) -> bool:
    """Wait until this process is at nothing; whether that came about in time."""
    with registry.lock:
        thread = _runner(registry).thread
    if thread is not None:
        thread.join(wait_s)
    return thread is None or not thread.is_alive()


def offer(registry: Registry, kind: str, work: Work) -> None:
    """Let this process do jobs of a kind that is not among ``KINDS``."""
    _runner(registry).works[kind] = work


def _runner(registry: Registry) -> _Runner:
    with registry.lock:
        found: _Runner = registry.cache.setdefault(_CACHE, _Runner())
    return found


def _now(registry: Registry, job: Job) -> Job:
    """Return a job with what this process knows of it, which is newer than what was kept."""
    told = _runner(registry).told.get(job.id)
    return replace(job, done=told[0], total=told[1]) if told and job.under_way else job


def _run(registry: Registry) -> None:
    with registry.lock:
        runner = _runner(registry)
        runner.asked = True
        if runner.thread is None:
            runner.thread = threading.Thread(target=_work, args=(registry,), name="jobs", daemon=True)
            runner.thread.start()


def _work(registry: Registry) -> None:
    runner, home = _runner(registry), registry.settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with scratch.scratch(_PREFIX, home) as room:
            holder = room.parent.name
            while (job := _next(registry, runner, holder)) is not None:
                _do(registry, runner, job)
    except (RefusalError, OSError):  # the database or the disk: what waits is taken up by the next start
        logging.getLogger(__name__).exception("jobs cannot be taken up")
        with registry.lock:
            runner.thread = None


def _next(registry: Registry, runner: _Runner, holder: str) -> Job | None:
    """Take up a job; where there is none, and none was asked for meanwhile, this thread is over."""

    def is_at_work(other: str) -> bool:
        return other != holder and scratch.in_use(registry.settings.home / other)

    while True:
        with registry.lock:
            runner.asked = False
        with registry.database.write() as connection:
            found = store.take_up(connection, holder, is_at_work)
        with registry.lock:
            if found is None and not runner.asked:
                runner.thread = None
        if found is not None or runner.thread is None:
            return found


def _do(registry: Registry, runner: _Runner, job: Job) -> None:
    quick = Database(registry.settings.database_url, wait_s=_TELL_WAIT_S)
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        runner.told[job.id] = (done, total)
        if time.monotonic() - last >= _TELL_S:
            last = time.monotonic()
            with contextlib.suppress(RefusalError), quick.write() as connection:
                store.tell(connection, job.id, done, total)

    result: Mapping[str, Any] = {}
    refusal: RefusalError | None = None
    try:
        result = _work_of(runner, job)(registry, job, told)
    except RefusalError as error:
        refusal = error
    except OSError as error:
        refusal = disk_refusal(error, registry.settings) or _failed(error.strerror or type(error).__name__)
    except Exception as error:  # a fault of one job must not end the thread: the others wait for it
        logging.getLogger(__name__).exception("the job %s of %s failed", job.kind, job.subject)
        refusal = _failed(type(error).__name__)
    finally:
        quick.close()
    with registry.database.write() as connection:
        if refusal is None:
            store.end(connection, job.id, result=result)
        else:
            store.end(connection, job.id, refusal=(refusal.code, _kept(refusal.params)))
    runner.told.pop(job.id, None)


def _work_of(runner: _Runner, job: Job) -> Work:
    """Return the work of a job; refused where it was broken off too often (``JOB-BROKEN-OFF``)."""
    if job.tries > MOST_TRIES:
        raise RefusalError("JOB-BROKEN-OFF", tries=MOST_TRIES)
    if job.kind in runner.works:
        return runner.works[job.kind]
    if job.kind not in KINDS:
        raise WrongCallError(f"no work is known for {job.kind}")
    module, _, name = KINDS[job.kind].partition(":")
    found: Work = getattr(importlib.import_module(module), name)
    return found


def _failed(reason: str) -> RefusalError:
    return RefusalError("JOB-FAILED", reason=reason)


def _kept(value: Any) -> Any:
    """Return a refusal's parameters as JSON, words in both languages and days so that they come back."""
    if isinstance(value, Words):
        return {"vi": value.vi, "en": value.en}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, Mapping):
        return {str(name): _kept(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_kept(item) for item in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def _read(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"vi", "en"}:
        return Words(value["vi"], value["en"])
    if isinstance(value, dict) and value.keys() == {"day"}:
        kind = dt.datetime if "T" in value["day"] else dt.date
        return kind.fromisoformat(value["day"])
    return value
