"""What a day of a province says of itself: register, law, whose eyes, and its files with their hashes.

A manifest is JSON with sorted keys, the same for the same register and day. ``office`` is there in a lake
for the office alone: the numbers that law leaves to it, its calendar, and the province's own regulations,
which a run on the lake judges by.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from registry.errors import RefusalError
from registry.lake.layout import ABOUT, PART, VERSION, LakeLayer, manifest_path, partition
from registry.messages import province_in_words

OFFICE = "office"
"""The disclosure of a lake in which nothing is masked."""


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of a day: ``path`` relative to the lake, ``size`` in bytes; ``bbox`` is west, south, east,
    north in degrees, None where no row has a place."""

    layer: str
    path: str
    rows: int
    size: int
    sha256: str
    bbox: tuple[float, float, float, float] | None = None

    @property
    def place(self) -> PurePosixPath:
        """Return where it lies, relative to the lake."""
        return PurePosixPath(self.path)


@dataclass(frozen=True, slots=True)
class OfficePart:
    """What the law leaves to the office: ``numbers`` by "RULE.threshold", days ``worked`` and ``rest`` (ISO
    text) beside the public holidays, and the province's own ``regulations`` as its register gives them."""

    numbers: Mapping[str, float] = field(default_factory=dict)
    worked: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    regulations: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """A day of a province. ``disclosure`` is whose eyes it is for: ``office``, ``viewer``, ``public`` or
    ``carrier:CODE``. ``ledger_head`` is the hash of the newest entry, ``law`` the digest of the rules in
    force in the province on the day, ``metric_epsg`` the plane in which its register measures."""

    province: str
    province_name: str
    day: dt.date
    disclosure: str
    ledger_entries: int
    ledger_head: str
    law: str
    metric_epsg: int
    illustrative: bool
    files: tuple[LakeFile, ...]
    office: OfficePart | None = None
    version: int = VERSION

    def file(self, layer: str) -> LakeFile:
        """Return the file of a layer; ``LAKE-LAYER-MISSING`` where the day has none."""
        for item in self.files:
            if item.layer == layer:
                return item
        named = province_in_words(self.province)
        raise RefusalError("LAKE-LAYER-MISSING", layer=layer, province=named, day=self.day)


def as_text(manifest: Manifest) -> str:
    """Return a manifest as it is written."""
    content = asdict(manifest) | {"day": manifest.day.isoformat()}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_about(lake: Path) -> str:
    """Return whose eyes a lake is for; ``LAKE-NOT-A-LAKE`` where the folder is none, ``LAKE-VERSION``."""
    try:
        content = json.loads((lake / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RefusalError("LAKE-NOT-A-LAKE", folder=lake.name) from error
    version = content.get("version") if isinstance(content, dict) else None
    if not isinstance(version, int) or not isinstance(content.get("disclosure"), str):
        raise RefusalError("LAKE-NOT-A-LAKE", folder=lake.name)
    if version != VERSION:
        raise RefusalError("LAKE-VERSION", version=version, known=VERSION)
    return str(content["disclosure"])


def read_manifest(lake: Path, province: str, day: dt.date) -> Manifest:
    """Read the manifest of a province and day.

    Refused: none is there (``LAKE-DAY-MISSING``), it is not ours, was changed or is another day's
    (``LAKE-MANIFEST``), a version that this programme does not read (``LAKE-VERSION``).
    """
    path = manifest_path(lake, province, day)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise RefusalError("LAKE-DAY-MISSING", province=province_in_words(province), day=day) from error
    except (OSError, ValueError) as error:
        raise RefusalError("LAKE-MANIFEST", file=path.name, province=province_in_words(province)) from error
    version = content.get("version") if isinstance(content, dict) else None
    if isinstance(version, int) and version != VERSION:
        raise RefusalError("LAKE-VERSION", version=version, known=VERSION)
    try:
        found = _manifest(content)
    except (TypeError, KeyError, ValueError) as error:
        raise RefusalError("LAKE-MANIFEST", file=path.name, province=province_in_words(province)) from error
    if (found.province, found.day) != (province, day) or not _lies_in_its_place(found):
        raise RefusalError("LAKE-MANIFEST", file=path.name, province=province_in_words(province))
    return found


def _lies_in_its_place(found: Manifest) -> bool:
    """Return whether every file is where its layer, province and day have it, each once.

    A manifest comes from another office: a path that leads elsewhere is followed by nobody.
    """
    places = [str(partition(item.layer, found.province, found.day) / PART) for item in found.files]
    return places == [item.path for item in found.files] and len(set(places)) == len(places)


def _manifest(content: dict[str, Any]) -> Manifest:
    office = content.pop("office")
    files = tuple(
        LakeFile(**{**item, "layer": LakeLayer(item["layer"]).value, "bbox": _box(item["bbox"])})
        for item in content.pop("files")
    )
    part = None
    if office is not None:
        part = OfficePart(
            office["numbers"], tuple(office["worked"]), tuple(office["rest"]), tuple(office["regulations"])
        )
    return Manifest(**{**content, "day": dt.date.fromisoformat(content["day"])}, files=files, office=part)


def _box(told: Any) -> tuple[float, float, float, float] | None:
    if told is None:
        return None
    west, south, east, north = map(float, told)
    return west, south, east, north
