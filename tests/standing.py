"""Standing masts and stations made from a few words, for tests of the compliance run."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from registry.model.standing import Fact, KnownFacts, StandingMasts, StandingStations

NAT = np.datetime64("NaT")


def masts(rows: Sequence[Mapping[str, Any]]) -> StandingMasts:
    """Return masts; what a row does not say is not stated. ``built_on`` and ``listed_on`` are days."""

    def objects(name: str, default: str = "") -> Any:
        found = np.empty(len(rows), dtype=object)
        found[:] = [row.get(name, default) for row in rows]
        return found

    def floats(name: str, default: float = np.nan) -> Any:
        return np.array([row.get(name, default) for row in rows], dtype=float)

    codes = np.empty(len(rows), dtype=object)
    codes[:] = [row.get("code", f"M{at}") for at, row in enumerate(rows)]
    return StandingMasts(
        structure_ids=codes,
        site_ids=codes,
        codes=codes,
        operators=objects("operator", "VTL"),
        owners=objects("owner"),
        communes=objects("commune", "07210"),
        lon=floats("lon", 106.2),
        lat=floats("lat", 21.3),
        accuracy_m=floats("accuracy_m", 10.0),
        mast_classes=objects("mast_class"),
        old_classes=objects("old_class"),
        forms=objects("form"),
        supports=objects("support"),
        mast_height_m=floats("mast_height_m"),
        building_height_m=floats("building_height_m"),
        states=objects("state", "in_service"),
        built_on=days(row.get("built_on") for row in rows),
        built_year_only=np.array([row.get("year_only", False) for row in rows], dtype=bool),
        permits=objects("permit"),
        designed_operators=floats("designed_operators"),
        robust=np.array([row.get("robust", -1) for row in rows], dtype=np.int8),
        networks=np.array([row.get("networks", 1) for row in rows], dtype=np.int64),
        listed_on=days(row.get("listed_on") for row in rows),
    )


def stations(rows: Sequence[Mapping[str, Any]]) -> StandingStations:
    """Return stations, each on ``mast`` (a row)."""

    def objects(name: str, default: str = "") -> Any:
        found = np.empty(len(rows), dtype=object)
        found[:] = [row.get(name, default) for row in rows]
        return found

    return StandingStations(
        mast=np.array([row.get("mast", 0) for row in rows], dtype=np.int64),
        operators=objects("operator", "VTL"),
        technologies=objects("technology", "4G"),
        certificates=objects("certificate"),
        expires_on=days(row.get("expires_on") for row in rows),
        listed_on=days(row.get("listed_on") for row in rows),
    )


def known(rows: Sequence[Mapping[str, Any]]) -> KnownFacts:
    """Return what is known of the masts: the facts by their names, ``inspected_on``, ``approved_at``."""
    n = len(rows)
    values = {fact: np.array([_number(row.get(fact.value)) for row in rows], dtype=np.int8) for fact in Fact}
    results = np.empty(n, dtype=object)
    results[:] = [row.get("inspection_result", "") for row in rows]
    places = [row.get("approved_at") for row in rows]
    return KnownFacts(
        yes_no=values,
        urban_then=np.array([row.get("urban_then", True) for row in rows], dtype=bool),
        inspected_on=days(row.get("inspected_on") for row in rows),
        inspection_results=results,
        looked_at_on=days(row.get("inspected_on") for row in rows),
        approved=np.array([place is not None for place in places], dtype=bool),
        approved_lon=np.array([place[0] if place else np.nan for place in places], dtype=float),
        approved_lat=np.array([place[1] if place else np.nan for place in places], dtype=float),
    )


def days(values: Any) -> Any:
    """Return days as an array, NaT for None."""
    found: list[dt.date | np.datetime64] = [NAT if value is None else value for value in values]
    return np.array(found, dtype="datetime64[D]")


def _number(value: bool | None) -> int:
    return -1 if value is None else int(value)
