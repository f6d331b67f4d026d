"""A map that was drawn is not drawn again, not even by another process; another content is another map."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from registry.documents import maps
from registry.documents.maps import MapContent, Shape, draw
from registry.geo.crs import to_metric
from registry.services.appraise.drawn_maps import drawn
from registry.services.register.background.paper_ground import paper_ground
from registry.settings import Settings
from tests.basemap.town import CENTRE, town_pmtiles

X, Y = 416_227.0, 2_353_495.0


def content(**own: object) -> MapContent:
    circle = Shape(shapely.Point(X, Y).buffer(100).exterior, "fail")
    return MapContent(
        **({"x": X, "y": Y, "half_m": 200.0, "name": "V5", "grid": "VN", "shapes": [circle]} | own)
    )  # type: ignore[arg-type]


def test_a_drawn_map_is_kept_and_equal_to_one_drawn_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = drawn(tmp_path, content(), "vi")
    assert first == draw(content())
    monkeypatch.setattr(maps, "draw", lambda *_asked: b"drawn again")
    assert drawn(tmp_path, content(), "vi") == first
    wider = Shape(shapely.Point(X, Y).buffer(101).exterior, "fail")
    for other in (content(name="V6"), content(shapes=[wider]), content(stamp="DỮ LIỆU MINH HỌA")):
        assert drawn(tmp_path, other, "vi") == b"drawn again"
    assert drawn(tmp_path, content(), "en") == b"drawn again"


def test_another_background_is_another_map_and_the_same_one_is_not_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town_pmtiles(tmp_path / "background" / "base.pmtiles")
    below = paper_ground(Settings(home=tmp_path, database_url=""))
    assert below is not None
    lon, lat = (np.array([value]) for value in CENTRE)
    x, y = (float(value[0]) for value in to_metric(lon, lat, 9214))
    shown = content(x=x, y=y, shapes=[])
    bare = drawn(tmp_path, shown, "vi", epsg=9214)
    with_streets = drawn(tmp_path, shown, "vi", epsg=9214, background=below)
    assert with_streets != bare
    monkeypatch.setattr(maps, "draw", lambda *_asked: b"drawn again")
    assert drawn(tmp_path, shown, "vi", epsg=9214, background=below) == with_streets
    assert drawn(tmp_path, shown, "vi", epsg=9214) == bare
    newer = replace(below, key="another file")
    assert drawn(tmp_path, shown, "vi", epsg=9214, background=newer) == b"drawn again"


def test_a_folder_that_cannot_be_written_still_gives_the_map(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no folder")
    assert drawn(tmp_path, content(), "vi") == draw(content())


def test_those_unread_longest_are_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.services.appraise.drawn_maps.MOST_KEPT", 2)
    monkeypatch.setattr(maps, "draw", lambda shown, *_asked: shown.name.encode())
    for name in "abc":
        drawn(tmp_path, content(name=name), "vi")
    assert sorted(path.read_bytes() for path in tmp_path.rglob("*.png")) == [b"b", b"c"]
