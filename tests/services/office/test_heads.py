"""Checkpoints that an office hands out are read again as they were; of other texts, the hashes."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.model.ledger import Checkpoint
from registry.services.office.heads import Noted, as_json, as_text, noted_in, read_noted

HASH = st.text("0123456789abcdef", min_size=64, max_size=64)
CHECKPOINTS = st.lists(
    st.builds(Checkpoint, st.dates(dt.date(2000, 1, 1)), st.integers(0, 10**12), HASH),
    unique=True,
    max_size=8,
)


@given(CHECKPOINTS)
def test_what_is_handed_out_is_read_again(found: list[Checkpoint]) -> None:
    assert noted_in(as_text(found)) == noted_in(as_json(found)) == Noted(tuple(found))


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    noted_in(text)


@pytest.mark.parametrize(
    "text", ['{"checkpoints":[{"day":1}]}', "[1, 2]", "{", '{"checkpoints": 3}', "[" * 5000]
)
def test_json_of_somebody_else_holds_nothing(text: str) -> None:
    assert noted_in(text) == Noted()


def test_of_another_text_the_hashes_are_taken_as_heads() -> None:
    assert noted_in(f"ghi ngày 1/1: {'AB' * 32}.") == Noted((), ("ab" * 32,))


def test_a_restored_register_takes_later_checkpoints_away() -> None:
    lines = [f"2026-01-0{day}T08:00:00+0700 {day} {str(day) * 64}" for day in (1, 2, 3)]
    found = noted_in("\n".join([*lines, f"2026-01-04T08:00:00+0700 1 {'1' * 64} restored"]))
    assert [one.count for one in found.checkpoints] == [1, 1]


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="HEADS-NOT-READ"):
        read_noted(tmp_path / "none")
