"""The compliance run of 200,000 standing masts, against the same questions asked mast by mast.

The registers are made for the purpose (``tests.standing_register``), each by a process of its own: the peak
is that of a process which opens a register, lays out what every page looks at, and judges. The baseline asks
the table of permits for every mast by itself, on every 40th mast, and is multiplied by 40. The limit is the
driver's bare fetching of the columns that the run reads besides, as tuples.
"""

import multiprocessing
import sqlite3
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from registry.checks.permit_table import later_answers, permit_needed
from registry.checks.standing_permits import facts_of_row, permit_text, standing_permits
from registry.demo.initialise import init_registry
from registry.services.obligations.compliance import ComplianceRun, compliance_run
from registry.services.obligations.compliance_lists import RowFilter, select
from registry.services.obligations.compliance_summary import summarise
from registry.services.obligations.obligations import duties_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.settings import read_settings
from tests.benchmarks import measure
from tests.standing_register import fill

MASTS = 200_000
SIZES = (MASTS // 100, MASTS // 10, MASTS)
EVERY = 40
READ = (
    "SELECT id, permit, robust FROM structures",
    "SELECT structure_id, operator, technology, emf_certificate, emf_expires_on FROM stations",
    "SELECT site_id, operator, code, former, last_listed FROM site_aliases",
)


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    grown: dict[int, measure.Took] = {}
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        for n in SIZES:
            home = Path(folder) / str(n)
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
                process.submit(_made, str(home), n).result()
            with closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as registry:
                context_for(registry, today())  # shared with every other page
                _anew(registry)
                peak = measure.process_peak_mib()
                grown[n] = measure.best(partial(_anew, registry))
                if n == MASTS:
                    rows = _rows(registry, compliance_run(registry), grown, peak, home)
    return rows


def _made(home: str, masts: int) -> None:
    settings = read_settings({"BTS_HOME": home})
    init_registry(settings)
    with closing(open_registry(settings)) as registry:
        fill(registry, masts)


def _anew(registry: Registry) -> None:
    registry.cache.pop("compliance", None)
    compliance_run(registry)


def _rows(
    registry: Registry, found: ComplianceRun, grown: dict[int, measure.Took], peak: float, home: Path
) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(home / "registry.sqlite")) as connection:
        fetched = measure.best(lambda: [connection.execute(query).fetchall() for query in READ])
    columns = [getattr(part, item.name) for part in (found.masts, found.stations) for item in fields(part)]
    bandwidth, copied = measure.bandwidth(*columns)
    return [
        measure.row(
            f"compliance run, {MASTS:,} masts, {len(found.stations):,} stations, from the database",
            grown[MASTS],
            limit=("the driver's bare fetching of what it reads besides", fetched),
            growth=grown,
            goal_s=2.0,
            goal_mib=700,
            peak_mib=peak,
            note=f"{bandwidth}: {copied:.2g} s",
        ),
        measure.row(
            "of it the permits, by the law of the day of building",
            measure.best(lambda: _permits(found)),
            baseline=(f"mast by mast (every {EVERY}th, times {EVERY})",
                      measure.once(lambda: _mast_by_mast(found)).times(EVERY)),
        ),
        measure.row("its summary", measure.best(lambda: summarise(found))),
        measure.row("its rows: filtered, sorted, one page of 50", measure.best(lambda: _page(found))),
        measure.row("its rows whose code has a text in it", measure.best(lambda: _named(found))),
        measure.row(
            "the calendar of obligations over it (run kept)", measure.best(lambda: duties_of(registry))
        ),
    ]  # fmt: skip


def _permits(found: Any) -> None:
    standing_permits(found.masts, found.known, today=found.day, territory="24")


def _page(found: Any) -> None:
    chosen = select(found, RowFilter(group="not_known"), sort="commune")
    assert len(list(chosen.rows(0, 50))) == 50


def _named(found: Any) -> None:
    assert len(select(found, RowFilter(text="b0123"), sort="operator"))


def _mast_by_mast(found: Any) -> None:
    day = found.day
    for row in range(0, len(found.masts), EVERY):
        built = found.masts.built_on[row]
        permit_text(str(found.masts.permits[row]))
        if not np.isnat(built):
            facts = facts_of_row(found.masts, found.known, row)
            permit_needed(built.item(), facts, territory="24")
            later_answers(built.item(), facts, day, territory="24")
