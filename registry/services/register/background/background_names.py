"""The names of the background (streets, villages, rivers) as the search of the register finds them.

They are public, as the background is; what they lie in is worked out from the communes in force.
"""

from collections.abc import Iterator

import numpy as np
import shapely

from registry.basemap.files import background_files
from registry.basemap.names import PART, Name, NameBook, read_names
from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.model.areas import REFORM, full_name
from registry.services.office.registry import Registry
from registry.services.register.found import Hit

_WORST = 3
"""The rank of the register's own hits that a name which fits less well is put beside."""


def background_hits(
    registry: Registry, context: Context, text: str, near: tuple[float, float] | None, limit: int
) -> Iterator[tuple[Hit, int]]:
    """Yield names of the background with their rank, best first; none where the office has no background."""
    book = name_book(registry, context)
    if book is None:
        return
    for found in book.find(text, near, limit):
        name = found.name
        yield (
            Hit(name.group, name.name, name.lon, name.lat, box=name.box, within=found.within),
            min(found.rank, _WORST if found.rank < PART else _WORST + 1),
        )


def name_book(registry: Registry, context: Context) -> NameBook | None:
    """Return the names of the background by file and borders, to be searched; kept as long as both stand."""
    path = background_files(registry.settings).names
    if path is None:
        return None
    stamp = path.stat()
    borders = tuple((unit.id, unit.source, unit.boundary_error_m) for unit in context.units.communes)
    key = (path, stamp.st_mtime_ns, stamp.st_size, borders)
    held: tuple[object, NameBook] | None = registry.cache.get("background-names")
    if held is not None and held[0] == key:
        return held[1]
    with registry.lock:
        held = registry.cache.get("background-names")
        if held is None or held[0] != key:
            names = read_names(path)
            held = (key, NameBook(names, _within(context, names)))
            registry.cache["background-names"] = held
    return held[1]


def _within(context: Context, names: tuple[Name, ...]) -> list[str]:
    """Return the commune in force that holds each name, with the former districts that it came from."""
    found = [""] * len(names)
    units = context.units
    if not names or not units.communes:
        return found
    x, y = to_metric(
        np.array([name.lon for name in names]), np.array([name.lat for name in names]), context.metric_epsg
    )
    words = [_words(full_name(unit), _former(context, unit.id)) for unit in units.communes]
    for row, commune in zip(*units.tree.query(shapely.points(x, y), predicate="intersects"), strict=True):
        found[row] = found[row] or words[commune]
    return found


def _words(commune: str, former: list[str]) -> str:
    return f"{commune} ({', '.join(former)} cũ)" if former else commune


def _former(context: Context, commune: str) -> list[str]:
    """Return the former districts out of which a commune of today came, in the order of their codes."""
    names = {
        unit.code: full_name(unit)
        for unit in context.units.districts
        if unit.valid_to is not None and unit.valid_to < REFORM
    }
    parents = {
        old.parent
        for old in context.units.legacy
        if commune in context.units.current_of.get(old.id, ()) and old.parent in names
    }
    return [names[code] for code in sorted(parents)]
