"""What the register gives one by one: every row of a frame with its id and the days on which it holds.

Frames are of a day; here stand all days, so that a program may ask for the state of any of them, and for what
held between two. The policy of disclosure is that of the frames, and of masts, plans and cables whoever is
bound to an organisation or a commune gets its own rows alone: of another's nothing could be drawn.
"""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.frames.areas import plan_values, zone_values
from registry.frames.columns import Dtype, FrameColumn, FrameKind, frame_kinds
from registry.frames.disclosed_columns import disclosed_columns, own_rows
from registry.frames.masts import standing
from registry.model.areas import AdminLevel
from registry.model.people import Person
from registry.model.sites import SiteState
from registry.model.standing_days import states_on
from registry.model.vietnam_time import today
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, MARK
from registry.services.register.disclosure import hidden_layers
from registry.store import ledger
from registry.store.database import Connection
from registry.store.office.operators import is_demo
from registry.store.register.frame_columns import segment_columns, unit_columns
from registry.store.register.plans import load_positions, load_versions
from registry.store.zones.zones import load_zones

Days = npt.NDArray[np.datetime64]
_MARK = FrameColumn(MARK, Dtype.TEXT, "Nhãn dữ liệu", "Mark of the data")
_COMING = [SiteState.APPROVED.value, SiteState.UNDER_CONSTRUCTION.value]
_OF_OFFICE = frozenset({"attributes"})
"""Columns of zones that are the office's: remarks that its files carried."""


@dataclass(frozen=True, slots=True)
class Features:
    """Rows of one kind, as somebody may see them, one array of objects a column.

    ``shapes`` are shapely in EPSG:4326 or None. A row holds from ``first`` to ``last``, its last day
    (``datetime64[D]``, NaT: without end that way). ``ids`` stay the same while the row is the same thing.
    """

    columns: tuple[FrameColumn, ...]
    values: Mapping[str, Any]
    shapes: Any
    ids: Any
    first: Days
    last: Days

    def __len__(self) -> int:
        return len(self.ids)

    def narrowed(self, names: Sequence[str]) -> "Features":
        """Return the same rows with these columns alone, in their order."""
        known = {item.name: item for item in self.columns}
        columns = tuple(known[name] for name in names if name in known)
        values = {item.name: self.values[item.name] for item in columns}
        return dataclasses.replace(self, columns=columns, values=values)


class _Found(NamedTuple):
    values: Mapping[str, Any]
    shapes: Any
    ids: Any
    first: Any
    last: Any
    own: Any


TABLES: Mapping[str, tuple[str, ...]] = {
    "structures": ("sites", "structures", "stations", "site_aliases", "operators"),
    "zones": ("zones",),
    "plan": ("plan_versions", "planned_positions"),
    "cables": ("cable_routes", "cable_segments"),
    "admin_units": ("admin_units",),
}
"""The frames of which features are made, and the tables of the register whose change makes them anew."""


def newest(registry: Registry, frame: str) -> tuple[int, str]:
    """Return the number and the time of the newest change of what a frame is made of; (0, "") for none."""
    with registry.database.read() as connection:
        return ledger.newest_of(connection, TABLES[frame])


def features(registry: Registry, frame: str, person: Person) -> Features:
    """Return the features of one of the frames of ``TABLES`` of all days, as a person may see them."""
    kind = frame_kinds()[frame]
    with registry.database.read() as connection:
        found = _FOUND[frame](connection, kind, person)
        rows = np.flatnonzero(found.own) if kind.policy and not person.sees_all else np.arange(len(found.ids))
        illustrative = is_demo(connection)
    of_columns = {
        item.name: _objects(found.values.get(item.name, found.values.get(item.stored)))[rows]
        for item in kind.columns
        if person.sees_all or item.name not in _OF_OFFICE
    }
    shown = dataclasses.replace(kind, columns=tuple(item for item in kind.columns if item.name in of_columns))
    every = np.ones(len(rows), dtype=bool)
    columns, values, shapes = disclosed_columns(
        shown, of_columns, _objects(found.shapes)[rows], person, every
    )
    if illustrative:
        columns, values = (*columns, _MARK), {**values, MARK: _objects([ILLUSTRATIVE] * len(rows))}
    return Features(
        columns, values, shapes, _objects(found.ids)[rows], _days(found.first)[rows], _days(found.last)[rows]
    )  # fmt: skip


