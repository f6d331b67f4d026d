"""Titles of sheets as Excel takes them, whatever they are named after: the one place where they are made.

Excel's limits (Microsoft, "Rename a worksheet"): 1 to 31 characters, none of ``[ ] : * ? / \\``, no
apostrophe at either end, not "History", no two alike by letters of either case. It counts in UTF-16.
"""

import re
import unicodedata
from collections.abc import Collection
from typing import Any

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_BLANK = "Trang"


def free_title(book: Any, name: str) -> str:
    """Return the title for a new sheet of an openpyxl workbook."""
    return sheet_title(name, book.sheetnames)


def sheet_title(name: str, taken: Collection[str] = ()) -> str:
    """Return the title that is nearest to ``name`` and like none of those that are ``taken``.

    "Kiểm tra quý 4/2026" becomes "Kiểm tra quý 4 2026".
    """
    kept = "".join(sign for sign in _FORBIDDEN.sub(" ", name) if unicodedata.category(sign)[0] != "C")
    base = _cut(" ".join(kept.split()), LONGEST) or _BLANK
    others = {title.casefold() for title in taken} | {"history"}
    title, number = base, 2
    while title.casefold() in others:
        ending = f" ({number})"
        title, number = _cut(base, LONGEST - len(ending)) + ending, number + 1
    return title


def _cut(text: str, longest: int) -> str:
    """Return the beginning of a text that fits in so many units of UTF-16, without apostrophes around it."""
    text = text.strip("' ")
    while len(text.encode("utf-16-le")) > 2 * longest:
        text = text[:-1]
    return text.strip("' ")
