"""Rows of a table of water levels, said as the sentences that bulletins write of a river."""

import re
from collections.abc import Sequence

from registry.columns import fold
from registry.storm.rivers import rivers

_CELL = re.compile(r"[\t|]")
_METRIC = re.compile(r"\d{1,2}[.,]\d{1,2}")
_CM = re.compile(r"(?!(?:19|20)\d\d)[1-9]\d{1,3}")
"""A cell of centimetres, as the stations' tables have them; no year ("lũ lịch sử 1971"), for no river of ours
stands at 19 metres."""
_RAIN = re.compile(r"\bmưa\b|\bmm\b", re.IGNORECASE)
LIMIT = re.compile(
    r"\s{0,3}(?:mức\s)?(?:BĐ|báo động)\s{0,2}(?:cấp\s|số\s)?(?:[123]|I{1,3})\b.{0,12}", re.IGNORECASE
)
"""The heading of a column with an alarm level itself: its metres are no water."""


def sentence_of(line: str, head: Sequence[str]) -> str | None:
    """Return a row of a table as "sông Cầu tại Đáp Cầu 4,62 m 5,10 m trên BĐ2 0,15 m"; None where it is none.

    ``head`` are the cells of its heading. Columns that say an alarm level itself are left out; "" where such
    columns cannot be told apart, because the heading has another number of cells.
    """
    cells = cells_of(line)
    of_rain = len(head) > 1 and any(_RAIN.search(cell) for cell in head)  # not a sentence above the rows
    if len(cells) < 3 or of_rain:
        return None
    named = [(at, river, station) for at, cell in enumerate(cells) for river, station in named_in(cell)]
    if not named:
        return None
    cells = [f"{int(cell) / 100:.2f}".replace(".", ",") if _CM.fullmatch(cell) else cell for cell in cells]
    if not any(_METRIC.fullmatch(cell) for cell in cells):
        return None
    limits = {at for at, cell in enumerate(head) if LIMIT.fullmatch(cell)}
    if limits and len(head) != len(cells):
        return ""
    river = named[0][1]
    station = next((station for _at, _river, station in named if station), "")
    last = max(at for at, _river, _station in named)
    told = [
        f"{cell} m" if _METRIC.fullmatch(cell) else cell
        for at, cell in enumerate(cells)
        if at > last and at not in limits
    ]
    return f"{river} tại {station} {' '.join(told)}" if station else f"{river} {' '.join(told)}"


def cells_of(line: str) -> list[str]:
    """Return the cells of a line; one for a line that is no row."""
    return [cell.strip() for cell in _CELL.split(line)]


def named_in(cell: str) -> list[tuple[str, str]]:
    """Return the river that a cell names and the station, "" where it names the river alone."""
    said = fold(cell).removeprefix("song").removeprefix("tram")
    if not said:
        return []
    found = []
    for river in rivers():
        name = river.name["vi"]
        if said == fold(name.removeprefix("sông ")):
            found.append((name, ""))
        found += [(name, one.station) for one in river.stations if said == fold(one.station)]
    return found
