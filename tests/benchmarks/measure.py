"""How a benchmark measures, and the row that it says it in.

A row is a dictionary with ``name`` and ``seconds`` (wall). Beside them may stand, each measured in the same
run: ``processor_seconds`` (of this process and of the children that ended meanwhile), a ``baseline`` (what
one would use otherwise), a ``limit`` (what no program of this kind can beat: a bare index, a bare reader, the
memory's bandwidth over the columns), ``growth`` (the same task at 10 and 100 times less), ``goal_seconds``
and ``goal_mib`` (what was asked for), ``peak_mib`` and a ``note``.
"""

import gc
import resource
import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import numpy as np

Row = dict[str, Any]
Named = tuple[str, "Took | float"]

LEAST_GROWN_S = 0.005
"""A task that is over sooner is repeated until it lasts so long: a clock and a call are not what is asked."""


class Took(NamedTuple):
    """How long something took by the clock, and how long processors worked for it (s)."""

    seconds: float
    processor_seconds: float

    def times(self, factor: float) -> "Took":
        """Return as many times that: a baseline measured on a part."""
        return Took(self.seconds * factor, self.processor_seconds * factor)


def once(call: Callable[[], object]) -> Took:
    """Return how long one call takes."""
    gc.collect()
    return _timed(call)


def _timed(call: Callable[[], object]) -> Took:
    worked, start = _worked(), time.perf_counter()
    call()
    seconds = time.perf_counter() - start
    return Took(seconds, _worked() - worked)


def best(call: Callable[[], object], times: int = 3) -> Took:
    """Return the shortest of some calls; the shortest processor time may be another call's."""
    gc.collect()
    found = [_timed(call) for _ in range(times)]
    return Took(min(one.seconds for one in found), min(one.processor_seconds for one in found))


def each(call: Callable[[int], object], times: int) -> Took:
    """Return the median of many short calls (p50), and the processor time of one on average."""
    taken = []
    gc.collect()
    worked = _worked()
    for index in range(times):
        start = time.perf_counter()
        call(index)
        taken.append(time.perf_counter() - start)
    return Took(statistics.median(taken), (_worked() - worked) / times)


def growing(task: Callable[[int], Callable[[], object]], sizes: tuple[int, ...]) -> dict[int, Took]:
    """Return how long the same task takes at several sizes (rows), e.g. 100,000, 10,000 and 1,000.

    ``task`` makes the task of a size; making it is not measured, nor is the first call, which may lay
    something out once. A short one is repeated.
    """
    found = {}
    for size in sizes:
        call = task(size)
        first = once(call)
        times = max(3, int(LEAST_GROWN_S / max(first.seconds, 1e-6)))
        found[size] = best(call, min(times, 200))
    return found


def peak_mib(call: Callable[[], object]) -> float:
    """Return the peak of memory that a call allocates, in MiB; the call itself takes longer meanwhile."""
    gc.collect()
    tracemalloc.start()
    try:
        call()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def process_peak_mib() -> float:
    """Return the most memory that this process ever held, in MiB: data that the benchmark made included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@cache
def _bytes_a_second() -> float:
    """Return how fast this machine's memory is read and written once, in bytes a second of each."""
    source = np.ones(2**23)  # 64 MiB: no cache of a core holds it
    target = np.empty_like(source)
    return source.nbytes / best(lambda: np.copyto(target, source), 4).seconds


def bandwidth(*columns: Any) -> Named:
    """Return the limit of work on columns: what memory takes to read them and write as much once.

    ``columns`` are arrays, or numbers of bytes.
    """
    size = sum(column if isinstance(column, int) else column.nbytes for column in columns)
    return f"memory's bandwidth over {size / 2**20:,.1f} MiB of columns", size / _bytes_a_second()


def row(
    name: str,
    took: Took | float,
    *,
    baseline: Named | None = None,
    limit: Named | None = None,
    growth: Mapping[int, "Took | float"] | None = None,
    goal_s: float | None = None,
    goal_mib: float | None = None,
    peak_mib: float | None = None,
    note: str = "",
) -> Row:
    """Return a row of the table; ``growth`` by number of rows, the whole task's own number among them."""
    found: Row = {"name": name, "seconds": _seconds(took)}
    if isinstance(took, Took):
        found["processor_seconds"] = took.processor_seconds
    for kind, named in (("baseline", baseline), ("limit", limit)):
        if named is not None:
            found[kind], found[f"{kind}_seconds"] = named[0], _seconds(named[1])
    if growth:
        found["growth"] = [[size, _seconds(growth[size])] for size in sorted(growth, reverse=True)]
    told = {"goal_seconds": goal_s, "goal_mib": goal_mib, "peak_mib": peak_mib, "note": note or None}
    return found | {key: value for key, value in told.items() if value is not None}


def _seconds(took: Took | float) -> float:
    return took.seconds if isinstance(took, Took) else float(took)


def _worked() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
