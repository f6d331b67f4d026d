"""Registers for tests of services: one on SQLite, and where asked for one on each backend."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.services.registry import Registry, open_registry
from registry.settings import read_settings
from tests import postgres
from tests.services import desk


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    reason = postgres.missing()
    if reason is not None:
        if postgres.all_required():
            pytest.fail(reason)
        pytest.skip(reason)
    with postgres.running() as running:
        yield running


@pytest.fixture(scope="session")
def office_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office that nobody has used yet; copied, never opened."""
    home = tmp_path_factory.mktemp("office")
    desk.make(read_settings({"BTS_HOME": str(home)})).close()
    return home


@pytest.fixture
def office(office_home: Path, tmp_path: Path) -> Iterator[Registry]:
    """An office of one's own, on SQLite."""
    home = tmp_path / "sổ"
    shutil.copytree(office_home, home)
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def either_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    """An office of one's own on each backend."""
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    with request.getfixturevalue("server").fresh() as url:
        settings = read_settings({"BTS_HOME": str(tmp_path / "sổ"), "BTS_DATABASE_URL": url})
        with contextlib.closing(desk.make(settings)) as made:
            yield made
