"""What the map writes of a place, it writes as the register reads it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.geo.coordinates import PositionHints, read_text
from registry.geo.crs import to_metric
from registry.geo.distances import geodesic_m
from registry.messages import Language
from tests.js.node import called
from web.map.shown_plane import shown_plane

PROVINCE = (105.6, 20.9, 107.1, 21.7)
OWN, OTHER = 9214, 9209
HINTS = PositionHints(*PROVINCE, epsgs=(OTHER, OWN))
LANGUAGES: tuple[Language, ...] = ("vi", "en")
PLACES = st.tuples(st.floats(PROVINCE[0], PROVINCE[2]), st.floats(PROVINCE[1], PROVINCE[3]))


@settings(max_examples=1, deadline=None)
@given(st.lists(PLACES, min_size=200, max_size=200))
def test_the_map_writes_a_place_as_the_register_reads_it(places: list[tuple[float, float]]) -> None:
    """In every form and both languages, though the rows' own plane is another one than the map's."""
    asked = [
        ("map/coordinates", name, [*plane, lon, lat, lang])
        for lang in LANGUAGES
        for lon, lat in places
        for name, plane in (
            ("inDegrees", []),
            ("inDms", []),
            ("inMetresWithPlane", [shown_plane(PROVINCE, OWN, lang)]),
        )
    ]
    for (_, name, given_), text in zip(asked, called(*asked), strict=True):
        lon, lat = given_[-3:-1]
        reading = read_text(text, HINTS)
        assert reading.problems == (), text
        read = reading.position
        assert float(geodesic_m(lon, lat, read.lon, read.lat)) <= (0.25 if name == "inDms" else 0.1), text


@settings(max_examples=1, deadline=None)
@given(st.lists(PLACES, min_size=400, max_size=400))
def test_the_maps_metres_are_those_of_the_pinned_transformation(places: list[tuple[float, float]]) -> None:
    plane = shown_plane(PROVINCE, OWN, "vi")
    found = np.array(called(*(("map/coordinates", "onPlane", [plane, lon, lat]) for lon, lat in places)))
    lon, lat = np.array(places).T
    assert np.hypot(*(found.T - to_metric(lon, lat, OWN))).max() <= 0.001


def test_outside_its_box_the_plane_says_nothing() -> None:
    plane = shown_plane(PROVINCE, OWN, "vi")
    asked = [[plane, 104.0, 21.3], [plane, 106.2, 23.0], [None, 106.2, 21.3]]
    assert called(*(("map/coordinates", "onPlane", one) for one in asked)) == [None, None, None]
    assert called(("map/coordinates", "inMetresWithPlane", [plane, 104.0, 21.3, "vi"])) == [None]
