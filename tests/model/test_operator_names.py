"""An operator is known by its own names and its branch's, and not where a text names somebody else, too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.model.operator_names import operator_called, plain
from registry.model.sites import Operator

OPERATORS = (
    Operator("VNPT", "VNPT", ("Vinaphone", "VNPT Vinaphone")),
    Operator("VTL", "Viettel", ("Viettel Telecom",)),
    Operator("VNM", "Vietnamobile", ("HTC",)),
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("VTL", "VTL"),
        ("  viettel  ", "VTL"),
        ("Viettel Yên Dũng", "VTL"),
        ("Viettel  Telecom Bắc Ninh", "VTL"),
        ("VNPT Vinaphone Bắc Giang", "VNPT"),
        ("Vietnamobile", "VNM"),
        ("HTC", "VNM"),
        ("HTC Bắc Giang", ""),  # three letters may begin anybody's name
        ("Viettelco", ""),
        ("VNPT thuê của Viettel", ""),
        ("VNPT thuê nhà dân", ""),
        ("VNPT - Viettel", ""),
        ("Viettel, VNPT", ""),
        ("Viettel và xã", ""),
        ("Thuê VNPT", ""),
        ("Hộ ông Nguyễn Văn A", ""),
        ("", ""),
    ],
)
def test_a_text_names_an_operator_alone_or_none(written: str, code: str) -> None:
    assert operator_called(written, OPERATORS) == code


@given(st.text(max_size=30))
def test_what_is_named_is_an_operator_and_capitals_and_blanks_change_nothing(text: str) -> None:
    found = operator_called(text, OPERATORS)
    assert found in {"", *(item.code for item in OPERATORS)}
    assert operator_called(f"  {plain(text)} ", OPERATORS) == found


@given(st.sampled_from(OPERATORS), st.sampled_from(OPERATORS), st.sampled_from([" thuê ", " - ", " và "]))
def test_a_text_that_names_two_is_nobody_s(one: Operator, other: Operator, between: str) -> None:
    if one is not other:
        assert operator_called(f"{one.name}{between}{other.name}", OPERATORS) == ""
