"""Letters of a storm by their pages: each carrier its own alone and its words, and what comes after."""

import datetime as dt
import io
import re
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from docx import Document
from flask import Flask

from registry.demo.storm import yagi_bulletin
from registry.model.field.inspections import CampaignKind
from registry.model.storm.storm_records import OrderKind, OrderState
from registry.services.field.campaigns import CampaignPlan, make_campaign
from registry.services.field.selection import Selection
from registry.services.office.calendar import today
from registry.services.office.operation import jobs
from registry.services.storm.letters import order_letter
from registry.services.storm.orders import get_order, list_orders, rows_of
from tests.pages import Page
from tests.services.field.world import OFFICER
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text, version
from tests.web.storm.fallen import fallen
from tests.web.storm.said import same_as_book
from web.storm import words


def test_the_office_names_the_power_company(app: Flask, letters: dict[str, str]) -> None:
    admin = visitor(app, "administrator")
    admin.post("/office/letters", {"to-power_company": "Công ty Điện lực Bắc Ninh"})
    stated = admin.page("/office/letters").one(name="to-power_company")
    assert stated["value"] == "Công ty Điện lực Bắc Ninh"
    page = text(visitor(app, "viewer").page(letters["Đơn vị điện lực"]))
    assert "Công ty Điện lực Bắc Ninh" in page
    assert "cột duy nhất của xã" in page or "mạng dùng chung" in page


def test_each_letter_says_what_its_workbook_says(app: Flask, letters: dict[str, str]) -> None:
    told = [same_as_book(visitor(app, "duty_officer"), address) for address in letters.values()]
    assert len(set(told)) == len(letters)


def _first_due(block: str) -> str:
    """Return the earliest hour of a block of masts, year first; "" where something is due at once."""
    if "Làm ngay" in block:
        return ""
    hours = re.findall(r"Trước (\d\d:\d\d) (\d\d)/(\d\d)/(\d{4})", block)
    return min((f"{year}{month}{day} {at}" for at, day, month, year in hours), default="~")


