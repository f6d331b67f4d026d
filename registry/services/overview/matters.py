"""Open matters by commune: requests, defects, field reports, troubles, standing masts that do not comply."""

import datetime as dt
from collections.abc import Iterable

import numpy as np

from registry.checks.context import Context
from registry.services.obligations.compliance import GROUP_OF, VIOLATION, kept_run
from registry.services.office.registry import Registry
from registry.services.overview.counted_masts import Ints, MastColumns, communes_of
from registry.store.database import Connection
from registry.store.overview import matters as store


def matters_of(
    registry: Registry, connection: Connection, context: Context, masts: MastColumns, day: dt.date
) -> dict[str, Ints | None]:
    """Return how many matters of each kind are open, by commune and last in none; None where not known."""
    n = len(context.units.communes)
    rows = {unit.code: at for at, unit in enumerate(context.units.communes)}
    requests = np.zeros(n + 1, dtype=np.int64)
    for _request, code in store.open_requests(connection):
        requests[rows.get(code, n)] += 1
    return {
        "requests": requests,
        "defects_late": _placed(store.late_defects(connection, day), context, masts),
        "reports": _placed(store.open_reports(connection), context, masts),
        "troubles": _placed(store.open_troubles(connection), context, masts),
        "breaches": _breaches(registry, masts),
    }


def _placed(matters: Iterable[store.Placed], context: Context, masts: MastColumns) -> Ints:
    """Count matters by the commune of their mast, else of their own position."""
    found = np.zeros(masts.communes + 1, dtype=np.int64)
    loose: list[tuple[float, float]] = []
    for one in matters:
        row = masts.row_of.get(one.structure)
        if row is not None:
            found[masts.commune[row]] += 1
        elif one.lon is not None and one.lat is not None:
            loose.append((one.lon, one.lat))
        else:
            found[masts.communes] += 1
    if loose:
        lon, lat = np.array(loose, dtype=float).T
        np.add.at(found, communes_of(lon, lat, context), 1)
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
