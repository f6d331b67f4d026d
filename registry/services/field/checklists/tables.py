"""Readings of one entry row by row as one small table, on pages and in papers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from registry.messages import Language, Words, say
from registry.model.field.inspections import Judged, Reading
from registry.safety.sheets.keys import split

_BEYOND = Words("ngoài ngưỡng: {rows}", "beyond: {rows}")
_FAULTY = Words("có vấn đề: {rows}", "a problem: {rows}")  # of answers that are no number
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class RowTable:
    """The readings of an entry of a group that repeats, in the order of its rows.

    ``lines``: (first part of the row, its readings by the second part, "" where there is none).
    """

    entry: str
    words_vi: str
    words_en: str
    readings: tuple[Reading, ...]

    @property
    def lines(self) -> list[tuple[str, dict[str, Reading]]]:
        """The readings line by line: T1 with its directions 1, 2, 3."""
        parts = [(*split(one.entry)[1].partition("/"), one) for one in self.readings]
        return [
            (line, {second: one for _line, _mark, second, one in held})
            for line, held in groupby(parts, key=lambda part: part[0])
        ]

    @property
    def columns(self) -> list[str]:
        """The second parts of the rows that there are, ("",) where rows have one part."""
        return list(dict.fromkeys(second for _line, held in self.lines for second in held))

    @property
    def beyond(self) -> list[str]:
        """The rows that are out of their limit or tell of a fault."""
        return [split(one.entry)[1] for one in self.readings if one.judgement.judged is Judged.BEYOND]


def folded(readings: Sequence[Reading]) -> list[Reading | RowTable]:
    """Return readings with those of one entry in rows as one table, where its first stands."""
    found: list[Reading | RowTable] = []
    for code, held in groupby(readings, key=_table_of):
        rows = list(held)
        if not code:
            found += rows
            continue
        row = split(rows[0].entry)[1]
        vi, en = (text.removesuffix(f" {row}") for text in (rows[0].words_vi, rows[0].words_en))
        found.append(RowTable(code, vi, en, tuple(rows)))
    return found


def values_line(table: RowTable, value: Callable[[Reading], str]) -> str:
    """Return the values of a table in one line of a paper: "T1: 35 kN, 36 kN; T2: 34 kN"."""
    lines = []
    for line, held in table.lines:
        lines.append(f"{line}: {', '.join(value(one) for one in held.values())}")
    return "; ".join(lines)


def beyond_words(table: RowTable, lang: Language) -> str:
    """Return which rows are beyond their limit, or tell of a fault where there is none; "" for no row."""
    rows = table.beyond
    measured = any(one.judgement.relation for one in table.readings)
    named = ", ".join(rows[:_MOST_NAMED]) + ("…" if len(rows) > _MOST_NAMED else "")
    return say(_BEYOND if measured else _FAULTY, lang).format(rows=named) if rows else ""


def _table_of(reading: Reading) -> str:
    code, row = split(reading.entry)
    return code if row else ""
