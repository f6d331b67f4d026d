"""Registers for tests of services: one on SQLite, and where asked for one on each backend."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from tests.services.requests import desk


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    """An office of one's own, on SQLite."""
    with contextlib.closing(desk.make(read_settings({"BTS_HOME": str(tmp_path / "sổ")}))) as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgresql"])
def either_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Registry]:
    """An office of one's own on each backend."""
    if request.param == "sqlite":
        yield request.getfixturevalue("office")
        return
    with request.getfixturevalue("server").fresh(made_by=_office_in) as url:
        settings = read_settings({"BTS_HOME": str(tmp_path / "sổ"), "BTS_DATABASE_URL": url})
        with contextlib.closing(open_registry(settings)) as opened:
            yield opened


def _office_in(url: str) -> None:
    with tempfile.TemporaryDirectory() as home:
        desk.fill(read_settings({"BTS_HOME": home, "BTS_DATABASE_URL": url}))
