"""What is doubtful of a list as a whole: rows of another operator, one code or one place in several rows.

Nothing here refuses a row. One list may well hold such rows, so each is named with all the others, and the
sender says what is meant.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.intake.parsed import SheetReading
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.model.requests.proposals import Proposal, ProposalKind

OTHER_OPERATOR, CODE_TWICE, PLACE_TWICE = "ROW-OTHER-OPERATOR", "ROW-CODE-TWICE", "ROW-PLACE-TWICE"
DOUBTS = frozenset({OTHER_OPERATOR, CODE_TWICE, PLACE_TWICE})
EXACT_M = 100.0  # a position that may be farther off than this is the same as half a commune's others
NAMED = 6  # rows that a sentence names
_PLACES = ("position", "lat", "lon", "northing", "easting")


def other_operator(proposal: Proposal, filer: str) -> str:
    """Return the operator that a row names where it is not the ``filer``, else "".

    ``filer`` is the code of the operator whose list it is, "" for a tower company: its rows are its tenants'.
    """
    return proposal.operator if filer and proposal.operator != filer else ""


def with_doubts(
    issues: Iterable[Issue],
    proposals: Sequence[Proposal],
    sheets: Sequence[SheetReading],
    context: Context,
    filer: str = "",
) -> list[Issue]:
    """Return what was said when the list was read, and after it the doubts of the rows as they are now."""
    said = [issue for issue in issues if issue.code not in DOUBTS]
    place = _Cells(sheets)
    return [
        *said,
        *_others(proposals, place, context, filer),
        *_twice(proposals, place, context),
    ]


class _Cells:
    """Finds the column in which a sheet states a field."""

    def __init__(self, sheets: Sequence[SheetReading]) -> None:
        self._of: dict[tuple[str, str], tuple[str, str]] = {}
        for sheet in sheets:
            for item in sheet.columns:
                name = item.name.partition(":")[0]
                self._of.setdefault((sheet.name, name), (item.header, item.letter))

    def issue(self, code: str, /, row: Proposal, names: Sequence[str], value: str, **params: object) -> Issue:
        """Return an issue at the cell of the first of ``names`` that the row's sheet has."""
        found = (self._of[row.sheet, name] for name in names if (row.sheet, name) in self._of)
        header, letter = next(found, ("", ""))
        return issue_of(
            code, sheet=row.sheet, row=row.row, column=header, letter=letter, value=value, params=dict(params)
        )


def _others(proposals: Sequence[Proposal], place: _Cells, context: Context, filer: str) -> list[Issue]:
    names = {item.code: item.name for item in context.operators}
    return [
        place.issue(
            OTHER_OPERATOR, row, ("operator",), names.get(other, other),
            operator=names.get(other, other), filer=names.get(filer, filer),
        )
        for row in proposals
        if (other := other_operator(row, filer))
    ]  # fmt: skip


def _twice(proposals: Sequence[Proposal], place: _Cells, context: Context) -> list[Issue]:
    coded: dict[tuple[str, str], list[int]] = {}
    for index, row in enumerate(proposals):
        if row.site_code:
            coded.setdefault((row.operator, row.site_code.casefold()), []).append(index)
    by_code = [at for at in coded.values() if len(at) > 1]
    of_code = {index: at for at in by_code for index in at}
    found = [
        place.issue(
            CODE_TWICE, proposals[index], ("site_code",), proposals[index].site_code,
            code=proposals[index].site_code, rows=_rows(proposals, at),
        )
        for at in by_code
        for index in at
    ]  # fmt: skip
    for index, near in sorted(_near(proposals, context).items()):
        at = sorted(near - set(of_code.get(index, ())) | {index})
        if len(at) > 1:
            found.append(place.issue(PLACE_TWICE, proposals[index], _PLACES, "", rows=_rows(proposals, at)))
    return found


def _near(proposals: Sequence[Proposal], context: Context) -> dict[int, set[int]]:
    """Return for each row the others that cannot be told from it by their positions.

    Two positions are one where they are no farther apart than both accuracies together (root of the sum of
    the squares), as the check of open proposals has it.
    """
    known = [
        index
        for index, row in enumerate(proposals)
        if row.position.known and row.position.accuracy_m <= EXACT_M
    ]
    if len(known) < 2:
        return {}
    places = [proposals[index].position for index in known]
    lon = np.array([item.lon for item in places], dtype=float)
    lat = np.array([item.lat for item in places], dtype=float)
    accuracy = np.array([item.accuracy_m for item in places], dtype=float)
    x, y = to_metric(lon, lat, context.metric_epsg)
    points: Any = shapely.points(x, y)
    tree = shapely.STRtree(points)
    first, second = tree.query(points, predicate="dwithin", distance=accuracy * np.sqrt(2.0))
    apart = np.hypot(x[first] - x[second], y[first] - y[second])
    close = (first != second) & (apart <= np.hypot(accuracy[first], accuracy[second]))
    found: dict[int, set[int]] = {}
    for one, other in zip(first[close].tolist(), second[close].tolist(), strict=True):
        here, there = known[one], known[other]
        if not _sharing(proposals[here], proposals[there]):
            found.setdefault(here, set()).add(there)
            found.setdefault(there, set()).add(here)
    return found


def _sharing(one: Proposal, other: Proposal) -> bool:
    """Whether two rows are two networks on one mast: a mast and those that hang on it have one place."""
    return one.operator != other.operator and ProposalKind.SHARE in (one.kind, other.kind)


def _rows(proposals: Sequence[Proposal], at: Sequence[int]) -> str:
    """Return rows as Excel numbers them; with their sheet's name where there are several sheets."""
    sheets = {proposals[index].sheet for index in at}
    named = [
        f"{proposals[index].row} · {proposals[index].sheet}" if len(sheets) > 1 else str(proposals[index].row)
        for index in at[:NAMED]
    ]
    more = " …" if len(at) > NAMED else ""
    return ("; " if len(sheets) > 1 else ", ").join(named) + more
