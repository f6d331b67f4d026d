"""Columns of the store, as its driver gives them, as typed columns of pandas; and a frame of them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from registry.frames.columns import Dtype, FrameColumn
from registry.geo.crs import WGS84

if TYPE_CHECKING:
    import geopandas as gpd

Objects = npt.NDArray[Any]


def nothing(values: Objects) -> npt.NDArray[np.bool_]:
    """Return where an array of objects holds None."""
    return np.array([value is None for value in values], dtype=bool)


def typed(column: FrameColumn, values: Sequence[Any] | Objects) -> Any:
    """Return a column's values as its dtype; None is a missing value, and so is "" of texts and choices.

    A word that the vocabulary does not have stays: it is one category more.
    """
    import pandas as pd

    if column.dtype is Dtype.CHOICE:
        return _category(column, values)
    if column.dtype is Dtype.TEXT:
        texts: Any = np.array(values, dtype=object)
        texts[np.equal(texts, "")] = None
        return pd.array(texts, dtype=column.dtype.value)
    if column.dtype is Dtype.DAY:
        return pd.array(np.asarray(values, dtype=object).astype("datetime64[D]").astype("datetime64[s]"))
    if column.dtype is Dtype.MOMENT:
        return pd.array(pd.to_datetime(np.asarray(values), utc=True).as_unit("s"))
    held = np.asarray(values)
    if held.dtype != object:
        return _masked(held, np.isnan(held) if held.dtype.kind == "f" else np.zeros(len(held), bool), column)
    lacking = nothing(held)
    kinds: dict[Dtype, Any] = {Dtype.NUMBER: float, Dtype.WHOLE: np.int64, Dtype.YES_NO: bool}
    return _masked(np.where(lacking, 0, held).astype(kinds[column.dtype]), lacking, column)


def _masked(values: Objects, lacking: npt.NDArray[np.bool_], column: FrameColumn) -> Any:
    import pandas as pd

    if column.dtype is Dtype.NUMBER:
        lacking = lacking | np.isnan(values.astype(float))
        return pd.arrays.FloatingArray(np.where(lacking, 1.0, values).astype(np.float64), lacking)
    if column.dtype is Dtype.WHOLE:
        return pd.arrays.IntegerArray(np.where(lacking, 1, values).astype(np.int64), lacking)
    return pd.arrays.BooleanArray(values.astype(bool), lacking)


def _category(column: FrameColumn, values: Sequence[Any] | Objects) -> Any:
    import pandas as pd

    codes, found = pd.factorize(np.asarray(values, dtype=object))
    known = list(column.vocabulary)
    words = [word or None for word in found]
    known += sorted({word for word in words if word} - set(known))
    place = {word: at for at, word in enumerate(known)}
    of_word = np.array([*(place.get(word or "", -1) for word in words), -1], dtype=np.int64)
    return pd.Categorical.from_codes(of_word[codes], categories=pd.Index(known, dtype=str))


def frame_of(
    columns: Sequence[FrameColumn], values: Mapping[str, Any], shapes: Any, attributes: Mapping[str, Any]
) -> "gpd.GeoDataFrame":
    """Return a frame of typed columns with its geometry in EPSG:4326; ``attributes`` go into ``attrs``."""
    import geopandas as gpd
    import pandas as pd

    table = pd.DataFrame({item.name: typed(item, values[item.name]) for item in columns})
    found = gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(shapes, crs=WGS84, index=table.index))
    found.attrs.update(attributes)
    return found
