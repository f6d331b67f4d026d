"""Run every benchmark of this folder and print one table: ``make bench`` (or name some: checks intake)."""

import importlib
import os
import platform
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


def main() -> None:
    names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    chosen = [name for name in names if not sys.argv[1:] or name in sys.argv[1:]]
    rows: list[dict[str, Any]] = []
    for name in chosen:
        sys.stderr.write(f"running {name} ...\n")
        rows += importlib.import_module(f"tests.benchmarks.bench_{name}").run()
    table = Table(title=f"{os.cpu_count()} cores, Python {platform.python_version()}")
    for title in ("task", "measured", "baseline", "baseline measured", "ratio", "peak MiB", "note"):
        table.add_column(title)
    for row in rows:
        baseline = row.get("baseline_seconds")
        ratio = f"{baseline / row['seconds']:.1f}x" if baseline else ""
        table.add_row(
            row["name"],
            _seconds(row["seconds"]),
            row.get("baseline", ""),
            _seconds(baseline) if baseline else "",
            ratio,
            f"{row['peak_mib']:.0f}" if row.get("peak_mib") else "",
            row.get("note", ""),
        )
    Console(width=200).print(table)


def _seconds(value: float) -> str:
    return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"


main()
