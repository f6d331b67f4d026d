"""The risk of 200,000 masts and a campaign's choice among them; a phone's send of 200 items.

The baseline scores mast by mast in plain Python from the same values, as a script over rows would.
"""

import math
import tempfile
import time
import uuid
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from registry.demo.initialise import init_registry
from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.model.people import Person, Role
from registry.safety.risk import Part, RiskScores, score
from registry.services.field.risk_scores import risk_table
from registry.services.field.selection import Selection, chosen_rows
from registry.services.field.sends import take_items
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from registry.store.tables import sites, stations, structures
from tests.scale import PROVINCE, points

MASTS = 200_000
LAN = Person("lan", frozenset({Role.INSPECTOR}))
SQUARE = ChosenArea(
    (AreaPart(PartKind.POLYGON, ((106.1, 21.2), (106.5, 21.2), (106.5, 21.4), (106.1, 21.4))),)
)


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        registry = _registry(Path(folder))
        try:
            return _measured(registry)
        finally:
            registry.close()


def _measured(registry: Registry) -> list[dict[str, Any]]:
    busy = time.process_time()
    cold, table = _timed(lambda: risk_table(registry))
    busy = time.process_time() - busy
    arrays, _ = _timed(lambda: score(table.scores.measured).total)
    plain, _ = _timed(lambda: _plain(table.scores))
    chosen, _ = _timed(
        lambda: chosen_rows(registry, Selection(area=area_text(SQUARE), forms=("guyed",), most=500))
    )
    send, _ = _timed(lambda: take_items(registry, _items(200), person=LAN, device="d", by="lan"))
    again, _ = _timed(lambda: risk_table(registry))
    said = f"{MASTS:,} masts"
    return [
        {
            "name": f"risk of {said} from the register, cold",
            "seconds": cold,
            "note": f"{busy:.1f} s of processor",
        },
        {
            "name": f"points of {said} from arrays",
            "seconds": arrays,
            "baseline": "the same values mast by mast",
            "baseline_seconds": plain,
        },
        {"name": f"risk of {said} after a send", "seconds": again},
        {"name": f"the riskiest 500 guyed masts of an area, of {said}", "seconds": chosen},
        {"name": "a send of 200 items, durable", "seconds": send},
    ]


def _timed(work: Any) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def _plain(scores: RiskScores) -> list[float]:
    columns = [list(scores.measured[part.code]) for part in scores.parts]
    return [
        sum(_points(part, value) for part, value in zip(scores.parts, row, strict=True))
        for row in zip(*columns, strict=True)
    ]


def _points(part: Part, value: Any) -> float:
    if part.values is not None:
        return part.weight * part.values.get(value, 0.0)
    if value is None or math.isnan(value):
        return 0.0
    points_of = part.curve
    if value <= points_of[0][0]:
        return part.weight * points_of[0][1]
    for (x0, y0), (x1, y1) in pairwise(points_of):
        if value <= x1:
            return part.weight * (y0 + (y1 - y0) * (value - x0) / (x1 - x0))
    return part.weight * points_of[-1][1]


def _items(count: int) -> list[dict[str, Any]]:
    visit = str(uuid.uuid4())
    return [
        {
            "id": str(uuid.uuid4()),
            "kind": "reading",
            "inspection": visit,
            "campaign": "",
            "structure": "m0",
            "checklist": "office",
            "checklist_version": 1,
            "entry": "remarks",
            "value": f"mục {n}",
            "photos": [],
            "recorded_at": "2026-05-12T09:30:00+07:00",
            "seq": n,
            "replaces": "",
        }
        for n in range(count)
    ]


def _registry(home: Path) -> Registry:
    """Make a register and fill its tables straight: the ledger has no part in what is measured."""
    init_registry(read_settings({"BTS_HOME": str(home)}))
    registry = open_registry(read_settings({"BTS_HOME": str(home)}))
    where, rng = points(MASTS, box=PROVINCE), np.random.default_rng(7)
    years, heights = rng.integers(2004, 2026, MASTS), rng.choice([30.0, 42.0, 60.0], MASTS)
    forms = rng.choice(["guyed", "lattice", "monopole"], MASTS)
    places = [
        {
            "id": f"s{n}",
            "version": 1,
            "code": f"BGG{n:06d}",
            "lon": lon,
            "lat": lat,
            "accuracy_m": 10.0,
            "commune_code": "07213",
        }
        for n, (lon, lat) in enumerate(zip(where.lon.tolist(), where.lat.tolist(), strict=True))
    ]
    masts = [
        {
            "id": f"m{n}",
            "version": 1,
            "site_id": f"s{n}",
            "state": "in_service",
            "form": str(forms[n]),
            "support": "ground",
            "mast_height_m": float(heights[n]),
            "built_on": np.datetime64(f"{years[n]}-01-01").astype(object),
            "built_year_only": True,
            "designed_operators": 2,
        }
        for n in range(MASTS)
    ]
    carried = [
        {"id": f"t{n}", "version": 1, "structure_id": f"m{n}", "operator": ("VTL", "VNPT", "VMS")[n % 3]}
        for n in range(MASTS)
    ]
    with registry.database.write() as connection:
        for table, rows in ((sites, places), (structures, masts), (stations, carried)):
            connection.execute(sa.insert(table), rows)
    return registry
