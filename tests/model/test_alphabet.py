"""Names stand where a Vietnamese reader looks for them."""

from hypothesis import given
from hypothesis import strategies as st

from registry.model.alphabet import in_alphabet

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
