"""The real server as a process that can be killed and started again."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
START_S = 60.0


class Server:
    """``bts serve`` over a register in ``home`` on a port of loopback."""

    def __init__(self, home: Path, port: int, log: Path) -> None:
        self.home, self.port, self.log = home, port, log
        self.kills = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ending = False

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._lock:
            self._start()

    def _start(self) -> None:
        if self._ending:
            return
        environ = {name: value for name, value in os.environ.items() if not name.startswith("BTS_")} | {
            "BTS_HOME": str(self.home)
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "registry", "serve", "--port", str(self.port)],
                cwd=ROOT, env=environ, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        self._wait()

    def kill(self, after: float) -> None:
        """End it without a word after some seconds, then start it again."""
        time.sleep(after)
        with self._lock:  # until it stands again: two that kill at once must not start two on one port
            if self._process is None or self._ending:
                return
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self.kills += 1
            self._start()

    def stop(self) -> None:
        """End it for good; safe to call twice, and while it is being started."""
        self._ending = True
        process = self._process
        if process is not None and process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            if process.poll() is None:
                process.kill()
                process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until and not self._ending:
            if self._process is not None and self._process.poll() is not None:
                raise RuntimeError(f"the server ended by itself; see {self.log}")
            with (
                contextlib.suppress(URLError, OSError),
                urlopen(f"http://127.0.0.1:{self.port}/field/worker.js", timeout=5),
            ):
                return
            time.sleep(0.1)
        if not self._ending:
            raise RuntimeError(f"the server does not answer; see {self.log}")
