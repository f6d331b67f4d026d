"""Which structures a campaign takes: by commune, operator, class, age, risk, last visit, a chosen area."""

import datetime as dt
import hashlib
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.errors import RefusalError
from registry.model.code_rows import PlainCodes
from registry.model.field.defects import STANDING_DEFECTS
from registry.model.field.inspections import MastLabel
from registry.model.site_codes import plain_code
from registry.services.field.responsible import labels_of
from registry.services.field.risk_scores import RiskTable, risk_table
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.chosen_areas import area_there
from registry.services.register.context import check_operator, context_for
from registry.store.field.risk_views import standing_defects

MOST_TARGETS = 20_000
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Selection:
    """The criteria; all that are given must hold. Empty: every mast that stands.

    ``area`` is a chosen area (``registry.geo.area_texts``), "" for none. ``not_visited_since``: no finished
    visit since that day. ``built_before``: masts whose age is not known are left out. ``most``: the riskiest
    so many.
    ``forms`` and ``classes`` take "" for what is not stated.
    """

    communes: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    built_before: dt.date | None = None
    least_risk: float | None = None
    not_visited_since: dt.date | None = None
    area: str = ""
    codes: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    with_open_defects: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chosen structure: its risk, what of the score is missing, and why it was chosen."""

    mast: MastLabel
    score: float
    missing: tuple[str, ...]
    reason: str = ""


def as_json(selection: Selection) -> dict[str, Any]:
    """Return the criteria that were given, as JSON holds them."""
    found: dict[str, Any] = {}
    for name, value in asdict(selection).items():
        if value not in (None, (), False, ""):
            plain = list(value) if isinstance(value, tuple) else value
            found[name] = plain.isoformat() if isinstance(plain, dt.date) else plain
    return found


def choose(registry: Registry, selection: Selection, *, day: dt.date | None = None) -> list[Candidate]:
    """Return the structures that meet the criteria, the riskiest first.

    Refused: an area that makes no sense (``area_there``), codes that nobody knows (``CAMPAIGN-CODES``),
    more than 20,000 structures (``CAMPAIGN-TOO-MANY``).
    """
    table, rows = chosen_rows(registry, selection, day=day)
    if len(rows) > MOST_TARGETS:
        raise RefusalError("CAMPAIGN-TOO-MANY", count=len(rows), limit=MOST_TARGETS)
    ids = [str(table.structures[row]) for row in rows]
    with registry.database.read() as connection:
        labels = labels_of(connection, ids)
    return [
        Candidate(labels[identity], float(table.total[row]), table.scores.missing(row))
        for identity, row in zip(ids, rows.tolist(), strict=True)
        if identity in labels
    ]


def chosen_rows(
    registry: Registry, selection: Selection, *, day: dt.date | None = None
) -> tuple[RiskTable, npt.NDArray[np.int64]]:
    """Return the risk table and the rows that meet the criteria, the riskiest first; for counts and maps."""
    day = day or today()
    table = risk_table(registry, day=day)
    held = _held(registry, table, selection, day)
    rows = np.flatnonzero(held)
    order = np.lexsort((table.base.masts.codes[table.base.rows[rows]].astype(str), -table.total[rows]))
    rows = rows[order]
    return table, rows if selection.most is None else rows[: max(0, selection.most)]


def draw(candidates: Sequence[Candidate], size: int, seed: str) -> list[Candidate]:
    """Draw ``size`` of them, riskier ones likelier; the same for the same candidates and seed, anywhere.

    Weighted sampling without replacement after Efraimidis and Spirakis (Information Processing Letters 97,
    2006): the largest u^(1/w), u from the SHA-256 of seed and structure, so that anybody can draw it again.
    """

    def key(item: Candidate) -> float:
        code = hashlib.sha256(f"{seed}\x1f{item.mast.structure}".encode()).digest()
        u = (int.from_bytes(code[:8], "big") + 1) / (2**64 + 2)
        return math.log(u) / (1.0 + item.score)

    drawn = sorted(candidates, key=key, reverse=True)[: max(0, size)]
    return sorted(drawn, key=lambda item: (-item.score, item.mast.code))


def _held(registry: Registry, table: RiskTable, selection: Selection, day: dt.date) -> Bools:
    base = table.base
    masts, rows = base.masts, base.rows
    held = np.ones(len(rows), dtype=bool)
    if selection.communes:
        held &= np.isin(masts.commune_codes[rows].astype(str), selection.communes)
    if selection.operators:
        held &= _carries(registry, table, selection.operators, day)
    if selection.organisations:
        held &= np.isin(np.array(base.organisations, dtype=object).astype(str), selection.organisations)
    if selection.classes:
        held &= np.isin(masts.mast_classes[rows].astype(str), selection.classes)
    if selection.forms:
        held &= np.isin(masts.forms[rows].astype(str), selection.forms)
    if selection.built_before is not None:
        held &= masts.built_on[rows] < np.datetime64(selection.built_before, "D")  # NaT is before nothing
    if selection.least_risk is not None:
        held &= table.total >= selection.least_risk
    if selection.not_visited_since is not None:
        held &= ~(table.visited >= np.datetime64(selection.not_visited_since, "D"))
    there = area_there(registry, context_for(registry, day), selection.area) if selection.area else None
    if there is not None:
        held &= shapely.contains_xy(there.shape, masts.lon[rows], masts.lat[rows])
    if selection.codes:
        held &= np.isin(rows, _coded(table, selection.codes))
    if selection.structures:
        held &= np.isin(base.structures.astype(str), selection.structures)
    if selection.with_open_defects:
        with registry.database.read() as connection:
            found = {structure for structure, _ in standing_defects(connection, STANDING_DEFECTS)}
        held &= np.isin(base.structures.astype(str), sorted(found))
    return held


def _carries(registry: Registry, table: RiskTable, operators: Sequence[str], day: dt.date) -> Bools:
    context = context_for(registry, day)
    mask = 0
    for operator in operators:
        check_operator(operator, context)
        if operator:
            mask |= 1 << context.operator_index(operator)
    found: Bools = table.base.masts.networks[table.base.rows] & mask != 0
    return found


def _coded(table: RiskTable, codes: Sequence[str]) -> list[int]:
    """Return the rows of codes, as they stand or as codes are compared (small letters, blanks)."""
    masts = table.base.masts
    alike = PlainCodes(masts.aliases, masts.codes)
    wanted = [code.strip() for code in codes if code.strip()]
    rows = {
        code: masts.aliases[code] if code in masts.aliases else alike.get(plain_code(code)) for code in wanted
    }
    unknown = [code for code, row in rows.items() if row is None]
    if unknown:
        raise RefusalError("CAMPAIGN-CODES", count=len(unknown), codes=", ".join(unknown[:10])[:200])
    return [row for row in rows.values() if row is not None]
