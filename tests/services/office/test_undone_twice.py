"""Undoing what was not done, or was undone already: refused with a code, or nothing is written of it."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.errors import RefusalError, WrongCallError
from registry.services.office import deeds
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from registry.store import ledger
from registry.store.storm.tables import storms
from tests.attack.worlds import head, make, seen_of, stand_ins, written
from tests.services.office.test_deeds import DEEDS

BACK = ("again", "alone", "back", "drop", "end", "leave", "remove", "reopen", "restore", "revoke", "strike",
        "undo", "withdraw")  # fmt: skip
"""Words of the names of deeds that take back what was done, or take that back."""

UNDOING = sorted(name for name in DEEDS if set(name.rpartition(".")[2].split("_")) & set(BACK))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("undone") / "nhà"
    make(read_settings({"BTS_HOME": str(home)}))
    return home


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Registry]:
    shutil.copytree(made, tmp_path / "nhà")
    with contextlib.closing(open_registry(read_settings({"BTS_HOME": str(tmp_path / "nhà")}))) as found:
        yield found


def _empty_batches(office: Registry, since: int) -> list[str]:
    """Return the batches after a number in which nothing but their own row is written."""
    tables: dict[str, set[str]] = {}
    with office.database.read() as connection:
        for entry in ledger.entries(connection, since=since):
            tables.setdefault(entry.batch, set()).add(entry.change.table)
    return [batch for batch, own in tables.items() if own == {"import_batches"}]


@pytest.mark.parametrize("name", UNDOING)
def test_undoing_it_a_second_time_is_refused_or_writes_nothing(office: Registry, name: str) -> None:
    second = DEEDS[name]
    before = at = head(office)
    seen, ends = 0, []
    with stand_ins():
        for _turn in range(2):
            with contextlib.suppress(WrongCallError):  # gone: he still has the page that showed it
                seen = seen_of(office, name, second)
            at = head(office)
            try:
                second.act(office, seen)
                ends.append("done" if written(office, at) else "nothing")
            except RefusalError as refusal:
                ends.append(refusal.code)
                assert head(office) == at
    assert ends[1] != "done", (ends, written(office, at))
    assert _empty_batches(office, before) == []


def test_a_deed_that_sets_what_stands_makes_no_batch(office: Registry) -> None:
    before = head(office)
    with deeds.deed(office, "desk-world", "một") as made:
        made.amend(storms, "storm", name=made.standing(storms, "storm")["name"])
        assert made.write() == ""
        made.amend(storms, "storm", name="khác")
        batch = made.write()
    assert batch
    assert head(office) == before + 2
