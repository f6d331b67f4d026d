"""How far the data reaches place by place: in each former district, its masts and its layers of zones.

A list that is stated to be complete may still come from one half of a merged province: where no network has a
single mast in a whole former district, the lists are not taken to reach there.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.model.areas import REFORM, AdminUnit, full_name
from registry.services.zones.coverage_area import known_area
from registry.services.zones.coverage_reach import WHOLE, CoverState, LayerCover, PlaceCover


def place_covers(context: Context, layers: Sequence[LayerCover]) -> tuple[PlaceCover, ...]:
    """Return every former district with what is known there, in the order of their codes.

    Communes of which no former district is known are a place together. Without borders there is none.
    """
    territory = context.units.territory
    if territory is None or shapely.area(territory) <= 0:
        return ()
    shapes = _shapes(context)
    whole = {item.layer: known_area(context, (item.layer,)) for item in layers}
    points: Any = shapely.points(np.column_stack((context.masts.x, context.masts.y)))
    inside = shapely.STRtree(points)
    found = []
    for name, (units, shape) in shapes.items():
        area = float(shapely.area(shape))
        shapely.prepare(shape)
        rows = inside.query(shape, predicate="covers")
        parts = {
            layer: 1.0 if known is territory else min(1.0, shapely.intersection(known, shape).area / area)
            for layer, known in whole.items()
        }
        lacking = _lacking(context, rows)
        found.append(
            PlaceCover(
                name=name,
                communes=tuple(full_name(unit) for unit in units),
                share=area / float(shapely.area(territory)),
                masts=len(rows),
                lacking=lacking,
                layers=parts,
                state=_state(len(rows), lacking, list(parts.values())),
                shape=shape,
            )
        )
    return tuple(found)


def without_masts(places: Sequence[PlaceCover]) -> Any:
    """Return the land (metric) of the places in which no mast is known; None where there is none."""
    silent = [place.shape for place in places if not place.masts]
    return shapely.union_all(silent) if silent else None


def _shapes(context: Context) -> dict[str, tuple[list[AdminUnit], Any]]:
    """Return today's communes by the former district in which most of their parts lay, and their land."""
    units = context.units
    names = {unit.code: full_name(unit) for unit in units.districts}
    districts: dict[str, Counter[str]] = defaultdict(Counter)
    for old in units.legacy:
        if old.valid_to is not None and old.valid_to < REFORM:
            for now in units.current_of.get(old.id, ()):
                districts[now][old.parent] += 1
    own: dict[str, list[tuple[AdminUnit, Any]]] = defaultdict(list)
    for unit, shape in zip(units.communes, units.geometries, strict=True):
        if shape is not None:
            above = districts[unit.id].most_common(1)[0][0] if districts[unit.id] else unit.parent
            own[above].append((unit, shape))
    return {
        names.get(code, units.territory_name): (
            [unit for unit, _shape in held],
            shapely.union_all(shapely.make_valid(np.array([shape for _unit, shape in held], dtype=object))),
        )
        for code, held in sorted(own.items())
    }


def _lacking(context: Context, rows: Any) -> tuple[str, ...]:
    there = context.masts.networks[rows]
    return tuple(
        operator.name
        for bit, operator in enumerate(context.operators)
        if operator.awaited and not (there & (1 << bit)).any()
    )


def _state(masts: int, lacking: Sequence[str], parts: Sequence[float]) -> CoverState:
    if not masts and not any(parts):
        return CoverState.NONE
    if masts and not lacking and all(part >= WHOLE for part in parts):
        return CoverState.COMPLETE
    return CoverState.PARTIAL
