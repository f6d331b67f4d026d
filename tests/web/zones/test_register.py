"""The pages of zones and plans: the list, a file looked at, drafts, drawing, what a draft would change."""

import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from PIL import Image

from registry.services.office.calendar import today
from registry.settings import Settings
from tests.pages import Page, Pages
from tests.web.people import running, signed_in, visitor, with_people
from web.app import create_app

RING = [[106.18, 21.26], [106.22, 21.26], [106.22, 21.29], [106.18, 21.29]]
TERMS = {"layer": "planning", "decision": "QĐ 5/2026", "valid_from": "2026-12-01"}


@pytest.fixture
def own_app(copy_demo: Callable[[Path], Settings], tmp_path: Path) -> Iterator[Flask]:
    with running(copy_demo(tmp_path / "home")) as app:
        yield app


@pytest.fixture
def own(own_app: Flask) -> Pages:
    return Pages(own_app)


def workbook(*rows: tuple[Any, ...]) -> tuple[io.BytesIO, str]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("STT", "Phạm vi", "Loại cột cho phép", "Chiều cao tối đa (m)"), *rows):
        sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made, "danh mục vùng.xlsx"


def draft(pages: Pages, **terms: str) -> str:
    """Make a draft and return its address."""
    given = {"name": "Quy hoạch 2026", "decision": "QĐ 5/2026", "valid_from": "2026-12-01", **terms}
    return pages.post("/zones/drafts", given).headers["Location"]


def publish(pages: Pages, address: str, stamp: str, status: int = 303) -> str:
    """Propose and publish a draft at the desk of an office without accounts: one person, who says why."""
    pages.post(f"{address}/propose", {"stamp": stamp}, status)
    answer = pages.post(f"{address}/publish", {"stamp": stamp, "reason": "một cán bộ"}, status)
    return answer.get_data(as_text=True)


