"""A list from file to findings, and the command from a cold start to its three files.

Each list is measured in a process of its own, so that its peak memory is its own; the office's start is not
asked, and of the short lists what is laid out once neither.
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
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from python_calamine import CalamineWorkbook

from registry.appraisal import common_gaps, verdict, verdicts
from registry.checks.on_day.judging import judge, judge_again
from tests.benchmarks.measure import Row, Took, bandwidth, best, growing, row
from tests.scale import proposal_workbook, scale_context, scale_proposals, scale_registry

SIZES = (10_000, 1_000, 100)

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from registry.services.appraise.appraise_list import appraise_list, write_json
from registry.services.office.registry import open_registry
from registry.services.register.context import context_for
from registry.services.office.calendar import today
register = open_registry()
context_for(register, today())
if len(sys.argv) > 3:  # short lists: what is laid out once is not asked here
    write_json(appraise_list(register, Path(sys.argv[1])), Path(sys.argv[2]))
worked, start = time.process_time(), time.perf_counter()
appraisal = appraise_list(register, Path(sys.argv[1]))
write_json(appraisal, Path(sys.argv[2]))
print(json.dumps({"seconds": time.perf_counter() - start, "processor": time.process_time() - worked,
    "rows": len(appraisal.rows), "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""


def run() -> list[Row]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        root = Path(folder)
        scale_registry(root / "home", 5_000).close()
        environ = {**os.environ, "BTS_HOME": str(root / "home")}
        lists = {rows: _best_list(root, rows, environ) for rows in SIZES}
        bare = best(lambda: _bare(root / f"list-{SIZES[0]}.xlsx", root / f"findings-{SIZES[0]}.json"))
        cold = [_cold(root, environ) for _ in range(3)]
        http = _http(environ)
    whole = lists[SIZES[0]]
    return [
        row(
            "10,000 proposals, list to findings in JSON, all checks",
            Took(whole["seconds"], whole["processor"]),
            limit=("calamine reading the cells and as many bytes written", bare),
            growth={rows: found["seconds"] for rows, found in lists.items()},
            goal_s=1.5,
            goal_mib=200,
            peak_mib=whole["peak_mib"],
        ),
        *_above_the_checks(),
        row(
            "bts appraise, 2,000 rows against 5,000 masts, cold start to three files",
            statistics.median(cold),
            goal_s=3.0,
        ),
        row("one spot over HTTP, 5,000 masts (p50)", http, goal_s=0.004),
    ]


def _above_the_checks() -> list[Row]:
    """Measure what stands above the checks: verdicts and gaps of findings in columns, and one row's view."""
    context = scale_context(masts=5_000, zones=500)

    def counting(rows: int) -> Callable[[], object]:
        table, _law = judge(scale_proposals(rows), context)
        return lambda: (verdicts(table), common_gaps(table))

    grown = growing(counting, SIZES)
    table, _law = judge(scale_proposals(SIZES[0]), context)
    columns = [column for group in table.groups() for column in (group.rows, *group.columns.values())]
    held = sum(column.nbytes for column in columns if isinstance(column, np.ndarray))
    made = table[: SIZES[1]]

    def row_by_row() -> object:
        return [verdict(found) for found in made]

    changed = [*scale_proposals(200)]
    asked = [replace(changed[0], mast_height_m=20.0), *changed[1:]]
    before, _law = judge(changed, context)
    return [
        row(
            "10,000 proposals, verdicts and common gaps from their findings",
            grown[SIZES[0]],
            baseline=("verdicts row by row, of rows that are made", best(row_by_row).times(10)),
            limit=bandwidth(held),
            growth=grown,
        ),
        row(
            "a request of 200 rows judged again after one changed",
            best(lambda: judge_again(asked, context, changed, before)),
            baseline=("the whole list", best(lambda: judge(asked, context))),
        ),
    ]


def _best_list(root: Path, rows: int, environ: dict[str, str]) -> dict[str, Any]:
    return min((_list(root, rows, environ) for _ in range(3)), key=lambda item: item["seconds"])


def _bare(workbook: Path, written: Path) -> None:
    """Read every cell of a list and write as many bytes as its findings are, and nothing else."""
    CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()
    part = bytes(2**20)
    with (written.parent / "bare.json").open("wb") as file:
        for _ in range(written.stat().st_size // len(part)):
            file.write(part)


def _list(root: Path, rows: int, environ: dict[str, str]) -> dict[str, Any]:
    workbook = root / f"list-{rows}.xlsx"
    if not workbook.exists():
        proposal_workbook(workbook, rows)
    again = ["again"] if rows < SIZES[0] else []
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, str(workbook), str(root / f"findings-{rows}.json"), *again],
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
