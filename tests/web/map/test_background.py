"""What lies under every map: the office's own file before nothing, its tile server before its file."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from registry.settings import Settings
from tests.pages import Pages
from web.app import create_app
from web.map.background import background_config

SAID = bytes(range(256)) * 8


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "nền.pmtiles"
    path.write_bytes(SAID)
    return path


def _told(settings: Settings) -> dict[str, object] | None:
    with create_app(settings).test_request_context("/"):
        return background_config(settings)


def test_without_any_file_there_is_no_background(demo_settings: Settings, tmp_path: Path) -> None:
    assert _told(replace(demo_settings, home=tmp_path)) is None


def test_the_file_of_the_home_is_drawn_and_the_configured_one_goes_before_it(
    demo_settings: Settings, tmp_path: Path, file: Path
) -> None:
    home = replace(demo_settings, home=tmp_path)
    own = tmp_path / "background" / "base.pmtiles"
    own.parent.mkdir()
    own.write_bytes(b"own")
    of_home = _told(home)
    configured = _told(replace(home, pmtiles=file))
    assert of_home is not None
    assert configured is not None
    assert str(of_home["tiles"]).endswith("-3")  # its length in bytes
    assert str(configured["tiles"]).endswith(f"-{len(SAID):x}")


def test_an_address_means_one_state_of_the_file_and_may_be_kept(demo_settings: Settings, file: Path) -> None:
    settings = replace(demo_settings, pmtiles=file)
    before = _told(settings)
    os.utime(file, ns=(1, 1))
    after = _told(settings)
    assert before is not None
    assert after is not None
    assert before["tiles"] != after["tiles"]
    pages = Pages(create_app(settings))
    part = pages.get(str(after["tiles"]), 206, headers={"Range": "bytes=16-31"})
    assert part.data == SAID[16:32]
    assert "immutable" in part.headers["Cache-Control"]
    assert "no-transform" in part.headers["Cache-Control"]
    bare = pages.get("/tiles/base.pmtiles", 206, headers={"Range": "bytes=0-0"})
    assert "no-cache" in bare.headers["Cache-Control"]


def test_ranges_follow_the_files_state(demo_settings: Settings, file: Path) -> None:
    pages = Pages(create_app(replace(demo_settings, pmtiles=file)))
    mark = pages.get("/tiles/base.pmtiles").headers["ETag"]
    asked = {"Range": "bytes=0-9"}
    assert pages.get("/tiles/base.pmtiles", 206, headers={**asked, "If-Range": mark}).data == SAID[:10]
    other = pages.get("/tiles/base.pmtiles", 200, headers={**asked, "If-Range": '"another"'})
    assert other.data == SAID  # whole: what was read before belongs to another file
    pages.get("/tiles/base.pmtiles", 416, headers={"Range": "bytes=9000-9999"})


@pytest.mark.parametrize("way", ["tiles", "tileUrl"])
def test_every_map_names_whose_background_it_is(demo_settings: Settings, file: Path, way: str) -> None:
    where = {"tiles": {"pmtiles": file}, "tileUrl": {"tile_url": "https://tiles.example/{z}/{x}/{y}.png"}}
    told = _told(replace(demo_settings, **where[way]))
    assert told is not None
    assert told[way]
    assert told["attribution"] == {"tiles": "© OpenStreetMap contributors", "tileUrl": "tiles.example"}[way]
    assert json.loads(json.dumps(told)) == told
