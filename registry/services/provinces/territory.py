"""Communes, provinces, and what was said of a whole territory, when two provinces become one.

Where the receiving register knows the other's province already as one that ended (1/7/2025: Bắc Ninh's knows
old Bắc Ninh, 27, and Bắc Giang), its own units stand and communes of before are found among today's by the
crosswalk and by their places. Where it does not, the other's units enter: its communes end with it on the day
before, and go on under the receiving province, which begins anew with both as its predecessors.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import shapely

from registry.checks.on_day.units import UnitsOfAllDays, in_force, units_on
from registry.model.areas import AdminLevel, AdminUnit
from registry.services.register.units.first_units import unit_id
from registry.store.verification import Problem

ONE_DAY = dt.timedelta(days=1)


class Found(NamedTuple):
    """The code of a commune of today; ``waits`` says why a person has to look at it."""

    code: str
    waits: Problem | None = None


@dataclass(frozen=True)
class Joined:
    """What becomes of the units: those that enter, those of ours that end, those that stay behind.

    ``own_ground`` is what our province was, where it becomes larger; ``their_ground`` what the other's was
    (EPSG:4326; None: no borders are known, or nothing changed).
    """

    create: tuple[AdminUnit, ...]
    end: dict[str, dt.date]
    own_ground: Any
    their_ground: Any
    larger: bool
    commune: Callable[[str, Any, Any], Found]


def join(
    ours: Sequence[AdminUnit],
    theirs: Sequence[AdminUnit],
    provinces: tuple[str, str],
    *,
    day: dt.date,
    epsg: int,
) -> Joined:
    """Work out what becomes of the units of two provinces (ours, theirs) that are one from ``day`` on."""
    own, other = provinces
    known = own == other or any(u.level is AdminLevel.PROVINCE and u.code == other for u in ours)
    create: list[AdminUnit] = []
    end: dict[str, dt.date] = {}
    if not known:
        create, end = _entering(ours, theirs, provinces, day)
    after = [replace(unit, valid_to=end[unit.id]) if unit.id in end else unit for unit in ours]
    return Joined(
        create=tuple(create),
        end=end,
        own_ground=None if known else _ground(ours, day),
        their_ground=_ground(theirs, day),
        larger=not known,
        commune=_communes(UnitsOfAllDays([*after, *create], epsg), day, own),
    )


def _entering(
    ours: Sequence[AdminUnit], theirs: Sequence[AdminUnit], provinces: tuple[str, str], day: dt.date,
) -> tuple[list[AdminUnit], dict[str, dt.date]]:  # fmt: skip
    own, other = provinces
    last = day - ONE_DAY
    held = {unit.id for unit in ours}
    create: list[AdminUnit] = []
    going_on: list[AdminUnit] = []
    for unit in theirs:
        stands = in_force(unit, day)
        if unit.id not in held:
            create.append(replace(unit, valid_to=last) if stands else unit)
        if stands and unit.level is AdminLevel.COMMUNE and unit.parent in ("", other):
            going_on.append(unit)
    for unit in going_on:
        new = unit_id(unit.code, day)
        if new not in held:
            create.append(
                replace(unit, id=new, parent=own, valid_from=day, valid_to=None, predecessors=(unit.code,))
            )
    old = [unit for unit in _provinces(ours, day) if unit.code == own]
    gone = _provinces(theirs, day)
    end = {}
    if old and gone and unit_id(own, day) not in held:
        end[old[0].id] = last
        shapes = [unit.boundary for unit in (old[0], *gone) if unit.boundary is not None]
        create.append(
            replace(
                old[0], id=unit_id(own, day), valid_from=day, valid_to=None,
                predecessors=(own, *(unit.code for unit in gone if unit.code != own)),
                boundary=shapely.union_all(shapes) if len(shapes) == 1 + len(gone) else None,
                boundary_error_m=max(unit.boundary_error_m for unit in (old[0], *gone)),
            )
        )  # fmt: skip
    return create, end


def _provinces(units: Sequence[AdminUnit], day: dt.date) -> list[AdminUnit]:
    return [unit for unit in units if unit.level is AdminLevel.PROVINCE and in_force(unit, day)]


def _ground(units: Sequence[AdminUnit], day: dt.date) -> Any:
    """Return what the communes in force cover, None where one of them has no border."""
    shapes = [unit.boundary for unit in units if unit.level is AdminLevel.COMMUNE and in_force(unit, day)]
    if not shapes or any(shape is None for shape in shapes):
        return None
    return shapely.union_all(shapes)


def _communes(units: UnitsOfAllDays, day: dt.date, province: str) -> Callable[[str, Any, Any], Found]:
    there = units_on(units, day, province).units
    now = {unit.id: unit for unit in there.communes}
    codes = {unit.code for unit in there.communes}
    heirs: dict[str, set[str]] = {}
    for unit in there.legacy:
        if unit.level is AdminLevel.COMMUNE:
            heirs.setdefault(unit.code, set()).update(
                heir for heir in there.current_of.get(unit.id, ()) if heir in now
            )

    def commune(code: str, lon: Any, lat: Any) -> Found:
        if not code or code in codes:
            return Found(code)
        among = [now[heir] for heir in sorted(heirs.get(code, ()))]
        if isinstance(lon, float) and isinstance(lat, float):
            within = [
                unit for unit in among
                if unit.boundary is not None and shapely.intersects_xy(unit.boundary, lon, lat)
            ]  # fmt: skip
            if len(within) == 1:
                return Found(within[0].code)
        if len(among) == 1:
            return Found(among[0].code)
        return Found(code, Problem("PROVINCE-WAITS-COMMUNE", {"code": code}))

    return commune
