"""Provinces (tỉnh, thành phố): the 34 of today, what they came from, and the VN-2000 plane of each of those.

Read from ``data/codes/provinces.toml``, which names its sources. A province is a row of that table; codes are
those of the GSO, and a code of today's province may be a former one's too (24 was Bắc Giang's alone).
"""

import tomllib
from functools import cache
from typing import Any

from registry.shipped_data import DATA

DEFAULT = "24"  # Bắc Ninh since 1/7/2025
COUNTRY_EPSG = 3405  # VN-2000 / UTM zone 48N holds most of the country: for work, never for reading a list
_TABLE = DATA / "codes" / "provinces.toml"


def is_province(code: str) -> bool:
    """Whether one of today's provinces bears the code."""
    return code in _table()["present"]


def plane_of_former(code: str) -> int | None:
    """Return the plane (EPSG code) that a former province's lists are written in; None where not known."""
    epsg: int | None = _table()["former"].get(code, {}).get("epsg")
    return epsg


def planes_of(code: str) -> tuple[int, ...]:
    """Return the planes (EPSG codes) in use in a province of today, first that of the code's former bearer.

    Empty for a code that the table does not know.
    """
    former = _table()["present"].get(code, {}).get("former", ())
    return tuple(dict.fromkeys(epsg for was in former if (epsg := plane_of_former(was)) is not None))


def metric_plane(code: str) -> int:
    """Return the plane (EPSG code) in which a province's metric work is done."""
    return next(iter(planes_of(code)), COUNTRY_EPSG)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))
