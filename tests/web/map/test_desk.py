"""The desk's data: the compact masts, zones, borders, sheets, spots and lists."""

import gzip
import json
import re
import shutil
import struct
from dataclasses import replace
from pathlib import Path

import folium
import numpy as np
import pytest
import sqlalchemy as sa
from folium.plugins import HeatMap

from registry.checks.context import Context
from registry.demo.initialise import init_registry
from registry.errors import WrongCallError
from registry.model.areas import Layer
from registry.services.register import same_mast
from registry.services.register.map_masts import CLASSES, STATES, MapMasts, build, map_masts
from registry.settings import Settings, read_settings
from registry.store.tables import sites
from tests.pages import Page, Pages, elsewhere
from web.app import create_app
from web.frame.office import registry
from web.frame.scripts import loaded_with
from web.map.folium_page import folium_page, new_map
from web.map.layers import legend
from web.map.zone_grades import forbids, grade

PART = {"X-Part": "1"}


def test_the_page_names_no_other_host_and_holds_no_data(pages: Pages, masts: MapMasts) -> None:
    html = pages.get("/").get_data(as_text=True)
    assert elsewhere(html) == []
    assert "L.map(" in html
    assert len(html) < 60_000
    assert not [code for code in masts.codes if code in html]


def test_the_desk_asks_for_all_its_modules_as_one_script(pages: Pages) -> None:
    html = pages.get("/").get_data(as_text=True)
    (asked,) = set(re.findall(r'="(/map/desk\.js\?v=[0-9a-f]+)"', html))
    answer = pages.get(asked)
    script = answer.get_data(as_text=True)
    assert "immutable" in answer.headers["Cache-Control"]
    for name in loaded_with("js/map/desk.js"):
        known = name.removeprefix("js/").removesuffix(".js").replace("/", "_")
        assert script.count(f"const {known} = ") == 1, name
    assert "immutable" not in pages.get("/map/desk.js?v=0").headers["Cache-Control"]


def test_an_asset_that_is_not_ours_is_an_error_and_folium_itself_is_not_changed() -> None:
    before = (list(folium.Map.default_js), list(HeatMap.default_js))
    made = new_map(location=(21.3, 106.2))
    HeatMap([[21.3, 106.2]]).add_to(made)
    with pytest.raises(WrongCallError, match="leaflet-heat"):
        folium_page(made, "n")
    folium_page(new_map(location=(21.3, 106.2)), "n")
    assert (folium.Map.default_js, HeatMap.default_js) == before


