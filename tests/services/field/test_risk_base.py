"""What the register says of masts for their risk: of those that stand only, and kept until it changes."""

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from registry.model.standing_days import NOT_STANDING
from registry.services.field.risk_base import RiskBase, risk_base
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.zones.import_zones import import_zones
from tests.services.field.world import MAST, add_masts, item, new_id, send
from tests.services.offices import write_geojson
from tests.services.requests.desk import LAT, LON


def of(base: RiskBase, column: str, structure: str = MAST) -> Any:
    return getattr(base, column)[base.row_of[structure]]


def roads(registry: Registry, folder: Path, *metres_north: float) -> None:
    """Add roads of 8 m that run east and west so many metres north of the mast."""
    features = []
    for metres in metres_north:
        south, north = (LAT + (metres + half) / 111_000 for half in (-4, 4))
        ring = [(LON - 0.01, south), (LON + 0.01, south), (LON + 0.01, north), (LON - 0.01, north)]
        shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        features.append((shape, {"name": "Đường", "error_m": 1}))
    path = write_geojson(folder / "roads.geojson", features)
    day = today() - dt.timedelta(days=30)
    import_zones(registry, path, layer="road", decision="QĐ 1", valid_from=day, yes=True, who="lan")


def test_only_masts_that_stand_are_in_it(office: Registry) -> None:
    states = ("in_service", "suspended", "under_construction", "planned", "dismantled", "abandoned")
    add_masts(office, {f"V-{state}": {"state": state} for state in states})
    base = risk_base(office, today())
    assert set(base.row_of) == {MAST, *(f"mast-V-{state}" for state in states if state not in NOT_STANDING)}
    assert base.structures.tolist() == list(base.row_of)
    assert list(base.row_of.values()) == list(range(len(base.rows)))


def test_every_column_has_a_value_for_every_mast(office: Registry) -> None:
    add_masts(office, {f"V{n}": {} for n in range(3)})
    base = risk_base(office, today())
    columns = (
        "organisations", "designed_operators", "design_wind_ms", "zone_gust_ms", "road_in_fall",
        "road_known", "carried", "inactive", "structures",
    )  # fmt: skip
    assert {len(getattr(base, name)) for name in columns} == {len(base.rows)} == {4}


def test_what_is_not_stated_is_not_known(office: Registry) -> None:
    add_masts(office, {"V1": {"designed_operators": 3, "design_wind_ms": 42.5}, "V2": {}})
    base = risk_base(office, today())
    assert [of(base, name, "mast-V1") for name in ("designed_operators", "design_wind_ms")] == [3, 42.5]
    assert np.isnan([of(base, name, "mast-V2") for name in ("designed_operators", "design_wind_ms")]).all()


@pytest.mark.parametrize(
    ("operators", "carried", "inactive", "organisation"),
    [
        (("VTL",), 1, False, "VTL"),
        (("VTL", "VNPT", "VMS"), 3, False, ""),
        (("GTEL",), 1, True, "GTEL"),
        (("GTEL", "VTL"), 2, False, ""),
        ((), 0, False, ""),
    ],
)
def test_networks_are_counted_and_one_that_gave_up_leaves_its_masts_inactive(
    office: Registry, operators: tuple[str, ...], carried: int, inactive: bool, organisation: str
) -> None:
    add_masts(office, {"V1": {"operators": operators}})
    base = risk_base(office, today())
    found = [of(base, name, "mast-V1") for name in ("carried", "inactive", "organisations")]
    assert found == [carried, inactive, organisation]


def test_the_owner_answers_before_the_networks(office: Registry) -> None:
    add_masts(office, {"V1": {"operators": ("VTL",), "owner": "MobiFone Bắc Giang"}})
    assert of(risk_base(office, today()), "organisations", "mast-V1") == "VMS"


@pytest.mark.parametrize(("metres", "near"), [(20.0, True), (45.0, True), (47.5, False), (300.0, False)])
def test_a_road_within_the_height_of_the_mast_is_in_its_fall(
    office: Registry, tmp_path: Path, metres: float, near: bool
) -> None:
    """The mast has 42 m, the road 4 m on either side of its line."""
    roads(office, tmp_path, metres)
    base = risk_base(office, today())
    assert of(base, "road_in_fall") == near
    assert of(base, "road_known") == near  # nobody said that all roads and railways are there


def test_everything_above_ground_falls_and_an_unknown_height_tells_nothing(
    office: Registry, tmp_path: Path
) -> None:
    place = {"lon": LON, "lat": LAT}
    add_masts(office, {"V1": {**place, "mast_height_m": 12.0, "top_agl_m": 42.0}, "V2": place})
    roads(office, tmp_path, 40.0)
    base = risk_base(office, today())
    assert [of(base, "road_in_fall", name) for name in ("mast-V1", "mast-V2")] == [True, False]
    assert not of(base, "road_known", "mast-V2")


def test_what_phones_send_leaves_it_as_it_is_and_a_new_mast_does_not(office: Registry) -> None:
    base = risk_base(office, today())
    assert risk_base(office, today()) is base
    send(office, item("note", visit=new_id()))
    kept = risk_base(office, today())
    assert kept.rows is base.rows
    assert kept.head != base.head
    add_masts(office, {"V1": {}})
    assert set(risk_base(office, today()).row_of) == {MAST, "mast-V1"}


def test_another_day_is_another_base(office: Registry) -> None:
    base = risk_base(office, today())
    other = risk_base(office, today() - dt.timedelta(days=1))
    assert (other.day, other is base) == (today() - dt.timedelta(days=1), False)


def test_masts_of_one_commune_have_one_gust_and_no_commune_has_none(office: Registry) -> None:
    add_masts(office, {"V1": {"commune_code": "07213"}, "V2": {"commune_code": "07213"}, "V3": {}})
    base = risk_base(office, today())
    one, two, none = (of(base, "zone_gust_ms", f"mast-V{n}") for n in (1, 2, 3))
    assert one == two > 0
    assert np.isnan(none)
