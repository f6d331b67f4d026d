"""What a package of pages brings along: its blueprints, its places in the bar, what waits, its map layers.

Each package declares itself in its module ``pages``; ``web.app`` holds the packages in one tuple and knows
nothing of a page. What a page shows of other packages (what waits in them, what they lay on the map) it asks
of all of them here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from flask import Blueprint, Flask, current_app
from markupsafe import Markup

from registry.model.notices import Notice
from registry.model.people import Role
from registry.services.office.brief_parts import BriefPart
from registry.services.office.operation.delivery import Daily, Often
from registry.services.office.registry import Registry
from registry.services.office.settled import WaitsOn, settled
from web.frame.errors import PROGRAMS
from web.frame.find.kinds import Finds, Opens

_PACKAGES = "bts-packages"


@dataclass(frozen=True, slots=True)
class BarPage:
    """A page that the bar leads to.

    ``group`` is one of ``web.frame.navigation.GROUPS``, ``at`` the page's place in it. ``waiting`` counts
    what waits for the office behind it; ``parts`` are the blueprints whose pages belong to it as well.
    ``first``: whether its group stands before all others just now. ``shown``: whether the bar has it at all.
    ``kept``: its count is another only for another person, on another day or after something was written; one
    that moves with the hour or with the page is counted for every page.
    """

    group: str
    at: int
    endpoint: str
    label: Any
    waiting: Callable[[], int] | None = None
    parts: tuple[str, ...] = ()
    first: Callable[[], bool] | None = None
    shown: Callable[[], bool] | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Waits:
    """Work of the field to which the first page of the desk leads: where, how much, its words, if late."""

    address: Callable[[], str]
    count: Callable[[], int]
    words: Any
    late: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of somebody's day: what it is, where it is done, how it stands, if it is late or ``done``."""

    words: str
    address: str
    note: str = ""
    late: bool = False
    done: bool = False


@dataclass(frozen=True, slots=True)
class DayWork:
    """What a package says of the day's work of some roles, on the page where their day begins.

    ``at`` is its place among all, ``endpoint`` the page behind it, without which nobody is told; ``address``
    where that page has the very list. ``items`` are the most urgent first; ``none`` is said where there are
    none, "" leaves the part out. What only tells of other work ``counts`` for none of its own; a ``whole``
    list stands on the page with all its things. ``more``: what the link to the page behind says where that
    lists other things (the campaigns of masts); else it says how many are there.
    """

    at: int
    roles: tuple[Role, ...]
    words: Any
    endpoint: str
    items: Callable[[], Sequence[Item]]
    none: Any = ""
    address: Callable[[], str] | None = None
    counts: bool = True
    whole: bool = False
    more: Any = ""


@dataclass(frozen=True, slots=True)
class MapLayer:
    """What a package lays on the map of the desk.

    ``urls``: addresses by which the map's scripts ask for it; ``shown``: what the page says of it.
    """

    urls: Callable[[], dict[str, str]]
    shown: Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PagePackage:
    """A package of pages; ``programs`` are the blueprints that only programs ask: they speak JSON throughout.

    ``day`` is what it says of the day's work, ``starts`` the pages on which the day of a role begins instead,
    ``starts_now`` those on which it begins at this moment, before all others.
    ``above`` is what it lays above every page of the person ("" nothing), ``beside_guide`` what it has to do
    with a guide, by the guide's name.
    ``documents`` are the addresses of what notices and briefings lead to, by kind and id, ``lists`` those of
    the lists where such documents stand, by kind; ``briefs`` is what it says in the office's briefing.
    ``waits_on`` says which of its notices still wait for somebody to do what they ask for.
    ``finds`` are the kinds of things that the search over everything finds, ``opens`` pages and deeds by
    everyday words.
    ``daily`` is done at the first look of every day, ``often`` by the minute. ``limit`` puts limits on how
    often its views are asked, once they are registered; ``warm`` makes ready, beside a server that answers
    already, what its first page would wait for; ``before_day`` makes, before the day's page counts, what a
    package counts from and has not yet made: a count left out reads as if nothing were due.
    """

    blueprints: tuple[Blueprint, ...]
    programs: tuple[Blueprint, ...] = ()
    bar: tuple[BarPage, ...] = ()
    waits: tuple[Waits, ...] = ()
    day: tuple[DayWork, ...] = ()
    starts: Mapping[Role, str] = field(default_factory=dict)
    starts_on_phone: Mapping[Role, str] = field(default_factory=dict)
    starts_now: Callable[[], Mapping[Role, str]] | None = None
    above: Callable[[], Markup] | None = None
    beside_guide: Callable[[str], Sequence[Item]] | None = None
    layers: tuple[MapLayer, ...] = ()
    documents: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    lists: Mapping[str, Callable[[], str]] = field(default_factory=dict)
    briefs: tuple[BriefPart, ...] = ()
    waits_on: WaitsOn = field(default_factory=dict)
    finds: tuple[Finds, ...] = ()
    opens: tuple[Opens, ...] = ()
    daily: tuple[Daily, ...] = ()
    often: tuple[Often, ...] = ()
    limit: Callable[[Flask], None] | None = None
    warm: Callable[[], None] | None = None
    before_day: Callable[[], None] | None = None


