"""The files of an office's background are found where they lie, and what they are is read without faults."""

from dataclasses import replace
from pathlib import Path

import pytest

from registry.basemap.about import About, read_about
from registry.basemap.files import background_files
from registry.settings import Settings
from tests.basemap.town import ABOUT, town_pmtiles


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, database_url="sqlite://")


def test_without_any_file_there_is_no_background(settings: Settings) -> None:
    found = background_files(settings)
    assert (found.tiles, found.names, found.roads, found.terrain, found.pictures, found.about) == (
        None,
    ) * 4 + ((), None)


def test_files_are_found_with_what_stands_beside_them(settings: Settings) -> None:
    folder = settings.background
    tiles = town_pmtiles(folder / "base.pmtiles")
    (folder / "names.json").write_bytes(b"[]")
    (folder / "pictures").mkdir()
    for name in ("ảnh.mbtiles", "note.txt", "b.TIF"):
        (folder / "pictures" / name).touch()
    found = background_files(settings)
    assert (found.tiles, found.names, found.roads) == (tiles, folder / "names.json", None)
    assert found.pictures == ()  # nobody has said what they are: see test_pictures
    assert found.about is not None
    assert found.about.name == ABOUT.name
    assert found.about.zooms == (6, 15)

    (folder / "about.json").write_bytes(replace(ABOUT, rough=True, counts={"roads": 3}).as_json())
    about = background_files(settings).about
    assert about == replace(ABOUT, rough=True, counts={"roads": 3})


def test_the_tiles_of_the_setting_go_before_ours(settings: Settings, tmp_path: Path) -> None:
    town_pmtiles(settings.background / "base.pmtiles")
    other = town_pmtiles(tmp_path / "other" / "x.pmtiles")
    found = background_files(replace(settings, pmtiles=other))
    assert found.tiles == other
    gone = background_files(replace(settings, pmtiles=tmp_path / "gone.pmtiles"))
    assert (gone.tiles, gone.about) == (tmp_path / "gone.pmtiles", None)


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"name": "x"}', b'{"name":"x","attribution":"","licence":"","box":[1]}']
)
def test_what_is_not_ours_is_none(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "about.json"
    path.write_bytes(text)
    assert read_about(path) is None
    assert read_about(tmp_path / "gone.json") is None


def test_what_is_stated_comes_back(tmp_path: Path) -> None:
    stated = About(
        name="Tỉnh", attribution="a", licence="b", rough=True, source_sha256="ab", built="2026", zooms=(6,
        15), box=(105.5, 20.5, 107.0, 21.7), counts={"roads": 2}, left_out=("buildings 14",), size=9,
    )  # fmt: skip
    (tmp_path / "about.json").write_bytes(stated.as_json())
    assert read_about(tmp_path / "about.json") == stated
