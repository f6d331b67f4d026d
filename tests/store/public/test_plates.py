"""Which standing masts plates are printed of: as asked, and as far as a person may."""

from typing import Any

import pytest

from registry.model.people import OPEN_DESK, Person, Role
from registry.store import ledger
from registry.store.database import Database
from registry.store.public.plates import AskedMasts, count_masts, masts_of, site_number, structure_ids
from registry.store.register.sites import alias_row
from tests.store.rows import created, mast, site, station

VNPT = Person("v", frozenset({Role.CARRIER}), "VNPT")
COMMUNE = Person("c", frozenset({Role.CONSULTED}), territory="07375")
NOBODY = Person("n", frozenset({Role.CARRIER}))


@pytest.fixture
def register(database: Database) -> Database:
    changes = [
        *created(
            "sites",
            site("B", commune_code="07375"),
            site("A"),
            site("C"),
            site("D"),
            site("E", merged_into="site-A"),
        ),
        *created(
            "structures",
            mast("A", owner="Viettel"),
            mast("B"),
            mast("C", state="approved"),
            mast("D", state="dismantled"),
            mast("E"),
        ),
        *created("stations", station("A", "VTL"), station("A", "VNPT"), station("B", "VTL")),
        *created("site_aliases", alias_row("site-B", "VTL", "old-b", former=True)),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")
    return database


@pytest.mark.parametrize(
    ("person", "asked", "codes"),
    [
        (OPEN_DESK, {}, "AB"),
        (OPEN_DESK, {"codes": ["OLD-B ", ""]}, "B"),
        (OPEN_DESK, {"codes": ["c", "d", "e"]}, ""),
        (OPEN_DESK, {"organisation": "Viettel"}, "A"),
        (OPEN_DESK, {"organisation": "VTL"}, "AB"),
        (OPEN_DESK, {"commune": "07375"}, "B"),
        (OPEN_DESK, {"chosen": ["mast-B", "mast-C"]}, "B"),
        (OPEN_DESK, {"chosen": []}, ""),
        (OPEN_DESK, {"chosen": [f"mast-{n}" for n in range(600)] + ["mast-A"]}, "A"),
        (VNPT, {}, "A"),
        (VNPT, {"organisation": "VTL"}, "A"),
        (COMMUNE, {}, "B"),
        (NOBODY, {}, ""),
    ],
)
def test_masts_come_by_code_as_asked_and_as_the_person_may(
    register: Database, person: Person, asked: dict[str, Any], codes: str
) -> None:
    wanted = AskedMasts(person, **asked)
    with register.read() as connection:
        assert "".join(found.code for found in masts_of(connection, wanted)) == codes
        if len(asked.get("chosen", ())) <= 500:
            assert count_masts(connection, wanted) == len(codes)


def test_a_window_reads_a_part_and_each_mast_says_who_is_on_it(register: Database) -> None:
    with register.read() as connection:
        every = masts_of(connection, AskedMasts(OPEN_DESK))
        assert [found.networks for found in every] == [{"VTL", "VNPT"}, {"VTL"}]
        assert masts_of(connection, AskedMasts(OPEN_DESK), (1, 5)) == every[1:]
        assert masts_of(connection, AskedMasts(OPEN_DESK), (2, 5)) == []
        assert site_number(connection, "mast-A") == every[0].site
        assert site_number(connection, "mast-X") is None
        assert len(structure_ids(connection)) == 5
