"""Reports (báo cáo): tables of the register on a day, each number with the rows behind it.

Which tables there are is data (``data/reports.toml``). A shared mast counts for each of its networks, so a
row's parts may be more than its total: the total counts every mast once.
"""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from registry.errors import RefusalError
from registry.messages import Language
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.reports.dimensions import SEVERAL, values_of, word_of
from registry.services.reports.subjects import ReportFacts
from registry.settings import DATA
from registry.store.office.operators import organisation_names

if TYPE_CHECKING:
    import pandas as pd

ALL = "*"
"""The value of a row or column that stands for all: its total."""

EARLIEST = dt.date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table that reports have: what it counts and what it is told apart by; ``share`` are the columns whose
    part of each row is shown as a percentage."""

    code: str
    counts: str
    rows: str
    columns: str
    in_document: bool
    title_vi: str
    title_en: str
    share: tuple[str, ...] = ()

    def title(self, lang: Language) -> str:
        """Return the title in a language."""
        return self.title_vi if lang == "vi" else self.title_en


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table: (value, word) of its rows and columns, and the count of each pair; ``ALL`` is a total."""

    kind: TableKind
    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    counts: Mapping[tuple[str, str], int]
    row_word: str
    column_word: str

    def at(self, row: str, column: str) -> int:
        """Return the count of a pair."""
        return self.counts.get((row, column), 0)

    def share_of(self, row: str) -> float | None:
        """Return the part (0 to 1) of a row that lies in the columns of ``share``; None for an empty row."""
        whole = self.at(row, ALL)
        return sum(self.at(row, column) for column in self.kind.share) / whole if whole else None

    @property
    def total(self) -> int:
        """Return how many there are, each counted once."""
        return self.at(ALL, ALL)


@cache
def table_kinds() -> tuple[TableKind, ...]:
    """Return the tables in the order of ``data/reports.toml``."""
    with (DATA / "reports.toml").open("rb") as file:
        read = tomllib.load(file)["table"]
    return tuple(
        TableKind(
            one["code"], one["counts"], one["rows"], one["columns"], one["in_document"], one["vi"], one["en"],
            tuple(one.get("share", ())),
        )
        for one in read
    )  # fmt: skip


def kind_of(code: str) -> TableKind:
    """Return a table by its code (``REPORT-TABLE`` for others)."""
    for kind in table_kinds():
        if kind.code == code:
            return kind
    raise RefusalError("REPORT-TABLE", table=code[:40])


def check_period(first: dt.date, day: dt.date) -> None:
    """Refuse a period that ends before it begins or in the future (``REPORT-PERIOD``)."""
    if not EARLIEST <= first <= day <= today():
        raise RefusalError("REPORT-PERIOD", first=first, last=day, earliest=EARLIEST, latest=today())


def tables(registry: Registry, facts: ReportFacts, lang: Language) -> list[ReportTable]:
    """Return every table of a report."""
    return [table_of(registry, facts, kind, lang) for kind in table_kinds()]


def table_of(registry: Registry, facts: ReportFacts, kind: TableKind, lang: Language) -> ReportTable:
    """Return one table of a report."""
    with registry.database.read() as connection:
        names = organisation_names(connection)
    rows, columns, counts = _counted(facts.frame(kind.counts), kind)
    return ReportTable(
        kind=kind,
        rows=tuple(values_of(facts, kind.rows, lang, names, rows)),
        columns=tuple(values_of(facts, kind.columns, lang, names, columns)),
        counts=counts,
        row_word=word_of(kind.rows, lang),
        column_word=word_of(kind.columns, lang),
    )


def rows_behind(facts: ReportFacts, kind: TableKind, row: str, column: str) -> "pd.DataFrame":
    """Return what is behind a number of a table: the rows of its frame, by the mast's code.

    ``row`` and ``column`` are values of the table, or ``ALL``.
    """
    import pandas as pd

    frame = facts.frame(kind.counts)
    keep = pd.Series(data=True, index=frame.index)
    for dimension, value in ((kind.rows, row), (kind.columns, column)):
        if value != ALL:
            keep &= _having(frame, dimension, value)
    return frame[keep].sort_values("code", kind="stable")


def _counted(
    frame: "pd.DataFrame", kind: TableKind
) -> tuple[list[str], list[str], dict[tuple[str, str], int]]:
    long = frame[[kind.rows, kind.columns]].copy()
    for dimension in dict.fromkeys((kind.rows, kind.columns)):
        if dimension in SEVERAL:
            long = long.explode(dimension)
            long[dimension] = long[dimension].fillna("")
    pairs = long.groupby([kind.rows, kind.columns], sort=False).size()
    counts: dict[tuple[str, str], int] = {
        (str(row), str(column)): int(count) for (row, column), count in _items(pairs)
    }
    for dimension, key in ((kind.rows, 0), (kind.columns, 1)):
        # each thing once: a mast of two networks is one mast of its commune
        once = long[[dimension]].reset_index().drop_duplicates().groupby(dimension, sort=False).size()
        for value, count in _items(once):
            counts[(str(value), ALL) if key == 0 else (ALL, str(value))] = int(count)
    counts[ALL, ALL] = len(frame)
    return list(map(str, long[kind.rows].unique())), list(map(str, long[kind.columns].unique())), counts


def _items(counted: Any) -> Any:
    return counted.items()


def _having(frame: "pd.DataFrame", dimension: str, value: str) -> Any:
    if dimension not in SEVERAL:
        return frame[dimension] == value
    return frame[dimension].map(lambda held: value in held if value else not held)
