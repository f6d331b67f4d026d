"""Pages by commune: sorted, filtered, mapped and sent; a table of population; who may see what."""

import csv
import io
import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from flask import Flask

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.services.overview.figures import overview
from registry.services.overview.measures import groups, measures
from tests.services.overview import world
from tests.web.people import PASSWORD, signed_in, small_office, token
from web.frame import office


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    roles = (Role.LEADER, Role.VIEWER, Role.APPRAISER)
    with small_office(tmp_path / "sổ", *roles) as made:
        with made.app_context():
            world.built(office.registry())
            add_account(
                office.registry(), "carrier", [Role.CARRIER], organisation="VTL", password=PASSWORD,
                must_change=False, who="t",
            )  # fmt: skip
        yield made


def read(page: object) -> str:
    return page.get_data(as_text=True)  # type: ignore[attr-defined]


def test_every_group_of_measures_is_a_table_that_explains_itself(app: Flask) -> None:
    client = signed_in(app, "leader")
    for code, _words in groups():
        page = client.get("/overview", query_string={"group": code})
        assert page.status_code == 200
        for one in measures():
            assert (one.explained.vi in read(page)) >= (one.group == code)
    assert client.get("/overview?group=khác").status_code == 400
    assert client.get("/overview?measure=khác").status_code == 400


def test_the_table_is_sorted_filtered_and_sent(app: Flask) -> None:
    client = signed_in(app, "leader")
    with app.app_context():
        home = world.home(office.registry())
        found = overview(office.registry())
    names = re.findall(
        r'<th scope="row"><a href="/overview/communes/(\d+)', read(client.get("/overview?sort=-masts"))
    )
    assert names[0] == home.code
    assert len(names) == len(found.units)
    wards = read(client.get("/overview?kind=phuong"))
    count = sum(unit.kind == "Phường" for unit in found.units)
    assert len(re.findall(r'<th scope="row"><a href="/overview/communes/', wards)) == count
    assert "Ngoài mọi xã, phường" not in wards  # the sums below are of all communes only
    book = openpyxl.load_workbook(BytesIO(client.get("/overview?file=xlsx").data))
    sheet = book.worksheets[0]
    assert sheet.max_row == len(found.units) + 3
    lines = list(csv.reader(io.StringIO(client.get("/overview/overview.csv").data.decode("utf-8-sig"))))
    column = lines[0].index("Cột đang đứng")
    assert [line[column] for line in lines[-2:]] == ["1", "5"]  # the outside, the province
    row = next(line for line in lines if line[0] == home.code)
    assert row[column] == "3"
    assert row[lines[0].index("Số dân")] == "chưa có số dân"
    drawn = client.get("/overview/overview.geojson").get_json()
    told = {one["id"]: one["properties"] for one in drawn["features"]}
    assert told[home.code]["masts"] == 3
    assert told[home.code]["people"] is None


def test_the_map_tells_what_is_not_known_from_nothing(app: Flask) -> None:
    client = signed_in(app, "leader")
    with app.app_context():
        home = world.home(office.registry())
    steps = {
        measure: {
            one["properties"]["url"].rsplit("/", 1)[-1]: one["properties"]
            for one in client.get("/overview/areas.json", query_string={"measure": measure}).get_json()[
                "features"
            ]
        }
        for measure in ("masts", "people")
    }
    assert {one["step"] for one in steps["people"].values()} == {"none"}
    assert {one["words"] for one in steps["people"].values()} == {"chưa có số dân"}
    assert steps["masts"][home.code]["words"] == "3"
    assert {"0"} < {one["step"] for one in steps["masts"].values()}


