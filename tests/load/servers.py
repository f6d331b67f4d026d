"""What serves a run: PostgreSQL that syncs to the disk, ``gunicorn -w 4``, and how much memory it takes."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import psutil

from registry.settings import Settings
from tests import postgres

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 4
START_S = 120.0
NAME = "bts.example.vn"
"""The name by which people ask: the pages are served as behind one proxy, with an address for each person."""


class Postgres:
    """A cluster of its own on a free port of loopback, which syncs to the disk as one of an office does."""

    def __init__(self, place: Path) -> None:
        folder = postgres.binaries()
        assert folder is not None, postgres.missing()
        self._bin, self.place, self.port = folder, place, postgres._free_port()
        self.restarts = 0
        place.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(place, "postgres", "postgres")
        postgres._call(
            folder / "initdb", "-D", place / "data", "-U", postgres.SUPERUSER, "-A", "trust", "-E", "UTF8"
        )
        self.start()
        server = postgres.Server(self.port)
        server._run("CREATE DATABASE bts")
        server._run("CREATE EXTENSION postgis", database="bts")

    def url(self, port: int | None = None) -> str:
        """Return the database's address; ``port`` where it is reached through a relay."""
        return f"postgresql://{postgres.SUPERUSER}@127.0.0.1:{port or self.port}/bts"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=on"
        self._pg_ctl("-w", "-t", "60", "-l", str(self.place / "log"), "-o", options, "start")

    def restart(self, pause_s: float) -> None:
        """Stop it at once for all who are connected, and start it again after a while."""
        self._pg_ctl("-w", "-m", "fast", "stop")
        time.sleep(pause_s)
        self.start()
        self.restarts += 1

    def keep_up(self) -> bool:
        """Start it again where it ended by itself, as a service manager does; whether it had."""
        words = [str(self._bin / "pg_ctl"), "-D", str(self.place / "data"), "status"]
        if os.geteuid() == 0:
            words = ["runuser", "-u", "postgres", "--", *words]
        ended = subprocess.run(words, capture_output=True, check=False, cwd="/").returncode == 3
        if ended:
            with contextlib.suppress(AssertionError):  # still no room: the next look tries again
                self.start()
                self.restarts += 1
        return ended

    def stop(self) -> None:
        """End it."""
        with contextlib.suppress(AssertionError):
            self._pg_ctl("-w", "-m", "immediate", "stop")

    def _pg_ctl(self, *words: str) -> None:
        postgres._call(self._bin / "pg_ctl", "-D", self.place / "data", *words)


class Pages:
    """``gunicorn -w 4`` over a register, as ``docs/operate`` says it."""

    def __init__(self, settings: Settings, database: str, log: Path, *, workers: int = WORKERS) -> None:
        self.port, self.log = postgres._free_port(), log
        environ = {name: value for name, value in os.environ.items() if not name.startswith("BTS_")} | {
            "BTS_HOME": str(settings.home), "BTS_PROXIES": "1", "BTS_PUBLIC_NAME": NAME,
        }  # fmt: skip
        if database:
            environ["BTS_DATABASE_URL"] = database
        with log.open("ab") as into:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-w", str(workers), "-b", f"127.0.0.1:{self.port}",
                 "web.app:create_app()"],
                cwd=ROOT, env=environ, stdout=into, stderr=into, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        self._wait()

    def workers(self) -> list[psutil.Process]:
        """Return the processes that answer."""
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self._process.pid).children()
        return []

    def kill_one(self) -> int:
        """End a worker without a word; returns its process id."""
        chosen = self.workers()[0]
        chosen.send_signal(signal.SIGKILL)
        return int(chosen.pid)

    def stop(self) -> float:
        """End it as a service manager does; returns the seconds that took."""
        began = time.monotonic()
        self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(60)
        if self._process.poll() is None:
            self._process.kill()
        return time.monotonic() - began

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self._process.poll() is not None:
                raise RuntimeError(f"gunicorn ended by itself; see {self.log}")
            with contextlib.suppress(HTTPError, URLError, OSError):
                urlopen(f"http://127.0.0.1:{self.port}/static/icon.svg", timeout=5).close()
                return
            time.sleep(0.2)
        raise RuntimeError(f"gunicorn does not answer; see {self.log}")


class Memory:
    """What the workers take together (their proportional share, MiB), looked at every few seconds."""

    EVERY_S = 5.0

    def __init__(self, pages: Pages) -> None:
        self.samples: list[tuple[float, float]] = []
        self._pages, self._over = pages, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(self.EVERY_S):
            total = 0.0
            for one in self._pages.workers():
                with contextlib.suppress(psutil.Error):
                    total += one.memory_full_info().pss / 2**20
            self.samples.append((time.time(), total))
