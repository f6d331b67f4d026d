"""The attacks themselves, narrowly: what they break is seen, what they ask is what the product does."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.services.office.registry import Registry
from registry.store import ledger
from tests.attack import full, kills, traced
from tests.attack.bases import bases
from tests.attack.files import case
from tests.attack.outcome import UNDER_WAY, Outcome
from tests.attack.worlds import World, worlds, written

DEED = "requests.notes.edit_note"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with worlds("sqlite") as made:
        yield made["sqlite"]


@pytest.fixture
def outcome() -> Iterator[Outcome]:
    yield Outcome("test", 7)
    UNDER_WAY.pop()


def test_every_way_makes_another_file_and_a_number_makes_the_same_again(tmp_path: Path) -> None:
    known = bases(tmp_path)
    names = {base.name.rpartition(".")[2] for base in known}
    assert {"xlsx", "csv", "ods", "dxf", "kml", "geojson", "docx", "json", "pdf"} <= names
    for base in known:
        for way, change in base.ways.items():
            made = {change(random.Random(number), base.content) for number in range(8)}
            assert len(made - {base.content}) >= 4, (base.name, way)
    assert [case(known, 7, number).content for number in (3, 4)] == [
        case(known, 7, number).content for number in (3, 4)
    ]


@pytest.mark.skipif(not traced.can(), reason="watching needs Linux on x86-64")
def test_a_deed_is_killed_at_a_write_and_the_disk_is_full_from_one_on(world: World, outcome: Outcome) -> None:
    prepared = kills.deeds()[DEED]
    ended, does = kills.whole(world, DEED, prepared)
    assert ended.said == "done"
    assert does == Counter({("row_notes", "changed", "hai"): 1, ("import_batches", "made", "hai"): 1})
    first = next(at for at, call in enumerate(ended.calls, 1) if " /" in call)
    with world.office() as settings:
        since = kills._head(settings)
        assert traced.run(settings, prepared, kill_at=first).said == ""
        assert kills._written(settings, since) == []
        assert traced.run(settings, prepared, full_from=first).said == "refused STORE-DISK-FULL"
        assert kills._written(settings, since) == []
        assert traced.run(settings, prepared).said == "done"
        assert Counter(kills._written(settings, since)) == does
    full._at(outcome, world, DEED, first, does)
    assert outcome.ended == Counter({"refused STORE-DISK-FULL, nothing": 1})
    assert outcome.faults == []


def test_what_is_half_written_or_lost_is_a_fault(world: World, outcome: Outcome) -> None:
    does = Counter({("row_notes", "changed", "hai"): 1, ("import_batches", "made", "hai"): 1})
    with world.office() as settings:
        since = kills._head(settings)
        kills._judge(outcome, world, settings, since, said="done", does=does, where="lost")
        kills._judge(outcome, world, settings, since - 1, said="", does=does, where="half")
        kills._judge(outcome, world, settings, since, said="odd: x", does=does, where="odd")
    assert [fault.partition(":")[0] for fault in outcome.faults] == ["lost", "half", "odd"]


def test_a_row_written_beside_the_ledger_is_told(world: World, outcome: Outcome) -> None:
    with world.office() as settings:
        with kills._open(settings) as office:
            _beside_the_ledger(office)
            since = ledger_head(office)
            assert written(office, since) == []
        kills._judge(outcome, world, settings, since, said="", does=Counter(), where="beside")
    assert [fault for fault in outcome.faults if "LEDGER-ROW-CHANGED" in fault]


def _beside_the_ledger(office: Registry) -> None:
    with office.database.write() as connection:
        connection.exec_driver_sql("UPDATE row_notes SET text = 'x'")


def ledger_head(office: Registry) -> int:
    with office.database.read() as connection:
        return ledger.head(connection).seq
