"""A column is not proposed as a field for one chance word of its header."""

from pathlib import Path

import pytest

from registry.columns import ListKind, columns_for
from registry.intake import read_list
from registry.intake.header_words import header_words
from tests.intake.books import HEAD, ROWS, save

# Syllables that alone are no word: what is left of a name whose other syllable is written like a filler.
_HALVES = frozenset({"thong", "trang", "ly", "cu", "may", "nhan", "nghieng", "ton", "tp"})


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("Số văn bản thống nhất", "123/KHCN-VT"),
        ("Số hồ sơ thống nhất", "HS-2026-0012"),
        ("Hệ thống tiếp địa", "Cọc đồng"),
        ("Ngày ký", "02/11/2026"),
        ("Ngày bắt đầu thi công", "02/11/2026"),
        ("Kế hoạch năm", "2026"),
    ],
)
@pytest.mark.parametrize("kind", [ListKind.PROPOSALS, ListKind.SITES])
def test_a_chance_word_proposes_nothing(tmp_path: Path, header: str, cell: str, kind: ListKind) -> None:
    path = save(tmp_path / "a.xlsx", ("DS", ((*HEAD, header), *((*row, cell) for row in ROWS))))
    (told,) = (issue for issue in read_list(path, kind).issues if issue.value == header)
    assert told.code == "HEADER-UNKNOWN"


@pytest.mark.parametrize("kind", list(ListKind))
def test_no_name_of_a_column_is_half_a_word(kind: ListKind) -> None:
    for item in columns_for(kind):
        for text in (item.label_vi, *item.aliases):
            words = header_words(text)
            assert len(words) != 1 or not words <= _HALVES, (item.name, text)
