"""Outside cable from a workbook: segments between points or nodes, or points in a cell; nodes as points.

The file is read in the intake's limited child process. What is not understood becomes an issue at its cell
and no record; a coordinate that would need a repair is not used.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.geo.coordinates import read_pair, read_text
from registry.geo.readings import Reading
from registry.intake.limits import check_file
from registry.intake.parsed import ParsedList, ParsedRow
from registry.intake.reading import read_list
from registry.model.positions import Confidence
from registry.services.cables.records import PlantList, add_node, add_segment, completed, measure, owner_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.position_hints import office_hints
from registry.store.cables.cables import nodes_of_codes
from registry.typed_text import beginning

_SHAPES = (
    "cable_vertices", "cable_from_at", "cable_to_at", "cable_from_lon", "cable_to_lon", "cable_from",
    "cable_to",
)  # fmt: skip
NOT_OWN = "CABLE-NODE-NOT-OWN"
_LONGEST_CELL = 200_000
_LONGEST_POINT = 200
_WKT = re.compile(r"\s*LINESTRING\s*\(", re.IGNORECASE)


def read_plant_rows(
    registry: Registry,
    path: Path,
    *,
    owner: str = "",
    name: str | None = None,
    reader: str | None = None,
    otherwise: Mapping[str, str] | None = None,
) -> PlantList:
    """Read a list of segments or of nodes (.xlsx, .xls, .ods, .csv); which of the two, its columns tell.

    ``owner`` is whose the rows are that name no owner, ``reader`` the organisation that the answer is for
    (None: the office): a code alone says where a node stands to its owner only; ``otherwise`` as in
    ``PlantList``. Raises RefusalError for a file that is neither.
    """
    check_file(path)
    shown = name or path.name
    parsed = _read(path, ListKind.CABLES, shown)
    if parsed is not None and any(sheet.letter_of(item) for sheet in parsed.sheets for item in _SHAPES):
        return _Segments(registry, parsed, owner, reader, otherwise).read()
    parsed = _read(path, ListKind.CABLE_NODES, shown)
    if parsed is None or not any(_has_place(row) for row in parsed.rows):
        raise RefusalError("CABLE-LIST-NO-SHAPE", name=shown)
    return _Nodes(registry, parsed, owner, reader, otherwise).read()


def _read(path: Path, kind: ListKind, shown: str) -> ParsedList | None:
    try:
        return read_list(path, kind, name=shown)
    except RefusalError as refusal:
        if refusal.code != "FILE-NO-HEADER":
            raise
        return None


def _has_place(row: ParsedRow) -> bool:
    return bool(row.position.raw) or row.position.known


class _Rows:
    """What both lists share: where an issue stands."""

    def __init__(
        self,
        registry: Registry,
        parsed: ParsedList,
        owner: str,
        reader: str | None,
        otherwise: Mapping[str, str] | None,
    ) -> None:
        self.registry, self.parsed, self.reader = registry, parsed, reader
        self.owner = owner_of(owner)
        self.found = PlantList(
            parsed.name, parsed.sha256, issues=list(parsed.issues), otherwise=dict(otherwise or {})
        )
        self._columns = {
            sheet.name: {column.name: column for column in sheet.columns} for sheet in parsed.sheets
        }

    def say_at(self, row: ParsedRow) -> Any:
        """Return what says an issue of one row."""

        def say(name: str, code: str, params: dict[str, Any], proposed: str | None = None) -> None:
            at = self._columns.get(row.sheet, {}).get(name)
            self.found.say(
                code, sheet=row.sheet, row=row.row, column=at.header if at else "",
                letter=at.letter if at else "", value=beginning(row.raw.get(name, ""), 200), params=params,
                proposed=proposed,
            )  # fmt: skip

        return say


class _Nodes(_Rows):
    def read(self) -> PlantList:
        for row in self.parsed.rows:
            place, at = row.position, (row.sheet, row.row)
            if place.lon is None or place.lat is None or place.confidence is Confidence.PROPOSED:
                self.found.left_out += 1
                if place.confidence is Confidence.PROPOSED:
                    self.say_at(row)("lat", "CABLE-POINT-DOUBT", {"value": ", ".join(place.raw)[:80]})
                continue
            add_node(
                self.found, completed(self.found, row.values, row.raw.get, at), place.lon, place.lat,
                owner=self.owner, at=at, say=self.say_at(row), accuracy_m=place.accuracy_m,
            )  # fmt: skip
        return self.found


class _Segments(_Rows):
    def read(self) -> PlantList:
        self.hints = office_hints(context_for(self.registry, today()))
        self._find_nodes()
        for row in self.parsed.rows:
            say, at = self.say_at(row), (row.sheet, row.row)
            shape = self._shape(row, say)
            if shape is None:
                self.found.left_out += 1
                continue
            line, accuracy = shape
            add_segment(
                self.found, completed(self.found, row.values, row.raw.get, at), line, owner=self.owner,
                at=at, say=say, accuracy_m=float(row.values.get("accuracy_m") or accuracy),
            )  # fmt: skip
        measure(self.found)
        return self.found

    def _find_nodes(self) -> None:
        codes: dict[str, list[str]] = {}
        for row in self.parsed.rows:
            whose = owner_of(str(row.values.get("cable_owner") or "")) or self.owner
            codes.setdefault(whose, []).extend(
                str(row.values[name]) for name in ("cable_from", "cable_to") if row.values.get(name)
            )
        self.nodes: dict[tuple[str, str], tuple[float, float, float]] = {}
        with self.registry.database.read() as connection:
            for whose, wanted in codes.items():
                for code, node in nodes_of_codes(connection, whose, wanted).items():
                    if self.reader not in (None, node.owner):
                        continue
                    self.nodes[whose, code] = (node.lon, node.lat, node.accuracy_m)

    def _shape(self, row: ParsedRow, say: Any) -> tuple[Any, float] | None:
        """Return a row's line and how far it may be off, or None with its issue said."""
        text = str(row.values.get("cable_vertices") or "").strip()
        if text:
            return self._vertices(text, say)
        ends = [self._end(row, side, say) for side in ("from", "to")]
        if any(end is None for end in ends):
            return None
        (lon1, lat1, error1), (lon2, lat2, error2) = ends  # type: ignore[misc]  # both are there
        return shapely.LineString([(lon1, lat1), (lon2, lat2)]), max(error1, error2)

    def _end(self, row: ParsedRow, side: str, say: Any) -> tuple[float, float, float] | None:
        values = row.values
        at, lon, lat = f"cable_{side}_at", f"cable_{side}_lon", f"cable_{side}_lat"
        if values.get(at):
            return self._point(read_text(str(values[at])[:_LONGEST_POINT], self.hints), at, say)
        if values.get(lon) and values.get(lat):
            pair = read_pair(str(values[lon])[:80], str(values[lat])[:80], self.hints)
            return self._point(pair, lat, say)
        code = str(values.get(f"cable_{side}") or "")
        if not code:
            say(f"cable_{side}", f"CABLE-NO-{side.upper()}", {})
            return None
        whose = owner_of(str(values.get("cable_owner") or "")) or self.owner
        found = self.nodes.get((whose, code))
        if found is None:
            said = "CABLE-NODE-UNKNOWN" if self.reader is None else NOT_OWN
            say(f"cable_{side}", said, {"code": code[:60]})
        return found

    def _point(self, reading: Reading, name: str, say: Any) -> tuple[float, float, float] | None:
        place = reading.position
        doubtful = place.confidence is Confidence.PROPOSED
        if place.lon is None or place.lat is None or doubtful:
            problem = reading.problems[0] if reading.problems else None
            proposed = (problem.proposed if problem else None) or ""
            pair = proposed if ", " in proposed else None  # one number of two helps nobody
            say(
                name, "CABLE-POINT-DOUBT" if doubtful else "CABLE-POINT-NOT-READ",
                {"value": ", ".join(place.raw)[:80]}, pair,
            )  # fmt: skip
            return None
        return place.lon, place.lat, place.accuracy_m

    def _vertices(self, text: str, say: Any) -> tuple[Any, float] | None:
        if len(text) > _LONGEST_CELL:
            say("cable_vertices", "CABLE-POINT-NOT-READ", {"value": text[:80]})
            return None
        if _WKT.match(text):
            line = shapely.from_wkt(text, on_invalid="ignore")
            if line is None or line.geom_type != "LineString" or not np.isfinite(line.bounds).all():
                say("cable_vertices", "CABLE-POINT-NOT-READ", {"value": text[:80]})
                return None
            west, south, east, north = line.bounds
            if west < -180 or east > 180 or south < -90 or north > 90:
                say("cable_vertices", "CABLE-WKT-NOT-DEGREES", {"value": text[:80]})
                return None
            return shapely.force_2d(line), 10.0
        points = []
        for piece in points_of(text):
            point = self._point(read_text(piece[:_LONGEST_POINT], self.hints), "cable_vertices", say)
            if point is None:
                return None
            points.append(point)
        if len(points) < 2:
            say("cable_vertices", "CABLE-ONE-POINT", {"value": text[:80]})
            return None
        return shapely.LineString([point[:2] for point in points]), max(point[2] for point in points)


def points_of(text: str) -> list[str]:
    """Split a cell of points: lines or strokes between them, else semicolons between points or their numbers.

    "21,27; 106,19 | 21,28; 106,20" and "21.27, 106.19; 21.28, 106.20" both give two points.
    """
    pieces = [piece.strip() for piece in re.split(r"[\n\r|]+|→|->", text) if piece.strip()]
    if len(pieces) > 1:
        return pieces
    pieces = [piece.strip() for piece in text.split(";") if piece.strip()]
    single = all(len(re.findall(r"\d+(?:[.,]\d+)?", piece)) == 1 for piece in pieces)
    if single and len(pieces) % 2 == 0:
        return [f"{one}; {two}" for one, two in zip(pieces[::2], pieces[1::2], strict=True)]
    return pieces
