"""Zones are drawn: over a scan, from a former district, with what a drawing has to state."""

import datetime as dt
import io
import re

from PIL import Image

from registry.services.office.calendar import today
from tests.pages import Pages
from tests.web.zones.drafts import RING, draft, drawn, publish, send, text_of


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
