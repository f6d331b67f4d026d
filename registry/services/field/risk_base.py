"""The part of the risk that changes with the register of masts only: read once, then kept.

200,000 masts take a few seconds; what phones send in the meantime leaves it as it is.
"""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Context
from registry.checks.proposals import Proposals
from registry.checks.wind import design_wind
from registry.geo.crs import to_metric
from registry.law import law_in_force
from registry.model.areas import Layer
from registry.model.mast_rows import MastRows
from registry.model.positions import Position
from registry.model.requests.proposals import Proposal
from registry.model.standing_days import stands_on
from registry.services.office.registry import Registry
from registry.services.register.context import context_for, mast_rows
from registry.store import ledger
from registry.store.database import Connection
from registry.store.field.risk_views import design_winds
from registry.store.office.organisations import Organisations
from registry.store.register.units import commune_names
from registry.store.requests.requests import NOT_JUDGED_BY

_CACHE = "risk-base"
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class RiskBase:
    """n masts that stand (rows of ``masts``), and what the register says of each; see ``RiskTable``.

    ``zone_gust_ms`` is V3s,50 of the wind zone (the lower one where two are possible), nan where not known.
    ``road_in_fall``: a road or railway lies within the fall circle; ``road_known``: that can be said at all.
    """

    head: ledger.Head
    day: dt.date
    masts: MastRows
    rows: npt.NDArray[np.int64]
    row_of: dict[str, int]
    organisations: list[str]
    communes: dict[str, str]
    designed_operators: Floats
    design_wind_ms: Floats
    zone_gust_ms: Floats
    road_in_fall: Bools
    road_known: Bools
    carried: npt.NDArray[np.int64]
    inactive: Bools

    @property
    def structures(self) -> Objects:
        """Ids of the structures, n texts."""
        found: Objects = self.masts.structure_ids[self.rows]
        return found


def risk_base(registry: Registry, day: dt.date) -> RiskBase:
    """Return the base for a day; built where the register of masts or zones has changed since."""
    context = context_for(registry, day)
    head, masts = mast_rows(registry, day)
    with registry.lock, registry.database.read() as connection:
        held = registry.cache.get(_CACHE)
        if isinstance(held, RiskBase) and held.day == day:
            present = ledger.head(connection)
            if held.head == present:
                return held
            if not ledger.touched(connection, held.head, but=NOT_JUDGED_BY):
                kept = replace(held, head=present)  # so that the same entries are not looked through again
                registry.cache[_CACHE] = kept
                return kept
        made = _build(connection, context, masts, head, registry.settings.province)
        registry.cache[_CACHE] = made
        return made


def _build(
    connection: Connection, context: Context, masts: MastRows, head: ledger.Head, province: str
) -> RiskBase:
    rows = np.flatnonzero(stands_on(masts.states, masts.built_on, masts.dismantled_on, context.as_of))
    ids = masts.structure_ids[rows].tolist()
    winds = design_winds(connection)
    networks = masts.networks[rows]
    x, y = to_metric(masts.lon[rows], masts.lat[rows], context.metric_epsg)
    near, known = _roads(context, x, y, _tops(masts)[rows])
    awaited = sum(1 << bit for bit, item in enumerate(context.operators) if item.awaited)
    return RiskBase(
        head=head,
        day=context.as_of,
        masts=masts,
        rows=rows,
        row_of={identity: row for row, identity in enumerate(ids)},
        organisations=_organisations(connection, context, masts, rows),
        communes=commune_names(connection),
        designed_operators=masts.designed_operators[rows],
        design_wind_ms=np.array([winds.get(identity, np.nan) for identity in ids], dtype=float),
        zone_gust_ms=_gusts(context, province, masts, rows),
        road_in_fall=near,
        road_known=known,
        carried=_bits(networks),
        inactive=(networks != 0) & (networks & awaited == 0),
    )


def _tops(masts: MastRows) -> Floats:
    """Return how far each mast may reach when it falls: everything above ground, else the mast alone."""
    return np.where(np.isnan(masts.top_agl_m), masts.mast_height_m, masts.top_agl_m)


def _bits(networks: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    count = np.zeros(len(networks), dtype=np.int64)
    rest = networks.copy()
    while rest.any():
        count += rest & 1
        rest >>= 1
    return count


def _roads(context: Context, x: Floats, y: Floats, reach_m: Floats) -> tuple[Bools, Bools]:
    """Return whether a road or railway lies within each fall circle, and whether absence can be said."""
    near, covered = np.zeros(len(x), dtype=bool), np.ones(len(x), dtype=bool)
    sized = np.flatnonzero(np.isfinite(reach_m) & (reach_m > 0))
    for layer in (Layer.ROAD, Layer.RAILWAY):
        zones = context.layer(layer)
        covered &= zones.coverage.holds(x, y)
        if len(zones.geometries) and len(sized):
            points = shapely.points(x[sized], y[sized])
            hits = zones.tree.query(points, predicate="dwithin", distance=reach_m[sized])[0]
            near[sized[np.unique(hits)]] = True
    known = near.copy()
    known[sized] |= covered[sized]
    return near, known


def _gusts(context: Context, province: str, masts: MastRows, rows: npt.NDArray[np.int64]) -> Floats:
    """Return the zone's gust for each mast, asked once for every commune."""
    law = law_in_force(province, context.as_of, office=context.office_numbers, own=context.own_law)
    rule = law.get("WND-01")
    codes = masts.commune_codes[rows]
    if rule is None or rule.gap or not len(rows):
        return np.full(len(rows), np.nan)
    texts = np.array([code or "" for code in codes], dtype=object).astype(str)
    names, first, where = np.unique(texts, return_index=True, return_inverse=True)
    asked = [
        Proposal("", at, Position(float(masts.lon[rows[at]]), float(masts.lat[rows[at]]))) for at in first
    ]
    gust = np.full(len(names), np.nan)
    findings = design_wind(Proposals.of(asked, context), context, rule)
    for at, (name, finding) in enumerate(zip(names, findings, strict=True)):
        if name and finding.limit is not None:
            sure = finding.code == "WND-01-ASKED"
            gust[at] = finding.limit if sure else float(finding.params.get("lower") or finding.limit)
    return gust[where.ravel()]


def _organisations(
    connection: Connection, context: Context, masts: MastRows, rows: npt.NDArray[np.int64]
) -> list[str]:
    named = Organisations(connection)
    own: dict[int, str] = {}
    for (operator, code), row in masts.alias_of.items():
        if operator and masts.codes[row] == code:
            own.setdefault(row, operator)
    codes = [item.code for item in context.operators]
    carried: dict[int, tuple[str, ...]] = {}
    found = []
    for row in rows.tolist():
        mask = int(masts.networks[row])
        if mask not in carried:
            carried[mask] = tuple(sorted(code for bit, code in enumerate(codes) if mask >> bit & 1))
        found.append(named.of(masts.owners[row] or "", carried[mask], own.get(row, "")))
    return found
