"""The masts of a storm's letters: who answers for each, what is to be done there by when, in which order."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from registry.model.storm_records import OrderAction, OrderDanger, OrderRow
from registry.model.storms import RankedMast
from registry.services.office.registry import Registry
from registry.services.storm.actions import Actions, actions_for, band_of
from registry.store.database import Connection
from registry.store.field.defects import StandingDanger
from registry.store.office.operators import load_operators, load_owners
from registry.store.storm.masts import MastFacts
from registry.storm.exposure import StormExposure
from registry.storm.masts import StormMasts
from registry.storm.unfinished import Unfinished

LETTER_PARTS = frozenset({"only_mast"})
"""The parts of a rank that letters rest on: whether a mast is the only one of its commune."""


class Reach(NamedTuple):
    """How near a storm comes: the strongest gust at any mast in m/s, its level, the least distance in km.

    ``gone`` masts had strong gusts by ``seen_at``; ``unfinished``: the track ends before the storm does.
    """

    gust_ms: float
    level: int
    km: float
    gone: int = 0
    seen_at: dt.datetime | None = None
    unfinished: Unfinished | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """An operator or an owner of masts that is no operator, with the masts that are its own.

    ``answers`` holds the structures whose mast itself it has to look after: those that it owns, and those on
    which its network is and nobody who gets a letter is known as the owner.
    """

    code: str
    name: str
    masts: tuple[RankedMast, ...]
    answers: frozenset[str]


def banded_masts(ranked: Iterable[RankedMast], known: Actions) -> list[tuple[RankedMast, str]]:
    """Return each mast with its band, in the order given."""
    return [
        (mast, band_of(mast.exposure.gust_level, mast.exposure.ratio, mast.exposure.error, known))
        for mast in ranked
    ]


def reach_of(exposure: StormExposure) -> Reach:
    """Return how near a storm comes to any mast and how strong its gusts are there."""
    winds = exposure.winds
    if not len(exposure):
        return Reach(0.0, 0, 0.0)
    gone = exposure.gone
    return Reach(
        float(winds.gust_ms.max()),
        int(exposure.gust_level.max()),
        float(winds.nearest_m.min()) / 1000.0,
        0 if gone is None else len(gone.reached),
        exposure.present_at,
        exposure.unfinished,
    )


def holders_of(registry: Registry, masts: StormMasts) -> dict[str, str]:
    """Return the name of everyone who answers for any mast, by the code that letters go to."""
    masks = int(np.bitwise_or.reduce(masts.networks)) if len(masts) else 0
    on_masts = [code for bit, code in enumerate(masts.operators) if masks >> bit & 1]
    with registry.database.read() as connection:
        sides = _Sides(connection)
    found = {code: sides.names[code] for code in on_masts if code in sides.names}
    for owner in set(masts.owners.tolist()):
        if code := sides.owner_code(owner):
            found[code] = sides.names[code]
    return found


def recipients_of(registry: Registry, masts: Sequence[RankedMast]) -> list[Recipient]:
    """Return who answers for masts: the networks on them, and owners that are no operator; by name."""
    with registry.database.read() as connection:
        sides = _Sides(connection)
    found: dict[str, list[RankedMast]] = {}
    answers: dict[str, set[str]] = {}
    for mast in masts:
        codes = [code for code in mast.operators if code in sides.names]
        owner = sides.owner_code(mast.owner)
        if owner and owner not in codes:
            codes.append(owner)
        for code in codes:
            found.setdefault(code, []).append(mast)
            if not owner or owner == code:
                answers.setdefault(code, set()).add(mast.structure_id)
    return sorted(
        (
            Recipient(code, sides.names[code], tuple(own), frozenset(answers.get(code, ())))
            for code, own in found.items()
        ),
        key=lambda side: side.name,
    )


def by_commune(rows: Sequence[OrderRow]) -> list[OrderRow]:
    """Return rows by commune, the commune with the most urgent mast first, the most urgent first in each."""
    first: dict[str, int] = {}
    for row in rows:
        first[row.commune_code] = min(row.rank, first.get(row.commune_code, row.rank))
    return sorted(rows, key=lambda row: (first[row.commune_code], row.commune_code, row.rank))


def by_urgency(rows: Sequence[OrderRow]) -> list[OrderRow]:
    """Return rows by what has to be done first: masts with a dangerous defect, then as they are ranked."""
    return sorted(rows, key=lambda row: (not row.dangers, row.rank))


def power_rows(
    met: Sequence[tuple[RankedMast, str]], facts: Mapping[str, MastFacts], known: Actions
) -> list[OrderRow]:
    """Return the masts whose grid power matters most: robust, alone in their commune, or shared by networks.

    In that order, and within each by rank.
    """
    found: list[tuple[int, int, OrderRow]] = []
    alone = Counter(mast.commune_code for mast, _band in met if mast.commune_code)
    for mast, band in met:
        if band not in known.power_bands or mast.structure_id not in facts:
            continue
        fact, networks = facts[mast.structure_id], len(mast.operators)
        only = _is_only(mast, alone)
        grade = 0 if fact.robust else 1 if only else 2 if networks >= known.power_operators else 3
        if grade > 2:
            continue
        told: dict[str, int | bool | str] = {"robust": bool(fact.robust), "only": only, "networks": networks}
        row = _order_row(mast, band, fact, own_code="", actions=(), dependence=told)
        found.append((grade, mast.rank, row))
    return [row for _grade, _rank, row in sorted(found, key=lambda item: item[:2])]


def _is_only(mast: RankedMast, met: Mapping[str, int]) -> bool:
    """Whether the ranking found the mast alone in its commune (of those met, where it does not say)."""
    part = next((part for part in mast.parts if part.name == "only_mast"), None)
    return bool(part.value) if part is not None else met.get(mast.commune_code, 0) == 1


class _Sides:
    """Operators and owners as letters know them: ``names`` by code (an operator's, else an owner's id)."""

    def __init__(self, connection: Connection) -> None:
        self.names = {item.code: item.name for item in load_operators(connection)}
        self._operators = frozenset(self.names)
        self._owners = load_owners(connection)
        self._aliases = {alias: name for name, row in self._owners.items() for alias in row["aliases"] or ()}
        self.names |= {str(row["id"]): name for name, row in self._owners.items()}

    def owner_code(self, owner: str) -> str:
        """Return the code of an owner that is known: its operator's, else its own id; "" for a house."""
        row = self._owners.get(owner) or self._owners.get(self._aliases.get(owner, ""))
        if row is None:
            return owner if owner in self._operators else ""
        if row["operator"]:
            return str(row["operator"])
        return str(row["id"]) if row["kind"] == "tower_company" else ""


