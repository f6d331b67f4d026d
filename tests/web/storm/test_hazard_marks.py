"""The pasted bulletin beside its reading: what no field holds is shown above the form."""

from flask import Flask

from registry.model.vietnam_time import VIETNAM
from registry.services.storm.hazards.exposure import all_hazards
from tests.pages import Page
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.test_hazards import filled

RAIN = (
    "TIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\n"
    "Trong 6 giờ tới có mưa 20-40mm tại các xã Sơn Động, Lục Ngạn.\n{}"
)


def read(app: Flask, more: str) -> Page:
    sent = {"deed": "read", "text": RAIN.format(more)}
    return Page(visitor(app, "duty_officer").post("/hazards/new", sent, 200).get_data(as_text=True))


def test_a_bulletin_that_is_held_whole_says_so_and_stays_shut(app: Flask) -> None:
    page = read(app, "")
    assert "không thấy tên xã, lượng mưa, mực nước, ngày giờ nào bị bỏ sót" in text(page)
    assert [one for one in page.all("details") if one.get("class") == "card marked" and "open" in one] == []
    assert [one["class"] for one in page.all("mark")] == ["held"] * 5 + ["held", "left"]  # the legend last


def test_what_the_reading_left_out_is_named_and_marked(app: Flask) -> None:
    """A commune named without its kind, an amount and a day beyond the end: none is lost without a word."""
    page = read(app, "Đêm 12/9 lan sang Yên Định, mưa 60-90mm; đến 19h00 ngày 12/9/2026 giảm. (15mm)")
    assert [one for one in page.all("details") if one.get("class") == "card marked" and "open" in one] != []
    told = page.words["li"]
    assert "có chỗ chưa ghi vào ô nào ở dưới" in text(page)
    assert {"Yên Định", "60-90mm"} <= set(page.words["mark"]) & set(told)
    (box,) = [one for one in page.all("input") if one.get("name") == "commune" and "checked" not in one]
    sent = {**filled(page), "deed": "save", "source": "Đài tỉnh đối chiếu", "commune": [box["value"]]}
    officer = visitor(app, "duty_officer")
    wrong = officer.post("/hazards/new", sent | {"row-0-kind": "rain", "to_at": "mai", "commune": []}, 400)
    again = Page(wrong.get_data(as_text=True))
    assert "Yên Định" in again.words["mark"], "a form that was refused keeps the comparison"
    assert box["value"] in [one["value"] for one in again.all("input") if one.get("name") == "commune"]
    officer.post("/hazards/new", sent | {"row-0-kind": "rain"}, 303)
    (made,) = [one for one in all_hazards(registry_of(app)) if one.source == "Đài tỉnh đối chiếu"]
    assert made.communes == (box["value"],)


def test_a_refused_form_compares_the_bulletin_as_it_was_read(app: Flask) -> None:
    """A browser sends each break as two signs: a sentence that a PDF broke is one all the same."""
    broken = (
        "Cấp độ rủi ro thiên tai do mưa lớn trên địa bàn các xã nêu ở trên, tính đến hết\nđêm nay: cấp 1."
    )
    page = read(app, broken)
    sent = {**filled(page), "deed": "save", "row-0-kind": "rain", "source": "Đài tỉnh", "to_at": "mai"}
    sent["text"] = sent["text"].replace("\n", "\r\n")
    officer = visitor(app, "duty_officer")
    again = Page(officer.post("/hazards/new", sent, 400).get_data(as_text=True))
    assert ["cấp 1" in one for one in page.words["mark"]].count(True) == 1
    assert again.words["mark"] == page.words["mark"]
    unread = officer.post("/hazards/new", sent | {"text": "Tin khác"}, 400).get_data(as_text=True)
    assert 'value="Đài tỉnh"' in unread, "what was typed stays, whatever stands for the bulletin"


def test_rain_of_two_periods_is_recorded_as_two_warnings_with_their_ends(app: Flask) -> None:
    officer = visitor(app, "duty_officer")
    pasted = (
        "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\nTIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\n"
        "Từ nay đến 19 giờ ngày 10/9 mưa 40-80mm; từ 19 giờ ngày 10/9 đến 19 giờ ngày 11/9 mưa 90-160mm."
    )
    shown = officer.post("/hazards/new", {"deed": "read", "text": pasted}, 200)
    page = Page(shown.get_data(as_text=True))
    assert "không cộng lại: 40-80mm; 90-160mm" in text(page)
    sent = {**filled(page), "deed": "save", "source": "Đài hai đợt"}
    officer.post("/hazards/new", sent | {"row-0-kind": "rain", "row-1-kind": "rain"}, 303)
    made = [one for one in all_hazards(registry_of(app)) if one.source == "Đài hai đợt"]
    ends = {one.rain_mm: one.to_at.astimezone(VIETNAM).strftime("%d/%m %H:%M") for one in made}
    assert ends == {(40, 80): "10/09 19:00", (90, 160): "11/09 19:00"}


def test_the_end_of_one_period_stands_for_no_other(app: Flask) -> None:
    """Where the bulletin does not say until when the last one lasts, that is left to whoever records it."""
    pasted = (
        "ĐÀI KHÍ TƯỢNG THỦY VĂN TỈNH BẮC NINH\nTIN CẢNH BÁO MƯA LỚN\nTin phát lúc 8h00 ngày 10/9/2026\n"
        "Đợt 1 (đêm 10/9): mưa 40-80mm. Đợt 2: mưa 90-160mm."
    )
    shown = visitor(app, "duty_officer").post("/hazards/new", {"deed": "read", "text": pasted}, 200)
    form = filled(Page(shown.get_data(as_text=True)))
    assert (form["row-0-rain_most"], form["row-1-rain_most"]) == ("80", "160")
    assert form["row-0-to_at"] == "11/09/2026 07:00"
    assert (form["row-1-to_at"], form["to_at"]) == ("", "")
