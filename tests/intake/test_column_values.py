"""A column read at once says what its cells say one by one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.columns import CellType, Column, column
from registry.intake.choices import choice_table
from registry.intake.column_values import read_column

TEXT, CODE = column("address"), column("site_code")
CELLS = st.sampled_from(
    [
        "",
        "x",
        " x",
        "x ",
        "a  b",
        "a\u00a0b",
        "a\nb",
        "-",
        "N/A",
        "không rõ",
        "\0",
        "x\0y",
        "1.5",
        3.0,
        2.5,
        1e20,
        -7.0,
        True,
    ]
)


def one_by_one(of: Column, cells: list[Any]) -> list[Any]:
    return [read_column(of, [cell])[0][0] for cell in cells]


@settings(max_examples=200)
@given(st.lists(CELLS, min_size=1, max_size=9), st.sampled_from([TEXT, CODE, column("mast_height_m")]))
def test_a_column_is_read_as_its_cells_are(cells: list[Any], of: Column) -> None:
    found, problems = read_column(of, cells)
    assert found == one_by_one(of, cells)
    assert set(problems) == {n for n, cell in enumerate(cells) if read_column(of, [cell])[1]}


@pytest.mark.parametrize("name", ["sharing_sent", "sharing_replied"])
@pytest.mark.parametrize("cells", [[46330.0], ["Công văn 12/VT", 46330.0], [46330.0] * 40])
def test_the_day_of_a_letter_that_became_a_number_is_a_day_and_said(name: str, cells: list[Any]) -> None:
    found, problems = read_column(column(name), cells)
    assert found[-1] == "04/11/2026"
    assert problems[len(cells) - 1].code == "CELL-DATE-AS-NUMBER"


def test_the_number_of_a_letter_and_a_number_elsewhere_stay_what_they_are() -> None:
    numbers = [1351.0, 46330.5, float("inf")]
    assert read_column(column("sharing_sent"), numbers) == (["1351", "46330.5", "inf"], {})
    assert read_column(TEXT, [46330.0]) == (["46330"], {})


def test_texts_and_codes_of_a_long_column() -> None:
    cells = [f"BGG{n:05d}" for n in range(500)]
    assert (TEXT.type, CODE.type) == (CellType.TEXT, CellType.CODE)
    assert read_column(CODE, cells) == (cells, {})
    assert read_column(CODE, [*cells, "n/a", ""])[0][-2:] == [None, None]
    assert read_column(TEXT, [*cells, "n/a", ""])[0][-2:] == ["n/a", None]
    assert read_column(TEXT, [float(n) for n in range(500)])[0] == [str(n) for n in range(500)]
    assert read_column(TEXT, [*cells, "a\nb "])[0][-1] == "a b"


def test_a_word_that_every_choice_begins_with_proposes_none() -> None:
    land = choice_table("land_types")
    assert land.suggestion("đất đồi") is None, "all kinds of land begin with this word"
    assert land.suggestion("đất cong") == "đất công"
    assert land.code("đất rừng") == land.code("đất KCN") == "other"
    assert choice_table("states").code("Đang HĐ") == "in_service"


@pytest.mark.parametrize(
    ("said", "proposed"),
    [
        ("không hoạt động", "tạm ngừng"), ("ko HĐ", "tạm ngừng"), ("dừng khai thác", "tạm ngừng"),
        ("chưa hoạt động", None), ("hết hoạt động", None), ("chưa phát sóng", None), ("chưa xây dựng", None),
        ("sắp tháo dỡ", None), ("chờ tháo dỡ", None), ("chưa tháo dỡ", None), ("đang tháo dỡ", None),
        ("hoạt động tốt", "đang hoạt động"), ("đã tháo", "đã tháo dỡ"),
    ],
)  # fmt: skip
def test_a_state_that_is_denied_is_never_proposed(said: str, proposed: str | None) -> None:
    assert choice_table("states").suggestion(said) == proposed


@pytest.mark.parametrize("name", ["states", "kinds", "cable_states"])
def test_no_choice_is_proposed_for_its_own_denial(name: str) -> None:
    table = choice_table(name)
    for word in table.labels.values():
        for no in ("không", "chưa", "ko"):
            proposed = table.suggestion(f"{no} {word}")
            assert proposed != word or no in word.split() or "ngừng" in word, f"{no} {word}: {proposed}"
