"""Storms by their pages: a bulletin comes in, the situation, the letters; and each carrier its own alone."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from flask import Flask

from registry.model.storm_records import OrderState
from registry.services.demo_storm import yagi_bulletin
from registry.services.storm_orders import list_orders
from registry.settings import Settings
from tests.pages import Page, Pages
from tests.web.people import registry_of, running, visitor, with_people
from web.app import create_app
from web.outages_words import span

FAR = "Bão số 9 năm 2026.\nHồi 7 giờ ngày 02/9/2026, vị trí tâm bão ở khoảng 12,5 độ Vĩ Bắc; 130,0 độ Kinh Đông; gió mạnh nhất cấp 10, giật cấp 12."  # noqa: E501
TABLE = "time,lat,lon,wind\n2026-09-02 00:00,20.0,110.0,60\n2026-09-02 06:00,20.5,x,55\n2026-09-02 12:00,21.0,106.5,50\n"  # noqa: E501


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path_factory.mktemp("bão") / "sổ")) as app:
        yield app


@pytest.fixture(scope="module")
def storm(app: Flask) -> str:
    """The address of Typhoon Yagi as a duty officer recorded it."""
    form = {"text": yagi_bulletin(), "deed": "save", "source": "TTDBKTTVQG", "disaster_level": "4"}
    return str(visitor(app, "duty_officer").post("/storms/new", form).headers["Location"])


@pytest.fixture(scope="module")
def letters(app: Flask, storm: str) -> dict[str, str]:
    """The addresses of the letters drafted for Yagi, by recipient's name; Viettel's and VNPT's are sent."""
    officer = visitor(app, "duty_officer")
    officer.post(f"{storm}/letters", {"version": version(officer, storm)})
    html = officer.get(f"{storm}/letters").get_data(as_text=True)
    found = {
        name.strip(): address
        for address, name in re.findall(r'request-number" href="(/storms/letters/\w+)">([^<]+)<', html)
    }
    for name in ("Viettel", "VNPT"):
        officer.post(f"{found[name]}/sent", {"version": "1", "number": f"51/{name}"})
    return found


def version(pages: Pages, address: str) -> str:
    page = pages.page(address)
    return next(v["value"] for v in page.all("input") if v.get("name") == "version")


def text(page: Page) -> str:
    return " ".join(page.text)


def test_an_empty_page_invites(app: Flask, demo_settings: Settings) -> None:
    page = Pages(create_app(demo_settings)).page("/storms")
    assert "Chưa theo dõi cơn bão nào" in text(page)
    assert "Thử với bão Yagi 2024" in text(page)


