"""The page of the background, the tiles of pictures and hills over it, and who may have them."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from flask import Flask

from registry.basemap.hillshade import TILES
from registry.basemap.pictures import AboutPicture, pictures_in, put_picture
from registry.settings import Settings
from tests.basemap.test_pictures import halves, picture
from tests.web.people import running, visitor, with_people


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path_factory.mktemp("nền") / "home")) as app:
        yield app


@pytest.fixture(scope="module")
def folder(app: Flask) -> Path:
    return app.extensions["bts-settings"].background


@pytest.fixture(scope="module")
def photo(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> AboutPicture:
    path = picture(tmp_path_factory.mktemp("ảnh") / "a.tif", halves())
    about = put_picture(path, folder, name="Không ảnh <b>2025</b>", source="Sở Nông nghiệp")
    (folder / TILES).write_bytes((folder / "pictures" / f"{about.key}.mbtiles").read_bytes())
    return about


def tile(about: AboutPicture) -> str:
    z = about.zooms[1]
    west, south, east, north = about.box
    lon, lat = (west + east) / 2, (south + north) / 2
    x = int((lon + 180) / 360 * 2**z)
    y = int((1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**z)
    return f"{z}/{x}/{y}"


def test_a_picture_is_for_those_who_signed_in_and_hills_are_for_everybody(
    app: Flask, photo: AboutPicture
) -> None:
    public, carrier = app.test_client(), visitor(app, "carrier").client
    at = tile(photo)
    assert public.get(f"/tiles/picture/{photo.key}/{at}").status_code in {302, 401}
    answer = carrier.get(f"/tiles/picture/{photo.key}/{at}")
    assert (answer.status_code, answer.mimetype, answer.data[:4]) == (200, "image/webp", b"RIFF")
    assert public.get(f"/tiles/hillshade/{at}").status_code == 200
    for wrong in (f"picture/{photo.key}/3/0/0", f"picture/{'0' * 16}/{at}", "hillshade/99/0/0"):
        assert carrier.get(f"/tiles/{wrong}").status_code == 204


def test_a_map_is_told_of_pictures_where_its_reader_may_see_them(app: Flask, photo: AboutPicture) -> None:
    signed_in = visitor(app, "appraiser").client.get("/").get_data(as_text=True)
    assert json.dumps(photo.key) in signed_in
    assert "/tiles/hillshade/{z}/{x}/{y}?v=" in signed_in
    assert "<b>2025</b>" not in signed_in
    outside = app.test_client().get("/report").get_data(as_text=True)
    assert photo.key not in outside


def test_the_page_says_what_lies_there_and_takes_a_picture_away(
    app: Flask, photo: AboutPicture, folder: Path
) -> None:
    admin = visitor(app, "administrator")
    page = admin.client.get("/operation/background").get_data(as_text=True)
    assert "Nền minh họa, gần đúng" in page
    assert "Sở Nông nghiệp" in page
    assert "chưa đủ căn cứ" in page  # no terrain yet, and what that means
    assert visitor(app, "appraiser").client.get("/operation/background").status_code == 403
    assert 'href="/operation/background"' in admin.client.get("/operation").get_data(as_text=True)
    admin.post(f"/operation/background/pictures/{photo.key}/drop")
    assert pictures_in(folder) == ()