def test_the_binary_holds_every_mast_where_it_stands(pages: Pages, masts: MapMasts) -> None:
    answer = pages.get("/map/masts.bin", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    data = gzip.decompress(answer.data)
    magic, form, n, classes, west, south = struct.unpack_from("<4sIIIdd", data)
    assert (magic, form, n, classes) == (b"BTSM", 1, len(masts), len(CLASSES))
    assert n > 1000
    lon = west + np.frombuffer(data, "<u4", n, 32) * 1e-6
    lat = south + np.frombuffer(data, "<u4", n, 32 + 4 * n) * 1e-6
    assert np.abs(lon - masts.lon).max() < 6e-7
    assert np.abs(lat - masts.lat).max() < 6e-7
    state = np.frombuffer(data, "u1", n, 32 + 15 * n)
    assert (state == masts.state).all()
    assert (state == STATES.index("dismantled")).any()
    assert len(data) == 32 + 16 * n


def test_unchanged_data_is_not_sent_again(pages: Pages) -> None:
    for path in ("/map/masts.bin", "/map/zones/planning.json", "/map/borders.json"):
        tag = pages.get(path).headers["ETag"]
        again = pages.get(path, 304, headers={"If-None-Match": tag})
        assert again.data == b""


def test_two_hundred_thousand_masts_are_sent_in_less_than_two_megabytes() -> None:
    rng = np.random.default_rng(7)
    n = 200_000
    centres = rng.uniform([105.85, 20.95], [106.95, 21.6], (60, 2))
    at = centres[rng.integers(0, 60, n)] + rng.normal(0, 0.05, (n, 2))
    many = MapMasts(
        version="1", operators=("A", "B", "C"), site=np.arange(1, n + 1, dtype=np.uint32),
        lon=at[:, 0], lat=at[:, 1], networks=rng.choice([1, 2, 4, 3, 5], n).astype(np.uint16),
        mast_class=rng.choice([2, 3, 4], n, p=[0.02, 0.06, 0.92]).astype(np.uint8),
        state=rng.choice([0, 4], n, p=[0.97, 0.03]).astype(np.uint8),
        height_m=np.full(n, 42.0), codes=[""] * n, commune_codes=[""] * n,
    )  # fmt: skip
    assert len(many.zipped) < 2_000_000


def test_an_empty_register_has_an_empty_map() -> None:
    empty = build("0", operators=("VTL",), standing=[], networks={})
    assert len(empty) == 0
    assert len(empty.binary) == 32
    assert len(empty.inside(100, 10, 110, 30)) == 0


def test_zones_carry_their_decision_and_whether_they_forbid(pages: Pages, known: Context) -> None:
    zones = known.layer(Layer.PLANNING).zones
    features = pages.get("/map/zones/planning.json").get_json(force=True)["features"]
    assert len(features) == len(zones) > 0
    for feature, zone in zip(features, zones, strict=True):
        assert feature["properties"]["decision"] == zone.decision
        assert feature["properties"]["grade"] == grade(zone)
    assert {grade(zone) for zone in zones} >= {"forbids", "open"}


def test_the_legend_names_the_decisions_and_their_first_day(pages: Pages, known: Context) -> None:
    text = " ".join(pages.page("/").text)
    entries = legend(known)
    assert {entry.layer for entry in entries} >= {"planning", "urban_area", "aerodrome_vicinity"}
    for entry in entries:
        decision, day = entry.decisions[0]
        assert decision in text
        assert day.strftime("%d/%m/%Y") in text


def test_a_zone_forbids_where_no_bulky_mast_is_allowed(known: Context) -> None:
    zone = known.layer(Layer.PLANNING).zones[0]
    assert forbids(replace(zone, allowed_classes=frozenset({"A1a", "A1b"})))
    assert forbids(replace(zone, allowed_classes=frozenset()))
    assert grade(replace(zone, allowed_classes=frozenset({"A1a", "A2a"}))) == "roof"
    assert not forbids(replace(zone, allowed_classes=None))


def test_borders_are_communes_with_their_names_inside(pages: Pages) -> None:
    features = pages.get("/map/borders.json").get_json(force=True)["features"]
    assert len(features) > 40
    for feature in features:
        assert feature["properties"]["name"]
        assert 105 < feature["properties"]["at"][0] < 108


def test_a_sheet_says_who_stands_there_and_what_the_commune_was(pages: Pages, masts: MapMasts) -> None:
    shared = int(np.flatnonzero(np.bitwise_count(masts.networks) > 1)[0])
    page = pages.page(f"/map/site?number={masts.site[shared]}")
    text = " ".join(page.text)
    assert masts.codes[shared] in text
    assert "VN-2000" in text
    by_code = pages.get(f"/map/site?code={masts.codes[shared]}", headers=PART).get_data(as_text=True)
    assert "<html" not in by_code
    assert masts.codes[shared] in by_code


def test_a_question_is_shown_and_a_merged_sites_code_leads_to_the_one_that_stays(
    demo_settings: Settings, tmp_path: Path
) -> None:
    home = tmp_path / "copy"
    shutil.copytree(demo_settings.home, home)
    app = create_app(read_settings({"BTS_HOME": str(home)}))
    pages = Pages(app)
    with app.app_context():
        known = registry()
        before = map_masts(known)
        question = same_mast.open_questions(known)[0]
        with known.database.read() as connection:
            codes = {row.id: row.code for row in connection.execute(sa.select(sites.c.id, sites.c.code))}
        stays, goes = codes[question.site_a], codes[question.site_b]
        asked = pages.get(f"/map/site?code={goes}").get_data(as_text=True)
        assert "Có phải cùng một cột với" in asked
        assert f'data-site="{stays}"' in asked
        same_mast.merge(known, question.id, who="test")
        merged = pages.get(f"/map/site?code={goes}").get_data(as_text=True)
        assert f'data-code="{stays}"' in merged
        assert goes in merged
        newest = " ".join(Page(merged.split('class="site-history"')[1].split("<li><b>")[1]).text)
        assert "mã cột" in newest
        assert goes in newest
        assert re.search(r"sửa test · lô B\d+ gộp cột trùng", newest)  # by whom, by which batch taken back
        assert len(map_masts(known)) == len(before) - 1
        found = pages.get("/search", query_string={"q": goes}).get_json()["hits"][0]
        assert (found["code"], found["former"]) == (stays, goes)
        known.close()


def test_a_spot_shows_what_the_office_may_see_with_its_evidence(pages: Pages, masts: MapMasts) -> None:
    standing = np.flatnonzero((masts.state == 0) & (masts.networks == 1 << masts.operators.index("VNPT")))
    row = int(standing[0])
    where = f"lon={masts.lon[row]:.6f}&lat={masts.lat[row] + 0.0003:.6f}"
    html = pages.get(f"/map/spot?{where}&operator=VTL&mast_class=A2b&height_m=42").get_data(as_text=True)
    page = Page(html)
    rules = {values["data-rule"]: values for _, values in page.elements if "data-rule" in values}
    evidence = json.loads(rules["SPC-01"]["data-evidence"])
    assert evidence["type"]
    assert masts.codes[row] in html
    selected = [v["value"] for tag, v in page.elements if tag == "option" and "selected" in v]
    assert selected == ["VTL", "A2b", "new"]
    assert "LOC-02" not in rules  # what a list says of its commune: nobody sent a list here


def test_outside_the_territory_that_decides_alone(pages: Pages) -> None:
    html = pages.get("/map/spot?lon=107.9&lat=20.3").get_data(as_text=True)
    shown, _folded, rest = html.partition("<details>")
    assert shown.count('class="finding"') == 1
    assert "Nằm ngoài địa bàn" in shown
    assert "Không xét được thêm" in rest


def test_a_spot_that_makes_no_sense_is_refused(pages: Pages) -> None:
    assert "SPOT-POSITION" in pages.get("/map/spot?lon=106.3&lat=95", 400).get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    ["/map/site?number=1e308", "/map/site?number=0.5", "/map/list?bbox=106,21,107,22&states=-1e308"],
)
def test_a_number_that_no_database_holds_is_refused(pages: Pages, path: str) -> None:
    assert "WEB-PARAMETER" in pages.get(path, status=400).text


