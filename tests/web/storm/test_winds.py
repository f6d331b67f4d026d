"""The page of observed winds: typed, pasted, put right, struck out; the field corrected and let go again."""

import re

import pytest
from flask import Flask

from tests.pages import Pages
from tests.web.people import visitor
from tests.web.storm.conftest import text, version

ONE = {
    "place": "Lục Ngạn", "observed_at": "20:00 07/09/2024", "span": "strongest", "mean_level": "9",
    "gust_level": "11", "source": "station", "told_by": "Đài tỉnh",
}  # fmt: skip
TABLE = """Nơi đo; Lúc; Cấp gió; Cấp gió giật
Bắc Giang; 20:00 07/09; 7; 9
Hưng Yên; 20h 07/09/2024; cấp 8; 11
Nơi lạ; 20:00 07/09; 8; 10
Tiên Yên; hôm qua; 9; 11
Hải Dương; 20:00 07/09; 12; chín
Bắc Ninh; 20:00 07/09; 7; 10"""


@pytest.fixture(scope="module")
def officer(app: Flask) -> Pages:
    return visitor(app, "duty_officer")


@pytest.fixture(scope="module")
def winds(officer: Pages, storm: str) -> str:
    return f"{storm}/winds"


def said(officer: Pages, address: str) -> str:
    return " ".join(text(officer.page(address)).split())


def hidden(officer: Pages, address: str, name: str) -> list[str]:
    return [item["value"] for item in officer.page(address).all("input") if item.get("name") == name]


def test_winds_are_typed_and_pasted_and_nothing_is_lost(officer: Pages, winds: str) -> None:
    assert "Chưa có quan trắc gió nào" in said(officer, winds)
    assert "Hiệu chỉnh trường gió" not in said(officer, winds)
    officer.post(winds, ONE)
    told = said(officer, winds)
    assert "Mới có 1 nơi đo" in told
    assert re.search(r"Lục Ngạn.*Gió giật cấp 11", told)
    refused = officer.post(winds, {**ONE, "place": "Nơi lạ"}, 400)
    page = refused.get_data(as_text=True)
    assert "WIND-PLACE" in page
    assert 'value="Nơi lạ"' in page  # what was typed stays
    form = {"table": TABLE, "source": "station", "span": "strongest"}
    read = officer.post(f"{winds}/table", {**form, "deed": "read"}, 200).get_data(as_text=True)
    assert "Đọc được 3 dòng, chưa ghi" in read
    for line in (4, 5, 6):
        assert f"<b>Dòng {line}</b>" in read
    assert "Đã ghi (1)" in read
    saved = officer.post(f"{winds}/table", {**form, "deed": "save"}, 200).get_data(as_text=True)
    assert "Đã ghi (4)" in saved
    left = re.search(r"<textarea[^>]*>(.*?)</textarea>", saved, re.DOTALL)
    assert left is not None
    assert [line.split(";")[0] for line in left[1].splitlines()] == [
        "Nơi đo",
        "Nơi lạ",
        "Tiên Yên",
        "Hải Dương",
    ]
    officer.post(f"{winds}/table", {**form, "deed": "save"}, 200)
    assert "Đã ghi (4)" in said(officer, winds)  # the same again adds nothing


def test_a_wind_is_put_right_struck_out_and_counts_again(officer: Pages, winds: str) -> None:
    page = officer.get(winds).get_data(as_text=True)
    wind = re.search(r"/winds/(\w+)/amend", page)
    assert wind is not None
    address = f"{winds}/{wind[1]}"
    officer.post(f"{address}/amend", {**ONE, "place": "Lục Ngạn", "gust_level": "12", "version": "1"})
    assert "giật cấp 12" in said(officer, winds).casefold()
    officer.post(f"{address}/amend", {**ONE, "version": "1"}, 409)
    officer.post(f"{address}/strike", {"reason": "", "version": "2"}, 400)
    officer.post(f"{address}/strike", {"reason": "máy hỏng", "version": "2"})
    assert "máy hỏng" in said(officer, winds)
    officer.post(f"{address}/restore", {"version": "3"})
    assert "máy hỏng" not in said(officer, winds)


def test_a_correction_is_offered_decided_said_everywhere_and_taken_back(
    officer: Pages, winds: str, storm: str
) -> None:
    plain = said(officer, storm)
    assert "đã hiệu chỉnh" not in plain
    told = said(officer, winds)
    offered = re.search(r"Nếu hiệu chỉnh × (0,\d\d)", told)
    assert offered is not None
    assert re.search(r"cả cơn bão [\d,]+ → [\d,]+ m/s", told)
    form = {
        "land": "0,75", "sea": "1,0", "reason": "bốn trạm đều yếu hơn", "replaces": "", "version": "0",
        "wind": hidden(officer, winds, "wind"),
    }  # fmt: skip
    officer.post(f"{winds}/correction", form)
    for address in (storm, f"{storm}/wall", winds):
        assert "đã hiệu chỉnh × 0,75 theo quan trắc tại 4 nơi" in said(officer, address), address
    officer.post(f"{winds}/correction", form, 409)
    officer.post(winds, {**ONE, "observed_at": "21:00 07/09/2024"})
    assert "Quan trắc đã thay đổi từ khi hiệu chỉnh" in said(officer, winds)
    key = hidden(officer, winds, "correction")[0]
    officer.post(f"{winds}/correction/end", {"correction": key, "reason": "thôi", "version": "1"})
    assert "đã hiệu chỉnh" not in said(officer, storm)
    assert "bỏ lúc" in said(officer, winds)


def test_who_only_reads_writes_nothing(app: Flask, winds: str) -> None:
    reader = visitor(app, "inspector")
    assert "Ghi một quan trắc" not in said(reader, winds)
    reader.post(winds, ONE, 403)
    visitor(app, "carrier").get(winds, 403)


def test_what_was_measured_is_recorded_after_the_storm_and_corrects_it_no_more(
    officer: Pages, storm: str, winds: str
) -> None:
    form = {"version": version(officer, f"{storm}/bulletins"), "reason": "tin cuối", "before_its_end": "1"}
    officer.post(f"{storm}/close", form)
    assert "Hiệu chỉnh trường gió" not in said(officer, winds)
    assert "Ghi một quan trắc" in said(officer, winds)
    before = len(re.findall("ghi bởi", said(officer, winds)))
    officer.post(winds, {**ONE, "place": "Lục Ngạn", "observed_at": "22:00 07/09/2024"})
    assert len(re.findall("ghi bởi", said(officer, winds))) == before + 1
