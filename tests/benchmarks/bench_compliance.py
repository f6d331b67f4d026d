"""The compliance run of 200,000 standing masts, against the same questions asked mast by mast.

The register is made for the purpose: its rows are written past the ledger, which the run does not read. The
baseline asks the table of permits for every mast by itself, on every 40th mast, and is multiplied by 40.
"""

import datetime as dt
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from registry.checks.permit_table import later_answers, permit_needed
from registry.checks.standing_permits import facts_of_row, permit_text, standing_permits
from registry.demo.initialise import init_registry
from registry.services.obligations.compliance import compliance_run
from registry.services.obligations.compliance_lists import RowFilter, select
from registry.services.obligations.compliance_summary import summarise
from registry.services.obligations.obligations import duties_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.settings import read_settings
from registry.store.tables import site_aliases, sites, stations, structures
from tests.scale import points

MASTS = 200_000
EVERY = 40
OPERATORS = ("VTL", "VNPT", "VMS", "VNM")


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        settings = read_settings({"BTS_HOME": str(Path(folder) / "home")})
        init_registry(settings)
        registry = open_registry(settings)
        try:
            _fill(registry)
            context_for(registry, today())  # shared with every other page
            start = time.perf_counter()
            found = compliance_run(registry)
            whole = time.perf_counter() - start
            summary, rows = _timed(summarise, found), _timed(_page, found)
            duties = _timed(duties_of, registry)
            permits = _timed(_permits, found)
            baseline = _timed(_mast_by_mast, found) * EVERY
        finally:
            registry.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        {
            "name": f"compliance run, {MASTS:,} masts, {len(found.stations):,} stations, from the database",
            "seconds": whole,
            "peak_mib": peak,
        },
        {
            "name": "of it the permits, by the law of the day of building",
            "seconds": permits,
            "baseline": f"mast by mast (every {EVERY}th, times {EVERY})",
            "baseline_seconds": baseline,
        },
        {"name": "its summary", "seconds": summary},
        {"name": "its rows: filtered, sorted, one page of 50", "seconds": rows},
        {"name": "the calendar of obligations over it (run kept)", "seconds": duties},
    ]


def _timed(work: Any, *given: Any) -> float:
    start = time.perf_counter()
    work(*given)
    return time.perf_counter() - start


def _permits(found: Any) -> None:
    standing_permits(found.masts, found.known, today=found.day)


def _page(found: Any) -> None:
    chosen = select(found, RowFilter(group="not_known"), sort="commune")
    assert len(list(chosen.rows(0, 50))) == 50


def _mast_by_mast(found: Any) -> None:
    day = found.day
    for row in range(0, len(found.masts), EVERY):
        built = found.masts.built_on[row]
        permit_text(str(found.masts.permits[row]))
        if not np.isnat(built):
            facts = facts_of_row(found.masts, found.known, row)
            permit_needed(built.item(), facts)
            later_answers(built.item(), facts, day)


def _fill(registry: Registry) -> None:
    """Write masts, stations and the operators' codes straight into the tables."""
    rng = np.random.default_rng(20261126)
    where = points(MASTS, seed=11)
    first = dt.date(2005, 1, 1)
    offsets = rng.integers(0, 7_900, MASTS)
    listed = today() - dt.timedelta(days=20)
    places, masts, carried, names = [], [], [], []
    classes = rng.choice(["A2b", "A2a", "A1a", "A1b", "A2c"], MASTS, p=[0.8, 0.08, 0.05, 0.04, 0.03])
    for at in range(MASTS):
        operator, code = OPERATORS[at % 4], f"B{at:06d}"
        places.append(
            {"fid": at + 1, "id": f"s{at}", "version": 1, "code": code, "lon": float(where.lon[at]),
             "lat": float(where.lat[at]), "accuracy_m": 10.0, "commune_code": f"{7000 + at % 99:05d}"}
        )  # fmt: skip
        masts.append(
            {"id": f"m{at}", "version": 1, "site_id": f"s{at}", "mast_class": classes[at],
             "support": "ground" if at % 3 else None, "mast_height_m": float(at % 60 + 2),
             "state": "in_service",
             "built_on": first + dt.timedelta(days=int(offsets[at])), "built_year_only": at % 9 == 0,
             "designed_operators": at % 3 + 1, "permit": ("", "không có", f"{at}/GPXD")[at % 3],
             "robust": at % 5 == 0}
        )  # fmt: skip
        names.append(
            {"id": f"a{at}", "version": 1, "site_id": f"s{at}", "operator": operator, "code": code,
             "former": False, "first_listed": listed, "last_listed": listed}
        )  # fmt: skip
        for technology in ("4G", "5G")[: at % 2 + 1]:
            carried.append(
                {"id": f"t{at}{technology}", "version": 1, "structure_id": f"m{at}", "operator": operator,
                 "technology": technology, "emf_certificate": f"KĐ-{at}" if at % 7 else "",
                 "emf_expires_on": listed + dt.timedelta(days=at % 900 - 60) if at % 7 else None}
            )  # fmt: skip
    with registry.database.write() as connection:
        for table, rows in ((sites, places), (structures, masts), (site_aliases, names), (stations, carried)):
            connection.execute(table.insert(), rows)
