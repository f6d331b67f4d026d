"""What runs beside the pages: one thread a channel that sends, a look for jobs, and once a day what is near.

Nothing is kept here: what waits stands in the register, and a process that was killed is followed by the next
one, or by another that runs beside it. Where ``bts work`` runs it is done there only.
"""

import datetime as dt
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from registry.errors import RefusalError
from registry.model.notices import Channel
from registry.services.office import jobs, workers
from registry.services.office.calendar import today
from registry.services.office.outbox import deliver_due, queue_new
from registry.services.office.registry import Registry
from registry.store import ledger

EVERY_S = 5.0
"""How often it is looked whether anything is to go out."""
OFTEN_S = 30.0
"""How often what has to be looked after by the minute is done."""
Daily = Callable[[Registry, dt.date], object]
"""What is done at the first look of every day; done twice it must come to the same."""
Often = Callable[[Registry], object]
"""What is looked after by the minute; done twice it must come to the same."""
_CACHE = "delivery"


@dataclass
class _Runner:
    ended: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    head: int = -1  # of the ledger, when notices were looked for last
    day: dt.date | None = None


def start(
    registry: Registry,
    daily: Sequence[Daily] = (),
    often: Sequence[Often] = (),
    *,
    every_s: float = EVERY_S,
) -> None:
    """Begin to send and to look every day; nothing where this process does already."""
    with registry.lock:
        if _CACHE in registry.cache:
            return
        runner = registry.cache[_CACHE] = _Runner()
    looks: list[tuple[str, Callable[[], object]]] = [
        ("notices", partial(_look, registry, runner, daily)),
        *((channel.value, partial(deliver_due, registry, channel)) for channel in Channel),
        ("jobs", partial(jobs.resume, registry)),
    ]
    paces = [(name, look, every_s) for name, look in looks]
    paces += [(f"often-{number}", partial(work, registry), OFTEN_S) for number, work in enumerate(often)]
    for name, look, pace in paces:
        thread = threading.Thread(
            target=_run, args=(registry, runner, look, pace), name=f"delivery-{name}", daemon=True
        )
        runner.threads.append(thread)
        thread.start()


def stop(registry: Registry, wait_s: float = 30.0) -> None:
    """End it, and wait until what is under way is done."""
    with registry.lock:
        runner: _Runner | None = registry.cache.pop(_CACHE, None)
    if runner is not None:
        runner.ended.set()
        for thread in runner.threads:
            thread.join(wait_s)


def _run(registry: Registry, runner: _Runner, look: Callable[[], object], every_s: float) -> None:
    log = logging.getLogger("bts.delivery")
    while not runner.ended.is_set():
        try:
            if workers.does_jobs(registry):
                look()
        except (RefusalError, OSError) as error:  # the register is locked or away, the disk full: later
            log.warning("notices wait: %s", error)
        except Exception:  # a fault of one look must not end the thread: the next ones wait for it
            log.exception("a look for notices failed")
        runner.ended.wait(every_s)


def _look(registry: Registry, runner: _Runner, daily: Sequence[Daily]) -> None:
    day = today()
    if runner.day != day:
        for work in daily:
            work(registry, day)
        runner.day = day
    with registry.database.read() as connection:
        head = ledger.head(connection).seq
    if head != runner.head:
        queue_new(registry)
        runner.head = head
