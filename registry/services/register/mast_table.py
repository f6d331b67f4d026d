"""The masts as a table (bảng cột): every fact that a column shows, sorted over all of them, not over a page.

The facts lie in arrays beside those of ``MapMasts``; an order is worked out once for each column and data
version, so that a sort of 200,000 masts is a look-up. What is not known stands last in either direction.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.crs import Floats, to_metric
from registry.model.alphabet import in_alphabet
from registry.model.people import Person, Role
from registry.model.vietnam_time import VIETNAM
from registry.services.office.registry import Registry
from registry.services.register.chosen_areas import AreaThere, Shown, masts_inside
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.map_masts import CLASSES, STATES, MapMasts
from registry.services.register.mast_days import stood
from registry.store.field import mast_counts
from registry.store.register import site_views

Rows = npt.NDArray[np.int64]
Box = tuple[float, float, float, float]

NAMES = (
    "code", "operators", "mast_class", "height_m", "state", "commune", "lat", "lon", "northing", "easting",
    "accuracy_m", "owner", "inspected", "defects",
)  # fmt: skip
"""Every column, in the order in which they stand. Degrees are EPSG:4326; northing and easting are metres of
the office's VN-2000 plane; ``inspected`` is the day of the last finished visit, ``defects`` how many
stand."""
KEPT = 16  # persons' tables that are held at once


@dataclass
class MastTable:
    """The columns of ``masts``, which are those that one person may see; rows are numbers into them.

    ``columns`` are the names that the person may see: visits are the office's own, defects the office's and
    of a carrier its own.
    """

    masts: MapMasts
    columns: tuple[str, ...]
    epsg: int
    operators: dict[str, str]
    communes: dict[str, str]
    accuracy_m: Floats
    inspected: Floats
    defects: Floats
    _orders: dict[str, tuple[Rows, Rows]] = field(default_factory=dict)
    _metres: tuple[Floats, Floats] | None = None

    def sorted(self, rows: Rows, sort: str) -> Rows:
        """Return ``rows`` by a column, "-" before its name: downwards; "" leaves them by their codes.

        Refused: a column that the person has not (``WEB-PARAMETER``).
        """
        name = sort.removeprefix("-") or "code"
        if name not in self.columns:
            raise unknown_column("sort", sort, self.columns)
        known, unknown = self._order(name)
        wanted = np.zeros(len(self.masts), dtype=bool)
        wanted[rows] = True
        if sort.startswith("-"):
            known = known[::-1]
        return np.concatenate((known[wanted[known]], unknown[wanted[unknown]]))

    def values(self, name: str, rows: Rows) -> list[Any]:
        """Return what a column holds in rows: texts, numbers, days; None where nothing is known."""
        return _VALUES[name](self, rows)

    def network_names(self, row: int) -> str:
        """Return the names of the operators on a mast."""
        return self._names_of(int(self.masts.networks[row]))

    def _names_of(self, mask: int) -> str:
        codes = [code for bit, code in enumerate(self.masts.operators) if mask >> bit & 1]
        return ", ".join(self.operators[code] for code in codes if code in self.operators)

    def metres(self) -> tuple[Floats, Floats]:
        """Return (eastings, northings) of all rows in the office's plane."""
        if self._metres is None:
            self._metres = to_metric(self.masts.lon, self.masts.lat, self.epsg)
        return self._metres

    def _order(self, name: str) -> tuple[Rows, Rows]:
        """Return all rows with something known in a column, upwards, and the others; both then by code."""
        if name not in self._orders:
            by_code = np.argsort(np.array(self.masts.codes, dtype=np.str_), kind="stable")
            if name == "code":
                self._orders[name] = (by_code, by_code[:0])
            else:
                keys = _KEYS[name](self)[by_code]
                order = by_code[np.argsort(keys, kind="stable")]
                held = len(keys) - int(np.isnan(keys).sum())  # nan sorts last
                self._orders[name] = (order[:held], order[held:])
        return self._orders[name]

    def _ranks(self, texts: Sequence[str]) -> Floats:
        """Return where each text stands in the alphabet; nan for none."""
        rank = {text: at for at, text in enumerate(sorted(set(texts), key=in_alphabet))}
        return np.array([rank[text] if text else np.nan for text in texts], dtype=float)


def unknown_column(parameter: str, value: str, columns: Iterable[str]) -> RefusalError:
    """Return the refusal of a column that there is not."""
    known = ", ".join(columns)
    return RefusalError(
        "WEB-PARAMETER", name=parameter, value=value[:80],
        wanted_vi=f"một trong: {known}", wanted_en=f"one of: {known}",
    )  # fmt: skip


def mast_table(registry: Registry, context: Context, person: Person) -> MastTable:
    """Return the table of the masts that a person may see; the same object while the data is the same, and
    the communes of the context's day are called the same."""
    masts = masts_for(registry, person)
    kept: dict[tuple[str, ...], MastTable] = registry.cache.setdefault("mast-tables", {})
    key = (person.organisation, person.territory, str(person.sees_all), str(person.is_one_of(Role.CARRIER)))
    found = kept.get(key)
    communes = {unit.code: unit.name for unit in context.units.communes}
    if (
        found is not None
        and found.masts is masts
        and found.epsg == context.metric_epsg
        and found.communes == communes
    ):
        return found
    made = _made(registry, context, person, masts, communes)
    with registry.lock:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = made
    return made


