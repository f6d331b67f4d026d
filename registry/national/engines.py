"""Where tasks are run: in this process, in some processes, or by Dask. Their answers come in the order given.

Scheduling, spilling and trying again are Dask's own; a process of the standard library's pool that is ended
from outside is told, not replaced.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from multiprocessing import get_context
from typing import Any

from registry.errors import RefusalError
from registry.extras import need_extra
from registry.national.appraising import Part
from registry.national.tasks import Task, done

TRIES = 3
"""So often Dask gives a task to a worker again whose process was lost while it had it."""
PATIENCE = "300s"


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
        begun: dict[int, Future[Part]] = {at: pool.submit(done, tasks[at]) for at in _heaviest_first(tasks)}
        try:
            for at in range(len(tasks)):
                yield begun.pop(at).result()
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
            order = _heaviest_first(tasks)
            begun = {
                at: client.submit(done, tasks[at], key=f"{tasks[at].name}-{tasks[at].mark}", priority=-place)
                for place, at in enumerate(order)
            }
            for at in range(len(tasks)):
                yield begun.pop(at).result()
        except distributed.KilledWorker as error:
            raise RefusalError("NATIONAL-WORKER-LOST") from error
        finally:
            client.close()
            if cluster is not None:
                cluster.close()


def _heaviest_first(tasks: Sequence[Task]) -> list[int]:
    """Return the numbers of the tasks, the heaviest first, those of one province after each other."""
    heaviest: dict[str, int] = {}
    for task in tasks:
        heaviest[task.province] = max(task.weight, heaviest.get(task.province, 0))
    return sorted(
        range(len(tasks)),
        key=lambda at: (-heaviest[tasks[at].province], tasks[at].province, tasks[at].portion),
    )
