"""The line of a name over HTTP: drawn where the background has it, nothing where it is damaged."""

from typing import Any

from flask import Flask

from tests.basemap.town import RIVER, town_pmtiles
from tests.web.people import visitor
from web.frame.office import settings

WHOLE = "105,20,108,23"


def test_a_line_is_answered_to_whoever_reads_and_a_damaged_background_shows_nothing(app: Flask) -> None:
    pages = visitor(app, "consulted")

    def line(name: str = RIVER, bbox: str = WHOLE) -> Any:
        answer = pages.get("/map/found.json", query_string={"name": name, "bbox": bbox})
        return answer.get_json()["geometry"]

    with app.app_context():
        folder = settings().background
    path = folder / "base.pmtiles"
    before = path.read_bytes() if path.is_file() else None
    folder.mkdir(exist_ok=True)
    try:
        path.unlink(missing_ok=True)
        assert line() is None
        town_pmtiles(path)
        assert line()["type"] == "MultiLineString"
        assert line("Không có tên này") is line("") is line(bbox="3,2,1,0") is None
        path.write_bytes(path.read_bytes()[:3000])
        assert line() is None
    finally:
        path.unlink(missing_ok=True)
        if before is not None:
            path.write_bytes(before)
    pages.get("/map/found.json?name=x&bbox=1,2", 400, headers={"Accept": "application/json"})


def test_who_sees_no_mast_is_not_told_that_there_is_none(app: Flask) -> None:
    """A commune's map shows no carrier's masts; the register has them, and distances count them."""
    said = " ".join(visitor(app, "consulted").page("/").text)
    assert "chưa có cột nào" not in said
    assert "cột của doanh nghiệp không hiện vị trí" in said
