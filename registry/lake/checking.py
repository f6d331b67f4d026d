"""What of a lake is not as its manifests say: files that are changed or missing, and what nobody names."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.lake.layout import days, held, provinces, staged
from registry.lake.manifest import read_about, read_manifest
from registry.lake.writing import hash_of


@dataclass(frozen=True, slots=True)
class LakeFault:
    """Something that is wrong with a lake: the code of its sentence and what it names."""

    code: str
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class LakeState:
    """What was looked at and what was found."""

    provinces: int
    days: int
    files: int
    faults: tuple[LakeFault, ...]


def check_lake(lake: Path) -> LakeState:
    """Compare every file of a lake with its manifest (``LAKE-NOT-A-LAKE`` where it is none)."""
    read_about(lake)
    faults: list[LakeFault] = []
    counted = files = 0
    named: set[Path] = set()
    for province in provinces(lake):
        for day in days(lake, province):
            counted += 1
            try:
                manifest = read_manifest(lake, province, day)
            except RefusalError as refusal:
                faults.append(LakeFault(refusal.code, dict(refusal.params)))
                continue
            for item in manifest.files:
                files += 1
                named |= {lake / item.place, lake / staged(item.place, item.sha256)}
                path = held(lake, item.place, item.sha256)
                found = hash_of(path)
                if found != item.sha256:
                    code = "LAKE-FILE-CHANGED" if found else "LAKE-FILE-MISSING"
                    faults.append(LakeFault(code, {"file": item.path}))
                elif path != lake / item.place:
                    faults.append(LakeFault("LAKE-UNFINISHED", {"file": item.path}))
    faults += [
        LakeFault("LAKE-FILE-UNNAMED", {"file": str(path.relative_to(lake))}) for path in _others(lake, named)
    ]
    return LakeState(len(provinces(lake)), counted, files, tuple(faults))


def _others(lake: Path, named: set[Path]) -> Iterator[Path]:
    """Yield what lies in the partitions and no manifest names."""
    yield from sorted(path for path in lake.glob("layer=*/**/*") if path.is_file() and path not in named)
