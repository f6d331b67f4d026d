"""Where the file would grow too large, houses go first; half a file is never taken for whole."""

from pathlib import Path
from typing import Any

import pytest

from registry.basemap import writing
from registry.basemap.tiles import Tiles, decode
from registry.basemap.writing import write_pmtiles
from registry.errors import RefusalError
from tests.basemap.town import ABOUT, town_bands


def _layers(path: Path, zoom: int) -> set[str]:
    with Tiles(path) as tiles:
        places = [place for place in tiles.places() if place[0] == zoom]
        return {layer for place in places for layer in decode(tiles.tile(*place) or b"")}


def test_houses_go_first_and_a_hopeless_case_is_refused(tmp_path: Path) -> None:
    bands = [band for band in town_bands() if band.layer in {"places", "buildings", "pois"}]
    path = tmp_path / "x.pmtiles"
    whole = write_pmtiles(bands, path, about=ABOUT)
    assert whole.left_out == ()
    assert "buildings" in _layers(path, 14)
    with pytest.raises(RefusalError, match="BASEMAP-TOO-LARGE"):
        write_pmtiles(bands, tmp_path / "y.pmtiles", about=ABOUT, most_bytes=10)
    assert not (tmp_path / "y.pmtiles").exists()
    with Tiles(path) as tiles:
        stored = sum(tiles.size(*place) for place in tiles.places())
    left = write_pmtiles(bands, path, about=ABOUT, most_bytes=stored - 1)
    assert left.left_out[0] == "buildings 14"
    for layer, zoom in (one.split() for one in left.left_out):
        assert layer not in _layers(path, int(zoom))
    assert "places" in _layers(path, 14)
    assert "places" in _layers(path, 15)
    assert left.size < whole.size


def test_half_of_a_part_is_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = writing._write_range

    def half(layer: str, bands: Any, path: Path, *more: Any) -> None:
        write(layer, bands, path, *more)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    monkeypatch.setattr(writing, "_write_range", half)
    with pytest.raises(RefusalError, match="BASEMAP-DISK-FULL"):
        write_pmtiles(town_bands(), tmp_path / "x.pmtiles", about=ABOUT)
    assert not list(tmp_path.iterdir())