def dangers_of(side: Recipient, standing: Sequence[StandingDanger]) -> dict[str, tuple[OrderDanger, ...]]:
    """Return the dangerous defects that a recipient answers for, by structure."""
    found: dict[str, tuple[OrderDanger, ...]] = {}
    for one in standing:
        if one.organisation in (side.code, side.name):
            danger = OrderDanger(one.defect, one.component, one.found_on.isoformat())
            found[one.structure] = (*found.get(one.structure, ()), danger)
    return found


def carrier_rows(
    side: Recipient,
    bands: Mapping[str, str],
    facts: Mapping[str, MastFacts],
    codes: Mapping[str, str],
    known: Actions,
    *,
    dangers: Mapping[str, tuple[OrderDanger, ...]],
) -> list[OrderRow]:
    """Return the rows of one recipient's letter, by commune; ``codes`` are its own, by site.

    ``dangers`` are the dangerous defects that stand and that it answers for, by structure.
    """
    rows = []
    known_asked: dict[tuple[Any, ...], tuple[OrderAction, ...]] = {}  # many masts are asked the same
    for mast in side.masts:
        fact = facts.get(mast.structure_id) or MastFacts(0.0, 0.0, "", None)
        network = side.code in mast.operators
        band, owner = bands[mast.structure_id], mast.structure_id in side.answers
        start = mast.exposure.onset_at or mast.exposure.peak_at
        found = dangers.get(mast.structure_id, ())
        key = (band, fact.form, owner, network, start, bool(found))
        asked = known_asked.get(key)
        if asked is None:
            asked = actions_for(
                known, band, fact.form, owner=owner, network=network, start=start, danger=bool(found)
            )
            known_asked[key] = asked
        own_code = codes.get(mast.site_id, "")
        rows.append(
            _order_row(
                mast, bands[mast.structure_id], fact, own_code=own_code, actions=asked, dangers=found,
                dependence={},
            )
        )  # fmt: skip
    return by_commune(rows)


def _order_row(mast: RankedMast, band: str, fact: MastFacts, **own: Any) -> OrderRow:
    seen = mast.exposure
    return OrderRow(
        structure=mast.structure_id,
        code=mast.code,
        commune_code=mast.commune_code,
        commune=mast.commune,
        lon=fact.lon,
        lat=fact.lat,
        form=fact.form,
        band=band,
        rank=mast.rank,
        score=round(mast.score, 4),
        gust_ms=round(seen.gust_ms, 2),
        gust_level=seen.gust_level,
        mean_level=seen.mean_level,
        design_ms=seen.design_ms,
        design_source=seen.design_source,
        ratio=None if seen.ratio is None else round(seen.ratio, 4),
        error=seen.error,
        onset_at=_iso(seen.onset_at),
        peak_at=_iso(seen.peak_at),
        **own,
    )


def _iso(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.astimezone(dt.UTC).replace(microsecond=0).isoformat()
