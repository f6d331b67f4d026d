"""How checks put their answers down in columns: of a group of rows what is alike is said once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.proposals import Proposals
from registry.checks.stated import Alike
from registry.geo.distances import line
from registry.law import Rule
from registry.model.finding_columns import Column, Each, FindingColumns, FindingGroup
from registry.model.findings import Finding, Outcome


@dataclass(slots=True)
class Answers:
    """The answers of one check to a list of n proposals, while they are put down."""

    proposals: Proposals
    context: Context
    rule: Rule
    found: FindingColumns

    @classmethod
    def to(cls, proposals: Proposals, context: Context, rule: Rule) -> "Answers":
        """Return an empty sheet of answers."""
        return cls(proposals, context, rule, FindingColumns(len(proposals)))

    def put(
        self, rows: Ints, common: Finding, *, params: dict[str, Column] | None = None, **columns: Column
    ) -> None:
        """Answer ``rows`` (ascending, m); nothing where there are none.

        ``common`` is the answer of the first row once this is done: what ``params`` and ``columns`` hold (m
        values each) is filled in from them, so that its parameters keep the order in which it names them. A
        group of one row needs no columns.
        """
        if not len(rows):
            return
        alone = len(rows) == 1
        for name, column in (params or {}).items():
            if alone or not isinstance(column, Each):
                common.params[name] = plain(column[0])
        for name, column in columns.items():
            if alone or not isinstance(column, Each):
                setattr(common, name, plain(column[0]))
        if alone:
            self.found.put(rows, common)
        else:
            self.found.put(rows, common, params=params, **columns)

    def unreadable(self, rows: Ints) -> None:
        """Answer rows without a position, quoting what stands in the cells of each."""
        if not len(rows):
            return
        cells = [" · ".join(self.proposals.rows[row].position.raw) or "–" for row in rows.tolist()]
        said = {"raw": ""}
        open_ = Finding(
            self.rule.code, Outcome.UNKNOWN, "POSITION-UNREADABLE", said, missing="value:position"
        )
        self.put(rows, open_, params={"raw": objects(cells)})

    def judge_alike(self, rows: Ints, same: Callable[[], Alike], judge: Callable[[int], Finding]) -> None:
        """Answer ``rows``, judging each different thing once that they state (``same``, over these rows).

        Where they state so many different numbers that hardly two rows are alike, answers that differ in
        numbers and in what they are related to alone still are one group.
        """
        if len(rows) < 2:
            self.found.groups += [FindingGroup(rows, judge(row)) for row in rows.tolist()]
            return
        alike = same()
        made = [judge(row) for row in rows[alike.first].tolist()]
        if len(made) <= FEW:
            for finding, those in zip(made, alike.rows(), strict=True):
                self.found.put(rows[those], finding)
            return
        forms: dict[Any, int] = {}
        form = np.array([forms.setdefault(_form(finding), len(forms)) for finding in made])
        for (_,), places in sorted_out(form[alike.which]):
            of = [made[one] for one in alike.which[places].tolist()]
            params: dict[str, Column] = {
                name: objects([finding.params[name] for finding in of]) for name in of[0].params
            }
            columns: dict[str, Column] = {
                name: np.array([getattr(finding, name) for finding in of], dtype=float) for name in _NUMBERS
            }
            if of[0].related is not None:
                columns["related"] = objects([finding.related for finding in of])
            self.put(rows[places], of[0], params=params, **columns)


FEW = 64
"""So many different answers are as many groups; more are laid out by their form."""
_NUMBERS = ("measured", "limit")


def _form(finding: Finding) -> Any:
    """Return what makes two findings of one group: all but their numbers and what they are related to."""
    return (
        finding.outcome, finding.code, finding.unit, finding.source, finding.article, finding.flips,
        finding.verified, finding.missing, finding.kind, finding.could_refuse, finding.related is None,
        repr(finding.notes), tuple(finding.params),
    )  # fmt: skip


def plain(value: Any) -> Any:
    """Return a number of numpy's as Python's own; one that is lacking (nan) is None."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value  # noqa: PLR0124 - only nan differs from itself


def where(mask: Bools) -> Ints:
    """Return the rows of a mask, ascending."""
    return np.flatnonzero(mask)


def firsts(point: Ints) -> Ints:
    """Return the places of the first pair of each row, in pairs that are sorted by their rows."""
    if len(point) < 2:
        return np.arange(len(point))
    return np.flatnonzero(np.concatenate([[True], point[1:] != point[:-1]]))


def sorted_out(*keys: Ints | Bools) -> Iterator[tuple[tuple[int, ...], Ints]]:
    """Yield each combination of keys (small numbers from 0, yes and no; n each) that occurs, and its places.

    The places are ascending, the combinations in the order of the keys.
    """
    size = len(keys[0])
    if size == 1:
        yield tuple(int(key[0]) for key in keys), np.zeros(1, dtype=np.int64)
    if size < 2:
        return
    whole = keys[0].astype(np.int64)
    for key in keys[1:]:
        whole = whole * (int(key.max()) + 1) + key
    for value in np.flatnonzero(np.bincount(whole)).tolist():
        places = np.flatnonzero(whole == value)
        yield tuple(int(key[places[0]]) for key in keys), places


def combined_m(accuracy_m: Floats, error_m: Floats) -> Floats:
    """Return the root of the sum of squares of two errors in metres, as Python rounds it: it is shown."""
    return np.fromiter(map(hypot, accuracy_m.tolist(), error_m.tolist()), dtype=float, count=len(accuracy_m))


def objects(values: Any) -> npt.NDArray[Any]:
    """Return values as an array of objects as they are: numpy would take tuples apart."""
    found: npt.NDArray[Any] = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def none_in(values: npt.NDArray[Any]) -> Bools:
    """Return where an array of objects has None."""
    nothing: Any = None
    return np.asarray(np.equal(values, nothing), dtype=bool)


def joined(columns: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return columns one after the other as one."""
    return columns[0] if len(columns) == 1 else np.concatenate(columns)


class Lines:
    """Lines to draw (EPSG:4326) from n points to what is measured; made when the first is looked at."""

    def __init__(self, lon: Floats, lat: Floats, ends: Callable[[], tuple[Floats, Floats]]) -> None:
        self._starts, self._ends = (lon, lat), ends
        self._made: tuple[Floats, Floats] | None = None

    def column(self) -> Each:
        """Return them as a column."""
        return Each(self.at)

    def at(self, k: int) -> dict[str, Any]:
        """Return one of them."""
        if self._made is None:
            self._made = self._ends()
        lon, lat = self._starts
        return line((lon[k], lat[k]), (self._made[0][k], self._made[1][k]))
