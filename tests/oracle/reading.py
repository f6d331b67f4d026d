"""The law of positions read a second time: mast by mast, corner by corner, without any of the checks' code.

Written from the texts and from how the design reads them (findings, verdicts, how spacing is read).
Distances are geodesics of ``pyproj.Geod`` on WGS 84; polygons are walked corner by corner in degrees, their
edges measured in a plane tangent at the point. It knows no index, no array and no helper of the checks, so
that what both readings agree on hangs on neither's machinery.

What it answers about one row is an outcome a rule, and how near (in metres) the nearest number was to turning
it: two planes differ by millimetres, so a comparison leaves out rows that stand on a knife's edge.
"""

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyproj import Geod

WGS84 = Geod(ellps="WGS84")
QD_72 = dt.date(2025, 12, 1)  # QĐ 72/2025/QĐ-UBND Điều 15(5), in force
ND_222 = dt.date(2026, 7, 1)  # NĐ 222/2026: consent from 100 m; NĐ 32/2016 before: from 45 m
LIMITS = {"SPC-01": {True: 120.0, False: 250.0}, "SPC-02": {True: 300.0, False: 450.0}}
SMALL_M = 3.0
AID_M = 3_000.0  # NĐ 222/2026, Phụ lục IV
BORDER_M = 60.0
FAR_DEG = 0.05
DEGREE_M = 100_000.0  # a degree of the province is longer, whichever way
ALL_CLASSES = frozenset({"A1a", "A1b", "A2a", "A2b", "A2c"})
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


@dataclass
class Weighed:
    """What the masts say under one limit: 3 too near, 2 doubtful, 1 by a mast placed too coarsely, 0 far."""

    level: int = 0
    edge_m: float = math.inf
    failing: list[tuple[float, str]] = field(default_factory=list)
    doubtful: list[tuple[float, str, bool]] = field(
        default_factory=list
    )  # the last: no network is named on it
    coarse: list[float] = field(default_factory=list)


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


def location(row: Row, register: Register, spot: Spot) -> Answer:
    """LOC-01: inside; within the error of border and position a review, beyond it a fail."""
    error = math.hypot(row.accuracy_m, register.territory.error_m)
    of_border = register.territory.error_m > row.accuracy_m  # the larger error is whose it is to mend
    answer = Answer(REVIEW, min(abs(spot.border_m - error), spot.border_m), of_border, of_border)
    if spot.border_m >= error:
        answer.gap = answer.could = False
        outside = REVIEW if row.repaired else FAIL
        answer.outcome = (REVIEW if row.repaired else PASS) if spot.inside else outside
    return answer


def airspace(row: Row, register: Register, spot: Spot) -> Answer:
    """AIR-01: by the height; since 1/7/2026 at any height by an aid of navigation (NĐ 222/2026 82(4))."""
    answer = above_ground(row, register.day)
    if register.day < ND_222:
        return answer
    assert row.lon is not None
    assert row.lat is not None
    if not spot.inside and spot.border_m > register.territory.error_m - BORDER_M:
        answer.edge_m = 0.0  # the office's layer of aids ends there, and what it takes instead is no law
    for aid in register.aids:
        away = 0.0 if holds(aid, row.lon, row.lat) else edge_of(aid, row.lon, row.lat)
        error = math.hypot(row.accuracy_m, aid.error_m)
        answer.edge_m = min(answer.edge_m, abs(away - AID_M), abs(abs(away - AID_M) - error))
        if abs(away - AID_M) < error and answer.outcome != CONSENT:
            answer.outcome = REVIEW
        elif away <= AID_M:
            answer.outcome = CONSENT
    return answer


