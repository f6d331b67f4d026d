"""Seconds of processor: ``pytest -p tests.costs --costs FILE`` notes, ``python -m tests.costs FILE`` sums up.

Durations of pytest are by the clock, and on a machine that does other things the clock says more of those.
Here each test, each making and ending of a fixture and each collecting of a file is measured in seconds of
processor: of this process and of all that it began (the browser, node, LibreOffice, PostgreSQL).
"""

import os
import sys
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_TICKS = os.sysconf("SC_CLK_TCK")
_FILE: list[Path] = []


def _children(pid: int) -> Iterator[int]:
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield int(child)
                yield from _children(int(child))
    except OSError:
        return  # it has ended meanwhile, and counts for its parent


def _ticks(pid: int) -> int:
    """Return what a process spent, with those of its children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(int(field) for field in fields[11:15])


def spent() -> float:
    """Return the seconds of processor that this process and all that it began have spent (Linux)."""
    own = os.times()
    return sum(own[:4]) + sum(_ticks(pid) for pid in set(_children(os.getpid()))) / _TICKS


@contextmanager
def _noted(kind: str, file: str, name: str) -> Iterator[None]:
    before = spent()
    try:
        yield
    finally:
        with _FILE[0].open("a", encoding="utf-8") as notes:
            cost = max(0.0, spent() - before)  # a browser that ends takes what it spent along
            notes.write(f"{cost:.3f}\t{kind}\t{file}\t{name}\n")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Where the notes go."""
    parser.addoption("--costs", default="costs.tsv", help="the file that each cost is added to")


def pytest_configure(config: pytest.Config) -> None:
    """Find the file from every process of a run."""
    _FILE[:] = [Path(config.getoption("costs")).resolve()]


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Generator[None, Any, Any]:
    """Note what reading a file of tests costs, with what it imports for the first time."""
    if not isinstance(collector, pytest.Module):
        return (yield)
    with _noted("collect", collector.nodeid, ""):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: pytest.FixtureRequest) -> Generator[None, Any, Any]:
    """Note what making a fixture costs, without the fixtures that it names."""
    with _noted(
        "fixture", request.node.nodeid.partition("::")[0], f"{fixturedef.scope} {fixturedef.argname}"
    ):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Note what a test costs, without its fixtures."""
    with _noted("test", *_parts(item)):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """Note what ending its fixtures costs."""
    with _noted("teardown", *_parts(item)):
        return (yield)


def _parts(item: pytest.Item) -> tuple[str, str]:
    file, _, name = item.nodeid.partition("::")
    return file, name


def report(notes: Path, most: int = 30) -> str:
    """Return the dearest files, tests and fixtures of what was noted."""
    rows = [line.split("\t") for line in notes.read_text(encoding="utf-8").splitlines()]
    said = [f"{sum(float(row[0]) for row in rows):.0f} s of processor in all"]
    tables: dict[str, defaultdict[str, float]] = {
        title: defaultdict(float) for title in ("kinds", "files", "tests", "fixtures")
    }
    for seconds, kind, file, name in rows:
        tables["kinds"][kind] += float(seconds)
        tables["files"][file] += float(seconds)
        if kind == "test":
            tables["tests"][f"{file}::{name}"] += float(seconds)
        elif kind == "fixture":
            tables["fixtures"][name] += float(seconds)
    for title, costs in tables.items():
        dearest = sorted(costs.items(), key=lambda one: -one[1])[:most]
        said += ["", title, *(f"{cost:8.1f}  {what}" for what, cost in dearest)]
    return "\n".join(said)


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1])) + "\n")
