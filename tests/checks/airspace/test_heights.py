"""Heights above ground are added up from what a row states, and an office's number stays its own."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.airspace.aerodrome_points import aerodromes
from registry.checks.airspace.aerodromes import AERODROME_CHECKS
from registry.checks.airspace.tops import top_of
from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.law import law_in_force, read_office_numbers
from registry.messages import render
from registry.model.findings import Finding, Outcome
from tests.world import GEOD, proposal, world

DAY = dt.date(2026, 11, 24)


def test_everything_above_ground_is_added_up() -> None:
    top = top_of(proposal(mast_height_m=12.0, rod_m=1.5, building_height_m=20.0, support="roof"))
    assert (top.at_least_m, top.missing, top.rod_stated) == (33.5, (), True)


def test_a_building_counts_where_the_row_gives_its_height_without_a_support() -> None:
    assert top_of(proposal(mast_height_m=12.0, building_height_m=20.0)).at_least_m == 32.0
    assert top_of(proposal(mast_height_m=12.0, building_height_m=20.0, support="ground")).at_least_m == 12.0


def test_a_pole_on_a_roof_stands_on_its_building_wherever_its_top_is_told() -> None:
    for row in (
        proposal(mast_height_m=6.0, building_height_m=15.0),
        proposal(mast_height_m=6.0, building_height_m=15.0, form="roof_pole"),
    ):
        assert (top_of(row).at_least_m, row.height_above_ground_m) == (21.0, 21.0)
    alone = proposal(mast_height_m=6.0, form="roof_pole")
    assert (top_of(alone).missing, alone.height_above_ground_m) == (("building_height_m",), None)
    stated = proposal(mast_height_m=6.0, building_height_m=15.0, support="ground")
    assert (top_of(stated).at_least_m, stated.height_above_ground_m) == (6.0, 6.0)


def test_what_is_missing_is_named_and_the_rest_is_a_lower_bound() -> None:
    top = top_of(proposal(mast_class="A1a", building_height_m=20.0))
    assert (top.at_least_m, top.missing) == (20.0, ("mast_height_m",))
    assert top_of(proposal()).at_least_m is None


def from_kep(kilometres: float) -> Finding:
    kep = aerodromes()[0]
    lon, lat, _ = GEOD.fwd(kep.lon, kep.lat, 45.0, kilometres * 1000)
    row = proposal(lon=lon, lat=lat, top_agl_m=42.0)
    return run([row], world({}, DAY), law_in_force("24", DAY), AERODROME_CHECKS)[0][0]


def test_without_the_layer_only_the_smallest_vicinity_is_sure() -> None:
    """Half the short side of the smallest rectangle is 12.5 km, half the largest one's diagonal 77 km."""
    assert from_kep(12.4).outcome is Outcome.REVIEW
    assert from_kep(12.6).outcome is Outcome.UNKNOWN
    assert from_kep(76.9).outcome is Outcome.UNKNOWN
    assert from_kep(77.1).outcome is Outcome.PASS


def test_a_vicinity_layer_that_is_not_stated_complete_proves_nothing_outside_it() -> None:
    zone = {"layer": "aerodrome_vicinity", "east_m": 20_000.0, "half_m": 1000.0}
    law = law_in_force("24", DAY)
    found = run([proposal(top_agl_m=42.0)], world({"zones": [zone]}, DAY), law, AERODROME_CHECKS)[0][0]
    assert (found.outcome, found.missing) == (Outcome.UNKNOWN, "layer:aerodrome_vicinity")


def test_a_finding_inside_a_vicinity_can_be_written_as_json() -> None:
    zone = {"layer": "aerodrome_vicinity", "attributes": {"elevation_m": "18", "limit_m": 45}}
    law = law_in_force("24", DAY)
    row = proposal(top_agl_m=60.0, ground_elevation_m=20.0)
    found = run([row], world({"zones": [zone]}, DAY), law, AERODROME_CHECKS)[0][0]
    assert found.limit == 63.0
    assert json.loads(json.dumps(found.evidence))["type"] == "Polygon"


def test_an_office_number_fills_only_what_the_catalogue_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "office.toml"
    assert read_office_numbers(path) == {}
    path.write_text('[thresholds]\n"AIR-02.above_aerodrome_m" = 45\n"AIR-01.consent_from_m" = 5\n')
    numbers = read_office_numbers(path)
    law, plain = law_in_force("24", DAY, office=numbers), law_in_force("24", DAY)
    filled = law.rules["AIR-02"].threshold("above_aerodrome_m")
    assert (filled.value, filled.verified) == (45.0, False)
    assert law.rules["AIR-01"].threshold("consent_from_m").value == pytest.approx(100.0)
    assert law.digest != plain.digest


@given(
    st.floats(0.1, 400.0),
    st.one_of(st.none(), st.floats(0.5, 300.0)),
    st.dates(dt.date(2025, 8, 22), dt.date(2027, 6, 30)),
    st.sampled_from([{}, {"coverage": {"air_defence": "everywhere"}}, {"zones": [{"layer": "air_defence"}]}]),
)
def test_no_height_and_no_number_of_an_office_turns_air_defence(
    stated_m: float, top_m: float | None, day: dt.date, spec: dict[str, Any]
) -> None:
    """A number that an office stated before 01/12/2026 has no effect, breaks nothing, and that is said."""
    check = [item for item in CHECKS if item.code == "AIR-03"]
    number = {"AIR-03.consent_from_m": stated_m}
    law = law_in_force("24", day, office=number)
    assert law.digest == law_in_force("24", day).digest
    bare = run([proposal()], world(spec, day), law, check)[0][0]
    context = world({**spec, "office_numbers": number}, day)
    found = run([proposal(top_agl_m=top_m)], context, law, check)[0][0]
    assert (found.outcome, found.code, found.missing) == (bare.outcome, bare.code, bare.missing)
    assert [note for note in found.notes if note not in bare.notes] == [
        ("AIR-03-NUMBER-UNUSED", {"value": stated_m})
    ]


@pytest.mark.parametrize(
    "text",
    [
        "thresholds = 45",
        "[thresholds",
        '[thresholds]\n"AIR-03.consent_from_m" = "cao"',
        "[thresholds]\nx = -1",
    ],
)
def test_office_numbers_that_are_none_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "office.toml"
    path.write_text(text)
    with pytest.raises(RefusalError) as refused:
        read_office_numbers(path)
    assert render(refused.value.code, refused.value.params, "vi")
