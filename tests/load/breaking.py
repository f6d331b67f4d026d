"""What is broken while people work, when, and how it is said: each fault once, one after the other."""

import contextlib
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.servers import Pages, Postgres
from tests.relay import Relay

AFTER_S = 20.0
"""So long after a fault an answer may still tell of it: what waited in a queue, a line that is given up."""


@dataclass
class Window:
    """A fault: from when to when it lasted (seconds since the epoch)."""

    name: str
    began: float
    ended: float = 0.0


@dataclass
class Breaker:
    """Breaks things at set shares of a run of ``seconds``; ``disks`` are small file systems of the run."""

    seconds: float
    pages: Pages
    database: Postgres | None = None
    relay: Relay | None = None
    disks: tuple[Path, ...] = ()
    windows: list[Window] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Break one thing after the other until all were broken or the run is over."""
        pause = min(20.0, self.seconds / 15)
        steps: list[tuple[float, str, Callable[[float], None]]] = [(0.10, "a worker killed -9", self._kill)]
        if self.database is not None:
            steps.append((0.25, "PostgreSQL restarted", self._restart))
        if self.disks:
            steps.append((0.42, "disk full", self._fill))
        if self.relay is not None:
            steps.append((0.60, "network cut", self._cut))
        steps.append((0.85, "a worker killed -9 again", self._kill))
        began = time.monotonic()
        for share, name, step in steps:
            if self._over.wait(max(0.0, began + share * self.seconds - time.monotonic())):
                return
            window = Window(name, time.time())
            self.windows.append(window)
            try:
                step(pause)
            except (AssertionError, OSError) as error:
                self.failures.append(f"{name}: {error}")
            window.ended = time.time()

    def stop(self) -> None:
        """Break nothing more, and leave nothing broken."""
        self._over.set()
        if self.relay is not None:
            self.relay.mend()
        for disk in self.disks:
            (disk / "filler").unlink(missing_ok=True)

    def _kill(self, _pause: float) -> None:
        self.pages.kill_one()

    def _restart(self, pause: float) -> None:
        assert self.database is not None
        self.database.restart(pause / 4)

    def _fill(self, pause: float) -> None:
        """Fill every disk to the last block, again and again while it is full, then make room."""
        until = time.monotonic() + pause
        while time.monotonic() < until and not self._over.is_set():
            for disk in self.disks:
                with contextlib.suppress(OSError):
                    _fill(disk)
            time.sleep(0.2)
        for disk in self.disks:
            (disk / "filler").unlink(missing_ok=True)
        if self.database is not None:
            until = time.monotonic() + 30
            while self.database.keep_up() and time.monotonic() < until:
                time.sleep(1)

    def _cut(self, pause: float) -> None:
        assert self.relay is not None
        self.relay.cut()
        self._over.wait(2 * pause)
        self.relay.mend()


def _fill(disk: Path) -> None:
    with (disk / "filler").open("ab", buffering=0) as into:
        while room := (found := os.statvfs(disk)).f_bavail * found.f_frsize:
            into.write(b"\0" * min(room, 64 << 20))


def window_of(windows: list[Window], at: float) -> str:
    """Return the fault that an answer at a moment may tell of; "" where none."""
    for window in windows:
        if window.began - 1 <= at <= (window.ended or at) + AFTER_S:
            return window.name
    return ""