def above_ground(row: Row, day: dt.date) -> Answer:
    """The top above ground, rod included: consent from 45 m, from 1/7/2026 from 100 m."""
    limit = 100.0 if day >= ND_222 else 45.0
    roof = row.support == "roof" or (
        not row.support and (row.mast_class in {"A1a", "A2a"} or row.building_m is not None)
    )
    stated = [row.height_m, row.rod_m, row.building_m if roof else None]
    parts = [part for part in stated if part is not None]
    top, whole = (sum(parts), True) if parts else (None, False)
    whole = whole and row.height_m is not None and not (roof and row.building_m is None)
    if row.top_m is not None:
        house = row.building_m or 0.0 if row.support == "roof" else 0.0
        top, whole = max(row.top_m, (row.height_m or 0.0) + house), True
    if top is None or (not whole and top < limit):
        return Answer(UNKNOWN)
    if top >= limit:
        return Answer(CONSENT)
    return Answer(REVIEW if day < ND_222 and top >= 44.0 else PASS)


def zone_class(row: Row, register: Register, spot: Spot) -> Answer:
    """PLN-02: a zone that holds the point, or may, allows the class; a silent one says nothing."""
    if row.kind == "share":
        return Answer(NA)
    assert row.lon is not None
    assert row.lat is not None
    answer, inside, against = Answer(NA), [], []
    for zone in register.zones:
        if zone.far_from(row.lon, row.lat):
            continue
        held, away = holds(zone, row.lon, row.lat), edge_of(zone, row.lon, row.lat)
        error = math.hypot(row.accuracy_m, zone.error_m)
        near = error > 0 and away < error
        answer.edge_m = min(answer.edge_m, away, abs(away - error))
        if held:
            inside.append(zone)
        limited = zone.classes is not None and not zone.classes >= ALL_CLASSES
        if (held or near) and limited and row.mast_class not in (zone.classes or ()):
            against.append((near, not held, zone))
    error = register.territory.error_m
    if not inside and not against and not spot.inside and spot.border_m > error - BORDER_M:
        if abs(spot.border_m - error) < BORDER_M:
            answer.edge_m = 0.0  # the layer ends with a border that is only approximate
        answer.gap = answer.could = True  # a zone that nobody drew may hold it
    if against:
        near, _, zone = min(against, key=lambda item: item[:2])
        answer.gap = answer.could = (near or zone.error_m > 0) and zone.error_m > row.accuracy_m
        answer.gap = answer.could = answer.could and bool(row.mast_class)
        surely = any(not near and zone.error_m == 0 for near, _, zone in against)
        answer.outcome = UNKNOWN if not row.mast_class else FAIL if surely and not row.repaired else REVIEW
    elif any(zone.classes is not None for zone in inside):
        answer.outcome = PASS
    return answer


def spacing(row: Row, register: Register, rule: str, spot: Spot) -> Answer:
    """SPC-01 and SPC-02: QĐ 72/2025 Điều 15(5)a and b, as design section 5 reads them."""
    if row.kind == "share":
        return Answer(NA)
    if register.day < QD_72:
        return Answer(REVIEW, gap=True, could=True)  # nobody has read that day's text, and it may refuse
    if row.kind == "upgrade":
        return Answer(REVIEW)
    exempt = rule == "SPC-01" and row.small
    if exempt and row.shared_with:
        return Answer(NA)
    under = {urban: weigh(row, register, rule, urban) for urban in spot.urban}
    edge = min([spot.edge_m, *(each.edge_m for each in under.values())])
    if not spot.inside and abs(spot.border_m - register.territory.error_m) < BORDER_M:
        edge = 0.0  # how far beyond a border that is only approximate the lists still reach is no law
    if exempt:  # 15(5)a exempts it, 15(6)a asks it to keep the distance in towns where it does not share
        level = under[True].level if True in under else 0
        return Answer(REVIEW if level else NA, edge, gap=level == 1)
    answer = _together(row, register, rule, spot, under)
    answer.edge_m = edge
    if answer.outcome == FAIL and row.repaired:
        answer.outcome = REVIEW
    return answer


