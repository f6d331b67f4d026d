"""The intake: a carrier's workbook to typed rows and issues, a marked workbook back, and templates."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry.intake.marks import CellMark, RowMark, WorkbookMarks
    from registry.intake.parsed import HintSource, ParsedList, ParsedRow, SheetColumn, SheetReading
    from registry.intake.reading import read_list
    from registry.intake.returned import return_workbook
    from registry.intake.template import write_template

# Imported on first use: the child process that parses hostile files needs none of them.
_NAMES = {
    "CellMark": "marks",
    "HintSource": "parsed",
    "ParsedList": "parsed",
    "ParsedRow": "parsed",
    "RowMark": "marks",
    "SheetColumn": "parsed",
    "SheetReading": "parsed",
    "WorkbookMarks": "marks",
    "read_list": "reading",
    "return_workbook": "returned",
    "write_template": "template",
}

__all__ = [
    "CellMark",
    "HintSource",
    "ParsedList",
    "ParsedRow",
    "RowMark",
    "SheetColumn",
    "SheetReading",
    "WorkbookMarks",
    "read_list",
    "return_workbook",
    "write_template",
]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module 'registry.intake' has no attribute {name!r}")
    return getattr(import_module(f"registry.intake.{_NAMES[name]}"), name)
