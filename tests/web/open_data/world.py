"""A small office whose zones are open, for tests of what programs fetch."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import shapely
from flask import Flask

from registry.model.areas import Layer, Zone
from registry.model.people import Person, Role
from registry.model.vietnam_time import today
from registry.services.office.registry import Registry
from registry.services.open_data.decisions import Typed, open_set
from registry.services.open_data.licences import USUAL
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.zones.zones import zone_row
from tests.services.requests import desk
from tests.store.rows import created
from tests.web.people import running

LEADER = Person("giám đốc", frozenset({Role.LEADER}))
SQUARES = {Layer.PLANNING: 106.20, Layer.URBAN_AREA: 106.25, Layer.MILITARY: 106.30}
"""Layer -> the western side of a square of 0.04 degrees."""


def add_zones(made: Registry) -> None:
    """Write a square of three layers, of which everybody may see two."""
    zones = [
        Zone(
            layer.value, layer, f"Vùng {layer.value}", "QĐ 1", "Điều 2", dt.date(2026, 1, 1), None,
            shapely.box(west, 21.20, west + 0.04, 21.24), error_m=20.0,
            allowed_classes=frozenset({"A1a", "A2b"}),
        )
        for layer, west in SQUARES.items()
    ]  # fmt: skip
    with made.database.write() as connection:
        batch = batches.open_batch(connection, kind="zones", who="lan")
        ledger.record(connection, created("zones", *map(zone_row, zones)), who="lan", batch=batch.id)


def open_(made: Registry, *names: str, licence: str = USUAL.address) -> None:
    """Open sets from today on."""
    day = today()
    typed = Typed(
        "12/QĐ-SKHCN", day, day, None, "Ghi nguồn “Sở”.\nDùng tự do.", "Phòng A, bcvt@so.example", licence
    )
    for name in names:
        open_set(made, name, typed, person=LEADER)


@contextmanager
def open_office(home: Path, *names: str) -> Iterator[Flask]:
    """Yield the application of an office with zones, of which these sets are open."""
    settings = read_settings({"BTS_HOME": str(home)})
    made = desk.make(settings)
    add_zones(made)
    open_(made, *names)
    made.close()
    with running(settings) as app:
        yield app
