"""The batches of a register, listed and taken back, as the command line asks for them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.database import Database
from registry.store.tables import sites
from tests.store.rows import created, site


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    database = Database(settings.database_url)
    database.upgrade()
    with database.write() as connection:
        batch = batches.open_batch(
            connection, kind="sites", who="lan", file_name="danh sách.xlsx", summary={"new": 1}
        )
        ledger.record(connection, created("sites", site("A")), who="lan", batch=batch.id)
    database.close()
    with contextlib.closing(open_registry(settings)) as opened:
        yield opened


def test_a_batch_is_listed_with_its_file_and_counts(registry: Registry) -> None:
    (batch,) = list_batches(registry)
    assert (batch.id, batch.kind, batch.file_name, batch.who) == ("B1", "sites", "danh sách.xlsx", "lan")
    assert (batch.summary, batch.undone_by) == ({"new": 1}, None)


def test_undoing_takes_the_rows_back_and_says_by_which_batch(registry: Registry) -> None:
    made = undo_batch(registry, "b1", who="lan")
    assert (made.id, made.kind, made.undoes, made.who) == ("B2", "undo", "B1", "lan")
    assert [batch.undone_by for batch in list_batches(registry)] == ["B2", None]
    with registry.database.read() as connection:
        assert ledger.rows_by_key(connection, sites, ["site-A"]) == {}
    undo_batch(registry, "B2", who="minh")
    with registry.database.read() as connection:
        assert ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]["code"] == "A"


def test_a_refused_undo_changes_nothing(registry: Registry) -> None:
    with registry.database.read() as connection:
        before = ledger.head(connection)
    with pytest.raises(RefusalError, match="BATCH-UNKNOWN"):
        undo_batch(registry, "B9", who="lan")
    with registry.database.read() as connection:
        assert ledger.head(connection) == before


def test_there_is_nothing_to_open_before_init(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="STORE-MISSING"):
        open_registry(read_settings({"BTS_HOME": str(tmp_path / "nơi khác")}))
    assert not (tmp_path / "nơi khác").exists()
