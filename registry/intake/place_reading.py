"""The positions of a whole sheet: metres are weighed by what the sheet's header and its other rows say.

Every row is read by itself first. Where rows hold metres that do not say their plane, those that name where
they lie speak for the planes in which they do (``registry.geo.plane_votes``), and the rest are read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.geo.plane_statements import stated_planes
from registry.geo.plane_votes import Vote, vote
from registry.geo.readings import OWN, PositionHints, Reading
from registry.intake.column_names import label_words
from registry.intake.places import PlaceColumns, read_place
from registry.intake.raw import Cell, RawSheet
from registry.model.positions import Confidence


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """The readings of a sheet's rows, and of their plane: what states it ("" for nothing), the plane that was
    taken for want of anything that says or tells it, and in how many rows."""

    readings: list[Reading]
    stated: str = ""
    plane: int = 0
    assumed: int = 0


def header_plane(sheet: RawSheet, first: int, texts: Sequence[str]) -> tuple[int, str]:
    """Return the plane that a sheet states above its header or in it, and the text; (0, "") for none or two.

    ``first`` is the header's first row (index), ``texts`` what its columns are called.
    """
    above = (cell for row in sheet.rows[:first] for cell in row if type(cell) is str)
    found = stated_planes([*above, *texts])
    return next(iter(found.items())) if len(found) == 1 else (0, "")


def read_places(
    rows: Sequence[Sequence[Cell]],
    columns: PlaceColumns,
    hints: Iterable[PositionHints],
    accuracies: Sequence[float | None],
    stated: tuple[int, str],
) -> SheetPlaces:
    """Read the position of every row. ``stated`` is the plane that the sheet states, with its text."""
    plane, text = stated
    known = [replace(one, stated=plane) for one in hints] if plane else list(hints)
    readings = [
        read_place(row, columns, one, accuracy)
        for row, one, accuracy in zip(rows, known, accuracies, strict=True)
    ]
    metres = [
        (n, *reading.metres, known[n]) for n, reading in enumerate(readings) if reading.metres is not None
    ]
    if not metres:
        return SheetPlaces(readings)
    voted = vote((northing, easting, one) for _, northing, easting, one in metres)
    for n, *_ in metres:
        if _to_read_again(readings[n], voted):
            heard = replace(known[n], leaders=voted.leaders, voices=voted.voices) if voted else known[n]
            readings[n] = read_place(rows[n], columns, heard, accuracies[n])
    if plane:
        return SheetPlaces(readings, text, plane)
    told = voted is not None and OWN in voted.leaders
    assumed = [
        n
        for n, _, _, one in metres
        if not told and not one.may_place and readings[n].position.confidence is Confidence.STATED
    ]
    return SheetPlaces(readings, "", (known[assumed[0]].own or 0) if assumed else 0, len(assumed))


def _to_read_again(reading: Reading, voted: Vote | None) -> bool:
    if voted is None:
        return False
    unsure = reading.position.confidence in (Confidence.PROPOSED, Confidence.UNREADABLE)
    return unsure or OWN not in voted.leaders


def without_position(places: PlaceColumns, headers: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return how a sheet whose columns give no position is told: without any, or with half of one."""
    if places.half is None:
        return "LIST-NO-POSITION", {}
    at, lacking = places.half
    return "LIST-HALF-POSITION", {"header": headers[at], "lacking": label_words(lacking)}
