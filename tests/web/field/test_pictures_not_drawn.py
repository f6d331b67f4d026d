"""A photo that no browser draws is said to be one on its page, and comes whole to whoever asks for it."""

from pathlib import Path

from registry.settings import read_settings
from tests.services.requests import desk
from web.app import create_app
from web.field.defects_frame import sent


def test_a_page_gets_a_tile_in_place_of_a_photo_that_no_browser_draws(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home")})
    desk.make(settings).close()
    app, photo = create_app(settings), tmp_path / "a.heic"
    photo.write_bytes(b"\x00\x00\x00\x18ftypheic")
    with app.test_request_context("/", headers={"Sec-Fetch-Dest": "image"}):
        tile = sent(photo, "image/heic")
        assert tile.mimetype == "image/svg+xml"
        assert "HEIC" in tile.get_data(as_text=True)
        assert "bấm để tải về" in tile.get_data(as_text=True)
        assert tile.headers["Cache-Control"] == "no-store"
        drawn = sent(photo, "image/jpeg")
        assert drawn.mimetype == "image/jpeg"
        drawn.close()
    with app.test_request_context("/", headers={"Sec-Fetch-Dest": "document"}):
        whole = sent(photo, "image/heic")
        assert whole.headers["Content-Disposition"].startswith("attachment")
        whole.close()
