"""Pages of outside cable: found, edited, checked; a carrier sees its own, of others the masked form only."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from registry.safety.cable_clocks import Clock
from registry.services.cables import editing
from registry.services.cables.troubles import trouble_line
from registry.services.office.registry import open_registry
from registry.settings import Settings
from tests.pages import Pages
from tests.services.cables.test_editing import read, tile_at
from tests.web.people import registry_of, signed_in, token
from web.cables.trouble_words import clock_text


def post_json(client: FlaskClient, url: str, body: Any) -> Any:
    return client.post(
        url, data=json.dumps(body), content_type="application/json",
        headers={"Accept": "application/json", "X-CSRFToken": token(client, "/cables/check")},
    )  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["", "?q=QL31", "?mount=duct", "?state=planned", "?owner=VTL&page=9", "/file", "/draw", "/check",
     "/troubles",
     "/troubles?show=all", "/troubles/new", "/underground", "/batches", "/node-form"],
)  # fmt: skip
def test_every_page_holds(pages: Pages, path: str) -> None:
    pages.get(f"/cables{path}")


def test_a_record_has_its_page_its_part_and_its_history(pages: Pages, plant: dict[str, Any]) -> None:
    route = pages.page(f"/cables/route/{plant['route']}")
    assert "VNPT-DT293-04/010" in route.text
    assert any("tuyến cáp" in text or "Cáp treo" in text for text in route.text)
    for kind in ("segment", "node"):
        page = pages.page(f"/cables/{kind}/{plant[kind]}")
        assert any("ghi vào sổ" in text for text in page.text)
        part = pages.get(f"/cables/part?kind={kind}&id={plant[kind]}", headers={"X-Part": "1"})
        assert f'data-id="{plant[kind]}"' in part.get_data(as_text=True)
        pages.get(f"/cables/part?kind={kind}&id={plant[kind]}", 303)  # opened by itself: its page
    pages.get(f"/cables/draw?segment={plant['segment']}")
    pages.get(f"/cables/check?route={plant['route']}")
    pages.get(f"/cables/troubles/{plant['trouble']}")
    for path in ("route/x", "segment/x", "node/x", "part?kind=segment&id=x", "troubles/x", "underground/x"):
        pages.get(f"/cables/{path}", 404)
    pages.get("/cables?state=nonsense", 400)
    pages.get("/cables/tiles/14/99999/0.bin", 404)


def test_english_pages_have_no_vietnamese_left_but_data(pages: Pages, plant: dict[str, Any]) -> None:
    from tests.web.frame.test_languages import VIETNAMESE, shown

    for path in (
        "",
        "/file",
        "/draw",
        "/check",
        "/troubles/new",
        "/underground",
        f"/segment/{plant['segment']}",
    ):
        page = pages.page(f"/cables{path}?lang=en")
        left = [t for t in shown(page) if VIETNAMESE.search(t)]
        known = ("Tiếng Việt", "Khu trung tâm", "Dữ liệu minh họa", "ĐT.293", "QL.", "QĐ 72/2025")
        assert [t for t in left if not any(part in t for part in known)] == [], path


def test_a_file_is_looked_at_then_written_and_taken_back(app: Flask, demo_settings: Settings) -> None:
    client = signed_in(app, "appraiser")
    sample = demo_settings.home / "samples" / "danh-sach-mau-cap.xlsx"
    answer = client.post(
        "/cables/file",
        data={
            "csrf_token": token(client, "/cables/file"),
            "list": (io.BytesIO(sample.read_bytes()), sample.name),
        },
    )  # fmt: skip
    assert answer.status_code == 303, answer.get_data(as_text=True)
    preview = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "C-KHONG-CO" in preview
    assert "4 dòng chưa nhập được" in preview
    where = answer.headers["Location"].split("?")[0]
    done = client.post(where, data={"csrf_token": token(client, "/cables/file"), "name": sample.name})
    assert done.status_code == 303
    page = client.get("/cables/batches").get_data(as_text=True)
    batch = page.split("/take-back")[0].rsplit("/batches/", 1)[1]
    undone = client.post(
        f"/batches/{batch}/take-back", data={"csrf_token": token(client, f"/batches/{batch}/take-back")}
    )
    assert undone.status_code == 303
    assert "đã rút" in client.get("/cables/batches").get_data(as_text=True)
    refused = client.post(
        "/cables/file",
        data={
            "csrf_token": token(client, "/cables/file"), "crs": "EPSG:9214",
            "list": (io.BytesIO(b"x"), "a.geojson"),
        },
    )  # fmt: skip
    assert refused.status_code == 400
    assert 'value="EPSG:9214"' in refused.get_data(as_text=True)  # what was typed is not lost


def test_two_editors_are_shown_both_versions(app: Flask, plant: dict[str, Any], people: Settings) -> None:
    client = signed_in(app, "appraiser")
    register = open_registry(people)
    seen = editing.get_segment(register, plant["segment"])[0].version  # type: ignore[index]  # it is there
    register.close()
    fields = {"cable_spare": "4", "cable_capacity": "8", "cable_route": "VNPT-DT293-04"}
    body: dict[str, Any] = {"segment": plant["segment"], "seen": seen, "points": None, "fields": fields}
    assert post_json(client, "/cables/draw", body).status_code == 200
    body["fields"] = {**body["fields"], "cable_spare": "1"}
    again = post_json(client, "/cables/draw", body)
    assert again.status_code == 409
    content = again.get_json()
    assert content["error"]["code"] == "CHANGED-MEANWHILE"
    assert content["theirs"]["fields"]["cable_spare"] == "4"
    assert content["theirs"]["version"] == seen + 1
    assert len(content["theirs"]["points"]) == 2
    body["seen"] = content["theirs"]["version"]
    assert post_json(client, "/cables/draw", body).status_code == 200
    bad = post_json(client, "/cables/draw", {**body, "fields": {"cable_spare": "nhiều"}})
    assert (bad.status_code, bad.get_json()["error"]["code"]) == (400, "CABLE-VALUE")


def ways(plant: dict[str, Any]) -> list[str]:
    """Every address by which one might reach another organisation's plant."""
    return [
        f"/cables/route/{plant['route']}", f"/cables/segment/{plant['segment']}",
        f"/cables/node/{plant['node']}",
        f"/cables/part?kind=segment&id={plant['segment']}",
        f"/cables/part?kind=segment&number={plant['number']}",
        f"/cables/part?kind=node&id={plant['node']}", f"/cables/draw?segment={plant['segment']}",
        f"/cables/node-form?node={plant['node']}", f"/cables/check?route={plant['route']}",
        f"/cables/troubles/{plant['trouble']}",
    ]  # fmt: skip


