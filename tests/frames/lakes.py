"""Whose eyes the lakes of the tests are for, and how their rows are read."""

from typing import Any

import numpy as np

from registry.lake.manifest import Manifest
from registry.lake.reading import Lake
from registry.model.people import VISITOR, Person, Role
from registry.services.office.calendar import today

OUTSIDE = {
    "public": VISITOR,
    "carrier:VTL": Person("v", frozenset({Role.CARRIER}), "VTL"),
    "carrier:VNM": Person("m", frozenset({Role.CARRIER}), "VNM"),
}


def day_of(lake: Lake) -> Manifest:
    (manifest,) = lake.manifests(today())
    return manifest


def read(lake: Lake, layer: str) -> list[dict[str, Any]]:
    return list(lake.table(day_of(lake), layer).to_pylist())


def numbers(rows: list[dict[str, Any]], name: str) -> Any:
    return np.array([row[name] for row in rows], dtype=float)


def days(rows: list[dict[str, Any]], name: str) -> Any:
    return np.array([row[name] for row in rows], dtype="datetime64[D]")


def same(one: Any, other: Any) -> bool:
    """Whether two arrays are equal to the bit; nan and NaT equal themselves."""
    one, other = np.asarray(one), np.asarray(other)
    if one.dtype.kind in "fM":
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    return one.tolist() == other.tolist()


def masts_of(lake: Lake) -> list[dict[str, Any]]:
    """The rows of masts in the order of the register: by code, then by the structure's key."""
    return sorted(read(lake, "sites"), key=lambda row: (row["site_code"], row["structure_id"]))
