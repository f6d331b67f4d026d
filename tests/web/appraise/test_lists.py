"""The pages that appraise a list: from the dropped file to findings, downloads and refusals."""

import io
import re
import time
from pathlib import Path
from typing import Any

import openpyxl
import orjson
import pytest
from flask import Flask

from registry.settings import Settings
from tests.pages import Page, Pages
from tests.web.frame.test_languages import VIETNAMESE, shown

HOSTILE = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"


def sample(settings: Settings, name: str) -> bytes:
    return (settings.home / "samples" / name).read_bytes()


def send(pages: Pages, content: bytes, name: str = "danh-sach.xlsx", status: int = 303, **fields: str) -> str:
    """Upload a list; returns the address it is found under."""
    answer = pages.post("/appraise", {"list": (io.BytesIO(content), name), **fields}, status)
    return str(answer.headers.get("Location", ""))


def judged(pages: Pages, content: bytes, name: str = "danh-sach.xlsx", **fields: str) -> str:
    """Upload a list and wait for its findings."""
    address = send(pages, content, name, **fields)
    for _ in range(600):
        state = pages.get(f"{address}/progress.json").get_json()["state"]
        if state not in {"waiting", "working"}:
            return address
        time.sleep(0.1)
    raise AssertionError("the list is still being worked on")


def data(pages: Pages, address: str) -> Any:
    return pages.get(f"{address}/view.json").get_json()


@pytest.fixture
def clean(pages: Pages, demo_settings: Settings) -> str:
    """The address of the clean sample."""
    return judged(pages, sample(demo_settings, "danh-sach-mau-sach.xlsx"), "danh-sach-mau-sach.xlsx")


@pytest.fixture
def messy(pages: Pages, demo_settings: Settings) -> str:
    """The address of the messy sample."""
    return judged(pages, sample(demo_settings, "danh-sach-mau-lon-xon.xlsx"), "danh-sach-mau-lon-xon.xlsx")