def test_the_list_holds_the_masts_of_the_box_that_pass_the_filter(pages: Pages, masts: MapMasts) -> None:
    row = 0
    box = f"{masts.lon[row] - 0.02},{masts.lat[row] - 0.02},{masts.lon[row] + 0.02},{masts.lat[row] + 0.02}"
    inside = masts.inside(*(float(part) for part in box.split(",")))
    text = pages.get(f"/map/list?bbox={box}").get_data(as_text=True)
    assert all(f'data-site="{masts.codes[i]}"' in text for i in inside[:200])
    only = pages.get(f"/map/list?bbox={box}&states={1 << STATES.index('dismantled')}").get_data(as_text=True)
    expected = [masts.codes[i] for i in inside if masts.state[i] == STATES.index("dismantled")]
    assert only.count("data-site=") == len(expected)


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "1,2,3,nan"])
def test_a_box_that_is_none_is_refused(pages: Pages, box: str) -> None:
    pages.get(f"/map/list?bbox={box}", 400)


def test_an_empty_register_says_what_comes_first(tmp_path: Path, pages: Pages) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path)})
    init_registry(settings)
    empty = Pages(create_app(settings)).page("/")
    links = {link.get("href") for link in empty.all("a")}
    assert "Sổ đăng ký chưa có cột nào." in " ".join(empty.text)
    assert {"/site-lists/file", "/zones/file", "/today"} <= links
    assert "bts " not in " ".join(empty.text)
    assert "Sổ đăng ký chưa có cột nào." not in " ".join(pages.page("/").text)


def test_the_background_comes_from_where_the_settings_say(demo_settings: Settings, tmp_path: Path) -> None:
    tiles = create_app(replace(demo_settings, tile_url="https://tiles.example/{z}/{x}/{y}.png"))
    answer = tiles.test_client().get("/")
    assert "https://tiles.example/{z}/{x}/{y}.png" in answer.get_data(as_text=True)
    assert "https://tiles.example" in answer.headers["Content-Security-Policy"]
    file = tmp_path / "nền.pmtiles"
    file.write_bytes(bytes(range(256)) * 8)
    local = Pages(create_app(replace(demo_settings, pmtiles=file)))
    assert "vendor/protomaps/protomaps-leaflet.js" in local.get("/").get_data(as_text=True)
    part = local.get("/tiles/base.pmtiles", 206, headers={"Range": "bytes=16-31"})
    assert part.data == bytes(range(16, 32))
    assert part.headers["Content-Range"] == "bytes 16-31/2048"


def test_without_a_background_its_address_says_so(demo_settings: Settings, tmp_path: Path) -> None:
    gone = Pages(create_app(replace(demo_settings, pmtiles=tmp_path / "gone.pmtiles")))
    assert "WEB-NO-TILES" in gone.get("/tiles/base.pmtiles", 404).get_data(as_text=True)
