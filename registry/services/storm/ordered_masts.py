"""The masts of a storm's letters: who answers for each, what is to be done there by when, in which order."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from registry.model.storm.storm_records import OrderDanger, OrderRow
from registry.model.storm.storms import RankedMast
from registry.services.office.registry import Registry
from registry.services.storm.actions import Actions, band_of
from registry.services.storm.vocabulary import asked, has_passed
from registry.store.database import Connection
from registry.store.field.defects import StandingDanger
from registry.store.office.operators import load_operators, load_owners
from registry.store.office.organisations import Organisations
from registry.storm.exposure import StormExposure
from registry.storm.masts import Objects, StormMasts
from registry.storm.ranked import RankedList
from registry.storm.unfinished import Unfinished


class Needed(NamedTuple):
    """Whose power matters most: the place of each mast in the list of those that hurt when dark (0 first);
    every mast that stands by the register, and the row of its commune (-1: not known)."""

    place: Mapping[str, int]
    structures: Objects
    communes: npt.NDArray[np.int64]

    def only(self, fallen: Collection[str]) -> frozenset[str]:
        """Return the masts that are the only one of their commune but for those that have ``fallen``."""
        stands = np.fromiter((one not in fallen for one in self.structures), bool, len(self.structures))
        rows = np.flatnonzero((self.communes >= 0) & stands)
        if not len(rows):
            return frozenset()
        count = np.bincount(self.communes[rows])
        return frozenset(self.structures[rows[count[self.communes[rows]] == 1]].tolist())


def needed_of(dark: RankedList) -> Needed:
    """Return that from the list of masts that hurt when dark."""
    masts = dark.exposure.masts
    return Needed(dark.place_of, masts.structure_ids, masts.commune)


class Reach(NamedTuple):
    """How near a storm comes: the strongest gust at any mast in m/s, its level, the least distance in km.

    ``reached`` of ``masts`` have strong gusts, ``gone`` had them by ``seen_at``; ``unfinished``: the track
    ends before the storm does.
    """

    gust_ms: float
    level: int
    km: float
    gone: int = 0
    seen_at: dt.datetime | None = None
    unfinished: Unfinished | None = None
    reached: int = 0
    masts: int = 0


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


@dataclass(frozen=True, slots=True)
class Side:
    """Who answers for some structures, as ``Recipient``, with the structures by their ids."""

    code: str
    name: str
    structures: tuple[str, ...]
    answers: frozenset[str]


def banded_masts(ranked: Iterable[RankedMast], known: Actions) -> list[tuple[RankedMast, str]]:
    """Return each mast with its band, in the order given."""
    return [
        (mast, band_of(mast.exposure.gust_level, mast.fall_chance, known, flagged=mast.flagged))
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
        len(exposure.reached),
        len(exposure),
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


def held_by(registry: Registry, masts: StormMasts, code: str) -> npt.NDArray[np.bool_]:
    """Return which masts are in the letter to ``code``: its network is on them, or it owns them.

    An owner is found by its name as well, by which its account is bound; "" holds none.
    """
    bit = masts.operators.index(code) if code in masts.operators else None
    on = np.zeros(len(masts), dtype=bool) if bit is None else (masts.networks >> bit & 1).astype(bool)
    with registry.database.read() as connection:
        sides = _Sides(connection)
    known = {"": False} | {key: code in (key, name) for key, name in sides.names.items()}
    own = [owner for owner in set(masts.owners.tolist()) if known[sides.owner_code(owner)]]
    return np.asarray(on | np.isin(masts.owners, own), dtype=bool)


def recipients_of(registry: Registry, masts: Sequence[RankedMast]) -> list[Recipient]:
    """Return who answers for masts: the networks on them, and owners that are no operator; by name."""
    held = {mast.structure_id: mast for mast in masts}
    return [
        Recipient(side.code, side.name, tuple(held[one] for one in side.structures), side.answers)
        for side in sides_of(registry, ((one, mast.operators, mast.owner) for one, mast in held.items()))
    ]


def sides_of(registry: Registry, masts: Iterable[tuple[str, Collection[str], str]]) -> list[Side]:
    """Return that of structures, each with the operators on it and its owner as written; by name."""
    with registry.database.read() as connection:
        sides = _Sides(connection)
    found: dict[str, list[str]] = {}
    answers: dict[str, set[str]] = {}
    for structure, operators, written in masts:
        codes = [code for code in operators if code in sides.names]
        owner = sides.owner_code(written)
        if owner and owner not in codes:
            codes.append(owner)
        for code in codes:
            found.setdefault(code, []).append(structure)
            if not owner or owner == code:
                answers.setdefault(code, set()).add(structure)
    return sorted(
        (
            Side(code, sides.names[code], tuple(own), frozenset(answers.get(code, ())))
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


def by_first_work(rows: Sequence[OrderRow], known: Actions, clock: dt.datetime | None) -> list[OrderRow]:
    """Return the rows by what is due first, communes together: the first block is what the letter hurries.

    Where two are due at once, they stay as the letter has them, by urgency: all that is due by now is.
    """
    due = {
        row.structure: min(
            ("" if has_passed(act.by, clock) else act.by for act in asked(row, known, clock) if act.by),
            default="~",
        )
        for row in rows
    }
    first: dict[str, str] = {}
    for row in rows:
        first[row.commune] = min(due[row.structure], first.get(row.commune, "~"))
    at = {commune: place for place, commune in enumerate(dict.fromkeys(row.commune for row in rows))}
    return sorted(rows, key=lambda row: (first[row.commune], at[row.commune], due[row.structure]))


class _Sides:
    """Operators and owners as letters know them: ``names`` by code (an operator's, else an owner's id).

    Who an owner is as lists write it ("VNPT Bắc Giang" is VNPT) is answered as it is for defects.
    """

    def __init__(self, connection: Connection) -> None:
        self.names = {item.code: item.name for item in load_operators(connection)}
        self._operators = frozenset(self.names)
        self._owners = load_owners(connection)
        self._organisations = Organisations(connection)
        self.names |= {str(row["id"]): name for name, row in self._owners.items()}

    def owner_code(self, owner: str) -> str:
        """Return the code of an owner that is known: its operator's, else its own id; "" for a house."""
        known = self._organisations.of(owner, (), "")
        if known in self._operators:
            return known
        row = self._owners.get(known)
        return str(row["id"]) if row is not None and row["kind"] == "tower_company" else ""


def dangers_of(
    side: Recipient | Side, standing: Sequence[StandingDanger]
) -> dict[str, tuple[OrderDanger, ...]]:
    """Return the dangerous defects that a recipient answers for, by structure."""
    found: dict[str, tuple[OrderDanger, ...]] = {}
    for one in standing:
        if one.organisation in (side.code, side.name):
            danger = OrderDanger(one.defect, one.component, one.found_on.isoformat())
            found[one.structure] = (*found.get(one.structure, ()), danger)
    return found