def _together(row: Row, register: Register, rule: str, spot: Spot, under: dict[bool, Weighed]) -> Answer:
    levels = {max(each.level, 1) for each in under.values()}
    worst = max(levels)
    if worst > 1:
        if not row.operator and rule == "SPC-02":
            return Answer(UNKNOWN)  # whether the mast is of the same network hangs on who asks
        if len(levels) > 1 or worst == 2:
            deciding = next(each for each in under.values() if each.level == worst)
            nameless = worst == 2 and min(deciding.doubtful)[2]
            return Answer(REVIEW, gap=nameless, could=nameless)
        return Answer(
            FAIL if row.height_m else UNKNOWN
        )  # a mast of at most 3 m would be exempt, or for review
    if not spot.inside and spot.border_m > register.territory.error_m:
        return Answer(UNKNOWN, gap=True, could=True)  # no list of masts reaches there
    needed = register.awaited | (row.networks if rule == "SPC-02" else frozenset())
    hidden = not needed <= register.lately
    if max(each.level for each in under.values()):
        rough = next(each.coarse for each in under.values() if each.level)
        near = min(rough) < 2 * LIMITS[rule][spot.urban[0]]
        return Answer(REVIEW, gap=True, could=hidden or near)
    return Answer(PASS) if needed <= register.listed else Answer(REVIEW, gap=True, could=hidden)


def weigh(row: Row, register: Register, rule: str, urban: bool) -> Weighed:
    limit, found = LIMITS[rule][urban], Weighed()
    left_out, soft, unnamed = _set_aside(row, register)
    lon, lat, networks = row.lon or 0.0, row.lat or 0.0, row.networks
    for at, mast in enumerate(register.masts):
        reach = (limit + row.accuracy_m + mast.accuracy_m + 100.0) / DEGREE_M
        if abs(mast.lat - lat) > reach or abs(mast.lon - lon) > reach or at in left_out:
            continue
        unsure = False
        if networks:
            same = bool(networks & mast.networks)
            unsure = rule == "SPC-02" and not mast.networks
            if (rule == "SPC-02") != same and not unsure:
                continue
        away = metres(lon, lat, mast.lon, mast.lat)
        error = math.hypot(row.accuracy_m, mast.accuracy_m)
        found.edge_m = min(found.edge_m, abs(away - limit), abs(abs(away - limit) - error))
        doubt = abs(away - limit) < error
        if not doubt and away >= limit:
            continue
        if mast.small and rule == "SPC-01" and not urban:
            continue
        if doubt and mast.accuracy_m >= limit:
            found.level = max(found.level, 1)
            found.coarse.append(away)
        elif (
            doubt
            or mast.small
            or mast.small_by_class
            or mast.approved_only
            or unsure
            or at in soft
            or (
                mast.asked is not None
                and (unnamed or not _either_way(row, register, mast, limit, left_out | soft))
            )
            or (row.small and rule == "SPC-02")
            or (row.mast_class == "A1a" and not row.height_m)
        ):
            found.level = max(found.level, 2)
            found.doubtful.append((away, mast.code, unsure))
        else:
            found.failing.append((away, mast.code))
    # one mast is taken down, and which is not said: the nearest may be it, the others stay
    if found.failing and not (unnamed and len(found.failing) == 1):
        found.level = 3
    elif found.failing:
        found.level = max(found.level, 2)
        found.doubtful += [(away, code, False) for away, code in found.failing]
    return found


def _either_way(row: Row, register: Register, mast: Mast, limit: float, doubted: set[int]) -> bool:
    """Whether the row is too near whatever the answer to *same mast?*: at the other place, too."""
    if not mast.asked:
        return False
    for at in mast.asked:
        other = register.masts[at]
        away = metres(row.lon or 0.0, row.lat or 0.0, other.lon, other.lat)
        sure = limit - away >= math.hypot(row.accuracy_m, other.accuracy_m) and away < limit
        if not sure or other.approved_only or other.small or other.small_by_class or at in doubted:
            return False
    return True


def _set_aside(row: Row, register: Register) -> tuple[set[int], set[int], bool]:
    """Return the masts that do not count against a row, those in doubt, and whether one unnamed goes."""

    def could_be_own(at: int) -> bool:
        carried = register.masts[at].networks
        return not row.networks or not carried or bool(carried & row.networks)

    own = {register.by_code[row.code]} if row.code in register.by_code else set()
    own = {at for at in own if could_be_own(at)}
    if row.kind not in {"replace", "relocate"}:
        standing = {at for at in own if not register.masts[at].approved_only}
        return own - standing, standing, False
    named = [code for code in row.replaces.split(", ") if code]
    known = {register.by_code[code] for code in named if code in register.by_code}
    others = {at for at in known if not could_be_own(at)}
    built = any(not register.masts[at].approved_only for at in own)
    unnamed = any(code not in register.by_code for code in named) if named else not built
    return own | (known - others), others, unnamed


