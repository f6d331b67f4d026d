"""The sender's own workbook with the cells that were repaired: corrected in their places, each with a note.

Read again it gives the rows as they were repaired. A value that its sheet has no column for stands in a new
one at the right; text never becomes a formula.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from registry.columns import CellType, column
from registry.intake.cells import LENGTHS_M
from registry.intake.marks import CellMark, WorkbookMarks
from registry.intake.parsed import SheetColumn, SheetReading
from registry.intake.returned import return_workbook
from registry.messages import Language, render
from registry.model.issues import Issue
from registry.model.requests.proposals import Proposal
from registry.services.appraise.cell_table import field_of
from registry.services.appraise.row_texts import POSITION, shown, texts_of

_COLOUR = "#0b5d4a"
_DECIMALS = 7  # of a degree: 1 cm

Value = str | float | None


def write_repaired(
    source: Path,
    sheets: Sequence[SheetReading],
    pairs: Iterable[tuple[Proposal, Proposal, Iterable[str]]],
    path: Path,
    *,
    name: str,
    lang: Language = "vi",
) -> tuple[Issue, ...]:
    """Write the workbook to ``path``; return what of the source it could not keep.

    ``pairs`` are rows as they were read, as they are now, and the fields that were repaired. Raises
    RefusalError (FILE-*) as reading the list does.
    """
    return return_workbook(source, repairs(sheets, pairs, lang), path, name=name)


def repairs(
    sheets: Sequence[SheetReading],
    pairs: Iterable[tuple[Proposal, Proposal, Iterable[str]]],
    lang: Language = "vi",
) -> WorkbookMarks:
    """Return what is written into the workbook: values by cell, values of new columns, notes, a summary."""
    made = _Repairs({sheet.name: sheet for sheet in sheets if sheet.read}, lang)
    for before, now, names in pairs:
        for name in names:
            made.add(before, now, name)
    return made.marks()


class _Repairs:
    def __init__(self, sheets: Mapping[str, SheetReading], lang: Language) -> None:
        self._sheets, self._lang = sheets, lang
        self._values: dict[tuple[str, int, str], Value] = {}
        self._added: dict[tuple[str, str], dict[int, Value]] = {}
        self._cells: dict[tuple[str, int, str], CellMark] = {}
        self._lines: list[tuple[str | int | float, ...]] = []

    def add(self, before: Proposal, now: Proposal, name: str) -> None:
        """Add the repair of a field of a row."""
        sheet = self._sheets.get(now.sheet)
        if sheet is None:
            return
        old, new = (shown(name, texts_of(row, self._lang).get(name, ""), self._lang) for row in (before, now))
        params = {"before": old or "–", "now": new or "–"}
        note = render("REPAIRED-CELL", params, self._lang)
        columns = [item for item in sheet.columns if field_of(item.name) == name]
        written = _position(now, columns) if name == POSITION else _plain(now, name, columns)
        for where, value in written.items():
            if isinstance(where, str):
                self._added.setdefault((sheet.name, where), {})[now.row] = value
            else:
                self._values[sheet.name, now.row, where.letter] = value
                self._cells[sheet.name, now.row, where.letter] = CellMark(note, _COLOUR)
        self._lines.append((sheet.name, now.row, column(name).label(self._lang), old, new))

    def marks(self) -> WorkbookMarks:
        """Return what was gathered."""
        lang = self._lang
        heads = tuple(render("REPAIRED-HEADS", {}, lang).split("|"))
        first = (render("REPAIRED-COUNT", {"count": len(self._lines)}, lang),)
        return WorkbookMarks(
            cells=self._cells,
            header_rows={name: sheet.header_row for name, sheet in self._sheets.items()},
            summary=(first, (), heads, *self._lines) if self._lines else (first,),
            values=self._values,
            added=self._added,
        )


def _plain(now: Proposal, name: str, columns: Sequence[SheetColumn]) -> dict[SheetColumn | str, Value]:
    """Return what is written of a field: into its column, or into a new one of the dictionary's name."""
    known = column(name)
    text = shown(name, texts_of(now).get(name, ""))
    value: Value = text or None
    number = getattr(now, name, None)
    if known.type in {CellType.METRES, CellType.NUMBER} and isinstance(number, int | float):
        value = float(number)
        if columns and _other_unit(columns[0]):
            value = f"{text} m"  # the cell's own unit goes before its header's
    elif known.type is CellType.INTEGER and number is not None:
        value = float(number)
    where: SheetColumn | str = columns[0] if columns else known.with_unit("vi")
    return {where: value}


def _other_unit(item: SheetColumn) -> bool:
    words = item.header.lower().replace("(", " ").replace(")", " ").replace(",", " ").split()
    said = item.stated.unit if item.stated else ""
    return said in LENGTHS_M or any(word in LENGTHS_M for word in words)


def _position(now: Proposal, columns: Sequence[SheetColumn]) -> dict[SheetColumn | str, Value]:
    """Return how a position is written: as degrees where the sheet has them, and nowhere else besides."""
    lon, lat = now.position.lon, now.position.lat
    if lon is None or lat is None:
        return {}
    lon, lat = round(lon, _DECIMALS), round(lat, _DECIMALS)
    names = {item.name: item for item in columns}
    written: dict[SheetColumn | str, Value] = dict.fromkeys(columns)
    if "lon" in names and "lat" in names:
        written |= {names["lon"]: lon, names["lat"]: lat}
    elif {"lon:degrees", "lat:degrees"} <= names.keys():
        written |= {names["lon:degrees"]: lon, names["lat:degrees"]: lat}
        for part in ("lon:direction", "lat:direction"):
            if part in names:
                written[names[part]] = "E" if part.startswith("lon") else "N"
    elif "position" in names:
        written[names["position"]] = f"{lat:.{_DECIMALS}f}, {lon:.{_DECIMALS}f}"
    else:
        written |= {column("lon").with_unit("vi"): lon, column("lat").with_unit("vi"): lat}
    return written
