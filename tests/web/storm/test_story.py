"""Yagi in three bulletins, one after the other: the storm keeps its past, and never comes to nothing."""

import io
import re

import openpyxl
import pytest
from flask import Flask

from registry.demo.storm import yagi_bulletin
from registry.storm.shipped import shipped_track
from tests.pages import Page, Pages
from tests.storm.agency import at_hour, bulletin_text
from tests.web.people import visitor

POINTS = shipped_track().points
SEA, NIGHT, LAST = (at_hour(POINTS, text) for text in ("07 09:00", "07 22:00", "08 04:00"))


@pytest.fixture(scope="module")
def officer(app: Flask) -> Pages:
    return visitor(app, "duty_officer")


def text(page: Page) -> str:
    return " ".join(page.text)


def told(at: int, *coming: int) -> str:
    return bulletin_text(POINTS[at], [POINTS[row] for row in coming])


def version(officer: Pages, storm: str) -> str:
    page = officer.page(f"{storm}/bulletins/new")
    return next(item["value"] for item in page.all("input") if item.get("name") == "version")


def add(officer: Pages, storm: str, said: str, **more: str) -> None:
    form = {"text": said, "deed": "save", "version": version(officer, storm), **more}
    officer.post(f"{storm}/bulletins/new", form)


def again(officer: Pages, storm: str) -> dict[str, float]:
    """The masts to inspect again, with their gusts."""
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/after.xlsx").get_data())).worksheets[0]
    return {str(row[1]): float(row[6]) for row in book.iter_rows(min_row=2, values_only=True)}


@pytest.fixture(scope="module")
def story(officer: Pages) -> list[tuple[str, Page, dict[str, float]]]:
    """After each bulletin: the address, the situation, the list after the storm."""
    first = told(SEA, NIGHT, LAST)
    storm = str(officer.post("/storms/new", {"text": first, "deed": "save"}).headers["Location"])
    found = [(storm, officer.page(storm), again(officer, storm))]
    for said in (told(NIGHT, LAST), told(LAST)):
        add(officer, storm, said)
        found.append((storm, officer.page(storm), again(officer, storm)))
    return found


def test_three_bulletins_leave_the_list_of_the_whole_track(
    officer: Pages, story: list[tuple[str, Page, dict[str, float]]]
) -> None:
    form = {"text": yagi_bulletin(), "deed": "save", "storm_name": "CẢ ĐƯỜNG", "number": "9"}
    whole = again(officer, str(officer.post("/storms/new", form).headers["Location"]))
    assert len(whole) > 1000
    for _storm, _page, masts in story:
        assert len(set(masts) & set(whole)) > 0.9 * len(whole)
        assert len(set(masts) - set(whole)) < 0.05 * len(whole)
        for code in set(masts) & set(whole):
            assert masts[code] == pytest.approx(whole[code], rel=0.3)  # the model's error
    assert story[1][2] == story[2][2]  # the last bulletin blows nothing away


def test_each_bulletin_tells_what_has_blown_from_what_comes(
    story: list[tuple[str, Page, dict[str, float]]],
) -> None:
    first, second, third = (text(page) for _storm, page, _masts in story)
    count = re.search(r"Cột trong vùng gió giật ([\d.]+)", first)
    assert count is not None
    for said in (first, second, third):
        assert f"Cột trong vùng gió giật {count[1]}" in said
        assert "0 cột" not in re.sub(r"[\d.]*\d0 cột", "", said)
        assert "muộn hơn" not in said
        assert "ra khỏi vùng" not in said
        assert "không còn dự báo có gió giật (" not in said
    assert "gộp" not in first
    assert "gộp 2 bản tin, mới nhất là số 2" in second
    assert f"đã có gió giật {count[1]}" in second
    assert re.search(r"còn tới hoặc đang thổi [1-9]", second)
    assert "còn tới hoặc đang thổi 0" in third
    assert f"Gió giật đã qua ở {count[1]} cột, tính đến 04:00 08/09/2024" in third
    assert re.search(r"Gió giật từ cấp 8 .{0,80}đã thổi", second)


