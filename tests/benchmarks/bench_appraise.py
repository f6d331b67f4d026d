"""A list from file to findings, and the command from a cold start to its three files.

The baseline of the 10,000-row list is ten times the 1,000-row one: growth is to be linear. Each is measured
in a process of its own, so that its peak memory is its own.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np

from tests.scale import proposal_workbook, scale_registry

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from registry.services.appraise.appraise_list import appraise_list, write_json
from registry.services.office.registry import open_registry
from registry.services.register.context import context_for
from registry.services.office.calendar import today
register = open_registry()
context_for(register, today())
start = time.perf_counter()
appraisal = appraise_list(register, Path(sys.argv[1]))
write_json(appraisal, Path(sys.argv[2]))
print(json.dumps({"seconds": time.perf_counter() - start, "rows": len(appraisal.rows),
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        root = Path(folder)
        scale_registry(root / "home", 5_000).close()
        environ = {**os.environ, "BTS_HOME": str(root / "home")}
        thousand = min((_list(root, 1_000, environ) for _ in range(3)), key=lambda item: item["seconds"])
        ten = min((_list(root, 10_000, environ) for _ in range(3)), key=lambda item: item["seconds"])
        cold = [_cold(root, environ) for _ in range(3)]
        http = _http(environ)
    return [
        {
            "name": "10,000 proposals, list to findings in JSON, all checks",
            "seconds": ten["seconds"],
            "baseline": "ten times the list of 1,000",
            "baseline_seconds": 10 * thousand["seconds"],
            "peak_mib": ten["peak_mib"],
        },
        {
            "name": "bts appraise, 2,000 rows against 5,000 masts, cold start to three files",
            "seconds": statistics.median(cold),
        },
        {"name": "one spot over HTTP, 5,000 masts (p50)", "seconds": http},
    ]


def _list(root: Path, rows: int, environ: dict[str, str]) -> dict[str, Any]:
    workbook = root / f"list-{rows}.xlsx"
    if not workbook.exists():
        proposal_workbook(workbook, rows)
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(workbook), str(root / "findings.json")],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    if found["rows"] != rows:
        raise AssertionError(found)
    return found


def _cold(root: Path, environ: dict[str, str]) -> float:
    workbook = root / "list-2000.xlsx"
    if not workbook.exists():
        proposal_workbook(workbook, 2_000)
    outputs = ["--json", root / "f.json", "--workbook", root / "f.xlsx", "--map", root / "f.html"]
    start = time.perf_counter()
    subprocess.run(
        [Path(sys.executable).parent / "bts", "appraise", workbook, *outputs],
        env=environ,
        capture_output=True,
        check=True,
    )
    return time.perf_counter() - start


def _http(environ: dict[str, str]) -> float:
    port = "8765"
    server = subprocess.Popen(
        [Path(sys.executable).parent / "bts", "serve", "--port", port],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    draw = np.random.default_rng(5)
    taken = []
    try:
        for index in range(330):
            lon, lat = 106.0 + draw.random() * 0.6, 21.15 + draw.random() * 0.3
            spot = f"lon={lon:.6f}&lat={lat:.6f}&mast_class=A2b&height_m=42&operator=VTL"
            address = f"http://127.0.0.1:{port}/api/check?{spot}"
            start = time.perf_counter()
            for _ in range(100):
                try:
                    urllib.request.urlopen(address, timeout=30).read()
                    break
                except urllib.error.URLError:
                    time.sleep(0.2)
            if index >= 30:  # the first ones find the server starting and its trees not built
                taken.append(time.perf_counter() - start)
    finally:
        server.terminate()
        server.wait(10)
    return statistics.median(taken)
