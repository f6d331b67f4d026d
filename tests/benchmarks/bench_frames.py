"""Frames of a large register, against GeoPandas reading a file of it and the bare columns of its tables."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd

import registry
from registry.model.people import Person, Role
from registry.services.office.registry import Registry, open_registry
from registry.store.register.sites import columns_of
from registry.store.tables import sites, stations, structures
from tests.benchmarks.bench_map import filled_registry
from tests.benchmarks.measure import best, growing, row

SIZES = (200_000, 20_000, 2_000)
CARRIER = Person("a carrier", frozenset({Role.CARRIER}), "VTL")


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        held = {n: open_registry(filled_registry(Path(folder) / str(n), n)) for n in SIZES}
        try:
            return _rows(held, Path(folder))
        finally:
            for one in held.values():
                one.close()


def _rows(held: dict[int, Registry], folder: Path) -> list[dict[str, Any]]:
    largest = held[SIZES[0]]
    file = folder / "structures.gpkg"
    registry.structures(register=largest).to_file(file, driver="GPKG", engine="pyogrio")
    read = best(lambda: gpd.read_file(file), 1)
    bare = best(lambda: _bare(largest), 2)
    rows = []
    for name, viewer in (("structures", None), ("structures", CARRIER), ("stations", None)):
        grown = growing(_task(held, name, viewer), SIZES)
        rows.append(
            row(
                f"registry.{name}() of {SIZES[0]:,} masts" + (", masked for a carrier" if viewer else ""),
                grown[SIZES[0]],
                baseline=("GeoPandas (pyogrio) reading the structures' GeoPackage", read),
                limit=("the columns of the three tables as the driver gives them", bare),
                growth=grown,
            )
        )
    return rows


def _task(
    held: dict[int, Registry], name: str, viewer: Person | None
) -> Callable[[int], Callable[[], object]]:
    return lambda n: lambda: getattr(registry, name)(viewer=viewer, register=held[n])


def _bare(opened: Registry) -> None:
    with opened.database.read() as connection:
        for table in (sites, structures, stations):
            columns_of(connection, table, [column.name for column in table.c])
