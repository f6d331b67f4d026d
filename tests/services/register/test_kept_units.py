"""The units of a register are made once for the same rows: another row, or another plane, makes others."""

import contextlib
import shutil
from pathlib import Path

import shapely
import sqlalchemy as sa

from registry.checks.on_day.units import UnitsOfAllDays
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.kept_units import units_of_all_days
from registry.settings import read_settings
from registry.store.register.units import load_units
from registry.store.tables import admin_units

CHANGES = (
    {"geometry": shapely.box(106.0, 21.2, 106.3, 21.4)},
    {"name": "Tên Khác"},
    {"boundary_error_m": 77.0},
    {"valid_to": today()},
    {"predecessors": ["99999"]},
    {"parent": "99"},
)


def held(registry: Registry) -> UnitsOfAllDays:
    with registry.database.read() as connection:
        return units_of_all_days(connection, registry.settings.metric_epsg)


def anew(registry: Registry) -> UnitsOfAllDays:
    with registry.database.read() as connection:
        return UnitsOfAllDays(load_units(connection), registry.settings.metric_epsg)


def same(one: UnitsOfAllDays, other: UnitsOfAllDays) -> bool:
    return (one.units, one.metric, one.provinces) == (other.units, other.metric, other.provinces)


def test_two_registers_of_the_same_rows_share_them_and_a_changed_row_makes_them_anew(
    registry: Registry, tmp_path: Path
) -> None:
    shutil.copytree(registry.settings.home, tmp_path / "copy")
    copy = open_registry(read_settings({"BTS_HOME": str(tmp_path / "copy")}))
    with contextlib.closing(copy):
        first = held(registry)
        assert same(first, anew(registry))
        assert held(copy) is first
        assert context_for(copy, today()).units.communes == context_for(registry, today()).units.communes
        record = next(unit.id for unit in first.units if unit.valid_to is None and unit.boundary is not None)
        seen = [first]
        for change in CHANGES:
            with copy.database.write() as connection:
                connection.execute(sa.update(admin_units).where(admin_units.c.id == record).values(change))
            seen.append(held(copy))
            assert same(seen[-1], anew(copy)), change
            assert seen[-1] is held(copy)
        assert len({id(one) for one in seen}) == len(seen)
        assert held(registry) is not seen[-1]
        assert same(held(registry), first)


def test_another_plane_has_other_metres(registry: Registry) -> None:
    with registry.database.read() as connection:
        here, there = (units_of_all_days(connection, epsg) for epsg in (9210, 3405))
    assert here.units == there.units
    assert here.metric != there.metric