def test_the_ranking_is_of_the_whole_storm_and_says_what_is_gone(
    officer: Pages, story: list[tuple[str, Page, dict[str, float]]]
) -> None:
    storm = story[0][0]
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/ranking.xlsx").get_data())).worksheets[0]
    header, *rows = book.iter_rows(values_only=True)
    assert len(rows) > 1000
    assert {row[header.index("Đã qua hay còn tới")] for row in rows} == {"đã qua"}
    assert all(row[header.index("Vì sao")].startswith(("Khả năng", "Có tồn tại nguy hiểm")) for row in rows)
    assert "Không có cột nào khớp với bộ lọc" in text(officer.page(f"{storm}?when=coming"))
    assert officer.get(f"{storm}/times.json").get_json()["unfinished"] == ""
    moments = officer.get(f"{storm}/times.json").get_json()["moments"]
    assert moments[0]["time"] == "09:00 07/09/2024"  # the slider begins where the storm was first seen
    assert not any(moment["forecast"] for moment in moments)


def test_a_bulletin_may_be_corrected_withdrawn_and_come_late(officer: Pages) -> None:
    said = told(SEA, NIGHT, LAST).replace("SỐ 3", "SỐ 4").replace("số 3", "số 4").replace("Yagi", "Thu")
    storm = str(
        officer.post("/storms/new", {"text": said, "deed": "save", "number": "4"}).headers["Location"]
    )
    whole = again(officer, storm)
    add(officer, storm, told(LAST))
    add(officer, storm, told(NIGHT, LAST))  # pasted late: it speaks of an earlier hour
    page = text(officer.page(storm))
    assert "gộp 3 bản tin, mới nhất là số 2" in page
    bulletins = officer.page(f"{storm}/bulletins")
    assert "Vị trí đã qua: 22:00 07/09/2024." in text(bulletins)
    late = again(officer, storm)
    assert len(late) > 0.9 * len(whole)
    # a correction of the same moment counts, and what was said before stays readable and is said
    wrong = told(NIGHT, LAST).replace("21.0 độ Vĩ Bắc", "17.0 độ Vĩ Bắc")
    add(officer, storm, wrong)
    assert "Vị trí lúc 22:00 07/09/2024: bản số 4 ghi khác và được dùng." in text(
        officer.page(f"{storm}/bulletins")
    )
    assert again(officer, storm) != late
    # withdrawn, the storm is as it was; without a reason nothing is
    html = officer.get(f"{storm}/bulletins").get_data(as_text=True)
    fourth = re.search(r'name="bulletin" value="(\w+)"', html.split('id="b-4"')[1])
    assert fourth is not None
    deed = {"bulletin": fourth[1], "version": version(officer, storm)}
    refused = officer.post(f"{storm}/bulletins/withdraw", {**deed, "reason": " "}, 400).get_data(as_text=True)
    assert "STORM-WITHDRAW-REASON" in refused
    officer.post(f"{storm}/bulletins/withdraw", {**deed, "reason": "gõ nhầm vĩ độ"})
    assert again(officer, storm) == late
    assert "đã rút, không tính" in text(officer.page(f"{storm}/bulletins"))
    officer.post(f"{storm}/bulletins/use", {"bulletin": fourth[1], "version": version(officer, storm)})
    assert again(officer, storm) != late


def test_a_correction_of_the_hour_takes_the_place_of_what_it_corrects(officer: Pages) -> None:
    said = told(SEA, LAST).replace("SỐ 3", "SỐ 5").replace("số 3", "số 5").replace("Yagi", "Năm")
    storm = str(
        officer.post("/storms/new", {"text": said, "deed": "save", "number": "5"}).headers["Location"]
    )
    add(officer, storm, told(NIGHT, LAST).replace("Hồi 22 giờ", "Hồi 20 giờ"))  # the hour is wrong
    shown = officer.post(
        f"{storm}/bulletins/new?from=2", {"text": told(NIGHT, LAST), "deed": "read", "version": "2"}, 200
    )
    page = Page(shown.get_data(as_text=True))
    box = page.one(name="instead")
    assert "checked" in box
    add(officer, storm, told(NIGHT, LAST), instead=box["value"])
    said = text(officer.page(f"{storm}/bulletins"))
    assert "20:00 07/09/2024" not in said
    assert "gộp 2 bản tin, mới nhất là số 3" in text(officer.page(storm))


