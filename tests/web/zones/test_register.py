"""The pages of zones and plans: the list, a file looked at, drafts, drawing, what a draft would change."""

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask

from registry.services.office.calendar import today
from registry.settings import Settings
from tests.pages import Pages
from tests.web.people import signed_in, visitor, with_people
from tests.web.zones.drafts import RING, draft, drawn, publish, text_of
from web.app import create_app

TERMS = {"layer": "planning", "decision": "QĐ 5/2026", "valid_from": "2026-12-01"}


COLUMNS = ("STT", "Phạm vi", "Loại cột cho phép", "Chiều cao tối đa (m)")


def workbook(*rows: tuple[Any, ...], more: tuple[str, ...] = ()) -> tuple[io.BytesIO, str]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ((*COLUMNS, *more), *rows):
        sheet.append(list(row))
    made = io.BytesIO()
    book.save(made)
    made.seek(0)
    return made, "danh mục vùng.xlsx"


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


def test_a_zone_that_states_its_own_day_says_so_beside_the_drafts(own: Pages) -> None:
    file = workbook(
        (1, "xã Kép", "A1a", 36, "01/11/2026"), (2, "xã Bố Hạ", "A1a", 36, ""), more=("Hiệu lực từ",)
    )
    there = own.post("/zones/file", {"list": file, **TERMS}, content_type="multipart/form-data").headers[
        "Location"
    ]
    page = own.page(there)
    form = next(values for values, names in page.forms if "deed" in names)
    hidden = {
        v["name"]: v["value"] for v in page.all("input") if v.get("type") == "hidden" and v["name"] in TERMS
    }
    address = own.post(form["action"], {**hidden, "name": "tệp.xlsx", "deed": "force"}).headers["Location"]
    said = text_of(own.page(address))
    assert said.count("Vùng này tự ghi:") == 1
    assert "từ 01/11/2026" in said
    assert "vùng tự ghi quyết định, ngày hiệu lực thì giữ phần của mình" in said
    own.post(f"{address}/discard", {"stamp": own.page(f"{address}/what-if").one(name="stamp")["value"]}, 303)


@pytest.mark.parametrize("into", ["a new draft", "a draft without a day"])
def test_a_zone_that_begins_today_keeps_the_day_of_its_row(own: Pages, into: str) -> None:
    day = today().strftime("%d/%m/%Y")
    file = workbook((1, "xã Kép", "A1a", 36, day), more=("Hiệu lực từ",))
    if into == "a draft without a day":
        file = workbook((1, "xã Kép", "A1a", 36, day), (2, "xã Bố Hạ", "A1a", 36, ""), more=("Hiệu lực từ",))
    standing = draft(own, valid_from="").split("/")[-1] if into == "a draft without a day" else ""
    terms = {"layer": "planning", "decision": "QĐ 5/2026", "draft": standing}
    sent = {"list": file, **terms}
    there = own.post("/zones/file", sent, content_type="multipart/form-data").headers["Location"]
    form = next(values for values, names in own.page(there).forms if "deed" in names)
    answer = own.post(form["action"], {**terms, "name": "tệp.xlsx", "deed": "draft"})
    address = answer.headers["Location"]
    assert text_of(own.page(address)).count(f"từ {day}") == 1
    stamp = own.page(f"{address}/what-if").one(name="stamp")["value"]
    proposed = own.post(f"{address}/propose", {"stamp": stamp}, 400 if standing else 303)
    assert ("DRAFT-NO-DAY" in proposed.get_data(as_text=True)) == bool(standing), "the row without one"
    own.post(f"{address}/discard", {"stamp": stamp}, 303)


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
    waits = "chưa được đề nghị công bố"
    assert waits in text_of(leader.page(f"{address}/what-if"))
    lan.post(f"{address}/publish", {"stamp": stamp}, 403)
    lan.post(f"{address}/propose", {"stamp": stamp, "note": "đã họp"})
    assert "Công bố 1 vùng" not in text_of(lan.page(f"{address}/what-if"))
    assert "1 chờ công bố" in text_of(leader.page("/zones")), "where the bar's count leads to"
    assert "chờ công bố" not in text_of(lan.page("/zones")), "it waits for nobody else"
    assert "chờ lãnh đạo công bố" in text_of(leader.page("/zones/drafts"))
    assert "appraiser đề nghị công bố" in text_of(leader.page(f"{address}/what-if"))
    assert waits not in text_of(leader.page(f"{address}/what-if"))
    proposal = leader.page(f"{address}/what-if").one(name="proposal")["value"]
    leader.post(f"{address}/return", {"proposal": proposal, "reason": ""}, 400)
    leader.post(f"{address}/return", {"proposal": proposal, "reason": "thiếu biên bản"})
    assert "đã trả lại: thiếu biên bản" in text_of(lan.page(address))
    told = "lãnh đạo trả lại"
    assert f"{told}: thiếu biên bản" in text_of(lan.page("/today")), "who proposed it need not look for it"
    assert f"{told}: thiếu" not in text_of(leader.page("/today"))
    assert told in text_of(lan.page("/zones/drafts"))
    lan.post(f"{address}/withdraw", {"proposal": proposal}, 409)
    lan.post(f"{address}/propose", {"stamp": stamp})
    assert told not in text_of(lan.page("/today")) + text_of(lan.page("/zones/drafts"))
    leader.post(f"{address}/publish", {"stamp": stamp})
    said = text_of(leader.page(address))
    assert "appraiser đề nghị, leader công bố" in said
    assert "Một người làm cả hai việc" not in said


def test_a_decision_without_a_number_is_said_before_its_zones_are_put_in_force(app: Flask) -> None:
    lan = visitor(app, "appraiser")
    unnumbered = "Quyết định chưa có số: Dự thảo quyết định"
    for decision, said in (("Dự thảo quyết định", True), ("QĐ 5/2026", False)):
        address = draft(lan, decision=decision)
        drawn(lan, address)
        assert (unnumbered in text_of(lan.page(f"{address}/what-if"))) is said
