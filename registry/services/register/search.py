"""Search: a site by any of its codes, a commune by its present or former name, an operator, a coordinate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from registry.checks.context import Context
from registry.columns import fold
from registry.geo.coordinates import read_pair, read_text
from registry.geo.formats import format_decimal
from registry.geo.readings import PositionHints, Reading
from registry.messages import Language, render
from registry.model.areas import AdminUnit, full_name
from registry.model.people import OPEN_DESK, Person
from registry.services.office.registry import Registry
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.map_masts import MapMasts
from registry.services.register.position_hints import office_hints
from registry.store.register import site_views

LIMIT = 12
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. ``kind`` is position, site, commune or operator; ``box`` is west, south, east, north.

    ``code`` is a site's or an operator's code; ``former`` a name or code by which it was found and that is
    no longer its own; ``said`` what has to be said of a coordinate that was read with a doubt.
    """

    kind: str
    label: str
    lon: float | None = None
    lat: float | None = None
    code: str = ""
    former: str = ""
    operators: tuple[str, ...] = ()
    box: tuple[float, float, float, float] | None = None
    said: tuple[str, ...] = ()


class _Code(NamedTuple):
    folded: str
    code: str
    row: int
    own: bool


class _Name(NamedTuple):
    folded: tuple[str, ...]
    unit: AdminUnit
    now: tuple[AdminUnit, ...]


def find_places(
    registry: Registry, context: Context, text: str, lang: Language = "vi", *, person: Person = OPEN_DESK
) -> list[Hit]:
    """Return at most ``LIMIT`` hits, best first; letters match with or without diacritics and case.

    Sites are those that ``person`` may see, by the codes that the person may know.
    """
    text = text.strip()[:LONGEST]
    wanted = fold(text)
    if not wanted:
        return []
    found = list(_positions(context, text, lang))
    masts = masts_for(registry, person)
    ranked: list[tuple[int, int, str, Hit]] = []
    for hit, rank in _sites(registry, masts, wanted, person):
        ranked.append((rank, 0, hit.label, hit))
    for hit, rank in _communes(registry, context, wanted):
        ranked.append((rank, 1, hit.label, hit))
    for operator in context.operators:
        names = [fold(name) for name in (operator.code, operator.name, *operator.old_names)]
        if rank := _rank(wanted, names):
            ranked.append((rank, 2, operator.name, Hit("operator", operator.name, code=operator.code)))
    ranked.sort(key=lambda item: item[:3])
    return (found + [hit for *_, hit in ranked])[:LIMIT]


def _rank(wanted: str, names: list[str] | tuple[str, ...]) -> int:
    """Return 1 for the same, 2 for the beginning, 3 for a part (from three letters), 0 for none."""
    if wanted in names:
        return 1
    if any(name.startswith(wanted) for name in names):
        return 2
    return 3 if len(wanted) >= 3 and any(wanted in name for name in names) else 0


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
        if wanted in entry.folded and (rank := _rank(wanted, (entry.folded,))):
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


def _codes(registry: Registry, masts: MapMasts, person: Person) -> list[_Code]:
    key = "find-codes" if person.sees_all else ("find-codes", person.organisation, person.territory)
    held = registry.cache.get(key)
    if held is None or held[0] != masts.version:
        rows = {int(site): row for row, site in enumerate(masts.site)}
        codes = [_Code(fold(masts.codes[row]), masts.codes[row], row, own=True) for row in rows.values()]
        with registry.database.read() as connection:
            for fid, code, operator, _former in site_views.alias_codes(connection):
                if not person.sees_all and operator not in ("", person.organisation):
                    continue
                if fid in rows and code != masts.codes[rows[fid]]:
                    codes.append(_Code(fold(code), code, rows[fid], own=False))
        held = (masts.version, codes)
        registry.cache[key] = held
    found: list[_Code] = held[1]
    return found


def _communes(registry: Registry, context: Context, wanted: str) -> Iterator[tuple[Hit, int]]:
    for entry in _names(registry, context):
        rank = _rank(wanted, entry.folded)
        if not rank:
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


def _names(registry: Registry, context: Context) -> list[_Name]:
    held = registry.cache.get("find-names")
    if held is None or held[0] is not context:
        units = context.units
        by_id = {unit.id: unit for unit in units.communes}
        names = [_Name((fold(unit.name), fold(full_name(unit))), unit, (unit,)) for unit in units.communes]
        for unit in units.legacy:
            now = tuple(by_id[key] for key in units.current_of.get(unit.id, ()) if key in by_id)
            own = (fold(unit.name), fold(full_name(unit)))
            # a former commune that kept its name says nothing new
            if now and not any(own[0] == fold(successor.name) for successor in now):
                names.append(_Name(own, unit, now))
        held = (context, names)
        registry.cache["find-names"] = held
    found: list[_Name] = held[1]
    return found
