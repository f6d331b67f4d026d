"""A small register for the tests of OGC API: two carriers, a shared mast, what was and what is to be."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shapely
from flask import Flask
from flask.testing import FlaskClient

from registry.model.areas import Layer, Zone
from registry.model.people import Role
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.zones.zones import zone_id, zone_row
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station
from tests.web.people import PASSWORD, running

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
LON, LAT = desk.LON, desk.LAT
MASTS = (
    # code, carriers, metres north, columns
    ("VTL1", ("VTL",), 1000.0, {"mast_height_m": 30.0, "mast_class": "A2a", "built_on": dt.date(2015, 3, 1)}),
    ("VTL2", ("VTL", "VMS"), 2000.0, {"mast_height_m": 45.0, "mast_class": "A2b"}),
    ("VMS1", ("VMS",), 3000.0, {"mast_height_m": 60.0, "mast_class": "A2c", "built_on": dt.date(2020, 1, 1)}),
    ("OLD1", ("VTL",), 4000.0, {"mast_height_m": 20.0, "state": "dismantled", "built_on": dt.date(2001, 1, 1),
                                "dismantled_on": dt.date(2019, 7, 1)}),
)  # fmt: skip
"""Besides BGG00045 of VNPT, 42 m, which every office of the desk has."""
ZONES = (
    (Layer.URBAN_AREA, "Phố O'Hà", 0.0, dt.date(2020, 1, 1), None),
    (Layer.URBAN_AREA, "Phố cũ", 3000.0, dt.date(2010, 1, 1), dt.date(2019, 12, 31)),
    (Layer.MILITARY, "Trường bắn", 9000.0, dt.date(2020, 1, 1), None),
)
PEOPLE = {
    "leader": ([Role.LEADER], ""), "viewer": ([Role.VIEWER], ""), "viettel": ([Role.CARRIER], "VTL"),
    "vnpt": ([Role.CARRIER], "VNPT"), "duty": ([Role.DUTY_OFFICER], ""),
}  # fmt: skip


def _fill(registry: Registry) -> None:
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = []
        for code, carriers, north, columns in MASTS:
            lon, lat = desk.north(north)
            rows += created("sites", site(code, lon, lat))
            rows += created("structures", mast(code, **columns))
            for carrier in carriers:
                rows += created("stations", station(code, carrier))
        for layer, name, north, first, last in ZONES:
            lon, lat = desk.north(north)
            shape = shapely.box(lon - 0.002, lat - 0.002, lon + 0.002, lat + 0.002)
            zone = Zone(
                id=zone_id(layer, "12/QĐ", shape, name), layer=layer, name=name, geometry=shape,
                decision="12/QĐ", article="1", valid_from=first, valid_to=last,
            )  # fmt: skip
            rows += created("zones", zone_row(zone))
        ledger.record(connection, rows, who="lan", batch=batch.id)


@contextmanager
def office(home: Path) -> Iterator[Flask]:
    """Yield the application of the small register, with an account for each of ``PEOPLE``."""
    settings = read_settings({"BTS_HOME": str(home)})
    made = desk.make(settings)
    _fill(made)
    for name, (roles, organisation) in PEOPLE.items():
        add_account(
            made, name, roles, organisation=organisation, password=PASSWORD, must_change=False, who="t"
        )
    made.close()
    with running(settings) as app:
        yield app


def read(client: FlaskClient, path: str, status: int = 200, **headers: str) -> Any:
    """Return what an address below ``/ogc`` answers as JSON."""
    answer = client.get(f"/ogc{path}", headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)[:500]
    return json.loads(answer.get_data())


def codes(found: Any) -> list[str]:
    """Return the sites of features."""
    return [one["properties"]["site_code"] for one in found["features"]]
