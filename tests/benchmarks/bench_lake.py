"""A day of 10,000 and 200,000 masts exported as a lake, and read again.

The registers are made for the purpose (``tests.standing_register``), each by a process of its own. The
limit is Arrow writing the same tables with the same compression and nothing else: no register, no order, no
hash. The baseline of a day after is the first day.
"""

import datetime as dt
import multiprocessing
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq

from registry.demo.initialise import init_registry
from registry.frames.lake.exporting import export_lake
from registry.lake.checking import check_lake
from registry.lake.reading import Lake
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from tests.benchmarks import measure
from tests.standing_register import fill

MASTS = 200_000
SIZES = (MASTS // 20, MASTS)
BOX = (106.30, 21.20, 106.36, 21.25)


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    grown: dict[int, measure.Took] = {}
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        for n in SIZES:
            home = Path(folder) / str(n)
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
                process.submit(_made, str(home), n).result()
            with closing(open_registry(read_settings({"BTS_HOME": str(home)}))) as registry:
                lakes = (Path(folder) / f"lake-{n}-{at}" for at in count())
                grown[n] = measure.best(partial(_export, registry, lakes.__next__), 2)
                rows += _rows(registry, Path(folder) / f"lake-{n}-0", n, grown)
    return rows


def _made(home: str, masts: int) -> None:
    settings = read_settings({"BTS_HOME": home})
    init_registry(settings)
    with closing(open_registry(settings)) as registry:
        fill(registry, masts)


def _export(registry: Registry, lake: Callable[[], Path], day: dt.date | None = None) -> None:
    registry.cache.clear()
    export_lake(registry, lake(), day or today())


def _rows(
    registry: Registry, folder: Path, masts: int, grown: dict[int, measure.Took]
) -> list[dict[str, Any]]:
    lake = Lake(folder)
    (manifest,) = lake.manifests(today())
    tables = [lake.table(manifest, item.layer) for item in manifest.files]
    size = sum(item.size for item in manifest.files) / 2**20
    peak = measure.process_peak_mib()
    following = today() + dt.timedelta(days=1)
    after = measure.once(partial(_export, registry, lambda: folder, following))
    whole = measure.best(lambda: lake.table(manifest, "sites", bbox=BOX))
    named = f"{masts:,} masts"
    return [
        measure.row(
            f"a day exported as a lake, {named}, from the database",
            grown[masts],
            limit=("Arrow writing the same tables", measure.best(partial(_written, tables))),
            growth=grown if masts == MASTS else None,
            peak_mib=peak,
            note=f"{size:.0f} MiB of files, {sum(item.rows for item in manifest.files):,} rows",
        ),
        measure.row(
            f"the day after, nothing changed, {named}", after, baseline=("the first day", grown[masts])
        ),
        measure.row(
            f"its files compared with the manifest, {named}", measure.best(lambda: check_lake(folder))
        ),
        measure.row(
            f"the masts of a commune's box, {named}, by the statistics of groups",
            measure.best(partial(_in_box, folder / manifest.file("sites").path)),
            baseline=("the whole layer, then the box", whole),
        ),
    ]


def _written(tables: list[pa.Table]) -> None:
    for table in tables:
        pq.write_table(table, pa.BufferOutputStream(), compression="zstd")


def _in_box(path: Path) -> pa.Table:
    west, south, east, north = BOX
    field = pads.field
    meets = (
        (field("bbox", "xmin") <= east) & (field("bbox", "xmax") >= west)
        & (field("bbox", "ymin") <= north) & (field("bbox", "ymax") >= south)
    )  # fmt: skip
    return pads.dataset(path).to_table(filter=meets)
