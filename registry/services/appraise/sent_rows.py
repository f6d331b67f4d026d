"""Rows that a program sends: written as the file that a person would have sent, and for whom they speak.

Both are then read by the same reader and have the same issues.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from registry.columns import COLUMNS, ListKind, column
from registry.errors import RefusalError
from registry.model.people import Person

Cell = str | float | int | bool | None
NAME = "danh-sach.csv"
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Signs that no table has: for one of them the whole file would be none."""


def write_rows(rows: Sequence[Mapping[str, Cell]], kind: ListKind, path: Path) -> None:
    """Write rows by the names of columns as a list of a kind.

    ``API-LIST-COLUMN`` where lists of this kind have no such column.
    """
    known = {item.name for item in COLUMNS if kind in item.kinds}
    names = list(dict.fromkeys(name for row in rows for name in row))
    for name in names:
        if name not in known:
            raise RefusalError("API-LIST-COLUMN", name=name[:60], known=", ".join(sorted(known)))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([column(name).label_vi for name in names])
        writer.writerows([_text(row.get(name)) for name in names] for row in rows)


def spoken_for(person: Person, stated: str, known: Iterable[str]) -> str:
    """Return the carrier whose rows name none: a carrier speaks for itself (``OPERATOR-UNKNOWN``)."""
    codes = list(known)
    operator = person.organisation if person.bound_to in codes else stated
    if operator and operator not in codes:
        raise RefusalError("OPERATOR-UNKNOWN", operator=operator, known=", ".join(codes))
    return operator


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "có" if cell else "không"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    return _NO_TEXT.sub("\ufffd", str(cell))
