"""What the second reading knows of a row and of the register, and how it measures."""

import datetime as dt
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pyproj import Geod

WGS84 = Geod(ellps="WGS84")
QD_72 = dt.date(2025, 12, 1)  # QĐ 72/2025/QĐ-UBND Điều 15(5), in force
ND_222 = dt.date(2026, 7, 1)  # NĐ 222/2026: consent from 100 m; NĐ 32/2016 before: from 45 m
SMALL_M = 3.0
BORDER_M = 60.0
FAR_DEG = 0.05
DEGREE_M = 100_000.0  # a degree of the province is longer, whichever way
PASS, FAIL, CONSENT, REVIEW, UNKNOWN, NA = "pass", "fail", "consent", "review", "unknown", "na"
Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Area:
    """A polygon or several: all rings (EPSG:4326), the error of its edge (m), the classes that it allows."""

    rings: tuple[Ring, ...]
    error_m: float = 0.0
    classes: frozenset[str] | None = None

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        corners = [corner for ring in self.rings for corner in ring]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs) - FAR_DEG, min(ys) - FAR_DEG, max(xs) + FAR_DEG, max(ys) + FAR_DEG

    def far_from(self, lon: float, lat: float) -> bool:
        """Whether a point is so far away that no error of a position reaches it."""
        west, south, east, north = self.box
        return not (west <= lon <= east and south <= lat <= north)


@dataclass(frozen=True)
class Mast:
    """A mast as the register has it; ``asked``: those that it may be the same as, by place in the list."""

    code: str
    lon: float
    lat: float
    accuracy_m: float
    networks: frozenset[str]
    approved_only: bool
    height_m: float | None
    mast_class: str
    asked: tuple[int, ...] | None = None
    top_m: float | None = None
    owner: str = ""  # an operator's code, other words as they are, "" where nobody says
    designed: int | None = None
    load_pct: float | None = None
    robust: bool = False

    @property
    def small(self) -> bool:
        return self.height_m is not None and 0 < self.height_m <= SMALL_M

    @property
    def small_by_class(self) -> bool:
        return self.height_m is None and self.mast_class == "A1a"


@dataclass(frozen=True)
class Row:
    """One proposal, as far as these rules read it."""

    lon: float | None
    lat: float | None
    accuracy_m: float
    repaired: bool
    kind: str
    operator: str
    shared_with: tuple[str, ...]
    code: str
    replaces: str
    mast_class: str
    support: str
    height_m: float | None
    rod_m: float | None
    building_m: float | None
    top_m: float | None
    urban: bool | None
    host: str = ""
    note: str = ""
    owner: str = ""
    sent: str = ""
    replied: str = ""

    @cached_property
    def networks(self) -> frozenset[str]:
        return frozenset({self.operator, *self.shared_with}) if self.operator else frozenset()

    @property
    def small(self) -> bool:
        return self.height_m is not None and 0 < self.height_m <= SMALL_M


@dataclass(frozen=True)
class Register:
    """What is known on a day: masts by code, areas, the territory, whose list is complete and recent."""

    day: dt.date
    masts: Sequence[Mast]
    by_code: dict[str, int]
    territory: Area
    urban_areas: Sequence[Area]
    zones: Sequence[Area]
    aids: Sequence[Area]
    awaited: frozenset[str]
    listed: frozenset[str]
    lately: frozenset[str]  # listed within two reports: what was built since, the office agreed to itself


@dataclass
class Answer:
    """An outcome and the metres that it would take to turn it (infinite where nothing was measured).

    ``gap``: what is open is the office's own to clear up; ``could``: and it could refuse this row here.
    """

    outcome: str
    edge_m: float = math.inf
    gap: bool = False
    could: bool = False

    @property
    def whose(self) -> str:
        """Whose the reservation is: the law's, a condition, the office's, "" nobody's."""
        if self.outcome in {FAIL, PASS}:
            return "legal" if self.outcome == FAIL else ""
        if self.gap:
            return "office"
        return "" if self.outcome == NA else "condition"


@dataclass
class Spot:
    """What a row's place is to the areas of the register."""

    inside: bool
    border_m: float
    urban: tuple[bool, ...]  # the answers to "urban?" that may hold, the likelier one first
    certain: bool
    edge_m: float = math.inf


def metres(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    return round(WGS84.inv(lon1, lat1, lon2, lat2)[2], 3)


def holds(area: Area, lon: float, lat: float) -> bool:
    """Whether a point is inside: a ray to the east crosses the rings an odd number of times."""
    odd = False
    for ring in area.rings:
        for (x1, y1), (x2, y2) in itertools.pairwise(ring):
            if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                odd = not odd
    return odd


def edge_of(area: Area, lon: float, lat: float) -> float:
    """Return the metres from a point to the nearest edge, in the plane that touches the ellipsoid there."""
    east = WGS84.inv(lon, lat, lon + 0.01, lat)[2] / 0.01
    north = WGS84.inv(lon, lat, lon, lat + 0.01)[2] / 0.01
    least = math.inf
    for ring in area.rings:
        flat = [((x - lon) * east, (y - lat) * north) for x, y in ring]
        for (x1, y1), (x2, y2) in itertools.pairwise(flat):
            dx, dy = x2 - x1, y2 - y1
            length = dx * dx + dy * dy
            along = 0.0 if not length else min(1.0, max(0.0, -(x1 * dx + y1 * dy) / length))
            least = min(least, math.hypot(x1 + along * dx, y1 + along * dy))
    return least


def spot_of(row: Row, register: Register) -> Spot:
    assert row.lon is not None
    assert row.lat is not None
    border_m = edge_of(register.territory, row.lon, row.lat)
    spot = Spot(holds(register.territory, row.lon, row.lat), border_m, (False,), certain=True)
    inside = near = sure = False
    for area in register.urban_areas:
        if area.far_from(row.lon, row.lat):
            continue
        away, held = edge_of(area, row.lon, row.lat), holds(area, row.lon, row.lat)
        error = math.hypot(row.accuracy_m, area.error_m)
        close = error > 0 and away < error
        spot.edge_m = min(spot.edge_m, away if row.urban is None or held else abs(away - error))
        spot.edge_m = min(spot.edge_m, abs(away - error))
        inside |= held
        sure |= held and not close
        near |= close
    # the layer of towns is complete in the province, and says nothing of the ground beyond its border
    complete = spot.inside or border_m <= register.territory.error_m
    if not spot.inside and abs(border_m - register.territory.error_m) < BORDER_M:
        spot.edge_m = 0.0  # how far the layer still reaches beyond an approximate border is no law
    if row.urban is None:
        doubt = near or not complete
        spot.urban = (True,) if sure else (True, False) if inside else (False, True) if doubt else (False,)
    elif row.urban:  # the row's word, which settles nothing where the layer surely says otherwise
        spot.urban = (True,) if inside or near or not complete else (True, False)
    else:
        spot.urban = (False, True) if sure else (False,)
    spot.certain = len(spot.urban) == 1
    return spot
