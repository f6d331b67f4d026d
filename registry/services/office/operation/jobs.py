"""Jobs (việc chạy nền): kept in the register, done beside the pages, taken up again after a break.

A job that a page asks for outlives the page, the browser and the process: one thread of a process does one
after the other, and what a killed process left is done again by the next one that looks (``resume``). A
work therefore has to come to the same when it is done twice. Where ``bts work`` runs the pages leave the jobs
to it (``workers.does_jobs``), but for those that need what only their own process was told (``here``).
"""

import contextlib
import datetime as dt
import importlib
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from registry.errors import RefusalError, WrongCallError
from registry.messages import Words, speaking_in
from registry.model.jobs import Job, JobState
from registry.services.office.operation import workers
from registry.services.office.registry import Registry, disk_refusal
from registry.store.database import Connection, Database
from registry.store.office import jobs as store

Told = Callable[[int, int], None]
"""Says how far a work is: (done, of all); 0 of all where that is not known."""
Work = Callable[[Registry, Job, Told], Mapping[str, Any]]
"""Does a job and returns its result as JSON; what it raises as RefusalError is what the page says."""

KINDS: Mapping[str, str] = {
    "backup": "registry.services.office.backups.backup_jobs:backup_job",
    "backup-check": "registry.services.office.backups.backup_jobs:trial_job",
    "mast-list-compare": "registry.services.lists.comparing:compare_job",
    "mast-list-accept": "registry.services.lists.accepting:accept_job",
    "mast-list-workbook": "registry.services.lists.marked_workbook:workbook_job",
    "open-data": "registry.services.open_data.making:open_files_job",
    "regulation-replay": "registry.services.regulations.replay_job:replay_job",
    "seal": "registry.services.requests.seal_jobs:seal_job",
    "storm-letters": "registry.services.storm.all_letters:letters_job",
    "verify": "registry.services.register.verify:do_verify",
}
"""The works by kind, as ``module:function``: they stand above this room, and are imported when it is time."""
MOST_TRIES = 3
"""How often a job is begun: one that ends its process each time must not end every next one too."""
ENDED = "JOB-ENDED"
"""The code of a job that somebody ended."""
_CACHE = "jobs"
_AGAIN_S = 1.0  # between tries to note what became of a job
_NOTED_S = 120.0
_PROMISED_S = 0.05
_AFTER_GRACE_S = 2.0  # for noting that a job was handed back
_TELL_S = 1.0
_TELL_WAIT_S = 0.05  # whoever writes now (the job itself, perhaps) is not waited for to note a number


class _BrokenOffError(Exception):
    """Leaves a work midway: its worker has to end, or was taken for dead and another one does it."""


@dataclass
class _Runner:
    """What this process does: its thread, how far its job is, and the works beside ``KINDS``."""

    thread: threading.Thread | None = None
    asked: bool = False  # since the thread last looked for a job
    holder: str = ""  # the worker that the thread is
    ready: threading.Event = field(default_factory=threading.Event)  # it knows which
    promised: int = 0  # jobs that are about to be asked for here
    until: float = math.inf  # when it has to leave what it is at
    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)

    @property
    def ending(self) -> bool:
        """Whether nothing new is to be begun."""
        return self.until < math.inf


def start(
    registry: Registry,
    kind: str,
    subject: str = "",
    *,
    who: str,
    options: Mapping[str, Any] | None = None,
    here: bool = False,
) -> Job:
    """Have a job done soon, and return it; the one that is under way where that is the same.

    ``here``: by this process, as long as it is there.
    """
    runner = _runner(registry)
    if kind not in KINDS and kind not in runner.works:
        raise WrongCallError(f"no work is known for {kind}")
    with contextlib.ExitStack() as stack:
        only = stack.enter_context(_promised(registry, runner)) if here else ""
        connection = stack.enter_context(registry.database.write())
        made = store.ask(connection, kind, subject, who=who, options=options, only=only)
    if here or workers.does_jobs(registry):
        _run(registry)
    return made


def resume(registry: Registry) -> None:
    """Take up what waits and what an end of a process broke off; called when a server starts, and often."""
    with registry.database.read() as connection:
        left = store.are_left(connection)
    if left and workers.does_jobs(registry):
        _run(registry)


def cancel(registry: Registry, job: str, *, who: str) -> Job:
    """End a job that waits, and have one that runs end the next time it says how far it is (``JOB-OVER``)."""
    with registry.database.aside() as connection:
        if not store.ask_end(connection, store.get_job(connection, job), who=who, refusal=ENDED):
            raise RefusalError("JOB-OVER")
        return store.get_job(connection, job)


