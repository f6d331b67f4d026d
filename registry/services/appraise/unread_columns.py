"""Columns of a list that were not understood: which of them may state what the list seems not to state."""

from collections.abc import Sequence

from registry.columns import CellType, column
from registry.model.issues import Issue

PROPOSED = frozenset({"HEADER-PROPOSED", "HEADER-PROPOSED-SURE"})
UNREAD = PROPOSED | {"HEADER-UNKNOWN", "HEADER-EMPTY"}
_PLACES = ("position", "lon", "lat", "northing", "easting")
_FIGURES = frozenset({CellType.METRES, CellType.NUMBER, CellType.INTEGER})


def columns_that_may_say(name: str, issues: Sequence[Issue]) -> list[str]:
    """Return the columns (letter and header) that may hold a field: proposed as it, else figures for figures.

    A count is looked for only in figures of which nothing is known: what may be metres counts nothing.
    ``issues`` are those of the list's reading; [] for a name that is no field.
    """
    try:
        known = column(name)
    except KeyError:
        return []
    labels = {column(part).label_vi for part in (_PLACES if name == "position" else (name,))}
    proposed = [item for item in issues if item.code in PROPOSED and item.proposed in labels]
    if not proposed and known.type in _FIGURES:
        codes = UNREAD - PROPOSED if known.type is CellType.INTEGER else UNREAD
        proposed = [item for item in issues if item.code in codes and item.params.get("figures")]
    return list(dict.fromkeys(_place(item) for item in proposed))


def _place(item: Issue) -> str:
    return f"{item.letter} “{item.column[:60]}”" if item.column else item.letter