def send(pages: Pages, path: str, body: Any, status: int = 200) -> Any:
    """Send JSON as the scripts do, and return the answer."""
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(path, data=json.dumps(body), content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    return answer.get_json()


def drawn(pages: Pages, address: str, **more: Any) -> Any:
    body = {
        "name": "Khu A", "layer": "planning", "classes": ["A1a"], "height": "25", "error_m": 30,
        "article": "", "sentence": "", "drawn": {"kind": "polygon", "points": RING}, **more,
    }  # fmt: skip
    return send(pages, f"{address}/draw", body, more.pop("status", 200))


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


def test_every_zone_is_listed_with_its_decision_and_found_by_letters_without_marks(pages: Pages) -> None:
    page = pages.page("/zones")
    assert "132 vùng" in text_of(page)
    assert [v["href"] for v in page.all("a") if v.get("aria-current") == "page"] == ["/zones"]
    found = text_of(pages.page("/zones?q=cho+mien+nui"))
    assert "Không có vùng nào hợp" in found
    assert "Nông thôn miền núi" in text_of(pages.page("/zones?q=nong+thon+mien+nui"))
    only = pages.page("/zones?layer=heritage_1")
    assert "13 vùng" in text_of(only)
    assert "/zones/export/heritage_1.xlsx" in {v.get("href") for v in only.all("a")}
    assert "0 vùng" in text_of(pages.page("/zones?state=ended"))
    pages.get("/zones?state=x", 400)
    pages.get("/zones?layer=x", 400)


def test_a_zone_has_its_page_with_map_facts_and_history(pages: Pages) -> None:
    first = next(
        v["href"] for v in pages.page("/zones?layer=planning").all("a") if "/zones/zone/" in v.get("href", "")
    )
    page = pages.page(first)
    said = text_of(page)
    assert "Lịch sử trong sổ cái" in said
    assert "Dữ liệu minh họa" in said
    assert any(v.get("href", "").startswith("/#at=21.") for v in page.all("a"))
    pages.get("/zones/zone/khong-co", 404)


def test_a_layer_and_the_template_can_be_taken_away(pages: Pages) -> None:
    for name in ("planning.xlsx", "planning.geojson", "planning.gpkg"):
        assert pages.get(f"/zones/export/{name}").get_data()
    book = openpyxl.load_workbook(io.BytesIO(pages.get("/zones/template.xlsx").get_data()))
    assert "Phạm vi" in [cell.value for cell in next(book.worksheets[0].iter_rows())]
    pages.get("/zones/export/planning.exe", 400)
    pages.get("/zones/export/nothing.xlsx", 400)


def test_a_workbook_is_looked_at_before_anything_is_written(own: Pages) -> None:
    file = workbook((1, "xã Kép", "A1a", 36), (2, "đường Không Có", "A1a", 36))
    there = own.post("/zones/file", {"list": file, **TERMS}, content_type="multipart/form-data").headers[
        "Location"
    ]
    page = own.page(there)
    said = text_of(page)
    assert "1 vùng hiểu được" in said
    assert "1 dòng chưa thành vùng" in said
    assert "Không có tuyến nào tên “đường Không Có”" in said
    assert "0 vùng" in text_of(own.page("/zones?q=xa+kep&state=all"))
    form = next(values for values, names in page.forms if "deed" in names)
    hidden = {
        v["name"]: v["value"] for v in page.all("input") if v.get("type") == "hidden" and v["name"] in TERMS
    }
    done = own.post(form["action"], {**hidden, "name": "danh mục vùng.xlsx", "deed": "force"})
    address = done.headers["Location"]
    said = text_of(own.page(address))
    assert "Đã đưa 1 vùng vào bản dự thảo" in said
    assert "gần đúng ±110 m" in said
    assert "0 vùng" in text_of(own.page("/zones?q=xa+kep&state=all")), "no file is law by one person's click"
    publish(own, address, own.page(f"{address}/what-if").one(name="stamp")["value"])
    assert "chưa đến ngày hiệu lực" in text_of(own.page("/zones?q=xa+kep&state=all")).lower()
    name = next(
        v["href"]
        for v in own.page("/zones?q=xa+kep&state=all").all("a")
        if "/zones/zone/" in v.get("href", "")
    )
    assert "“xã Kép”" in text_of(own.page(name)), "the sentence is kept"


def test_a_file_that_cannot_be_read_is_refused_where_it_was_sent(own: Pages) -> None:
    for file, extra, wanted in (
        ((io.BytesIO(b"x"), "quy hoach.pdf"), TERMS, "không phải loại tệp nhận được"),
        ((io.BytesIO(b"{}"), "z.geojson"), {"layer": "planning"}, "cần lớp, quyết định và ngày hiệu lực"),
        ((io.BytesIO(b"{}"), "z.geojson"), TERMS, ""),
        (workbook((1, "xã Kép", "A1a", 36)), {**TERMS, "valid_to": "2020-01-01"}, "01/12/2026"),
    ):
        answer = own.post("/zones/file", {"list": file, **extra}, 400, content_type="multipart/form-data")
        assert wanted in answer.get_data(as_text=True)
    own.get("/zones/file/" + "0" * 64 + "?name=a.xlsx", 404)
    own.post("/zones/file", {"csrf_token": own.token()}, 400)


def test_a_map_file_goes_into_a_draft(own: Pages) -> None:
    address = draft(own)
    shape = {"type": "Polygon", "coordinates": [[*RING, RING[0]]]}
    file = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": shape, "properties": {"name": "B"}}],
    }
    data = {
        "list": (io.BytesIO(json.dumps(file).encode()), "z.geojson"),
        "layer": "planning",
        "draft": address.split("/")[-1],
    }
    there = own.post("/zones/file", data, content_type="multipart/form-data").headers["Location"]
    page = own.page(there)
    form = next(values for values, names in page.forms if "deed" in names)
    fields = [v for v in page.all("input") if v.get("type") == "hidden"]
    hidden = {v["name"]: v["value"] for v in fields if v["name"] in {"name", "layer", "draft"}}
    own.post(form["action"], {**hidden, "deed": "draft"})
    assert "Các vùng (1)" in text_of(own.page(address))
    assert "132 vùng" in text_of(own.page("/zones"))


