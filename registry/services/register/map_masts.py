"""The masts as the map wants them: one compact binary for the browser, and arrays for lists and search.

Built once per data version. A row is a structure; ``site`` is the stable number of the site it stands on.
"""

import datetime as dt
import gzip
import struct
import zlib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.sites import MastClass, SiteState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.database import Connection
from registry.store.register import site_views
from registry.store.register.states_now import next_turn

CLASSES: tuple[str, ...] = ("", *(item.value for item in MastClass))
STATES: tuple[str, ...] = tuple(item.value for item in SiteState)
MAGIC = b"BTSM"
FORMAT = 1
STEP_DEG = 1e-6  # about 0.11 m
_HEADER = struct.Struct("<4sIIIdd")  # magic, format, rows, classes, west, south: 32 bytes


@dataclass(frozen=True)
class MapMasts:
    """Arrays of n structures, by site number. ``networks`` is a bit mask over ``operators``.

    ``structures`` are their ids. ``mast_class`` and ``state`` are indices into ``CLASSES`` and ``STATES``;
    ``height_m`` is above ground where stated, else the mast's own, else nan. ``version`` names the data that
    this was built from and the day, where states are others than those recorded; ``head`` names the data
    alone, and on the day ``until`` (None: never) a state may be another.
    """

    version: str
    operators: tuple[str, ...]
    site: npt.NDArray[np.uint32]
    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    networks: npt.NDArray[np.uint16]
    mast_class: npt.NDArray[np.uint8]
    state: npt.NDArray[np.uint8]
    height_m: npt.NDArray[np.float64]
    codes: Sequence[str]
    commune_codes: Sequence[str]
    owners: Sequence[str] = ()
    structures: Sequence[str] = ()
    head: str = ""
    until: dt.date | None = None

    def __len__(self) -> int:
        return len(self.site)

    def only(self, rows: npt.NDArray[np.int64]) -> "MapMasts":
        """Return these rows alone; the operators and the version stay."""
        chosen = rows.tolist()
        return replace(
            self,
            site=self.site[rows],
            lon=self.lon[rows],
            lat=self.lat[rows],
            networks=self.networks[rows],
            mast_class=self.mast_class[rows],
            state=self.state[rows],
            height_m=self.height_m[rows],
            codes=[self.codes[row] for row in chosen],
            commune_codes=[self.commune_codes[row] for row in chosen],
            owners=[self.owners[row] for row in chosen] if self.owners else (),
            structures=[self.structures[row] for row in chosen] if self.structures else (),
        )

    @cached_property
    def binary(self) -> bytes:
        """The rows for the browser: header, then columns lon, lat, site (uint32), networks, class, state.

        Positions are counted in steps of 1e-6 degrees from the header's west and south. Little-endian.
        """
        west = float(self.lon.min()) if len(self) else 0.0
        south = float(self.lat.min()) if len(self) else 0.0
        header = _HEADER.pack(MAGIC, FORMAT, len(self), len(CLASSES), west, south)
        columns: tuple[npt.NDArray[Any], ...] = (
            np.rint((self.lon - west) / STEP_DEG).astype("<u4"),
            np.rint((self.lat - south) / STEP_DEG).astype("<u4"),
            self.site.astype("<u4"),
            self.networks.astype("<u2"),
            self.mast_class,
            self.state,
        )
        return header + b"".join(column.tobytes() for column in columns)

    @cached_property
    def zipped(self) -> bytes:
        """``binary``, compressed with gzip; the same bytes for the same data."""
        return gzip.compress(self.binary, compresslevel=6, mtime=0)

    def inside(self, west: float, south: float, east: float, north: float) -> npt.NDArray[np.int64]:
        """Return the rows in a box of EPSG:4326 degrees."""
        within = (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)
        return np.flatnonzero(within)


def map_masts(registry: Registry) -> MapMasts:
    """Return the masts of the present data; built on the first call after a change, then kept.

    They are built anew on a day on which a mast is built or dismantled as its list foretold.
    """
    with registry.database.read() as connection:
        head = ledger.head(connection).hash[:16]  # a restored register may have as many entries
        day = today()
        held = _held(registry, head, day)
        if held is not None:
            return held
        with registry.lock:
            held = _held(registry, head, day)
            if held is not None:
                return held
            made = build(
                head,
                operators=(operators := site_views.operator_codes(connection)),
                standing=site_views.standing(connection, day),
                networks=_networks(registry, connection, operators),
                until=next_turn(connection, day),
            )
            registry.cache["map-masts"] = made
            return made


def _held(registry: Registry, head: str, day: dt.date) -> MapMasts | None:
    held = registry.cache.get("map-masts")
    fits = isinstance(held, MapMasts) and held.head == head and (held.until is None or day < held.until)
    return held if fits else None


def _networks(registry: Registry, connection: Connection, operators: Sequence[str]) -> dict[str, int]:
    """Return the networks on each mast as bits over ``operators``, read anew where a station changed."""
    stands = (tuple(operators), ledger.newest_of(connection, ("stations",)))
    held: tuple[Hashable, dict[str, int]] | None = registry.cache.get("map-networks")
    if held is not None and held[0] == stands:
        return held[1]
    bits = {code: 1 << index for index, code in enumerate(operators)}
    found: dict[str, int] = {}
    for structure, operator in site_views.carried(connection):
        found[structure] = found.get(structure, 0) | bits.get(operator, 0)
    registry.cache["map-networks"] = (stands, found)
    return found


def build(
    head: str, operators: Sequence[str], standing: Sequence[Any], networks: Mapping[str, int],
    until: dt.date | None = None,
) -> MapMasts:  # fmt: skip
    """Lay rows of ``site_views.standing`` out as arrays; ``networks`` are those on each structure."""
    classes = {value: index for index, value in enumerate(CLASSES)}
    states = {value: index for index, value in enumerate(STATES)}
    (
        ids, fids, codes, lon, lat, communes, _written, kinds, _old, state, recorded, mast_m, top_m, owners
    ) = zip(*standing, strict=True) if standing else ((),) * 14  # fmt: skip
    own, top = (np.array(heights, dtype=float) for heights in (mast_m, top_m))  # None becomes nan
    return MapMasts(
        version=head + _turned(ids, state, recorded),
        head=head,
        until=until,
        operators=tuple(operators),
        site=np.array(fids, dtype=np.uint32),
        lon=np.array(lon, dtype=float),
        lat=np.array(lat, dtype=float),
        networks=np.array([networks.get(one, 0) for one in ids], dtype=np.uint16),
        mast_class=np.array([classes.get(one or "", 0) for one in kinds], dtype=np.uint8),
        state=np.array([states.get(one, 0) for one in state], dtype=np.uint8),
        height_m=_stated(_stated(top, own), np.full(len(own), np.nan)),
        codes=list(codes),
        commune_codes=list(communes),
        owners=list(owners),
        structures=list(ids),
    )


def _stated(heights: npt.NDArray[np.float64], else_: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return heights that somebody stated; 0 states none."""
    return np.where(np.isnan(heights) | (heights == 0), else_, heights)


def _turned(ids: Sequence[str], states: Sequence[str], recorded: Sequence[str]) -> str:
    """Return a mark of the masts whose state on the day is another than the recorded one; "" for none."""
    rows = zip(ids, states, recorded, strict=True)
    turned = [f"{one} {state}" for one, state, said in rows if state != said]
    return f"-{zlib.crc32(chr(10).join(turned).encode()):08x}" if turned else ""
