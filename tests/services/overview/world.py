"""A small world for the overview: six masts in two communes and one in none, beside VNPT's BGG00045."""

import datetime as dt
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.checks.context import Context
from registry.model.areas import AdminUnit
from registry.model.ledger import Change
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

SEA = (107.9, 20.0)


def write(registry: Registry, *changes: Change, kind: str = "sites") -> str:
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind=kind, who="lan")
        ledger.record(connection, list(changes), who="lan", batch=batch.id)
    return batch.id


def context(registry: Registry) -> Context:
    return context_for(registry, today())


def home(registry: Registry) -> AdminUnit:
    """The commune of BGG00045."""
    found = commune_at(context(registry), desk.LON, desk.LAT)
    assert found is not None
    return found


def other(registry: Registry) -> tuple[AdminUnit, float, float]:
    """Another commune, far off, and a point inside it."""
    own = home(registry)
    for unit in context(registry).units.communes:
        if unit.boundary is not None and unit.boundary.distance(own.boundary) > 0.2:
            point = unit.boundary.representative_point()
            return unit, point.x, point.y
    raise AssertionError("no commune is far")


def built(registry: Registry) -> Registry:
    """At home: BGG00045 (VNPT), M1 (VNPT and VTL, shared), M2 suspended (VTL), P1 approved, D1 dismantled.

    Elsewhere: F1 (VMS, robust), being alone there; at sea: S1 (VNM).
    """
    _unit, lon, lat = other(registry)
    here = {name: desk.north(100.0 + 40.0 * at) for at, name in enumerate(("M1", "M2", "P1", "D1"))}
    rows: list[Change] = []
    for code, (x, y) in {**here, "F1": (lon, lat), "S1": SEA}.items():
        rows += created("sites", site(code, x, y))
    rows += created(
        "structures", mast("M1"), mast("M2", state="suspended"), mast("P1", state="approved"),
        mast("D1", state="dismantled"), mast("F1", robust=True), mast("S1"),
    )  # fmt: skip
    rows += created(
        "stations", station("M1", "VNPT", technology="4G"), station("M1", "VTL", technology="5G"),
        station("M2", "VTL"), station("F1", "VMS", technology="4G"), station("S1", "VNM"),
    )  # fmt: skip
    write(registry, *rows)
    return registry


def table(path: Path, header: list[str], *rows: list[Any]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


DAY = dt.date(2025, 12, 31)
