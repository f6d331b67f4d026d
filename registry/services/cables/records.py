"""Records of outside cable from typed values: one set of rules for rows of workbooks and map features."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely

from registry.geo.lines import lengths_m
from registry.intake.choices import choice_table
from registry.intake.counted import COUNTED, counted
from registry.messages import issue_of
from registry.model.cables import CableNode, CableRoute, CableSegment, Mount, PlantState
from registry.model.issues import Issue
from registry.services.office.calendar import today
from registry.store.cables.cables import node_id, route_id, segment_id
from registry.store.geometry import wkb_hex

SHORTEST_M, LONGEST_M = 0.5, 50_000.0
MOST_VERTICES = 5_000
FIRST_YEAR = 1950
LONGEST_OWNER = 120

Say = Callable[[str, str, dict[str, Any]], None]
"""Says an issue of the present row: the dictionary's column ("" for the row), the code, its parameters."""


@dataclass
class PlantList:
    """What a file gives: routes by id, segments and nodes with where they stand in it, and all issues.

    What the file is silent about stays as it is in the register; ``otherwise`` is what holds, by column, for
    the rows that do not state it (``cable_mount``, ``node_kind``), which stand in ``silent``.
    """

    name: str
    sha256: str
    routes: dict[str, CableRoute] = field(default_factory=dict)
    segments: dict[str, CableSegment] = field(default_factory=dict)
    nodes: dict[str, CableNode] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)  # (sheet, row) of each record
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0
    otherwise: dict[str, str] = field(default_factory=dict)
    silent: dict[str, set[tuple[str, int]]] = field(default_factory=dict)  # by column: their (sheet, row)

    def say(self, code: str, **fields: Any) -> None:
        """Add an issue."""
        self.issues.append(issue_of(code, **fields))


def completed(
    found: PlantList, values: dict[str, Any], cell: Callable[[str], Any], at: tuple[str, int]
) -> dict[str, Any]:
    """Return a row's values with what holds for rows that are silent, and the unit that a count states.

    ``at`` is the row's (sheet, row). ``cell`` gives what stands in the row's cell of a column: one that could
    not be read is not silent.
    """
    own = dict(values)
    for name, value in found.otherwise.items():
        if own.get(name) is None and str(cell(name) or "").strip() == "":
            own[name] = value
            found.silent.setdefault(name, set()).add(at)
    if not own.get("cable_unit") and str(cell("cable_unit") or "").strip() == "":
        units = [counted(name, cell(name))[1] for name in COUNTED]
        own["cable_unit"] = next((unit for unit in units if unit), None)
    return own


def owner_of(text: str) -> str:
    """Return an operator's code for any of its names, else the owner as written (power, lighting ...)."""
    written = " ".join(text.split())
    return choice_table("operators").code(written) or written


def rounded(shape: Any) -> Any:
    """Return a shape in degrees to the millimetre, which is what every export keeps."""
    return shapely.transform(shapely.force_2d(shape), lambda xy: np.round(xy, 8))


def add_segment(
    found: PlantList,
    values: dict[str, Any],
    shape: Any,
    *,
    owner: str,
    at: tuple[str, int],
    say: Say,
    accuracy_m: float = 10.0,
    attributes: dict[str, Any] | None = None,
) -> None:
    """Add a segment with a shape (LineString, EPSG:4326) and the values of its columns; else leave it out.

    Its length is set later for all at once (``measure``).
    """
    whose = owner_of(str(values.get("cable_owner") or "")) or owner
    if len(whose) > LONGEST_OWNER:
        _leave(found, say, "cable_owner", "CELL-TEXT-LONG", length=len(whose), longest=LONGEST_OWNER)
        return
    mount = values.get("cable_mount")
    if not whose:
        _leave(found, say, "cable_owner", "CABLE-NO-OWNER")
        return
    if mount is None:
        _leave(found, say, "cable_mount", "CABLE-NO-MOUNT")
        return
    shape = rounded(shape)
    vertices = int(shapely.get_num_coordinates(shape))
    if vertices > MOST_VERTICES:
        _leave(found, say, "cable_vertices", "CABLE-TOO-MANY-POINTS", count=vertices, most=MOST_VERTICES)
        return
    code, route_code = str(values.get("cable_code") or ""), str(values.get("cable_route") or "")
    identity = segment_id(whose, route_code, code, wkb_hex(shape))
    if identity in found.segments:
        _leave(found, say, "cable_code", "CABLE-TWICE", first=found.places[identity][1])
        return
    route = found.routes.setdefault(
        route_id(whose, route_code), CableRoute(route_id(whose, route_code), route_code, whose)
    )
    name = _text(values, "cable_route_name", 200, say)
    if name and not route.name:
        found.routes[route.id] = CableRoute(route.id, route_code, whose, name)
    found.places[identity] = at
    found.segments[identity] = CableSegment(
        id=identity,
        route=route.id,
        code=code,
        owner=whose,
        mount=Mount(mount),
        geometry=shape,
        decision=_text(values, "cable_decision", 300, say),
        spare_loop_m=values.get("cable_loop"),
        accuracy_m=accuracy_m,
        from_node=str(values.get("cable_from") or ""),
        to_node=str(values.get("cable_to") or ""),
        attributes=attributes,
        **_shared(values, say),
    )