def stop(registry: Registry, grace_s: float) -> bool:
    """Begin nothing new and let what is under way be finished; after ``grace_s`` it is handed back.

    Whether this process is at nothing then. What never says how far it is cannot be handed back: another
    worker takes it up when this process has ended.
    """
    with registry.lock:
        runner = _runner(registry)
        runner.until = time.monotonic() + grace_s
    return finish(registry, grace_s + _AFTER_GRACE_S)


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


@contextlib.contextmanager
def _promised(registry: Registry, runner: _Runner) -> Iterator[str]:
    """Keep this process's thread until a job is asked for that it alone can do; yields which worker it is."""
    with registry.lock:
        runner.promised += 1
    try:
        _run(registry)
        runner.ready.wait(registry.database.wait_s)
        yield runner.holder
    finally:
        with registry.lock:
            runner.promised -= 1


def _run(registry: Registry) -> None:
    with registry.lock:
        runner = _runner(registry)
        runner.asked = True
        if runner.thread is None and not runner.ending:
            runner.thread = threading.Thread(target=_work, args=(registry,), name="jobs", daemon=True)
            runner.thread.start()


def _work(registry: Registry) -> None:
    runner = _runner(registry)
    try:
        with speaking_in(registry.settings.province), workers.present(registry) as worker:
            with registry.database.aside() as connection:
                store.forget(connection)
            runner.holder = worker.id
            runner.ready.set()
            while (job := _next(registry, runner)) is not None:
                _do(registry, runner, job)
    except (RefusalError, OSError):  # the database or the disk: what waits is taken up by the next look
        logging.getLogger(__name__).exception("jobs cannot be taken up")
        _rest(registry, runner)


def _rest(registry: Registry, runner: _Runner) -> None:
    with registry.lock:
        runner.thread, runner.holder = None, ""
        runner.ready.clear()


def _next(registry: Registry, runner: _Runner) -> Job | None:
    """Take up a job; where there is none, and none was asked for meanwhile, this thread is over."""
    there, holder = workers.is_there(registry), runner.holder
    while True:
        with registry.lock:
            runner.asked = False
        found = None
        if not runner.ending:
            with registry.database.aside() as connection:
                found = store.take_up(
                    connection, holder, lambda other: other != holder and there(other),
                    kinds={*KINDS, *runner.works}, own=not workers.does_jobs(registry),
                )  # fmt: skip
        with registry.lock:
            if found is None and (runner.ending or not (runner.asked or runner.promised)):
                _rest(registry, runner)
                return None
        if found is not None:
            return found
        time.sleep(_PROMISED_S)


def _do(registry: Registry, runner: _Runner, job: Job) -> None:
    quick = Database(registry.settings.database_url, wait_s=_TELL_WAIT_S)
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        runner.told[job.id] = (done, total)
        if time.monotonic() > runner.until:
            raise _BrokenOffError
        if time.monotonic() - last < _TELL_S:
            return
        last = time.monotonic()
        said: str | None = ""
        with contextlib.suppress(RefusalError), quick.aside() as connection:
            said = store.tell(connection, job, done, total)
        if said is None:
            raise _BrokenOffError
        if said:
            raise RefusalError(ENDED, who=said)

    result: Mapping[str, Any] = {}
    refusal: RefusalError | None = None
    try:
        result = _work_of(runner, job)(registry, job, told)
    except RefusalError as error:
        refusal = error
    except _BrokenOffError:
        _noted(registry, runner, lambda connection: store.hand_back(connection, job))
        return
    except OSError as error:
        refusal = disk_refusal(error, registry.settings) or _failed(error.strerror or type(error).__name__)
    except Exception as error:  # a fault of one job must not end the thread: the others wait for it
        logging.getLogger(__name__).exception("the job %s of %s failed", job.kind, job.subject)
        refusal = _failed(type(error).__name__)
    finally:
        quick.close()
        runner.told.pop(job.id, None)
    kept = None if refusal is None else (refusal.code, _kept(refusal.params))
    _noted(registry, runner, lambda connection: store.end(connection, job, result=result, refusal=kept))


def _noted(registry: Registry, runner: _Runner, write: Callable[[Connection], object]) -> None:
    """Write what became of a job, again and again while the register is locked or the disk full."""
    until = time.monotonic() + _NOTED_S
    while True:
        try:
            with registry.database.aside() as connection:
                write(connection)
        except (RefusalError, OSError):
            if runner.ending or time.monotonic() > until:  # found as one that was broken off
                raise
            logging.getLogger(__name__).warning("what became of a job cannot be noted yet", exc_info=True)
            time.sleep(_AGAIN_S)
        else:
            return


def _work_of(runner: _Runner, job: Job) -> Work:
    """Return the work of a job; refused where it was broken off too often (``JOB-BROKEN-OFF``)."""
    if job.ended_by:
        raise RefusalError(ENDED, who=job.ended_by)
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
