"""Columns as a person names them in a line of text: ``"Độ cao cột AT (m)=mast_height_m"``, ``:cm`` a unit."""

from collections.abc import Sequence

from registry.columns import CellType, ListKind, columns_for, fold
from registry.errors import RefusalError
from registry.intake.cells import LENGTHS_M
from registry.intake.meanings import NOT_USED, Meaning


def asked_columns(texts: Sequence[str], kind: ListKind) -> dict[str, Meaning]:
    """Return what is said of columns, by their headers folded.

    A field is named in code or by its label; ``-`` says that the column is not used. Refused: a text without
    "=" or with a field or unit that is none (``COLUMN-ASKED``).
    """
    known = {fold(text): item for item in columns_for(kind) for text in (item.name, item.label_vi)}
    found: dict[str, Meaning] = {}
    for text in texts:
        header, equals, said = text.rpartition("=")
        said, _, unit = said.partition(":")
        item = known.get(fold(said))
        none = said.strip() == NOT_USED
        length = item is not None and item.type is CellType.METRES
        unit = unit.strip()
        wrong_unit = bool(unit) and not (length and unit in {"m", *LENGTHS_M})
        if not equals or not fold(header) or (item is None and not none) or wrong_unit:
            names = ", ".join(column.name for column in columns_for(kind) if column.name != "ordinal")
            raise RefusalError("COLUMN-ASKED", value=text[:120], known=names)
        found[fold(header)] = Meaning(NOT_USED if item is None else item.name, unit)
    return found
