"""How an officer names rows: a number that could mean two positions is never guessed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from tests.world import proposal
from web.requests.papers_rows import rows_named

LISTED = [
    replace(proposal(), site_code=code, row=row)
    for code, row in (("V1", 10), ("V2", 11), ("V3", 3), ("V4", 40))
]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("v2; V1", [1, 0]),
        ("dòng 10-11", [0, 1]),
        ("TT 2", [1]),
        ("40", [3]),
        ("1", [0]),
        ("3", [2]),
    ],
)
def test_rows_are_named_by_code_row_or_number(text: str, rows: list[int]) -> None:
    assert rows_named(text, LISTED) == rows


def test_a_number_that_could_mean_two_is_what_the_numbers_before_it_are() -> None:
    listed = [replace(one, row=row) for one, row in zip(LISTED, (2, 3, 4, 5), strict=True)]
    assert rows_named("TT 1, 3", listed) == [0, 2]
    assert rows_named("dòng 2, 3", listed) == [0, 1]
    assert rows_named("dòng 2, TT 1-2, 4", listed) == [0, 1, 3]
    for text in ("3, TT 1", "TT 1, v2, 3"):  # none before it says which; a code does not
        with pytest.raises(RefusalError, match="REQUEST-ROWS-TWO"):
            rows_named(text, listed)


@pytest.mark.parametrize(
    ("text", "code"), [("3-11", "REQUEST-ROWS-TWO"), ("99", "REQUEST-ROWS"), ("V9", "REQUEST-ROWS")]
)
def test_what_is_two_or_none_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        rows_named(text, LISTED)


def test_a_number_is_one_of_the_positions_that_are_spoken_of_where_only_one_meaning_is() -> None:
    listed = [replace(one, row=row) for one, row in zip(LISTED, (2, 3, 4, 5), strict=True)]
    with pytest.raises(RefusalError, match="REQUEST-ROWS-TWO"):
        rows_named("3", listed)
    assert rows_named("3", listed, among=(2, 3)) == [2]  # TT 3; row 3 is not in the letter
    assert rows_named("3", listed, among=(1,)) == [1]
    for among in ((1, 2), (3,)):  # both are, or neither
        with pytest.raises(RefusalError, match="REQUEST-ROWS-TWO"):
            rows_named("3", listed, among=among)


@given(st.integers(1, 60))
def test_a_bare_number_gives_the_position_that_both_readings_give_or_the_only_one(number: int) -> None:
    lines = [at for at, row in enumerate(LISTED) if row.row == number]
    places = [number - 1] if number <= len(LISTED) else []
    try:
        found = rows_named(str(number), LISTED)
    except RefusalError:
        assert not lines + places or (lines and places and lines != places)
    else:
        assert found in (lines, places)