def masts_shown(
    registry: Registry, person: Person, shown: Shown, box: Box | None, there: AreaThere | None,
    *, day: dt.date | None = None,
) -> Rows:  # fmt: skip
    """Return the rows inside a chosen area, else inside a box (EPSG:4326), else all; the filter applies.

    With a ``day``, only those that stood, or may have stood, on it.
    """
    masts = masts_for(registry, person)
    asked = shown if day is None else replace(shown, states=None)
    if there is not None:
        rows = masts_inside(registry, there, person, asked)[1]
    else:
        rows = masts.inside(*box) if box is not None else np.arange(len(masts), dtype=np.int64)
        rows = asked.of(masts, rows)
    return rows if day is None else stood(registry, person, masts, rows, day=day, states=shown.states)


def _made(
    registry: Registry, context: Context, person: Person, masts: MapMasts, communes: dict[str, str]
) -> MastTable:
    carrier = person.is_one_of(Role.CARRIER)
    with registry.database.read() as connection:
        accuracies = site_views.accuracies(connection)
        visits = mast_counts.last_visits(connection) if person.sees_all else {}
        standing = mast_counts.standing_defects(connection)
    defects: dict[str, int] = {}
    for structure, organisation, count in standing:
        if person.sees_all or (carrier and organisation == person.organisation):
            defects[structure] = defects.get(structure, 0) + count
    nan = float("nan")
    hidden = set() if person.sees_all else {"inspected"}
    if not (person.sees_all or carrier):
        hidden.add("defects")
    return MastTable(
        masts=masts,
        columns=tuple(name for name in NAMES if name not in hidden),
        epsg=context.metric_epsg,
        operators={operator.code: operator.name for operator in context.operators},
        communes=communes,
        accuracy_m=np.array([accuracies.get(one, nan) for one in masts.structures], dtype=float),
        inspected=np.array([_day(visits.get(one, "")) for one in masts.structures], dtype=float),
        defects=np.array([defects.get(one, 0) for one in masts.structures], dtype=float),
    )


def _day(moment: str) -> float:
    """Return the day in Vietnam of a moment as its ordinal; nan for none."""
    if not moment:
        return float("nan")
    return float(dt.datetime.fromisoformat(moment).astimezone(VIETNAM).date().toordinal())


def _communes(table: MastTable) -> list[str]:
    return [table.communes.get(code, "") for code in table.masts.commune_codes]


def _networks(table: MastTable) -> list[str]:
    masks = table.masts.networks.tolist()
    named = {mask: table._names_of(mask) for mask in set(masks)}
    return [named[mask] for mask in masks]


_KEYS: dict[str, Callable[[MastTable], Floats]] = {
    "operators": lambda table: table._ranks(_networks(table)),
    "mast_class": lambda table: np.where(table.masts.mast_class == 0, np.nan, table.masts.mast_class),
    "height_m": lambda table: table.masts.height_m,
    "state": lambda table: table.masts.state.astype(float),
    "commune": lambda table: table._ranks(_communes(table)),
    "lat": lambda table: table.masts.lat,
    "lon": lambda table: table.masts.lon,
    "northing": lambda table: table.metres()[1],
    "easting": lambda table: table.metres()[0],
    "accuracy_m": lambda table: table.accuracy_m,
    "owner": lambda table: table._ranks([owner or "" for owner in table.masts.owners]),
    "inspected": lambda table: table.inspected,
    "defects": lambda table: table.defects,
}


def _numbers(of: Callable[[MastTable], Floats], table: MastTable, rows: Rows) -> list[float | None]:
    return [None if math.isnan(value) else value for value in of(table)[rows].tolist()]


def _texts(of: Callable[[int], Any], rows: Iterable[int]) -> list[str | None]:
    return [of(row) or None for row in rows]


_VALUES: dict[str, Callable[[MastTable, Rows], list[Any]]] = {
    "code": lambda table, rows: [table.masts.codes[row] for row in rows.tolist()],
    "operators": lambda table, rows: _texts(table.network_names, rows.tolist()),
    "mast_class": lambda table, rows: _texts(
        lambda row: CLASSES[int(table.masts.mast_class[row])], rows.tolist()
    ),
    "state": lambda table, rows: _texts(lambda row: STATES[int(table.masts.state[row])], rows.tolist()),
    "commune": lambda table, rows: _texts(
        lambda row: table.communes.get(table.masts.commune_codes[row]), rows.tolist()
    ),
    "owner": lambda table, rows: _texts(lambda row: table.masts.owners[row], rows.tolist()),
    "inspected": lambda table, rows: [
        None if math.isnan(value) else dt.date.fromordinal(int(value))
        for value in table.inspected[rows].tolist()
    ],
    "defects": lambda table, rows: [int(value) for value in table.defects[rows].tolist()],
    **{
        name: partial(_numbers, _KEYS[name])
        for name in ("height_m", "lat", "lon", "northing", "easting", "accuracy_m")
    },
}
