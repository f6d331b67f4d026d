"""Mutated files of every kind that is taken in: each refused with a code or read with its rows accounted for.

A worker does the child's part of ``registry.limited`` in its own process, under the same limit, which is
what makes ten thousand files possible. Whatever is odd there (an exception in the child's part, a crash, a
hang) is done again by the product's own way, child process and all, and that alone is judged.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from registry import limited
from registry.errors import RefusalError
from registry.messages import LANGUAGES, remedy, render, status
from tests.attack.bases import Base, NotAccountedError, bases
from tests.attack.outcome import Outcome

ROOT = Path(__file__).resolve().parents[2]
BATCH = 400
LONGEST_S = 30.0
"""What a list may take; drawings and maps have limits of their own, which their child holds."""
LARGEST_MIB = 1024


class Case(NamedTuple):
    """One mutated file: made again from its seed and number."""

    base: Base
    way: str
    content: bytes


def case(known: list[Base], seed: int, number: int) -> Case:
    """Return the case of a number."""
    rng = random.Random(f"{seed} {number}")
    base = rng.choices(known, [one.share for one in known])[0]
    way = rng.choice(sorted(base.ways))
    content = base.ways[way](rng, base.content)
    if rng.random() < 0.1:  # and something else besides
        content = base.ways["bytes"](rng, content)
    return Case(base, way, content)


def attack(seed: int, count: int) -> Outcome:
    """Try ``count`` mutated files."""
    outcome = Outcome("files", seed)
    peak = slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="bts-attack-") as place:
        folder = Path(place)
        known = bases(_made(folder / "bases"))
        for first in range(0, count, BATCH):
            at = first
            while at < min(first + BATCH, count):
                log = folder / f"log-{at}"
                _worker(folder, seed, at, min(first + BATCH, count), log)
                done = [
                    json.loads(line)
                    for line in log.read_text(encoding="utf-8").splitlines()
                    if line[-1:] == "}"
                ]
                for told in done:
                    outcome.tried[f"{told['name'].rpartition('.')[2]} {told['way']}"] += 1
                    peak, slowest = max(peak, told["mib"]), max(slowest, told["s"])
                    if told["end"] == "odd":
                        outcome.ended["done again in a child of its own"] += 1
                        _judged(outcome, folder, known, seed=seed, number=told["number"], why=told["why"])
                    else:
                        outcome.ended[told["end"]] += 1
                at = done[-1]["number"] + 1 if done else at
                if at < min(first + BATCH, count):  # the worker ended in the middle of this one
                    one = case(known, seed, at)
                    outcome.tried[f"{one.base.name.rpartition('.')[2]} {one.way}"] += 1
                    outcome.ended["done again in a child of its own"] += 1
                    slow, large = _judged(
                        outcome, folder, known, seed=seed, number=at, why="the worker ended"
                    )
                    slowest, peak = max(slowest, slow), max(peak, large)
                    at += 1
            sys.stderr.write(f"{time.strftime('%H:%M:%S')} {at} of {count}, {len(outcome.faults)} faults\n")
    outcome.notes.append(
        f"longest {slowest:.1f} s; largest process {peak:.0f} MiB (reader and child together)"
    )
    return outcome


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _worker(folder: Path, seed: int, first: int, end: int, log: Path) -> None:
    """Let a process of its own try some cases; end it where it makes no way for long."""
    from registry.intake.maps.map_file import _environment  # GDAL's drivers are chosen before it starts

    command = [
        sys.executable,
        "-m",
        "tests.attack.files",
        str(folder),
        str(seed),
        str(first),
        str(end),
        str(log),
    ]
    with (folder / "stderr").open("wb") as into:
        process = subprocess.Popen(command, cwd=ROOT, stderr=into, env={**os.environ, **_environment()})
        size, since = -1, time.monotonic()
        while process.poll() is None:
            time.sleep(0.2)
            grown = log.stat().st_size if log.exists() else 0
            if grown != size:
                size, since = grown, time.monotonic()
            elif time.monotonic() - since > LONGEST_S * 2:
                process.kill()
        process.wait()


def _judged(
    outcome: Outcome, folder: Path, known: list[Base], *, seed: int, number: int, why: str
) -> tuple[float, float]:
    """Do a case by the product's own way; return its seconds and MiB."""
    one = case(known, seed, number)
    path = _made(folder / "judged") / one.base.name
    path.write_bytes(one.content)
    code = (
        "import sys,tempfile; from pathlib import Path; from tests.attack.files import alone; "
        "alone(*sys.argv[1:])"
    )
    begun = time.monotonic()
    limit = 400
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(path), str(folder / "bases")],
            cwd=ROOT, capture_output=True, text=True, timeout=limit, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        outcome.faults.append(f"{number} {one.base.name} {one.way}: no end in {limit} s ({why})")
        return float(limit), 0.0
    seconds = time.monotonic() - begun
    if done.returncode or not done.stdout.startswith("{"):
        last = (done.stderr.strip() or "?").splitlines()[-1]
        outcome.faults.append(f"{number} {one.base.name} {one.way}: {last[:300]} ({why})")
        return seconds, 0.0
    told = json.loads(done.stdout)
    outcome.ended[told["end"]] += 1
    outcome.ended[f"vague, by its child's end: {why.splitlines()[-1][:90]}"] += told["end"].endswith(
        "UNREADABLE"
    )
    if told["mib"] > LARGEST_MIB:
        outcome.faults.append(f"{number} {one.base.name} {one.way}: {told['mib']:.0f} MiB")
    return seconds, float(told["mib"])


