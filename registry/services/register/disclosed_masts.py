"""The masts of the map and one site's sheet, as the person who asks may see them.

Whoever is bound to an organisation or a commune gets its own masts with their places. Of other masts the
masked form has no code and no place, so that they are not on the map at all: a mark at a rounded place would
be read as a mast that stands there.
"""

from typing import Any

import numpy as np

from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.register.disclosure import blanked, is_own
from registry.services.register.map_masts import MapMasts, map_masts

KEPT = 32  # organisations whose masts are held at once


def masts_for(registry: Registry, person: Person) -> MapMasts:
    """Return the masts that a person may see on a map; the same object while the data is the same."""
    every = map_masts(registry)
    if person.sees_all:
        return every
    kept: dict[tuple[str, str], MapMasts] = registry.cache.setdefault("disclosed-masts", {})
    key = (person.organisation, person.territory)
    found = kept.get(key)
    if found is None or found.version != every.version:
        found = every.only(own_rows(every, person))
        with registry.lock:
            while len(kept) >= KEPT:
                kept.pop(next(iter(kept)))
            kept[key] = found
    return found


def site_for(site: dict[str, Any], person: Person) -> dict[str, Any] | None:
    """Return a site's sheet (of ``site_views``) as a person may see it; None where none of it is its own."""
    if person.sees_all:
        return site
    structures = []
    for structure in site["structures"]:
        row = {
            "owner": structure["owner"],
            "shared_with": [station["operator"] for station in structure["stations"]],
            "commune_code": site["commune_code"],
        }
        if is_own(row, person):
            shown = blanked("sites", structure, person, own=True)
            shown["stations"] = [
                blanked("stations", station, person, own=is_own({**station, **_where(site)}, person))
                for station in structure["stations"]
            ]
            structures.append(shown)
    if not structures:
        return None
    return {
        **blanked("sites", site, person, own=True),
        "structures": structures,
        "aliases": [alias for alias in site["aliases"] if alias["operator"] in ("", person.organisation)],
        "questions": [],  # they name masts of others
    }


def _where(site: dict[str, Any]) -> dict[str, Any]:
    return {"commune_code": site["commune_code"]}


def own_rows(masts: MapMasts, person: Person) -> Any:
    """Return the rows of a bound person's own masts: on its network, its property, or in its commune."""
    own = np.zeros(len(masts), dtype=bool)
    if person.organisation in masts.operators:
        bit = 1 << masts.operators.index(person.organisation)
        own |= (masts.networks.astype(np.int64) & bit) != 0
    if person.organisation and masts.owners:
        own |= np.array([owner == person.organisation for owner in masts.owners], dtype=bool)
    if person.territory:
        own |= np.array([code == person.territory for code in masts.commune_codes], dtype=bool)
    return np.flatnonzero(own)
