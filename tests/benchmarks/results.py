"""What the benchmarks measured, kept as ``docs/speed.json`` and told in ``docs/speed.md``.

Figures that are copied by hand grow old one by one. ``make bench WRITE=--write`` measures, keeps and tells
them in one go; a benchmark that is run alone replaces its own figures only, with its own day and machine.
"""

import json
import os
import platform
from pathlib import Path
from typing import Any

from registry.services.office.calendar import today

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "speed.json"
PAGE = ROOT / "docs" / "speed.md"
HEAD = "| task | measured | baseline in the same run | baseline's time against ours |\n|---|---|---|---|\n"

Results = dict[str, dict[str, Any]]


def machine() -> dict[str, Any]:
    """Return the machine's size: cores, memory in GiB, the Python version, today, and how
    many processes ran or waited before the measurement."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "python": platform.python_version(),
        "day": today().isoformat(),
        "load": round(os.getloadavg()[0], 1),
    }


def kept() -> Results:
    """Return what was measured last, by the benchmark's name."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Put the rows of one benchmark in the place of its former ones, and write the page anew."""
    results = kept() | {name: {**machine(), "rows": rows}}
    KEPT.write_text(
        json.dumps(dict(sorted(results.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    PAGE.write_text(page(results), encoding="utf-8")


def page(results: Results) -> str:
    """Return the page of everything measured: the tasks that have a baseline, then each benchmark."""
    compared = [row for part in results.values() for row in part["rows"] if row.get("baseline_seconds")]
    parts = [
        "# Speed\n\nWritten by `make bench WRITE=--write`; each baseline ran in the same run.\n",
        f"\n## Beside the baselines\n\n{_size(results)}\n\n{HEAD}{''.join(map(_line, compared))}",
    ]
    for name, part in sorted(results.items()):
        lines = "".join(map(_line, part["rows"]))
        parts.append(f"\n## {name}\n\n{_size({name: part})} Load before it: {part['load']}.\n\n{HEAD}{lines}")
        notes = [f"- {row['name']}: {row['note']}\n" for row in part["rows"] if row.get("note")]
        parts.append("\n" + "".join(notes) if notes else "")
    return "".join(parts)


def seconds(value: float) -> str:
    """Return a time with three digits and its unit."""
    return f"{value * 1000:.3g} ms" if value < 1 else f"{value:.3g} s"


def ratio(row: dict[str, Any]) -> str:
    """Return how many times as long the baseline took, or nothing where there is none."""
    baseline = row.get("baseline_seconds")
    if not baseline:
        return ""
    times = baseline / row["seconds"]
    return f"{times:.0f}×" if times >= 20 else f"{times:.1f}×" if times >= 2 else f"{times:.2f}×"


def _line(row: dict[str, Any]) -> str:
    took = seconds(row["seconds"]) + (f", {row['peak_mib']:.0f} MiB" if row.get("peak_mib") else "")
    return f"| {row['name']} | {took} | {row.get('baseline') or '–'} | {ratio(row) or '–'} |\n"


def _size(results: Results) -> str:
    sizes = sorted({(p["cores"], p["memory_gib"], p["python"], p["day"]) for p in results.values()})
    return "; ".join(f"{c} cores, {m} GiB, Python {v}, measured {d}" for c, m, v, d in sizes) + "."
