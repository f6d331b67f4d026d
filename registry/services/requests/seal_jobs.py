"""Packages made in the background: one thread of the process, which tells how far it is.

Nothing here is kept: a package that was broken off (the process killed, the disk full) has left no record,
and is made again by ``resume`` at the next start, by the button of the request's page, or by ``bts seal``.
"""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from registry.errors import RefusalError
from registry.services.office.registry import Registry
from registry.services.requests.sealing import seal_request, unsealed

_CACHE = "seal-jobs"


@dataclass(frozen=True, slots=True)
class SealProgress:
    """How far a package is: maps drawn of all; ``refusal`` says why it could not be made."""

    done: int = 0
    total: int = 0
    running: bool = False
    refusal: RefusalError | None = None


@dataclass
class _Jobs:
    waiting: OrderedDict[str, str] = field(default_factory=OrderedDict)
    states: dict[str, SealProgress] = field(default_factory=dict)
    thread: threading.Thread | None = None


def start(registry: Registry, request: str, *, who: str) -> None:
    """Have the package of an issued request (its id) made soon; nothing where that is under way."""
    with registry.lock:
        jobs = _jobs(registry)
        standing = jobs.states.get(request)
        if standing is not None and standing.refusal is None:
            return
        jobs.waiting[request] = who
        jobs.states[request] = SealProgress()
        if jobs.thread is None:
            jobs.thread = threading.Thread(target=_work, args=(registry,), name="seal", daemon=True)
            jobs.thread.start()


def progress(registry: Registry, request: str) -> SealProgress | None:
    """Return how far the package of a request (its id) is; None where this process makes none."""
    with registry.lock:
        return _jobs(registry).states.get(request)


def resume(registry: Registry, *, who: str) -> int:
    """Have every package made that is missing; return how many."""
    missing = unsealed(registry)
    for request in missing:
        start(registry, request, who=who)
    return len(missing)


def finish(registry: Registry, wait_s: float = 60.0) -> bool:
    """Wait until nothing is under way; whether that came about in time."""
    with registry.lock:
        thread = _jobs(registry).thread
    if thread is not None:
        thread.join(wait_s)
    return thread is None or not thread.is_alive()


def _jobs(registry: Registry) -> _Jobs:
    found: _Jobs = registry.cache.setdefault(_CACHE, _Jobs())
    return found


def _work(registry: Registry) -> None:
    jobs = _jobs(registry)
    while True:
        with registry.lock:
            if not jobs.waiting:
                jobs.thread = None
                return
            request, who = jobs.waiting.popitem(last=False)
            jobs.states[request] = SealProgress(running=True)

        def told(done: int, total: int, request: str = request) -> None:
            with registry.lock:
                jobs.states[request] = SealProgress(done, total, running=True)

        try:
            seal_request(registry, request, who=who, progress=told)
        except RefusalError as error:
            _ended(registry, jobs, request, error)
        except OSError as error:  # the disk, the folder: said on the page, tried again from there
            _ended(registry, jobs, request, _not_written(error.strerror or str(error)))
        except Exception as error:  # a fault of one package must not end the thread: the others wait for it
            logging.getLogger(__name__).exception("the package of %s cannot be made", request)
            _ended(registry, jobs, request, _not_written(type(error).__name__))
        else:
            with registry.lock:
                jobs.states.pop(request, None)


def _not_written(reason: str) -> RefusalError:
    return RefusalError("PACKAGE-NOT-WRITTEN", number="", reason=reason)


def _ended(registry: Registry, jobs: _Jobs, request: str, refusal: RefusalError) -> None:
    with registry.lock:
        jobs.states[request] = SealProgress(refusal=refusal)
