"""Corridor widths (bề rộng hành lang): how far from a zone as drawn its protection reaches, and how surely.

A zone of the corridor layers is the thing itself: the strip between the outer wires, the road's land, the
railway's formation, the dyke from foot to foot, the relic's zone, the land. Its attributes say what it is:

- ``voltage_kv`` and ``insulated`` (yes or no) of a power line, ``cable`` (yes) of an aerial cable;
- ``road_class`` (``expressway``, ``I`` to ``VI``), ``bridge_length_m`` and ``urban`` (yes) of a bridge,
  ``viaduct`` (yes) of one that crosses no river: its class counts, not its length (NĐ 241/2026 Điều 6);
- ``dyke_class`` of a dyke (``special``, ``I`` to ``V``, or ``works`` for a revetment or sluice);
- ``rank`` of a relic (``national``, ``provincial``);
- ``corridor_m``: the width that the zone's own decision lays down (0 where what is drawn is the corridor);
- ``half_width_m``: of a zone drawn as its axis.

Vietnamese words are read too. What is not stated leaves the narrowest and the widest width that it may have.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from registry.checks.context import Bools, Floats, ZoneSet
from registry.columns import fold
from registry.law import Rule
from registry.model.areas import Layer, Zone
from registry.model.findings import Note
from registry.model.numbers import plain_number

_YES = frozenset({"true", "1", "10", "yes", "co", "x"})
_NO = frozenset({"false", "0", "00", "no", "khong"})
_SPECIAL = frozenset({"special", "dacbiet", "capdacbiet"})
_WORKS = frozenset({"works", "ke", "cong", "kecong", "kevacong", "revetment", "sluice"})
_EXPRESSWAY = frozenset({"expressway", "caotoc", "duongcaotoc", "ct"})
_CLASSES = (
    {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
    | {str(n): n for n in range(1, 7)}
    | {f"{n}0": n for n in range(1, 7)}
)
_NATIONAL = frozenset({"national", "quocgia", "capquocgia", "specialnational", "quocgiadacbiet"})
_PROVINCIAL = frozenset({"provincial", "tinh", "captinh", "thanhpho", "capthanhpho"})
_VOLTAGE = ("voltagekv", "voltage", "dienap", "dienapkv", "capdienap")
_ROAD_CLASS = ("roadclass", "class", "capduong", "cap", "loaiduong")
_DYKE_CLASS = ("dykeclass", "class", "capde", "cap")
_RANK = ("rank", "xephang", "caphang", "capditich")
_DEFAULT = "COR-WIDTH-UNVERIFIED"


class Width(NamedTuple):
    """``sure_m``: within it the base surely needs consent, by verified numbers; ``may_m``: within it it may.

    ``notes`` say why the two differ.
    """

    sure_m: float
    may_m: float
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Widths:
    """k zones of a layer in their order: the two widths in metres, and why they differ.

    ``axis_m`` is how much farther the thing may reach than it is drawn (lines without a half width), else 0.
    ``by_urban``: in urban areas the corridor is the red line, which is not drawn; ``sure_m`` is for outside.
    """

    sure_m: Floats
    may_m: Floats
    axis_m: Floats
    by_urban: Bools
    notes: tuple[tuple[Note, ...], ...]
    errors_m: Floats
    polygons: Bools

    @cached_property
    def any_by_urban(self) -> bool:
        """Whether it matters for any of them if it lies in an urban area."""
        return bool(self.by_urban.any())

    @cached_property
    def widest_m(self) -> float:
        """The farthest that any zone's protection may reach, its error included."""
        return float((self.may_m + self.axis_m + self.errors_m).max()) if len(self.may_m) else 0.0

    @cached_property
    def read(self) -> Bools:
        """Whether somebody read each width in its source and vouches for it."""
        unread = (any(name == "COR-WIDTH-UNVERIFIED" for name, _ in notes) for notes in self.notes)
        return ~np.fromiter(unread, dtype=bool, count=len(self.notes))


