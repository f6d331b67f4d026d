"""What is typed is taken whole, or refused with its beginning; never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.typed_text import beginning, line_within, within


@given(st.text(), st.integers(0, 30))
def test_a_text_is_taken_whole_or_refused(text: str, longest: int) -> None:
    if len(text.strip()) <= longest:
        assert within(f" {text}\n", longest) == text.strip()
        return
    with pytest.raises(RefusalError) as refused:
        within(text, longest)
    assert refused.value.code == "TEXT-LONG"
    assert refused.value.params["beginning"] == text.strip()[:40]
    assert refused.value.params["length"] == len(text.strip())


def test_nothing_typed_is_an_empty_text_and_a_line_has_single_blanks() -> None:
    assert within(None, 5) == ""
    assert (beginning("trạm", 4), beginning("trạm 1", 4)) == ("trạm", "trạ…")
    assert line_within(" hai \n dòng ", 8) == "hai dòng"
