"""Every store test that asks for ``database`` runs on SQLite and on PostgreSQL with PostGIS."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.store.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'sổ đăng ký' / 'registry.sqlite'}"
        return
    with request.getfixturevalue("server").fresh() as fresh:
        yield fresh


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An empty register."""
    made = Database(url)
    made.upgrade()
    with contextlib.closing(made):
        yield made
