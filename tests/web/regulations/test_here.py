"""The page of the law that holds here: every rule of a day with its numbers, what is missing by name."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.law import catalogue, law_in_force
from registry.model.people import Role
from registry.model.regulations import StatedMatter
from registry.regulations.composing import law_of
from registry.regulations.forms import FOLDERS, forms
from registry.settings import DATA
from tests.pages import Pages
from tests.regulations.stated import content, number, published
from tests.web.people import small_office, visitor
from web.regulations.law_lines import ELSEWHERE, HELD, NONE, lines_of

DAY, LATER = dt.date(2026, 11, 24), dt.date(2027, 3, 1)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_office(tmp_path_factory.mktemp("law") / "home", Role.APPRAISER) as app:
        yield app


@pytest.fixture(scope="module")
def appraiser(office: Flask) -> Pages:
    return visitor(office, "appraiser")


def read(pages: Pages, query: str) -> str:
    return pages.get(f"/regulations?{query}").get_data(as_text=True)


def row(html: str, code: str) -> str:
    """Return the words of a rule's line."""
    found = re.search(rf'<tr id="rule-{code}".*?</tr>', html, re.DOTALL)
    assert found is not None, code
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split())


def test_a_rule_stands_with_its_numbers_article_document_and_days(appraiser: Pages) -> None:
    said = row(read(appraiser, "day=24/11/2026"), "SPC-01")
    assert "Trong đô thị, ít nhất: 120 m" in said
    assert "Ngoài đô thị, ít nhất: 250 m" in said
    assert "QĐ 72/2025/QĐ-UBND, Điều 15(5)" in said
    assert "từ 01/12/2025" in said
    assert "đã đối chiếu" in said


def test_two_days_say_only_what_differs_between_them(appraiser: Pages) -> None:
    html = read(appraiser, "day=24/11/2026&other=30/11/2025")
    table = html.split('<table class="queue law beside">')[1].split("</table>")[0]
    assert "<b>120 m</b>" in table
    assert "Trước ngày 01/12/2025, khoảng cách giữa các cột" in table
    assert "EMF-01" not in table, "the same on both days"
    assert "Hai ngày này áp dụng cùng các quy định." in read(appraiser, "day=24/11/2026&other=23/11/2026")


def test_before_the_merger_each_of_the_two_provinces_has_its_law(appraiser: Pages) -> None:
    html = read(appraiser, "day=01/06/2024")
    assert re.findall(r'<option value="(\d+)"[^>]*>([^<]*)<', html.split('id="territory"')[1]) == [
        ("24", "Tỉnh Bắc Giang"),
        ("27", "Tỉnh Bắc Ninh"),
    ]
    assert "chưa có trong danh mục" in row(html, "SPC-01")


def test_a_day_that_is_none_is_refused_on_the_page_with_what_was_typed(appraiser: Pages) -> None:
    page = appraiser.page("/regulations?day=hom-nay", 400)
    assert "DATE-NOT-READ" in page.text
    assert page.one(id="day")["value"] == "hom-nay"


def test_a_province_without_a_regulation_has_gaps_by_name_and_never_na() -> None:
    lines = lines_of([law_in_force("20", DAY)], "vi")
    for code in ("SPC-01", "SPC-02", "SPC-03", "SHR-01", "SHR-02", "SHR-03", "PLN-04"):
        assert lines[code].state == ELSEWHERE, code
        assert "QĐ 72/2025/QĐ-UBND" in lines[code].elsewhere
    assert lines["EMF-01"].state == HELD, "of the whole country"


def test_whatever_is_named_as_missing_can_be_entered() -> None:
    lines = lines_of([law_in_force("20", DAY, rules=catalogue(DATA / folder)) for folder in FOLDERS], "vi")
    missing = {code for code, line in lines.items() if line.state == ELSEWHERE}
    assert {"SPC-01", "LIM-UNBUILT"} <= missing
    assert missing <= set(forms().rules)


def test_a_number_that_the_text_leaves_out_is_not_shown_as_nought() -> None:
    told = {"unbuilt": StatedMatter("Điều 9", numbers={"months": number(9)})}
    own = law_of([published(content(matters=told))])
    law = law_in_force("20", LATER, rules=catalogue(DATA / "limits"), own=own)
    line = lines_of([law], "vi")["LIM-UNBUILT"]
    assert [one.value for one in line.numbers] == ["9 tháng", "ngày phê duyệt kế hoạch năm"]


def test_what_no_text_asked_on_a_day_is_no_gap() -> None:
    law = law_in_force("24", dt.date(2005, 1, 1))
    assert lines_of([law], "vi", known=["COR-05/map"])["COR-05/map"].state == NONE


def test_every_number_unit_and_part_of_the_catalogue_has_its_words_and_no_other_has() -> None:
    words = tomllib.loads((DATA / "codes" / "law_numbers.toml").read_text(encoding="utf-8"))
    rules = catalogue()
    own = {f"{rule.code}.{name}" for rule in rules for name in rule.thresholds}
    named = set(words["numbers"])
    assert not {one for one in own if one not in named and one.split(".")[1] not in named}
    assert named <= own | {one.split(".")[1] for one in own}
    units = {item.unit for rule in rules for item in rule.thresholds.values()}
    for folder in FOLDERS:  # a page shows numbers of all of them
        units |= {item.unit for rule in catalogue(DATA / folder) for item in rule.thresholds.values()}
    assert units | {number.unit for number in forms().numbers()} == set(words["units"])
    assert {rule.code for rule in rules if "/" in rule.code} == set(words["parts"])
