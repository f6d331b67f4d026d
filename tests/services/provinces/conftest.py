"""Both offices, made once and copied; in files, or in two schemas of one database of PostgreSQL."""

import contextlib
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from registry.services.office.registry import open_registry
from registry.settings import read_settings
from registry.store import copies
from registry.store.database import Database
from registry.store.server_link import place_in
from tests import postgres
from tests.services.provinces import two_offices
from tests.services.provinces.two_offices import MERGED, Two, head_of


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both offices in files, made once; copied, never opened."""
    folder = tmp_path_factory.mktemp("offices")
    with pytest.MonkeyPatch.context() as patch:
        at = two_offices.clock(patch.setattr)
        two_offices.lang_son(folder / "lạng sơn", at)
        two_offices.bac_ninh(folder / "bắc ninh")
    return folder


@pytest.fixture
def homes(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of both offices, on the day on which the provinces become one."""
    two_offices.clock(monkeypatch.setattr)(MERGED)
    return Path(shutil.copytree(made, tmp_path / "offices"))


@pytest.fixture
def two(homes: Path) -> Iterator[Two]:
    """Both offices, in files."""
    other = read_settings({"BTS_HOME": str(homes / "lạng sơn"), "BTS_PROVINCE": "20"})
    own = read_settings({"BTS_HOME": str(homes / "bắc ninh")})
    with contextlib.closing(open_registry(own)) as opened:
        yield Two(opened, other)


@pytest.fixture(params=["sqlite", "postgresql"])
def two_anywhere(two: Two, request: pytest.FixtureRequest) -> Iterator[Two]:
    """Both offices in files, or moved into two schemas of one database of PostgreSQL."""
    if request.param == "sqlite":
        yield two
        return
    with request.getfixturevalue("server").fresh() as url, contextlib.ExitStack() as stack:
        moved = []
        for settings in (two.own.settings, two.other):
            there = replace(settings, database_url=f"{url}?schema=so_{settings.province}")
            path = Path(settings.database_url.removeprefix("sqlite:///"))
            with contextlib.closing(Database(there.database_url)) as database:
                copies.load(path, database)
            moved.append(there)
            assert head_of(there) == head_of(settings)
        moved[1] = replace(moved[1], database_url=_reader(stack, moved[1].database_url))
        yield Two(stack.enter_context(contextlib.closing(open_registry(moved[0]))), moved[1])


def _reader(stack: contextlib.ExitStack, url: str) -> str:
    """Return the address of a register for a user of the server who may read its schema and nothing else."""
    role = f"merger_{uuid.uuid4().hex[:8]}"
    place, schema = place_in(url)
    address = place.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = stack.enter_context(psycopg.connect(address, autocommit=True))
    connection.execute(f"CREATE ROLE {role} LOGIN")
    stack.callback(connection.execute, f"DROP OWNED BY {role}; DROP ROLE {role}")
    connection.execute(f"GRANT USAGE ON SCHEMA {schema} TO {role}")
    connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}")
    return url.replace(f"{postgres.SUPERUSER}@", f"{role}@")
