"""The rough outline of the land, and the names beside it, agree with what anybody knows of the map."""

from registry.storm.coast import outlines, over_land
from registry.storm.constants import storm_data

AT_SEA = {"Quần đảo Hoàng Sa (Việt Nam)", "Quần đảo Trường Sa (Việt Nam)", "Biển Đông"}


def test_cities_lie_on_the_land_and_the_archipelagos_in_the_sea() -> None:
    places = storm_data("places")["place"]
    names = {place["vi"] for place in places}
    assert names > AT_SEA
    for place in places:
        lat, lon = place["at"]
        assert bool(over_land(lon, lat)) is (place["vi"] not in AT_SEA), place["vi"]
        assert place["en"]


def test_an_outline_is_drawn_as_rings_of_latitude_and_longitude() -> None:
    rings = outlines()
    assert len(rings) == 2
    assert all(5 < lat < 31 and 94 < lon < 123 for ring in rings for lat, lon in ring)
