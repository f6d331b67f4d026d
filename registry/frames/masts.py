"""Sites, structures and stations as frames: the levels apart, one row of each its own thing."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.frames.columns import FrameKind
from registry.frames.disclosed_columns import own_rows
from registry.frames.stamps import Day, asked, shown_frame
from registry.model.people import Person
from registry.model.standing_days import counted_on, states_on
from registry.services.office.registry import Registry
from registry.services.register.position_words import method_of
from registry.store.database import Connection
from registry.store.register.frame_columns import (
    Columns,
    code_giver_columns,
    joined,
    listed,
    site_columns,
    station_columns,
    structure_columns,
)

if TYPE_CHECKING:
    import geopandas as gpd

Rows = npt.NDArray[np.int64]
_OF_NEITHER = frozenset(
    {"site_id", "structure_id", "site_code", "operator", "shared_with", "structure_count", "position_method"}
)
_OF_PLACE = frozenset({"accuracy_m", "commune_code"})


def sites(
    day: Day = None, *, viewer: Person | None = None, register: Registry | None = None
) -> "gpd.GeoDataFrame":
    """Return the places where something stands, or is agreed to stand, on a day (default today), by code.

    A point in EPSG:4326 each, with what lists state of the place. ``viewer`` (None: the office) sees what
    the policy of disclosure allows: of others' sites neither code nor place (no geometry). ``register`` is an
    open register; without it that of the environment is opened. ``attrs`` hold day, ledger head, digest of
    the law and whose eyes it is for. Refused: a register that is not there (``STORE-MISSING``).
    """
    with asked("sites", day, viewer, register) as ask:
        place = site_columns(ask.connection, _names(ask.kind, _OF_NEITHER))
        masts = Masts(ask.connection, place, ask.day, ())
        rows, first, counts = np.unique(masts.site, return_index=True, return_counts=True)
        on_site: dict[int, set[str]] = {}
        for site, networks in zip(masts.site.tolist(), masts.networks, strict=True):
            on_site.setdefault(site, set()).update(networks)
        found = {name: values[rows] for name, values in place.items()}
        there = [sorted(on_site[row]) for row in rows.tolist()]
        found |= _carriers(ask.connection, found["id"], found["code"], there)
        found |= {
            "site_id": found["id"], "site_code": found["code"], "structure_count": counts,
            "position_raw": _objects("; ".join(map(str, listed(raw))) for raw in found["position_raw"]),
            "position_method": _objects(map(method_of, found["position_reading"])),
        }  # fmt: skip
        own = np.zeros(len(rows), dtype=bool)
        at_row = np.searchsorted(rows, masts.site)
        np.logical_or.at(own, at_row, masts.own(ask.connection, ask.person))
        return shown_frame(ask, found, masts.points[first], own)


def structures(
    day: Day = None, *, viewer: Person | None = None, register: Registry | None = None
) -> "gpd.GeoDataFrame":
    """Return what stands, or is agreed to stand, on a day (default today): masts, by their sites' codes.

    One row a structure with the network whose code its site bears and the others that share it; the rest as
    ``sites``. Heights in metres, wind in m/s.
    """
    with asked("structures", day, viewer, register) as ask:
        masts = standing(ask.connection, ask.kind, ask.day)
        found = masts.values(ask.connection)
        own = masts.own(ask.connection, ask.person)
        return shown_frame(ask, found, masts.points, own)


def stations(
    day: Day = None, *, viewer: Person | None = None, register: Registry | None = None
) -> "gpd.GeoDataFrame":
    """Return the stations on the structures of a day (default today), by code, operator and technology.

    One row is one technology of one operator on one structure; the rest as ``sites``.
    """
    with asked("stations", day, viewer, register) as ask:
        place = site_columns(ask.connection, ("commune_code",))
        masts = Masts(ask.connection, place, ask.day, ())
        mine = _names(ask.kind, {"station_id", "structure_id", "site_id", "site_code"})
        every = station_columns(ask.connection, mine)
        there = {identity: row for row, identity in enumerate(masts.columns["id"])}
        mast = np.array([there.get(one, -1) for one in every["structure_id"]], dtype=np.int64)
        rows = np.flatnonzero(mast >= 0)
        rows = rows[np.argsort(masts.site[mast[rows]], kind="stable")]
        site = masts.site[mast[rows]]
        found = {name: values[rows] for name, values in every.items()}
        found |= {"station_id": found["id"], "site_id": place["id"][site], "site_code": place["code"][site]}
        own = own_rows(ask.person, place["commune_code"][site], operator=found["operator"])
        return shown_frame(ask, found, masts.points[mast[rows]], own)


def standing(connection: Connection, kind: FrameKind, day: dt.date | None) -> "Masts":
    """Return the structures that count on a day (None: all), with what ``structures`` shows of each."""
    place = site_columns(connection, _OF_PLACE)
    return Masts(connection, place, day, _names(kind, _OF_NEITHER | _OF_PLACE))


class Masts:
    """The structures that count on a day (None: all), in the order of their sites, with who is on each."""

    def __init__(
        self, connection: Connection, place: Columns, day: dt.date | None, names: Iterable[str]
    ) -> None:
        every = structure_columns(connection, names)
        there = {identity: at for at, identity in enumerate(place["id"])}
        site = np.array([there.get(identity, -1) for identity in every["site_id"]], dtype=np.int64)
        there_then = site >= 0
        if day is not None:
            built, gone = _days(every["built_on"]), _days(every["dismantled_on"])
            there_then &= counted_on(every["state"], built, gone, day)
            every["state"] = states_on(every["state"], built, gone, day)
        rows = np.flatnonzero(there_then)
        rows = rows[np.argsort(site[rows], kind="stable")]
        self.place = place
        self.columns = {name: held[rows] for name, held in every.items()}
        self.site: Rows = site[rows]
        lon, lat = (place[axis][self.site].astype(float) for axis in ("lon", "lat"))
        self.points = shapely.points(lon, lat)
        self.networks = self._networks(connection)

    def _networks(self, connection: Connection) -> list[list[str]]:
        """Return who has a station on each, by code."""
        found: dict[str, list[str]] = {identity: [] for identity in self.columns["id"]}
        carried = station_columns(connection, ())
        for structure, operator in zip(carried["structure_id"], carried["operator"], strict=True):
            there = found.get(structure)
            if there is not None and (not there or there[-1] != operator):
                there.append(operator)
        return list(found.values())

    def values(self, connection: Connection) -> Columns:
        """Return the columns of the frame ``structures``, of masts that ``standing`` found."""
        return {
            **self.columns,
            **{name: self.place[name][self.site] for name in _OF_PLACE},
            **self.carriers(connection),
            "structure_id": self.columns["id"],
            "site_code": self.place["code"][self.site],
        }

    def carriers(self, connection: Connection) -> Columns:
        """Return the ``operator`` whose code the site of each bears, and those that are ``shared_with``."""
        place = self.place
        return _carriers(connection, place["id"][self.site], place["code"][self.site], self.networks)

    def own(self, connection: Connection, person: Person) -> npt.NDArray[np.bool_]:
        """Return which are a person's own: on its network, its property, or in its commune."""
        if person.sees_all:
            return np.ones(len(self.site), dtype=bool)
        carried = self.carriers(connection)
        communes = self.place["commune_code"][self.site]
        return own_rows(person, communes, **carried, owner=self.columns["owner"])


def _carriers(connection: Connection, sites_of: Any, codes: Any, networks: list[list[str]]) -> Columns:
    given = code_giver_columns(connection)
    keys = zip(given["site_id"], given["code"], strict=True)
    giver = dict(zip(keys, given["operator"], strict=True))
    first, others = [], []
    for site, code, carried in zip(sites_of, codes, networks, strict=True):
        named = giver.get((site, code), "")
        one = named if named in carried or not carried else carried[0]
        first.append(one)
        others.append(joined(network for network in carried if network != one))
    return {"operator": _objects(first), "shared_with": _objects(others)}


def _names(kind: FrameKind, but: Collection[str]) -> list[str]:
    """Return what the register calls the columns of a frame that stand in its table."""
    return [item.stored for item in kind.columns if item.name not in but]


def _days(values: Any) -> Any:
    return values.astype("datetime64[D]")


def _objects(values: Iterable[Any]) -> Any:
    held = list(values)
    found = np.empty(len(held), dtype=object)
    found[:] = held
    return found
