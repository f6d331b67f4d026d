"""A letter of rain over the province and slides at communes says which is where, and what is asked there."""

import datetime as dt
import io

import openpyxl
from flask import Flask

from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.services.office.calendar import now
from registry.services.storm.exposure import storm_masts
from registry.services.storm.hazards import deeds
from tests.documents.letters import lines_of
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text
from tests.web.storm.test_hazard_letters import drafted


def both(app: Flask) -> tuple[str, str]:
    """Record rain over the province and a landslide where fewest masts stand; return the address of the first
    and the name of that commune."""
    office = registry_of(app)
    masts = storm_masts(office)
    held = [masts.communes[at] for at in masts.commune.tolist() if at >= 0]
    code, name = max(set(held), key=lambda one: (one[1], one[0]))  # the last by name: it would be listed last
    at = now()
    rain = HazardDraft(
        HazardKind.RAIN, from_at=at - dt.timedelta(hours=1), to_at=at + dt.timedelta(hours=12), source="Đài",
        rain_mm=(100.0, 200.0),
    )  # fmt: skip
    slide = HazardDraft(
        HazardKind.LANDSLIDE, from_at=rain.from_at, to_at=rain.to_at, source="Đài", communes=(code,)
    )
    made = deeds.record_hazards(office, [rain, slide], who="lan")
    return f"/hazards/{made[0]}", name


def test_a_letter_says_which_hazard_is_where_and_asks_of_slopes_there_alone(app: Flask) -> None:
    address, name = both(app)
    officer = visitor(app, "duty_officer")
    slopes = seen = 0
    for letter in drafted(app, address).values():
        book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{letter}/list.xlsx").data))
        head, *rows = [*book.worksheets[0].iter_rows(values_only=True)]
        at = {str(title): column for column, title in enumerate(head)}
        there = [row[at["Xã, phường"]] == name for row in rows]
        assert there == sorted(there, reverse=True), "those in the landslide's commune come first"
        for row, own in zip(rows, there, strict=True):
            seen += 1
            assert ("ta luy" in str(row[at["Việc phải làm"]])) == own
            assert ("sạt lở" in str(row[at["Chỗ đứng"]])) == (own or "đất" in str(row[at["Chỗ đứng"]]))
        said = "\n".join(lines_of(officer.get(f"{letter}/letter.docx").data))
        assert "phạm vi: mưa lớn trên địa bàn" in said
        assert f"sạt lở, sụt lún đất tại {name[:1].lower()}{name[1:]}" in said
        if any(there) and not all(there):
            slopes += 1
            assert "(đối với cột trong vùng cảnh báo sạt lở, sụt lún đất)" in said
        elif not any(there):
            assert "- Kiểm tra ta luy" not in said
    assert seen
    assert slopes


def test_a_letter_names_the_communes_of_a_warning_where_they_are_few(app: Flask) -> None:
    office = registry_of(app)
    masts, at = storm_masts(office), now()
    few = sorted({masts.communes[one] for one in masts.commune.tolist() if one >= 0})[:2]
    flood = HazardDraft(
        HazardKind.FLASH_FLOOD, from_at=at - dt.timedelta(hours=1), to_at=at + dt.timedelta(hours=6),
        source="Đài", communes=tuple(code for code, _name in few),
    )  # fmt: skip
    (made,) = deeds.record_hazards(office, [flood], who="lan")
    letters = drafted(app, f"/hazards/{made}").values()
    assert letters
    for letter in letters:
        said = "\n".join(lines_of(visitor(app, "duty_officer").get(f"{letter}/letter.docx").data))
        for _code, name in few:
            assert f"{name[:1].lower()}{name[1:]}" in said, "whoever signs reads where"
        assert "2 xã, phường của tỉnh" not in said


def test_the_list_names_where_each_warning_is(app: Flask) -> None:
    _address, name = both(app)
    page = text(visitor(app, "duty_officer").page("/hazards"))
    assert "Cả tỉnh." in page
    assert f"Xã, phường : {name}" in page or f"Xã, phường: {name}" in page
