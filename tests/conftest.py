"""What is dear to make and shared by all tests: the illustrative register and a PostgreSQL server."""

import contextlib
import datetime as dt
import fcntl
import gc
import os
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.demo.initialise import init_registry
from registry.model.vietnam_time import VIETNAM, one_day, today
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import PASSWORD_COST
from registry.settings import Settings, read_settings
from tests import postgres
from tests.chromium import LEANEST_FIRST, MISSING, chromium, with_slow_pages
from tests.compiled_once import keep_builders, keep_letters, keep_statements, keep_templates
from tests.copied import copy_home

FULL_COST = dict(PASSWORD_COST)
"""What the product spends on a password, 0.15 s of processor; tests make and try them by the thousand."""
PASSWORD_COST.update(time_cost=1, memory_cost=64, parallelism=1)

_LONG_FIRST = (
    "tests/e2e/test_every_page.py", "tests/web/frame/sign_in/test_accounts_guards.py",
    "tests/test_cli", "tests/web/frame/test_listing.py", "tests/e2e/", "tests/web/", "tests/services/",
)  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without looking for garbage, and leave what was collected out of every later look.

    Thirteen thousand tests and all modules stand until the end: looking through them took a quarter of their
    collection and a fifth of the tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 10, 10)
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, so that at the end no process waits for the browser tests of another.

    The longest goes ahead of all: every page takes a process four minutes, and a file is not shared. Those of
    the command need no office of the others', which the first of them makes while they run.
    ``make test`` tells pytest-xdist to keep this order; its own begins with the files of the most tests,
    and the browser's are few and long.
    """
    items.sort(
        key=lambda item: next((n for n, room in enumerate(_LONG_FIRST) if item.nodeid.startswith(room)), 9)
    )


_BEGUN = today()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where midnight passed in Vietnam: offices made before it are of yesterday, and deadlines moved."""
    if today() != _BEGUN:
        terminalreporter.write_line(f"midnight passed in Vietnam during this run, begun on {_BEGUN}")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return a folder that ``make`` fills, once for all the processes of a run.

    ``BTS_TESTS_KEEP=FOLDER`` keeps it there for the next run, too: for somebody at work on a few tests who
    would else wait for the illustrative office each time. Whoever changes what it holds empties the folder.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    if kept := os.environ.get("BTS_TESTS_KEEP"):
        shared = Path(kept)
        shared.mkdir(parents=True, exist_ok=True)
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made := shared / f"{name}.made").exists():
            make(shared / name)
            made.touch()
    return shared / name


@pytest.fixture(scope="session", autouse=True)
def _compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Compile templates, addresses, SQL and letters once for all applications that the tests make."""
    keep_builders()
    keep_statements()
    keep_letters()
    keep_templates(once(tmp_path_factory, "templates", Path.mkdir))


@pytest.fixture(scope="module", autouse=True)
def _no_job_outlives_its_module() -> Iterator[None]:
    """Wait for the threads of jobs that a test has set going.

    One that goes on compiles a template while the next module parses a source, and Python 3.11 cannot do both
    at once: "AST constructor recursion depth mismatch" in whatever test comes next.
    """
    yield
    for thread in threading.enumerate():
        if thread.name == "jobs":
            thread.join(30)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an illustrative register, made once; nothing may change it (see ``copy_demo``)."""

    def make(home: Path) -> None:
        init_registry(read_settings({"BTS_HOME": str(home)}), demo=True)

    return once(tmp_path_factory, "dữ liệu minh họa", make)


@pytest.fixture(scope="session")
def lived_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an illustrative register with an office's work in it; nothing may change it.

    The work is done in a copy of ``demo_home``, on its day: tests/demo makes both in one go.
    """
    from registry.demo.work import add_work  # brings the whole office along, which narrow tests do not need

    made = dt.datetime.fromtimestamp(demo_home.with_name(f"{demo_home.name}.made").stat().st_mtime, VIETNAM)

    def make(home: Path) -> None:
        copy_home(demo_home, home)
        with (
            contextlib.closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as opened,
            one_day(made.date()) as day,
        ):
            add_work(opened, day=day)

    return once(tmp_path_factory, "lived in", make)


@pytest.fixture(scope="session")
def walked_home(lived_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an office that is lived in, with every page of it that its roles reach (tests/walk.py)."""
    from tests.walk import walk_through  # the application is not for the tests of the core

    def make(home: Path) -> None:
        copy_home(lived_home, home)
        walk_through(read_settings({"BTS_HOME": str(home)}))

    return once(tmp_path_factory, "walked", make)


@pytest.fixture(scope="session")
def copy_demo(demo_home: Path) -> Callable[[Path], Settings]:
    """Copies the illustrative register into a folder that is not there yet, and returns its settings."""

    def copy(home: Path) -> Settings:
        copy_home(demo_home, home)
        return read_settings({"BTS_HOME": str(home)})

    return copy


@pytest.fixture(scope="module")
def demo_registry(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Registry]:
    """A copy of the illustrative register, opened for the tests of one module."""
    settings = copy_demo(tmp_path_factory.mktemp("demo") / "home")
    with contextlib.closing(open_registry(settings)) as opened:
        yield opened


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """A private PostgreSQL with PostGIS; left out with the reason where there is none."""
    reason = postgres.missing()
    if reason is not None:
        if postgres.all_required():
            pytest.fail(reason)
        pytest.skip(reason)
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, started once: a process can hold one Playwright only, whatever tests it runs."""
    from playwright.sync_api import sync_playwright

    from tests.e2e.conftest import BROWSERS, FLAGS

    found = chromium(LEANEST_FIRST)
    if not found:
        if os.environ.get("BTS_TESTS_REQUIRE_ALL") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        BROWSERS.append(started)
        yield with_slow_pages(started)
        BROWSERS.remove(started)
        started.close()
