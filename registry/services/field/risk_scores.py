"""The risk of every mast from the register, part by part, with what is missing beside it.

The score says which masts to look at first. It is no finding: nothing is decided by it or held against
anybody.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.field.defects import STANDING_DEFECTS, Severity
from registry.model.vietnam_time import VIETNAM
from registry.safety.readings import number_of
from registry.safety.risk import RiskScores, score
from registry.safety.sheets.entries import NOT_SEEN
from registry.services.field.checklists.held import held_sheets
from registry.services.field.items import moment_of
from registry.services.field.risk_base import RiskBase, risk_base
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.database import Connection
from registry.store.field import risk_views

LOOKED_AT_MONTHS = 24
"""How long after a visit or self-inspection "no defects registered" still says something."""

_CACHE = "risk-table"
_DAYS_A_YEAR = 365.25
_DAYS_A_MONTH = _DAYS_A_YEAR / 12
_SEVERITIES = ("", Severity.MINOR, Severity.SERIOUS, Severity.URGENT)
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class RiskTable:
    """Risk of n structures on a day: ``structures`` their ids, ``row_of`` the row of each.

    ``base`` holds what the register says of them; ``facts`` what was stated or seen of their safety;
    ``visited`` the day of the last finished visit (NaT: none).
    """

    day: dt.date
    structures: Objects
    row_of: Mapping[str, int]
    scores: RiskScores
    base: RiskBase
    facts: Mapping[str, Mapping[str, Any]]
    visited: npt.NDArray[np.datetime64]
    version: str

    @cached_property
    def total(self) -> npt.NDArray[np.float64]:
        """Points of each, 0 to 100."""
        return self.scores.total

    def missing(self, structure: str) -> tuple[str, ...]:
        """Return the codes of the parts that are not known of a structure."""
        row = self.row_of.get(structure)
        return () if row is None else self.scores.missing(row)

    def score(self, structure: str) -> float | None:
        """Return the points of a structure; None for one that does not stand."""
        row = self.row_of.get(structure)
        return None if row is None else float(self.total[row])

    def parts(self, structure: str) -> list[tuple[str, float | None, float]]:
        """Return (part, points or None where not known, weight) of a structure."""
        row = self.row_of.get(structure)
        if row is None:
            return []
        shares = self.scores.share[row]
        return [
            (part.code, None if np.isnan(share) else float(share * part.weight), part.weight)
            for part, share in zip(self.scores.parts, shares, strict=True)
        ]


def risk_table(registry: Registry, *, day: dt.date | None = None) -> RiskTable:
    """Return the risk of every mast that stands; 200,000 of them in seconds, then kept until data change."""
    day = day or today()
    base = risk_base(registry, day)
    with registry.lock, registry.database.read() as connection:
        version = ledger.head(connection).hash
        held = registry.cache.get(_CACHE)
        if isinstance(held, RiskTable) and (held.version, held.day) == (version, day) and held.base is base:
            return held
        made = _table(connection, base, day, version)
        registry.cache[_CACHE] = made
        return made


def safety_facts(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return structure id -> what is known of its safety: what was stated, and what visits saw since.

    Of each fact the newest counts: a statement bears the day in ``sources``, a visit its own.
    """
    stated = risk_views.facts(connection)
    sheets = held_sheets(connection).versions.values()
    feeds = {item.code: item.feeds for sheet in sheets for item in sheet.entries if item.feeds}
    found: dict[str, dict[str, Any]] = {}
    days: dict[tuple[str, str], str] = {}
    for structure, row in stated.items():
        found[structure] = {name: row[name] for name in FACTS if row[name] is not None and row[name] != ""}
        for name, source in (row["sources"] or {}).items():
            days[structure, name] = str(source.get("on") or "")
    # what an officer let count among several visits counts from that day on, as if it had been seen then
    seen = [*risk_views.told(connection, feeds), *risk_views.chosen(connection, feeds)]
    for structure, entry, value, at in sorted(seen, key=lambda row: _day_of(row[3])):
        name, fact = _fact(feeds[entry], value)
        on = _day_of(at)
        if fact is None or not on:
            continue
        if on >= days.get((structure, name), ""):
            days[structure, name] = on
            found.setdefault(structure, {})[name] = fact
    return found


def _day_of(at: str) -> str:
    """Return the day of a moment in Vietnam as ISO text, "" where it is none."""
    moment = moment_of(at)
    return "" if moment is None else moment.astimezone(VIETNAM).date().isoformat()


FACTS = (
    "inspected_on", "building_disused", "houses_in_fall", "roads_in_fall", "antennas", "designed_antennas",
    "owner_active",
)  # fmt: skip
"""The facts of a mast that the score reads, columns of ``mast_safety``."""


def _fact(feeds: str, value: Any) -> tuple[str, Any]:
    """Return the fact that an answer states, and its value; None where it states none."""
    if value in (None, "", NOT_SEEN):
        return feeds, None
    if feeds == "building_used":
        used = _yes(value)
        return "building_disused", None if used is None else not used
    if feeds in ("houses_in_fall", "roads_in_fall", "building_disused", "owner_active"):
        return feeds, _yes(value)
    if feeds in ("antennas", "designed_antennas"):
        number = number_of(value)
        return feeds, int(number) if number is not None and 0 <= number < 1000 else None
    if feeds == "inspected_on":
        try:
            return feeds, dt.date.fromisoformat(str(value))
        except ValueError:
            return feeds, None
    return feeds, None


