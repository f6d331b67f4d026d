"""Columns of a lake as the arrays of the pure rooms: "" for no text, nan for no number, NaT for no day."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.errors import RefusalError

if TYPE_CHECKING:
    import pyarrow as pa

Array = npt.NDArray[Any]


class Columns:
    """The columns of a table of n rows, in the order of ``by`` (names) where some are named."""

    def __init__(self, table: "pa.Table", by: tuple[str, ...] = ()) -> None:
        if by and len(table):
            keys = zip(*(_named(table, name).to_pylist() for name in by), strict=True)
            plain = [tuple("" if part is None else part for part in key) for key in keys]
            table = table.take(sorted(range(len(plain)), key=plain.__getitem__))
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def where(self, rows: Array) -> "Columns":
        """Return the chosen rows."""
        import pyarrow as pa

        return Columns(self._table.take(pa.array(np.asarray(rows, dtype=np.int64))))

    def plain(self, name: str) -> list[Any]:
        """Return a column as Python's values; None where nothing is stated."""
        found: list[Any] = self._column(name).to_pylist()
        return found

    def texts(self, name: str) -> Array:
        """Return texts, "" where none is stated."""
        return self._objects(self._filled(name, ""))

    def numbers(self, name: str) -> Array:
        """Return numbers (float64), nan where none is stated."""
        return np.asarray(self._column(name).to_numpy(zero_copy_only=False), dtype=np.float64)

    def integers(self, name: str) -> Array:
        """Return whole numbers that are always stated."""
        return np.asarray(self._column(name).to_numpy(zero_copy_only=False), dtype=np.int64)

    def days(self, name: str) -> Array:
        """Return days (``datetime64[D]``), NaT where none is stated."""
        held = self._column(name).to_numpy(zero_copy_only=False)
        return np.asarray(held, dtype="datetime64[D]")

    def truths(self, name: str) -> Array:
        """Return whether each is stated to be so."""
        return np.asarray(self._filled(name, False).to_numpy(zero_copy_only=False), dtype=bool)

    def signs(self, name: str) -> Array:
        """Return 1 (yes), 0 (no), -1 (not stated)."""
        import pyarrow as pa

        held = self._column(name).cast(pa.int8()).fill_null(-1)
        return np.asarray(held.to_numpy(zero_copy_only=False), dtype=np.int8)

    def lists(self, name: str) -> tuple[Array, Array]:
        """Return the members of a column of lists, and the row that each is of."""
        column = self._column(name).combine_chunks()
        lengths = np.array([0 if one is None else len(one) for one in column.to_pylist()], dtype=np.int64)
        return self._objects(column.flatten()), np.repeat(np.arange(len(self), dtype=np.int64), lengths)

    def shapes(self) -> Array:
        """Return the geometries (shapely, EPSG:4326), None where there is none."""
        return np.asarray(shapely.from_wkb(self._objects(self._column("geometry"))), dtype=object)

    def _column(self, name: str) -> Any:
        return _named(self._table, name)

    def _filled(self, name: str, value: Any) -> Any:
        return self._column(name).fill_null(value)

    @staticmethod
    def _objects(held: Any) -> Array:
        found = np.empty(len(held), dtype=object)
        found[:] = held.to_pylist()
        return found


def _named(table: "pa.Table", name: str) -> Any:
    """Return a column; ``NATIONAL-COLUMN`` where a partition has none of that name."""
    try:
        return table.column(name)
    except KeyError as error:
        raise RefusalError("NATIONAL-COLUMN", column=name) from error
