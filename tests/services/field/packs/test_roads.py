"""The roads in a pack: a net as JSON that the phone's own script measures as the office does."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from registry.basemap.files import ROADS
from registry.basemap.road_search import distances, net_between
from registry.basemap.roads import read_roads
from registry.services.field.packs.roads import MOST_MASTS, as_json, encoded, roads_between
from registry.services.office.registry import Registry
from tests.basemap.test_roads import at, grid
from tests.js.node import called

SPOTS = [("m1", *at(0.1, 0)), ("m2", *at(3, 2.4)), ("m3", *at(1, 4)), ("m4", *at(4, 0.5)), ("m5", *at(2, 2))]


def write_grid(folder: Path) -> Path:
    """Write the roads of a small grid as the builder of a background does."""
    roads = grid(5, oneway={0: 1, 7: -1})
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {
        name: getattr(roads, name) for name in ("lon", "lat", "a", "b", "metres", "kind", "oneway")
    }
    np.savez_compressed(folder / ROADS, **arrays)
    return folder / ROADS


def test_an_office_without_roads_a_damaged_file_and_too_many_masts_have_no_net(office: Registry) -> None:
    assert roads_between(office, SPOTS) is None
    path = write_grid(office.settings.home / "background")
    assert roads_between(office, []) is None
    assert roads_between(office, [("m", *at(1, 1))] * (MOST_MASTS + 1)) is None
    path.write_bytes(b"half")
    assert roads_between(office, SPOTS) is None


def test_a_net_is_made_once_and_anew_when_the_roads_are_others(office: Registry) -> None:
    path = write_grid(office.settings.home / "background")
    first = roads_between(office, SPOTS)
    assert first is not None
    assert roads_between(office, SPOTS) is first
    path.write_bytes(path.read_bytes() + b"\0")
    assert roads_between(office, SPOTS) is not first


def test_the_phone_measures_the_ways_as_the_office_does(tmp_path: Path) -> None:
    roads = read_roads(write_grid(tmp_path))
    points = [spot[1:] for spot in SPOTS]
    found = distances(roads, points)
    packed = as_json(net_between(roads, points), SPOTS)
    stops = [{"id": name, "lon": lon, "lat": lat} for name, lon, lat in SPOTS]
    (told,) = called(("field/map/roads", "measured", [packed, stops]))
    assert np.array(told["metres"], dtype=float) == pytest.approx(found, abs=1.0)
    assert not np.array(told["straight"]).any()
    for row, line in enumerate(told["lines"][0]):  # from the first to each: along the roads
        long = np.hypot(*np.diff(roads.flat(*np.array(line).T), axis=0).T).sum() if len(line) > 1 else 0
        assert long == pytest.approx(found[0, row], rel=0.01, abs=5)


def test_where_no_road_leads_the_phone_takes_the_straight_line_and_says_so(tmp_path: Path) -> None:
    roads = read_roads(write_grid(tmp_path))
    spots = [*SPOTS, ("far", *at(9, 9))]
    packed = as_json(net_between(roads, [spot[1:] for spot in spots]), spots)
    assert "far" not in packed["places"]
    stops = [{"id": name, "lon": lon, "lat": lat} for name, lon, lat in spots]
    here = {"lon": at(0.3, 0.001)[0], "lat": at(0.3, 0.001)[1]}  # the phone itself, beside a road of the net
    told, alone = called(
        ("field/map/roads", "measured", [packed, [here, *stops]]),
        ("field/map/roads", "measured", [None, stops]),
    )
    assert [row[6] for row in told["straight"]] == [True] * 6 + [False]
    assert not any(told["straight"][0][1:6])
    east, north = (step * 0.01 for step in roads.plane)
    straight = float(np.hypot(8.9 * east, 9 * north))
    assert told["metres"][1][6] == pytest.approx(1.4 * straight, rel=0.01)
    assert told["metres"][0][5] == pytest.approx(1.7 * east + 2 * north, rel=0.01)
    assert all(alone["straight"][row][col] == (row != col) for row in range(6) for col in range(6))


def test_lines_are_written_as_the_format_has_them() -> None:
    line = [(-120.2, 38.5), (-120.95, 40.7), (-126.453, 43.252)]  # the example of the format's own page
    assert encoded(line) == "_p~iF~ps|U_ulLnnqC_mqNvxq`@"
    (back,) = called(("field/map/roads", "lineOf", [encoded(line)]))
    assert back == [list(point) for point in line]
