"""Masts and stations by commune on a day, counted on columns.

Today they are the register's own columns; of a day that is over, the ledger's state at its end. A mast
belongs to the commune of today that holds its position, else to the one whose code its list gave, else to
none.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.model.sites import SiteState
from registry.model.standing_days import NOT_STANDING, states_on
from registry.services.office.registry import Registry
from registry.services.register.context import mast_rows
from registry.store.database import Connection
from registry.store.overview.stations import stations_on
from registry.store.past_states import state_on
from registry.store.register.states_now import state_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]
_TABLES = ("sites", "structures", "stations")


@dataclass(frozen=True)
class MastColumns:
    """n structures (merged sites left out) on a day: ids, sites' codes, EPSG:4326, states as they stood.

    ``commune`` is the row of ``communes``, its length where the mast lies in none. ``station_row`` is the
    mast of each station, ``station_operator`` an index into ``operators`` (-1: another's), ``technology`` its
    text.
    """

    structures: Objects
    codes: Objects
    lon: Floats
    lat: Floats
    states: Objects
    robust: npt.NDArray[np.bool_]
    commune: Ints
    communes: int
    operators: tuple[str, ...]
    station_row: Ints
    station_operator: Ints
    technology: Objects

    @cached_property
    def standing(self) -> npt.NDArray[np.bool_]:
        """Masts that stand: not approved only, not dismantled."""
        return ~np.isin(self.states.astype(str), sorted(NOT_STANDING))

    @cached_property
    def in_service(self) -> npt.NDArray[np.bool_]:
        """Masts in service."""
        return np.asarray(self.states == SiteState.IN_SERVICE.value, dtype=bool)

    @cached_property
    def carried(self) -> npt.NDArray[np.bool_]:
        """Whether each mast (row) carries each operator (column)."""
        found = np.zeros((len(self.structures), len(self.operators)), dtype=bool)
        known = self.station_operator >= 0
        found[self.station_row[known], self.station_operator[known]] = True
        return found

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each structure."""
        return {identity: row for row, identity in enumerate(self.structures.tolist())}

    def count(self, chosen: Any) -> Ints:
        """Return how many of some masts (n booleans) lie in each commune, and last how many in none."""
        return np.bincount(self.commune[chosen], minlength=self.communes + 1).astype(np.int64)

    def by_operator(self) -> Ints:
        """Return, by commune (rows, the last: in none) and operator, the masts in service that carry it."""
        found = np.zeros((self.communes + 1, len(self.operators)), dtype=np.int64)
        rows, operators = np.nonzero(self.carried & self.in_service[:, None])
        np.add.at(found, (self.commune[rows], operators), 1)
        return found

    def technologies(self) -> list[tuple[str, ...]]:
        """Return the technologies of stations on masts in service, by commune, in their order."""
        held: list[set[str]] = [set() for _ in range(self.communes + 1)]
        on = self.in_service[self.station_row]
        pairs = zip(self.commune[self.station_row[on]].tolist(), self.technology[on].tolist(), strict=True)
        for commune, technology in set(pairs):
            if technology:
                held[commune].add(technology)
        return [tuple(sorted(one)) for one in held]

    def alone(self) -> dict[int, list[tuple[int, int]]]:
        """Return, by mast in service, the (commune, operator) of which it is the only one there.

        Operator -1: it is the only mast in service of the commune. Masts in no commune are alone nowhere.
        """
        found: dict[int, list[tuple[int, int]]] = {}
        serving = np.flatnonzero(self.in_service & (self.commune < self.communes))
        counted = np.bincount(self.commune[serving], minlength=self.communes + 1)
        for row in serving[counted[self.commune[serving]] == 1].tolist():
            found.setdefault(row, []).append((int(self.commune[row]), -1))
        of_operator = self.by_operator()
        rows, operators = np.nonzero(self.carried[serving])
        only = of_operator[self.commune[serving[rows]], operators] == 1
        for row, operator in zip(serving[rows[only]].tolist(), operators[only].tolist(), strict=True):
            found.setdefault(row, []).append((int(self.commune[row]), operator))
        return found


def columns_today(registry: Registry, connection: Connection, context: Context) -> MastColumns:
    """Return the masts of the register as it stands."""
    _head, masts = mast_rows(registry, context.as_of)
    return _columns(
        context,
        structures=masts.structure_ids,
        codes=masts.codes,
        lon=masts.lon,
        lat=masts.lat,
        states=states_on(masts.states, masts.built_on, masts.dismantled_on, context.as_of),
        robust=np.asarray(masts.robust, dtype=bool),
        written=masts.commune_codes,
        stations=stations_on(connection),
    )


def columns_on(connection: Connection, day: dt.date, context: Context) -> MastColumns:
    """Return the masts as the register held them at the end of a day that is over."""
    state = state_on(connection, day, tables=_TABLES)
    sites: Mapping[str, Mapping[str, Any]] = {
        key: row for key, row in state.get("sites", {}).items() if not row.get("merged_into")
    }
    kept = [row for row in state.get("structures", {}).values() if row["site_id"] in sites]
    kept.sort(key=lambda row: (sites[row["site_id"]]["code"], row["id"]))
    there = [sites[row["site_id"]] for row in kept]
    states = [state_of(row, day) for row in kept]
    carried = [
        (row["structure_id"], row["operator"], row["technology"])
        for row in state.get("stations", {}).values()
    ]
    return _columns(
        context,
        structures=_texts(row["id"] for row in kept),
        codes=_texts(site["code"] for site in there),
        lon=np.array([site["lon"] for site in there], dtype=float),
        lat=np.array([site["lat"] for site in there], dtype=float),
        states=_texts(states),
        robust=np.array([bool(row.get("robust")) for row in kept], dtype=bool),
        written=_texts(site["commune_code"] for site in there),
        stations=carried,
    )


def communes_of(lon: Any, lat: Any, context: Context) -> Ints:
    """Return the row of the commune that holds each position (EPSG:4326), their number where none does."""
    units = context.units
    found = np.full(len(lon), len(units.communes), dtype=np.int64)
    if len(found) and len(units.communes):
        x, y = to_metric(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float), context.metric_epsg)
        points, at = units.tree.query(shapely.points(x, y), predicate="intersects")
        found[points[::-1]] = at[::-1]  # on a shared border, the first
    return found


def _columns(
    context: Context,
    *,
    structures: Objects,
    codes: Objects,
    lon: Floats,
    lat: Floats,
    states: Objects,
    robust: npt.NDArray[np.bool_],
    written: Objects,
    stations: Sequence[tuple[str, str, str]],
) -> MastColumns:
    units = context.units.communes
    commune = communes_of(lon, lat, context)
    row_of_code = {unit.code: at for at, unit in enumerate(units)}
    for row in np.flatnonzero(commune == len(units)).tolist():
        commune[row] = row_of_code.get(str(written[row]), len(units))
    row_of = {identity: row for row, identity in enumerate(structures.tolist())}
    operators = tuple(item.code for item in context.operators)
    at_operator = {code: at for at, code in enumerate(operators)}
    on = [(row_of[one[0]], at_operator.get(one[1], -1), one[2]) for one in stations if one[0] in row_of]
    return MastColumns(
        structures, codes, lon, lat, states, robust, commune, len(units), operators,
        np.array([one[0] for one in on], dtype=np.int64),
        np.array([one[1] for one in on], dtype=np.int64),
        _texts(one[2] or "" for one in on),
    )  # fmt: skip


def _texts(values: Iterable[Any]) -> Objects:
    held = list(values)
    found = np.empty(len(held), dtype=object)
    found[:] = held
    return found
