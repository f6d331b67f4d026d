"""Open matters by commune: requests, defects, field reports, troubles, standing masts that do not comply."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from registry.checks.context import Context
from registry.services.obligations.compliance import GROUP_OF, VIOLATION, kept_run
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.overview.counted_masts import Ints, MastColumns, communes_of
from registry.store.database import Connection
from registry.store.overview import matters as store


@dataclass(frozen=True, slots=True)
class Matter:
    """An open matter of a commune: its kind (the measure that counts it), id, name, day."""

    kind: str
    id: str
    name: str
    due_on: dt.date | None


@dataclass(frozen=True)
class Matters:
    """Open matters by commune and last in none: how many of each kind (None: not known), and which."""

    counts: Mapping[str, Ints | None]
    by_row: tuple[tuple[Matter, ...], ...]


def matters_of(
    registry: Registry, connection: Connection, context: Context, masts: MastColumns, day: dt.date
) -> Matters:
    """Return what is open on a day."""
    held = {
        "requests": store.open_requests(connection),
        "defects_late": store.late_defects(connection, day, now()),
        "reports": store.open_reports(connection),
        "troubles": store.open_troubles(connection),
    }
    counts: dict[str, Ints | None] = {}
    by_row: list[list[Matter]] = [[] for _ in range(masts.communes + 1)]
    for kind, matters in held.items():
        rows = _rows(matters, context, masts)
        counts[kind] = np.bincount(rows, minlength=masts.communes + 1).astype(np.int64)
        for one, row in zip(matters, rows.tolist(), strict=True):
            by_row[row].append(Matter(kind, one.id, one.name, one.due_on))
    counts["breaches"] = _breaches(registry, masts)
    return Matters(counts, tuple(tuple(one) for one in by_row))


def _rows(matters: Sequence[store.Placed], context: Context, masts: MastColumns) -> Ints:
    """Return the commune of each matter: that written, else of its mast, else of its own position."""
    codes = {unit.code: at for at, unit in enumerate(context.units.communes)}
    found = np.full(len(matters), masts.communes, dtype=np.int64)
    loose = []
    for at, one in enumerate(matters):
        row = masts.row_of.get(one.structure)
        if one.commune:
            found[at] = codes.get(one.commune, masts.communes)
        elif row is not None:
            found[at] = masts.commune[row]
        elif one.lon is not None and one.lat is not None:
            loose.append(at)
    if loose:
        lon = np.array([matters[at].lon for at in loose], dtype=float)
        lat = np.array([matters[at].lat for at in loose], dtype=float)
        found[loose] = communes_of(lon, lat, context)
    return found


def _breaches(registry: Registry, masts: MastColumns) -> Ints | None:
    """Count the masts with an answer that fails in the run made last; None before there was one."""
    run = kept_run(registry)
    if run is None:
        return None
    failing: set[str] = set()
    for judged in run.judged.values():
        bad = [at for at, answer in enumerate(judged.answers) if GROUP_OF[answer.outcome] == VIOLATION]
        if bad:
            rows = judged.mast[np.isin(judged.answer, bad)]
            failing.update(str(run.masts.structure_ids[row]) for row in np.unique(rows).tolist())
    chosen = np.zeros(len(masts.structures), dtype=bool)
    for structure in failing:
        row = masts.row_of.get(structure)
        if row is not None:
            chosen[row] = masts.standing[row]
    return masts.count(chosen)
