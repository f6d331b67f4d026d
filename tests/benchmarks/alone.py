"""A benchmark in a process of its own.

What another benchmark left in memory slows the collector, and shows as the peak of every process that is
started later.
"""

import importlib
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from typing import Any


def measured(name: str) -> list[dict[str, Any]]:
    """Return what one benchmark measured."""
    rows: list[dict[str, Any]] = importlib.import_module(f"tests.benchmarks.bench_{name}").run()
    return rows


def alone(name: str) -> list[dict[str, Any]]:
    """Return what one benchmark measured in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(measured, name).result()
