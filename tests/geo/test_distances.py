"""Distances are geodesics on WGS 84; directions have names; shapes are valid GeoJSON."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from registry.geo.distances import azimuth_deg, azimuth_words, circle, destination, geodesic_m, line, point


def test_a_degree_of_the_equator_is_known() -> None:
    assert float(geodesic_m(0, 0, 1, 0)) == pytest.approx(6378137.0 * math.pi / 180.0, abs=1e-6)


def test_one_point_is_measured_to_many() -> None:
    found = geodesic_m(106.3, 21.35, np.array([106.3, 106.31, np.nan]), np.array([21.35, 21.35, 21.0]))
    assert found.shape == (3,)
    assert found[0] == 0.0
    assert found[1] == pytest.approx(1036.9, abs=0.5)
    assert np.isnan(found[2])


@pytest.mark.parametrize(
    ("azimuth", "vi", "en"),
    [
        (0, "bắc", "north"),
        (44, "đông bắc", "north-east"),
        (22.5, "đông bắc", "north-east"),
        (22.4, "bắc", "north"),
        (180, "nam", "south"),
        (-90, "tây", "west"),
        (350, "bắc", "north"),
        (135, "đông nam", "south-east"),
    ],
)
def test_directions_have_names(azimuth: float, vi: str, en: str) -> None:
    assert azimuth_words(azimuth, "vi") == vi
    assert azimuth_words(azimuth, "en") == en


@given(
    lon=st.floats(102, 110), lat=st.floats(8, 24), azimuth=st.floats(0, 359.9), distance=st.floats(1, 50_000)
)
def test_going_somewhere_can_be_measured_back(
    lon: float, lat: float, azimuth: float, distance: float
) -> None:
    end = destination(lon, lat, azimuth, distance)
    assert float(geodesic_m(lon, lat, *end)) == pytest.approx(distance, abs=1e-5)
    turned = (float(azimuth_deg(lon, lat, *end)) - azimuth + 180.0) % 360.0 - 180.0
    assert abs(turned) < 0.01


def test_a_circle_is_a_closed_ring_at_its_radius() -> None:
    drawn = circle(106.3, 21.35, 250.0)
    ring = drawn["coordinates"][0]
    assert ring[0] == ring[-1]
    polygon = shape(drawn)
    assert polygon.is_valid
    assert shapely.is_ccw(polygon.exterior)
    lons, lats = np.array(ring).T
    assert geodesic_m(106.3, 21.35, lons, lats) == pytest.approx(np.full(len(ring), 250.0), abs=0.02)


def test_lines_and_points_are_longitude_first() -> None:
    assert line((106.3, 21.35), (106.4, 21.36))["coordinates"] == [[106.3, 21.35], [106.4, 21.36]]
    assert point(106.3, 21.35) == {"type": "Point", "coordinates": [106.3, 21.35]}
