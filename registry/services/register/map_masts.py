"""The masts as the map wants them: one compact binary for the browser, and arrays for lists and search.

Built once per data version. A row is a structure; ``site`` is the stable number of the site it stands on.
"""

import datetime as dt
import gzip
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.model.sites import MastClass, SiteState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import ledger
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
                operators=site_views.operator_codes(connection),
                standing=site_views.standing(connection, day),
                carried=site_views.carried(connection),
                until=next_turn(connection, day),
            )
            registry.cache["map-masts"] = made
            return made


def _held(registry: Registry, head: str, day: dt.date) -> MapMasts | None:
    held = registry.cache.get("map-masts")
    fits = isinstance(held, MapMasts) and held.head == head and (held.until is None or day < held.until)
    return held if fits else None


def build(
    head: str, operators: Sequence[str], standing: Sequence[Any], carried: Sequence[Any],
    until: dt.date | None = None,
) -> MapMasts:  # fmt: skip
    """Lay rows of ``site_views.standing`` and ``carried`` out as arrays."""
    bits = {code: 1 << index for index, code in enumerate(operators)}
    networks: dict[str, int] = {}
    for structure, operator in carried:
        networks[structure] = networks.get(structure, 0) | bits.get(operator, 0)
    classes = {value: index for index, value in enumerate(CLASSES)}
    states = {value: index for index, value in enumerate(STATES)}
    nan = float("nan")
    return MapMasts(
        version=head + _turned(standing),
        head=head,
        until=until,
        operators=tuple(operators),
        site=np.array([row.fid for row in standing], dtype=np.uint32),
        lon=np.array([row.lon for row in standing], dtype=float),
        lat=np.array([row.lat for row in standing], dtype=float),
        networks=np.array([networks.get(row.id, 0) for row in standing], dtype=np.uint16),
        mast_class=np.array([classes.get(row.mast_class or "", 0) for row in standing], dtype=np.uint8),
        state=np.array([states.get(row.state, 0) for row in standing], dtype=np.uint8),
        height_m=np.array([row.top_agl_m or row.mast_height_m or nan for row in standing], dtype=float),
        codes=[row.code for row in standing],
        commune_codes=[row.commune_code for row in standing],
        owners=[row.owner for row in standing],
        structures=[row.id for row in standing],
    )


def _turned(standing: Sequence[Any]) -> str:
    """Return a mark of the masts whose state on the day is another than the recorded one; "" for none."""
    turned = [f"{row.id} {row.state}" for row in standing if row.state != row.recorded]
    return f"-{zlib.crc32(chr(10).join(turned).encode()):08x}" if turned else ""
