"""Which masts serve a critical place: stated, else the nearest of each network; and which have none left."""

import datetime as dt
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.critical_places import CriticalPlace, PlaceKind
from registry.services.critical.places import critical_places
from registry.services.critical.served import OWN_FILE, PlaceService, reach_of, served
from registry.services.office.registry import Registry
from registry.store import batches, changes, ledger
from registry.store.critical.tables import critical_places as table
from registry.store.records import row_of
from registry.store.tables import structures
from tests.services.outages.world import built
from tests.services.requests import desk

# ``built`` stands BGG00100 … 00103 (VTL) and 00104, 00105 (VNPT) 500 m apart,
# from 500 m north on, beside VNPT's BGG00045 at 0


def put(registry: Registry, *places: CriticalPlace) -> None:
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="critical", who="lan")
        made = [changes.create(table, row_of(table, place)) for place in places]
        ledger.record(connection, made, who="lan", batch=batch.id)


def place(name: str, metres: float | None, **own: Any) -> CriticalPlace:
    lon, lat = (None, None) if metres is None else desk.north(metres)
    return CriticalPlace(name, name, PlaceKind.COMMITTEE, lon, lat, **own)


@pytest.fixture
def world(office: Registry) -> Registry:
    return built(office)


def codes(registry: Registry, name: str) -> dict[str, list[tuple[str, bool]]]:
    found = served(registry).masts_of(name)
    return {code: [(mast.code, mast.stated) for mast in masts] for code, masts in found.items()}


def test_without_any_place_nothing_is_known(world: Registry) -> None:
    found = served(world)
    assert not found.known
    assert critical_places(world) == ()
    assert found.without_any_network(found.stations_of(["BGG00100"])) == ()


def test_the_nearest_mast_of_each_network_serves_a_place(world: Registry) -> None:
    put(world, place("ủy ban", 520.0), place("xa", 20_000.0), place("chưa rõ", None))
    assert codes(world, "ủy ban") == {"VTL": [("BGG00100", False)], "VNPT": [("BGG00045", False)]}
    assert codes(world, "xa") == {}
    assert codes(world, "chưa rõ") == {}
    mast = served(world).masts_of("ủy ban")["VTL"][0]
    assert mast.distance_m == pytest.approx(20.0, abs=1.0)
    assert [one.id for one in served(world).by_structure[mast.structure]] == ["ủy ban"]
    assert served(world).of_network("VNPT").keys().isdisjoint({mast.structure})


def test_a_stated_mast_goes_before_the_nearest(world: Registry) -> None:
    put(world, place("ủy ban", 520.0))
    nearest = served(world).masts_of("ủy ban")["VTL"][0].structure
    assert served(world).service_at("ủy ban", served(world).stations_of([nearest])) is PlaceService.PART
    other = place("đê", 2_050.0)
    put(world, other)
    stated = served(world).masts_of("đê")["VTL"][0].structure
    put(world, place("bệnh viện", 520.0, stated_masts=(stated,)))
    assert codes(world, "bệnh viện") == {"VTL": [("BGG00103", True)], "VNPT": [("BGG00045", False)]}


def test_a_place_without_any_network_is_told_only_where_all_have_reported(world: Registry) -> None:
    put(world, place("ủy ban", 520.0), place("xa", 20_000.0))
    found = served(world)
    dark = {mast.station for masts in found.masts_of("ủy ban").values() for mast in masts}
    assert [one.id for one in found.without_any_network(dark)] == ["ủy ban"]
    assert found.service_at("xa", dark) is PlaceService.UNKNOWN
    assert found.service_at("ủy ban", dark, heard={"VTL"}) is PlaceService.NO_ANSWER
    assert found.without_any_network(dark, heard={"VTL"}) == ()
    assert found.service_at("ủy ban", dark, heard=()) is PlaceService.UNKNOWN
    assert found.service_at("ủy ban", ()) is PlaceService.ON


def test_masts_that_change_change_who_serves(world: Registry) -> None:
    put(world, place("ủy ban", 520.0))
    structure = served(world).masts_of("ủy ban")["VTL"][0].structure
    with world.database.write() as connection:
        row = ledger.rows_by_key(connection, structures, [structure])[structure]
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ended = changes.amend(structures, row, dismantled_on=dt.date(2024, 1, 1))
        ledger.record(connection, [ended], who="lan", batch=batch.id)
    assert codes(world, "ủy ban")["VTL"] == [("BGG00101", False)]


def test_a_closed_place_is_served_by_nobody(world: Registry) -> None:
    put(world, place("cũ", 520.0, closed_on=dt.date(2026, 1, 1), closed_why="chuyển trụ sở"))
    assert not served(world).known
    assert [one.id for one in critical_places(world, closed=True)] == ["cũ"]


def test_an_office_may_have_a_distance_of_its_own(world: Registry) -> None:
    assert reach_of(world).metres == 3_000.0
    own = world.settings.home / OWN_FILE
    own.write_text('reach_m = 100\nvalid_from = 2026-12-01\nreason_vi = "đô thị"\n', encoding="utf-8")
    put(world, place("ủy ban", 520.0))
    assert codes(world, "ủy ban") == {"VTL": [("BGG00100", False)]}
    own.write_text('reach_m = "xa"\n', encoding="utf-8")
    with pytest.raises(RefusalError, match="CRITICAL-REACH"):
        reach_of(world)
