"""The one written form of an item: the same text in Python and in a browser, so that both hash the same."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.safety.item_json import canonical, digest

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_reading_it_back_and_writing_it_again_gives_the_same_text(value: Any) -> None:
    text = canonical(value)
    assert canonical(json.loads(text)) == text
    assert text.encode("utf-8")
    assert len(digest(text)) == 64


@given(st.dictionaries(st.text(), st.integers(-9, 9)))
def test_the_order_of_keys_says_nothing(value: dict[str, int]) -> None:
    assert canonical(dict(reversed(list(value.items())))) == canonical(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (1.5e-10, "1.5e-10"),
        (123456.789, "123456.789"),
        (5e-324, "5e-324"),
        (2**53 + 2, "9007199254740994"),
        ("\ud800", '"\\ud800"'),
        ("é\u2028\x7f", '"é\u2028\x7f"'),
        ("\x00\x1f\b", '"\\u0000\\u001f\\b"'),
        ({"b": 1, "a": {"ê": [], "z": {}}}, '{"a":{"z":{},"ê":[]},"b":1}'),
        ({"\ue000": 1, "😀": 2}, '{"😀":2,"\ue000":1}'),
    ],
)
def test_numbers_texts_and_keys_are_written_as_ecmascript_does(value: Any, text: str) -> None:
    assert canonical(value) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, {"a": -math.inf}, object(), {1, 2}])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(value)
