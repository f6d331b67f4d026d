"""The column that says what is asked for, found by its cells where its header is not understood.

A list that says "nâng cấp" under a header of its own must not be read as one that leaves the kind empty: an
empty kind is a new mast.
"""

from collections.abc import Sequence

from registry.columns import column, fold
from registry.intake.cells import blank
from registry.intake.choices import choice_table
from registry.intake.raw import Cell, cell_text

KIND = "kind"
ELSEWHERE_TOO = frozenset(map(fold, ("thuê", "thuê lại", "mới", "new", "share", "độc lập")))
"""Words of kinds that columns of another meaning hold as well (land is rented, a state is new)."""


def kind_column(names: Sequence[str], cells: Sequence[list[Cell]], unread: Sequence[int]) -> int | None:
    """Return which of the ``unread`` columns says the kind: at least half of its different words are kinds,
    and one of them is said of nothing else. None where a column is named so already, or none does."""
    if KIND in names:
        return None
    table = choice_table(column(KIND).choices)
    for i in unread:
        texts = {
            fold(cell_text(row[i])): cell_text(row[i]) for row in cells if i < len(row) and not blank(row[i])
        }
        known = {folded for folded, text in texts.items() if table.code(text) is not None}
        if known - ELSEWHERE_TOO and 2 * len(known) >= len(texts):
            return i
    return None
