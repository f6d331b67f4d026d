"""A benchmark in a process of its own.

What another benchmark left in memory slows the collector, and shows as the peak of every process that is
started later.
"""

import importlib
import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tests.benchmarks import results


def measured(name: str) -> dict[str, Any]:
    """Return the rows of one benchmark with the machine's state before it, and what the whole of it took:
    the processor's seconds and the most memory that its process held."""
    before = results.machine()
    rows: list[dict[str, Any]] = importlib.import_module(f"tests.benchmarks.bench_{name}").run()
    own, ended = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    worked = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    return {**before, "processor_seconds": worked, "peak_mib": own.ru_maxrss / 1024, "rows": rows}


def alone(name: str) -> dict[str, Any]:
    """Return what one benchmark measured in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, name).result()
