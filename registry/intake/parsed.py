"""What reading a list gives: every data row once, how each sheet was read, all that was not understood."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from registry.columns import ListKind
from registry.geo.readings import PositionHints
from registry.intake.meanings import Meaning
from registry.intake.raw import cell_text
from registry.model.issues import Issue
from registry.model.positions import Position

if TYPE_CHECKING:
    from registry.intake.column_proposals import ColumnProposal

HintSource = Callable[[dict[str, Any]], PositionHints]
"""Gives what is known beforehand of a row with these values (province box, commune, registered position)."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column as found: letter and header as in the file, and the dictionary's name ("" for unknown).

    ``stated`` is what a person said that it is; the name rests on that, or is "" where another column has
    the field already. ``own`` is what its header and cells tell without that. ``samples`` are a few of its
    values, ``proposed`` what it may be where it was not understood; neither is kept with the list.
    """

    letter: str
    header: str
    name: str
    hidden: bool = False
    stated: Meaning | None = None
    own: str = ""
    samples: tuple[str, ...] = ()
    proposed: "ColumnProposal | None" = None


@dataclass(frozen=True, slots=True)
class SheetReading:
    """How one sheet was read. ``header_row`` is the last header row as Excel numbers it; 0: not read.

    ``rows`` counts data rows; ``hidden`` and ``hidden_rows`` say what the file hides; ``last_column`` is the
    last used column counted from 1.
    """

    name: str
    read: bool
    header_row: int = 0
    columns: tuple[SheetColumn, ...] = ()
    rows: int = 0
    hidden: bool = False
    hidden_rows: int = 0
    last_column: int = 0

    def letter_of(self, name: str) -> str:
        """Return the letter of the first column with a dictionary name; "" where the sheet has none."""
        return next((column.letter for column in self.columns if column.name == name), "")


@dataclass(slots=True)
class ParsedRow:
    """One data row: typed ``values`` by the dictionary's names (missing: no key), and its position.

    METRES and NUMBER are float (metres, m/s), INTEGER int, DATE ``datetime.date`` (a bare year is its first
    day, and ``<name>_year_only`` is True: ``built_year_only`` for ``built_on``), YESNO bool, CHOICE the code,
    CHOICES a tuple of codes, TEXT and CODE str. ``row`` is the number that Excel shows. ``unread`` are
    the names whose cells say something that was not understood: a value that nobody may assume.
    ``unnamed`` are the columns that are no field (the cell's index, and the header or else the letter).
    """

    sheet: str
    row: int
    hidden: bool
    values: dict[str, Any]
    position: Position
    cells: list[Any] = field(repr=False, default_factory=list)
    keys: tuple[str, ...] = field(repr=False, default=())
    unread: frozenset[str] = frozenset()
    unnamed: tuple[tuple[int, str], ...] = field(repr=False, default=())

    @property
    def besides(self) -> tuple[tuple[str, str], ...]:
        """What the row says in columns that are no field: (header, text) of each that holds something."""
        said = ((name, cell_text(self.cells[i]).strip()) for i, name in self.unnamed if i < len(self.cells))
        return tuple((name, text) for name, text in said if text)

    @property
    def raw(self) -> dict[str, str]:
        """The cells that hold something, as text, by the dictionary's name or, if unknown, the header."""
        return {
            key: cell_text(cell)
            for key, cell in zip(self.keys, self.cells, strict=False)
            if key and cell != ""
        }


@dataclass(slots=True)
class ParsedList:
    """A whole list: the file's name and SHA-256, its sheets, all data rows in their order, all issues."""

    name: str
    sha256: str
    kind: ListKind
    sheets: tuple[SheetReading, ...]
    rows: list[ParsedRow]
    issues: list[Issue]
