"""A lake read by its manifests: every file is compared with its hash before anything is taken from it."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from registry.errors import RefusalError
from registry.extras import need_extra
from registry.lake import layout
from registry.lake.layout import LakeLayer
from registry.lake.manifest import OFFICE, LakeFile, Manifest, read_about, read_manifest
from registry.lake.tables import BBOX
from registry.messages import province_in_words

if TYPE_CHECKING:
    import pyarrow as pa

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class Lake:
    """A folder that ``bts export lake`` wrote. Refused: it is none (``LAKE-NOT-A-LAKE``)."""

    def __init__(self, folder: Path) -> None:
        need_extra("parquet")
        self.folder = Path(folder)
        self.disclosure = read_about(self.folder)

    def need_all(self) -> None:
        """Refuse (``LAKE-MASKED``) a lake in which something is masked: nothing is judged by half."""
        if self.disclosure != OFFICE:
            raise RefusalError("LAKE-MASKED", disclosure=self.disclosure)

    def provinces(self) -> list[str]:
        """Return the codes of the provinces that are in the lake."""
        return layout.provinces(self.folder)

    def manifest(self, province: str, asked: dt.date) -> Manifest:
        """Return a province's latest day that is not after the day asked (``LAKE-DAY-MISSING``)."""
        day = layout.latest(self.folder, province, asked)
        if day is None:
            raise RefusalError("LAKE-DAY-MISSING", province=province_in_words(province), day=asked)
        return read_manifest(self.folder, province, day)

    def manifests(self, asked: dt.date) -> Iterator[Manifest]:
        """Yield the latest day of every province that has one, in the order of their codes."""
        for province in self.provinces():
            if layout.latest(self.folder, province, asked) is not None:
                yield self.manifest(province, asked)

    def table(
        self,
        manifest: Manifest,
        layer: LakeLayer | str,
        columns: Sequence[str] | None = None,
        bbox: Box | None = None,
        *,
        held_only: bool = False,
    ) -> "pa.Table":
        """Return rows of a layer: some of its columns, of those whose box meets ``bbox``, or all.

        ``held_only``: of the columns those that the lake has; a masked one lacks some.
        Refused: the file is not there or not as it was written (``LAKE-FILE-MISSING``,
        ``LAKE-FILE-CHANGED``), or the day was exported again meanwhile (``LAKE-DAY-REPLACED``).
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        data = self._data(manifest, manifest.file(str(layer)))
        wanted = None if columns is None else list(columns)
        if wanted is not None and held_only:
            there = set(pq.read_schema(pa.BufferReader(data)).names)
            wanted = [name for name in wanted if name in there]
        asked = wanted if wanted is None or bbox is None else [*wanted, BBOX]
        table = pq.read_table(pa.BufferReader(data), columns=asked)
        if bbox is None:
            return table
        table = table.filter(pa.array(_meets(table, bbox)))
        return table if wanted is None else table.select(wanted)

    def _data(self, manifest: Manifest, item: LakeFile) -> bytes:
        """Return the bytes of a file; while it takes its place it is looked for once more."""
        data = b""
        for _ in range(2):
            try:
                data = layout.held(self.folder, item.place, item.sha256).read_bytes()
            except FileNotFoundError:
                data = b""
            if hashlib.sha256(data).hexdigest() == item.sha256:
                return data
        if read_manifest(self.folder, manifest.province, manifest.day) != manifest:
            named = province_in_words(manifest.province)
            raise RefusalError("LAKE-DAY-REPLACED", province=named, day=manifest.day)
        code = "LAKE-FILE-CHANGED" if data else "LAKE-FILE-MISSING"
        raise RefusalError(code, file=item.path)


def _meets(table: "pa.Table", bbox: Box) -> Any:
    west, south, east, north = bbox
    import pyarrow.compute as pc

    sides = {
        side: np.asarray(
            pc.struct_field(table.column(BBOX), side).to_numpy(zero_copy_only=False), dtype=float
        )
        for side in ("xmin", "ymin", "xmax", "ymax")
    }
    return (
        (sides["xmin"] <= east)
        & (sides["xmax"] >= west)
        & (sides["ymin"] <= north)
        & (sides["ymax"] >= south)
    )