def other_proposals(at: int, rows: Sequence[Row], day: dt.date, spot: Spot) -> Answer:
    """SPC-03: the nearest other row that builds, of the same and of another network; never a fail."""
    row = rows[at]
    if row.kind in {"share", "upgrade"}:
        return Answer(NA)
    if day < QD_72:
        return Answer(REVIEW, gap=True)
    answer, too_near = Answer(NA if row.small else PASS, spot.edge_m), False
    for place, other in enumerate(rows):
        if place == at or other.kind in {"share", "upgrade"} or other.lon is None or row.lon is None:
            continue
        if abs((other.lat or 0.0) - (row.lat or 0.0)) > 0.02 or abs(other.lon - row.lon) > 0.02:
            too_near |= bool(row.code) and (row.code, row.operator) == (other.code, other.operator)
            continue
        same = not row.networks or not other.networks or bool(row.networks & other.networks)
        if bool(row.code) and (row.code, row.operator) == (other.code, other.operator):
            too_near = True
        if not same and (row.small or other.small):
            continue
        limit = max(LIMITS["SPC-02" if same else "SPC-01"][urban] for urban in spot.urban)
        away = metres(row.lon, row.lat or 0.0, other.lon, other.lat or 0.0)
        error = math.hypot(row.accuracy_m, other.accuracy_m)
        answer.edge_m = min(answer.edge_m, abs(away - limit), abs(abs(away - limit) - error))
        too_near |= away < limit or abs(away - limit) < error
    if too_near:
        answer.outcome = REVIEW
    return answer


ANSWERS = {  # what people write as a reply, and what a reader takes it for: an answer, with its day or none
    "": "nothing",
    "chưa trả lời": "nothing",
    "VNPT đồng ý, CV 55 ngày 09/11/2025": "agreed",
    "Đồng ý cho dùng chung": "agreed, no day",
    "Không đủ tải trọng, CV 55 ngày 09/11/2025": "refused",
    "khu vực không có cột dùng chung được": "no mast",
}
HOST_M, NEAR_M, EXACT_M = 30.0, 250.0, 100.0


def _whose(mast: Mast) -> str:
    """The owner as lists say, else the only operator on the mast, who then is taken for it."""
    return mast.owner or (min(mast.networks) if len(mast.networks) == 1 else "")


def _asks_for(row: Row) -> float | None:
    """How high the row's antennas hang above ground, None where it does not say enough."""
    if row.top_m is not None:
        return max(row.top_m, row.height_m or 0.0)
    if row.height_m is None or (row.support == "roof" and row.building_m is None):
        return None
    return row.height_m + (row.rod_m or 0.0) + ((row.building_m or 0.0) if row.support == "roof" else 0.0)


def _too_low(row: Row, mast: Mast) -> bool:
    if mast.top_m is not None:
        needed = _asks_for(row)
        return needed is not None and mast.top_m < needed
    return mast.height_m is not None and row.height_m is not None and mast.height_m < row.height_m


def _hangs_on(row: Row, register: Register) -> tuple[int | None, Answer]:
    """The mast that a sharing row means: named in its column, its note or as its code, else the one there."""
    answer = Answer(UNKNOWN)
    for text in (row.host, row.note, row.code):
        for word in text.split():
            if word in register.by_code:
                return register.by_code[word], answer
    if row.lon is None:
        return None, answer
    places = sorted(
        (metres(row.lon, row.lat or 0.0, mast.lon, mast.lat), at)
        for at, mast in enumerate(register.masts)
        if abs(mast.lat - (row.lat or 0.0)) < FAR_DEG and abs(mast.lon - row.lon) < FAR_DEG
    )
    if not places:
        return None, answer
    away, at = places[0]
    reach = HOST_M + math.hypot(row.accuracy_m, register.masts[at].accuracy_m)
    answer.edge_m = abs(away - reach)
    if len(places) > 1:
        answer.edge_m = min(answer.edge_m, places[1][0] - away)  # two at one place: either may be meant
    return (at if away <= reach else None), answer


