"""Columns after a step are those of the rows that stayed, moved, came or changed; codes follow their rows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from registry.model.code_rows import CodeRows, PlainCodes
from registry.model.row_steps import GONE, RowStep

Rows = st.lists(st.integers(0, 9), unique=True, max_size=10)


def _step(before: list[int], after: list[int], changed: set[int]) -> RowStep:
    """The step between two lists of names, of which some changed what they hold."""
    source = np.array([before.index(name) if name in before else GONE for name in after], dtype=np.int64)
    fresh = [row for row, name in enumerate(after) if name in changed or name not in before]
    return RowStep(source, np.array(fresh, dtype=np.int64), len(before))


@given(Rows, Rows, st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_columns_of_all_rows_and_of_some(
    before: list[int], after: list[int], changed: set[int], some: set[int], others: set[int]
) -> None:
    step = _step(before, after, changed)
    old, new = (
        np.array(before, dtype=float),
        np.array([name + 0.5 * (name in changed) for name in after], dtype=float),
    )
    assert step.column(old, new[step.fresh]).tolist() == new.tolist()
    assert old.tolist() == before  # what others hold was not changed where it stands
    was = np.array([name in some for name in before], dtype=bool)
    now = np.array([name in others for name in after], dtype=bool)
    among = step.among(was, now)
    assert among.column(old[was], new[now][among.fresh]).tolist() == new[now].tolist()


def test_a_column_in_which_nothing_changed_stays_the_same_object() -> None:
    step = _step([1, 2, 3], [1, 2, 3], {2})
    column = np.array(["a", "b", "c"], dtype=object)
    assert step.in_place
    assert step.column(column, column[step.fresh]) is column


@given(
    st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 4)),
    st.lists(
        st.tuples(
            st.lists(st.integers(-1, 4), min_size=5, max_size=5),
            st.dictionaries(st.sampled_from("abcdefghij"), st.integers(-1, 4)),
        ),
        max_size=4,
    ),
)
def test_codes_go_where_their_rows_go(
    book: dict[str, int], steps: list[tuple[list[int], dict[str, int]]]
) -> None:
    codes, expected = CodeRows(book), dict(book)
    for row_now, changed in steps:
        codes = codes.moved(np.array(row_now), changed)
        expected = {key: row_now[row] for key, row in expected.items()} | changed
        expected = {key: row for key, row in expected.items() if row != GONE}
        assert dict(codes) == expected
        assert len(codes) == len(expected)
        assert codes.moved(None, {"z": 1}) == {**expected, "z": 1}


def test_of_codes_that_are_the_same_the_present_one_of_its_row_goes_first() -> None:
    borne = np.array(["BG 1", "X", "bg1"], dtype=object)
    codes = CodeRows({"BG-2": 1, "BG1": 1, "bg1": 2, "X": 1, "x": 0})
    plain = PlainCodes(codes.moved(None, {"BG 1": 0}), borne)
    assert plain["bg1"] == 0  # borne by rows 0 and 2: the first; row 1 is only called so
    assert (plain["x"], plain.get("bg-2"), plain.get("y", -1)) == (1, 1, -1)
    assert dict(plain) == {"bg1": 0, "x": 1, "bg-2": 1}
