"""Rows as an officer names them in a form: by code, by the workbook's row, or by the letter's number."""

import re
from collections.abc import Collection, Iterable, Sequence

from registry.errors import RefusalError
from registry.model.requests.proposals import Proposal

_SAID = re.compile(
    r"(?:(?P<line>dòng|row)|(?P<place>tt|stt|no\.?))?\s*(?P<first>\d{1,5})(?:\s*[-–]\s*(?P<last>\d{1,5}))?$",
    re.IGNORECASE,
)


def rows_named(text: str, rows: Sequence[Proposal] = (), among: Collection[int] = ()) -> list[int]:
    """Return the indices of rows written as "BGG00123, dòng 12, TT 5-8"; none for an empty text.

    A bare number is taken where the workbook's row and the number in the letter (TT) are the same position,
    or only one of them is there, or ``among`` those that are spoken of (none: all). One that could mean two
    is what the numbers before it are ("TT 2, 28"); ``REQUEST-ROWS-TWO`` where none is before it,
    ``REQUEST-ROWS`` for none.
    """
    found: list[int] = []
    before = ""
    for part in re.split(r"[,;\n]", text):
        said = part.strip()
        if said:
            found += _one(said, rows, among, before)
            read = _SAID.match(said)
            before = ("line" if read["line"] else "place" if read["place"] else before) if read else ""
    return list(dict.fromkeys(found))


def _one(said: str, rows: Sequence[Proposal], among: Collection[int], before: str) -> list[int]:
    coded = [at for at, row in enumerate(rows) if row.site_code and row.site_code.upper() == said.upper()]
    if coded:
        return coded
    read = _SAID.match(said)
    if read is None:
        raise RefusalError("REQUEST-ROWS", value=said[:40])
    first = int(read["first"])
    last = int(read["last"] or first)
    lines = [at for at, row in enumerate(rows) if first <= row.row <= last]
    places = [at for at in range(len(rows)) if first <= at + 1 <= last]
    if read["line"]:
        places = lines
    elif read["place"]:
        lines = places
    if among:
        meant = [those for those in (lines, places) if those and set(those) <= set(among)]
        lines, places = (meant[0], meant[-1]) if meant else (lines, places)
    if before and lines and places:
        lines = places = lines if before == "line" else places
    if lines and places and lines != places:
        raise RefusalError(
            "REQUEST-ROWS-TWO", value=said[:40], line=_codes(lines, rows), place=_codes(places, rows)
        )
    if not lines and not places:
        raise RefusalError("REQUEST-ROWS", value=said[:40])
    return lines or places


def _codes(at: Iterable[int], rows: Sequence[Proposal]) -> str:
    named = [rows[k].site_code or f"TT {k + 1}" for k in at]
    return ", ".join(named[:3]) + (", …" if len(named) > 3 else "")
