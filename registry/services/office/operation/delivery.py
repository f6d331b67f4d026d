"""What runs beside the pages: a thread a channel, or a program, that sends, a look for jobs, and the day's.

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
from registry.model.notices import NOTICE_CHANNELS
from registry.services.office.calendar import today
from registry.services.office.events.event_deliveries import deliver_to, due, queue_events
from registry.services.office.operation import jobs, workers
from registry.services.office.registry import Registry
from registry.services.office.sending.outbox import deliver_due, queue_new
from registry.services.office.settled import NOTHING_ASKED, WaitsOn
from registry.store import ledger

EVERY_S = 5.0
"""How often it is looked whether anything is to go out."""
OFTEN_S = 30.0
"""How often what has to be looked after by the minute is done."""
Daily = Callable[[Registry, dt.date], object]
"""What is done at the first look of every day; done twice it must come to the same."""
Often = Callable[[Registry], object]
"""What is looked after by the minute; done twice it must come to the same."""
MOST_AT_ONCE = 16
"""How many addresses of other programs are sent to at once."""
_CACHE = "delivery"


@dataclass
class _Runner:
    ended: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)
    programs: dict[str, threading.Thread] = field(default_factory=dict)  # by the id of an address
    head: int = -1  # of the ledger, when notices were looked for last
    day: dt.date | None = None


def start(
    registry: Registry,
    daily: Sequence[Daily] = (),
    often: Sequence[Often] = (),
    waits_on: WaitsOn = NOTHING_ASKED,
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
        ("events", partial(_events, registry, runner)),
        *((one.value, partial(deliver_due, registry, one, waits_on)) for one in NOTICE_CHANNELS),
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
        for thread in (*runner.threads, *runner.programs.values()):
            thread.join(wait_s)


def _run(registry: Registry, runner: _Runner, look: Callable[[], object], every_s: float) -> None:
    while not runner.ended.is_set():
        _once(partial(_here, registry, look))
        runner.ended.wait(every_s)


def _here(registry: Registry, look: Callable[[], object]) -> None:
    """Do it where this process does jobs at all."""
    if workers.does_jobs(registry):
        look()


def _once(look: Callable[[], object]) -> None:
    log = logging.getLogger("bts.delivery")
    try:
        look()
    except (RefusalError, OSError) as error:  # the register is locked or away, the disk full: later
        log.warning("notices wait: %s", error)
    except Exception:  # a fault of one look must not end the thread: the next ones wait for it
        log.exception("a look for notices failed")


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
        queue_events(registry)
        runner.head = head


def _events(registry: Registry, runner: _Runner) -> None:
    """See that each address for which an event is due has a thread at it: none waits for another."""
    for address in due(registry):
        at_it = runner.programs.get(address)
        if at_it is not None and at_it.is_alive():
            continue
        if sum(thread.is_alive() for thread in runner.programs.values()) >= MOST_AT_ONCE:
            return
        thread = threading.Thread(
            target=_once,
            args=(partial(deliver_to, registry, address),),
            name=f"events-{address}",
            daemon=True,
        )
        runner.programs[address] = thread
        thread.start()
