"""Communes that ended on 1/7/2025 are found among today's, by the crosswalk and by the place."""

import datetime as dt
from dataclasses import replace

import pytest
import shapely

from registry.checks.on_day.units import UnitsOfAllDays, units_on
from registry.model.areas import REFORM, AdminLevel, AdminUnit
from registry.services.provinces.territory import Joined, join
from registry.services.register.units.first_units import starting_units
from registry.settings import read_settings

EPSG = read_settings({"BTS_HOME": "/nowhere"}).metric_epsg


@pytest.fixture(scope="module")
def ours() -> list[AdminUnit]:
    """The units of Bắc Ninh's register since 1/7/2025, which knows what it came from."""
    return list(starting_units("24"))


@pytest.fixture(scope="module")
def joined(ours: list[AdminUnit]) -> Joined:
    """Old Bắc Ninh (27), whose register kept its own communes, enters Bắc Ninh's."""
    theirs = [replace(unit, valid_to=None) for unit in ours if unit.valid_to == REFORM - dt.timedelta(days=1)]
    return join(ours, theirs, ("24", "27"), day=REFORM, epsg=EPSG)


def test_where_the_old_province_is_known_no_unit_changes(joined: Joined) -> None:
    assert (joined.create, joined.end, joined.larger, joined.own_ground) == ((), {}, False, None)


def test_an_old_commune_is_the_one_of_today_that_holds_its_land(
    ours: list[AdminUnit], joined: Joined
) -> None:
    units = units_on(UnitsOfAllDays(ours, EPSG), REFORM, "24").units
    now = {unit.id: unit for unit in units.communes}
    old = [unit for unit in units.legacy if unit.level is AdminLevel.COMMUNE and unit.id in units.current_of]
    assert len(old) > 250
    for unit in old:
        heirs = [now[heir].code for heir in units.current_of[unit.id]]  # in this province none was divided
        assert [joined.commune(unit.code, None, None)] == [(code, None) for code in heirs]


def test_of_a_divided_commune_the_place_decides_and_without_one_a_person(ours: list[AdminUnit]) -> None:
    today = [unit for unit in ours if unit.level is AdminLevel.COMMUNE and unit.valid_to is None]
    one, other = today[0], today[1]
    old = one.predecessors[0]
    divided = [
        replace(unit, predecessors=(*unit.predecessors, old)) if unit is other else unit for unit in ours
    ]
    joined = join(divided, [], ("24", "27"), day=REFORM, epsg=EPSG)
    for heir, beside in ((one, other), (other, one)):
        place = shapely.difference(heir.boundary, beside.boundary).representative_point()
        assert joined.commune(old, place.x, place.y) == (heir.code, None)
    for place in ((None, None), (100.0, 10.0)):
        code, waits = joined.commune(old, *place)
        assert (code, waits and waits.code) == (old, "PROVINCE-WAITS-COMMUNE")


def test_a_commune_of_today_stays_and_an_unknown_code_waits(ours: list[AdminUnit], joined: Joined) -> None:
    today = next(unit for unit in ours if unit.level is AdminLevel.COMMUNE and unit.valid_to is None)
    assert joined.commune(today.code, None, None) == (today.code, None)
    code, waits = joined.commune("99999", 106.0, 21.0)
    assert (code, waits and waits.params) == ("99999", {"code": "99999"})