def _yes(value: Any) -> bool | None:
    return {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}.get(value)


def _table(connection: Connection, base: RiskBase, day: dt.date, version: str) -> RiskTable:
    n = len(base.rows)
    facts = safety_facts(connection)
    masts, rows = base.masts, base.rows
    present = np.datetime64(day, "D")
    visited = np.full(n, np.datetime64("NaT", "D"))
    looked = np.full(n, np.datetime64("NaT", "D"))
    for structure, at in risk_views.last_visits(connection).items():
        row, moment = base.row_of.get(structure), moment_of(at)
        if row is not None and moment is not None:
            visited[row] = looked[row] = np.datetime64(moment.astimezone(VIETNAM).date(), "D")
    for structure, on in risk_views.last_self_inspections(connection).items():
        row = base.row_of.get(structure)
        if row is not None:
            stated = np.datetime64(on, "D")
            looked[row] = stated if np.isnat(looked[row]) else max(looked[row], stated)
    inspected = np.full(n, np.datetime64("NaT", "D"))
    disused, houses, roads, active = (np.full(n, None, dtype=object) for _ in range(4))
    antennas, designed = np.full(n, np.nan), np.full(n, np.nan)
    for structure, known in facts.items():
        row = base.row_of.get(structure)
        if row is None:
            continue
        if known.get("inspected_on") is not None:
            inspected[row] = np.datetime64(known["inspected_on"], "D")
        disused[row], houses[row] = known.get("building_disused"), known.get("houses_in_fall")
        roads[row], active[row] = known.get("roads_in_fall"), known.get("owner_active")
        antennas[row] = np.nan if known.get("antennas") is None else known["antennas"]
        designed[row] = np.nan if known.get("designed_antennas") is None else known["designed_antennas"]
    worst = np.zeros(n, dtype=np.int64)
    for structure, severity in risk_views.standing_defects(connection, STANDING_DEFECTS):
        row = base.row_of.get(structure)
        if row is not None:
            rank = _SEVERITIES.index(severity) if severity in _SEVERITIES else 1
            worst[row] = max(worst[row], rank or 1)
    recent = _days(present - looked) <= LOOKED_AT_MONTHS * _DAYS_A_MONTH
    heights = masts.mast_height_m[rows]
    words = np.array(["none", "minor", "serious", "urgent"], dtype=object)[worst]
    words[(worst == 0) & ~recent] = None
    measured = {
        "form": _words(masts.forms[rows]),
        "age": _days(present - masts.built_on[rows]) / _DAYS_A_YEAR,
        "height": np.where(np.isnan(heights), masts.top_agl_m[rows], heights),
        "structural_inspection": _days(present - inspected) / _DAYS_A_MONTH,
        "defects": words,
        "wind": base.zone_gust_ms - base.design_wind_ms,
        "load": _load(base, antennas, designed),
        "disused_building": _disused(masts.supports[rows], disused),
        "fall_circle": _fall(base, houses, roads),
        "owner_inactive": _inactive(base, active),
    }  # fmt: skip
    scores = score(measured)
    return RiskTable(day, base.structures, base.row_of, scores, base, facts, visited, version)


def _days(span: npt.NDArray[np.timedelta64]) -> npt.NDArray[np.float64]:
    found = span.astype("timedelta64[D]")
    return np.where(np.isnat(found), np.nan, found.astype(np.int64).astype(float))


def _words(texts: Objects) -> Objects:
    found = texts.copy()
    found[found == ""] = None
    return found


def _load(base: RiskBase, antennas: Any, designed: Any) -> npt.NDArray[np.float64]:
    """Return the load in per cent of the design: antennas where both are known, else networks."""
    with np.errstate(divide="ignore", invalid="ignore"):
        hung = antennas / np.where(designed > 0, designed, np.nan) * 100
        networks = base.carried / np.where(base.designed_operators > 0, base.designed_operators, np.nan) * 100
    networks[base.carried == 0] = np.nan
    return np.where(np.isnan(hung), networks, hung)


def _disused(supports: Objects, disused: Objects) -> Objects:
    found = np.full(len(supports), None, dtype=object)
    found[disused == True] = "yes"  # noqa: E712 - an array of True, False and None
    found[disused == False] = "no"  # noqa: E712 - see above
    found[supports == "ground"] = "no"
    return found


def _fall(base: RiskBase, houses: Objects, roads: Objects) -> Objects:
    found = np.full(len(houses), None, dtype=object)
    near = base.road_in_fall | (roads == True)  # noqa: E712 - see above
    none = (houses == False) & (base.road_known | (roads == False)) & ~near  # noqa: E712 - see above
    found[none] = "none"
    found[near] = "road"
    found[houses == True] = "houses"  # noqa: E712 - see above
    return found


def _inactive(base: RiskBase, active: Objects) -> Objects:
    found = np.full(len(active), None, dtype=object)
    found[base.carried > 0] = "no"
    found[base.masts.states[base.rows] == "suspended"] = "suspended"
    found[base.inactive] = "yes"
    found[active == True] = "no"  # noqa: E712 - see above
    found[active == False] = "yes"  # noqa: E712 - see above
    return found
