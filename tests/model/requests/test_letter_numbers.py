"""Numbers of letters: one number in whatever way it is written, and never two numbers taken for one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.requests.letter_numbers import letter_number

NUMBERS = st.integers(min_value=1, max_value=99_999)
SIGNS = st.lists(st.text(string.ascii_uppercase + "ĐƯ", min_size=1, max_size=5), min_size=1, max_size=3)
DASHES = st.sampled_from(["-", "–", "—", "‑", "_", " - ", "−"])
LEADS = st.sampled_from(["", "Số ", "số: ", "Số:", "CV số ", "Công văn số ", "  "])
SLASHES = st.sampled_from(["/", " / ", "/ "])


@st.composite
def writings(draw: st.DrawFn) -> tuple[str, str]:
    """A number as it is printed, and another way of writing it."""
    number, sign = draw(NUMBERS), draw(SIGNS)
    written = f"{draw(LEADS)}{'0' * draw(st.integers(0, 3))}{number}{draw(SLASHES)}{draw(DASHES).join(sign)}"
    written += draw(st.sampled_from(["", " ngày 01/02/2026"]))
    return f"{number}/{'-'.join(sign)}", written.lower() if draw(st.booleans()) else written


@given(writings())
def test_a_number_is_the_same_in_every_way_of_writing_it(both: tuple[str, str]) -> None:
    plain, written = both
    assert letter_number(written).same_as(letter_number(plain)) is True


@given(NUMBERS, NUMBERS, SIGNS, SIGNS)
def test_two_numbers_are_one_only_where_number_and_sign_are(  # type: ignore[no-untyped-def]
    one, other, sign, another
) -> None:
    same = letter_number(f"{one}/{'-'.join(sign)}").same_as(letter_number(f"{other}/{'-'.join(another)}"))
    assert same is (one == other and "".join(sign).casefold() == "".join(another).casefold())


@given(NUMBERS, SIGNS)
def test_without_its_sign_a_number_may_be_the_same(number, sign) -> None:  # type: ignore[no-untyped-def]
    assert letter_number(str(number)).same_as(letter_number(f"{number}/{'-'.join(sign)}")) is None


@pytest.mark.parametrize("text", ["", "  ", "Số:", "-"])
def test_nothing_is_no_number_and_the_same_as_none(text: str) -> None:
    assert not letter_number(text)
    assert letter_number(text).same_as(letter_number("1/VT")) is False
    assert letter_number(text).same_as(letter_number("")) is False
