"""A table of a page as a workbook: one sheet, a bold header, texts that stay texts."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, NamedTuple

from registry.intake.plain_workbook import PlainSheet, write_plain_workbook
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo

ILLUSTRATIVE = "Dữ liệu minh họa"
MARK = "data_mark"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

WIDEST = 48
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # signs that no workbook can hold


class Sheet(NamedTuple):
    """A sheet of a workbook; ``fill`` marks the cells (row, column) that somebody is asked to fill in."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    fill: frozenset[tuple[int, int]] = frozenset()


def table_book(
    registry: Registry,
    title: str,
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    mark_as: str = ILLUSTRATIVE,
) -> bytes:
    """Return a workbook with the header and the rows; that of the illustrative registry says so.

    Days are days of the sheet, numbers numbers; a text that a spreadsheet would run is written as a text.
    ``mark_as``: what stands over the mark of an illustrative registry.
    """
    return _book(registry, [Sheet(title, header, rows)], mark_as)


def sheets_book(registry: Registry, sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook of several tables; see ``table_book``."""
    return _book(registry, sheets, ILLUSTRATIVE)


def _book(registry: Registry, sheets: Sequence[Sheet], mark_as: str) -> bytes:
    mark = marks_of(registry)
    into = BytesIO()
    write_plain_workbook(into, [_plain(one, mark, mark_as) for one in sheets])
    return into.getvalue()


def marks_of(registry: Registry) -> list[str]:
    """Return the mark that every row of the illustrative registry carries, as a list; empty elsewhere."""
    with registry.database.read() as connection:
        return [ILLUSTRATIVE] if is_demo(connection) else []


def _plain(one: Sheet, mark: Sequence[str], mark_as: str) -> PlainSheet:
    header = [*one.header, *(mark_as for _ in mark)]
    lengths = [
        max([len(name), *(len(str(row[at])) for row in one.rows if at < len(row))])
        for at, name in enumerate(header)
    ]
    return PlainSheet(
        one.title,
        ([as_text(value) for value in row] for row in (header, *([*row, *mark] for row in one.rows))),
        widths=[min(WIDEST, max(10, length + 2)) for length in lengths],
        fill=one.fill,
    )


def as_text(value: Any) -> Any:
    """Return a cell's value; a text that a spreadsheet would run as a formula gets an apostrophe.

    Signs that no workbook can hold are left out.
    """
    if not isinstance(value, str):
        return value
    text = _ILLEGAL.sub("", value)
    return "'" + text if text.startswith(_FORMULA_STARTS) else text
