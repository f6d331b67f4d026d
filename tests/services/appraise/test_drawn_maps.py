"""A map that was drawn is not drawn again, not even by another process; another content is another map."""

from pathlib import Path

import pytest
import shapely

from registry.documents import maps
from registry.documents.maps import MapContent, Shape, draw
from registry.services.appraise.drawn_maps import drawn

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


def test_a_folder_that_cannot_be_written_still_gives_the_map(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"no folder")
    assert drawn(tmp_path, content(), "vi") == draw(content())


def test_those_unread_longest_are_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.services.appraise.drawn_maps.MOST_KEPT", 2)
    monkeypatch.setattr(maps, "draw", lambda shown, _lang: shown.name.encode())
    for name in "abc":
        drawn(tmp_path, content(name=name), "vi")
    assert sorted(path.read_bytes() for path in tmp_path.rglob("*.png")) == [b"b", b"c"]
