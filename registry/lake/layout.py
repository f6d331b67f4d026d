"""Where the files of a lake lie: by layer, province and day, as Hive names folders.

::

    DIR/_lake.json                                           whose eyes the whole lake is for, and its version
    DIR/_manifests/<province>/<day>.json                     what is there of a province on a day
    DIR/layer=<layer>/province=<code>/day=<day>/part-0.parquet

* A partition that no manifest names is not there. The manifest is written last, in one step, and a reader
  takes for each province the latest day that is not after the day asked.
* **Staged files.** A day that is exported again replaces files of the same name. So that a manifest and its
  files always belong together, a new file first lies beside its place under the name ``staged`` gives it;
  the manifest that names it by its hash is the one step by which the day changes, and only then the file
  takes its place. Whoever reads by the manifest takes the staged file while it is there (``held``), else
  the file in its place. Tools that know nothing of us read ``*.parquet``, which a staged file is not.
* **One lake, one pair of eyes.** ``_lake.json`` says for whom the lake is; a day for other eyes is refused,
  so that nobody copies what is public and takes more with it.
* **Equal partitions** of two days of a province are one file with two names (a hard link) where the disk
  can do that, else written twice: a tool without our code finds every day whole in its folder.
* Files say nothing of their day or of the ledger: equal content is equal bytes. Day and ledger stand in the
  manifest.
"""

import datetime as dt
import re
from enum import StrEnum
from pathlib import Path, PurePosixPath

VERSION = 1
"""Of the layout and of the columns (``data/codes/lake.toml``) together."""
ABOUT = "_lake.json"
MANIFESTS = "_manifests"
PART = "part-0.parquet"
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class LakeLayer(StrEnum):
    """The layers of a lake: every table of ``data/codes/lake.toml``."""

    SITES = "sites"
    STRUCTURES = "structures"
    STATIONS = "stations"
    PROPOSALS = "proposals"
    ZONES = "zones"
    COVERAGES = "coverages"
    PLANS = "plans"
    UNITS = "units"
    OPERATOR_LISTS = "operator_lists"
    CABLES = "cables"
    OUTAGES = "outages"


def partition(layer: LakeLayer | str, province: str, day: dt.date) -> PurePosixPath:
    """Return the folder of a layer of a province on a day, relative to the lake."""
    return PurePosixPath(f"layer={layer}", f"province={province}", f"day={day.isoformat()}")


def staged(path: PurePosixPath, sha256: str) -> PurePosixPath:
    """Return where a file of this hash waits beside its place."""
    return path.with_name(f".{path.name}-{sha256[:16]}.staged")


def held(lake: Path, path: PurePosixPath, sha256: str) -> Path:
    """Return where a file that a manifest names lies now: beside its place while it waits, else in it."""
    waiting = lake / staged(path, sha256)
    return waiting if waiting.is_file() else lake / path


def manifest_path(lake: Path, province: str, day: dt.date) -> Path:
    """Return where the manifest of a province and day lies."""
    return lake / MANIFESTS / province / f"{day.isoformat()}.json"


def provinces(lake: Path) -> list[str]:
    """Return the codes of the provinces that have some day in a lake, in order."""
    folder = lake / MANIFESTS
    return sorted(item.name for item in folder.iterdir() if days(lake, item.name)) if folder.is_dir() else []


def days(lake: Path, province: str) -> list[dt.date]:
    """Return the days of a province in a lake, in order."""
    folder = lake / MANIFESTS / province
    if not folder.is_dir():
        return []
    return sorted(filter(None, (_day(item.stem) for item in folder.glob("*.json"))))


def _day(name: str) -> dt.date | None:
    """Return the day that a name is; None for any other name, a day that no calendar has among them."""
    try:
        return dt.date.fromisoformat(name) if _DAY.fullmatch(name) else None
    except ValueError:
        return None


def latest(lake: Path, province: str, asked: dt.date) -> dt.date | None:
    """Return a province's latest day that is not after the day asked; None where there is none."""
    return max((day for day in days(lake, province) if day <= asked), default=None)
