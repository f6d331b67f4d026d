"""The history of a mast says every fact that was changed, from what to what, by which row of a file."""

from pathlib import Path

import pytest
from flask import Flask

from registry.columns import Level, stored_columns
from registry.messages import say
from registry.services.office.ledger_words import changed_lines
from registry.services.register.import_sites import import_sites
from registry.services.register.map_masts import map_masts
from tests.pages import Page
from tests.services.offices import mast, write_list
from tests.web.people import registry_of, visitor


@pytest.mark.parametrize("level", [Level.SITE, Level.STRUCTURE])
def test_every_column_of_a_mast_is_named_in_both_languages(level: Level) -> None:
    for column in stored_columns(level):
        (line,) = changed_lines(f"{level}s", {column.stored: "a"}, {column.stored: "b"}, {})
        for lang in ("vi", "en"):
            assert say(line.name, lang) == column.label(lang)  # type: ignore[arg-type] # the two languages


def test_a_change_by_a_list_stands_on_the_sheet_with_its_values_file_and_row(
    app: Flask, tmp_path: Path
) -> None:
    masts = map_masts(registry_of(app))
    lon, lat = float(masts.lon[0]) + 0.02, float(masts.lat[0])
    for height in (42, 45):
        row = mast("ZZZ00001", "VTL", lon, lat, "A2b", height)
        path = write_list(tmp_path / f"cao {height}.xlsx", [row])
        assert import_sites(registry_of(app), path, yes=True, who="lan").batch
    sheet = Page(visitor(app, "appraiser").get("/map/site?code=ZZZ00001").get_data(as_text=True))
    said = " ".join(" ".join(sheet.text).split())
    assert "Chiều cao cột: 42 m → thành 45 m" in said
    assert "cao 45.xlsx, trang tính" in said
    assert ", dòng 2" in said
    begins = [link["href"] for link in sheet.all("a") if link.get("href", "").startswith("/field#/at/")]
    assert len(begins) == 1
    assert begins[0].endswith("/ZZZ00001/")  # its form is not stated
    viewer = Page(visitor(app, "viewer").get("/map/site?code=ZZZ00001").get_data(as_text=True))
    assert not [link for link in viewer.all("a") if "#/at/" in link.get("href", "")]
    assert said.index("cao 45.xlsx") < said.index("cao 42.xlsx"), "the newest first"
