"""Words that stand in a neighbouring column: "A2b" under "Kiểu cột", "dây co" under "Loại cột"."""

import re
from collections.abc import Sequence

from registry.columns import column as dictionary_column
from registry.intake.cells import CellProblem, blank
from registry.intake.choices import choice_table
from registry.intake.column_names import label_words
from registry.intake.raw import Cell, cell_text

_MEANT = {"form": "mast_class", "support": "mast_class", "kind": "mast_class", "mast_class": "form"}
_CLASS = re.compile(r"A(?:1[ab]|2[abc])", re.IGNORECASE)


def of_another_column(
    names: Sequence[str], row: Sequence[Cell], i: int
) -> tuple[tuple[str, str], CellProblem] | None:
    """Return the field and code that a cell says though its column is another field's, and how that is told.

    Only where nobody can mean anything else by the word, and where the row does not say that field itself.
    """
    field = _MEANT.get(names[i])
    text = cell_text(row[i]).strip()
    if field is None or (field == "mast_class" and not _CLASS.fullmatch(text)):
        return None
    if field in names and not blank(row[names.index(field)]):
        return None
    code = choice_table(dictionary_column(field).choices).code(text)
    if code is None:
        return None
    labels = {"label": label_words(field), "own": label_words(names[i])}
    return (field, code), CellProblem("CELL-OF-ANOTHER-COLUMN", labels)