def test_a_zone_is_drawn_changed_tried_and_published(own: Pages) -> None:
    address = draft(own)
    drawn(own, address)
    page = own.page(address)
    assert "Khu A" in text_of(page)
    assert "gần đúng ±30 m" in text_of(page)
    edit = next(v["href"] for v in page.all("a") if "zone=" in v.get("href", ""))
    board = own.page(edit)
    zone = board.one(id="zone-id")["value"]
    version = int(board.one(id="zone-version")["value"])
    drawn(
        own, address, zone=zone, seen=version, name="Khu A sửa", drawn={"kind": "polygon", "points": RING[:3]}
    )
    words = {
        "zone": zone, "seen": version + 1, "name": "Khu A sửa", "layer": "planning", "classes": ["A1a"],
        "height": "25", "drawn": None,
    }  # fmt: skip
    assert send(own, f"{address}/draw", {**words, "error_m": 0}, 400)["error"]["code"] == "DRAWN-NO-ERROR"
    send(own, f"{address}/draw", {**words, "error_m": 45})
    assert "gần đúng ±45 m" in text_of(own.page(address))
    again = {"name": "x", "layer": "planning", "zone": zone, "seen": version, "drawn": None, "error_m": 30}
    late = send(own, f"{address}/draw", again, 409)
    assert late["error"]["code"] == "CHANGED-MEANWHILE"
    tried = own.page(f"{address}/what-if")
    said = text_of(tried)
    assert re.search(r"Xét 1\.6\d\d cột hiện có, \d+ vị trí đã duyệt, chưa xây theo danh sách", said)
    assert "PLN-02" in said
    assert "spreadsheet" in str(own.get(f"{address}/what-if.xlsx").mimetype)
    stamp = tried.one(name="stamp")["value"]
    assert "đã thay đổi bản dự thảo" in publish(own, address, "x", 409)
    early = own.post(f"{address}/publish", {"stamp": stamp, "reason": "x"}, 409).get_data(as_text=True)
    assert "PUBLICATION-NOT-PROPOSED" in early
    publish(own, address, stamp)
    assert re.search(
        r"Đã công bố quy hoạch \(lô B\d+\): có hiệu lực từ \d\d/\d\d/\d{4}\.", text_of(own.page(address))
    )
    assert "Khu A sửa" in text_of(own.page("/zones?q=khu+a+sua&state=all"))
    publish(own, address, stamp, 409)
    own.get(f"{address}/draw", 409)


def test_drawing_is_found_from_the_list_and_what_was_published_ahead_is_told_there(own: Pages) -> None:
    listed = own.page("/zones")
    assert "Vẽ vùng" in text_of(listed)
    start = own.page(listed.one(href="/zones/drafts?then=draw")["href"])
    assert start.one(name="then")["value"] == "draw"
    later = today() + dt.timedelta(days=40)
    given = {"name": "Quy hoạch", "decision": "QĐ 5/2026", "valid_from": later.isoformat(), "then": "draw"}
    board = own.post("/zones/drafts", given).headers["Location"]
    assert board.endswith("/draw")
    address = board.removesuffix("/draw")
    assert board in {link.get("href") for link in own.page("/zones/drafts?then=draw").all("a")}
    drawn(own, address)
    stamp = own.page(f"{address}/what-if").one(name="stamp")["value"]
    publish(own, address, stamp)
    published = text_of(own.page(address))
    assert "thành lô" in published
    assert "bts undo" not in published, "an official has no command line"
    (batch,) = re.findall(r"thành lô (B\d+)", published)
    assert f"/batches/{batch}" in {link.get("href") for link in own.page(address).all("a")}
    assert board not in {link.get("href") for link in own.page("/zones/drafts?then=draw").all("a")}
    said = text_of(own.page("/zones"))
    assert f"1 vùng đã công bố nhưng chưa đến ngày hiệu lực, sớm nhất từ {later:%d/%m/%Y}" in said
    assert "Khu A" not in said
    assert "Khu A" in text_of(own.page("/zones?state=ahead"))


