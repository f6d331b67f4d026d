"""The key of one answer: the entry's code, in a group that repeats with its row: ``tension[T3/2]``.

It travels in the item's ``entry``, so that what an older phone sends (a code alone) is a key as well.
"""

import re

_KEY = re.compile(r"([a-z][a-z0-9_]*)(?:\[([A-Z][0-9]{1,2}(?:/[0-9]{1,2})?)\])?")


def key_of(code: str, row: str = "") -> str:
    """Return the key of an entry's answer in a row, "" for an entry that stands alone."""
    return f"{code}[{row}]" if row else code


def split(key: str) -> tuple[str, str]:
    """Return (code, row) of a key; a text that is no key is a code of its own, without a row."""
    found = _KEY.fullmatch(key)
    return (key, "") if found is None else (found[1], found[2] or "")


def order(row: str) -> tuple[str, tuple[int, ...]]:
    """Return what rows are ordered by: T2 before T10, T2/1 before T2/2."""
    return row[:1], tuple(int(part) for part in row[1:].split("/") if part.isdigit())
