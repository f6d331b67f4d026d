"""Reading one sheet below its header: data rows, hidden parts, cells, positions, and every issue of them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from registry.columns import OF_MASTS, CellType, Column, ListKind
from registry.columns import column as dictionary_column
from registry.geo.planes import plane_words
from registry.geo.readings import COUNTRY_BOX, Reading
from registry.intake.cells import LENGTHS_M, CellProblem, shown
from registry.intake.column_names import ColumnNames
from registry.intake.column_values import read_column
from registry.intake.dates import read_dates
from registry.intake.headers import Header
from registry.intake.meanings import Meaning, Meanings, is_ours
from registry.intake.misplaced import of_another_column
from registry.intake.parsed import HintSource, ParsedRow, SheetColumn, SheetReading
from registry.intake.place_reading import header_plane, read_places, without_position
from registry.intake.places import PlaceColumns, place_columns
from registry.intake.raw import Cell, RawSheet, cell_text, letter
from registry.intake.row_kinds import RowKind, row_kinds
from registry.intake.sheet_facts import samples, say_cells, say_comments, say_hidden
from registry.messages import issue_of
from registry.model.issues import Issue

_PLACE_TYPES = frozenset({CellType.LON, CellType.LAT, CellType.POSITION, CellType.NORTHING, CellType.EASTING})


class SheetReader:
    """Reads one sheet with its header into rows and issues."""

    def __init__(
        self,
        sheet: RawSheet,
        header: Header,
        *,
        kind: ListKind,
        hints: HintSource | None,
        operator: str,
        rows: list[ParsedRow],
        issues: list[Issue],
        meanings: Meanings | None = None,
        ordinal: int = 0,
        every_row: bool = False,
    ) -> None:
        self.sheet, self.header, self.kind = sheet, header, kind
        self.hints, self.operator = hints, operator
        self.rows, self.issues = rows, issues
        self.meanings, self.ordinal = meanings or {}, ordinal
        self.every_row = every_row  # nobody writes titles, totals or notes between the rows of a table
        self.stated: dict[int, Meaning] = {}  # by index of the column
        self.letters = [letter(sheet.first_column + i) for i in range(len(header.texts))]
        self.data: list[int] = []  # indexes of data rows in sheet.rows
        self.numbers: list[int] = []
        self.misplaced: dict[int, tuple[str, str]] = {}  # field and code of a word in another's column
        self.unread: dict[int, frozenset[str]] = {}  # names of columns by the place of the row in data

    def read(self) -> SheetReading:
        """Append the sheet's rows and issues, and say how it was read."""
        named = ColumnNames(self.header, self.letters, self.kind, self._say)
        named.state(self.meanings, self.ordinal)
        self.stated = named.stated
        self._choose_rows()
        cells = [self.sheet.rows[i] for i in self.data]
        named.read(cells, self._unit_factor)
        names = named.names
        say_hidden(self.sheet, self._shown(), self.data, self._say)
        say_cells(self.sheet, self.header.texts, names, data=self.data, cells=cells, say=self._say)
        say_comments(self.sheet, self.header.texts, self.data, self._say)
        places = place_columns(names, cells)
        self._state_places(places)
        columns, years = self._columns(names, cells)
        self._without_result(names)
        for n, name in named.not_understood(cells):
            self._unread(n, name)
        self._append(names, cells, columns, years, places)
        width = max((len(row) for row in self.sheet.rows), default=0)
        hidden = self.sheet.hidden_columns
        return SheetReading(
            name=self.sheet.name,
            read=True,
            header_row=self.sheet.row_number(self.header.last),
            columns=tuple(
                SheetColumn(
                    self.letters[i],
                    text,
                    names[i],
                    self.sheet.first_column + i in hidden,
                    self.stated.get(i),
                    named.own[i],
                    samples(cells, i),
                    named.proposed.get(i),
                )
                for i, text in enumerate(self.header.texts)
                if text or i in self.stated or self._holds(i)
            ),
            rows=len(self.data),
            hidden=not self.sheet.visible,
            hidden_rows=sum(1 for i in self.data if self.sheet.first_row + i in self.sheet.hidden_rows),
            last_column=self.sheet.first_column + width,
        )

    def _say(self, code: str, *, index: int | None = None, column: int | None = None, **fields: Any) -> None:
        """Add an issue for a row (index into sheet.rows) and a column."""
        self.issues.append(
            issue_of(
                code,
                sheet=self.sheet.name,
                row=0 if index is None else self.sheet.row_number(index),
                column="" if column is None else self.header.texts[column],
                letter="" if column is None else self.letters[column],
                **fields,
            )
        )

    def _shown(self) -> dict[int, str]:
        """Return the letters of the columns that have a header or a meaning, by index."""
        return {i: self.letters[i] for i, text in enumerate(self.header.texts) if text or i in self.stated}

    def _holds(self, i: int) -> bool:
        """Whether a column holds anything below the header."""
        return any(i < len(row) and row[i] != "" for row in self.sheet.rows[self.header.data :])

    def _choose_rows(self) -> None:
        if self.every_row:
            kinds = [RowKind.DATA] * (len(self.sheet.rows) - self.header.data)
        else:
            kinds = row_kinds(self.sheet, self.header)
        codes = {
            RowKind.TOTAL: "ROW-TOTAL",
            RowKind.SECTION: "ROW-SECTION",
            RowKind.NOTE: "ROW-NOTE",
            RowKind.HEADER: "ROW-HEADER-AGAIN",
            RowKind.EXAMPLE: "ROW-EXAMPLE",
        }
        for index, kind in enumerate(kinds, self.header.data):
            if kind is RowKind.DATA:
                self.data.append(index)
            elif kind is not RowKind.EMPTY:
                text = shown(" ".join(cell_text(cell) for cell in self.sheet.rows[index] if cell != ""))
                self._say(codes[kind], index=index, value=text)
        self.numbers = [self.sheet.row_number(i) for i in self.data]

    def _state_places(self, places: PlaceColumns) -> None:
        if places.northing is not None and places.easting is not None:
            places.kilometres = self._unit(places.northing) == self._unit(places.easting) == "km"
            if places.kilometres:
                self._say(
                    "COLUMN-UNIT", index=self.header.last, column=places.northing, params={"unit": "km"}
                )
        if places.decided:
            code, one, two = places.decided
            self._say(code, index=self.header.last, params={"first": one, "second": two})
        if not places.any and self.kind in OF_MASTS:
            code, params = without_position(places, self.header.texts)
            self._say(code, index=self.header.last, params=params)

    def _columns(
        self, names: Sequence[str], cells: Sequence[list[Cell]]
    ) -> tuple[dict[int, list[Any]], dict[int, set[int]]]:
        """Read every column that is not part of the position."""
        table = list(zip(*cells, strict=True)) or [()] * len(names)
        values: dict[int, list[Any]] = {}
        years: dict[int, set[int]] = {}
        for i, name in enumerate(names):
            if not name or ":" in name:
                continue
            column = dictionary_column(name)
            if column.type in _PLACE_TYPES:
                continue
            data = table[i]
            if column.type is CellType.DATE:
                values[i], years[i], problems, month_first = read_dates(data)
                if month_first:
                    self._say("COLUMN-MONTH-FIRST", index=self.header.last, column=i)
            else:
                values[i], problems = read_column(column, data, self._factor(column, i))
            for n, problem in problems.items():
                told = of_another_column(names, cells[n], i) if problem.code == "CELL-NOT-A-CHOICE" else None
                if told is not None:
                    self.misplaced[n] = told[0]
                self._problem(problem if told is None else told[1], n, i, data[n])
                if values[i][n] is None and told is None:
                    self._unread(n, name)
        return values, years

    def _without_result(self, names: Sequence[str]) -> None:
        """Count cells that show an error, or hold a formula without its result, as not understood."""
        at = {self.sheet.first_row + index: n for n, index in enumerate(self.data)}
        for row, column in (*self.sheet.errors, *self.sheet.uncached):
            i = column - self.sheet.first_column
            if row in at and 0 <= i < len(names) and names[i]:
                self._unread(at[row], names[i])

    def _unread(self, n: int, name: str) -> None:
        self.unread[n] = self.unread.get(n, frozenset()) | {name}

    def _factor(self, column: Column, i: int) -> float:
        """A header may carry another unit of length than metres; it is converted, and that is said."""
        if column.type is not CellType.METRES:
            return 1.0
        unit = self._unit(i)
        if unit not in LENGTHS_M:  # "m", or none
            return 1.0
        self._say("COLUMN-UNIT", index=self.header.last, column=i, params={"unit": unit})
        return LENGTHS_M[unit]

    def _unit(self, i: int) -> str:
        text = self.header.texts[i].lower().replace("(", " ").replace(")", " ").replace(",", " ")
        said = self.stated[i].unit if i in self.stated else ""
        return said or next((word for word in text.split() if word in LENGTHS_M), "")

    def _unit_factor(self, i: int) -> float:
        return LENGTHS_M.get(self._unit(i), 1.0)

    def _problem(self, problem: CellProblem, n: int, i: int, cell: Cell) -> None:
        self._say(
            problem.code,
            index=self.data[n],
            column=i,
            value=shown(cell),
            proposed=problem.proposed,
            params={"value": shown(cell), **problem.params},
        )

    def _append(
        self,
        names: Sequence[str],
        cells: Sequence[list[Cell]],
        columns: dict[int, list[Any]],
        years: dict[int, set[int]],
        places: PlaceColumns,
    ) -> None:
        keys = self._keys(names)
        unnamed = self._unnamed(names)
        order = list(columns)
        value_names = [names[i] for i in order]
        table = zip(*(columns[i] for i in order), strict=True) if order else iter([()] * len(cells))
        hidden_rows, first_row = self.sheet.hidden_rows, self.sheet.first_row
        year_names = {f"{names[i].removesuffix('_on')}_year_only": rows for i, rows in years.items() if rows}
        all_values: list[dict[str, Any]] = []
        full = all(None not in columns[i] for i in order)
        for n, read in enumerate(table):
            values = dict(zip(value_names, read, strict=True))
            if not full and None in read:
                values = {name: value for name, value in values.items() if value is not None}
            if isinstance(values.get("operator"), tuple):  # the first asks, the others share its mast
                values["operator"], *others = values["operator"]
                values["shared_with"] = tuple(dict.fromkeys((*values.get("shared_with", ()), *others)))
            if n in self.misplaced:
                values.setdefault(*self.misplaced[n])
            for name, rows in year_names.items():
                if n in rows:
                    values[name] = True
            if self.operator and "operator" not in values and "operator" not in self.unread.get(n, ()):
                values["operator"] = self.operator
            all_values.append(values)
        readings = self._read_places(cells, places, all_values)
        all_rows, data, numbers, unread = self.rows, self.data, self.numbers, self.unread
        sheet_name, nothing = self.sheet.name, frozenset[str]()
        for n, (row, values, reading) in enumerate(zip(cells, all_values, readings, strict=True)):
            for problem in reading.problems:
                column = places.column_of(problem.field, row, missing=problem.code == "COORD-HALF")
                value = ", ".join(reading.position.raw) if column is None else shown(row[column])
                self._say(
                    problem.code,
                    index=self.data[n],
                    column=column,
                    value=value,
                    proposed=problem.proposed,
                    params=problem.params,
                )
            all_rows.append(
                ParsedRow(
                    sheet_name,
                    numbers[n],
                    first_row + data[n] in hidden_rows,
                    values,
                    reading.position,
                    row,
                    keys,
                    unread.get(n, nothing),
                    unnamed,
                )
            )

    def _read_places(
        self, cells: Sequence[list[Cell]], places: PlaceColumns, values: Sequence[dict[str, Any]]
    ) -> list[Reading]:
        """Read the positions of all rows, and say what is known of their plane."""
        hints: HintSource = self.hints or (lambda _: COUNTRY_BOX)
        stated = header_plane(self.sheet, self.header.first, self.header.texts)
        accuracies = [row.get("accuracy_m") for row in values]
        found = read_places(cells, places, map(hints, values), accuracies, stated)
        if found.plane:
            code = "COORD-PLANE-STATED" if found.stated else "COORD-PLANE-ASSUMED"
            params = {"plane": plane_words(found.plane), "text": shown(found.stated), "count": found.assumed}
            self._say(code, index=self.header.last, params=params)
        return found.readings

    def _unnamed(self, names: Sequence[str]) -> tuple[tuple[int, str], ...]:
        """Return the columns that are no field and that the sender wrote, each with what it is called."""
        texts = self.header.texts
        return tuple(
            (i, " ".join(texts[i].split()) or self.letters[i])
            for i, name in enumerate(names)
            if not name and not is_ours(texts[i])
        )

    def _keys(self, names: Sequence[str]) -> tuple[str, ...]:
        """Keys of ``ParsedRow.raw``: the dictionary's name, else the header, made unique by its letter."""
        count = Counter(name or text for name, text in zip(names, self.header.texts, strict=True))
        return tuple(
            key if not key or count[key] == 1 else f"{key} ({self.letters[i]})"
            for i, key in enumerate(name or text for name, text in zip(names, self.header.texts, strict=True))
        )