AHEAD = (
    "Hồi 10 giờ ngày 06/9/2024, vị trí tâm bão số 6 ở vào khoảng 19,9 độ Vĩ Bắc; 112,3 độ Kinh Đông. "
    "Sức gió mạnh nhất vùng gần tâm bão mạnh cấp 13, giật cấp 16.\n"
    "Hồi 16 giờ ngày 06/9/2024, vị trí tâm bão ở vào khoảng 20,1 độ Vĩ Bắc; 111,1 độ Kinh Đông. "
    "Sức gió mạnh nhất vùng gần tâm bão mạnh cấp 13 (134-149 km/giờ), giật cấp 16.\n"
)
NOT_ENOUGH = "Chưa đủ để kết luận"


def test_a_track_that_ends_strong_and_near_concludes_nothing(officer: Pages) -> None:
    storm = str(
        officer.post("/storms/new", {"text": AHEAD, "deed": "save", "number": "6"}).headers["Location"]
    )
    for path in ("", "/after", "/letters", "/wall", "/bulletins", "/calls"):
        said = text(officer.page(f"{storm}{path}"))
        assert NOT_ENOUGH in said, path
        assert "Không có cột nào cần gia cố" not in said, path
        assert "Không cột nào" not in said, path
        assert "(0)" not in said, path
    assert "Không có cột nào phải gọi" not in text(officer.page(f"{storm}/calls"))
    assert "tính đối chiếu: chưa kết luận" in text(officer.page(storm))
    nearer = AHEAD.replace("Hồi 16 giờ", "Hồi 19 giờ").replace("111,1 độ", "110,6 độ")
    add(officer, storm, nearer)  # nearer, and still not enough
    changed = text(officer.page(storm)).partition("so với bản tin số 1")[2]
    assert "chưa kết luận → chưa kết luận" in changed
    assert "không tới cột nào" not in changed
    assert "hướng Tây" in text(officer.page(storm))
    assert NOT_ENOUGH in text(officer.page("/shift"))
    assert officer.get(f"{storm}/times.json").get_json()["unfinished"].startswith(NOT_ENOUGH)
    for book in ("after", "ranking"):
        sheet = openpyxl.load_workbook(io.BytesIO(officer.get(f"{storm}/{book}.xlsx").get_data())).worksheets[
            0
        ]
        assert NOT_ENOUGH in str(list(sheet.iter_rows(min_row=2, values_only=True))[-1][1])
    drafted = {"version": version(officer, storm)}
    assert "STORM-UNFINISHED" in officer.post(f"{storm}/letters", drafted, 400).get_data(as_text=True)
    # watched no more, the past says it still, what is done next does not
    officer.post(f"{storm}/close", {"version": version(officer, storm), "reason": "tin cuối cùng"})
    assert NOT_ENOUGH in text(officer.page(f"{storm}/after"))
    assert NOT_ENOUGH not in text(officer.page(f"{storm}/letters"))
    # going the other way, or spent, it may be concluded
    for number, said in (
        ("7", AHEAD.replace("112,3 độ", "110,0 độ").replace("19,9 độ", "20,3 độ").replace("111,1", "113,4")),
        ("8", AHEAD.replace("cấp 13 (134-149 km/giờ), giật cấp 16", "cấp 6, giật cấp 8")),
    ):
        form = {"text": said.replace("số 6", f"số {number}"), "deed": "save", "number": number}
        away = str(officer.post("/storms/new", form).headers["Location"])
        told_there = text(officer.page(away))
        assert NOT_ENOUGH not in told_there, number
        assert "Không có cột nào cần gia cố" in told_there, number
