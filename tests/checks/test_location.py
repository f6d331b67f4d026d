"""LOC on points all around the territory: certain inside, certain outside, and honest in between."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.checks.engine import run
from registry.checks.location import LOCATION_CHECKS
from registry.geo.crs import GEOD
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome
from tests.world import ORIGIN, proposal, world

HALF_M = 20_000.0  # the territory of the world reaches so far to the east
LAW = law_in_force("24", world().as_of)


def where(error_m: float = 0.0, **row: object) -> Finding:
    context = world({"units": {"error_m": error_m}})
    return run([proposal(**row)], context, LAW, LOCATION_CHECKS)[0][0]


@settings(deadline=None, max_examples=60)
@given(east_m=st.floats(0, 60_000), accuracy_m=st.floats(0, 3_000), error_m=st.floats(0, 3_000))
def test_outside_is_said_only_beyond_every_error(east_m: float, accuracy_m: float, error_m: float) -> None:
    found = where(error_m, east_m=east_m, accuracy_m=accuracy_m)
    combined = (accuracy_m**2 + error_m**2) ** 0.5
    plane = east_m * 1.001  # what the metric plane may stretch
    if found.outcome is Outcome.FAIL:
        assert plane - HALF_M >= combined - 1
    elif found.outcome is Outcome.PASS:
        assert east_m * 0.999 <= HALF_M - combined + 1
    else:
        assert found.outcome is Outcome.REVIEW
        assert found.flips


@pytest.mark.parametrize(
    ("lon", "lat", "km"),
    [
        (2.35, 48.85, 9_000),
        (-99.1, 19.4, 14_000),
        (-73.7, -21.3, 19_900),
        (106.3, -35.0, 6_200),
        (0.0, 90.0, 7_600),
    ],
)
def test_points_on_other_continents_are_outside_by_the_distance_on_the_globe(
    lon: float, lat: float, km: float
) -> None:
    found = where(lon=lon, lat=lat)
    assert (found.outcome, found.code) == (Outcome.FAIL, "LOC-01-FAR")
    assert found.measured is not None
    from_origin = GEOD.inv(lon, lat, *ORIGIN)[2]
    assert abs(found.measured - from_origin) < 1.5 * HALF_M
    assert found.measured == pytest.approx(km * 1000, rel=0.05)


def test_the_distance_outside_is_drawn_to_the_nearest_border() -> None:
    found = where(east_m=25_000.0, accuracy_m=10.0)
    assert found.measured == pytest.approx(5_000.0, rel=0.002)
    assert found.evidence is not None
    assert found.evidence["type"] == "LineString"
    (x1, y1), (x2, y2) = found.evidence["coordinates"]
    assert GEOD.inv(x1, y1, x2, y2)[2] == pytest.approx(5_000.0, rel=0.002)


def test_evidence_can_be_written_as_json() -> None:
    rows = [proposal(lon=2.0, lat=48.0), proposal(east_m=20_100.0), proposal(commune="Mỹ Thái", east_m=100.0)]
    spec = {"units": {"communes": [{"name": "Mỹ Thái", "east_m": 60_000.0}]}}
    drawn = [f.evidence for row in run(rows, world(spec), LAW, LOCATION_CHECKS) for f in row if f.evidence]
    assert len(drawn) >= 3
    assert all(json.dumps(shape) for shape in drawn)