def test_a_carrier_sees_the_letters_sent_to_it_and_nothing_else(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    viettel, rival = visitor(app, "carrier"), visitor(app, "rival")
    day = viettel.page("/today")
    parts = [one["href"] for one in day.all("a") if "href" in one]
    assert letters["Viettel"] in parts, "an urgent letter is told where the day begins"
    storm_letter = text(day).index("Công văn ứng phó bão chưa xác nhận")
    assert storm_letter < text(day).index("Hồ sơ đang xử lý"), "and it comes first"
    assert "· bão số 3 (YAGI) năm 2024" in text(day)[storm_letter:][:200], "of which storm it is"
    mine = viettel.get("/storms").get_data(as_text=True)
    assert letters["Viettel"] in mine
    assert not [address for name, address in letters.items() if name != "Viettel" and address in mine]
    page = viettel.get(letters["Viettel"]).get_data(as_text=True)
    assert "Đã nhận, đang thực hiện" in page
    assert "PDF/A để ký số" not in page, "whom a letter came to signs nothing"
    sent = visitor(app, "duty_officer").get(letters["Viettel"]).get_data(as_text=True)
    assert "PDF/A để ký số" not in sent, "a letter that was sent is not signed again"
    assert f"{letters['Viettel']}#c-1" in mine, "the hour of the first work leads to what is due first"
    blocks = [_first_due(block) for block in page.split('class="mast-cards"')[1:]]
    assert len(blocks) > 1
    assert blocks == sorted(blocks)
    searched = viettel.get(f"{letters['Viettel']}?q=khong-co-cot-nay").get_data(as_text=True)
    assert "Không có cột nào khớp" in searched
    assert "mast-card" not in searched
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
    assert "CHANGED-MEANWHILE" in late
    shown = {v["name"]: v.get("value") for v in Page(late).all("input") if v.get("name")}
    assert shown[f"seen-{masts[0]}"] == "1"
    assert shown[f"was-{masts[0]}"] == "not_done:đường ngập"
    untouched = {**shown, **said, f"seen-{masts[0]}": "0"}  # what nobody touched is not said again
    carrier.post(f"{address}/masts", {k: v for k, v in untouched.items() if masts[0] in k}, 303)
    office = text(visitor(app, "duty_officer").page(f"{storm}/letters"))
    assert "1 chưa làm được" in office
    day = text(carrier.page("/today"))
    left = re.search(r"(\d+)/(\d+) cột chưa báo kết quả · bão số 3 \(YAGI\) năm 2024", day)
    assert left is not None, "what is acknowledged is not done yet"
    assert int(left[1]) == int(left[2]) - 2
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
        before.setattr("web.storm.after.now", lambda: dt.datetime(2024, 9, 6, tzinfo=dt.UTC))
        assert "Bão chưa qua: danh sách này theo dự báo" in text(officer.page(f"{storm}/after"))
    for share in ("x", "5", "140"):
        kept = officer.post(f"{storm}/after/share", {"share": share}, 400).get_data(as_text=True)
        assert "STORM-SHARE" in kept
        assert f'value="{share}"' in kept
    since = re.search(r'name="since" value="(\d+)"', officer.get(f"{storm}/after").get_data(as_text=True))[1]  # type: ignore[index]
    officer.post(f"{storm}/after/share", {"share": "85", "since": since})
    kept = officer.post(f"{storm}/after/share", {"share": "70", "since": since}, 409).get_data(as_text=True)
    assert "CHANGED-MEANWHILE" in kept
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
    assert within[:count] == ["có"] * 12 + ["chưa"] * (count - 12)
    assert set(within[count:]) <= {"đã kiểm tra"}
    ranked = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/ranking.xlsx").get_data())).worksheets[0]
    places = {row[1]: row[0] for row in ranked.iter_rows(min_row=2, values_only=True)}
    order = [places[row[1]] for row in book.iter_rows(min_row=2, max_row=1 + count, values_only=True)]
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
    kept = officer.post(f"{storm}/after/campaign", {"campaign": chosen}, 409).get_data(as_text=True)
    assert "STORM-ORDERED" in kept, "what the campaign has already is not put into it again"
    plan = CampaignPlan(CampaignKind.SELF, "Tự kiểm tra", today(), today(), selection=Selection())
    own = make_campaign(registry_of(app), plan, person=OFFICER).id  # a carrier's: nobody of the office visits
    assert own not in [option["value"] for option in officer.page(f"{storm}/after").all("option")]
    officer.post(f"{storm}/after/campaign", {"campaign": own, "which": "all"}, 404)
    officer.post(f"{storm}/after/campaign", {"which": "all"})
    assert f"Đã đưa {count - 12} cột" in text(officer.page(f"{storm}/after"))
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
    head = [cell.value for cell in shown[1]]
    chances = [row[head.index("Khả năng gió vượt sức chịu (%)")] for row in shown.values][1:51]
    told = [int(share) for share in re.findall(r"khả năng gió vượt sức chịu (\d+) %", said)]
    assert told  # why one mast stands above another
    assert told == [share for share in chances if share is not None][: len(told)]
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


def test_numbers_of_several_letters_are_recorded_at_once_and_the_zip_stays(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    registry, officer = registry_of(app), visitor(app, "duty_officer")
    known = storm.rsplit("/", maxsplit=1)[-1]
    officer.post(f"{storm}/letters/zip")
    assert jobs.finish(registry)
    made = officer.get(f"{storm}/letters.zip").get_data()
    drafts = [one for one in list_orders(registry, known) if one.state is OrderState.DRAFT]
    assert len(drafts) > 1
    page = officer.page(f"{storm}/letters")
    assert all(page.one(name=f"number-{one.id}")["form"] == "send-all" for one in drafts)
    form = {f"version-{one.id}": str(one.version) for one in drafts}
    empty = officer.post(f"{storm}/letters/sent", form, 400).get_data(as_text=True)
    assert "STORM-ORDER-NUMBER" in empty
    form[f"number-{drafts[0].id}"] = "  611/SKHCN "
    first = officer.post(f"{storm}/letters/sent", {**form, "sent_on": f"{today():%d/%m/%Y}"})
    assert first.headers["Location"] == f"{storm}/letters#o-{drafts[1].id}"  # the next draft is in view
    # what was made stays on offer, with what changed since; the letters themselves say the same
    page = officer.page(f"{storm}/letters")
    assert "từ đó đã ghi gửi 1 văn bản, nội dung không đổi" in text(page)
    assert officer.get(f"{storm}/letters.zip").get_data() == made
    buttons = [
        item for name, item in page.elements if name == "button" and "primary" in item.get("class", "")
    ]
    assert len(buttons) == 1
    # one that was changed meanwhile is refused: what came before it stays, what was typed stays typed
    *others, last = drafts[1:]
    form = {f"version-{one.id}": str(one.version) for one in others} | {f"version-{last.id}": "9"}
    form |= {f"number-{one.id}": f"{612 + at}/SKHCN" for at, one in enumerate((*others, last))}
    said = officer.post(f"{storm}/letters/sent", form, 409).get_data(as_text=True)
    assert f'value="{612 + len(others)}/SKHCN"' in said
    assert get_order(registry, last.id).state is OrderState.DRAFT
    assert {get_order(registry, one.id).state for one in others} <= {OrderState.SENT}


def test_a_sent_letter_names_no_hour_that_was_past_when_it_went(app: Flask, letters: dict[str, str]) -> None:
    order = get_order(registry_of(app), letters["Viettel"].rsplit("/", maxsplit=1)[-1])
    sent = "2026-11-30T16:09:00+07:00"
    assert words.was_late(replace(order, sent_at=sent, first_by="2026-11-30T04:10:00+07:00"))
    assert not words.was_late(replace(order, sent_at=sent, first_by="2026-11-30T11:00:00+00:00"))
    assert not words.was_late(replace(order, sent_at=sent, first_by=""))
    assert not words.was_late(replace(order, sent_at="", first_by="2026-11-30T04:10:00+07:00"))


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
    paper = Document(io.BytesIO(order_letter(registry_of(app), draft.id)))
    assert re.search(
        r", tiếp theo Công văn số 51/Viettel ngày [\d/]{10}", " ".join(one.text for one in paper.paragraphs)
    )
    officer.post(f"/storms/letters/{draft.id}/sent", {"version": str(draft.version), "number": "77/VTL"})
    before = own.page(letters["Viettel"])
    assert said in text(before)
    assert not [form for form in before.all("form") if form.get("action", "").endswith("/acknowledge")]
    assert text(own.page("/storms")).count(said) == 1
    assert said not in text(own.page(f"/storms/letters/{draft.id}"))
    older = officer.get(f"{storm}/letters").get_data(as_text=True).split("51/Viettel")[1].split("</tr>")[0]
    assert ("đã có văn bản mới hơn, số 77/VTL" in older) is ("Đã nhận" not in older)
    for path in (storm, f"{storm}/wall"):  # who acknowledged: of the letter that counts
        led = {one["href"] for one in officer.page(path).all("a") if "href" in one}
        assert f"/storms/letters/{draft.id}" in led
        assert letters["Viettel"] not in led


def test_a_number_typed_wrong_is_put_right_by_the_office_alone(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    officer, carrier, address = visitor(app, "duty_officer"), visitor(app, "carrier"), letters["Viettel"]
    form = {"version": version(officer, address), "number": "15/Viettel", "sent_on": ""}
    carrier.post(f"{address}/sent-corrected", form, 403)
    refused = officer.post(f"{address}/sent-corrected", {**form, "number": " "}, 400).get_data(as_text=True)
    assert "STORM-ORDER-NUMBER" in refused
    officer.post(f"{address}/sent-corrected", form, 303)
    assert "số 15/Viettel" in text(carrier.page(address))
    again = {**form, "version": version(officer, address), "number": "51/Viettel"}
    officer.post(f"{address}/sent-corrected", again, 303)
    assert "Đã sửa: số 51/Viettel" in text(officer.page(address))


def test_a_letter_recorded_as_sent_by_mistake_is_taken_back_and_one_that_was_answered_is_not(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    officer, carrier = visitor(app, "duty_officer"), visitor(app, "carrier")
    at = letters["VNPT"]
    identity = storm.rsplit("/", maxsplit=1)[-1]
    draft = next(one for one in list_orders(registry_of(app), identity) if one.state is OrderState.DRAFT)
    address = f"/storms/letters/{draft.id}"
    officer.post(f"{address}/sent", {"version": version(officer, address), "number": "99/SKHCN"}, 303)
    assert "Ghi gửi nhầm? Rút ghi gửi" in text(officer.page(address))
    form = {"version": version(officer, address), "reason": " "}
    carrier.post(f"{address}/sent-taken-back", form, 403)
    refused = officer.post(f"{address}/sent-taken-back", form, 400).get_data(as_text=True)
    assert "STORM-ORDER-REASON" in refused
    officer.post(f"{address}/sent-taken-back", {**form, "reason": "chưa phát hành"}, 303)
    after = text(officer.page(address))
    assert "Đã rút ghi gửi số" in after
    assert "Ghi đã gửi" in after
    assert "Rút ghi gửi" not in after.replace("Đã rút ghi gửi số", "")
    officer.post(f"{at}/acknowledge", {"version": version(officer, at), "source": "a Hòa, VNPT, 7:10"}, 303)
    assert "Rút ghi gửi" not in text(officer.page(at))
    late = {"version": version(officer, at), "reason": "nhầm"}
    assert "STORM-ORDER-ANSWERED" in officer.post(f"{at}/sent-taken-back", late, 409).get_data(as_text=True)


def test_beside_a_letter_stands_which_of_its_masts_fell_since(
    app: Flask, storm: str, letters: dict[str, str]
) -> None:
    office = registry_of(app)
    power = next(
        one for one in list_orders(office, storm.rsplit("/", maxsplit=1)[-1]) if one.kind is OrderKind.POWER
    )
    row = next(one for one in rows_of(office, power) if one.dependence["networks"])
    event = fallen(office, row)
    page = visitor(app, "duty_officer").page(f"/storms/letters/{power.id}")
    assert f"Đã đổ sau khi dự thảo, còn trong danh sách này: {row.code}" in text(page)
    assert f"{row.code}. Dự thảo lại" in text(visitor(app, "duty_officer").page(f"{storm}/letters"))
    assert f"/outages/{event}#incidents" in {one.get("href") for one in page.all("a")}
