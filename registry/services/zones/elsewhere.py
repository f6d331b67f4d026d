"""What a file of shapes has that lies outside the territory: said before its zones are taken."""

import numpy as np
import shapely

from registry.geo.lines import metric_of
from registry.intake.maps.map_file import MapFile
from registry.messages import issue_of
from registry.model.issues import Issue
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for

_SHOWN = 10


def outside(registry: Registry, found: MapFile) -> list[Issue]:
    """Say which features lie wholly outside the territory of today, its boundary's error allowed for."""
    context = context_for(registry, today())
    territory = context.units.territory
    if territory is None or not found.features:
        return []
    shapes = metric_of(
        np.array([item.geometry for item in found.features], dtype=object), context.metric_epsg
    )
    far = ~(shapely.distance(shapes, territory) <= context.units.error_m)
    numbers = [item.number for item, out in zip(found.features, far.tolist(), strict=True) if out]
    if not numbers:
        return []
    shown = ", ".join(map(str, numbers[:_SHOWN])) + (" …" if len(numbers) > _SHOWN else "")
    params = {"count": len(numbers), "numbers": shown, "name": context.units.territory_name}
    code = "FEATURES-ALL-OUTSIDE" if len(numbers) == len(found.features) else "FEATURES-OUTSIDE"
    return [issue_of(code, params=params)]