def book(rows: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_the_start_page_invites_and_has_one_primary_button(pages: Pages) -> None:
    page = pages.page("/appraise")
    primary = [v for v in page.all("button") if "primary" in v.get("class", "")]
    assert len(primary) == 1
    assert "Tải danh sách lên" in page.text
    assert page.one(id="list")["accept"] == ".xlsx,.xls,.ods,.csv"


def test_the_template_is_a_workbook_that_can_be_appraised_itself(pages: Pages) -> None:
    answer = pages.get("/appraise/template.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    names = openpyxl.load_workbook(io.BytesIO(answer.data)).sheetnames
    assert names[0] == "Danh sách"


def test_of_the_clean_sample_four_can_be_agreed_and_one_cannot(pages: Pages, clean: str) -> None:
    found = data(pages, clean)
    assert found["counts"]["rows"] == 5
    assert found["counts"]["refuse"] == 1
    assert found["counts"]["agree"] + found["counts"]["agree_with_conditions"] == 4
    assert found["issues"] == []


def test_a_refused_row_says_measured_limit_law_and_the_other_mast(pages: Pages, clean: str) -> None:
    rows = data(pages, clean)["rows"]
    at = next(index for index, row in enumerate(rows) if row["verdict"] == "refuse")
    assert rows[at]["place"] == "Xã Tiên Nha (cũ), Xã Lục Nam"  # its address ends with its commune
    pack = pages.get(f"{clean}/rows/{at}.json").get_json()
    texts = pack["texts"]
    fail = next(item for item in pack["rows"][0] if item[1] == 0)
    assert texts[fail[0]] == "SPC-01"
    assert fail[4] < fail[5] == 250.0
    assert (texts[fail[7]], texts[fail[8]]) == ("QĐ 72/2025/QĐ-UBND", "Điều 15(5)")
    assert texts[fail[9]].startswith("BGG")
    assert pack["shapes"][fail[12]]["type"] == "LineString"


def test_every_row_of_the_messy_sample_stands_once(pages: Pages, messy: str) -> None:
    found = data(pages, messy)
    places = [(row["sheet"], row["row"]) for row in found["rows"]]
    assert len(places) == len(set(places)) == found["counts"]["rows"]
    assert {issue["severity"] for issue in found["issues"]} == {"error", "warning", "info"}
    assert all(issue["message"] for issue in found["issues"])
    linked = [issue for issue in found["issues"] if issue["at"] >= 0]
    assert linked
    for issue in linked:
        row = found["rows"][issue["at"]]
        assert (row["sheet"], row["row"]) == (issue["sheet"], issue["row"])


def test_a_row_without_a_position_is_in_the_list_but_not_on_the_map(pages: Pages, messy: str) -> None:
    without = [row for row in data(pages, messy)["rows"] if "at" not in row]
    assert without
    assert {row["verdict"] for row in without} == {"cannot_assess"}


def test_a_proposed_repair_shows_what_was_written(pages: Pages, messy: str) -> None:
    repaired = [row for row in data(pages, messy)["rows"] if row.get("repaired")]
    assert repaired
    assert all(row["raw"] for row in repaired)


def test_data_come_compressed_and_are_not_sent_twice(pages: Pages, messy: str) -> None:
    zipped = {"Accept-Encoding": "gzip"}
    first = pages.get(f"{messy}/view.json", headers=zipped)
    assert first.headers["Content-Encoding"] == "gzip"
    again = pages.client.get(f"{messy}/view.json", headers={**zipped, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    plain = pages.get(f"{messy}/view.json", headers={"Accept-Encoding": "identity"})
    assert plain.headers["ETag"] != first.headers["ETag"]  # other bytes, another name (RFC 9110, 8.8.3)


def test_moving_the_refused_row_away_changes_its_findings_and_nothing_else(pages: Pages, clean: str) -> None:
    rows = data(pages, clean)["rows"]
    at = next(index for index, row in enumerate(rows) if row["verdict"] == "refuse")
    lon, lat = rows[at]["at"]
    token = {"X-CSRFToken": pages.token()}
    answer = pages.client.post(
        f"{clean}/rows/{at}/move", json={"lon": lon, "lat": lat + 0.004}, headers=token
    )
    assert answer.status_code == 200
    moved = answer.get_json()
    assert moved["row"]["verdict"] != "refuse"
    texts = moved["findings"]["texts"]
    spacing = next(item for item in moved["findings"]["rows"][0] if texts[item[0]] == "SPC-01")
    assert spacing[1] == 4
    assert data(pages, clean)["rows"] == rows


@pytest.mark.parametrize("body", [{"lon": "106", "lat": 21}, {"lon": 106}, [], {"lon": 999, "lat": 21}, None])
def test_a_position_that_is_none_is_refused(pages: Pages, clean: str, body: Any) -> None:
    token = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(f"{clean}/rows/0/move", json=body, headers=token)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "SPOT-POSITION"


def test_moving_needs_the_token(pages: Pages, clean: str) -> None:
    assert pages.client.post(f"{clean}/rows/0/move", json={"lon": 106.2, "lat": 21.3}).status_code == 400


@pytest.mark.parametrize("path", ["0" * 24, "../x", "x", "0" * 24 + "/view.json", "0" * 24 + "/marked.xlsx"])
def test_an_address_that_nobody_was_given_is_not_found(pages: Pages, path: str) -> None:
    pages.get(f"/appraise/{path}", status=404)


def test_a_row_that_the_list_does_not_have_is_not_found(pages: Pages, clean: str) -> None:
    pages.get(f"{clean}/rows/5.json", status=404)


def test_addresses_cannot_be_guessed(pages: Pages, demo_settings: Settings) -> None:
    content = sample(demo_settings, "danh-sach-mau-sach.xlsx")
    first, second = send(pages, content), send(pages, content)
    assert first != second
    assert re.fullmatch(r"/appraise/[0-9a-f]{24}", first)


def test_a_text_that_is_named_xlsx_is_refused_on_the_page_where_one_uploads_again(pages: Pages) -> None:
    address = judged(pages, b"this is no workbook", "ghi-chu.xlsx")
    page = pages.page(address, status=422)
    assert "FILE-NOT-WHAT-IT-SAYS" in page.text
    assert page.one(id="upload")["action"] == "/appraise"
    assert "ghi-chu.xlsx" in " ".join(page.text)


@pytest.mark.parametrize(
    ("name", "fields", "code"),
    [
        ("a.pdf", {}, "FILE-EXTENSION"),
        ("a.xlsx", {"operator": "XYZ"}, "OPERATOR-UNKNOWN"),
        ("a.xlsx", {"as_of": "31/02/2026"}, "DATE-NOT-READ"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_code(
    pages: Pages, name: str, fields: dict[str, str], code: str
) -> None:
    form = {"list": (io.BytesIO(b"x"), name), **fields}
    assert code in Page(pages.post("/appraise", form, 400).get_data(as_text=True)).text
    form = {"list": (io.BytesIO(b"x"), name), **fields}
    answer = pages.post("/appraise", form, 400, headers={"Accept": "application/json"})
    assert answer.get_json()["error"]["code"] == code


def test_no_file_is_refused(pages: Pages) -> None:
    assert "UPLOAD-EMPTY" in Page(pages.post("/appraise", {}, 400).get_data(as_text=True)).text


def test_a_file_above_the_limit_is_refused_on_the_page(
    pages: Pages, demo_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(demo_app.config, "MAX_CONTENT_LENGTH", 100_000)
    form = {"list": (io.BytesIO(b"x" * 100_001), "lon.xlsx")}
    page = Page(pages.post("/appraise", form, 413).get_data(as_text=True))
    assert "WEB-TOO-LARGE" in page.text
    assert page.one(id="upload")


def test_an_earlier_day_is_judged_by_its_own_law(pages: Pages, demo_settings: Settings) -> None:
    address = judged(pages, sample(demo_settings, "danh-sach-mau-sach.xlsx"), as_of="15/05/2023")
    found = data(pages, address)
    assert found["day"] == "15/05/2023"
    at = next(index for index, row in enumerate(found["rows"]) if row["code"] == "BGG09005")
    pack = pages.get(f"{address}/rows/{at}.json").get_json()
    spacing = next(item for item in pack["rows"][0] if pack["texts"][item[0]] == "SPC-01")
    assert spacing[5] is None  # no provincial number was in force


def test_downloads_are_files_with_the_lists_name(pages: Pages, clean: str) -> None:
    for name, start in (("marked.xlsx", b"PK"), ("findings.json", b"{"), ("map.html", b"<!DOCTYPE html>")):
        answer = pages.get(f"{clean}/{name}")
        assert answer.data.startswith(start)
        assert 'attachment; filename="danh-sach-mau-sach' in answer.headers["Content-Disposition"]
        assert answer.mimetype != "text/html"


def test_the_json_is_the_contracts(pages: Pages, clean: str) -> None:
    found = orjson.loads(pages.get(f"{clean}/findings.json").data)
    assert found["summary"]["rows"] == len(found["proposals"]) == 5
    assert {
        "rule",
        "outcome",
        "measured",
        "limit",
        "source",
        "article",
        "message",
        "related",
        "evidence",
    } <= set(found["proposals"][0]["findings"][0])


def test_the_recent_lists_lead_back_with_their_counts(pages: Pages, clean: str) -> None:
    page = pages.page("/appraise")
    assert any(values.get("href") == clean for values in page.all("a"))
    assert "chưa thống nhất" in page.text


def test_the_desk_says_the_day_and_offers_a_filter_for_every_verdict(pages: Pages, clean: str) -> None:
    page = pages.page(clean)
    assert [v["data-verdict"] for v in page.all("button") if "data-verdict" in v] == [
        "", "refuse", "cannot_assess", "agree_with_conditions", "agree",
    ]  # fmt: skip
    assert "Dữ liệu minh họa" in page.text


def test_what_all_rows_lack_is_said_once_above_the_list(pages: Pages) -> None:
    header = ["Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ"]
    address = judged(pages, book([header, *(["A", "VTL", 106.2 + k / 100, 21.3] for k in range(3))]))
    found = data(pages, address)
    assert any("loại cột" in gap["message"] for gap in found["gaps"])
    text = pages.get(address).get_data(as_text=True)
    for gap in found["gaps"]:
        assert text.count(gap["message"]) == 1


def test_english_leaves_no_vietnamese_but_data(pages: Pages, messy: str) -> None:
    pages.client.set_cookie("lang", "en")
    for path in ("/appraise", messy):
        page = pages.page(path)
        names = {"Tiếng Việt"}
        assert [text for text in shown(page) if VIETNAMESE.search(text) and text not in names] == []
    rows = len(data(pages, messy)["rows"])
    for at in range(rows):
        pack = pages.get(f"{messy}/rows/{at}.json").get_json()
        for item in pack["rows"][0]:
            assert "Không " not in pack["texts"][item[3]]


def test_hostile_texts_are_data_and_never_markup(pages: Pages) -> None:
    content = book(
        [
            ["Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Xã/Phường", "Địa chỉ", HOSTILE],
            [HOSTILE, "VTL", 106.2, 21.3, HOSTILE, HOSTILE, HOSTILE],
            ["B", HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE],
        ]
    )
    address = judged(pages, content, f"{HOSTILE.replace('/', '')}.xlsx")
    html = pages.get(address).get_data(as_text=True)
    assert "<img" not in html
    assert "alert(2)</script>" not in html
    one_file = pages.get(f"{address}/map.html").get_data(as_text=True)
    assert "<img src=x" not in one_file
    assert "<script>alert" not in one_file
    assert HOSTILE in [row["code"] for row in data(pages, address)["rows"]]
    pages.get("/appraise")


def test_a_list_is_found_again_after_the_server_was_started_anew(
    pages: Pages, clean: str, demo_settings: Settings
) -> None:
    from web.app import create_app

    app = create_app(demo_settings)
    try:
        later = Pages(app)
        page = later.get(clean)
        assert page.status_code == 200
        for _ in range(600):
            if later.get(f"{clean}/progress.json").get_json()["state"] == "done":
                break
            time.sleep(0.1)
        assert data(later, clean)["counts"] == data(pages, clean)["counts"]
    finally:
        app.extensions["bts-registry"].close()


def test_nothing_of_a_list_leaves_the_home_of_the_registry(clean: str, demo_settings: Settings) -> None:
    kept = demo_settings.home / "appraisals" / f"{Path(clean).name}.json"
    assert kept.is_file()
    assert not list(demo_settings.files.glob(".*"))


def test_degrees_minutes_and_seconds_in_columns_of_their_own_have_a_name_on_the_page(pages: Pages) -> None:
    head = [
        "Mã trạm",
        *(f"{axis} {part}" for axis in ("Vĩ độ", "Kinh độ") for part in ("độ", "phút", "giây")),
    ]
    address = judged(pages, book([head, ["BG1", 21, 16, 30.5, 106, 12, 40.5]]))
    (sheet,) = data(pages, address)["sheets"]
    assert {column["means"] for column in sheet["columns"]} >= {"Vĩ độ", "Kinh độ"}


def test_brackets_without_end_are_no_position(pages: Pages, clean: str) -> None:
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(f"{clean}/rows/0/move", data="[" * 100_000, headers=headers)
    assert answer.status_code == 400
    assert answer.get_json()["error"]["code"] == "SPOT-POSITION"
