"""A process that does counted jobs, for tests that run several of them and kill some.

``python -m tests.services.office.queue_worker HOME DATABASE_URL DELAY_S`` works until its input is closed.
What a job brings about is a file of its own, written before the job is said to be done, so that a kill in
between shows.
"""

import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registry.model.jobs import Job, WorkerKind
from registry.services.office.operation import jobs, workers
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings

KIND = "counted"
_CLOSED = threading.Event()


def effects(home: Path) -> Path:
    """Return the folder in which each job that was done leaves a file of its own."""
    folder = home / "cache" / KIND
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def begun(home: Path) -> Path:
    """Return the file in which every beginning of a job is a line."""
    return effects(home) / "begun"


def counted(delay_s: float) -> jobs.Work:
    """Return a work that takes a while and leaves one file, however often it is done."""

    def work(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
        home = registry.settings.home
        with begun(home).open("a", encoding="ascii") as file:
            file.write(f"{job.subject}\n")
        told(0, 1)
        time.sleep(delay_s)
        (effects(home) / f"{job.subject}.done").touch()
        return {"holder": job.holder}

    return work


def _until_closed() -> None:
    sys.stdin.read()
    _CLOSED.set()


def main(home: str, url: str, delay_s: str) -> None:
    """Work until there is nothing more to read."""
    registry = open_registry(read_settings({"BTS_HOME": home, "BTS_DATABASE_URL": url}))
    jobs.offer(registry, KIND, counted(float(delay_s)))
    with workers.announced(registry, WorkerKind.BESIDE):
        sys.stdout.write("there\n")
        sys.stdout.flush()
        threading.Thread(target=_until_closed, daemon=True).start()
        while not _CLOSED.wait(0.02):
            jobs.resume(registry)
            jobs.finish(registry, 1.0)
        jobs.stop(registry, 10.0)


if __name__ == "__main__":
    main(*sys.argv[1:])
