"""What is answered to what was typed: hits by kind, as the present person may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from registry.errors import RefusalError
from registry.services.office.calendar import today
from registry.services.office.found.changed import standing_of
from registry.services.office.found.index import Hit, Index, Thing
from registry.services.office.found.typed import Typed, bared, marked, typed
from web.frame import guard, packages
from web.frame.find.kinds import KINDS, Finds
from web.frame.find.opened import deed_things, page_things
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry

OF_KIND = 5
ALONE = 12
ON_PAGE = 50
RECENT = 8
_KEPT = 300  # kinds × people held at once
_CACHE = "found-things"


@dataclass(frozen=True, slots=True)
class Shown:
    """A thing as it is shown: the name in parts, each with whether it was typed."""

    kind: str
    name: list[tuple[str, bool]]
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind; ``more``: there are others."""

    kind: str
    word: Any
    hits: list[Shown]
    more: bool


def answer(text: str, *, kind: str = "", most: int = 0) -> list[Group]:
    """Return the groups of hits, that of the best first; of one ``kind`` only where one is named.

    ``most`` of each kind; 0 as the box shows them, more where one kind alone has any.
    """
    asked = typed(text)
    if not asked.words:
        return []
    ranked, others = _ranked(asked, kind, most)
    less = bared(asked, today().year)
    if not ranked and less.words and less != asked:
        asked = less
        ranked, others = _ranked(asked, kind, most)
    wanted = most or (ALONE if len(ranked) == 1 else OF_KIND)
    return [
        Group(
            name, KINDS[name],
            [_shown(name, hit.thing, asked) for hit in hits[:wanted]],
            name in others or len(hits) > wanted,
        )
        for name, hits in sorted(ranked.items(), key=lambda one: one[1][0].rank)
    ]  # fmt: skip


def _ranked(asked: Typed, kind: str, most: int) -> tuple[dict[str, list[Hit]], set[str]]:
    """Return the hits of each kind, the best first, and the kinds of which there are more."""
    ranked: dict[str, list[Hit]] = {}
    others: set[str] = set()
    for name, index in indexes(kind):  # several rooms may have things of one kind
        hits, more = index.find(asked, most or ALONE)
        if hits:
            ranked[name] = sorted([*ranked.get(name, ()), *hits], key=lambda hit: hit.rank)
        if more:
            others.add(name)
    return ranked, others


def opened_before(addresses: Iterable[str]) -> list[Shown]:
    """Return the first things at addresses that the person opened before, as they stand.

    What leads to nothing that can be found (a list as it was narrowed, what is gone) takes no place.
    """
    wanted = [address for address in addresses if address]
    if not wanted:
        return []
    at: dict[str, Shown] = {}
    for name, index in indexes(""):
        for thing in index.at(wanted):
            at.setdefault(thing.address, _shown(name, thing, typed("")))
    return [at[address] for address in dict.fromkeys(wanted) if address in at][:RECENT]


def _shown(kind: str, thing: Thing, asked: Typed) -> Shown:
    return Shown(kind, marked(thing.name, asked), thing.note, thing.address)


def indexes(kind: str) -> list[tuple[str, Index]]:
    """Return what the present person may find, kind by kind in their order."""
    own = (
        Finds("page", "find.show", page_things, tables=("settings",)),
        Finds("deed", "find.show", deed_things, tables=("settings",)),
    )
    order = list(KINDS)
    every = sorted((*own, *packages.finds()), key=lambda one: order.index(one.kind))
    return [
        (one.kind, _index(one))
        for one in every
        if (not kind or one.kind == kind) and guard.is_for(current_app, one.endpoint)
    ]


def _index(one: Finds) -> Index:
    """Return the things of a kind, read anew only where what is behind them changed."""
    person = current_person()
    key = (one.kind, one.endpoint, one.eyes(person), language())
    stands = (standing_of(registry(), one.tables), today())
    kept: dict[Any, tuple[Any, Index]] = registry().cache.setdefault(_CACHE, {})
    held = kept.get(key)
    if held is not None and held[0] == stands:
        return held[1]
    try:
        things = one.things()
    except RefusalError:  # a room that cannot be read now (no province held, say) says so on its own page
        return Index.of(())
    made = things if isinstance(things, Index) else Index.of(things)
    made.lay_out(None if held is None else held[1])
    with registry().lock:
        kept.pop(key, None)
        while len(kept) >= _KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = (stands, made)
    return made
