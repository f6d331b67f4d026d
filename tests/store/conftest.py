"""Every store test that asks for ``database`` runs on SQLite and on PostgreSQL with PostGIS."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.store.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on."""
    return str(request.param)


@pytest.fixture
def url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
    if backend == "sqlite":
        yield f"sqlite:///{tmp_path / 'sổ đăng ký' / 'registry.sqlite'}"
        return
    with request.getfixturevalue("server").fresh() as fresh:
        yield fresh


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty register, made once; copied, never opened."""
    path = tmp_path_factory.mktemp("empty") / "registry.sqlite"
    _upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty register: a copy of one that was made once."""
    with contextlib.ExitStack() as stack:
        if backend == "sqlite":
            folder = tmp_path / "sổ đăng ký"
            folder.mkdir()
            path = shutil.copy(request.getfixturevalue("empty_file"), folder)
            made = Database(f"sqlite:///{path}")
        else:
            made = Database(stack.enter_context(request.getfixturevalue("server").fresh(made_by=_upgrade)))
        yield stack.enter_context(contextlib.closing(made))


def _upgrade(url: str) -> None:
    with contextlib.closing(Database(url)) as made:
        made.upgrade()
