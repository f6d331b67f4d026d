"""Findings (kết quả kiểm tra) of one check over all proposals, in columns.

Most proposals of a list are answered alike: the same outcome, sentence, article and limit, and only the
distance and the other mast differ. What is alike is kept once, as the ``common`` finding of a group of rows;
what differs is a column over the group. A per-row ``Finding`` is made when somebody looks at it
(``FindingColumns.at``).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.errors import WrongCallError
from registry.model.findings import Finding, Outcome

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

FIRST: Ints = np.zeros(1, dtype=np.int64)
"""The rows of a group in a list of one."""

DIFFERING = frozenset(
    {
        "measured", "limit", "related", "related_operator", "evidence", "flips", "verified", "notes",
        "missing", "source", "article", "could_refuse",
    }
)  # fmt: skip
"""The parts of a finding that may be columns; outcome, code, kind and the like make a group of their own."""

_PLACE = {outcome: place for place, outcome in enumerate(Outcome)}


@dataclass(frozen=True, slots=True)
class Each:
    """A column whose values are made when one is looked at: ``make(k)`` is that of the group's k-th row."""

    make: Callable[[int], Any]

    def __getitem__(self, at: int) -> Any:
        return self.make(at)

    def part(self, places: Ints) -> "Each":
        """Return the column over the group's rows at ``places``."""
        kept = places.tolist()
        return Each(lambda at: self.make(kept[at]))


Column = npt.NDArray[Any] | Each


@dataclass(slots=True, eq=False)
class FindingGroup:
    """Rows that are answered alike.

    ``rows``: which proposals, ascending (m); ``common``: the finding as far as all have it; ``columns``:
    parts of the finding (``DIFFERING``) that differ, and ``params``: parameters of its sentence that do, m
    values each. ``common`` may be one object of several groups: nobody changes it, a group that needs another
    is made anew.
    """

    rows: Ints
    common: Finding
    columns: dict[str, Column] = field(default_factory=dict)
    params: dict[str, Column] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def finding(self, at: int) -> Finding:
        """Return the finding of the group's row at place ``at``; not to be changed by who gets it."""
        if not self.columns and not self.params:
            return self.common
        own = {name: _plain(column[at]) for name, column in self.columns.items()}
        if self.params:
            differing = {name: _plain(column[at]) for name, column in self.params.items()}
            own["params"] = self.common.params | differing
        return replace(self.common, **own)

    def values(self, name: str) -> npt.NDArray[Any]:
        """Return a part of the finding as an array over the group's rows (m); numbers lacking are nan."""
        column = self.columns.get(name, getattr(self.common, name))
        if isinstance(column, np.ndarray):
            return column
        kind: Any = {"measured": np.float64, "limit": np.float64, "flips": bool, "verified": bool,
                     "could_refuse": bool}.get(name, object)  # fmt: skip
        if isinstance(column, Each):
            made = [column[at] for at in range(len(self))]
            return (
                np.array([np.nan if v is None else v for v in made], kind)
                if kind is np.float64
                else _objects(made, kind)
            )
        if kind is np.float64:
            return np.full(len(self), np.nan if column is None else column, dtype=np.float64)
        if kind is object:
            return _objects([column] * len(self), object)
        return np.full(len(self), column, dtype=kind)

    def plain(self, name: str) -> list[Any]:
        """Return a column as the values that the findings have."""
        return plain(self.columns[name], len(self))

    def part(self, places: Ints, **common: Any) -> "FindingGroup":
        """Return the group of its rows at ``places`` (ascending), ``common`` changed by what is named."""
        return FindingGroup(
            self.rows[places],
            replace(self.common, **common) if common else self.common,
            {name: _part(column, places) for name, column in self.columns.items() if name not in common},
            {name: _part(column, places) for name, column in self.params.items()},
        )

    def by(self, name: str) -> "list[FindingGroup]":
        """Return the group in parts, each with one value of ``name`` (of few) that is alike then."""
        if name not in self.columns:
            return [self]
        values = self.values(name)
        said = dict.fromkeys(values.tolist())
        if len(said) == 1:
            return [self.changed(**{name: next(iter(said))})]
        return [self.part(np.flatnonzero(_same(values, value)), **{name: value}) for value in said]

    def changed(self, **common: Any) -> "FindingGroup":
        """Return the group with parts of the finding made alike for all its rows."""
        columns = {name: column for name, column in self.columns.items() if name not in common}
        return FindingGroup(self.rows, replace(self.common, **common), columns, self.params)


