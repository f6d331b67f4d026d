"""The datum shift is the published one, for every plane, whatever PROJ would choose by itself."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from registry.errors import WrongCallError
from registry.geo import crs
from registry.geo.distances import geodesic_m
from registry.geo.planes import CENTRAL_MERIDIANS

# QĐ 05/2007/QĐ-BTNMT, Điều 1: metres, arc seconds, parts per million.
PUBLISHED = {
    "x": -191.90441429,
    "y": -39.30318279,
    "z": -111.45032835,
    "rx": -0.00928836,
    "ry": 0.01975479,
    "rz": -0.00427372,
    "s": 0.252906278,
}


@pytest.mark.parametrize("epsg", [4756, *CENTRAL_MERIDIANS])
def test_every_plane_uses_the_published_seven_parameters(epsg: int) -> None:
    operation = crs.transformer(epsg, 4326)
    assert "VN-2000 to WGS 84 (2)" in operation.description
    found = {
        key: float(value) for key, value in re.findall(r"\b(r?[xyz]|s)=(-?[0-9.]+)", operation.definition)
    }
    assert {key: found[key] for key in PUBLISHED} == PUBLISHED
    assert "convention=coordinate_frame" in operation.definition


@pytest.mark.parametrize(("epsg", "meridian"), CENTRAL_MERIDIANS.items())
def test_central_meridians_are_those_of_epsg(epsg: int, meridian: float) -> None:
    operation = CRS.from_epsg(epsg).coordinate_operation
    assert operation is not None
    stated = {item.name: item.value for item in operation.params}["Longitude of natural origin"]
    assert stated == meridian


def test_a_crs_on_another_datum_is_transformed_as_proj_does() -> None:
    lon, lat = crs.to_wgs84(np.array([155_000.0]), np.array([463_000.0]), 28992)
    assert lon[0] == pytest.approx(5.38721, abs=1e-4)
    assert lat[0] == pytest.approx(52.15517, abs=1e-4)


def test_an_operation_that_proj_does_not_offer_is_a_wrong_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crs, "OPERATION", "VN-2000 to nowhere")
    monkeypatch.setattr(crs, "_KNOWN", crs._Known())
    with pytest.raises(WrongCallError, match="EPSG:9217"):
        crs.transformer(9217, 4326)


def test_leaving_out_the_shift_is_225_metres_off() -> None:
    x, y = crs.to_metric(np.array([106.3]), np.array([21.35]), 9214)
    lon, lat = crs.point_without_datum(float(x[0]), float(y[0]), 9214)
    assert float(geodesic_m(106.3, 21.35, lon, lat)) == pytest.approx(225.0, abs=2.0)


@given(
    lon=st.floats(105.8, 107.1),
    lat=st.floats(20.9, 21.7),
    epsg=st.sampled_from([9214, 9209, 3405, 5897]),
)
def test_there_and_back_is_within_a_millimetre(lon: float, lat: float, epsg: int) -> None:
    x, y = crs.to_metric(np.array([lon]), np.array([lat]), epsg)
    back_lon, back_lat = crs.to_wgs84(x, y, epsg)
    assert float(geodesic_m(lon, lat, back_lon, back_lat)[0]) < 0.001


def test_one_point_is_the_same_as_a_number_as_an_array_and_among_others() -> None:
    among = crs.to_metric(np.array([106.3, 106.4]), np.array([21.35, 21.4]), 9214)
    alone = crs.to_metric(np.array([106.3]), np.array([21.35]), 9214)
    bare = crs.to_metric(106.3, 21.35, 9214)  # type: ignore[arg-type]  # callers of one place pass numbers
    assert alone[0].shape == (1,)
    assert (float(bare[0]), float(bare[1])) == (alone[0][0], alone[1][0]) == (among[0][0], among[1][0])
