"""A third sample list: positions beside and inside what is protected, one of each kind of answer.

The spots are searched along the illustrative zones, as far from all masts as they offer, so that what stands
against them is the corridor and not the distance to a mast.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from registry.demo.masts import demo_masts
from registry.demo.places import Place, degrees, read_places
from registry.demo.proposals import DemoProposal
from registry.demo.samples import CLEAN_COLUMNS, write_proposals
from registry.demo.terrain import elevation_m
from registry.demo.zones import demo_zones, outline
from registry.model.areas import Layer
from registry.model.requests.proposals import ProposalKind

CORRIDOR_NAME = "danh-sach-mau-hanh-lang.xlsx"
COLUMNS = (*CLEAN_COLUMNS[:-1], "guy_radius_m", CLEAN_COLUMNS[-1])
EDGE_M = 500.0  # from the province's edge, further than its error
SURELY_M = 1_200.0  # so near to a commune's point a place is most likely in it
STEP_M = 400.0  # between the spots that are looked at


class Spot(NamedTuple):
    """Where a row stands: so many metres outside a zone (metric), or well inside where negative."""

    layer: Layer
    name: str
    metres: float


SPOTS = (
    Spot(Layer.FOREST, "Rừng phòng hộ Cấm Sơn", -300.0),
    Spot(Layer.POWER_LINE, "Đường dây 500 kV Quảng Ninh - Hiệp Hòa (sơ đồ)", -10.5),
    Spot(Layer.ROAD, "QL.31", 48.0),
    Spot(Layer.RAILWAY, "Đường sắt Kép - Hạ Long", 36.0),
    Spot(Layer.HERITAGE_2, "Đền Suối Mỡ - khu vực bảo vệ II", -40.0),
    Spot(Layer.DYKE, "Đê tả sông Thương", 16.0),
)


def write_corridor_sample(folder: Path, day: dt.date) -> Path:
    """Write the sample list of ``day`` into ``folder`` and return its path."""
    path = folder / CORRIDOR_NAME
    write_proposals(path, day, "231/VTBG-KT", corridor_proposals(day), COLUMNS)
    return path


def corridor_proposals(day: dt.date) -> list[DemoProposal]:
    """Return one proposal a spot, in the order of ``SPOTS``; the same for a day on every call."""
    masts = np.array([(mast.x, mast.y) for mast in demo_masts(day) if mast.stands])
    zones = {(zone.layer, zone.name): zone.geometry for zone in demo_zones()}
    places = list(read_places())
    centres = np.array([(place.x, place.y) for place in places])
    found = []
    for index, spot in enumerate(SPOTS):
        every = list(_along(zones[spot.layer, spot.name], spot.metres))
        named = [at for at in every if _away(centres, at) < SURELY_M]
        x, y = max(named or every, key=lambda at: _away(masts, at))
        nearest = int(np.hypot(centres[:, 0] - x, centres[:, 1] - y).argmin())
        found.append(_proposal(index, places[nearest], x, y))
    return found


def _away(points: npt.NDArray[np.float64], at: tuple[float, float]) -> float:
    return float(np.hypot(points[:, 0] - at[0], points[:, 1] - at[1]).min())


def _along(zone: Any, metres: float) -> Iterator[tuple[float, float]]:
    line = shapely.boundary(shapely.buffer(zone, metres))
    land = shapely.buffer(outline(), -EDGE_M)
    for part in shapely.get_parts(line):
        for along in np.arange(0.0, part.length, STEP_M):
            at = part.interpolate(along)
            if shapely.intersects(land, at):
                yield float(at.x), float(at.y)


def _proposal(index: int, place: Place, x: float, y: float) -> DemoProposal:
    lon, lat = degrees(x, y)
    return DemoProposal(
        code=f"BGG0{9401 + index}",
        plan_code="",
        kind=ProposalKind.NEW,
        place=place,
        x=x,
        y=y,
        lon=lon,
        lat=lat,
        mast_class="A2b",
        form="guyed",
        support="ground",
        mast_height_m=42.0,
        rod_m=2.0,
        building_height_m=None,
        ground_elevation_m=float(elevation_m(lon, lat)),
        land_type="public",
    )
