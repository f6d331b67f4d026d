"""Both versions of a record in words: whatever somebody typed is said, and never a fault."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.services.office import both_versions

TYPED = st.text(max_size=40) | st.from_regex(r"\d{4}-\d\d-\d\d(T\d\d:\d\d\S{0,8})?", fullmatch=True)


def said(offered: dict[str, Any]) -> list[Any]:
    return both_versions.lines("requests", None, offered)


@given(TYPED)
def test_whatever_was_typed_is_said(text: str) -> None:
    assert len(said({"letter_number": text or "x"})) == 1


@pytest.mark.parametrize("text", ["2026-13-45", "0000-00-00", "٢٠٢٦-٠١-٠١", "2026-01-01T99:99"])
def test_what_only_looks_like_a_day_is_said_as_it_is(text: str) -> None:
    assert text in repr(said({"letter_number": text}))


def test_a_day_is_said_as_people_write_it() -> None:
    assert "02/01/2026" in repr(said({"letter_number": "2026-01-02"}))