def alone(path: str, folder: str) -> None:
    """Read one file as the product does, and print how it ended."""
    known = bases(_made(Path(tempfile.mkdtemp(dir=folder))))
    base = next(one for one in known if one.name == Path(path).name)
    end = _read(base, Path(path))
    sys.stdout.write(json.dumps({"end": end, "mib": _peak()}))


def _read(base: Base, path: Path) -> str:
    try:
        return base.read(path)
    except RefusalError as refusal:
        for lang in LANGUAGES:
            render(refusal.code, refusal.params, lang)
            remedy(refusal.code, refusal.params, lang)
        if not 400 <= status(refusal.code) < 500:
            raise NotAccountedError(f"{refusal.code} is answered with {status(refusal.code)}") from refusal
        return f"refused: {refusal.code}"


def _peak() -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024


class _OddError(Exception):
    """What the child's part raised and nobody expects of it."""


def _in_this_process(task: str, request: dict[str, Any], *, name: str, **_limits: Any) -> Any:
    module, function = task.split(":")
    try:
        return getattr(import_module(module), function)({"name": name, "cpu_s": 28, **request})
    except RefusalError:
        raise
    except Exception as error:  # whatever the child's part raises, but a refusal, is the fault looked for
        raise _OddError("".join(traceback.format_exception_only(error)).strip()) from error


def work(folder: str, seed: str, first: str, end: str, log: str) -> None:
    """Be the worker: try the cases ``first`` up to ``end``, and note each when it is done."""
    known = bases(_made(Path(tempfile.mkdtemp(dir=folder))))
    for name, module in list(sys.modules.items()):
        if name.startswith("registry.") and getattr(module, "run_child", None) is limited.run_child:
            module.run_child = _in_this_process  # type: ignore[attr-defined] # of this worker only
    place = _made(Path(folder) / f"work-{first}")
    with Path(log).open("a", encoding="utf-8") as into:
        for number in range(int(first), int(end)):
            one = case(known, int(seed), number)
            path = place / one.base.name
            path.write_bytes(one.content)
            begun, why = time.monotonic(), ""
            clock = threading.Timer(LONGEST_S, os._exit, (9,))
            clock.start()
            try:
                ended = _read(one.base, path)
            except Exception:  # noqa: BLE001 - judged by the product's own way
                ended, why = "odd", traceback.format_exc()[-600:]
            clock.cancel()
            told = {"number": number, "name": one.base.name, "way": one.way, "end": ended, "why": why,
                    "s": time.monotonic() - begun, "mib": _peak()}  # fmt: skip
            into.write(json.dumps(told) + "\n")
            into.flush()
            if told["mib"] > LARGEST_MIB * 0.8:
                return  # a new worker goes on, so that the next peak is seen


def summed(outcome: Outcome) -> Counter[str]:
    """Return how many were refused and how many read."""
    return Counter(end.partition(":")[0] for end in outcome.ended.elements())


if __name__ == "__main__":
    work(*sys.argv[1:])
