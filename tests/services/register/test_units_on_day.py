"""Units of a day: codes are used again, provinces merge, and each former unit became something."""

import datetime as dt
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.on_day.units import (
    URBAN_UNTIL,
    UnitsOfAllDays,
    UnitsOnDay,
    in_force,
    units_on,
)
from registry.model.areas import AdminLevel, AdminUnit
from tests.world import EPSG, ORIGIN

REFORM = dt.date(2025, 7, 1)
BEFORE = REFORM - dt.timedelta(days=1)


def unit(code: str, name: str, parent: str, first: dt.date | None = None, last: dt.date | None = None,
         **own: Any) -> AdminUnit:  # fmt: skip
    """A commune of 0,01° on each side, so many of them east of the origin; ``own`` says what is otherwise."""
    west = ORIGIN[0] + 0.01 * own.pop("east", 0)
    level, kind = own.pop("level", AdminLevel.COMMUNE), own.pop("kind", "Xã")
    values = {"boundary": shapely.box(west, ORIGIN[1], west + 0.01, ORIGIN[1] + 0.01), **own}
    return AdminUnit(f"{code}-{first}", code, level, name, kind, parent, first, last, **values)  # fmt: skip


PROVINCE, DISTRICT = (
    {"level": AdminLevel.PROVINCE, "kind": "Tỉnh"},
    {"level": AdminLevel.DISTRICT, "kind": "Huyện"},
)
UNITS = [
    unit("24", "Bắc Giang", "", None, BEFORE, **PROVINCE, boundary_error_m=900.0),
    unit("27", "Bắc Ninh", "", None, BEFORE, **PROVINCE, east=2, boundary_error_m=900.0),
    unit("24", "Bắc Ninh", "", REFORM, predecessors=("24", "27"), **PROVINCE, boundary_error_m=500.0),
    unit("217", "Lạng Giang", "24", None, BEFORE, **DISTRICT),
    unit("900", "Cũ Nữa", "217", None, dt.date(2019, 12, 31)),
    unit("901", "Vôi", "217", dt.date(2020, 1, 1), BEFORE, kind="Thị trấn", predecessors=("900",)),
    unit("902", "Yên Mỹ", "217", None, BEFORE, east=1),
    unit("903", "Võ Cường", "27", None, BEFORE, kind="Phường", east=2),
    unit("904", "Ngoài Tỉnh", "01", None, None, east=5),
    unit("901", "Lạng Giang", "24", REFORM, predecessors=("901", "902")),
    unit("903", "Võ Cường", "24", REFORM, kind="Phường", predecessors=("903",), east=2),
]  # fmt: skip
ALL = UnitsOfAllDays(UNITS, EPSG)


def on(day: dt.date, units: list[AdminUnit] = UNITS) -> UnitsOnDay:
    return units_on(UnitsOfAllDays(units, EPSG), day, "24")


def names(units: Any) -> list[str]:
    return [item.name for item in units]


def test_a_unit_is_in_force_from_its_first_day_to_its_last() -> None:
    voi = UNITS[5]
    assert [in_force(voi, day) for day in (dt.date(2019, 12, 31), dt.date(2020, 1, 1), BEFORE, REFORM)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert in_force(UNITS[8], dt.date.min)
    assert in_force(UNITS[8], dt.date.max)


def test_a_code_that_is_used_again_means_the_unit_of_the_day() -> None:
    found = [ALL.at(AdminLevel.COMMUNE, "901", day) for day in (BEFORE, REFORM)]
    assert names(found) == ["Vôi", "Lạng Giang"]
    assert ALL.at(AdminLevel.COMMUNE, "901", dt.date(2010, 1, 1)) is None
    assert ALL.at(AdminLevel.DISTRICT, "901", REFORM) is None


def test_a_unit_comes_from_those_that_ended_last_before_it_and_not_from_itself() -> None:
    older = unit("901", "Vôi Xưa", "217", None, dt.date(2010, 1, 1))
    held = UnitsOfAllDays([older, *UNITS], EPSG)
    assert names(held.predecessors(UNITS[9])) == ["Vôi", "Yên Mỹ"]
    assert held.predecessors(older) == [], "nobody knows since when it is"


def test_the_province_of_a_day_before_the_merger_is_both_that_it_came_from() -> None:
    now, then = on(REFORM), on(BEFORE)
    assert now.units.territory_name == "Tỉnh Bắc Ninh"
    assert then.units.territory_name == "Tỉnh Bắc Giang, Tỉnh Bắc Ninh"
    assert [part.code for part in then.territories] == ["24", "27"]
    assert names(now.units.communes) == ["Lạng Giang", "Võ Cường"]
    assert names(then.units.communes) == ["Vôi", "Yên Mỹ", "Võ Cường"], "by their districts or at once"


def test_every_former_commune_leads_to_what_it_became_over_any_number_of_steps() -> None:
    current = on(REFORM).units.current_of
    now, ward = UNITS[9].id, UNITS[10].id
    assert {old: current[old] for old in (UNITS[4].id, UNITS[5].id, UNITS[6].id)} == {
        UNITS[4].id: (now,), UNITS[5].id: (now,), UNITS[6].id: (now,),
    }  # fmt: skip
    assert current[UNITS[7].id] == (ward,)


def test_surveyed_communes_make_the_territory_where_the_province_is_not_surveyed() -> None:
    exact = on(REFORM).units
    assert exact.error_m == 0
    assert exact.territory.area == pytest.approx(sum(shape.area for shape in exact.geometries))
    rough = on(REFORM, [*UNITS[:-1], unit("903", "Võ Cường", "24", REFORM, boundary_error_m=40.0)]).units
    assert rough.error_m == 500, "one that is not surveyed, and the province's own border counts"
    undrawn = on(REFORM, [*UNITS[:-1], unit("903", "Võ Cường", "24", REFORM, boundary=None)]).units
    assert undrawn.error_m == 500


def test_wards_and_townships_of_before_the_reform_stay_what_is_urban() -> None:
    for day in (BEFORE, REFORM, dt.date(2030, 1, 1)):
        assert len(on(day).units.former_urban) == 2, "Vôi and Võ Cường, not the new ward"
    assert len(on(dt.date(2015, 1, 1)).units.former_urban) == 1, "Vôi was no township yet"
    assert in_force(UNITS[5], URBAN_UNTIL)


def test_a_province_that_nobody_knows_has_no_territory() -> None:
    found = units_on(ALL, REFORM, "99")
    assert (found.units.territory, found.units.communes, found.territories) == (None, (), ())


@given(st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)))
def test_on_any_day_a_unit_is_in_force_or_ended_and_successors_are_of_the_day(day: dt.date) -> None:
    units = on(day).units
    here, ended = ({item.id for item in group} for group in (units.communes, units.legacy))
    assert not here & ended
    assert ended == {item.id for item in UNITS if item.valid_to is not None and item.valid_to < day}
    assert {key for keys in units.current_of.values() for key in keys} <= here
    assert len(units.geometries) == len(units.communes)