def install(app: Flask, packages: tuple[PagePackage, ...]) -> None:
    """Register all pages of ``packages`` in their order, then their limits."""
    app.extensions[_PACKAGES] = packages
    app.extensions[PROGRAMS] = frozenset(page.name for package in packages for page in package.programs)
    for package in packages:
        for page in (*package.blueprints, *package.programs):
            app.register_blueprint(page)
    for package in packages:
        if package.limit is not None:
            package.limit(app)


def bar_pages(app: Flask) -> Iterator[BarPage]:
    """Return the pages that the bar of ``app`` leads to, of every package."""
    return chain.from_iterable(package.bar for package in _of(app))


def warm() -> None:
    """Make ready what the first page of each package would wait for."""
    for package in _of(current_app):
        if package.warm is not None:
            package.warm()


def before_day() -> None:
    """Make what the day's page counts from, where it was not made yet."""
    for package in _of(current_app):
        if package.before_day is not None:
            package.before_day()


def often() -> list[Often]:
    """Return what the packages look after by the minute."""
    return [work for package in _of(current_app) for work in package.often]


def daily() -> list[Daily]:
    """Return what the packages have done once a day."""
    return [work for package in _of(current_app) for work in package.daily]


def map_layers() -> Iterator[MapLayer]:
    """Return what the packages lay on the map of the desk."""
    return chain.from_iterable(package.layers for package in _of(current_app))


def field_waits() -> list[tuple[str, int, Any, bool]]:
    """Return what waits of the field, the late first: address, how much, its words, whether it is late."""
    every = chain.from_iterable(package.waits for package in _of(current_app))
    found = [(one.address(), one.count(), one.words, one.late) for one in every]
    return sorted((one for one in found if one[1]), key=lambda one: not one[3])


def day_work() -> list[DayWork]:
    """Return what the packages say of the day's work, in the order of their places."""
    return sorted(chain.from_iterable(package.day for package in _of(current_app)), key=lambda work: work.at)


def starts(*, on_phone: bool) -> dict[Role, str]:
    """Return the pages on which the days of some roles begin, by role."""
    found: dict[Role, str] = {}
    for package in _of(current_app):
        found.update(package.starts)
        found.update(package.starts_on_phone if on_phone else {})
    for package in _of(current_app):
        found.update(package.starts_now() if package.starts_now is not None else {})
    return found


def above() -> Markup:
    """Return what the packages lay above the present page."""
    return Markup("").join(package.above() for package in _of(current_app) if package.above is not None)


def beside_guide(guide: str) -> list[Item]:
    """Return what the packages have to do with a guide, for the present person."""
    return [
        item
        for package in _of(current_app)
        if package.beside_guide is not None
        for item in package.beside_guide(guide)
    ]


def document_address(kind: str, identity: str) -> str:
    """Return the address of a document that a notice leads to; "" where no package knows the kind."""
    for package in _of(current_app):
        if kind in package.documents:
            return package.documents[kind](identity)
    return ""


def settled_notices(registry: Registry, told: Sequence[Notice]) -> frozenset[str]:
    """Return the ids of the notices of which the matter was done, though nobody opened them."""
    return settled(registry, told, waits_on())


def waits_on() -> WaitsOn:
    """Return which notices of each kind still wait, of all packages."""
    return dict(chain.from_iterable(package.waits_on.items() for package in _of(current_app)))


def list_address(kind: str) -> str:
    """Return the address of the list where documents of a kind stand; "" where no package has one."""
    for package in _of(current_app):
        if kind in package.lists:
            return package.lists[kind]()
    return ""


def brief_parts() -> tuple[BriefPart, ...]:
    """Return what the packages say in the office's briefing."""
    return tuple(chain.from_iterable(package.briefs for package in _of(current_app)))


def finds() -> tuple[Finds, ...]:
    """Return the kinds of things that the packages let be found."""
    return tuple(chain.from_iterable(package.finds for package in _of(current_app)))


def opens() -> tuple[Opens, ...]:
    """Return the pages and deeds that the packages let be found by everyday words."""
    return tuple(chain.from_iterable(package.opens for package in _of(current_app)))


def _of(app: Flask) -> tuple[PagePackage, ...]:
    packages: tuple[PagePackage, ...] = app.extensions[_PACKAGES]
    return packages