def test_a_commune_has_a_sheet_and_a_document(app: Flask) -> None:
    client = signed_in(app, "leader")
    with app.app_context():
        far, _lon, _lat = world.other(office.registry())
    page = read(client.get(f"/overview/communes/{far.code}"))
    assert "F1" in page
    assert "chưa đặt bán kính" in page
    ground = client.get(f"/overview/communes/{far.code}/ground.json").get_json()
    assert [one["properties"]["kind"] for one in ground["features"]] == ["border", "alone"]
    document = Document(BytesIO(client.get(f"/overview/communes/{far.code}/sheet.docx").data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "PHIẾU TỔNG QUAN XÃ, PHƯỜNG" in text
    assert "Vì sao cần chú ý: 1 cột đang hoạt động trong sổ" in text
    assert client.get("/overview/communes/x").status_code == 404


def test_a_viewer_is_told_no_small_count_in_pages_and_files(app: Flask) -> None:
    client = signed_in(app, "viewer")
    with app.app_context():
        far, _lon, _lat = world.other(office.registry())
    page = read(client.get(f"/overview/communes/{far.code}"))
    assert "F1" not in page
    assert "dưới 3" in page
    ground = client.get(f"/overview/communes/{far.code}/ground.json").get_json()
    assert [one["properties"]["kind"] for one in ground["features"]] == ["border"]
    told = {
        one["id"]: one["properties"]
        for one in client.get("/overview/overview.geojson").get_json()["features"]
    }
    assert told[far.code]["masts"] is None
    assert "masts" in told[far.code]["small"]
    assert client.get("/overview/population/file").status_code == 403
    assert client.get("/overview/settings").status_code == 403


def test_a_carrier_sees_nothing_of_it(app: Flask) -> None:
    client = signed_in(app, "carrier")
    for address in ("/overview", "/overview/attention", "/overview/overview.csv", "/overview/population"):
        assert client.get(address).status_code == 403, address


def test_a_table_of_population_is_looked_at_written_and_printed_with_its_source(
    app: Flask, tmp_path: Path
) -> None:
    client = signed_in(app, "appraiser")
    with app.app_context():
        home = world.home(office.registry())
    path = world.table(tmp_path / "dan-so.xlsx", ["Mã xã", "Dân số", "Năm"], [home.code, 12_000, 2025])
    form = {
        "csrf_token": token(client, "/overview/population/file"),
        "source": "Thống kê tỉnh",
        "document": "12/TK",
    }
    nameless = {**form, "source": "", "list": (BytesIO(path.read_bytes()), path.name)}
    refused = client.post("/overview/population/file", data=nameless)
    assert refused.status_code == 400
    assert "Chưa ghi nguồn của bảng dân số" in read(refused)
    sent = client.post(
        "/overview/population/file", data={**form, "list": (BytesIO(path.read_bytes()), path.name)}
    )
    assert sent.status_code == 303
    preview = client.get(sent.location)
    assert "chưa ghi gì" in read(preview)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', read(preview)))
    fields["csrf_token"] = token(client, sent.location)
    done = client.post(sent.location.split("?")[0], data=fields, follow_redirects=True)
    assert "Đã ghi số dân: 1 số mới" in read(done)
    sheet = read(client.get(f"/overview/communes/{home.code}"))
    assert "12.000" in sheet
    assert "Thống kê tỉnh; 12/TK; 31/12/2025" in sheet


def test_the_radius_alone_states_no_weights(app: Flask) -> None:
    client = signed_in(app, "leader")
    page = read(client.get("/overview/settings"))
    fields = dict(re.findall(r'id="(\w+)" name="\1" autocomplete="off" value="([^"]*)"', page))
    fields |= {"csrf_token": token(client, "/overview/settings"), "radius": "1.500"}
    assert client.post("/overview/settings", data=fields).status_code == 303
    assert "Trọng số minh họa" in read(client.get("/overview/attention"))
    assert "chưa đặt bán kính" not in read(client.get("/overview?group=ground"))
    fields |= {"csrf_token": token(client, "/overview/settings"), "few_masts": "50"}
    assert client.post("/overview/settings", data=fields).status_code == 303
    assert "Thứ tự theo trọng số do cơ quan đặt." in read(client.get("/overview/attention"))
    wrong = client.post("/overview/settings", data={**fields, "few_masts": "nhiều"})
    assert wrong.status_code == 400


def test_an_empty_register_says_what_to_bring_in(tmp_path: Path) -> None:
    from registry.demo.initialise import init_registry
    from registry.settings import read_settings
    from web.app import create_app

    settings = read_settings({"BTS_HOME": str(tmp_path / "trống")})
    init_registry(settings)
    made = create_app(settings)
    for address in ("/overview", "/overview/attention"):
        page = made.test_client().get(address)
        assert page.status_code == 200
        assert "Sổ chưa có cột nào" in read(page)
        assert ("js/overview/map.js" in read(page)) is ('class="map-frame"' in read(page))
    assert "Chưa có tuyến cáp treo nào trong sổ" in read(made.test_client().get("/overview/streets"))
    with made.app_context():
        office.registry().close()