def test_what_a_drawing_lacks_is_said(own: Pages) -> None:
    address = draft(own)
    for change, wanted in (
        ({"name": " "}, "DRAWN-NO-NAME"),
        ({"error_m": None}, "DRAWN-NO-ERROR"),
        ({"height": "cao"}, "ZONE-ROW-HEIGHT"),
        ({"layer": "sea"}, "LAYER-UNKNOWN"),
        ({"drawn": {"kind": "polygon", "points": RING[:2]}}, "DRAWN-NOT-A-SHAPE"),
        ({"drawn": None}, "DRAWN-NOT-A-SHAPE"),
    ):
        assert drawn(own, address, status=400, **change)["error"]["code"] == wanted
    headers = {"X-CSRFToken": own.token(), "Accept": "application/json"}
    for body in ("", "[", "[]", "[" * 2000, '"x"', "null"):
        answer = own.client.post(
            f"{address}/draw", data=body, content_type="application/json", headers=headers
        )
        assert answer.status_code == 400, body
    assert send(own, "/zones/points", {"text": "21,2734; 106,1946"})["points"] == [[106.1946, 21.2734]]
    assert send(own, "/zones/points", {"text": "ở đâu đó"}, 400)["error"]["code"] == "POINTS-NOT-READ"


def test_a_zone_begins_from_a_former_district_and_states_at_least_its_borders_error(own: Pages) -> None:
    units = {item["label"]: item["id"] for item in own.get("/map/area/places.json").get_json()}
    area = f"u.{units['Huyện Lạng Giang (cũ)']}"
    start = own.page(f"/zones/drafts?then=draw&area={area}")
    assert start.one(name="area")["value"] == area
    given = {"name": "Quy hoạch huyện cũ", "then": "draw", "area": area}
    board = own.post("/zones/drafts", given).headers["Location"]
    assert board.endswith(f"/draw?area={area}")
    address = board.split("/draw?")[0]
    assert f'"chosen": "{area}"' in own.get(board).get_data(as_text=True)
    by_area = {"kind": "area", "area": area}
    assert drawn(own, address, drawn=by_area, error_m=20, status=400)["error"]["code"] == "DRAWN-NO-ERROR"
    for text, wanted in (("", "AREA-NONE"), ("x", "AREA-NOT-READ"), ("u.0@start", "AREA-UNIT-UNKNOWN"),
                         ("c.gAgA.9", "DRAWN-OUTSIDE")):  # fmt: skip
        found = drawn(own, address, drawn={"kind": "area", "area": text}, status=400)["error"]["code"]
        assert found == wanted
    drawn(own, address, drawn=by_area, error_m=200)
    assert "gần đúng ±200 m" in text_of(own.page(address))


def test_a_scan_is_pinned_and_lends_its_error_to_what_is_drawn_over_it(own: Pages) -> None:
    address = draft(own)
    made = io.BytesIO()
    Image.new("RGB", (1200, 900)).save(made, "PNG")
    made.seek(0)
    there = own.post(
        f"{address}/scans", {"scan": (made, "quy hoạch.png")}, content_type="multipart/form-data"
    )
    scan = there.headers["Location"].split("scan=")[1]
    assert own.get(f"/zones/scans/{scan}.jpg").mimetype == "image/jpeg"
    assert "quy hoạch.png" in text_of(own.page(there.headers["Location"]))
    pins = [[0, 0, 106.1, 21.4], [1200, 0, 106.3, 21.4], [1200, 900, 106.3, 21.25], [0, 900, 106.1008, 21.25]]
    lies = send(own, f"/zones/scans/{scan}/pins", {"pins": pins, "seen": 1})
    assert lies["version"] == 2
    assert 15 < lies["lies"]["error"] < 100
    assert len(lies["lies"]["residuals"]) == 4
    assert drawn(own, address, scan=scan, error_m=1, status=400)["error"]["code"] == "DRAWN-NO-ERROR"
    drawn(own, address, scan=scan, error_m=None)
    assert "vẽ theo bản quét" in text_of(own.page(address))
    assert (
        send(own, f"/zones/scans/{scan}/pins", {"pins": pins[:2], "seen": 2}, 400)["error"]["code"]
        == "PINS-TOO-FEW"
    )
    assert (
        send(own, f"/zones/scans/{scan}/pins", {"pins": "x", "seen": 2}, 400)["error"]["code"]
        == "PINS-NOT-FINITE"
    )
    assert (
        send(own, f"/zones/scans/{scan}/pins", {"pins": pins, "seen": 1}, 409)["error"]["code"]
        == "CHANGED-MEANWHILE"
    )
    own.get("/zones/scans/khong-co.jpg", 404)
    pdf = {"scan": (io.BytesIO(b"%PDF-1.7"), "quy hoạch.pdf")}
    refused = own.post(f"{address}/scans", pdf, 400, content_type="multipart/form-data")
    assert "xuất trang bản đồ ra PNG hoặc JPEG" in refused.get_data(as_text=True)


