"""The small world in which an example of a regulation is judged: one proposal, and what stands around it.

Two networks are there; the proposal is the first one's. Masts stand north (the other network's) and east (its
own), further rows of the list south and west. Every carrier's list is complete. No register is asked.
"""

import datetime as dt
from typing import NamedTuple

import numpy as np

from registry.checks.context import Context, Masts, Plans
from registry.checks.mast_lists import months_before
from registry.geo.crs import GEOD, to_metric, to_wgs84
from registry.model.areas import OperatorList
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.positions import Confidence, Position
from registry.model.regulations import Example
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, Operator, Support
from registry.model.working_days import WorkingDays

OWN, OTHER = Operator("A", "Mạng A"), Operator("B", "Mạng B")
_NORTH, _EAST, _SOUTH, _WEST = 0.0, 90.0, 180.0, 270.0
_FRESH_DAYS = 15
_MIDDLE = (500_000.0, 2_300_000.0)  # on the meridian of the plane, in Vietnam's latitudes


class ExampleWorld(NamedTuple):
    """The rows of an example, the first of which is judged, and the context around them."""

    rows: tuple[Proposal, ...]
    context: Context


def world_of(example: Example, province: str, epsg: int, day: dt.date) -> ExampleWorld:
    """Return the world of an example in a province (GSO code, its metric plane) on a day."""
    lons, lats = to_wgs84(np.array([_MIDDLE[0]]), np.array([_MIDDLE[1]]), epsg)
    at = (float(lons[0]), float(lats[0]))
    context = Context(
        as_of=day,
        province=province,
        metric_epsg=epsg,
        operators=(OWN, OTHER),
        masts=_masts(example, at, epsg),
        lists=_lists(example, day),
        plans=_plans(example, at, epsg, day),
        days_worked=WorkingDays(),
    )
    rows = [_proposal(example, at, day)]
    for metres, bearing, operator in (
        (example.other_row_m, _SOUTH, OTHER),
        (example.same_row_m, _WEST, OWN),
    ):
        if metres is not None:
            rows.append(
                Proposal(
                    sheet="DS", row=len(rows) + 1, position=_position(_moved(at, bearing, metres)),
                    site_code=f"DX{len(rows)}", operator=operator.code, urban=example.urban,
                    mast_height_m=example.mast_height_m,
                )
            )  # fmt: skip
    return ExampleWorld(tuple(rows), context)


def _moved(at: tuple[float, float], bearing: float, metres: float) -> tuple[float, float]:
    lon, lat, _ = GEOD.fwd(*at, bearing, metres)
    return float(lon), float(lat)


def _position(at: tuple[float, float]) -> Position:
    return Position(*at, accuracy_m=0.0, confidence=Confidence.STATED)


def _proposal(example: Example, at: tuple[float, float], day: dt.date) -> Proposal:
    asked = ""
    if example.asked_days is not None:
        asked = f"CV 1/A ngày {_working_days_before(day, example.asked_days):%d/%m/%Y}"
    return Proposal(
        sheet="DS",
        row=1,
        position=_position(at),
        site_code="DX0",
        operator=OWN.code,
        kind=ProposalKind(example.kind or "new"),
        mast_class=MastClass(example.mast_class) if example.mast_class else None,
        support=Support(example.support) if example.support else None,
        land_type=example.land_type,
        mast_height_m=example.mast_height_m,
        designed_operators=example.designed_operators,
        sharing_sent=asked,
        urban=example.urban,
    )


def _working_days_before(day: dt.date, count: int) -> dt.date:
    """Return the latest day from which ``count`` working days have passed on ``day``."""
    calendar, start = WorkingDays(), day
    while calendar.between(start, day) < count:
        start -= dt.timedelta(days=1)
    return start


def _masts(example: Example, at: tuple[float, float], epsg: int) -> Masts:
    told = [
        (metres, bearing, bit)
        for metres, bearing, bit in (
            (example.other_network_m, _NORTH, 2),
            (example.same_network_m, _EAST, 1),
        )
        if metres is not None
    ]
    places = [_moved(at, bearing, metres) for metres, bearing, _bit in told]
    count = len(told)
    lon, lat = (np.array([place[axis] for place in places], dtype=float) for axis in (0, 1))
    x, y = to_metric(lon, lat, epsg) if count else (np.empty(0), np.empty(0))
    unstated, no = np.full(count, np.nan), np.zeros(count, dtype=bool)
    codes = np.array([f"COT{index + 1}" for index in range(count)], dtype=object)
    return Masts(
        codes=codes,
        lon=lon,
        lat=lat,
        x=np.asarray(x, dtype=float),
        y=np.asarray(y, dtype=float),
        accuracy_m=np.zeros(count),
        networks=np.array([bit for _metres, _bearing, bit in told], dtype=np.int64),
        approved_only=no,
        small=no,
        in_question=no,
        top_agl_m=unstated,
        mast_classes=np.full(count, "", dtype=object),
        owners=np.full(count, "", dtype=object),
        aliases={str(code): index for index, code in enumerate(codes)},
        mast_height_m=np.full(count, 42.0),
        designed_operators=unstated,
        load_used_pct=unstated,
        robust=no,
    )


def _lists(example: Example, day: dt.date) -> dict[str, OperatorList]:
    listed = day - dt.timedelta(days=_FRESH_DAYS)
    if example.list_months is not None:
        listed = months_before(day, example.list_months)
    return {operator.code: OperatorList(operator.code, listed, complete=True) for operator in (OWN, OTHER)}


def _plans(example: Example, at: tuple[float, float], epsg: int, day: dt.date) -> Plans:
    if example.planned_m is None:
        return Plans()
    lon, lat = _moved(at, _NORTH, example.planned_m)
    x, y = to_metric(np.array([lon]), np.array([lat]), epsg)
    version = PlanVersion("plan", OWN.code, "QĐ 1", dt.date(day.year, 1, 1))
    position = PlannedPosition("p0", version.id, OWN.code, "DX0", lon, lat, 0.0, "", "", "", "", None)
    return Plans(
        versions={OWN.code: version},
        announced=frozenset({OWN.code}),
        positions=(position,),
        x=np.asarray(x, dtype=float),
        y=np.asarray(y, dtype=float),
        by_code={(OWN.code, "DX0"): 0},
    )