def widths_of(zones: ZoneSet, layer: Layer, rule: Rule) -> Widths:
    """Return the widths of a layer's zones under a rule; kept with the zones while they are loaded."""
    kept: dict[str, tuple[Rule, Widths]] = zones.worked_out
    found = kept.get(rule.code)
    if found is None or found[0] is not rule:
        found = kept[rule.code] = (rule, _widths_of(zones, layer, rule))
    return found[1]


def _widths_of(zones: ZoneSet, layer: Layer, rule: Rule) -> Widths:
    read = _READ.get(layer, _nothing)
    area = np.array([shape.area > 0 for shape in zones.geometries], dtype=bool)
    axis = rule.threshold("axis_m").value or 0.0
    sure, may, more, urban = [], [], [], []
    notes: list[tuple[Note, ...]] = []
    for zone, drawn in zip(zones.zones, area.tolist(), strict=True):
        stated = attributes_of(zone)
        own = number_of(stated, "corridorm", "hanhlangm", "hanhlang") if layer is not Layer.RAILWAY else None
        width = read(stated, rule) if own is None else Width(own, own)
        half = None if drawn else number_of(stated, "halfwidthm", "nuaberong", "nuaberongm")
        sure.append(width.sure_m + (half or 0.0))
        may.append(width.may_m + (half or 0.0))
        more.append(0.0 if drawn or half is not None else axis)
        urban.append(own is None and layer is Layer.ROAD)
        axis_note: tuple[Note, ...] = (("COR-AXIS", {}),) if more[-1] else ()
        notes.append((*width.notes, *axis_note))
    return Widths(
        np.array(sure, dtype=float),
        np.array(may, dtype=float),
        np.array(more, dtype=float),
        np.array(urban, dtype=bool),
        tuple(notes),
        zones.errors_m,
        area,
    )


def attributes_of(zone: Zone) -> dict[str, Any]:
    """Return a zone's attributes by their folded names: files write them in capitals or in Vietnamese."""
    return {fold(key): value for key, value in (zone.attributes or {}).items() if value is not None}


def number_of(stated: Mapping[str, Any], *names: str) -> float | None:
    """Return an attribute as a number that makes sense (0 or more), None where it is none."""
    text = _text(stated, *names).strip().lower().removesuffix("kv").removesuffix("m").strip()
    value = plain_number(text)
    return value if value is not None and 0 <= value < 1e6 else None


def _text(stated: Mapping[str, Any], *names: str) -> str:
    return next((str(stated[name]) for name in names if name in stated), "")


def yes_of(stated: Mapping[str, Any], *names: str) -> bool | None:
    """Return an attribute as yes or no, None where it says neither."""
    text = fold(_text(stated, *names))
    return True if text in _YES else False if text in _NO else None


def _certain(rule: Rule, name: str) -> Width:
    """Return one number of the rule: sure where it is verified, else only what may be."""
    return _between(rule, (name,), (name,), ())


def _between(rule: Rule, low: tuple[str, ...], high: tuple[str, ...], notes: tuple[Note, ...]) -> Width:
    lowest = [rule.threshold(name) for name in low]
    widest = max(rule.threshold(name).value or 0.0 for name in high)
    verified = all(item.verified for item in lowest)
    sure = min(item.value or 0.0 for item in lowest) if verified else 0.0
    return Width(sure, widest, notes if verified else (*notes, (_DEFAULT, {"width": widest})))


def _nothing(_stated: Mapping[str, Any], _rule: Rule) -> Width:
    return Width(0.0, 0.0)


