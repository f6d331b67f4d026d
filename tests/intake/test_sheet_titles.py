"""Titles of sheets: whatever a person calls a thing, Excel opens the workbook."""

import ast
import re
import unicodedata
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from registry.intake.sheet_titles import free_title, sheet_title

ROOT = Path(__file__).resolve().parents[2]
NAMES = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="[]:*?/\\' aA\x00\x0b\u200b😀ế", max_size=80),
    st.sampled_from(["History", "HISTORY", " history ", "'History'", "A" * 31, "a" * 40, "😀" * 31]),
)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Kiểm tra quý 4/2026", "Kiểm tra quý 4 2026"),
        ("Đợt 1: xã Tân Dĩnh [cũ] *?", "Đợt 1 xã Tân Dĩnh cũ"),
        ("'Đợt 1'", "Đợt 1"),
        ("  ", "Trang"),
        ("///", "Trang"),
        ("History", "History (2)"),
        ("Một tên đợt kiểm tra dài hơn ba mươi mốt ký tự", "Một tên đợt kiểm tra dài hơn ba"),
        ("Cột\x0b 1\x00", "Cột 1"),
    ],
)
def test_a_name_becomes_the_nearest_title(name: str, title: str) -> None:
    assert sheet_title(name) == title


@effort(deadline=None, max_examples=300)
@given(st.lists(NAMES, min_size=1, max_size=6))
@example(["Kiểm tra quý 4/2026", "kiểm tra quý 4:2026", "KIỂM TRA QUÝ 4?2026"])
def test_a_workbook_of_any_names_is_one_that_excel_opens(names: list[str]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in names:
        book.create_sheet(free_title(book, name))
    titles = book.sheetnames
    assert len({title.casefold() for title in titles}) == len(names)
    for title in titles:
        assert title
        assert len(title.encode("utf-16-le")) <= 62
        assert not re.search(r"[\[\]:*?/\\]", title)
        assert not title.startswith("'")
        assert not title.endswith("'")
        assert title.casefold() != "history"
        assert not [sign for sign in title if unicodedata.category(sign)[0] == "C"]
    into = BytesIO()
    book.save(into)
    assert openpyxl.load_workbook(into).sheetnames == titles


def test_no_sheet_is_made_with_a_title_that_was_not_made_here() -> None:
    """A title in words that stand in the code is seen by whoever writes it; any other goes through."""
    wrong = []
    for path in sorted([*(ROOT / "registry").rglob("*.py"), *(ROOT / "web").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            title: ast.expr | None = None
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".create_sheet"):
                title = node.args[0]
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).endswith("sheet.title"):
                title = node.value
            if title is None or isinstance(title, ast.Constant):
                continue
            made = isinstance(title, ast.Call) and ast.unparse(title.func) == "free_title"
            if not made and not re.fullmatch(r"_?[A-Z_]+", ast.unparse(title)):
                wrong.append(f"{path.name}:{node.lineno} {ast.unparse(title)}")
    assert wrong == []