def test_a_draft_is_renamed_emptied_and_discarded(own: Pages) -> None:
    address = draft(own, decision="")
    drawn(own, address)
    changed = {"name": "Tên mới", "decision": "QĐ 9", "valid_from": "2027-01-01", "seen": "1"}
    own.post(address, changed)
    own.post(address, {**changed, "name": "Tên của người đến sau"}, 409)
    page = own.page(address)
    assert "Tên mới" in text_of(page)
    remove = next(
        values["action"] for values, _ in page.forms if values.get("action", "").endswith("/remove")
    )
    own.post(remove)
    assert "Bản dự thảo chưa có vùng nào" in text_of(own.page(address))
    own.post(remove, status=404)
    own.post(address, {"name": "", "seen": "2"}, 400)
    own.post(f"{address}/discard")
    own.post(address, {"name": "x"}, 409)
    own.post("/zones/drafts", {"name": ""}, 400)
    own.get("/zones/drafts/khong-co", 404)


def test_the_pages_are_english_where_that_is_asked_for(own: Pages) -> None:
    address = draft(own)
    drawn(own, address)
    pages = {
        "/zones": "Zones and plans",
        "/zones/file": "Enter zones from a file",
        "/zones/drafts": "Draft plans",
        address: "See what it would change",
        f"{address}/draw": "Draw a zone",
        f"{address}/what-if": "standing masts",
    }
    for path, wanted in pages.items():
        assert wanted in own.get(f"{path}?lang=en").get_data(as_text=True), path


def test_readers_read_and_only_appraisers_and_administrators_write(
    demo_settings: Settings, tmp_path: Path
) -> None:
    app = create_app(with_people(demo_settings, tmp_path / "people"))
    reads = {"administrator": (200, 200, 200), "appraiser": (200, 200, 200), "leader": (200, 200, 403),
             "inspector": (200, 200, 403), "carrier": (200, 403, 403), "consulted": (200, 403, 403),
             "viewer": (200, 403, 403)}  # fmt: skip
    for name, wanted in reads.items():
        client = signed_in(app, name)
        found = tuple(client.get(path).status_code for path in ("/zones", "/zones/drafts", "/zones/file"))
        assert found == wanted, name
    carrier = signed_in(app, "carrier")
    html = carrier.get("/zones?layer=planning").get_data(as_text=True)
    zone = html.split("/zones/zone/")[1].split('"')[0]
    assert "Lịch sử trong sổ cái" not in carrier.get(f"/zones/zone/{zone}").get_data(as_text=True)
    app.extensions["bts-registry"].close()


def test_one_proposes_a_draft_and_a_leader_returns_or_publishes_it(app: Flask) -> None:
    lan, leader = visitor(app, "appraiser"), visitor(app, "leader")
    address = draft(lan)
    drawn(lan, address)
    tried = lan.page(f"{address}/what-if")
    assert "Đề nghị công bố 1 vùng" in text_of(tried)
    stamp = tried.one(name="stamp")["value"]
    lan.post(f"{address}/publish", {"stamp": stamp}, 403)
    lan.post(f"{address}/propose", {"stamp": stamp, "note": "đã họp"})
    assert "Công bố 1 vùng" not in text_of(lan.page(f"{address}/what-if"))
    assert "chờ lãnh đạo công bố" in text_of(leader.page("/zones/drafts"))
    assert "appraiser đề nghị công bố" in text_of(leader.page(f"{address}/what-if"))
    proposal = leader.page(f"{address}/what-if").one(name="proposal")["value"]
    leader.post(f"{address}/return", {"proposal": proposal, "reason": ""}, 400)
    leader.post(f"{address}/return", {"proposal": proposal, "reason": "thiếu biên bản"})
    assert "đã trả lại: thiếu biên bản" in text_of(lan.page(address))
    lan.post(f"{address}/withdraw", {"proposal": proposal}, 409)
    lan.post(f"{address}/propose", {"stamp": stamp})
    leader.post(f"{address}/publish", {"stamp": stamp})
    said = text_of(leader.page(address))
    assert "appraiser đề nghị, leader công bố" in said
    assert "Một người làm cả hai việc" not in said
