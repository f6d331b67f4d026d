"""One province's masts and stations from a lake: counted, and as columns for the map.

What a lake for other eyes does not hold (networks, positions) is not known here either, and stays so.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.lake.reading import Lake
from registry.services.register.map_masts import CLASSES, STATES

if TYPE_CHECKING:
    import pyarrow as pa

Array = npt.NDArray[Any]
SHARED = 2
"""So many networks at least stand on a mast that is shared."""
_SITES = (
    "structure_id", "site_code", "operator", "networks", "counts", "state", "mast_class", "mast_height_m",
    "top_agl_m", "owner", "commune", "lon", "lat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MastColumns:
    """Masts with a place: n values each, in the order of the lake.

    ``networks`` are bits over ``operators``, ``mast_class`` and ``state`` indices as the map has them.
    """

    operators: tuple[str, ...]
    lon: Array
    lat: Array
    networks: Array
    mast_class: Array
    state: Array
    height_m: Array
    codes: Array
    owners: Array
    communes: Array

    def __len__(self) -> int:
        return len(self.lon)


@dataclass(frozen=True, slots=True)
class ProvinceFacts:
    """What a lake says of a province's masts: those that count on the day.

    ``by_carrier`` is how many masts carry each network; None where the lake does not say whose they are, as
    ``shared``, of ``networked`` masts whose networks are known. ``stations`` are those on these masts, None
    where no row is there.
    """

    masts: int
    stations: int | None
    by_carrier: Mapping[str, int] | None
    networked: int
    shared: int | None
    colours: Mapping[str, str]
    names: Mapping[str, str]
    columns: MastColumns

    @property
    def carriers(self) -> int | None:
        """Return how many carriers have a network on some mast."""
        return None if self.by_carrier is None else len(self.by_carrier)

    @property
    def share(self) -> float | None:
        """Return the part of the masts with known networks that several carriers share, from 0 to 1."""
        return None if self.shared is None or not self.networked else self.shared / self.networked


def facts_of(lake: Lake, manifest: Manifest) -> ProvinceFacts:
    """Count a province's masts; refused as the lake refuses."""
    table = lake.table(manifest, LakeLayer.SITES, _SITES, held_only=True)
    if "counts" in table.column_names:
        import pyarrow.compute as pc

        table = table.filter(pc.fill_null(table.column("counts"), False))  # type: ignore[arg-type, no-untyped-call, unused-ignore]
    count = table.num_rows
    operators, masks = _networks(table)
    by_carrier, networked, shared = None, 0, None
    if masks is not None:
        by_carrier = {}
        told = np.zeros(count, dtype=np.int64)
        for bit, code in enumerate(operators):
            has = ((masks >> np.uint64(bit)) & np.uint64(1)).astype(np.int64)
            by_carrier[code] = int(has.sum())
            told += has
        networked, shared = int((told > 0).sum()), int((told >= SHARED).sum())
    colours, names = _carriers(lake, manifest)
    return ProvinceFacts(
        masts=count,
        stations=_stations(lake, manifest, table),
        by_carrier=by_carrier,
        networked=networked,
        shared=shared,
        colours=colours,
        names=names,
        columns=_columns(table, operators, masks),
    )


def _stations(lake: Lake, manifest: Manifest, masts: "pa.Table") -> int | None:
    """Return how many stations stand on masts that count; None where the lake has not one row.

    A lake that does not say on which mast a station stands holds those of masts that count alone.
    """
    import pyarrow.compute as pc

    if not manifest.file(LakeLayer.STATIONS).rows:
        return None
    stations = lake.table(manifest, LakeLayer.STATIONS, ("structure_id",), held_only=True)
    if "structure_id" not in masts.column_names or "structure_id" not in stations.column_names:
        return int(stations.num_rows)
    counting = pc.is_in(stations.column("structure_id"), value_set=masts.column("structure_id").unique())
    return int(pc.sum(counting).as_py() or 0)


def _networks(table: "pa.Table") -> tuple[tuple[str, ...], Array | None]:
    """Return the operators named and the masts' networks as bits over them; None where nothing is said."""
    if "networks" not in table.column_names:
        return (), None
    rows: list[list[str] | None] = table.column("networks").to_pylist()
    if rows and not any(row is not None for row in rows):
        return (), None
    counted = Counter(code for row in rows if row for code in row)
    operators = tuple(code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])))[:64]
    bit_of = {code: 1 << bit for bit, code in enumerate(operators)}
    sums: dict[tuple[str, ...], int] = {}
    masks = np.zeros(len(rows), dtype=np.uint64)
    for at, row in enumerate(rows):
        if row:
            key = tuple(row)
            if key not in sums:
                sums[key] = sum(bit_of.get(code, 0) for code in set(row))
            masks[at] = sums[key]
    return operators, masks


def _carriers(lake: Lake, manifest: Manifest) -> tuple[dict[str, str], dict[str, str]]:
    table = lake.table(manifest, LakeLayer.OPERATOR_LISTS, ("operator", "name", "colour"), held_only=True)
    rows = [row for row in table.to_pylist() if row.get("operator")]
    colours = {row["operator"]: row["colour"] for row in rows if row.get("colour")}
    return colours, {row["operator"]: row["name"] for row in rows if row.get("name")}


def _columns(table: "pa.Table", operators: tuple[str, ...], masks: Array | None) -> MastColumns:
    lon, lat = _numbers(table, "lon"), _numbers(table, "lat")
    rows = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    height = _numbers(table, "top_agl_m")
    height = np.where(np.isnan(height), _numbers(table, "mast_height_m"), height)
    known = np.zeros(table.num_rows, dtype=np.uint64) if masks is None else masks
    return MastColumns(
        operators=operators,
        lon=lon[rows],
        lat=lat[rows],
        networks=known[rows],
        mast_class=_indices(table, "mast_class", CLASSES, 0)[rows],
        state=_indices(table, "state", STATES, STATES.index("in_service"))[rows],
        height_m=height[rows],
        codes=_texts(table, "site_code")[rows],
        owners=_texts(table, "owner")[rows],
        communes=_texts(table, "commune")[rows],
    )


def _numbers(table: "pa.Table", name: str) -> Array:
    if name not in table.column_names:
        return np.full(table.num_rows, np.nan)
    return np.asarray(table.column(name).to_numpy(), dtype=float)


def _texts(table: "pa.Table", name: str) -> Array:
    found = np.full(table.num_rows, "", dtype=object)
    if name in table.column_names:
        found[:] = [value or "" for value in table.column(name).to_pylist()]
    return found


def _indices(table: "pa.Table", name: str, known: tuple[str, ...], otherwise: int) -> Array:
    places = {value: at for at, value in enumerate(known)}
    if name not in table.column_names:
        return np.full(table.num_rows, otherwise, dtype=np.uint8)
    values = table.column(name).to_pylist()
    return np.array([places.get(value or "", otherwise) for value in values], dtype=np.uint8)
