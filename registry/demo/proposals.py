"""Five illustrative proposals of one network: four that can be agreed, one too near another network's mast.

The spots are searched, not chosen by hand, so that they stay right when the illustrative masts change: far
enough from masts, roads, lines and heritage, and outside the illustrative vicinity of Kép.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from registry.demo.masts import DemoMast, demo_masts
from registry.demo.places import Place, degrees, metric_line, read_places
from registry.demo.terrain import elevation_m
from registry.demo.zones import demo_zones, outline
from registry.model.areas import Layer
from registry.model.requests.proposals import ProposalKind

OPERATOR = "VTL"
CLEAR_M = 450.0  # from roads, lines, dykes, heritage, forest and military land
TOO_NEAR_M = 168.0  # of the fifth proposal from another network's mast, outside towns
# (different network, same network) in metres: the law's distances, with room for both positions' accuracy
TOWN_M, OUTSIDE_M = (175.0, 345.0), (320.0, 520.0)
INNER_M = 6_000.0  # from the province's edge, which is only approximate
APART_M = 2_500.0  # between the proposals themselves


@dataclass(frozen=True, slots=True)
class DemoProposal:
    """One illustrative proposal; x, y in EPSG:9214, lon, lat in EPSG:4326, heights in metres."""

    code: str
    plan_code: str
    kind: ProposalKind
    place: Place
    x: float
    y: float
    lon: float
    lat: float
    mast_class: str
    form: str
    support: str
    mast_height_m: float
    rod_m: float
    building_height_m: float | None
    ground_elevation_m: float
    land_type: str
    near: DemoMast | None = None
    operator: str = OPERATOR


@cache
def demo_proposals(day: dt.date) -> tuple[DemoProposal, ...]:
    """Return the five proposals, the one that cannot be agreed last."""
    ground = Ground.of(day)
    chosen: list[DemoProposal] = []
    for kind, town in (("ground", False), ("ground", False), ("roof", True)):
        place, x, y = next(
            spot
            for spot in ground.free_spots(town=town)
            if all(np.hypot(spot[1] - p.x, spot[2] - p.y) > APART_M for p in chosen)
            and spot[0].present not in {p.place.present for p in chosen}
        )
        chosen.append(_proposal(len(chosen), ProposalKind.NEW, place, x, y, roof=kind == "roof"))
    host = next(m for m in ground.hosts() if all(np.hypot(m.x - p.x, m.y - p.y) > APART_M for p in chosen))
    chosen.append(_proposal(3, ProposalKind.SHARE, host.place, host.x, host.y, near=host))
    near, x, y = next(
        found
        for found in ground.too_near()
        if all(np.hypot(found[1] - p.x, found[2] - p.y) > APART_M for p in chosen)
    )
    chosen.append(_proposal(4, ProposalKind.NEW, near.place, x, y, near=near))
    return tuple(chosen)


@dataclass(frozen=True)
class Ground:
    """What a spot is tested against: standing masts, what to keep clear of (Kép included), towns."""

    masts: tuple[DemoMast, ...]
    points: Any
    same: Any
    closed: Any
    town: Any

    @classmethod
    def of(cls, day: dt.date) -> "Ground":
        """Collect the standing masts of ``day`` and the zones (metric)."""
        masts = tuple(m for m in demo_masts(day) if m.stands)
        by_layer: dict[Layer, list[Any]] = {}
        for zone in demo_zones():
            by_layer.setdefault(zone.layer, []).append(zone.geometry)
        town = shapely.union_all(by_layer.pop(Layer.URBAN_AREA))
        by_layer.pop(Layer.PLANNING)
        closed = shapely.union_all([g for geometries in by_layer.values() for g in geometries]).buffer(
            CLEAR_M
        )
        shapely.prepare([town, closed])
        return cls(
            masts,
            np.array([(m.x, m.y) for m in masts]),
            np.array([OPERATOR in m.networks for m in masts]),
            closed,
            town,
        )

    def free_spots(self, *, town: bool) -> Iterator[tuple[Place, float, float]]:
        """Yield (place, x, y) of spots near the points of present communes that keep every distance."""
        different, same = TOWN_M if town else OUTSIDE_M
        for place, cx, cy, reach in self._communes():
            for ring in np.arange(0.035, 0.42 if town else 0.3, 0.06) * reach:
                for angle in np.linspace(0.3, 0.3 + 2 * np.pi, 12, endpoint=False):
                    x, y = cx + ring * np.cos(angle), cy + ring * np.sin(angle)
                    edge = self.town.boundary.distance(shapely.Point(x, y))
                    if (
                        self._inside_town(x, y) is not town
                        or edge < 150
                        or shapely.contains_xy(self.closed, x, y)
                    ):
                        continue
                    far = np.hypot(self.points[:, 0] - x, self.points[:, 1] - y)
                    if np.min(far[~self.same]) > different and np.min(far[self.same]) > same:
                        yield place, float(x), float(y)

    def hosts(self) -> Iterator[DemoMast]:
        """Yield another network's masts outside towns that could take one more network."""
        for mast in self.masts:
            if mast.mast_class == "A2b" and mast.designed_operators >= 2 and self._plain(mast):
                yield mast

    def too_near(self, metres: float = TOO_NEAR_M) -> Iterator[tuple[DemoMast, float, float]]:
        """Yield (mast, x, y): a spot ``metres`` from another network's mast, and near nothing else."""
        for mast in self.masts:
            if not self._plain(mast):
                continue
            for angle in np.linspace(0, 2 * np.pi, 16, endpoint=False):
                x, y = mast.x + metres * np.cos(angle), mast.y + metres * np.sin(angle)
                far = np.hypot(self.points[:, 0] - x, self.points[:, 1] - y)
                if np.sum(far < OUTSIDE_M[1]) == 1 and not self._inside_town(x, y):
                    yield mast, x, y

    def _plain(self, mast: DemoMast) -> bool:
        """Whether a mast of another network alone stands in service, well inside a rural commune."""
        cx, cy = metric_line([mast.place.present_centre])[0]
        reach = 1000 * np.sqrt(mast.place.present_area_km2 / np.pi)
        return bool(
            mast.state == "in_service"
            and mast.operator != "GTEL"
            and OPERATOR not in mast.networks
            and not mast.shared_with
            and np.hypot(mast.x - cx, mast.y - cy) < 0.35 * reach
            and outline().boundary.distance(shapely.Point(mast.x, mast.y)) > INNER_M
            and not self._inside_town(mast.x, mast.y)
            and not shapely.contains_xy(self.closed, mast.x, mast.y)
        )

    def _inside_town(self, x: float, y: float) -> bool:
        return bool(shapely.contains_xy(self.town, x, y))

    def _communes(self) -> Iterator[tuple[Place, float, float, float]]:
        """Yield each present commune once with its metric point and reach, the innermost ones first."""
        edge = outline().boundary
        seen: set[str] = set()
        found = []
        for place in read_places():
            if place.present_code not in seen:
                seen.add(place.present_code)
                cx, cy = metric_line([place.present_centre])[0]
                depth = edge.distance(shapely.Point(cx, cy))
                reach = 1000 * float(np.sqrt(place.present_area_km2 / np.pi))
                found.append((depth, place, float(cx), float(cy), reach))
        for _, place, cx, cy, reach in sorted(found, key=lambda item: -item[0]):
            yield place, cx, cy, reach


def _proposal(
    index: int,
    kind: ProposalKind,
    place: Place,
    x: float,
    y: float,
    *,
    roof: bool = False,
    near: DemoMast | None = None,
) -> DemoProposal:
    lon, lat = degrees(x, y)
    shares = kind is ProposalKind.SHARE and near is not None
    return DemoProposal(
        code=near.code if shares and near else f"BGG0{9001 + index}",
        plan_code=f"QH-VTL-{101 + index}",
        kind=kind,
        place=place,
        x=x,
        y=y,
        lon=near.lon if shares and near else lon,
        lat=near.lat if shares and near else lat,
        mast_class="A2a" if roof else "A2b",
        form="roof_pole" if roof else (near.form if shares and near else "guyed"),
        support="roof" if roof else "ground",
        mast_height_m=15.0 if roof else (near.mast_height_m if shares and near else 42.0),
        rod_m=1.5 if roof else 2.0,
        building_height_m=14.4 if roof else None,
        ground_elevation_m=float(elevation_m(lon, lat)),
        land_type="private" if roof else "public",
        near=near,
    )
