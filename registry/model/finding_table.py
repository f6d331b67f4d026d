"""Findings of a list: n proposals by the checks they were judged by, held in columns.

A row's findings are made when somebody looks at it (``FindingTable.__getitem__``); verdicts, counts and
common gaps are worked out over the groups (``registry.appraisal``).
"""

import operator as operators
from collections.abc import Iterator, Sequence
from typing import overload

from registry.model.finding_columns import Bools, FindingColumns, FindingGroup
from registry.model.findings import Finding

KEPT_ROWS = 512
"""So many looked-at rows are kept made: a request's all are, of ten thousand those that a page shows."""


class FindingRow(Sequence[Finding]):
    """The findings of one proposal of a table, in the order of the checks, made when somebody looks."""

    __slots__ = ("at", "table")

    def __init__(self, table: "FindingTable", at: int) -> None:
        self.table = table
        self.at = at

    def __len__(self) -> int:
        return len(self.table.checks)

    @overload
    def __getitem__(self, place: int) -> Finding: ...

    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...

    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        return self.table[self.at][place]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.table[self.at])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, FindingRow):
            return self.table[self.at] == other.table[other.at]
        return self.table[self.at] == other

    __hash__ = None  # type: ignore[assignment]  # compared by what it holds, as a list is


class FindingTable(Sequence[list[Finding]]):
    """The findings of n proposals: ``checks`` are columns over the proposals, in the order of the checks.

    As a sequence it is n rows, each the list of one proposal's findings in that order. A row that was looked
    at is kept for a while: nobody changes it.
    """

    __slots__ = ("_made", "checks", "size")

    def __init__(self, size: int, checks: Sequence[FindingColumns]) -> None:
        self.size = size
        self.checks = tuple(checks)
        self._made: dict[int, list[Finding]] = {}

    def __len__(self) -> int:
        return self.size

    @overload
    def __getitem__(self, row: int) -> list[Finding]: ...

    @overload
    def __getitem__(self, row: slice) -> list[list[Finding]]: ...

    def __getitem__(self, row: int | slice) -> list[Finding] | list[list[Finding]]:
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(self.size))]
        at = operators.index(row)
        if not -self.size <= at < self.size:
            raise IndexError(row)
        at %= self.size
        made = self._made.get(at)
        if made is None:
            made = [check.at(at) for check in self.checks]
            if len(self._made) >= KEPT_ROWS:
                self._made = {}
            self._made[at] = made
        return made

    def __iter__(self) -> Iterator[list[Finding]]:
        return (self._made.get(at) or [check.at(at) for check in self.checks] for at in range(self.size))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(operators.eq, self, other))

    __hash__ = None  # type: ignore[assignment]  # compared by what it holds, as a list is

    @classmethod
    def behind(cls, rows: Sequence[Sequence[Finding]]) -> "FindingTable | None":
        """Return the table whose rows these are, all of them in its order; None for any others."""
        if isinstance(rows, FindingTable):
            return rows
        first = rows[0] if rows else None
        if not isinstance(first, FindingRow) or len(rows) != len(first.table):
            return None
        table = first.table
        own = all(
            isinstance(row, FindingRow) and row.table is table and row.at == at for at, row in enumerate(rows)
        )
        return table if own else None

    @classmethod
    def of(cls, rows: Sequence[Sequence[Finding]]) -> "FindingTable":
        """Return the table whose rows these are; findings of another making, as many a row, are laid out."""
        own = cls.behind(rows)
        if own is not None:
            return own
        return cls(len(rows), [FindingColumns.of(column) for column in zip(*rows, strict=True)])

    def groups(self) -> Iterator[FindingGroup]:
        """Yield the groups of every check, in the order of the checks."""
        return (group for check in self.checks for group in check.groups)

    def rows(self) -> list[FindingRow]:
        """Return its rows, none of them made."""
        return [FindingRow(self, at) for at in range(self.size)]

    def mixed(self, other: "FindingTable", there: Bools) -> "FindingTable":
        """Return the table whose rows are those of ``other`` where ``there`` (n), else its own."""
        pairs = zip(self.checks, other.checks, strict=True)
        return FindingTable(
            self.size,
            [FindingColumns(self.size, own.kept(~there) + others.kept(there)) for own, others in pairs],
        )