def _masts(connection: Connection, kind: FrameKind, person: Person) -> _Found:
    """Return masts from the day they were built; what is agreed to or being built, from ever.

    The state is today's.
    """
    masts = standing(connection, kind, None)
    held = masts.values(connection)
    state, first, gone = held["state"], _days(held["built_on"]), _days(held["dismantled_on"])
    first[np.isin(state.astype(str), _COMING)] = np.datetime64("NaT")
    counted = ~((state == SiteState.DISMANTLED.value) & np.isnat(gone))  # stood, nobody knows until when
    held["state"] = states_on(state, _days(held["built_on"]), gone, today())
    return _Found(
        {name: values[counted] for name, values in held.items()},
        masts.points[counted], held["structure_id"][counted], first[counted],
        gone[counted] - np.timedelta64(1, "D"), masts.own(connection, person)[counted],
    )  # fmt: skip


def _zones(connection: Connection, _kind: FrameKind, person: Person) -> _Found:
    hidden = hidden_layers(person)
    found = [zone for zone in load_zones(connection) if zone.layer not in hidden]
    values = zone_values(found)
    return _Found(
        values, [zone.geometry for zone in found], values["zone_id"],
        values["valid_from"], values["valid_to"], None,
    )  # fmt: skip


def _plan(connection: Connection, _kind: FrameKind, person: Person) -> _Found:
    """Return positions for as long as their version counts: until the next one of its operator begins."""
    versions = load_versions(connection)  # by operator and first day
    last = {item.id: item.valid_to for item in versions}
    for one, later in itertools.pairwise(versions):
        if one.operator == later.operator:
            ends = later.valid_from - dt.timedelta(days=1)
            last[one.id] = min(ends, one.valid_to) if one.valid_to else ends
    found = load_positions(connection)
    found.sort(key=lambda item: (item.operator, item.code, item.id))
    values, shapes = plan_values(found, {item.id: item for item in versions})
    return _Found(
        values, shapes, [item.id for item in found], values["valid_from"],
        [last[item.plan_version] for item in found], own_rows(person, operator=values["operator"]),
    )  # fmt: skip


def _cables(connection: Connection, _kind: FrameKind, person: Person) -> _Found:
    found = segment_columns(connection, None)
    found |= {
        "cable_route": found["route_code"], "cable_route_name": found["route_name"],
        "cable_code": found["code"],
    }  # fmt: skip
    gone = _days(found["retired_on"]) - np.timedelta64(1, "D")
    own = own_rows(person, owner=found["owner"], operators=found["operators"])
    return _Found(found, found["geometry"], found["id"], [None] * len(own), gone, own)


def _communes(connection: Connection, _kind: FrameKind, _person: Person) -> _Found:
    every = unit_columns(connection, None)
    rows = np.flatnonzero(every["level"] == AdminLevel.COMMUNE.value)
    found = {name: values[rows] for name, values in every.items()}
    return _Found(
        found, found["geometry"], found["id"], found["valid_from"], found["valid_to"], None
    )  # fmt: skip


_FOUND: Mapping[str, Callable[[Connection, FrameKind, Person], _Found]] = {
    "structures": _masts, "zones": _zones, "plan": _plan, "cables": _cables, "admin_units": _communes,
}  # fmt: skip


def _objects(values: Any) -> Any:
    held = list(values)
    found = np.empty(len(held), dtype=object)
    found[:] = held
    return found


def _days(values: Any) -> Any:
    """Return days of the store (ISO text, dates or None) as ``datetime64[D]``."""
    return np.array([value if value else None for value in values], dtype="datetime64[D]")