def test_another_carriers_plant_is_not_there_whatever_is_asked(app: Flask, plant: dict[str, Any]) -> None:
    viettel, vnpt = signed_in(app, "carrier"), signed_in(app, "rival")
    for path in ways(plant):
        for headers in ({}, {"X-Part": "1"}):
            assert viettel.get(path, headers=headers).status_code == 404, path
            assert vnpt.get(path, headers=headers).status_code in (200, 303), path
    body = {"segment": plant["segment"], "seen": 1, "points": None, "fields": {}}
    assert post_json(viettel, "/cables/draw", body).status_code == 404
    assert post_json(viettel, "/cables/draw/divide", {**body, "vertex": 1}).status_code == 404
    gone = viettel.post(
        f"/cables/segment/{plant['segment']}/retire",
        data={"csrf_token": token(viettel, "/cables/check"), "version": "1", "reason": "x"},
    )
    assert gone.status_code == 404
    # what it hangs on it sees, and does not edit
    assert viettel.get(f"/cables/segment/{plant['shared']}").status_code == 200
    assert viettel.get(f"/cables/draw?segment={plant['shared']}").status_code == 400
    listed = viettel.get("/cables").get_data(as_text=True)
    assert "VTL-QL37-01" in listed
    assert "VNPT-QL31-01" in listed
    assert "VNPT-DT293-04" not in listed
    assert "VMS-" not in listed


