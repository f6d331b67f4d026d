"""Which collections there are for whoever asks, and their rows.

Whoever has signed in has the frames of the register, masked as everywhere; a stranger has the borders of
communes and the sets that the office has decided to open. What is open stands in a catalogue, for everybody.
A collection that cannot be read leaves the others where they are.
"""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.frames.columns import Dtype, FrameColumn, frame_kinds
from registry.frames.features import Features, features, newest
from registry.messages import Words
from registry.model.people import VISITOR, Person
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.office.table_book import MARK
from registry.services.open_data.decisions import open_on
from registry.services.open_data.disclosed import open_table
from registry.services.open_data.sets import Dataset, dataset
from registry.services.register.disclosure import hidden_layers
from web.ogc import records
from web.ogc.table import Table

KEPT = 48
"""Tables that are held at once: of every collection, as each pair of eyes sees it."""

DAMAGED = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RefusalError,
    shapely.errors.ShapelyError,
)
"""What reading a collection may end with when something in it is wrong; a fault of the disk is no such."""

log = logging.getLogger("bts.ogc")


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as one person sees it.

    ``queryables`` are the properties that may be asked about, with the columns that answer; ``changed`` is
    when its data was last changed.
    """

    name: str
    title: Words
    about: Words
    table: Table
    queryables: Mapping[str, str]
    version: str
    changed: dt.datetime | None


@dataclass(frozen=True, slots=True)
class _Kind:
    frame: str
    title: Words
    carrier: str = ""


_KINDS: Mapping[str, _Kind] = {
    "masts": _Kind("structures", Words("Cột ăng ten", "Masts"), "operator"),
    "zones": _Kind("zones", Words("Vùng theo quyết định", "Zones of decisions")),
    "plan": _Kind(
        "plan", Words("Vị trí quy hoạch của doanh nghiệp", "Positions of carriers' plans"), "operator"
    ),
    "cables": _Kind("cables", Words("Cáp ngoại vi", "Outside cable"), "owner"),
    "communes": _Kind("admin_units", Words("Xã, phường", "Communes")),
}
_CATALOGUE = Words("Danh mục dữ liệu mở", "Catalogue of open data")
_CATALOGUE_ABOUT = Words(
    "Mỗi bộ dữ liệu mà cơ quan đã mở: là gì, theo quyết định và giấy phép nào, hỏi ai, lấy tệp ở đâu.",
    "Each set that the office has opened: what it is, by which decision and licence, whom to ask, its files.",
)
_OPEN_SETS = ("masts", "counts", "zones")
"""Sets of open data whose rows stand still: those of outages are of a minute."""


def names_for(registry: Registry, person: Person, day: dt.date) -> list[str]:
    """Return the collections that a person may see, in their order."""
    if person is not VISITOR:
        return [*_KINDS, records.NAME]
    opened = open_on(registry, day)
    return [*(name for name in _OPEN_SETS if name in opened), "communes", records.NAME]


def collection(registry: Registry, name: str, person: Person, now: dt.datetime) -> Collection:
    """Return a collection as a person sees it; one that is not there for this person is not there at all.

    ``OGC-COLLECTION`` where there is none, ``OGC-DAMAGED`` where it cannot be read.
    """
    if name not in names_for(registry, person, now.date()):
        raise RefusalError("OGC-COLLECTION", name=name[:40])
    try:
        if name == records.NAME:
            found = _catalogue(registry, now)
        elif person is VISITOR and name != "communes":
            found = _opened(registry, dataset(name), now)
        else:
            found = _of_frame(registry, name, person)
        _ = found.table.extent  # an outline that is none is met here
    except DAMAGED as error:
        log.exception("the collection %s cannot be read", name)
        raise RefusalError("OGC-DAMAGED", name=name) from error
    return found


def collections(registry: Registry, person: Person, now: dt.datetime) -> tuple[list[Collection], list[str]]:
    """Return the collections of a person, and the names of those that cannot be read just now."""
    found, damaged = [], []
    for name in names_for(registry, person, now.date()):
        try:
            found.append(collection(registry, name, person, now))
        except RefusalError:
            damaged.append(name)
    return found, damaged


def _catalogue(registry: Registry, now: dt.datetime) -> Collection:
    table, version, changed = records.records(registry, now)
    queryables = {name: name for name in table.columns}
    return Collection(records.NAME, _CATALOGUE, _CATALOGUE_ABOUT, table, queryables, version, changed)


def _of_frame(registry: Registry, name: str, person: Person) -> Collection:
    kind = _KINDS[name]
    seq, at = newest(registry, kind.frame)
    table = _kept(registry, (name, *_eyes(person)), str(seq), lambda: features(registry, kind.frame, person))
    means = frame_kinds()[kind.frame].means
    return Collection(
        name, kind.title, Words(means["vi"], means["en"]), table, _queryables(table, kind.carrier), str(seq),
        in_vietnam(at) if at else None,
    )  # fmt: skip


def _opened(registry: Registry, one: Dataset, now: dt.datetime) -> Collection:
    """Return an open set as a collection: zones with their outlines, all else without a place."""
    held = open_table(registry, one, now)
    version = "-".join(map(str, held.version))
    fields = one.fields_of(illustrative=held.illustrative)
    if one.name == "zones":

        def made() -> Features:
            return features(registry, "zones", VISITOR).narrowed([item.name for item in fields])
    else:

        def made() -> Features:
            return _without_place(one, held.rows, illustrative=held.illustrative)

    table = _kept(registry, (one.name, "open"), version, made)
    queryables = _queryables(table, "operator")
    return Collection(one.name, one.title, one.about, table, queryables, version, held.changed)


def _without_place(one: Dataset, rows: list[dict[str, Any]], *, illustrative: bool) -> Features:
    """Return rows that say no place; they are numbered, for alike ones cannot be told apart."""
    columns = tuple(
        FrameColumn(
            item.name, Dtype.WHOLE if item.name == "count" else Dtype.TEXT, item.label.vi, item.label.en
        )
        for item in one.fields_of(illustrative=illustrative)
    )
    none = np.full(len(rows), None, dtype=object)
    ever = np.full(len(rows), "NaT", dtype="datetime64[D]")
    values = {item.name: np.array([row.get(item.name) for row in rows], dtype=object) for item in columns}
    numbers = np.array([str(number) for number in range(1, len(rows) + 1)], dtype=object)
    return Features(columns, values, none, numbers, ever, ever)


def _queryables(table: Table, carrier: str) -> dict[str, str]:
    """Return what may be asked about: the columns, and the carrier by that name."""
    found = {name: name for name in table.columns if name != MARK}
    return {"carrier": carrier, **found} if carrier in found else found


def _eyes(person: Person) -> tuple[Any, ...]:
    if person.sees_all:
        return ("office", hidden_layers(person))
    return (person.organisation, person.territory, hidden_layers(person))


def _kept(registry: Registry, key: tuple[Any, ...], version: str, made: Callable[[], Features]) -> Table:
    """Return the table of a version; one is kept for each key, those longest unused go."""
    with registry.lock:
        kept: dict[Any, tuple[str, Table]] = registry.cache.setdefault("ogc-tables", {})
        held = kept.pop(key, None)
        if held is not None and held[0] == version:
            kept[key] = held
            return held[1]
    table = Table(made())
    with registry.lock:
        kept[key] = (version, table)
        while len(kept) > KEPT:
            kept.pop(next(iter(kept)))
    return table
