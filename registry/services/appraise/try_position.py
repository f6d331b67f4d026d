"""A row tried at another position: judged among the rows of its list, nothing kept."""

from dataclasses import replace

from registry.errors import RefusalError
from registry.geo.areas import near_m
from registry.model.positions import DEFAULT_ACCURACY_M, Confidence, Position
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow, appraise_proposals
from registry.services.appraise.spot import check_place

LISTED_NEAR_M = 5_000.0  # further rows of a list do not touch one that is tried elsewhere
NEAREST = 3  # and the nearest are there at any distance: the answer says how far away they are


def try_position(
    appraisal: Appraisal, row: int, lon: float, lat: float, *, accuracy_m: float | None = None
) -> AppraisedRow:
    """Judge one row (its index in the list) as if it stood at ``lon``, ``lat`` (EPSG:4326 degrees).

    ``accuracy_m``: how far that place is sure, where it was measured. By the day, register and law of the
    appraisal. ``SPOT-POSITION`` for a place that is none.
    """
    check_place(lon, lat)
    if not 0 <= row < len(appraisal.rows):
        raise RefusalError("APPRAISAL-ROW-NOT-FOUND", row=row, rows=len(appraisal.rows))
    position = Position(
        lon, lat, raw=(f"{lon:.6f}", f"{lat:.6f}"), confidence=Confidence.STATED,
        accuracy_m=DEFAULT_ACCURACY_M if accuracy_m is None else accuracy_m,
    )  # fmt: skip
    moved = replace(appraisal.rows[row].proposal, position=position)
    others = ((index, item.proposal) for index, item in enumerate(appraisal.rows) if index != row)
    away = sorted((_away_m(listed.position, lon, lat), index) for index, listed in others)
    around = [index for at, (m, index) in enumerate(away) if m <= LISTED_NEAR_M or at < NEAREST]
    beside = [appraisal.rows[index].proposal for index in sorted(around)]
    rows, _law = appraise_proposals([moved, *beside], appraisal.context)
    return rows[0]


def _away_m(position: Position, lon: float, lat: float) -> float:
    """Return how far a row stands from a place, in metres; one without a position from everywhere."""
    if position.lon is None or position.lat is None:
        return float("inf")
    return near_m(position.lon, position.lat, lon, lat)