def _power_line(stated: Mapping[str, Any], rule: Rule) -> Width:
    if yes_of(stated, "cable", "cap", "capvanxoan"):
        return _certain(rule, "cable_m")
    voltage, insulated = number_of(stated, *_VOLTAGE), yes_of(stated, "insulated", "dayboc")
    if voltage is None or voltage == 0:
        return _between(rule, ("cable_m",), ("kv_500_m",), (("COR-NO-VOLTAGE", {}),))
    if voltage > 35:
        name = "kv_110_m" if voltage <= 110 else "kv_220_m" if voltage <= 220 else "kv_500_m"
        return _certain(rule, name)
    end = "22_m" if voltage <= 22 else "35_m"
    if insulated is not None:
        return _certain(rule, f"insulated_{end}" if insulated else f"bare_{end}")
    return _between(rule, (f"insulated_{end}",), (f"bare_{end}",), (("COR-NO-INSULATION", {}),))


def _road(stated: Mapping[str, Any], rule: Rule) -> Width:
    bridge = number_of(stated, "bridgelengthm", "bridgelen", "daicau", "chieudaicau")
    if bridge is not None and "bridge_urban_m" in rule.thresholds and yes_of(stated, "urban", "dothi"):
        return _certain(rule, "bridge_urban_m")
    viaduct = yes_of(stated, "viaduct", "caucan")
    if bridge is not None and viaduct and bridge > 300 and "bridge_over_20_m" in rule.thresholds:
        own = _by_class(stated, rule, viaduct=True)  # of a bridge over a river its dry part has 50 m at least
        dry_m = rule.threshold("bridge_over_20_m").value or 0.0
        return Width(own.sure_m, max(own.may_m, dry_m), (*own.notes, ("COR-VIADUCT", {"width": dry_m})))
    if bridge is not None and not viaduct and "bridge_short_m" in rule.thresholds:
        over = "over_300_m" if bridge > 300 else "over_60_m" if bridge >= 60 else "over_20_m"
        return _certain(rule, f"bridge_{over}" if bridge >= 20 else "bridge_short_m")
    return _by_class(stated, rule, viaduct=bool(viaduct))


def _by_class(stated: Mapping[str, Any], rule: Rule, *, viaduct: bool) -> Width:
    """Return the width by the road's class, as a viaduct (a flyover, a road on stilts) has it too."""
    text = fold(_text(stated, *_ROAD_CLASS))
    if viaduct and (text in _EXPRESSWAY or not text):
        return _certain(rule, "viaduct_m")
    if text in _EXPRESSWAY:
        return _certain(rule, "expressway_m")
    number = _class(text)
    if number is None:
        return _between(rule, ("below_5_m",), ("viaduct_m",), (("COR-NO-ROAD-CLASS", {}),))
    names = {1: "class_1_2_m", 2: "class_1_2_m", 3: "class_3_m", 4: "class_4_5_m", 5: "class_4_5_m"}
    return _certain(rule, names.get(number, "below_5_m"))


def _dyke(stated: Mapping[str, Any], rule: Rule) -> Width:
    text = fold(_text(stated, *_DYKE_CLASS))
    if text in _WORKS:
        return _certain(rule, "works_m")
    number = 0 if text in _SPECIAL else _class(text)
    widest = ("field_m", "river_m")
    if number is None:
        return _between(rule, ("settled_m", "class_4_5_m"), widest, (("COR-NO-DYKE-CLASS", {}),))
    if number <= 3:
        return _between(rule, ("settled_m",), widest, (("COR-DYKE-SIDE", {}),))
    return _between(rule, ("class_4_5_m",), widest, (("COR-DYKE-PROVINCE", {}),))


def _class(text: str) -> int | None:
    return _CLASSES.get(text.removeprefix("cap").removeprefix("duong").removeprefix("class"))


_READ = {Layer.POWER_LINE: _power_line, Layer.ROAD: _road, Layer.DYKE: _dyke}


def rank_of(zone: Zone) -> str:
    """Return whose consent a relic's rank asks for: ``national``, ``provincial``, else ``body`` (either)."""
    text = fold(_text(attributes_of(zone), *_RANK))
    return "national" if text in _NATIONAL else "provincial" if text in _PROVINCIAL else "body"
