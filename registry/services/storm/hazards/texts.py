"""A pasted warning with its communes placed in the register; XML is read in the limited child."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from registry.columns import fold
from registry.errors import RefusalError
from registry.limited import run_child
from registry.model.areas import AdminLevel, full_name
from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.services.office.registry import Registry
from registry.services.outages.stations import StationBook, station_book
from registry.storm.warnings.mark import MarkKind, without_unseen
from registry.storm.warnings.marks import Gazetteer, marks_in
from registry.storm.warnings.reading import HazardReading, read_hazards

_DISTRICTS = ("huyện ", "thị xã ", "thành phố ")


def read_warning_text(registry: Registry, text: str, now: dt.datetime, *, name: str = "") -> HazardReading:
    """Return the warnings of a text, the communes that it names as codes of today's.

    A former district stands for the communes of today that have land of it. A name that is no commune, or
    several, stays in ``unplaced``. Refused like ``read_hazards``.
    """
    book = station_book(registry)
    provinces = province_names(book.context.units.territory_name)
    if text.lstrip().startswith("<"):
        request = {"text": text, "now": now, "provinces": provinces}
        found: HazardReading = run_child(
            "registry.storm.warnings.reading:read_request", request, name=name or "CAP"
        )
    else:
        found = read_hazards(text, now, provinces)
    return replace(found, drafts=tuple(_placed(draft, book) for draft in found.drafts))


class Piece(NamedTuple):
    """A piece of a pasted warning; ``kind`` None: nothing that is recognised in it. ``used``: read.
    ``codes`` are the communes of a place's name."""

    text: str
    kind: MarkKind | None = None
    used: bool = False
    codes: tuple[str, ...] = ()


def marked_text(registry: Registry, text: str, reading: HazardReading) -> tuple[Piece, ...]:
    """Return a pasted bulletin in pieces, with what its reading holds and what it left out; an alert as XML,
    whose parts have names of their own, is not gone through."""
    if reading.kind != "bulletin":
        return ()
    text = without_unseen(text)
    found, at = [], 0
    for mark in marks_in(text, reading.drafts, _gazetteer(station_book(registry))):
        found += [
            Piece(text[at : mark.begin], None, False),
            Piece(text[mark.begin : mark.end], mark.kind, mark.used, mark.codes),
        ]
        at = mark.end
    return (*found, Piece(text[at:])) if found else ()


def left_out(pieces: Sequence[Piece]) -> dict[MarkKind, tuple[str, ...]]:
    """Return what a reading left out of a text by its kind, each once, as written."""
    found: dict[MarkKind, dict[str, None]] = {}
    for piece in pieces:
        if piece.kind is not None and not piece.used:
            found.setdefault(piece.kind, {}).setdefault(" ".join(piece.text.split()))
    return {kind: tuple(found[kind]) for kind in MarkKind if kind in found}


def _gazetteer(book: StationBook) -> Gazetteer:
    units = book.context.units
    communes: dict[str, set[str]] = {}
    for unit in units.communes:
        communes.setdefault(unit.name, set()).add(unit.code)
    by_district = _former_districts(book)
    districts: dict[str, set[str]] = {}
    former: dict[str, frozenset[str]] = {}
    for unit in units.legacy:
        if unit.level is AdminLevel.DISTRICT:
            districts.setdefault(unit.name, set()).update(by_district.get(fold(full_name(unit)), ()))
        elif code := book.commune_named(unit.name)[0] or book.commune_named(full_name(unit))[0]:
            former[unit.name] = frozenset({code})
    return Gazetteer(
        {name: frozenset(codes) for name, codes in communes.items()},
        {name: frozenset(codes) for name, codes in districts.items()},
        province_names(units.territory_name),
        former,
    )


def province_names(territory: str) -> tuple[str, ...]:
    """Return how bulletins write the name of a province: with what it is, and without."""
    kinds = ("Tỉnh ", "tỉnh ", "Thành phố ", "thành phố ")
    return tuple(dict.fromkeys(territory.removeprefix(kind) for kind in kinds))


def communes_written(registry: Registry, text: str) -> tuple[str, ...]:
    """Return the codes of the communes that an officer wrote, parted by commas, and of those that a former
    district named has land of.

    Refused where a name stands for none, or for several (``HAZARD-COMMUNES``): a place is not guessed.
    """
    names = tuple(name for part in re.split(r"[,;\n]", text) if (name := " ".join(part.split())))
    placed = _placed(HazardDraft(HazardKind.OTHER, unplaced=names), station_book(registry))
    if placed.unplaced:
        raise RefusalError("HAZARD-COMMUNES", names=", ".join(placed.unplaced)[:200])
    return placed.communes


def _placed(draft: HazardDraft, book: StationBook) -> HazardDraft:
    codes = {code: None for code in draft.communes if code in book.communes}
    districts = _former_districts(book)
    unplaced = []
    for name in draft.unplaced:
        code, _meant = book.commune_named(name)
        of_district = districts.get(fold(name), ())
        if of_district:
            codes |= dict.fromkeys(of_district)
        elif code and not name.startswith(_DISTRICTS):
            codes.setdefault(code)
        else:
            unplaced.append(name)
    return replace(draft, communes=tuple(codes), unplaced=tuple(unplaced))


def _former_districts(book: StationBook) -> dict[str, tuple[str, ...]]:
    """Return the codes of today's communes by the name of the former district that they have land of."""
    units = book.context.units
    held: dict[str, set[str]] = {}
    for unit in units.legacy:
        if unit.level is AdminLevel.COMMUNE:
            held.setdefault(unit.parent, set()).update(units.current_of.get(unit.id, ()))
    named: dict[str, tuple[str, ...]] = {}
    for unit in units.legacy:
        if unit.level is AdminLevel.DISTRICT:
            heirs = held.get(unit.code, set())
            codes = tuple(one.code for one in units.communes if one.id in heirs)
            named[fold(full_name(unit))] = (*named.get(fold(full_name(unit)), ()), *codes)
    return named
