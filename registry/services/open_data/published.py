"""What is open at a moment, as catalogues say it: each set with its decision, its rows and its forms."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.geo.crs import to_wgs84
from registry.services.office.registry import Registry
from registry.services.open_data.decisions import Opening, open_on
from registry.services.open_data.disclosed import OpenTable, open_table
from registry.services.open_data.files import forms_of
from registry.services.open_data.sets import Dataset, dataset

_EU = "http://publications.europa.eu/resource/authority"
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
THEMES: Mapping[str, tuple[str, ...]] = {
    "zones": (f"{_EU}/data-theme/REGI", f"{_EU}/data-theme/GOVE"),
    "": (f"{_EU}/data-theme/TECH",),
}
"""The European Union's themes of a set, by its name ("": of any other)."""
KEYWORDS: Mapping[str, list[str]] = {
    "vi": ["hạ tầng viễn thông", "trạm BTS", "cột ăng ten"],
    "en": ["telecom infrastructure", "base stations", "antenna masts"],
}
Box = tuple[float, float, float, float]


class Published(NamedTuple):
    """A set that is open; ``forms`` are the files that are made of it, ``tiled``: there are tiles, too."""

    dataset: Dataset
    opening: Opening
    table: OpenTable
    forms: tuple[str, ...]
    tiled: bool


def published(registry: Registry, now: dt.datetime) -> list[Published]:
    """Return every set that is open at a moment."""
    found = []
    for name, opening in open_on(registry, now.date()).items():
        one = dataset(name)
        table = open_table(registry, one, now)
        tiled = has_tiles(one, table)
        forms = tuple(form for form in forms_of(one) if form != "pmtiles" or tiled)
        found.append(Published(one, opening, table, forms, tiled))
    return found


def has_tiles(one: Dataset, table: OpenTable) -> bool:
    """Whether there are tiles of a set: some of its rows lie somewhere."""
    return "pmtiles" in one.forms and any(
        not (row.get("geometry") is None or row["geometry"].is_empty) for row in table.rows
    )


def box_of(territory: Any, epsg: int) -> Box | None:
    """Return west, south, east and north of a territory (of a plane) in degrees; None for none."""
    if territory is None:
        return None
    west, south, east, north = shapely.bounds(territory).tolist()
    lon, lat = to_wgs84(np.array([west, west, east, east]), np.array([south, north, south, north]), epsg)
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def mail_in(contact: str) -> str:
    """Return the address of mail that stands in the words of a contact, "" for none."""
    found = _MAIL.search(contact)
    return found.group() if found else ""
