"""Distances between masts read a second time: what each says under each limit, and all of them together."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.oracle.known import (
    BORDER_M,
    DEGREE_M,
    FAIL,
    NA,
    PASS,
    QD_72,
    REVIEW,
    UNKNOWN,
    Answer,
    Mast,
    Register,
    Row,
    Spot,
    metres,
)

LIMITS = {"SPC-01": {True: 120.0, False: 250.0}, "SPC-02": {True: 300.0, False: 450.0}}


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
    replaced = _replaced(row, register)
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
        soft_here = _stood_as_near(row, mast, replaced, found)
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
            or soft_here
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


def _replaced(row: Row, register: Register) -> list[Mast]:
    """Return the standing masts that a replacement, not a move, takes down."""
    gone = [register.masts[at] for at in _set_aside(row, register)[0]] if row.kind == "replace" else []
    return [mast for mast in gone if not mast.approved_only]


def _stood_as_near(row: Row, mast: Mast, replaced: Sequence[Mast], found: Weighed | None = None) -> bool:
    """Whether a mast that the row replaces stands as near to another as the row, as far as places tell."""
    as_near = False
    for old in replaced:
        nearer = metres(old.lon, old.lat, mast.lon, mast.lat)
        nearer -= metres(row.lon or 0.0, row.lat or 0.0, mast.lon, mast.lat)
        error = math.hypot(row.accuracy_m, old.accuracy_m)
        as_near |= nearer <= error
        if found is not None:
            found.edge_m = min(found.edge_m, abs(nearer - error))
    return as_near


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
        if _stood_as_near(row, other, _replaced(row, register)):
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
