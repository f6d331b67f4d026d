"""What is agreed to and not built, and what falls with a mast that is taken back."""

import pytest

from registry.store import ledger
from registry.store.database import Database
from registry.store.register.agreed_masts import agreed_masts, falling_with, first_operator
from registry.store.register.same_mast import question_row
from registry.store.register.sites import alias_row
from registry.store.tables import same_mast, site_aliases, sites, stations, structures
from tests.store.rows import created, mast, site, station


@pytest.fixture
def agreed(database: Database) -> Database:
    """Site A carries an agreed mast beside a standing one, site B an agreed one alone; C was merged away."""
    second = {**mast("A", state="approved", owner="Viettel"), "id": "mast-A2"}
    changes = [
        *created("sites", site("B", lon=106.2), site("A"), site("C", merged_into="site-A")),
        *created("structures", mast("A"), second, mast("B", state="approved"), mast("C", state="approved")),
        *created("stations", station("B", "VTL"), station("B", "VNPT")),
        *created("site_aliases", alias_row("site-B", "VTL", "B"), alias_row("site-A", "VTL", "A")),
        *created("same_mast", question_row("site-A", "site-B", "near", distance_m=14)),
    ]
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")
    return database


def test_agreed_masts_come_by_code_without_those_of_merged_sites(agreed: Database) -> None:
    with agreed.read() as connection:
        found = agreed_masts(connection)
        assert [(item.structure, item.owner, item.code, item.lon) for item in found] == [
            ("mast-A2", "Viettel", "A", 106.1946),
            ("mast-B", "", "B", 106.2),
        ]
        assert first_operator(connection, "mast-B") == "VNPT"  # the first station by id
        assert first_operator(connection, "mast-A") == ""


def test_a_site_falls_with_its_only_mast_and_stays_for_another(agreed: Database) -> None:
    with agreed.read() as connection:
        alone = falling_with(connection, ["mast-B"], ["site-B"])
        assert alone[stations] == ["station-B-VNPT", "station-B-VTL"]
        assert (alone[structures], alone[sites]) == (["mast-B"], ["site-B"])
        assert len(alone[site_aliases]) == 1
        assert len(alone[same_mast]) == 1
        beside = falling_with(connection, ["mast-A2"], ["site-A"])
        assert beside[structures] == ["mast-A2"]
        assert not any(beside[table] for table in (stations, site_aliases, same_mast, sites))
        both = falling_with(connection, ["mast-A", "mast-A2"], ["site-A", "site-A"])
        assert both[sites] == ["site-A"]
