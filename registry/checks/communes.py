"""Communes by their names, old and new, and the commune that a point lies in.

Lists write "xã Tân Dĩnh", "X.Tan Dinh" or "TT Vôi, huyện Lạng Giang": names are compared without kind, case
and diacritics; diacritics and the district tell communes of one name apart where they can.
"""

import datetime as dt
import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from registry.checks.context import Context, Ints, Units
from registry.checks.proposals import Proposals
from registry.geo.outlines import outlines
from registry.messages import Words
from registry.model.alphabet import plain_d
from registry.model.areas import AdminLevel, AdminUnit, full_name
from registry.model.findings import Finding

_KINDS = (
    "thi tran",
    "thi xa",
    "thanh pho",
    "phuong",
    "huyen",
    "quan",
    "xa",
    "tt",
    "tx",
    "tp",
    "ph",
    "x",
    "p",
    "h",
    "q",
)
_IN_FULL = {
    "tt": "thi tran", "tx": "thi xa", "tp": "thanh pho", "ph": "phuong", "p": "phuong", "x": "xa",
    "h": "huyen", "q": "quan",
}  # fmt: skip
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_PARTS = re.compile(r"[,;/]| - ")


class Named(NamedTuple):
    """What a commune's name in a list stands for: rows of ``Units.communes`` in force on the day.

    ``former`` is the ended commune that was meant, where the name is an old one.
    """

    rows: tuple[int, ...]
    former: AdminUnit | None = None


NOT_NAMED = Named(())


@lru_cache(maxsize=65_536)
def keys_of(text: str) -> tuple[str, ...]:
    """Return the folded name as written, then without a leading kind ("xã", "TT." ...) if it has one."""
    spaced = " ".join(re.findall(r"\w+", _plain(_PARTS.split(_BRACKETS.sub(" ", text))[0])))
    whole = spaced.replace(" ", "")
    for kind in _KINDS:
        if spaced.startswith(kind + " "):
            bare = spaced[len(kind) + 1 :].replace(" ", "")
            return (whole, bare) if bare else (whole,)
    return (whole,) if whole else ()


def one_name(one: str, other: str) -> bool:
    """Whether two texts write one commune's name, with its kind or without: "P. Đa Mai" and "Đa Mai".

    Two kinds ("xã", "phường") are two communes, and so are two names that differ in a diacritic.
    """
    (kind, name), (another_kind, another) = _kind_and_name(one), _kind_and_name(other)
    return bool(name) and name == another and ("" in (kind, another_kind) or kind == another_kind)


def _kind_and_name(text: str) -> tuple[str, list[str]]:
    """Return a commune's kind, folded and in full ("" where none is written), and the words of its name."""
    first = _PARTS.split(_BRACKETS.sub(" ", text))[0]
    words = re.findall(r"\w+", unicodedata.normalize("NFC", first).casefold())
    plain = _plain(" ".join(words)).split()
    for kind in _KINDS:
        begins = kind.split()
        if plain[: len(begins)] == begins and len(plain) > len(begins):
            return _IN_FULL.get(kind, kind), words[len(begins) :]
    return "", words


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", plain_d(text).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


