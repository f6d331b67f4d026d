"""Communes by a name of any time, and the districts and provinces that ended, with what they became."""

from collections.abc import Iterator
from typing import NamedTuple

import shapely

from registry.checks.context import Context, Units
from registry.columns import fold
from registry.geo.place_words import place_words
from registry.model.areas import AdminLevel, AdminUnit, full_name
from registry.services.office.registry import Registry
from registry.services.register.found import Hit, rank_of


class _Name(NamedTuple):
    folded: tuple[str, ...]
    unit: AdminUnit
    now: tuple[AdminUnit, ...]


def unit_hits(registry: Registry, context: Context, text: str) -> Iterator[tuple[Hit, int]]:
    """Yield the units whose name fits with their rank; short forms ("TT Vôi", "TP Bắc Giang") count."""
    typed = {fold(text), _short(text)}
    for entry in _names(registry, context):
        rank = min(filter(None, (rank_of(wanted, entry.folded) for wanted in typed)), default=0)
        if not rank:
            continue
        if entry.unit.level is not AdminLevel.COMMUNE:
            yield _ended(entry), rank
            continue
        for now in entry.now:
            drawn = now.boundary
            inside = None if drawn is None else drawn.representative_point()
            yield (
                Hit(
                    "commune",
                    full_name(now),
                    None if inside is None else inside.x,
                    None if inside is None else inside.y,
                    former="" if now is entry.unit else full_name(entry.unit),
                    box=None if drawn is None else drawn.bounds,
                ),
                rank,
            )


def names_of_units(registry: Registry, context: Context) -> list[tuple[AdminUnit, tuple[AdminUnit, ...]]]:
    """Return the communes in force and the units that ended, each with the communes of today it became."""
    return [(entry.unit, entry.now) for entry in _names(registry, context)]


def _ended(entry: _Name) -> Hit:
    """Return a unit that ended by its own name: its box is its own border's, else that of its communes."""
    shapes = [entry.unit.boundary] if entry.unit.boundary is not None else [
        unit.boundary for unit in entry.now if unit.boundary is not None
    ]  # fmt: skip
    inside = shapes[0].representative_point() if shapes else None
    box = tuple(float(side) for side in shapely.total_bounds(shapes)) if shapes else None
    return Hit(
        "district",
        full_name(entry.unit),
        None if inside is None else inside.x,
        None if inside is None else inside.y,
        box=None if box is None else (box[0], box[1], box[2], box[3]),
        became=tuple(full_name(unit) for unit in entry.now),
    )


def _names(registry: Registry, context: Context) -> list[_Name]:
    held = registry.cache.get("find-names")
    if held is None or held[0] is not context:
        units = context.units
        names = [_Name(_forms(unit), unit, (unit,)) for unit in units.communes]
        for unit in units.legacy:
            now = _present(units, unit)
            # a former commune that kept its name says nothing new; a district is another thing than a commune
            kept = any(fold(unit.name) == fold(successor.name) for successor in now)
            if now and not (kept and unit.level is AdminLevel.COMMUNE):
                names.append(_Name(_forms(unit), unit, now))
        held = (context, names)
        registry.cache["find-names"] = held
    found: list[_Name] = held[1]
    return found


def _present(units: Units, ended: AdminUnit) -> tuple[AdminUnit, ...]:
    """Return the communes in force that an ended unit, or the communes in it on its last day, became."""
    inner = [ended]
    if ended.level is not AdminLevel.COMMUNE:
        codes = {ended.code} | {
            unit.code
            for unit in units.districts
            if unit.parent == ended.code and unit.valid_to == ended.valid_to
        }
        inner = [
            unit
            for unit in units.legacy
            if unit.level is AdminLevel.COMMUNE and unit.parent in codes and unit.valid_to == ended.valid_to
        ]
    ids = {key for unit in inner for key in units.current_of.get(unit.id, ())}
    return tuple(unit for unit in units.communes if unit.id in ids)


def _forms(unit: AdminUnit) -> tuple[str, ...]:
    return (fold(unit.name), fold(full_name(unit)), _short(full_name(unit)))


def _short(text: str) -> str:
    return "".join(place_words(text))
