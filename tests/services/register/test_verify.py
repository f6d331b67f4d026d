"""The register's own word on whether it can be trusted."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.messages import render
from registry.services.office.registry import Registry, open_registry
from registry.services.register.verify import verify
from registry.settings import read_settings
from registry.store import ledger
from registry.store.database import Database
from tests.store.rows import created, site


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    database = Database(settings.database_url)
    database.upgrade()
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A"), site("B")), who="lan", batch="B1")
    database.close()
    with contextlib.closing(open_registry(settings)) as opened:
        yield opened


def test_a_sound_register_gives_its_head_to_note(registry: Registry) -> None:
    found = verify(registry)
    assert (found.sound, found.entries, found.problems, found.expected) == (True, 2, (), None)
    assert verify(registry, expect=found.head).expected == "head"


def test_a_row_changed_with_another_program_is_named_in_words(registry: Registry) -> None:
    with registry.database.write() as connection:
        connection.exec_driver_sql("UPDATE sites SET lon = 106.5 WHERE code = 'B'")
    (problem,) = verify(registry).problems
    assert render(problem.code, problem.params) == "Bản ghi site-B của bảng sites khác với sổ cái ở cột lon"


@pytest.mark.parametrize("given", ["", "abc", "g" * 64, "0" * 63])
def test_what_is_no_head_is_refused(registry: Registry, given: str) -> None:
    with pytest.raises(RefusalError, match="LEDGER-NO-HEAD"):
        verify(registry, expect=given)
