"""Workers (tiến trình chạy nền): the processes that do jobs and send what goes out; whether they are there.

Each holds the lock of a folder in the home, which ends with its process, and says from time to time in its
row that it is there. On the same machine the lock tells; of another machine the row does.
"""

import contextlib
import datetime as dt
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator

from registry.errors import RefusalError
from registry.model.jobs import Worker, WorkerKind
from registry.model.vietnam_time import read_clock
from registry.services.office.registry import Registry
from registry.store import scratch
from registry.store.office import workers as store

BEAT_S = 30.0
"""How often a worker says that it is there."""
GONE = dt.timedelta(minutes=3)
"""After what silence one on another machine is taken for ended: what it was at is begun again."""
PREFIX = ".jobs-"
_ASK_S = 5.0  # how long an answer stands to whether somebody works beside the pages
_ANNOUNCED, _BESIDE = "worker", "worker-beside"


@contextlib.contextmanager
def present(registry: Registry, kind: WorkerKind = WorkerKind.INSIDE) -> Iterator[Worker]:
    """Be a worker for a while: the one that this process is already (``announced``), or one of its own."""
    standing: Worker | None = registry.cache.get(_ANNOUNCED)
    if standing is not None:
        yield standing
        return
    home = registry.settings.home
    home.mkdir(parents=True, exist_ok=True)
    with scratch.scratch(PREFIX, home) as room:
        at = read_clock()
        worker = Worker(room.parent.name, kind, socket.gethostname(), os.getpid(), at, at)
        with registry.database.aside() as connection:
            store.announce(connection, worker)
        ended = threading.Event()
        beating = threading.Thread(target=_beat, args=(registry, worker, ended), name="beat", daemon=True)
        beating.start()
        try:
            yield worker
        finally:
            ended.set()
            beating.join(5.0)
            with contextlib.suppress(RefusalError, OSError), registry.database.aside() as connection:
                store.leave(connection, worker.id)


@contextlib.contextmanager
def announced(registry: Registry, kind: WorkerKind) -> Iterator[Worker]:
    """Be the one worker of this process: whatever is done in it meanwhile is done by it."""
    with present(registry, kind) as worker:
        registry.cache[_ANNOUNCED] = worker
        registry.cache.pop(_BESIDE, None)
        try:
            yield worker
        finally:
            registry.cache.pop(_ANNOUNCED, None)


def is_there(registry: Registry) -> Callable[[str], bool]:
    """Return what says of a worker's name whether it is there; its rows are read where they are asked for."""
    rows: dict[str, Worker] = {}

    def ask(name: str) -> bool:
        if not name:
            return False
        if scratch.in_use(registry.settings.home / name):
            return True
        if not rows:
            rows.update((one.id, one) for one in _rows(registry))
        found = rows.get(name)
        return found is not None and _elsewhere(found)

    return ask


def alive(registry: Registry) -> list[Worker]:
    """Return the workers that are there, the newest first."""
    there = is_there(registry)
    return [one for one in _rows(registry) if there(one.id)]


def does_jobs(registry: Registry) -> bool:
    """Whether this process does jobs and sends what goes out: by the setting, else while nobody else does."""
    own: Worker | None = registry.cache.get(_ANNOUNCED)
    if own is not None and own.kind is WorkerKind.BESIDE:
        return True
    if registry.settings.work:
        return registry.settings.work == "inside"
    until, beside = registry.cache.get(_BESIDE, (0.0, False))
    if time.monotonic() >= until:
        beside = any(one.kind is WorkerKind.BESIDE for one in alive(registry))
        registry.cache[_BESIDE] = (time.monotonic() + _ASK_S, beside)
    return not beside


def _rows(registry: Registry) -> list[Worker]:
    with registry.database.read() as connection:
        return store.all_workers(connection)


def _elsewhere(worker: Worker) -> bool:
    return worker.host != socket.gethostname() and read_clock() - worker.beat_at < GONE


def _beat(registry: Registry, worker: Worker, ended: threading.Event) -> None:
    while not ended.wait(BEAT_S):
        try:
            with registry.database.aside() as connection:
                if not ended.is_set():
                    store.beat(connection, worker)
        except (RefusalError, OSError) as error:  # the register is locked or away: the next time
            logging.getLogger(__name__).warning("a worker cannot say that it is there: %s", error)
