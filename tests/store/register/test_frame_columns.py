"""Whole tables as columns: the same rows, whichever driver gives them."""

import datetime as dt

import numpy as np
from shapely import LineString, box

from registry.frames.columns import frame_kinds
from registry.frames.typed import typed
from registry.model.areas import AdminLevel, AdminUnit
from registry.model.cables import CableSegment, Mount, PlantState
from registry.store import ledger
from registry.store.cables.cables import route_id, segment_row
from registry.store.changes import create
from registry.store.database import Database
from registry.store.register.frame_columns import (
    code_giver_columns,
    segment_columns,
    site_columns,
    station_columns,
    structure_columns,
    unit_columns,
)
from registry.store.register.sites import alias_row
from registry.store.register.units import unit_row
from registry.store.tables import admin_units, cable_tables, site_aliases
from tests.store.rows import created, mast, site, station

DAY = dt.date(2026, 11, 29)


def test_masts_come_as_columns_in_the_order_of_codes(database: Database) -> None:
    with database.write() as connection:
        changes = [
            *created(
                "sites",
                site("B", position_raw=["106,1", "21,2"]),
                site("A", lon=106.5),
                site("C", merged_into="site-A"),
            ),
            *created(
                "structures",
                mast("A", built_on=dt.date(2015, 3, 1), generator=True, mast_height_m=42.0),
                mast("B", generator=False, designed_operators=2),
                mast("C"),
            ),
            *created(
                "stations", station("A", "VTL", technology="4G"), station("A", "VNPT"), station("B", "VTL")
            ),
            create(site_aliases, alias_row("site-A", "VTL", "A", former=True)),
            create(site_aliases, alias_row("site-A", "VNPT", "A")),
            create(site_aliases, alias_row("site-A", "VMS", "A")),
        ]
        ledger.record(connection, changes, who="lan", batch="B0")
    with database.read() as connection:
        places = site_columns(connection, ("position_raw", "accuracy_m"))
        masts = structure_columns(connection, ("generator", "mast_height_m", "designed_operators"))
        stations = station_columns(connection, ())
        givers = code_giver_columns(connection)
    assert [*places["code"]] == ["A", "B"]
    assert [*places["lon"]] == [106.5, 106.1946]
    assert [*masts["id"]] == ["mast-A", "mast-B", "mast-C"]
    kind = frame_kinds()["structures"]
    told = {
        name: [*typed(kind.column(name), masts[name])]
        for name in ("generator", "mast_height_m", "designed_operators")
    }
    assert [str(value) for value in told["generator"]] == ["True", "False", "<NA>"]
    assert told["mast_height_m"][0] == 42.0
    assert told["designed_operators"][1] == 2
    built = typed(kind.column("built_on"), masts["built_on"])
    assert built[0].date() == dt.date(2015, 3, 1)
    assert str(built[1]) == "NaT"
    assert [*stations["operator"]] == ["VNPT", "VTL", "VTL"]
    # the last one stays: a present code before a former one, then by name
    assert dict(
        zip(zip(givers["site_id"], givers["code"], strict=True), givers["operator"], strict=True)
    ) == {("site-A", "A"): "VMS"}


def test_cables_and_units_come_with_their_shapes_and_days(database: Database) -> None:
    line, area = LineString([(106.1, 21.2), (106.2, 21.3)]), box(106, 21, 107, 22)
    route = route_id("VTL", "R1")
    segments = [
        CableSegment(
            id=f"s{n}", route=route, code=f"R1/{n}", owner="VTL", operators=("VMS", "VTL"),
            mount=Mount.AERIAL, state=PlantState.IN_SERVICE, geometry=line, length_m=100.0, retired_on=day,
        )
        for n, day in enumerate((None, DAY, dt.date(2026, 11, 30)))
    ]  # fmt: skip
    units = [
        AdminUnit(
            "u1",
            "07213",
            AdminLevel.COMMUNE,
            "Tân Dĩnh",
            "Xã",
            "24",
            dt.date(2025, 7, 1),
            None,
            ("1", "2"),
            area,
        ),
        AdminUnit("u2", "07213", AdminLevel.COMMUNE, "Tân Dĩnh", "Xã", "24", None, dt.date(2025, 6, 30)),
    ]
    with database.write() as connection:
        changes = [
            create(cable_tables.cable_routes, {"id": route, "code": "R1", "name": "QL.1", "owner": "VTL"}),
            *(create(cable_tables.cable_segments, segment_row(one)) for one in segments),
            *(create(admin_units, unit_row(one)) for one in units),
        ]
        ledger.record(connection, changes, who="lan", batch="B0")
    with database.read() as connection:
        laid, valid = segment_columns(connection, DAY), unit_columns(connection, DAY)
        before = unit_columns(connection, dt.date(2025, 6, 30))
    assert [*laid["code"]] == ["R1/0", "R1/2"]
    assert set(laid["route_name"]) == {"QL.1"}
    assert set(laid["operators"]) == {"VMS,VTL"}
    assert all(shape.equals(line) for shape in laid["geometry"])
    assert [*valid["id"]] == ["u1"]
    assert valid["geometry"][0].equals(area)
    assert [*valid["predecessors"]] == ["1,2"]
    assert [*before["id"]] == ["u2"]
    assert before["geometry"][0] is None
    assert np.asarray(valid["geometry"]).dtype == object
