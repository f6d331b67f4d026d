"""The register's station sites: which operator has stations at which site, in which commune, by which code.

What is counted in outages is a station site (vị trí trạm): an operator's stations at one site, whatever their
technologies. A mast that is dismantled, only approved or still being built carries none; one that is
suspended may be reported but is not expected to be on the air.
"""

import difflib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.columns import fold
from registry.geo.crs import to_metric
from registry.model.areas import full_name
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.store.outages.stations import (
    StationThere,
    load_codes,
    load_not_yet,
    load_stations,
    load_taken_down,
)

_CLOSE = 0.75
_ALIKE = str.maketrans("oqilzsb", "0011258")  # letters that are typed or read for digits


@dataclass(frozen=True, slots=True)
class StationSite:
    """An operator's stations at a site. ``code`` is its own; ``expected``: they should be on the air.

    ``lon``, ``lat`` in EPSG:4326; ``commune`` is the code of the commune in force, "" where none is known.
    """

    site: str
    fid: int
    operator: str
    code: str
    commune: str
    lon: float
    lat: float
    stations: int
    expected: bool


class StationBook:
    """All station sites of one state of the register, found by operator, code and commune."""

    def __init__(
        self,
        rows: list[StationSite],
        codes: dict[tuple[str, str], str],
        context: Context,
        gone: frozenset[tuple[str, str]] = frozenset(),
        coming: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        self.context = context
        self._gone, self._coming = gone, coming
        self.sites = {(row.operator, row.site): row for row in rows}
        self.of_operator: dict[str, list[StationSite]] = defaultdict(list)
        self.expected: Counter[tuple[str, str]] = Counter()
        for row in rows:
            self.of_operator[row.operator].append(row)
            self.expected[row.operator, row.commune] += row.expected
        self._codes = codes
        self._folded: dict[str, list[str]] = defaultdict(list)
        for operator, code in codes:
            self._folded[operator].append(code)
        self.communes = {unit.code: full_name(unit) for unit in context.units.communes}

    def find(self, operator: str, code: str) -> StationSite | None:
        """Return the operator's station site of a code, with or without signs; None where it has none."""
        site = self._codes.get((operator, fold(code)))
        return None if site is None else self.sites.get((operator, site))

    def taken_down(self, operator: str, code: str) -> bool:
        """Whether the operator had a station of a code and its mast is recorded as taken down."""
        return (operator, fold(code)) in self._gone

    def not_yet(self, operator: str, code: str) -> bool:
        """Whether the operator's mast of a code is recorded as only approved or still being built."""
        return (operator, fold(code)) in self._coming

    def nearest(self, operator: str, code: str) -> StationSite | None:
        """Return the operator's station site that a misspelt code stands for; None where several may be.

        Signs that are taken for one another (O and 0, l and 1) come first, then the one code that is more
        like it than any other: of two equally like, none is proposed.
        """
        folded = fold(code)[:40]
        if not folded:
            return None
        known = self._folded.get(operator, [])
        alike = [each for each in known if each.translate(_ALIKE) == folded.translate(_ALIKE)]
        if len(alike) == 1:
            return self.find(operator, alike[0])
        close = difflib.get_close_matches(folded, known, n=2, cutoff=_CLOSE)
        if len(close) == 2 and _likeness(folded, close[0]) <= _likeness(folded, close[1]):
            return None
        return self.find(operator, close[0]) if close else None

    def commune_named(self, text: str) -> tuple[str, str | None]:
        """Return the code of the one commune that a name or code stands for ("" for none or several), and a
        name that it may have meant."""
        text = " ".join(text.split())
        if text in self.communes:
            return text, None
        names = names_of(self.context.units)
        rows = names.find(text).rows if text else ()
        if len(rows) == 1:
            return self.context.units.communes[rows[0]].code, None
        if rows:
            return "", full_name(self.context.units.communes[rows[0]])
        return "", names.nearest_name(text) if text else None


def _likeness(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, one).ratio()


def station_book(registry: Registry) -> StationBook:
    """Return the present station sites; built once per state of the register and kept."""
    context = context_for(registry, today())
    held = registry.cache.get("outage-stations")
    if held is not None and held.context.masts is context.masts and held.context.units is context.units:
        kept: StationBook = held
        return kept
    made = _read(registry, context)
    registry.cache["outage-stations"] = made
    return made


def _read(registry: Registry, context: Context) -> StationBook:
    with registry.database.read() as connection:
        standing = load_stations(connection)
        named = load_codes(connection)
        taken_down, not_yet = load_taken_down(connection), load_not_yet(connection)
    communes = _communes(context, standing)
    own: dict[tuple[str, str], str] = {}
    codes: dict[tuple[str, str], str] = {}
    at = {(row.operator, row.site) for row in standing}
    for alias in named:
        key = (alias.operator, alias.site)
        if key in at:
            codes.setdefault((alias.operator, fold(alias.code)), alias.site)
            if not alias.former:
                own.setdefault(key, alias.code)
    rows: dict[tuple[str, str], StationSite] = {}
    for row, commune in zip(standing, communes, strict=True):
        key = (row.operator, row.site)
        before = rows.get(key)
        rows[key] = StationSite(
            row.site, row.number, row.operator, own.get(key, row.code), commune, row.lon, row.lat,
            1 if before is None else before.stations + 1,
            row.state == "in_service" or (before is not None and before.expected),
        )  # fmt: skip
        codes.setdefault((row.operator, fold(row.code)), row.site)
    gone, coming = (
        frozenset((one.operator, fold(one.code)) for one in each) for each in (taken_down, not_yet)
    )
    return StationBook(list(rows.values()), codes, context, gone, coming)


def _communes(context: Context, rows: Sequence[StationThere]) -> list[str]:
    """Return the commune in force of every row: the one that the list gave, else the one that holds it."""
    units = context.units
    in_force = {unit.code for unit in units.communes}
    found = [row.commune_code if row.commune_code in in_force else "" for row in rows]
    open_rows = [n for n, code in enumerate(found) if not code]
    if open_rows and len(units.communes):
        lon = np.array([rows[n].lon for n in open_rows], dtype=float)
        lat = np.array([rows[n].lat for n in open_rows], dtype=float)
        x, y = to_metric(lon, lat, context.metric_epsg)
        points, holders = units.tree.query(shapely.points(x, y), predicate="intersects")
        for point, holder in zip(points.tolist(), holders.tolist(), strict=True):
            found[open_rows[point]] = units.communes[holder].code
    return found
