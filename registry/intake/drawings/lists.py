"""Chambers, poles, cabinets and places for stations from a workbook with coordinates.

The lists are those that the register knows: one of cable nodes, whose column of kinds tells chambers, poles
and cabinets apart, or one of proposed positions, whose rows are places for stations.
"""

from pathlib import Path
from typing import Any

import shapely

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.limits import check_file
from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.reading import read_list
from registry.messages import issue_of
from registry.model.designs.contents import BtsKind, BtsPlace, DesignContent, Spot, ThingKind
from registry.model.issues import Issue
from registry.model.positions import Confidence
from registry.model.sites import Support

_FIELDS = {
    "pole_own": "poles",
    "pole_shared": "poles",
    "chamber": "chambers",
    "duct_end": "chambers",
    "cabinet": "cabinets",
}
_KINDS = {"poles": ThingKind.POLE, "chambers": ThingKind.CHAMBER, "cabinets": ThingKind.CABINET}


def read_places(path: Path, name: str) -> tuple[DesignContent, list[Issue], int, dict[str, int]]:
    """Return what a list holds, its issues, how many rows were left out, and how many things of each kind.

    Raises RefusalError: codes FILE-* of the intake, ``DRAWING-LIST-NO-PLACES`` for a list with no position.
    """
    check_file(path)
    parsed = _read(path, ListKind.CABLE_NODES, name)
    if parsed is not None and any("node_kind" in row.values for row in parsed.rows):
        return _nodes(parsed)
    parsed = _read(path, ListKind.PROPOSALS, name)
    if parsed is None or not any(row.position.known for row in parsed.rows):
        raise RefusalError("DRAWING-LIST-NO-PLACES", name=name)
    return _stations(parsed)


def _read(path: Path, kind: ListKind, name: str) -> ParsedList | None:
    try:
        return read_list(path, kind, name=name)
    except RefusalError as refusal:
        if refusal.code != "FILE-NO-HEADER":
            raise
        return None


def _point(row: ParsedRow, issues: list[Issue]) -> Any:
    """Return a row's position; one that would need a repair is not used."""
    place = row.position
    if place.lon is None or place.lat is None or place.confidence is Confidence.PROPOSED:
        raw = ", ".join(place.raw)[:80]
        issues.append(issue_of("DRAWING-ROW-LEFT-OUT", sheet=row.sheet, row=row.row, value=raw))
        return None
    return shapely.Point(place.lon, place.lat)


def _nodes(parsed: ParsedList) -> tuple[DesignContent, list[Issue], int, dict[str, int]]:
    issues = list(parsed.issues)
    found: dict[str, list[Spot]] = {name: [] for name in _KINDS}
    left_out = 0
    for row in parsed.rows:
        field = _FIELDS.get(str(row.values.get("node_kind") or ""))
        point = None if field is None else _point(row, issues)
        if field is None or point is None:
            left_out += 1
            continue
        found[field].append(Spot(str(row.values.get("node_code") or ""), point))
    content = DesignContent(
        chambers=tuple(found["chambers"]), poles=tuple(found["poles"]), cabinets=tuple(found["cabinets"]),
        shown=frozenset(kind for name, kind in _KINDS.items() if found[name]),
    )  # fmt: skip
    return (
        content,
        issues,
        left_out,
        {_KINDS[name].value: len(spots) for name, spots in found.items() if spots},
    )


def _stations(parsed: ParsedList) -> tuple[DesignContent, list[Issue], int, dict[str, int]]:
    issues = list(parsed.issues)
    places = []
    for row in parsed.rows:
        point = _point(row, issues)
        if point is None:
            continue
        values = row.values
        operator = str(values.get("operator") or "")
        places.append(
            BtsPlace(
                name=str(values.get("site_code") or ""),
                geometry=point,
                kind=BtsKind.ROOF if values.get("support") == Support.ROOF.value else BtsKind.MAST,
                height_m=values.get("mast_height_m"),
                building_m=values.get("building_height_m"),
                operators=(operator,) if operator else (),
            )
        )
    content = DesignContent(bts_places=tuple(places), shown=frozenset({ThingKind.BTS}))
    return content, issues, len(parsed.rows) - len(places), {ThingKind.BTS.value: len(places)}
