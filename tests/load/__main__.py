"""One command for a run: ``python -m tests.load --people 200 --minutes 10 --database postgresql --faults``.

Prints the report and writes it to ``--report``; exit status 1 where something that was asked does not hold.
Everything listens on 127.0.0.1 and lies in a folder of its own, which is gone afterwards (``--keep``: stays).
With ``--faults`` the register's folder and the database lie on small disks in memory that can be filled, in a
mount namespace of its own; without, on the real disk, where syncing costs what it costs.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from registry.errors import RefusalError
from registry.services.office.registry import open_registry
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store.tables import ledger
from tests.load import office
from tests.load.breaking import Breaker
from tests.load.counted import compare, kept_by
from tests.load.report import Run, tracebacks, words
from tests.load.servers import NAME, ROOT, Memory, Pages, Postgres
from tests.relay import Relay

INSIDE = "BTS_LOAD_INSIDE"
DISK_MB = {"home": 1500, "database": 1500}
SETTLE_S = 40.0


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--minutes", type=float, default=10.0)
    asked.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql")
    asked.add_argument("--faults", action="store_true")
    asked.add_argument("--think", type=float, nargs=2, default=(5.0, 15.0), metavar=("LEAST", "MOST"))
    asked.add_argument("--report", type=Path, help="a file for the report")
    asked.add_argument("--keep", action="store_true", help="keep the folder of the run")
    chosen = asked.parse_args()
    if not 8 <= chosen.people <= 1000 or not 0 < chosen.minutes <= 60:
        asked.error("8 to 1000 people, at most 60 minutes")
    if chosen.faults and os.environ.get(INSIDE) != "1":
        command = [
            "unshare",
            "-m" if os.geteuid() == 0 else "-Urm",
            sys.executable,
            "-m",
            "tests.load",
            *sys.argv[1:],
        ]
        return subprocess.call(command, cwd=ROOT, env={**os.environ, INSIDE: "1"})
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="bts-load-"))
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own
    try:
        with contextlib.ExitStack() as stack:
            run = _run(chosen, folder, stack)
        text, fine = words(run)
    finally:
        if chosen.keep:
            _say(f"kept: {folder}")
        else:
            _clear(folder)
    if chosen.report:
        chosen.report.write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return 0 if fine else 1


def _run(chosen: argparse.Namespace, folder: Path, stack: contextlib.ExitStack) -> Run:
    places = {name: folder / name for name in ("home", "database")}
    for name, place in places.items():
        place.mkdir()
        if chosen.faults:
            size = f"size={DISK_MB[name]}m"
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "bts-load", str(place)], check=True)
    database = relay = None
    environ = {"BTS_HOME": str(places["home"] / "bts")}
    address = ""
    if chosen.database == "postgresql":
        database = Postgres(places["database"] / "pg")
        stack.callback(database.stop)
        relay = Relay(database.port) if chosen.faults else None
        if relay is not None:
            stack.callback(relay.close)
        environ["BTS_DATABASE_URL"] = database.url()
        address = database.url(relay.port if relay else None)
    settings = read_settings(environ)
    world = office.make(settings, chosen.people, folder, _say)
    world.keep(folder / "world.json")
    since = _newest(settings)
    log = folder / "gunicorn.log"
    pages = Pages(settings, address, log)
    stack.callback(pages.stop)
    memory = Memory(pages)
    stack.callback(memory.stop)
    seconds = chosen.minutes * 60
    ramp = min(60.0, max(10.0, chosen.people / 4))
    breaker = Breaker(
        seconds, pages, database, relay,
        tuple(place for name, place in places.items() if chosen.faults and (database or name == "home")),
    )  # fmt: skip
    stack.callback(breaker.stop)
    _say(f"{chosen.people} people sign in, then work for {chosen.minutes:g} minutes")
    _work(chosen, folder, breaker, ramp)
    breaker.stop()
    memory.stop()
    ended = pages.stop()
    _say("counting")
    if database is not None and database.keep_up():
        breaker.failures.append("PostgreSQL did not run at the end")
    facts = _noted(folder / "facts.jsonl")
    registry = open_registry(settings)
    try:
        findings = compare(kept_by(registry, since), facts)
        verified = Counter(problem.code for problem in verify(registry).problems)
    finally:
        registry.close()
    run = Run(
        chosen.people, chosen.minutes, chosen.database, tuple(chosen.think), facts, memory.samples, findings,
        verified, breaker.windows, breaker.failures, tracebacks(log), ended,
    )  # fmt: skip
    if database is not None and database.restarts:
        run.notes.append(f"PostgreSQL was started again {database.restarts} times, once on purpose")
    shutil.copy(log, folder / "server.log") if chosen.keep else None
    return run


def _work(chosen: argparse.Namespace, folder: Path, breaker: Breaker, ramp: float) -> None:
    """Let people work in a process of its own; what breaks begins when everybody works."""
    least, most = chosen.think
    facts, lasts = folder / "facts.jsonl", ramp + SETTLE_S + breaker.seconds
    environ = {
        **os.environ, "BTS_LOAD_WORLD": str(folder / "world.json"), "BTS_LOAD_LOG": str(facts),
        "BTS_LOAD_NAME": NAME, "BTS_LOAD_THINK_LEAST": str(least), "BTS_LOAD_THINK_MOST": str(most),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("locustfile.py")), "--headless",
        "-u", str(chosen.people), "-r", f"{chosen.people / ramp:.2f}", "-t", f"{int(lasts)}s",
        "--host", f"http://127.0.0.1:{breaker.pages.port}", "--only-summary", "--stop-timeout", "30",
        "--loglevel", "WARNING", "--exit-code-on-error", "0",
    ]  # fmt: skip
    with (folder / "locust.log").open("wb") as into:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=into, stderr=into)
        try:
            if breaker.disks:
                threading.Thread(target=_break, args=(breaker, facts, ramp), daemon=True).start()
            status = process.wait(lasts + 180)
        except subprocess.TimeoutExpired:  # what was noted until then still counts
            breaker.failures.append("the people's process did not come to its end and was killed")
            status = 0
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
    if status or not facts.is_file():
        tail = (folder / "locust.log").read_text(encoding="utf-8", errors="replace")[-3000:]
        raise RuntimeError(f"Locust ended with {status}: {tail}")


def _break(breaker: Breaker, facts: Path, ramp: float) -> None:
    until = time.monotonic() + ramp + SETTLE_S
    while time.monotonic() < until:
        if facts.is_file() and '"everybody works"' in facts.read_text(encoding="utf-8"):
            break
        time.sleep(1)
    breaker.run()


def _noted(path: Path) -> list[dict[str, Any]]:
    """Return the whole lines of what was noted: a process that was killed may leave half of its last one."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.endswith("\n")]


def _newest(settings: Settings) -> int:
    registry = open_registry(settings)
    try:
        with registry.database.read() as connection:
            return int(connection.scalar(sa.select(sa.func.max(ledger.c.seq))) or 0)
    finally:
        registry.close()


def _clear(folder: Path) -> None:
    for place in ("home", "database"):
        subprocess.run(["umount", str(folder / place)], capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def _say(words_: Any) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words_}\n")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (RefusalError, RuntimeError) as error:
        sys.exit(f"the run could not be made: {error}")
