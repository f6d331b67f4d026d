"""The public summary of an event: by area, without any carrier, and so that none can be worked out.

How (shown on the page too): a commune has a line of its own only where at least ``LEAST`` carriers that
have reported have station sites. With one carrier its number would be that carrier's; with two, each of them
could take its own off and know the other's. All other communes are added up in one line. Were that line one
commune, or of fewer than ``LEAST`` carriers, it could be worked out from the total: then the communes with
the fewest carriers join it until it is neither. Where even everything together is of fewer carriers, only
words are shown.

A carrier that has not reported, or of whose reports some rows are not understood yet, is not taken to be on
the air: communes without an outage are "quiet" only where every awaited carrier with station sites there has
reported clearly. The others have a line of their own that says so (``WAITED``), and every line says whether
it may still grow (``waiting``).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from registry.services.outages.board_view import Board, CommuneRow

LEAST = 3

QUIET, WAITED = "quiet", "waited"
"""Lines of communes without an outage: by all of their carriers; so far, while some have not reported."""


@dataclass(frozen=True, slots=True)
class Area:
    """A line of the summary: station sites by the register, affected, off the air; ``name`` "": the rest.

    ``waiting``: a carrier with station sites here has not reported, or not clearly: these are least numbers.
    """

    name: str
    communes: int
    stations: int
    affected: int
    down: int
    waiting: bool = False

    @property
    def restored(self) -> int:
        """How many of the affected are back."""
        return self.affected - self.down


@dataclass(frozen=True, slots=True)
class PublicSummary:
    """What everybody may read. ``areas`` () and ``total`` None: too few carriers to show numbers.

    ``reported`` of ``awaited`` carriers have reported so far; none is named. ``unclear``: some rows of
    reports are not understood yet.
    """

    name: str
    as_of: dt.datetime
    areas: tuple[Area, ...]
    total: Area | None
    reported: int
    awaited: int
    unclear: bool = False


def public_summary(board: Board) -> PublicSummary:
    """Return the summary of a board that may be shown to everybody."""
    rows = [row for row in board.communes if row.stations or row.affected]
    every = _carriers(rows)
    heard = sum(row.heard for row in board.carriers)
    awaited = len(board.event.operators)
    unclear = {row.operator for row in board.carriers if row.waiting}
    if len(every) < LEAST:
        return PublicSummary(board.event.name, board.now, (), None, heard, awaited, bool(unclear))
    own, pooled = _split(rows)
    areas = [_area(row.name, [row], unclear) for row in own if row.affected]
    areas.sort(key=lambda area: (-area.down, -area.affected, area.name))
    for name, silent in ((QUIET, False), (WAITED, True)):
        if quiet := [row for row in own if not row.affected and _waits(row, unclear) is silent]:
            areas.append(_area(name, quiet, unclear))
    if pooled:
        areas.append(_area("", pooled, unclear))
    return PublicSummary(
        board.event.name,
        board.now,
        tuple(areas),
        _area("total", rows, unclear),
        heard,
        awaited,
        bool(unclear),
    )


def _split(rows: Sequence[CommuneRow]) -> tuple[list[CommuneRow], list[CommuneRow]]:
    """Return the communes with a line of their own and those added up."""
    ordered = sorted(rows, key=lambda row: (len(_carriers([row])), row.stations, row.name))
    pooled = [row for row in ordered if len(_carriers([row])) < LEAST]
    own = ordered[len(pooled) :]
    while pooled and own and (len(pooled) < 2 or len(_carriers(pooled)) < LEAST):
        pooled.append(own.pop(0))
    return own, pooled


def _carriers(rows: Sequence[CommuneRow]) -> set[str]:
    return {
        item.operator
        for row in rows
        for item in row.carriers
        if item.heard and (item.stations or item.affected)
    }


def _waits(row: CommuneRow, unclear: set[str]) -> bool:
    return bool(row.silent) or any(item.stations and item.operator in unclear for item in row.carriers)


def _area(name: str, rows: Sequence[CommuneRow], unclear: set[str]) -> Area:
    return Area(
        name,
        len(rows),
        sum(row.stations for row in rows),
        sum(row.affected for row in rows),
        sum(row.down for row in rows),
        any(_waits(row, unclear) for row in rows),
    )
