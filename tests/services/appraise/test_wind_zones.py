"""WND-01 over the reform of 1/7/2025: a place has the zone of its former commune before it and after it."""

import datetime as dt

import pytest

from registry.checks.communes import keys_of, names_of
from registry.checks.context import Context
from registry.checks.wind import Place, zone_gusts
from registry.law import law_in_force
from registry.services.office.registry import Registry
from registry.services.register.context import context_for

BEFORE, LAST, FIRST = dt.date(2024, 6, 1), dt.date(2025, 6, 30), dt.date(2025, 7, 1)
THIRD = {
    "sondong": {"tayyentu", "duonghuu", "longson", "thanhluan"},
    "luongtai": {"laiha", "minhtan", "trungchinh", "trungkenh", "trungxa"},
}
"""Law: section 11 (QCVN 02:2022/BXD table 5.1), folded."""

MERGED = {"antap", "quangminh"}  # made of four communes that the table names, of both zones


def gusts(context: Context) -> dict[tuple[str, str], tuple[float, bool]]:
    """Return gust and sureness by (district, commune) for the communes of the day."""
    names = names_of(context.units)
    rule = law_in_force(context.province, context.as_of).rules["WND-01"]
    places = [Place("", "", row) for row in range(len(context.units.communes))]
    found = zone_gusts(places, context, rule)
    return {
        (names.district_of(unit), keys_of(unit.name)[-1]): (gust.gust_ms, gust.sure)
        for unit, gust in zip(context.units.communes, found, strict=True)
        if gust is not None
    }


@pytest.mark.parametrize("day", [BEFORE, LAST])
def test_before_the_reform_every_commune_has_the_zone_of_the_table(
    demo_registry: Registry, day: dt.date
) -> None:
    found = gusts(context_for(demo_registry, day))
    assert len(found) > 300
    for (district, commune), (gust_ms, sure) in found.items():
        if district == "luongtai" and commune in MERGED:
            assert (gust_ms, sure) == (50.0, False), commune
        else:
            assert (gust_ms, sure) == (50.0 if commune in THIRD.get(district, set()) else 44.0, True), commune


def test_a_former_commune_named_by_a_row_has_the_same_zone_on_both_sides_of_the_reform(
    demo_registry: Registry,
) -> None:
    context = context_for(demo_registry, FIRST)
    names = names_of(context.units)
    rule = law_in_force(context.province, FIRST).rules["WND-01"]
    then = gusts(context_for(demo_registry, LAST))
    checked = 0
    for unit in context.units.legacy:
        now = [
            row
            for row, one in enumerate(context.units.communes)
            if one.id in context.units.current_of.get(unit.id, ())
        ]
        district = names.district_of(unit)
        if district not in THIRD or not now:
            continue
        (found,) = zone_gusts([Place(unit.name, f"huyện {district}", now[0])], context, rule)
        assert found is not None
        if found.sure:
            assert (found.gust_ms, True) == then[district, keys_of(unit.name)[-1]], unit.name
            checked += 1
    assert checked >= 24