def test_tiles_and_exports_hold_ones_own_plant_only(
    app: Flask, plant: dict[str, Any], tmp_path: Path
) -> None:
    viettel, office = signed_in(app, "carrier"), signed_in(app, "viewer")
    zoom, x, y = tile_at(*plant["place"], 16)
    address = f"/cables/tiles/{zoom}/{x}/{y}.bin"
    whole = read(office.get(address).data)
    own = read(viettel.get(address).data)
    assert plant["number"] in whole["number"]
    assert len(whole["node"]) > 0
    assert len(own["number"]) == len(own["node"]) == 0
    far = "/cables/tiles/{}/{}/{}.bin".format(*tile_at(*plant["place"], 9))
    assert 0 < len(read(viettel.get(far).data)["number"]) < len(read(office.get(far).data)["number"])
    assert np.isin(read(viettel.get(far).data)["number"], read(office.get(far).data)["number"]).all()
    for layer, code in (("cables", "VNPT-DT293-04/010"), ("cable_nodes", "VNPT-DT293-04/C010")):
        for client, there in ((office, True), (viettel, False)):
            answer = client.get(f"/cables/export/{layer}.xlsx")
            book = openpyxl.load_workbook(io.BytesIO(answer.data))
            answer.close()
            cells = {str(cell) for row in book.active.iter_rows(values_only=True) for cell in row}  # type: ignore[union-attr]  # it has a sheet
            assert (code in cells) is there, layer


