"""Names stand where a Vietnamese reader looks for them."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.communes import keys_of
from registry.columns import fold, fold_each
from registry.geo.angles import clean
from registry.geo.place_words import place_words
from registry.model.alphabet import in_alphabet
from registry.services.office.found.typed import plain
from web.frame.downloads import plain_name

IN_ORDER = [
    "Phường Bắc Giang", "Phường Bồng Lai", "Phường Cảnh Thụy", "Phường Chũ", "Phường Đa Mai",
    "Phường Đào Viên",
    "Phường Đồng Nguyên", "Phường Nam Sơn", "Phường Tân An", "Phường Tiền Phong", "Phường Yên Dũng",
    "Xã Dương Hưu", "Xã Đại Sơn", "Xã Đèo Gia", "Xã Lục Nam", "Xã Lương Tài", "Xã Tân Yên",
]  # fmt: skip


def test_communes_stand_by_letters_and_then_by_tones() -> None:
    mixed = sorted(IN_ORDER)
    assert mixed != IN_ORDER
    assert sorted(mixed, key=in_alphabet) == IN_ORDER
    assert sorted(["má", "mạ", "mả", "ma", "mã", "mà", "mắ", "mâ"], key=in_alphabet) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "mắ", "mâ",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=12), max_size=8))
def test_every_text_has_a_place_and_only_one(texts: list[str]) -> None:
    once, by_code = sorted(texts, key=in_alphabet), sorted(texts)
    assert sorted(by_code, key=in_alphabet) == once
    assert sorted(once) == by_code


@pytest.mark.parametrize(
    "read", [fold, lambda text: fold_each([text, "x"]), plain, place_words, plain_name, keys_of]
)
def test_a_name_is_one_whichever_sign_of_stroked_d_it_was_typed_with(read: Callable[[str], object]) -> None:
    """Old fonts and keyboards write U+00D0 for a capital đ, which looks the same; others take signs apart."""
    name = "Phường Đức Thắng, đường Đông"
    for alike in (name.replace("Đ", "\u00d0").replace("đ", "\u00f0"), unicodedata.normalize("NFD", name)):
        assert alike != name
        assert read(alike) == read(name)


def test_east_is_east_whichever_sign_of_stroked_d_it_was_typed_with() -> None:
    assert clean("106°11'41\"\u00d0") == clean("106°11'41\"Đ")
