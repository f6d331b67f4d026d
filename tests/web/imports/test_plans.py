"""The pages of plans and boundaries: a file is looked at, proposed or written, and known by its batch."""

import io
import json
import re

import openpyxl
import pytest
from flask import Flask

from registry.services.office.calendar import today
from registry.services.register.context import context_for
from tests.pages import Page, Pages
from tests.web.people import registry_of, visitor

TERMS = {"operator": "VTL", "decision": "QĐ 88/2026", "valid_from": "2026-11-01"}
XLSX = "kế hoạch.xlsx"


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def lan(app: Flask) -> Pages:
    return visitor(app, "appraiser")


@pytest.fixture(scope="module")
def leader(app: Flask) -> Pages:
    return visitor(app, "leader")


def book(*rows: tuple[object, ...]) -> tuple[io.BytesIO, str]:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (("Mã quy hoạch", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Địa chỉ"), *rows):
        sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    kept.seek(0)
    return kept, XLSX


def handed_in(pages: Pages, address: str, file: tuple[io.BytesIO, str], terms: dict[str, str]) -> str:
    """Hand a file in and return the address of its preview."""
    answer = pages.post(address, {"list": file, **terms}, content_type="multipart/form-data")
    return answer.headers["Location"]


def fields(page: Page) -> dict[str, str]:
    """Return the hidden fields of the page, but the token of its forms."""
    return {
        v["name"]: v["value"]
        for v in page.all("input")
        if v.get("type") == "hidden" and v["name"] != "csrf_token"
    }


def test_a_plan_is_looked_at_proposed_and_published_by_another(app: Flask, lan: Pages, leader: Pages) -> None:
    rows = ("KH-1", "Viettel", "106,30", "21,35", "Thôn 1"), ("KH-2", "VNPT", "106,31", "21,36", "Thôn 2")
    there = handed_in(lan, "/plans/file", book(*rows), TERMS)
    page = lan.page(there)
    said = text_of(page)
    assert "mới 1, thay đổi 0" in said
    assert "1 dòng chưa nhập được" in said, "a row of another operator is left out and said"
    assert re.search(r"Xét [\d.]+ vị trí đã duyệt, chưa xây", said)
    assert "Cột đang đứng không xét theo kế hoạch" in said
    before = context_for(registry_of(app), today()).plans.versions.get("VTL")
    address = there.split("?")[0]
    made = lan.post(address, {**fields(page), "note": "đã họp"}).headers["Location"]
    assert "appraiser đề nghị công bố" in text_of(lan.page(made))
    assert context_for(registry_of(app), today()).plans.versions.get("VTL") == before, (
        "nothing is in force yet"
    )
    lan.post(f"{made}/publish", {}, 403)
    again = lan.post(address, fields(page), 409).get_data(as_text=True)
    assert "PUBLICATION-WAITS" in again
    assert "QĐ 88/2026" in text_of(leader.page("/plans"))
    leader.post(f"{made}/return", {"reason": " "}, 400)
    done = leader.page(leader.post(f"{made}/publish", {}).headers["Location"])
    assert "Đã công bố phiên bản kế hoạch: 1 vị trí mới" in text_of(done)
    version = context_for(registry_of(app), today()).plans.versions["VTL"]
    assert version.decision == "QĐ 88/2026"
    own = text_of(leader.page(f"/plans/version/{version.id}"))
    assert "appraiser đề nghị, leader công bố" in own
    assert "KH-1" in own
    (batch,) = set(re.findall(r"lô (B\d+)", text_of(done)))
    assert f"/batches/{batch}" in {link.get("href") for link in leader.page("/plans").all("a")}
    leader.post(f"{made}/publish", {}, 409)
    leader.post(f"/batches/{batch}/take-back", {"reason": "nhầm bản"})
    assert context_for(registry_of(app), today()).plans.versions.get("VTL") == before
    assert "Chờ công bố" in text_of(leader.page(made)), (
        "what was taken back may be returned or published anew"
    )
    leader.post(f"{made}/return", {"reason": "nhầm bản"})
    assert "đã trả lại: nhầm bản" in text_of(lan.page(made))
    lan.get(f"/plans/version/{version.id}", 404)


@pytest.mark.parametrize(
    ("file", "change", "code"),
    [
        (book(), {"operator": ""}, "PLAN-NO-OPERATOR"),
        (book(), {"valid_from": ""}, "PLAN-NO-DAY"),
        (book(), {"valid_from": "mai"}, "DATE-NOT-READ"),
        (book(), {"decision": " "}, "ZONES-NO-DECISION"),
        (book(), {"operator": "X"}, "OPERATOR-UNKNOWN"),
        ((io.BytesIO(b"x"), "kế hoạch.pdf"), {}, "PLAN-FILE-KIND"),
        ((io.BytesIO(b"PK\3\4x"), XLSX), {}, "FILE-"),
    ],
)
def test_a_plan_that_lacks_something_is_refused_where_it_is_handed_in(
    lan: Pages, file: tuple[io.BytesIO, str], change: dict[str, str], code: str
) -> None:
    given = {"list": (io.BytesIO(file[0].getvalue()), file[1]), **TERMS, **change}
    answer = lan.post("/plans/file", given, 400, content_type="multipart/form-data")
    assert code in answer.get_data(as_text=True)


def shapes(*units: tuple[str, str]) -> tuple[io.BytesIO, str]:
    ring = [[106.1, 21.2], [106.2, 21.2], [106.2, 21.3], [106.1, 21.2]]
    found = [
        {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"code": code, "name": name},
        }
        for code, name in units
    ]
    text = json.dumps({"type": "FeatureCollection", "features": found})
    return io.BytesIO(text.encode()), "ranh giới.geojson"


def test_boundaries_are_looked_at_written_and_taken_back_by_who_may(
    app: Flask, lan: Pages, leader: Pages
) -> None:
    known = next(unit for unit in context_for(registry_of(app), today()).units.communes)
    terms = {"level": "commune", "valid_from": "2025-07-01"}
    there = handed_in(lan, "/units/file", shapes((known.code, known.name), ("", "Không mã")), terms)
    page = lan.page(there)
    said = text_of(page)
    assert "Xã, phường · mới 0, thay đổi 1" in said
    assert "1 dòng chưa nhập được" in said
    address = there.split("?")[0]
    done = lan.post(address, fields(page)).headers["Location"]
    assert "Người rút được lô này: Quản trị hệ thống, Lãnh đạo." in text_of(lan.page(done))
    assert "ranh giới.geojson" in text_of(lan.page("/units"))
    assert "đo đạc" in text_of(lan.page(f"/units?q={known.code}"))
    leader.post(f"{done}/take-back", {"reason": "sai hệ tọa độ"})
    assert "đo đạc" not in text_of(lan.page(f"/units?q={known.code}")).split("Nguồn")[-1]
    assert "Huyện" in text_of(lan.page("/units?level=district"))
    lan.get("/units?level=x", 400)
    for change, code in (
        ({"level": "x"}, "LEVEL-UNKNOWN"),
        ({"valid_from": ""}, "UNIT-NO-DAY"),
        ({"valid_to": "2020-01-01"}, "VALIDITY-TURNED"),
        ({"level": "district", "valid_from": "2026-01-01"}, "VALIDITY-TURNED"),
    ):
        answer = lan.post(
            "/units/file", {"list": shapes((known.code, "x")), **terms, **change}, 400,
            content_type="multipart/form-data",
        )  # fmt: skip
        assert code in answer.get_data(as_text=True)


def test_a_list_of_masts_is_looked_at_and_written_by_the_office(app: Flask, lan: Pages) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (
        ("Mã trạm", "Kinh độ", "Vĩ độ", "Loại cột"),
        ("MOI-1", "106,2001", "21,2801", "A2b"),
        ("", "x", "", ""),
    ):
        sheet.append(list(row))
    kept = io.BytesIO()
    made.save(kept)
    kept.seek(0)
    there = handed_in(lan, "/site-lists/file", (kept, "ds.xlsx"), {"operator": "VTL"})
    page = lan.page(there)
    assert "mới 1, thay đổi 0" in text_of(page)
    assert "MOI-1" in text_of(page)
    address = there.split("?")[0]
    done = lan.page(lan.post(address, fields(page)).headers["Location"])
    assert "Đã ghi 1 cột mới" in text_of(done)
    assert "Rút cả lô" in text_of(done), "who entered a list takes it back"
    for file, terms, code in (
        ((io.BytesIO(b"x"), "ds.pdf"), {}, "SITE-FILE-KIND"),
        (book(), {"operator": "X"}, "OPERATOR-UNKNOWN"),
        (book(), {"list_date": "2099-01-01"}, "LIST-DATE-AHEAD"),
    ):
        answer = lan.post(
            "/site-lists/file", {"list": file, **terms}, 400, content_type="multipart/form-data"
        )
        assert code in answer.get_data(as_text=True)
