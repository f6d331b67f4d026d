"""Search: a site by any of its codes, a unit by its present or former name, an operator, a coordinate, and
the names of the background."""

from collections.abc import Hashable, Iterator
from typing import NamedTuple

from registry.checks.context import Context
from registry.columns import fold
from registry.geo.coordinates import read_pair, read_text
from registry.geo.formats import format_decimal
from registry.geo.readings import PositionHints, Reading
from registry.messages import Language, render
from registry.model.people import OPEN_DESK, Person
from registry.services.office.found.changed import standing_of
from registry.services.office.registry import Registry
from registry.services.register.background.background_names import background_hits
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.found import GROUPS, Hit, rank_of
from registry.services.register.map_masts import MapMasts
from registry.services.register.position_hints import office_hints
from registry.services.register.units.found_units import unit_hits
from registry.store.register import site_views

LIMIT = 12
OF_GROUP = 5
LONGEST = 200
_OF_CODES = ("sites", "site_aliases")


class _Code(NamedTuple):
    folded: str
    code: str
    row: int
    own: bool


def find_places(
    registry: Registry,
    context: Context,
    text: str,
    lang: Language = "vi",
    *,
    person: Person = OPEN_DESK,
    near: tuple[float, float] | None = None,
) -> list[Hit]:
    """Return hits in groups, that of the best first; letters match with or without diacritics and case.

    At most ``LIMIT`` of one group, ``OF_GROUP`` of each where several have some. Sites are those that
    ``person`` may see, by the codes that the person may know; names of units and of the background are
    public. Names of the background that fit equally well stand by their nearness to ``near`` (lon, lat).
    """
    text = text.strip()[:LONGEST]
    wanted = fold(text)
    if not wanted:
        return []
    masts = masts_for(registry, person)
    ranked = [(hit, 0) for hit in _positions(context, text, lang)]
    ranked += _sites(registry, masts, wanted, person)
    ranked += sorted(unit_hits(registry, context, text), key=lambda pair: (pair[1], pair[0].label))
    for operator in context.operators:
        names = [fold(name) for name in (operator.code, operator.name, *operator.old_names)]
        if rank := rank_of(wanted, names):
            ranked.append((Hit("operator", operator.name, code=operator.code), rank))
    ranked += background_hits(registry, context, text, near, 3 * LIMIT)
    return _grouped(ranked)


def _grouped(ranked: list[tuple[Hit, int]]) -> list[Hit]:
    """Return hits group by group, the group of the best hit first; inside one as they came."""
    groups: dict[str, list[tuple[Hit, int]]] = {}
    for hit, rank in ranked:
        groups.setdefault(hit.group, []).append((hit, rank))
    order = sorted(groups, key=lambda name: (min(rank for _, rank in groups[name]), GROUPS.index(name)))
    most = LIMIT if len(order) == 1 else OF_GROUP
    return [hit for name in order for hit, _ in groups[name][:most]]


def _positions(context: Context, text: str, lang: Language) -> Iterator[Hit]:
    if sum(letter.isdigit() for letter in text) < 4:
        return
    hints = office_hints(context, margin_deg=0.0)
    reading = read_text(text, hints)
    parts = text.split()
    if len(parts) == 2 and not _holds(hints, reading):
        # two numbers that write their decimals differently, as 21,2734 106.1946
        in_two = read_pair(parts[1], parts[0], hints)
        reading = in_two if _holds(hints, in_two) else reading
    lon, lat = reading.position.lon, reading.position.lat
    if lon is None or lat is None:
        return
    said = tuple(render(problem.code, problem.params, lang) for problem in reading.problems)
    yield Hit("position", format_decimal(lon, lat, lang), lon, lat, said=said)


def _holds(hints: PositionHints, reading: Reading) -> bool:
    lon, lat = reading.position.lon, reading.position.lat
    return lon is not None and lat is not None and hints.holds(lon, lat)


def _sites(registry: Registry, masts: MapMasts, wanted: str, person: Person) -> Iterator[tuple[Hit, int]]:
    shown: set[int] = set()
    close: list[tuple[int, _Code]] = []
    for entry in _codes(registry, masts, person):
        if wanted in entry.folded and (rank := rank_of(wanted, (entry.folded,))):
            close.append((rank, entry))
    close.sort(key=lambda pair: (pair[0], not pair[1].own, pair[1].code))
    for rank, entry in close:
        site = int(masts.site[entry.row])
        if site in shown:
            continue
        shown.add(site)
        mask = int(masts.networks[entry.row])
        yield (
            Hit(
                "site",
                masts.codes[entry.row],
                float(masts.lon[entry.row]),
                float(masts.lat[entry.row]),
                code=masts.codes[entry.row],
                former="" if entry.own else entry.code,
                operators=tuple(code for bit, code in enumerate(masts.operators) if mask >> bit & 1),
            ),
            rank,
        )
        if len(shown) == LIMIT:
            return


def other_codes(registry: Registry, person: Person) -> dict[int, list[str]]:
    """Return the other codes of sites, former ones and carriers' own, by number, that a person may know.

    They are read anew only where a site or a code changed.
    """
    key, stands = ("other-codes", person.sees_all or person.organisation), standing_of(registry, _OF_CODES)
    held: tuple[Hashable, dict[int, list[str]]] | None = registry.cache.get(key)
    if held is not None and held[0] == stands:
        return held[1]
    found: dict[int, list[str]] = {}
    known = None if person.sees_all else ("", person.organisation)
    with registry.database.read() as connection:
        for fid, code, operator, _former in site_views.alias_codes(connection):
            if known is None or operator in known:
                found.setdefault(fid, []).append(code)
    registry.cache[key] = (stands, found)
    return found


def _codes(registry: Registry, masts: MapMasts, person: Person) -> list[_Code]:
    key = "find-codes" if person.sees_all else ("find-codes", person.organisation, person.territory)
    held = registry.cache.get(key)
    if held is None or held[0] != masts.version:
        rows = {int(site): row for row, site in enumerate(masts.site)}
        codes = [_Code(fold(masts.codes[row]), masts.codes[row], row, own=True) for row in rows.values()]
        for fid, others in other_codes(registry, person).items():
            for code in others:
                if fid in rows and code != masts.codes[rows[fid]]:
                    codes.append(_Code(fold(code), code, rows[fid], own=False))
        held = (masts.version, codes)
        registry.cache[key] = held
    found: list[_Code] = held[1]
    return found