def add_node(
    found: PlantList,
    values: dict[str, Any],
    lon: float,
    lat: float,
    *,
    owner: str,
    at: tuple[str, int],
    say: Say,
    accuracy_m: float = 10.0,
    attributes: dict[str, Any] | None = None,
) -> None:
    """Add a node at a place (EPSG:4326), or leave it out with its issue."""
    whose = owner_of(str(values.get("cable_owner") or "")) or owner
    if len(whose) > LONGEST_OWNER:
        _leave(found, say, "cable_owner", "CELL-TEXT-LONG", length=len(whose), longest=LONGEST_OWNER)
        return
    kind = values.get("node_kind")
    if not whose:
        _leave(found, say, "cable_owner", "CABLE-NO-OWNER")
        return
    if kind is None:
        _leave(found, say, "node_kind", "CABLE-NO-KIND")
        return
    code = str(values.get("node_code") or "")
    identity = node_id(whose, code, f"{kind} {lon:.7f} {lat:.7f}")
    if identity in found.nodes:
        _leave(found, say, "node_code", "CABLE-TWICE", first=found.places[identity][1])
        return
    found.places[identity] = at
    found.nodes[identity] = CableNode(
        id=identity,
        code=code,
        kind=kind,
        owner=whose,
        lon=round(lon, 8),
        lat=round(lat, 8),
        accuracy_m=accuracy_m,
        attributes=attributes,
        **_shared(values, say),
    )


def measure(found: PlantList) -> None:
    """Set the length of every segment; one that is none, or longer than a cable, is left out and said."""
    items = list(found.segments.values())
    lengths = lengths_m(np.array([item.geometry for item in items], dtype=object)).tolist()
    for item, metres in zip(items, lengths, strict=True):
        sheet, row = found.places[item.id]
        if not SHORTEST_M <= metres <= LONGEST_M:
            del found.segments[item.id]
            found.left_out += 1
            found.say(
                "CABLE-LENGTH", sheet=sheet, row=row,
                params={"metres": metres, "least": SHORTEST_M, "most": LONGEST_M / 1000},
            )  # fmt: skip
            continue
        found.segments[item.id] = replace(item, length_m=round(metres, 2))
    used = {item.route for item in found.segments.values()}
    found.routes = {key: route for key, route in found.routes.items() if key in used}


def _shared(values: dict[str, Any], say: Say) -> dict[str, Any]:
    """Return the fields that segments and nodes have in common, from the values of their columns."""
    capacity, spare = _counts(values, say)
    return {
        "state": PlantState(values.get("cable_state") or PlantState.IN_SERVICE),
        "operators": tuple(values.get("cable_operators") or ()),
        "capacity": capacity,
        "spare": spare,
        "unit": values.get("cable_unit") or "",
        "height_m": values.get("cable_height"),
        "built_year": _year(values, say),
        "tagged": values.get("cable_tagged"),
        "note": _text(values, "note", 1000, say),
    }


def _text(values: dict[str, Any], name: str, longest: int, say: Say) -> str:
    """Return the text of a column whole; one that is too long is not taken in, and that is said."""
    text = str(values.get(name) or "").strip()
    if len(text) <= longest:
        return text
    say(name, "CELL-TEXT-LONG", {"length": len(text), "longest": longest})
    return ""


def _counts(values: dict[str, Any], say: Say) -> tuple[int | None, int | None]:
    capacity, spare = values.get("cable_capacity"), values.get("cable_spare")
    if capacity is not None and spare is not None and spare > capacity:
        say("cable_spare", "CABLE-SPARE-OVER", {"spare": spare, "capacity": capacity})
        return capacity, None
    return capacity, spare


def _year(values: dict[str, Any], say: Say) -> int | None:
    year = values.get("cable_year")
    last = today().year + 5
    if year is None or FIRST_YEAR <= year <= last:
        return year
    say("cable_year", "CABLE-YEAR", {"year": year, "first": FIRST_YEAR, "last": last})
    return None


def _leave(found: PlantList, say: Say, name: str, code: str, **params: Any) -> None:
    found.left_out += 1
    say(name, code, params)
