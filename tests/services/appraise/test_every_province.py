"""Positions in each of the 34 provinces: by degrees, and by metres of each plane that its lists may be in."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from registry.checks.context import Context
from registry.checks.on_day.judging import judge
from registry.checks.on_day.units import UnitsOfAllDays, units_on
from registry.geo.coordinates import read_metres, read_text
from registry.geo.readings import Reading
from registry.intake.parsed import HintSource
from registry.model.findings import Outcome
from registry.model.positions import UNSURE_PLANE, Confidence
from registry.provinces import metric_plane, plane_of_former, provinces
from registry.services.register.position_hints import hints_of
from registry.services.register.units.approximate_borders import OPEN_COMMUNE_ERROR_M
from registry.services.register.units.first_units import starting_units
from registry.services.register.units.unit_source import read_units
from tests.services.appraise.plane_battery import GEOD, RIGHT_M, Spot, metres, spots
from tests.world import proposal, world

DAY = dt.date(2026, 11, 29)
CODES = tuple(provinces())
SPOTS = 7
A_QUARTER_DEGREE_M = 25_900.0  # between neighbouring meridians, in the north


@cache
def place(code: str) -> tuple[Context, HintSource]:
    """What a register of a province knows before any list is in it."""
    epsg = metric_plane(code)
    held = units_on(UnitsOfAllDays(list(starting_units(code)), epsg), DAY, code)
    context = replace(
        world(as_of=DAY), province=code, metric_epsg=epsg, units=held.units, territories=held.territories
    )
    return context, hints_of(context)


def chosen(code: str) -> list[Spot]:
    found = list(spots(place(code)[0], 1))
    return found[:: max(1, len(found) // SPOTS)]


@cache
def planes_of_communes(code: str) -> dict[str, set[int | None]]:
    """The planes of the former provinces that each commune of today took ground of (table of 1/7/2025)."""
    found = read_units(code)
    assert found is not None
    of = {item.code: plane_of_former(item.province) for item in found.old}
    return {now: {of[was] for was in olds} for now, olds in found.crosswalk.items()}


def off_m(reading: Reading, spot: Spot) -> float:
    at = reading.position
    assert at.lon is not None
    assert at.lat is not None
    return float(GEOD.inv(spot.lon, spot.lat, at.lon, at.lat)[2])


@pytest.mark.parametrize("code", CODES)
def test_degrees_land_in_their_commune_and_in_the_territory(code: str) -> None:
    context, hints = place(code)
    rows = []
    for spot in chosen(code):
        reading = read_text(f"{spot.lat:.6f}, {spot.lon:.6f}", hints({"commune": spot.commune}))
        assert off_m(reading, spot) < 1
        assert reading.position.confidence is Confidence.STATED
        rows.append(
            replace(
                proposal(lon=106.0, lat=21.0), position=reading.position, commune=spot.commune, district=""
            )
        )
    table, law = judge(rows, context)
    assert law.territory == code
    outcomes = {
        (rule, row): finding.outcome
        for row in range(len(rows))
        for finding in table[row]
        if (rule := finding.rule) in ("LOC-01", "LOC-02")
    }
    assert len(outcomes) == 2 * len(rows)
    assert Outcome.FAIL not in outcomes.values(), [
        key for key, one in outcomes.items() if one is Outcome.FAIL
    ]


def own_rows(code: str) -> Iterator[tuple[Spot, int]]:
    planes = planes_of_communes(code)
    for spot in chosen(code):
        own = planes.get(spot.code, set())
        if len(own) == 1 and (epsg := next(iter(own))) is not None:
            yield spot, epsg


@pytest.mark.parametrize("code", CODES)
def test_metres_of_the_former_province_s_plane_are_read_in_it_where_the_commune_is_named(code: str) -> None:
    context, hints = place(code)
    rows = list(own_rows(code))
    assert len(rows) >= SPOTS - 2
    widths = {unit.code: unit.boundary.bounds for unit in context.units.communes if unit.boundary is not None}
    sure = 0
    for spot, epsg in rows:
        north, east = metres(spot, epsg)
        reading = read_metres(str(north), str(east), hints({"commune": spot.commune}))
        assert off_m(reading, spot) < RIGHT_M, (spot, epsg)
        if (
            reading.position.reading == UNSURE_PLANE
        ):  # so wide that it holds a neighbouring plane's reading too
            west, _, east_end, _ = widths[spot.code]
            assert (east_end - west) * 104_000 + 2 * OPEN_COMMUNE_ERROR_M > A_QUARTER_DEGREE_M
            continue
        sure += 1
        assert reading.position.confidence is Confidence.STATED
        assert not reading.problems
    assert sure >= len(rows) - 1


@pytest.mark.parametrize("code", CODES)
def test_metres_without_a_commune_are_never_read_wrongly_without_a_word(code: str) -> None:
    _context, hints = place(code)
    for spot, epsg in own_rows(code):
        north, east = metres(spot, epsg)
        reading = read_metres(str(north), str(east), hints({"commune": ""}))
        asked = reading.position.confidence is Confidence.PROPOSED or reading.position.reading == UNSURE_PLANE
        assert asked or off_m(reading, spot) < RIGHT_M, (spot, epsg, reading)


@pytest.mark.parametrize("code", [code for code in CODES if code != "24"])
def test_far_from_the_aerodromes_that_are_known_is_not_said_where_not_all_are(code: str) -> None:
    context, _hints = place(code)
    rows = [proposal(lon=spot.lon, lat=spot.lat) for spot in chosen(code)]
    table, _law = judge(rows, context)
    found = [finding for row in range(len(rows)) for finding in table[row] if finding.rule == "AIR-02"]
    assert found
    assert "AIR-02-FAR" not in {finding.code for finding in found}
    for finding in found:  # a distance beyond the reach that is named reads as one
        beyond = finding.params["distance"] > finding.params["reach"]
        assert (finding.code == "AIR-02-NO-LAYER-FAR") == beyond
