"""Rows of a layer as an Arrow table: typed, with its geometry as WKB and its box, in the order of the
curve."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.lake.columns import LakeColumn, LakeType, LayerFacts, Shape
from registry.lake.hilbert import hilbert_distances
from registry.lake.layout import VERSION

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY, BBOX = "geometry", "bbox"
SIDES = ("xmin", "ymin", "xmax", "ymax")
Order = npt.NDArray[np.int64]


def lake_table(
    facts: LayerFacts,
    columns: Sequence[LakeColumn],
    values: Mapping[str, Any],
    shapes: Any = None,
    *,
    order: Order | None = None,
) -> "pa.Table":
    """Return a table of a layer with the chosen of its columns.

    ``values`` by name, ``shapes`` shapely in EPSG:4326 (None: no place). ``order`` is the order of the rows;
    by default that of the curve, by the layer's key where the place is the same or not known.
    """
    import pyarrow as pa

    count = len(values[columns[0].name])
    if order is None:
        order = _order(facts, values, shapes, count)
    fields, arrays = [], []
    for item in columns:
        kind = _arrow(item.type)
        told = {"unit": item.unit.replace("độ", "°")} if item.unit else {}
        fields.append(pa.field(item.name, kind, metadata={"description": item.label_en, **told}))
        arrays.append(_array(item, values[item.name], order, kind))
    if facts.shape is not Shape.NONE:
        places: Any = np.asarray(shapes, dtype=object)[order]
        fields += [pa.field(BBOX, _box_type()), pa.field(GEOMETRY, pa.binary())]
        arrays += [_boxes(places), pa.array(list(shapely.to_wkb(places, flavor="iso")), pa.binary())]
    said = {"layer": facts.layer.value, "version": VERSION}
    schema = pa.schema(fields, metadata={"bts_lake": json.dumps(said, sort_keys=True)})
    return pa.Table.from_arrays(arrays, schema=schema)


def _order(facts: LayerFacts, values: Mapping[str, Any], shapes: Any, count: int) -> Order:
    by_key = key_order([values[name] for name in facts.key if name in values], count)
    if facts.shape is Shape.NONE or not count:
        return by_key
    boxes = shapely.bounds(np.asarray(shapes, dtype=object)[by_key])
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2.0
    at = hilbert_distances(middle[:, 0], middle[:, 1])
    at[~np.isfinite(middle).all(axis=1)] = np.iinfo(np.int64).max  # what has no place stands last
    return by_key[np.argsort(at, kind="stable")]


def key_order(keys: Sequence[Any], count: int) -> Order:
    """Return the order of rows by the texts of several columns; what is missing comes first."""
    if not keys:
        return np.arange(count, dtype=np.int64)
    shown = [[_text(value) for value in np.asarray(key, dtype=object)] for key in keys]
    rows = list(zip(*shown, strict=True))
    return np.array(sorted(range(count), key=rows.__getitem__), dtype=np.int64)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return f"{int(value):020d}"
    return str(value)


def _arrow(kind: LakeType) -> Any:
    import pyarrow as pa

    types = {
        LakeType.TEXT: pa.string(),
        LakeType.JSON: pa.string(),
        LakeType.TEXTS: pa.list_(pa.string()),
        LakeType.NUMBER: pa.float64(),
        LakeType.INTEGER: pa.int64(),
        LakeType.DATE: pa.date32(),
        LakeType.YES_NO: pa.bool_(),
    }
    return types[kind]


def _array(column: LakeColumn, values: Any, order: Order, kind: Any) -> Any:
    """Return a column as an Arrow array; None, nan and NaT are null, numbers stay as they are to the bit."""
    import pyarrow as pa

    held: Any = (values if isinstance(values, np.ndarray) else objects(values))[order]
    if column.type is LakeType.DATE:
        held = held.astype("datetime64[D]")
    elif column.type is LakeType.NUMBER:
        held = held.astype(np.float64)
    elif held.dtype == object:
        try:
            return pa.array(held, kind, from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError):  # as one driver gives them: 0 and 1 for no and yes
            held = [_plain(column.type, value) for value in held.tolist()]
    return pa.array(held, kind, from_pandas=True)


def _plain(kind: LakeType, value: Any) -> Any:
    if value is None or value is np.ma.masked:
        return None
    if kind is LakeType.YES_NO:
        return bool(value)
    if kind is LakeType.INTEGER:
        return None if value != value else int(value)  # noqa: PLR0124 - nan alone differs from itself
    if kind is LakeType.TEXTS:
        return [str(one) for one in value]
    return value if isinstance(value, str) else _written(value)


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def objects(values: Any) -> npt.NDArray[Any]:
    """Return values as an array of objects, whatever they are (lists among them)."""
    held = list(values)
    found = np.empty(len(held), dtype=object)
    found[:] = held
    return found


def _box_type() -> Any:
    import pyarrow as pa

    return pa.struct([(side, pa.float64()) for side in SIDES])


def _boxes(places: Any) -> Any:
    import pyarrow as pa

    bounds = shapely.bounds(places) if len(places) else np.empty((0, 4))
    lacking = ~np.isfinite(bounds).all(axis=1)
    sides = [pa.array(bounds[:, at], pa.float64()) for at in range(4)]
    return pa.StructArray.from_arrays(sides, names=list(SIDES), mask=pa.array(lacking))
