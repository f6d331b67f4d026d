"""What is drawn over a photo: thousandths of its sides, as the phone writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.safety.photo_marks import LONGEST, Mark, Shape, are_marks, read_marks

NUMBERS = st.integers(0, 1000)
MARKS = st.lists(
    st.tuples(st.sampled_from("AC"), NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=40
)


@given(MARKS)
def test_marks_come_back_as_they_were_drawn(drawn: list[tuple[str, int, int, int, int]]) -> None:
    text = "".join(f"{shape}{x1} {y1} {x2} {y2}" for shape, x1, y1, x2, y2 in drawn)
    assert are_marks(text) == (len(text) <= LONGEST)
    assert read_marks(text) == tuple(
        Mark(Shape(shape), *(number / 1000 for number in ends)) for shape, *ends in drawn
    )


def test_what_lies_beyond_the_edge_lies_on_it() -> None:
    assert read_marks("A0 0 1500 9999") == (Mark(Shape.ARROW, 0, 0, 1, 1),)


@pytest.mark.parametrize(
    "text", ["", "A1 2 3", "B1 2 3 4", "A1 2 3 4<script>", "A-1 2 3 4", "A1 2 3 ٤", None, 7]
)
def test_anything_else_is_no_mark(text: object) -> None:
    assert not are_marks(text)
