"""An office's background built of a generated extract: a province alone, and within 1 GB of a country.

Each is built in a process of its own, whose peak is what the system counted. The country is five million
nodes over and over (``tests/basemap/province_osm.py``): it is read like a real one, and nothing of it stays.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import shapely

from registry.basemap.build import Ground, build_background
from registry.services.register.units.border_file import FOLDER, read_border_file
from tests.basemap.province_osm import add_elsewhere, write_province

MILLIONS = 165
"""Nodes elsewhere, that make the file 1 GB."""


def one(source: Path, folder: Path) -> dict[str, Any]:
    """Build, and return what it took; for a process of its own."""
    communes = list(read_border_file(FOLDER / "24.json").shapes().values())
    ground = Ground("Bắc Ninh", shapely.union_all(communes), communes, 9214)
    began = time.perf_counter()
    built = build_background(source, folder, ground)
    took = time.perf_counter() - began
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return {"seconds": took, "peak_mib": peak / 1024, "size": built.about.size, "counts": built.about.counts}


def run() -> list[dict[str, Any]]:
    """Return the two builds."""
    rows = []
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "province.osm.pbf"
        write_province(source)
        for title, millions in (("a province", 0), ("a province within a country", MILLIONS)):
            if millions:
                add_elsewhere(source, millions)
            asked = [sys.executable, "-m", __name__, str(source), str(Path(name) / "background")]
            done = subprocess.run(asked, check=True, capture_output=True, text=True)
            found = json.loads(done.stdout)
            size, counts = found["size"] / 1e6, found["counts"]
            rows.append(
                {
                    "name": f"background of {title} built of {source.stat().st_size / 1e6:.0f} MB",
                    "seconds": found["seconds"],
                    "peak_mib": found["peak_mib"],
                    "note": f"{size:.1f} MB of tiles; {counts['buildings']} houses, {counts['roads']} roads",
                }
            )
    return rows


if __name__ == "__main__":
    print(json.dumps(one(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201 - read by ``run``
