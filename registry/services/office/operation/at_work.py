"""A process at work (làm việc nền): from its beginning to its end it does jobs, sends and looks every day."""

import contextlib
import logging
from collections.abc import Callable, Sequence

from registry.errors import RefusalError
from registry.model.jobs import WorkerKind
from registry.model.notices import Channel
from registry.services.office.operation import delivery, jobs, workers
from registry.services.office.operation.delivery import EVERY_S, Daily, Often
from registry.services.office.registry import Registry
from registry.services.office.sending.outbox import deliver_due, queue_new
from registry.services.office.settled import NOTHING_ASKED, WaitsOn
from registry.store import ledger
from registry.store.office import jobs as store

GRACE_S = 20.0
"""How long a job that is under way may still take when its process is told to end."""
_CACHE = "at-work"


def begin(
    registry: Registry,
    kind: WorkerKind,
    daily: Sequence[Daily] = (),
    often: Sequence[Often] = (),
    waits_on: WaitsOn = NOTHING_ASKED,
    *,
    every_s: float = EVERY_S,
) -> None:
    """Begin to work; nothing where this process does already, or the setting leaves it to ``bts work``."""
    if kind is WorkerKind.INSIDE and registry.settings.work == "beside":
        return
    with registry.lock:
        if _CACHE in registry.cache:
            return
        stack = registry.cache[_CACHE] = contextlib.ExitStack()
    try:
        stack.enter_context(workers.announced(registry, kind))
    except (RefusalError, OSError):  # the register is locked, the disk full: it may be tried again
        registry.cache.pop(_CACHE, None)
        raise
    delivery.start(registry, daily, often, waits_on, every_s=every_s)
    jobs.resume(registry)


def all_that_waits(
    registry: Registry, ended: Callable[[], bool], look_s: float, waits_on: WaitsOn = NOTHING_ASKED
) -> int:
    """Do the jobs that wait and send what is due, until nothing is left or it ``ended``; return how many."""
    began = ledger.present()
    queue_new(registry)
    for channel in Channel:
        deliver_due(registry, channel, waits_on)
    jobs.resume(registry)
    while not (ended() or jobs.finish(registry, look_s)):
        pass
    with registry.database.read() as connection:
        return sum(one.count for one in store.ended_since(connection, began))


def end(registry: Registry, grace_s: float = GRACE_S) -> None:
    """Finish what is under way, hand back what cannot be finished in time, and say good-bye."""
    with registry.lock:
        stack: contextlib.ExitStack | None = registry.cache.pop(_CACHE, None)
    if not jobs.stop(registry, grace_s):
        logging.getLogger(__name__).warning("a job is broken off: the next worker takes it up")
    delivery.stop(registry, grace_s)
    if stack is not None:
        stack.close()
