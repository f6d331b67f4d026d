"""Where tasks are run: in this process, in some processes, or by Dask. Their answers come in the order given.

Scheduling, spilling and trying again are Dask's own; a process of the standard library's pool that is ended
from outside is told, not replaced.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from registry.errors import RefusalError
from registry.extras import need_extra
from registry.national.appraising import Part
from registry.national.tasks import Task, done, done_in_turn

TRIES = 3
"""So often Dask gives a task to a worker again whose process was lost while it had it."""
PATIENCE = "300s"
SHARES = 4
"""The work is cut into about so many shares for each worker: whoever has the last is waited for."""


class Engine(StrEnum):
    """Who runs the tasks."""

    LOCAL = "local"
    DASK = "dask"


@dataclass(frozen=True, slots=True)
class Where:
    """Where a run is done: ``workers`` processes on this machine, or those of a Dask ``scheduler`` (tcp://…).

    ``memory`` is what each worker of Dask may take before it spills, as Dask writes it ("4GiB").
    """

    engine: Engine = Engine.LOCAL
    workers: int = 1
    scheduler: str = ""
    memory: str = "4GiB"


def run_tasks(tasks: Sequence[Task], where: Where) -> Iterator[Part]:
    """Yield what each task gives, in the order of the tasks; the heaviest are begun first.

    Refused: Dask is not installed (``EXTRA-MISSING``), no scheduler answers (``NATIONAL-SCHEDULER``), a
    process was ended from outside (``NATIONAL-WORKER-LOST``); and as a task refuses.
    """
    if where.engine is Engine.DASK:
        yield from _by_dask(tasks, where)
    elif where.workers == 1:
        yield from map(done, tasks)
    else:
        yield from _by_processes(tasks, where.workers)


def _by_processes(tasks: Sequence[Task], workers: int) -> Iterator[Part]:
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        begun = (
            (turn, pool.submit(done_in_turn, [tasks[at] for at in turn])) for turn in _turns(tasks, workers)
        )
        try:
            yield from _in_order(begun)
        except BrokenProcessPool as error:
            raise RefusalError("NATIONAL-WORKER-LOST") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _by_dask(tasks: Sequence[Task], where: Where) -> Iterator[Part]:
    need_extra("dask")
    dask: Any = import_module("dask")
    distributed: Any = import_module("distributed")
    settings: dict[str, Any] = {"distributed.scheduler.allowed-failures": TRIES}
    if not where.scheduler:  # workers of a machine that is busy start slowly
        settings |= {"distributed.comm.timeouts.connect": PATIENCE}
    with dask.config.set(settings):
        cluster = None
        if not where.scheduler:
            cluster = distributed.LocalCluster(
                n_workers=where.workers,
                threads_per_worker=1,
                processes=True,
                memory_limit=where.memory,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs="ERROR",
            )
        try:
            client = distributed.Client(cluster or where.scheduler)
        except (OSError, TimeoutError, ValueError) as error:
            raise RefusalError("NATIONAL-SCHEDULER", scheduler=where.scheduler[:100]) from error
        try:
            begun = (
                (turn, _submitted(client, [tasks[at] for at in turn], place))
                for place, turn in enumerate(_turns(tasks, max(1, len(client.nthreads()))))
            )
            yield from _in_order(begun)
        except distributed.KilledWorker as error:
            raise RefusalError("NATIONAL-WORKER-LOST") from error
        finally:
            client.close()
            if cluster is not None:
                cluster.close()


def _submitted(client: Any, turn: Sequence[Task], place: int) -> Any:
    first = turn[0]
    return client.submit(done_in_turn, turn, key=f"{first.name}-{first.mark}", priority=-place)


def _in_order(begun: Iterable[tuple[Sequence[int], Any]]) -> Iterator[Part]:
    """Yield the answers of what was begun in the order of the tasks, each as soon as those before it are.

    ``begun`` gives futures with the numbers of their tasks; all are begun before the first is waited for, and
    an answer is let go of once all of its turn are given.
    """
    future_of = {at: (future, place) for turn, future in begun for place, at in enumerate(turn)}
    asked: Any = None
    answers: Sequence[Part] = ()
    for at in sorted(future_of):
        future, place = future_of.pop(at)
        if future is not asked:  # Dask brings an answer over each time it is asked for it
            asked, answers = future, future.result()
        yield answers[place]


def _turns(tasks: Sequence[Task], workers: int) -> list[list[int]]:
    """Return the numbers of the tasks that a worker does in turn, the heaviest first.

    A worker has a province whole, since every other would prepare it again, unless that is more than one of
    ``SHARES`` shares of a worker: then several have a part of it each. Which rows a task has does not hang on
    this, nor does the answer.
    """
    of_province: dict[str, list[int]] = {}
    for at, task in enumerate(tasks):
        of_province.setdefault(task.province, []).append(at)
    most = max(sum(task.weight for task in tasks) / (workers * SHARES), 1)
    turns: list[list[int]] = []
    for found in of_province.values():
        parts = min(len(found), max(1, math.ceil(sum(tasks[at].weight for at in found) / most)))
        size = math.ceil(len(found) / parts)
        turns += [found[first : first + size] for first in range(0, len(found), size)]
    return sorted(turns, key=lambda turn: (-sum(tasks[at].weight for at in turn), turn[0]))
