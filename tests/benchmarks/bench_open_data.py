"""The open data of 200,000 masts rebuilt after a change, as CSV and as a workbook, against the bare writers.

Ours reads the register, shows of each mast what a visitor may see, sorts and writes; the baselines write the
same cells, ready made, with the standard library's csv and with openpyxl's writer that keeps no cells.
"""

import csv
import datetime as dt
import io
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from registry.demo.initialise import init_registry
from registry.services.office.registry import Registry, open_registry
from registry.services.open_data.files import open_file
from registry.services.open_data.sets import dataset
from registry.settings import read_settings
from registry.store.tables import site_aliases, sites, stations, structures

SIZES = (2_000, 20_000, 200_000)
OPERATORS = ("VTL", "VNPT", "VMS", "VNM")
CLASSES = ("A2b", "A2b", "A2b", "A2a", "A1a", "A1b", "A2c")
DAY = dt.date(2026, 11, 1)
NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table, the smallest register first."""
    return [row for count in SIZES for row in _of(count)]


def _of(count: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        settings = read_settings({"BTS_HOME": str(Path(folder) / "home")})
        init_registry(settings)
        registry = open_registry(settings)
        try:
            _fill(registry, count)
            _rebuilt(registry, "csv")  # modules are imported on first use
            as_csv, content = _timed(lambda: _rebuilt(registry, "csv"))
            as_book, _ = _timed(lambda: _rebuilt(registry, "xlsx"))
        finally:
            registry.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    bare_csv, _ = _timed(lambda: csv.writer(io.StringIO()).writerows(rows))
    bare_book, _ = _timed(lambda: _bare_book(rows))
    return [
        {
            "name": f"open data of {count:,} masts rebuilt, {form}",
            "seconds": seconds,
            "baseline": f"{baseline}, ready rows written",
            "baseline_seconds": bare,
            "peak_mib": peak,
            "note": f"{seconds / count * 1e6:.1f} µs a mast",
        }
        for form, seconds, baseline, bare in (
            ("CSV", as_csv, "bare csv", bare_csv),
            (".xlsx", as_book, "openpyxl write-only", bare_book),
        )
    ]


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def _rebuilt(registry: Registry, form: str) -> bytes:
    registry.cache.clear()
    shutil.rmtree(registry.settings.home / "cache", ignore_errors=True)  # where files are kept
    return open_file(registry, dataset("masts"), form, NOON).content


def _bare_book(rows: list[list[str]]) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("x")
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def _fill(registry: Registry, count: int) -> None:
    """Write masts, stations and the operators' codes straight into the tables."""
    places, masts, names, carried = [], [], [], []
    for at in range(count):
        operator, code = OPERATORS[at % 4], f"B{at:06d}"
        places.append(
            {"fid": at + 1, "id": f"s{at}", "version": 1, "code": code, "lon": 106.0 + at % 997 / 1000,
             "lat": 21.0 + at % 613 / 1000, "accuracy_m": 10.0, "commune_code": f"{7000 + at % 99:05d}"}
        )  # fmt: skip
        masts.append(
            {"id": f"m{at}", "version": 1, "site_id": f"s{at}", "mast_class": CLASSES[at % 7],
             "support": "ground" if at % 3 else None, "state": "in_service", "built_year_only": False}
        )  # fmt: skip
        names.append(
            {"id": f"a{at}", "version": 1, "site_id": f"s{at}", "operator": operator, "code": code,
             "former": False, "first_listed": DAY, "last_listed": DAY}
        )  # fmt: skip
        carried += [
            {"id": f"t{at}{technology}", "version": 1, "structure_id": f"m{at}", "operator": operator,
             "technology": technology}
            for technology in ("4G", "5G")[: at % 2 + 1]
        ]  # fmt: skip
    with registry.database.write() as connection:
        for table, rows in ((sites, places), (structures, masts), (site_aliases, names), (stations, carried)):
            connection.execute(table.insert(), rows)