def test_what_is_wrong_is_named_by_line_and_the_text_stays(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    officer.page("/storms/new")
    assert "STORM-EMPTY" in officer.post("/storms/new", {"deed": "read"}, 400).get_data(as_text=True)
    asked = officer.post("/storms/new", {"text": TABLE, "deed": "read"}, 200).get_data(as_text=True)
    assert "Tốc độ gió ghi theo đơn vị nào?" in asked  # asked, never guessed
    assert TABLE.strip() in asked
    answers = {"ask-wind_unit": "kt", "ask-averaging": "60", "ask-time_zone": "UTC"}
    read = officer.post("/storms/new", {"text": TABLE, "deed": "read", **answers}, 200).get_data(as_text=True)
    assert re.search(r"<b>Dòng 3</b>", read)
    assert "Đã đọc 2 vị trí" in read
    assert 'name="ask-wind_unit" value="kt"' in read
    kept = officer.post("/storms/new", {"text": TABLE, "deed": "save", "year": "2o26", **answers}, 400)
    assert "STORM-FORM-NUMBER" in kept.get_data(as_text=True)
    assert TABLE.strip() in kept.get_data(as_text=True)
    faulty = officer.post("/storms/new", {"text": TABLE, "deed": "save", **answers}, 400)
    assert "STORM-FAULTS" in faulty.get_data(as_text=True)


def test_another_text_brings_its_own_name_unless_the_officer_stated_one(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    first = Page(officer.post("/storms/new", {"text": yagi_bulletin(), "deed": "read"}, 200).get_data(True))
    form = {v["name"]: v.get("value", "") for v in first.all("input") if v.get("type") in {"text", "hidden"}}
    form = {name: value for name, value in form.items() if not name.startswith("row-")}
    assert (form["storm_name"], form["number"], form["year"]) == ("YAGI", "3", "2024")
    again = Page(officer.post("/storms/new", {**form, "text": FAR, "deed": "read"}, 200).get_data(True))
    assert (again.one(name="number")["value"], again.one(name="year")["value"]) == ("9", "2026")
    own = {**form, "storm_name": "SAOMAI", "text": FAR, "deed": "read"}
    assert (
        Page(officer.post("/storms/new", own, 200).get_data(True)).one(name="storm_name")["value"] == "SAOMAI"
    )


def test_a_file_and_a_typed_table_are_read_like_a_pasted_text(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    file = (io.BytesIO(yagi_bulletin().encode("utf-8")), "bản tin.txt")
    read = officer.post("/storms/new", {"file": file, "deed": "read"}, 200).get_data(as_text=True)
    assert "Đã đọc 16 vị trí" in read
    assert "16 vị trí, cũ nhất trước; cuộn bảng để xem hết" in read
    assert '"land": [[[' in read  # no background is set: the track lies over a sketch of the land
    row = {"row-0-time": "2026-09-02T13:00", "row-0-lat": "20,8", "row-0-lon": "107,1", "row-0-level": "13"}
    typed = officer.post("/storms/new", {**row, "deed": "read"}, 200).get_data(as_text=True)
    assert "Đã đọc 1 vị trí" in typed
    assert "Hồi 13 giờ 00 ngày 02/09/2026" in typed
    ahead = officer.post("/storms/new", {**row, "row-0-time": "2090-09-02T13:00", "deed": "read"}, 200)
    said = ahead.get_data(as_text=True).split('id="faults-title"')[1].split("</section>")[0]
    assert (
        '<li class="severity-warning">1 vị trí ở giờ chưa đến (từ 13:00 02/09/2090)' in said
    )  # no line: of all of it
    refused = officer.post("/storms/new", {**row, "row-0-lat": "?", "deed": "read"}, 400)
    assert "STORM-TABLE-ROW" in refused.get_data(as_text=True)
    assert 'value="107,1"' in refused.get_data(as_text=True)
    binary = (io.BytesIO(b"\xff\x00\x81" * 50), "a.csv")
    assert "TRACK-NOT-TEXT" in officer.post("/storms/new", {"file": binary}, 400).get_data(as_text=True)


def test_the_situation_says_its_winds_are_estimates_and_ranks_with_parts(
    app: Flask, storm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = visitor(app, "viewer")
    page = viewer.page(storm)
    said = text(page)
    assert "Bão số 3 (YAGI) năm 2024" in said
    assert "Gió là ước tính bằng mô hình" in said
    assert "± 30 %" in said
    assert "tính đối chiếu:" in said
    assert "chưa kiểm chứng" in said
    assert len([v for v in page.all("li") if "rank-row" in v.get("class", "")]) == 25
    assert "Gió so với thiết kế" in said
    assert not [
        v for v in page.all("form") if v.get("action", "").endswith("/letters")
    ]  # a reader drafts nothing
    filtered = viewer.page(f"{storm}?carrier=VNM&page=2")
    assert "Vietnamobile" in text(filtered)
    assert viewer.page(f"{storm}?page=99999").all("h1")
    viewer.get(f"{storm}?sort=1", 400)
    viewer.get("/storms/0123456789", 404)
    times = viewer.get(f"{storm}/times.json").get_json()
    assert len(times["communes"]) == len(times["moments"][0]["levels"])
    assert viewer.get(f"{storm}/masts.bin").get_data()[:4] == b"BTSS"
    with monkeypatch.context() as meanwhile:  # Yagi's gusts blow: what was to be done is late, nobody climbs
        meanwhile.setattr("web.storms_data.now", lambda: dt.datetime(2024, 9, 8, tzinfo=dt.UTC))
        part = viewer.get(f"{storm}/masts/0", headers={"X-Part": "1"}).get_data(as_text=True)
    assert "làm ngay" in part
    assert "Siết lại bu lông" not in part
    assert "căng chỉnh dây co" not in part
    assert "làm ngay" not in viewer.get(f"{storm}/masts/0", headers={"X-Part": "1"}).get_data(as_text=True)
    viewer.get(f"{storm}/masts/999999", 404, headers={"X-Part": "1"})
    viewer.get(f"{storm}/masts/0", 302)
    viewer.get(f"{storm}/wall")
    english = viewer.get(f"{storm}?lang=en").get_data(as_text=True)
    assert "Masts to guard first" in english
    assert "Cột cần bảo vệ trước" not in english


def test_a_storm_that_stays_away_gives_no_orders_and_says_why(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    far = str(officer.post("/storms/new", {"text": FAR, "deed": "save"}).headers["Location"])
    assert "Không có cột nào cần gia cố theo bản tin này." in text(officer.page(far))
    refused = officer.post(f"{far}/letters", {"version": "1"}, 400).get_data(as_text=True)
    assert "STORM-NO-ORDERS" in refused
    assert "tâm bão gần nhất cách" in refused
    assert "chưa ghi nguồn" in text(officer.page(far))
    read = Page(officer.post("/storms/new", {"text": FAR, "deed": "read"}, 200).get_data(as_text=True))
    assert read.one(id="source")["value"] == ""
    officer.post(f"{far}/close", {"version": "1", "reason": "bão đi xa"})
    deeds = {form.get("action", "") for form in officer.page(f"{far}/letters").all("form")}
    assert f"{far}/letters/over" not in deeds, "nobody got a letter: nobody is told that it is over"


def test_a_newer_bulletin_is_a_version_and_a_stale_page_changes_nothing(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    first, newer = FAR.replace("130,0", "131,0"), FAR.replace("130,0", "128,0")
    own = str(officer.post("/storms/new", {"text": first, "deed": "save"}).headers["Location"])
    twice = officer.post("/storms/new", {"text": first, "deed": "save"}, 409).get_data(as_text=True)
    assert "STORM-RECORDED" in twice
    assert "131,0" in twice
    officer.post(f"{own}/bulletins/new", {"text": newer, "deed": "save", "version": "1", "reason": "14 giờ"})
    page = text(officer.page(f"{own}/bulletins"))
    assert "Bản số 2" in page
    assert "Bản tin số 2 so với bản tin số 1" in text(officer.page(own))
    with app.test_request_context():
        assert (span(dt.timedelta(hours=24)), span(dt.timedelta(hours=2.5))) == ("24 giờ", "2 giờ 30 phút")
    assert "131,0 độ Kinh Đông" in page
    late = officer.post(f"{own}/bulletins/new", {"text": FAR, "deed": "save", "version": "1"}, 409)
    assert "STORM-CHANGED" in late.get_data(as_text=True)
    assert "130,0" in late.get_data(as_text=True)
    assert "STORM-CLOSE-REASON" in officer.post(f"{own}/close", {"version": "2"}, 400).get_data(as_text=True)
    officer.post(f"{own}/close", {"version": "2", "reason": "tin cuối cùng"})
    assert "đã kết thúc" in text(officer.page("/storms"))
    officer.post(f"{own}/reopen", {"version": "3"})


def test_outages_are_reached_from_the_situation_while_the_storm_is_on(app: Flask, storm: str) -> None:
    officer = visitor(app, "duty_officer")
    address = next(a["href"] for a in officer.page(storm).all("a") if "/outages/new?" in a.get("href", ""))
    page = officer.page(address)
    form = {
        each["name"]: each.get("value", "")
        for each in page.all("input")
        if each.get("name") in {"name", "storm", "started_at", "first_due"}
    }
    made = officer.post("/outages/new", {**form, "kind": "storm", "hours": "6", "operators": ["VTL"]})
    board = made.headers["Location"]
    for shown in (storm, f"{storm}/after"):
        links = {a.get("href", "") for a in officer.page(shown).all("a")}
        assert board in links, shown
        assert not any("/outages/new" in link for link in links), "one board for a storm, not two"


def test_a_bulletin_of_a_storm_that_is_watched_is_offered_to_it(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    officer = visitor(app, "duty_officer")
    newer = yagi_bulletin().replace("Hồi 4 giờ ngày 08/09/2024", "Hồi 5 giờ ngày 08/09/2024")
    read = officer.post("/storms/new", {"text": newer, "deed": "read"}, 200).get_data(as_text=True)
    assert "Thêm vào bão số 3 (YAGI) năm 2024" in read
    known = storm.rsplit("/", maxsplit=1)[-1]
    went = officer.post("/storms/new?deed=save", {"text": newer, "into": known, "disaster_level": "4"})
    assert went.headers["Location"] == storm
    assert "Bản số 2" in text(officer.page(f"{storm}/bulletins"))
    # the next one leaves out what the storm is called and its year: both are known, nobody is asked
    row = {"row-0-time": "2024-09-08T10:00", "row-0-lat": "21,2", "row-0-lon": "104,9", "row-0-level": "8"}
    typed = Page(officer.post(f"{storm}/bulletins/new", {**row, "deed": "read"}, 200).get_data(True))
    assert typed.one(name="storm_name")["value"] == "YAGI"
    assert typed.one(name="number")["value"] == "3"
    pasted = "Hồi 10 giờ ngày 08/9, vị trí tâm bão ở khoảng 21,2 độ Vĩ Bắc; 104,9 độ Kinh Đông; mạnh cấp 8."
    read = officer.post(f"{storm}/bulletins/new", {"text": pasted, "deed": "read"}, 200).get_data(True)
    assert Page(read).one(name="ask-year")["type"] == "hidden"
    assert "Lưu và xem ảnh hưởng" in read
    page = officer.get(f"{storm}/letters").get_data(as_text=True)
    assert "theo bản tin trước" in page
    files = zipfile.ZipFile(io.BytesIO(officer.get(f"{storm}/letters.zip").get_data())).namelist()
    assert len(files) == len(set(files)) == 2 * len(letters)
    assert letters["Viettel"] in page


def test_the_office_names_the_power_company(app: Flask, letters: dict[str, str]) -> None:
    admin = visitor(app, "administrator")
    admin.post("/office/letters", {"to-power_company": "Công ty Điện lực Bắc Ninh"})
    stated = admin.page("/office/letters").one(name="to-power_company")
    assert stated["value"] == "Công ty Điện lực Bắc Ninh"
    page = text(visitor(app, "viewer").page(letters["Đơn vị điện lực"]))
    assert "Công ty Điện lực Bắc Ninh" in page
    assert "cột duy nhất của xã" in page or "mạng dùng chung" in page


def test_a_carrier_sees_the_letters_sent_to_it_and_nothing_else(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    viettel, rival = visitor(app, "carrier"), visitor(app, "rival")
    assert viettel.get("/start", 302).headers["Location"] == "/storms", "an urgent letter comes first"
    mine = viettel.get("/storms").get_data(as_text=True)
    assert letters["Viettel"] in mine
    assert not [address for name, address in letters.items() if name != "Viettel" and address in mine]
    page = viettel.get(letters["Viettel"]).get_data(as_text=True)
    assert "Đã nhận, đang thực hiện" in page
    book = openpyxl.load_workbook(io.BytesIO(viettel.get(f"{letters['Viettel']}/list.xlsx").get_data()))
    assert book.active is not None
    count = book.active.max_row - 1
    assert f"{count}" in page.replace(".", "")
    for name, address in letters.items():
        if name == "Viettel":
            continue
        for path in ("", "/letter.docx", "/list.xlsx"):
            viettel.get(address + path, 404)
        viettel.post(f"{address}/acknowledge", {"version": "2"}, 404)
        viettel.post(f"{address}/masts", {}, 404)
    rival.get(letters["Viettel"], 404)
    rival.post(f"{letters['Viettel']}/acknowledge", {"version": "2"}, 404)
    for path in ("", "/wall", "/masts.bin", "/times.json", "/letters", "/letters.zip", "/ranking.xlsx",
                 "/bulletins", "/after", "/after.xlsx", "/robust.xlsx", "/masts/0"):  # fmt: skip
        viettel.get(storm + path, 403)
    viettel.post(f"{storm}/letters", {"version": "1"}, 403)
    viettel.post(f"{letters['Viettel']}/sent", {"version": "2", "number": "1"}, 403)
    visitor(app, "consulted").get(letters["Viettel"], 403)


def test_a_carrier_acknowledges_and_reports_and_its_words_stay_when_refused(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    carrier, address = visitor(app, "carrier"), letters["Viettel"]
    page = carrier.page(address)
    masts = [
        v["name"].removeprefix("state-") for v in page.all("input") if v.get("name", "").startswith("state-")
    ]
    refused = carrier.post(
        f"{address}/masts", {f"state-{masts[0]}": "not_done", f"state-{masts[-1]}": "done"}, 400
    )
    assert "STORM-MAST-NOTE" in refused.get_data(as_text=True)
    again = Page(refused.get_data(as_text=True))
    assert [v for v in again.all("input") if v.get("name") == f"state-{masts[-1]}" and "checked" in v]
    before = carrier.get("/storms").get_data(as_text=True).count("việc đang chờ")  # the bar of every page
    carrier.post(f"{address}/acknowledge", {"version": "2"})
    listed = carrier.get("/storms").get_data(as_text=True)
    assert listed.count("việc đang chờ") < before
    assert "Đã nhận" in listed, "by the word that the letter itself has"
    said = {f"state-{masts[0]}": "not_done", f"note-{masts[0]}": "đường ngập", f"state-{masts[-1]}": "done"}
    at = carrier.post(f"{address}/masts", {**said, "at": masts[-1]}).headers["Location"]
    assert at.endswith(f"#m-{masts[-1]}")  # back to where one was in a long list
    stale = {f"seen-{masts[0]}": "0", f"state-{masts[0]}": "done"}  # a colleague's page of before
    late = carrier.post(f"{address}/masts", stale, 409).get_data(as_text=True)
    assert "STORM-MAST-CHANGED" in late
    shown = {v["name"]: v.get("value") for v in Page(late).all("input") if v.get("name")}
    assert shown[f"seen-{masts[0]}"] == "1"
    assert shown[f"was-{masts[0]}"] == "not_done:đường ngập"
    untouched = {**shown, **said, f"seen-{masts[0]}": "0"}  # what nobody touched is not said again
    carrier.post(f"{address}/masts", {k: v for k, v in untouched.items() if masts[0] in k}, 303)
    office = text(visitor(app, "duty_officer").page(f"{storm}/letters"))
    assert "1 chưa làm được" in office
    assert "bằng tài khoản" in office
    tiles = text(visitor(app, "viewer").page(storm))
    assert "chưa: VNPT" in tiles
    assert "dự thảo chưa gửi" in tiles  # what was never sent is not silently left out of the count


def test_what_comes_by_phone_needs_its_source(app: Flask, letters: dict[str, str]) -> None:
    officer, address = visitor(app, "duty_officer"), letters["VNPT"]
    refused = officer.post(f"{address}/acknowledge", {"version": "2", "note": "đang làm"}, 400)
    assert "STORM-ACK-SOURCE" in refused.get_data(as_text=True)
    assert 'value="đang làm"' in refused.get_data(as_text=True)
    officer.post(f"{address}/acknowledge", {"version": "2", "source": "anh Nam gọi 0912 lúc 2 giờ"})
    assert "anh Nam gọi 0912 lúc 2 giờ" in text(officer.page(address))
    assert "STORM-ORDER-STATE" in officer.post(
        f"{letters['MobiFone']}/acknowledge", {"version": "1", "source": "x"}, 409
    ).get_data(as_text=True)


def test_after_the_storm_masts_go_to_a_campaign(
    app: Flask, storm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = visitor(app, "duty_officer")
    assert "Bão chưa qua" not in text(officer.page(f"{storm}/after"))
    with monkeypatch.context() as before:
        before.setattr("web.storms_after.now", lambda: dt.datetime(2024, 9, 6, tzinfo=dt.UTC))
        assert "Bão chưa qua: danh sách này theo dự báo" in text(officer.page(f"{storm}/after"))
    for share in ("x", "5", "140"):
        kept = officer.post(f"{storm}/after/share", {"share": share}, 400).get_data(as_text=True)
        assert "STORM-SHARE" in kept
        assert f'value="{share}"' in kept
    officer.post(f"{storm}/after/share", {"share": "88,5"})
    page = officer.page(f"{storm}/after")
    count = int(re.search(r"Cột cần kiểm tra lại \((\d+)\)", text(page))[1])  # type: ignore[index]
    assert 12 < count < 200
    for wrong in ("0", "x", "9999"):
        kept = officer.post(f"{storm}/after/budget", {"a_day": wrong, "days": "3"}, 400).get_data(True)
        assert "STORM-BUDGET" in kept
        assert f'value="{wrong}"' in kept
    officer.post(f"{storm}/after/budget", {"a_day": "4", "days": "3"})
    page = officer.page(f"{storm}/after")
    assert f"Cơ quan kiểm tra được 12 trong {count} cột" in text(page)
    assert "Vạch: hết 12 cột cơ quan kiểm tra được (4 cột/ngày × 3 ngày)" in text(page)
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/after.xlsx").get_data())).worksheets[0]
    within = [row[14] for row in book.iter_rows(min_row=2, values_only=True)]
    assert within == ["có"] * 12 + ["chưa"] * (count - 12)
    ranked = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/ranking.xlsx").get_data())).worksheets[0]
    places = {row[1]: row[0] for row in ranked.iter_rows(min_row=2, values_only=True)}
    order = [places[row[1]] for row in book.iter_rows(min_row=2, values_only=True)]
    assert order == sorted(order), "no mast met its whole design gust: the storm's ranking is the order"
    led = officer.post(f"{storm}/after/campaign", {}).headers["Location"]
    page = officer.page(led)
    assert "Đã đưa 12 cột" in text(page)
    made = next(link["href"] for link in page.all("a") if link.get("href", "").startswith("/campaigns/"))
    assert "Kiểm tra lại sau bão số 3" in text(officer.page(made))
    (chosen,) = [
        item["value"] for item in page.all("option") if "selected" in item and len(item["value"]) > 12
    ]
    assert made.endswith(chosen), "a second tap adds to the same campaign, and makes no other"
    officer.post(f"{storm}/after/campaign", {"which": "all"})
    assert f"Đã đưa {count} cột" in text(officer.page(f"{storm}/after"))
    officer.post(f"{storm}/after/region", {"region": "viet_bac"})
    assert "Việt Bắc" in text(officer.page(storm))
    refused: Any = officer.post(f"{storm}/after/region", {"region": "atlantis"}, 400)
    assert "STORM-REGION" in refused.get_data(as_text=True)


def test_a_carrier_sees_its_own_masts_on_a_map_and_in_a_table_alone(
    app: Flask, letters: dict[str, str]
) -> None:
    own, rival = visitor(app, "carrier"), visitor(app, "rival")
    address = letters["Viettel"]
    shown = openpyxl.load_workbook(io.BytesIO(own.get(f"{address}/list.xlsx").get_data())).worksheets[0]
    count = shown.max_row - 1
    page = own.page(f"{address}/map")
    said = text(page)
    assert "Cột của Viettel trong bão" in said
    assert f"{count} cột" in said
    assert len(re.findall(r"≈ \d+,\d m/s \( ?cấp", said)) == 50  # a page of the table
    content = own.get(f"{address}/masts.bin").get_data()
    assert (content[:4], int.from_bytes(content[8:12], "little")) == (b"BTSS", count)
    part = own.get(f"{address}/masts/0", headers={"X-Part": "1"}).get_data(as_text=True)
    assert "mast-tip" in part
    assert "chưa rõ doanh nghiệp" not in part  # who else is on the mast is not said
    own.get(f"{address}/masts/{count}", 404, headers={"X-Part": "1"})
    assert len(own.get(f"{address}/times.json").get_json()["moments"]) > 10
    for path in ("map", "masts.bin", "times.json", "masts/0"):
        rival.get(f"{address}/{path}", 404)
        own.get(f"{letters['MobiFone']}/{path}", 404)  # another's, and not sent yet
        visitor(app, "duty_officer").get(f"{address}/{path}", 302 if path == "masts/0" else 200)
    assert "Không có cột nào khớp." in text(own.page(f"{address}/map?q=khong-co"))
    own.get(f"{address}/map?sort=1", 400)


def test_a_newer_letter_takes_the_place_of_the_one_before(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    officer, own = visitor(app, "duty_officer"), visitor(app, "carrier")
    newest = re.sub(r"Hồi \d+ giờ ngày 08/09/2024", "Hồi 6 giờ ngày 08/09/2024", yagi_bulletin())
    seen = version(officer, f"{storm}/bulletins/new")
    officer.post(f"{storm}/bulletins/new", {"text": newest, "deed": "save", "version": seen})
    officer.post(f"{storm}/letters", {"version": version(officer, f"{storm}/letters")})
    (draft,) = [
        order
        for order in list_orders(registry_of(app), storm.rsplit("/", maxsplit=1)[-1], recipient="VTL")
        if order.state is OrderState.DRAFT
    ]
    said = "Đã có văn bản mới hơn, số 77/VTL: làm theo văn bản đó."
    assert said not in text(own.page(letters["Viettel"]))
    officer.post(f"/storms/letters/{draft.id}/sent", {"version": str(draft.version), "number": "77/VTL"})
    before = own.page(letters["Viettel"])
    assert said in text(before)
    assert not [form for form in before.all("form") if form.get("action", "").endswith("/acknowledge")]
    assert text(own.page("/storms")).count(said) == 1
    assert said not in text(own.page(f"/storms/letters/{draft.id}"))
    older = officer.get(f"{storm}/letters").get_data(as_text=True).split("51/Viettel")[1].split("</tr>")[0]
    assert ("đã có văn bản mới hơn, số 77/VTL" in older) is ("Đã nhận" not in older)
