"""What the columns of an office's programme are called, and which of a table's columns is which."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry.intake.office_tables import OfficeCell, OfficeTable
from registry.services.briefing.programme.months import plain, read_months
from registry.services.office.table_book import MARK

HEADER_ROWS = 40
"""In so many of a table's first rows its heading is looked for."""
_NAMES: tuple[tuple[str, str], ...] = (
    ("number", r"(?:so )?(?:tt|stt|thu tu)|so"),
    ("done_on", r"ngay (?:xong|hoan thanh)"),
    ("evidence", r"minh chung|ket qua thuc hien|van ban (?:ket qua|hoan thanh)"),
    ("reason", r"ly do.*"),
    ("unplanned", r"ngoai chuong trinh"),
    ("state", r"tinh trang|trang thai|tinh hinh(?: thuc hien)?"),
    ("month_list", r"cac thang"),
    ("link", r"so lieu gan"),
    ("section", r"phan"),
    ("room", r"linh vuc|mang(?: viec)?"),
    ("note", r"ghi chu"),
    ("beside", r".*phoi hop.*"),
    ("officer", r".*(?:chu tri|phu trach|nguoi thuc hien|can bo|don vi thuc hien|chiu trach nhiem).*"),
    ("product", r".*(?:san pham|ket qua).*"),
    ("source", r".*(?:can cu|nguon|co so).*"),
    ("months_text", r".*(?:thoi gian|thoi han|tien do|han hoan thanh).*|han"),
    ("content", r".*(?:noi dung|nhiem vu|cong viec|ten viec).*|viec"),
)  # fmt: skip
_MARKED = re.compile(r"(?:quy|q|thang|t)?\s*\.?\s*(?:\d{1,2}|[ivx]{1,4})")
_BARE_LEAST = 4
"""So many columns headed by a number alone are months; fewer may be anything."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a table: the first row below it, columns by name, those of single months, others."""

    below: int
    columns: dict[str, int]
    marked: dict[int, tuple[int, ...]]
    others: dict[int, str]


def find_heading(table: OfficeTable, year: int) -> Heading | None:
    """Return the heading of a programme's table; None where it has none: nothing called content or task."""
    for at, row in enumerate(table.rows[:HEADER_ROWS]):
        found = _names_in([cell.text for cell in row])
        if "content" not in found or len(found) < 2:
            continue
        below, texts = _whole_heading(table, at)
        columns = _names_in(texts)
        if "content" in columns:
            marked = _months_in(texts, set(columns.values()), year)
            others = {
                column: text
                for column, text in enumerate(texts)
                if column not in columns.values() and column not in marked and text != MARK
            }
            return Heading(below, columns, marked, others)
    return None


def _whole_heading(table: OfficeTable, at: int) -> tuple[int, list[str]]:
    """Return the row below a heading of one row or more, and each column's words ("Thực hiện / Chủ trì")."""
    texts = [cell.text for cell in table.rows[at]]
    below = at + 1
    while below < len(table.rows) and _goes_on(table.rows[below]):
        for column, cell in enumerate(table.rows[below]):
            if not cell.up and cell.text and not cell.text.isdigit():
                texts[column] = f"{texts[column]} / {cell.text}".strip(" /")
            elif not cell.up and cell.text.isdigit() and table.rows[at][column].text:
                texts[column] = f"{texts[column]} / {cell.text}"
        below += 1
    if below < len(table.rows) and _counts_columns(table.rows[below]):
        below += 1  # (1) (2) (3): the columns' numbers
    return below, texts


def _goes_on(row: Sequence[OfficeCell]) -> bool:
    """Whether a row is a further row of the heading: some of its cells are the heading's own."""
    return any(cell.up for cell in row) and any(cell.text and not cell.up for cell in row)


def _counts_columns(row: Sequence[OfficeCell]) -> bool:
    texts = [cell.text.strip("() ") for cell in row if cell.text]
    return len(texts) >= 3 and texts == [str(at) for at in range(1, len(texts) + 1)]


def _names_in(texts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, text in enumerate(texts):
        name = _name_of(text)
        if name and name not in found:
            found[name] = column
    return found


def _name_of(text: str) -> str:
    """Return what a column is, by the innermost of its words; "" where they are not known."""
    parts = text.split(" / ")
    if len(parts) > 1 and _MARKED.fullmatch(plain(parts[-1])):
        return ""  # a month below "Thời gian": marked, not written
    for part in (*reversed(parts), text):
        said = plain(part.partition("(")[0])
        for name, words in _NAMES:
            if said and re.fullmatch(words, said):
                return name
    return ""


def _months_in(texts: Sequence[str], taken: set[int], year: int) -> dict[int, tuple[int, ...]]:
    """Return the columns that stand for a month or quarter, with its months: a mark there is a time."""
    found: dict[int, tuple[int, ...]] = {}
    bare = []
    for column, text in enumerate(texts):
        said = plain(text.split(" / ")[-1])
        if column in taken or not _MARKED.fullmatch(said):
            continue
        months = read_months(said, year)
        if months:
            found[column] = months
            if said.isdigit():
                bare.append(column)
    if len(bare) < _BARE_LEAST:
        for column in bare:
            del found[column]
    return found