def test_a_check_tells_a_carrier_of_a_line_without_showing_it(app: Flask, plant: dict[str, Any]) -> None:
    lon, lat = plant["place"]
    body = {
        "points": [[lon, lat + 0.00002], [lon + 0.0012, lat + 0.00002]],
        "fields": {"cable_mount": "aerial", "cable_owner": "VTL", "accuracy_m": "2"},
    }
    seen = {}
    for name in ("appraiser", "carrier"):
        answer = post_json(signed_in(app, name), "/cables/check", body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        seen[name] = answer.get_json()["html"]
    assert "VNPT-DT293-04" in seen["appraiser"]
    assert "VNPT" in seen["carrier"]
    assert "VNPT-DT293-04" not in seen["carrier"]
    parallel = seen["carrier"].split("CAB-01")[0]
    assert "data-evidence=" not in parallel
    for wrong in (
        {},
        {"points": [[1, 2]], "fields": {"cable_mount": "aerial"}},
        {"fields": {"cable_mount": "x"}},
    ):
        assert post_json(signed_in(app, "carrier"), "/cables/check", wrong).status_code == 400


def test_a_place_cannot_be_found_out_by_asking_from_many_sides(app: Flask, plant: dict[str, Any]) -> None:
    lon, lat = plant["place"]
    client = signed_in(app, "rival")
    page = token(client, "/cables/check")
    statuses = set()
    for n in range(70):
        answer = client.post(
            "/cables/check", content_type="application/json",
            data=json.dumps({"points": [[lon, lat]], "fields": {"cable_mount": "aerial", "n": n}}),
            headers={"Accept": "application/json", "X-CSRFToken": page},
        )  # fmt: skip
        statuses.add(answer.status_code)
    assert statuses == {400, 429}


def test_a_line_is_taken_from_a_file_to_be_checked_and_nothing_is_kept(
    app: Flask, demo_settings: Settings
) -> None:
    client = signed_in(app, "leader")
    sample = demo_settings.home / "samples" / "danh-sach-mau-cap.xlsx"
    answer = client.post(
        "/cables/check/file",
        data={
            "csrf_token": token(client, "/cables/check"),
            "list": (io.BytesIO(sample.read_bytes()), sample.name),
        },
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    lines = answer.get_json()["lines"]
    assert [line["label"] for line in lines] == ["MAU-01/1", "MAU-01/2", "MAU-01/3", "MAU-01/7"]
    assert len(lines[2]["points"]) == 3


def test_how_a_line_is_laid_is_asked_where_its_file_does_not_say_it(
    app: Flask, plant: dict[str, Any]
) -> None:
    lon, lat = plant["place"]
    lines = [
        {
            "type": "Feature", "properties": {"Mã đoạn": code, **mount},
            "geometry": {"type": "LineString", "coordinates": [[lon, lat], [lon + 0.001, lat]]},
        }
        for code, mount in (("A/1", {"Hình thức lắp đặt": "cống bể"}), ("A/2", {"Hình thức lắp đặt": ""}))
    ]  # fmt: skip
    file = json.dumps({"type": "FeatureCollection", "features": lines}).encode()
    client = signed_in(app, "leader")
    answer = client.post(
        "/cables/check/file",
        data={"csrf_token": token(client, "/cables/check"), "list": (io.BytesIO(file), "tuyến.geojson")},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    said = {line["label"]: line["mount"] for line in answer.get_json()["lines"]}
    assert said == {"A/1": "duct", "A/2": ""}
    body = {"points": lines[1]["geometry"]["coordinates"], "fields": {"cable_owner": "VTL"}}  # type: ignore[index]
    refused = post_json(client, "/cables/check", body)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (400, "CABLE-NO-MOUNT")


def test_the_consulted_and_the_public_see_no_cable(app: Flask, plant: dict[str, Any]) -> None:
    consulted, visitor = signed_in(app, "consulted"), app.test_client()
    zoom, x, y = tile_at(*plant["place"], 16)
    for path in (*ways(plant), "/cables", f"/cables/tiles/{zoom}/{x}/{y}.bin", "/cables/export/cables.xlsx"):
        assert consulted.get(path).status_code == 403, path
        assert visitor.get(path).status_code in (302, 401), path
    assert 'data-layer="cables"' not in consulted.get("/").get_data(as_text=True)


def test_a_trouble_is_told_on_a_form_that_keeps_what_was_typed(app: Flask, plant: dict[str, Any]) -> None:
    client = signed_in(app, "duty_officer")
    page = token(client, "/cables/troubles/new")
    form = {"csrf_token": page, "kind": "low_cable", "note": "Võng trước cổng trường", "at": "đâu đó"}
    refused = client.post("/cables/troubles/new", data=form)
    assert refused.status_code == 400
    assert "Võng trước cổng trường" in refused.get_data(as_text=True)
    lon, lat = plant["place"]
    made = client.post("/cables/troubles/new", data={**form, "at": f"{lat:.6f}, {lon:.6f}"})
    assert made.status_code == 303
    shown = client.get(made.headers["Location"]).get_data(as_text=True)
    assert "VNPT-DT293-04/" in shown
    carrier = signed_in(app, "carrier")
    assert carrier.get(made.headers["Location"]).status_code == 404


def test_the_office_drafts_a_letter_to_the_owner_of_a_trouble(app: Flask, plant: dict[str, Any]) -> None:
    officer = Pages(app)
    officer.client = signed_in(app, "duty_officer")
    address = f"/cables/troubles/{plant['trouble']}"
    assert f"{address}/letter.docx" in officer.get(address).get_data(as_text=True)
    document = Document(io.BytesIO(officer.get(f"{address}/letter.docx").get_data()))
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Kính gửi: VNPT" in said
    assert "1 sự cố, hư hỏng của cáp, cột treo cáp do VNPT quản lý" in said
    assert "mục “Sự cố cáp”" in said
    assert "cột ăng ten" not in said
    told = [cell.text for cell in document.tables[-2 if len(document.tables) > 2 else 1].rows[-1].cells]
    assert "▲" not in told, "its reader does not know the page's signs"
    assert ("trong thời hạn nêu trên" in said) == (told[-1] != "–"), told
    assert ("khắc phục ngay" in said) == ("quá hạn" in officer.get(address).get_data(as_text=True)), told
    assert signed_in(app, "carrier").get(f"{address}/letter.docx").status_code == 403
    assert "Người ghi" in officer.get(address).get_data(as_text=True)
    owner = signed_in(app, "rival").get(address).get_data(as_text=True)
    assert "Sự cố" in owner
    assert "Người ghi" not in owner, "the office's people are named to nobody outside"
    officer.get("/cables/troubles/x/letter.docx", 404)


def test_whose_a_trouble_is_can_be_said_later(app: Flask, plant: dict[str, Any]) -> None:
    client = signed_in(app, "duty_officer")
    form = {"csrf_token": token(client, "/cables/troubles/new"), "kind": "low_cable", "at": "21.6, 106.9"}
    address = client.post("/cables/troubles/new", data=form).headers["Location"]
    assert "letter.docx" not in client.get(address).get_data(as_text=True)
    said = {"csrf_token": token(client, address), "version": "1", "deed": "whose", "owner": "ai đó"}
    assert client.post(address, data=said).status_code == 400
    assert client.post(address, data={**said, "owner": "VNPT"}).status_code == 303
    assert "letter.docx" in client.get(address).get_data(as_text=True)


def test_what_a_trouble_is_about_is_one_thing(app: Flask, plant: dict[str, Any]) -> None:
    """A pole that is named in the place of the segment that was thought of takes its place."""
    client = signed_in(app, "duty_officer")
    form = {"csrf_token": token(client, "/cables/troubles/new"), "kind": "low_cable", "at": "21.6, 106.9"}
    form["code"] = "VNPT-DT293-04/010"
    address = client.post("/cables/troubles/new", data=form).headers["Location"]
    assert plant["segment"] in client.get(address).get_data(as_text=True)
    said = {"csrf_token": token(client, address), "version": "1", "deed": "whose", "owner": "VNPT"}
    client.post(address, data={**said, "code": "VNPT-DT293-04/C010"})
    found = trouble_line(registry_of(app), address.rsplit("/", 1)[-1]).trouble
    assert (found.node, found.segment) == (plant["node"], "")


@pytest.mark.parametrize("owner", ["", "VNPT"])
def test_a_rivals_node_says_to_nobody_but_its_owner_where_it_stands(
    app: Flask, plant: dict[str, Any], owner: str
) -> None:
    """Whatever owner the rows claim; with the coordinates of the end the row is read, and the node said."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Mã tuyến", "Mã đoạn", "Chủ quản", "Hình thức", "Nút đầu", "Nút cuối", "Điểm cuối"])
    node, (lon, lat) = "VNPT-DT293-04/C010", plant["place"]
    for code, end in (("X/1", None), ("X/2", f"{lat + 0.001:.6f}; {lon:.6f}".replace(".", ","))):
        sheet.append(["X", code, owner or None, "treo", node, None, end])
    content = io.BytesIO()
    book.save(content)

    def asked(name: str) -> Any:
        client = signed_in(app, name)
        data = {
            "csrf_token": token(client, "/cables/check"),
            "list": (io.BytesIO(content.getvalue()), "đoạn.xlsx"),
        }
        return client.post("/cables/check/file", data=data, headers={"Accept": "application/json"})

    rival = asked("carrier")
    assert rival.status_code == 400
    assert "CABLE-NODE-NOT-OWN" in rival.get_data(as_text=True)
    assert f"{lat:.3f}" not in rival.get_data(as_text=True)
    (line,) = asked("rival").get_json()["lines"]  # VNPT itself: the row with both ends
    assert (line["label"], line["points"][0]) == ("X/2", pytest.approx([lon, lat], abs=0.01))


def test_what_was_mended_late_does_not_read_as_still_owed(app: Flask) -> None:
    with app.test_request_context("/cables/troubles"):
        assert clock_text(Clock(None, "detected", assumed=False, left=None, met=False)) == "trễ hạn"