class FindingColumns:
    """The findings of one check for n proposals: every row in exactly one group."""

    def __init__(self, size: int, groups: Iterable[FindingGroup] = ()) -> None:
        self.size = size
        self.groups = list(groups)

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> "FindingColumns":
        """Lay out findings that are already made, one a row; rows that share one object are one group."""
        if len(findings) == 1:
            return cls(1, [FindingGroup(FIRST, findings[0])])
        shared: dict[int, list[int]] = {}
        for row, finding in enumerate(findings):
            shared.setdefault(id(finding), []).append(row)
        groups = [FindingGroup(np.array(rows), findings[rows[0]]) for rows in shared.values()]
        return cls(len(findings), groups)

    def put(
        self, rows: Ints, common: Finding, *, params: dict[str, Column] | None = None, **columns: Column
    ) -> None:
        """Answer ``rows`` (ascending indices, m): ``common`` is alike, ``columns`` and ``params`` differ."""
        if not columns.keys() <= DIFFERING:
            raise WrongCallError(f"not a column of findings: {sorted(columns.keys() - DIFFERING)}")
        if len(rows):
            self.groups.append(FindingGroup(rows, common, columns, params or {}))

    def __len__(self) -> int:
        return self.size

    def at(self, row: int) -> Finding:
        """Return the finding of one proposal; made anew where it differs from its group's."""
        if len(self.groups) == 1 and len(self.groups[0]) == self.size:
            return self.groups[0].finding(row)
        group, place = self._where
        return self.groups[int(group[row])].finding(int(place[row]))

    def __iter__(self) -> Iterator[Finding]:
        return (self.at(row) for row in range(self.size))

    def values(self, name: str) -> npt.NDArray[Any]:
        """Return a part of the findings over all rows (n); outcomes, codes and other words as objects."""
        numbers = name in ("measured", "limit")
        truth = name in ("flips", "verified", "could_refuse")
        found: npt.NDArray[Any] = np.empty(self.size, np.float64 if numbers else bool if truth else object)
        for group in self.groups:
            found[group.rows] = group.values(name)
        return found

    def kept(self, rows: Bools) -> list[FindingGroup]:
        """Return the groups with those of their rows that are kept (n)."""
        found = []
        for group in self.groups:
            places = np.flatnonzero(rows[group.rows])
            if len(places):
                found.append(group if len(places) == len(group) else group.part(places))
        return found

    def parameters(self) -> dict[str, npt.NDArray[Any]]:
        """Return each parameter of any sentence of the check, over all rows; None where a row's has none."""
        found: dict[str, npt.NDArray[Any]] = {}
        for group in self.groups:
            for name in (*group.common.params, *group.params):
                column = found.setdefault(name, np.full(self.size, None, dtype=object))
                alike = [group.common.params.get(name)] * len(group)
                values = plain(group.params[name], len(group)) if name in group.params else alike
                column[group.rows] = _objects(values, object)
        return found

    def within(self, start: int, stop: int) -> list[FindingGroup]:
        """Return the groups that have a row from ``start`` to before ``stop``."""
        if len(self.groups) == 1:
            return self.groups
        return [self.groups[number] for number in np.unique(self._where[0][start:stop]).tolist()]

    def replaced(self, rows: Ints, others: "FindingColumns") -> "FindingColumns":
        """Return the columns with ``rows`` (ascending, m) answered by ``others`` (of m rows)."""
        left = np.ones(self.size, dtype=bool)
        left[rows] = False
        new = [
            FindingGroup(rows[group.rows], group.common, group.columns, group.params)
            for group in others.groups
        ]
        return FindingColumns(self.size, self.kept(left) + new)

    def outcomes(self) -> npt.NDArray[np.int8]:
        """Return the outcomes as places in ``tuple(Outcome)`` (n)."""
        found = np.empty(self.size, dtype=np.int8)
        for group in self.groups:
            found[group.rows] = _PLACE[group.common.outcome]
        return found

    def where(self, outcome: Outcome) -> Bools:
        """Return which rows have an outcome (n)."""
        found = np.zeros(self.size, dtype=bool)
        for group in self.groups:
            if group.common.outcome is outcome:
                found[group.rows] = True
        return found

    def check_whole(self) -> None:
        """Refuse to go on where a row is answered twice or not at all: a fault of the check's."""
        told = sum(len(group) for group in self.groups)
        if told != self.size or (len(self.groups) > 1 and (self._where[0] < 0).any()):
            raise WrongCallError(f"{told} answers for {self.size} proposals, each wants exactly one")

    @cached_property
    def _where(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        group, place = np.full(self.size, -1, np.int32), np.zeros(self.size, np.int32)
        for number, one in enumerate(self.groups):
            group[one.rows] = number
            place[one.rows] = np.arange(len(one))
        return group, place


def _part(column: Column, places: Ints) -> Column:
    return column.part(places) if isinstance(column, Each) else column[places]


def plain(column: Column, count: int) -> list[Any]:
    """Return a column of ``count`` rows as Python's own values; a number that is lacking (nan) is None."""
    if isinstance(column, Each):
        return [_plain(column[at]) for at in range(count)]
    values: list[Any] = column.tolist()
    lacking = column.dtype.kind == "O" or (column.dtype.kind == "f" and bool(np.isnan(column).any()))
    return [_plain(value) for value in values] if lacking else values


def _same(values: npt.NDArray[Any], value: Any) -> Bools:
    """Return which values are ``value``, None among them."""
    if value is None:
        return np.array([one is None for one in values.tolist()], dtype=bool)
    found: Bools = np.asarray(values == value, dtype=bool)
    return found


def _objects(values: Sequence[Any], kind: Any) -> npt.NDArray[Any]:
    """Return an array of values as they are: numpy would take tuples and dicts apart."""
    found: npt.NDArray[Any] = np.empty(len(values), kind)
    for at, value in enumerate(values):
        found[at] = value
    return found


def _plain(value: Any) -> Any:
    """Return a number of numpy's as Python's own; one that is lacking (nan) is None."""
    if type(value) is str:  # most are
        return value
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - only nan differs from itself
