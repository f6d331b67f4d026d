"""A number of cells that states what it counts: "24FO", "48 sợi", "2 lỗ"."""

import re
from typing import Any

from registry.intake.choices import choice_table

COUNTED = {"cable_capacity": "cable_units", "cable_spare": "cable_units"}
"""By the column that counts, the choices of what it counts in."""
_WITH_UNIT = re.compile(r"\s*(\d[\d.,]*)\s*([^\W\d_][^\d]*)")


def counted(name: str, cell: Any) -> tuple[Any, str]:
    """Return the cell of a column that counts without its unit, and that unit's code, "" where none is known.

    A word that is no unit of the column stays, so that the cell is said to be no number.
    """
    choices = COUNTED.get(name)
    found = _WITH_UNIT.fullmatch(cell) if choices and isinstance(cell, str) else None
    unit = choice_table(choices).code(found[2].strip(" .")) if choices and found else None
    return (found[1], unit) if found and unit else (cell, "")