class CommuneNames:
    """The index of names of one day's units; build it with ``names_of`` so that it is built once."""

    def __init__(self, units: Units) -> None:
        self.units = units
        self._row = {unit.id: row for row, unit in enumerate(units.communes)}
        self._now: dict[str, list[int]] = defaultdict(list)
        self._former: dict[str, list[AdminUnit]] = defaultdict(list)
        self._spelling: dict[str, str] = {}
        for row, unit in enumerate(units.communes):
            for key in dict.fromkeys(keys_of(unit.name)):
                self._now[key].append(row)
                self._spelling.setdefault(key, unit.name)
        for unit in units.legacy:
            if unit.level is AdminLevel.COMMUNE:
                for key in dict.fromkeys(keys_of(unit.name)):
                    self._former[key].append(unit)
                    self._spelling.setdefault(key, unit.name)
        self._districts: dict[str, str] = {
            unit.code: keys_of(unit.name)[-1]
            for unit in (*units.legacy, *units.districts)
            if unit.level is AdminLevel.DISTRICT and keys_of(unit.name)
        }
        self._known: dict[tuple[str, str], Named] = {}

    def find(self, commune: str, district: str = "") -> Named:
        """Return what a commune's name stands for, with the district where the list names one."""
        asked = (commune, district)
        if asked not in self._known:
            self._known[asked] = self._find(commune, district)
        return self._known[asked]

    def _find(self, commune: str, district: str) -> Named:
        districts = keys_of(district)
        if not districts:  # "xã Tân Dĩnh, huyện Lạng Giang" in one cell
            parts = _PARTS.split(commune)
            districts = keys_of(parts[1]) if len(parts) > 1 else ()
        for key in keys_of(commune):
            rows = self._exact(commune, self._now.get(key, []))
            former = self._of_district(self._spelled(commune, self._former.get(key, [])), districts)
            if districts and former and any(self._districts.get(unit.parent) in districts for unit in former):
                rows = []  # an address of before the reform: the district says which commune is meant
            succeeding = [
                self._row[i]
                for unit in former
                for i in self.units.current_of.get(unit.id, ())
                if i in self._row
            ]
            found = tuple(dict.fromkeys([*rows, *succeeding]))
            if found or former:
                return Named(found, former[0] if former and not rows else None)
        return NOT_NAMED

    def _exact(self, text: str, rows: list[int]) -> list[int]:
        """Keep those written with the same diacritics, where there are any."""
        same = [row for row in rows if _same_spelling(text, self.units.communes[row].name)]
        return same or rows

    def _spelled(self, text: str, units: list[AdminUnit]) -> list[AdminUnit]:
        return [unit for unit in units if _same_spelling(text, unit.name)] or units

    def _of_district(self, units: list[AdminUnit], districts: Iterable[str]) -> list[AdminUnit]:
        wanted = set(districts)
        if not wanted:
            return units
        return [unit for unit in units if self._districts.get(unit.parent) in wanted] or units

    def district_of(self, unit: AdminUnit) -> str:
        """Return the folded name of a commune's district, empty where it is not known."""
        return self._districts.get(unit.parent, "")

    def nearest_name(self, commune: str) -> str | None:
        """Return the known name that is written most like ``commune``, or None where none is."""
        for key in reversed(keys_of(commune)):
            close = difflib.get_close_matches(key, self._spelling, n=1, cutoff=0.8)
            if close:
                return self._spelling[close[0]]
        return None

    def predecessors(self, row: int) -> list[AdminUnit]:
        """Return the ended communes that the commune in ``row`` succeeded."""
        return self._predecessors.get(row, [])

    @property
    def _predecessors(self) -> dict[int, list[AdminUnit]]:
        kept: dict[str, dict[int, list[AdminUnit]]] = self.units.worked_out
        if "predecessors" not in kept:
            found: dict[int, list[AdminUnit]] = defaultdict(list)
            for unit in self.units.legacy:
                for current in self.units.current_of.get(unit.id, ()):
                    if unit.level is AdminLevel.COMMUNE and current in self._row:
                        found[self._row[current]].append(unit)
            kept["predecessors"] = dict(found)
        return kept["predecessors"]


def _same_spelling(text: str, name: str) -> bool:
    return unicodedata.normalize("NFC", name).casefold() in unicodedata.normalize("NFC", text).casefold()


def names_of(units: Units) -> CommuneNames:
    """Return the index of names of ``units``, built once and kept with them."""
    if "names" not in units.worked_out:
        units.worked_out["names"] = CommuneNames(units)
    names: CommuneNames = units.worked_out["names"]
    return names


def commune_column(proposals: Proposals, context: Context) -> Ints:
    """Return, per proposal, the row of the commune (as drawn) that holds its point; -1 where none does."""
    kept: dict[int, Ints] = proposals.worked_out
    key = id(context.units)
    if key not in kept:
        rows = np.full(len(proposals), -1, dtype=np.int64)
        if len(context.units.geometries):
            points, communes = context.units.tree.query(proposals.points, predicate="intersects")
            rows[points[::-1]] = communes[::-1]  # on a shared border, the first
        kept[key] = rows
    return kept[key]


FORMER = "LOC-02-FORMER"
"""The note that a list names a commune which is part of another today."""


def part_since(former: AdminUnit, today: AdminUnit) -> Words:
    """Return a commune of today with the day since when it holds an ended one.

    One that ended in 2019 became part of another, which became part of today's in 2025: that is the day.
    """
    name = unit_name(today)
    ended = None if former.valid_to is None else former.valid_to + dt.timedelta(days=1)
    days = [day for day in (ended, today.valid_from) if day is not None]
    if not days:
        return Words(name, name)
    return Words(f"{name} kể từ {max(days):%d/%m/%Y}", f"{name} (since {max(days):%d/%m/%Y})")


def stated_today(stated: str, finding: Finding) -> Words:
    """Return the commune that a list states; by LOC-02, an old one with what it is part of today."""
    for code, said in finding.notes:
        if code == FORMER:
            name = said["name"]  # of a finding that was kept before the day was told: a text
            now = name if isinstance(name, Words) else Words(str(name), str(name))
            return Words(f"{stated} (nay thuộc {now.vi})", f"{stated} (today part of {now.en})")
    return Words(stated, stated)


def unit_name(unit: AdminUnit) -> str:
    """Return a unit's kind and name as they stand inside a sentence: "xã Tân Dĩnh"."""
    full = full_name(unit)
    return full[:1].lower() + full[1:] if unit.kind else full


def drawn(units: Units, row: int) -> dict[str, Any] | None:
    """Return the commune's outline as GeoJSON (EPSG:4326; see ``outlines``), shared by all who draw it."""
    shapes: dict[int, dict[str, Any] | None] = units.worked_out.setdefault("shapes", {})
    if row not in shapes:
        shapes[row] = outlines([units.communes[row].boundary])[0]
    return shapes[row]