def shared(row: Row, register: Register) -> Answer:
    """SHR-03: the mast that is shared is there, has an owner and room, and the owner agreed on a day."""
    if row.kind != "share":
        return Answer(NA)
    if register.day < QD_72:
        return Answer(REVIEW, gap=True)
    at, answer = _hangs_on(row, register)
    if at is None:
        return answer
    mast, reply = register.masts[at], ANSWERS[row.replied]
    apart = None if row.lon is None else metres(row.lon, row.lat or 0.0, mast.lon, mast.lat)
    if apart is not None:
        reach = HOST_M + math.hypot(row.accuracy_m, mast.accuracy_m)
        answer.edge_m = min(answer.edge_m, abs(apart - reach))
    whose = _whose(mast)
    more = len(mast.networks | row.networks)
    against = (
        (apart is not None and apart > HOST_M + math.hypot(row.accuracy_m, mast.accuracy_m))
        or (bool(row.host) and not any(word in register.by_code for word in (row.host, row.code))
            and not any(word in register.by_code for word in row.note.split()))
        or mast.approved_only
        or mast.asked is not None
        or mast.small
        or not whose
        or (bool(row.owner) and row.owner != whose)
        or (mast.designed is not None and more > max(mast.designed, len(mast.networks)))
        or (mast.load_pct is not None and mast.load_pct >= 100.0)
        or _too_low(row, mast)
        or (mast.robust and mast.load_pct is None)
    )  # fmt: skip
    if whose and whose == row.operator:
        answer.outcome = REVIEW if against else PASS
    elif against or reply not in {"nothing", "agreed"} or (reply == "nothing" and row.sent):
        answer.outcome = REVIEW
    else:
        answer.outcome = PASS if reply == "agreed" else UNKNOWN
    return answer


def papers(row: Row, register: Register) -> Answer:
    """SHR-02: asked and answered; an agreement asks why one is built, and so does a denial of what stands."""
    if row.kind in {"share", "upgrade"}:
        return Answer(NA)
    if register.day < QD_72:
        return Answer(REVIEW, gap=True)
    reply = ANSWERS[row.replied]
    if reply == "nothing":
        return Answer(UNKNOWN if not row.sent and not row.replied else REVIEW)
    answer = Answer(REVIEW if reply.startswith("agreed") else PASS)
    if reply != "no mast" or row.lon is None:
        return answer
    for mast in register.masts:
        if abs(mast.lat - (row.lat or 0.0)) > 0.02 or abs(mast.lon - row.lon) > 0.02:
            continue
        own = bool(mast.networks & row.networks) or (bool(row.operator) and _whose(mast) == row.operator)
        if own or mast.small or mast.approved_only or mast.accuracy_m > EXACT_M:
            continue
        away = metres(row.lon, row.lat or 0.0, mast.lon, mast.lat)
        reach = NEAR_M + math.hypot(row.accuracy_m, mast.accuracy_m)
        answer.edge_m = min(answer.edge_m, abs(away - reach))
        if away <= reach:
            answer.outcome = REVIEW
    return answer


def verdict(answers: Iterable[tuple[Answer, bool]]) -> str:
    """Return what is recommended by the answers of the position's stage, each with whether its rule blocks.

    Any fail refuses; an unknown of a blocking rule, or a gap of the office that could refuse this row here,
    leaves it open; a condition is named; what else the office lacks is said once for the list.
    """
    found = list(answers)
    if any(answer.whose == "legal" for answer, _ in found):
        return "refuse"
    if any(
        (answer.outcome == UNKNOWN and blocks) or (answer.gap and answer.could) for answer, blocks in found
    ):
        return "cannot_assess"
    return "agree_with_conditions" if any(a.whose == "condition" for a, _ in found) else "agree"
