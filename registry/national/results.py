"""The files of a run as bytes, and what several parts add up to."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.lake.geoparquet import packed

Array = npt.NDArray[Any]
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def file_of(columns: Mapping[str, Any], places: tuple[Array, Array] | None = None) -> bytes:
    """Return columns (n values each; None, nan and NaT are null) as a Parquet file.

    ``places``, degrees of EPSG:4326, make it GeoParquet 1.1 of points with a box each. The same columns give
    the same bytes.
    """
    import pyarrow as pa

    arrays = {name: _array(values) for name, values in columns.items()}
    if places is not None:
        lon, lat = places
        lacking = ~(np.isfinite(lon) & np.isfinite(lat))
        points: Any = np.asarray(shapely.points(lon, lat), dtype=object)
        points[lacking] = None
        sides = [pa.array(np.asarray(axis, dtype=float), pa.float64()) for axis in (lon, lat, lon, lat)]
        arrays["bbox"] = pa.StructArray.from_arrays(sides, names=list(_SIDES), mask=pa.array(lacking))
        arrays["geometry"] = pa.array(list(shapely.to_wkb(points, flavor="iso")), pa.binary())
    return packed(pa.table(arrays)).data


def _array(values: Any) -> Any:
    import pyarrow as pa

    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    if values.dtype == object:
        return pa.array(values.tolist(), pa.string(), from_pandas=True)
    return pa.array(values, from_pandas=True)


def lists_of(values: Sequence[Sequence[str]]) -> Any:
    """Return a column of lists of texts."""
    import pyarrow as pa

    return pa.array([list(one) for one in values], pa.list_(pa.string()))


def added(sums: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the sum of what parts of a province counted: numbers added, tables joined, lists one after the
    other."""
    found: dict[str, Any] = {}
    for one in sums:
        for name, value in one.items():
            if isinstance(value, Mapping):
                found[name] = added([found.get(name, {}), value])
            elif isinstance(value, list):
                found[name] = [*found.get(name, []), *value]
            elif isinstance(value, int):
                found[name] = found.get(name, 0) + value
            else:
                found[name] = value
    return {name: found[name] for name in sorted(found)}
