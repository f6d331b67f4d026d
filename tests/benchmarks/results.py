"""What the benchmarks measured, kept as ``docs/speed.json`` and told in ``docs/speed.md``.

Figures that are copied by hand grow old one by one. ``make bench WRITE=--write`` measures, keeps and tells
them in one go; a benchmark that is run alone replaces its own figures only, with its own day and machine.
"""

import json
import os
import platform
import re
import tomllib
from pathlib import Path
from typing import Any

from registry.services.office.calendar import today

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "docs" / "speed.json"
PAGE = ROOT / "docs" / "speed.md"
CHOSEN = ROOT / "docs" / "speed-rows.toml"
README = ROOT / "README.md"
IN_README = re.compile(r"(?<=<!-- speed -->\n).*?(?=<!-- /speed -->)", re.DOTALL)
"""Where the table of the tasks that matter most stands in the README."""
READING = (
    "A limit is what no program of this kind can beat: a bare index, a bare reader, the memory's bandwidth "
    "over the columns. Processors worked for the time in brackets. The last column "
    "asks whether a task grows evenly: the same task at 10 and 100 times less, its time per row over that of "
    "all; bold where the two are further apart than 1.3. **Not reached** stands beside a goal that a row "
    "misses."
)
HEAD = (
    "| task | measured | goal | baseline in the same run: its time over ours "
    "| limit in the same run: our time over its | time per row at less, over that of all |\n"
    "|---|---|---|---|---|---|\n"
)
GROWTH = 1.3
"""Time per row at 10 and 100 times less, over that of all: further apart is marked."""

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


def keep(name: str, part: dict[str, Any]) -> None:
    """Put what one benchmark measured in the place of its former rows, and write the page anew."""
    results = kept() | {name: part}
    KEPT.write_text(
        json.dumps(dict(sorted(results.items())), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    PAGE.write_text(page(results), encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    README.write_text(IN_README.sub(lambda _: readme(results), text), encoding="utf-8")


def readme(results: Results) -> str:
    """Return the README's table: the tasks that matter most, and why one misses its goal.

    Raises ValueError where a task is not in the results, or misses its goal and nobody says why.
    """
    found = {row["name"]: (row, part) for part in results.values() for row in part["rows"]}
    lines = ["| task | measured | goal |\n|---|---|---|\n"]
    for asked in tomllib.loads(CHOSEN.read_text(encoding="utf-8"))["row"]:
        if asked["name"] not in found:
            raise ValueError(f"no benchmark measures {asked['name']!r}")
        row, _part = found[asked["name"]]
        wanted, because = goal(row), asked.get("because", "")
        if "not reached" in wanted and not because:
            raise ValueError(f"say why it misses its goal: {asked['name']!r}")
        missed = f": {because}" if "not reached" in wanted else ""
        lines.append(f"| {asked['says']} | {measured(row)} | {wanted or 'none stated'}{missed} |\n")
    return "".join(lines)


def page(results: Results) -> str:
    """Return the page of everything measured: what has a goal, what a baseline, then each benchmark."""
    rows = [row for part in results.values() for row in part["rows"]]
    asked = [row for row in rows if row.get("goal_seconds") or row.get("goal_mib")]
    compared = [row for row in rows if row.get("baseline_seconds") and row not in asked]
    parts = [
        "# Speed\n\nWritten by `make bench WRITE=--write`; each baseline and limit ran in the same run. "
    ]
    parts.append(f"{READING}\n")
    for title, some in (("goals", asked), ("baselines", compared)):
        if some:
            parts.append(f"\n## Beside the {title}\n\n{_size(results)}\n\n{HEAD}{''.join(map(_line, some))}")
    for name, part in sorted(results.items()):
        lines = "".join(map(_line, part["rows"]))
        parts.append(f"\n## {name}\n\n{_size({name: part})} {_load(part)}\n\n{HEAD}{lines}")
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


def limit(row: dict[str, Any]) -> str:
    """Return how many times the limit a task took, or nothing where no limit was measured."""
    least = row.get("limit_seconds")
    return f"{row['seconds'] / least:.3g}×" if least else ""


def goal(row: dict[str, Any]) -> str:
    """Return what was asked for, and whether it is not reached; nothing where nothing was."""
    time, memory = row.get("goal_seconds"), row.get("goal_mib")
    said = [f"≤ {seconds(time)}"] if time else []
    said += [f"≤ {memory:,.0f} MiB"] if memory else []
    missed = (time and row["seconds"] > time) or (memory and row.get("peak_mib", 0) > memory)
    return ", ".join(said) + (" **not reached**" if missed else "")


def growth(row: dict[str, Any]) -> str:
    """Return the time per row at smaller sizes over that at the largest, by size; bold where far from 1."""
    sizes = row.get("growth") or []
    if len(sizes) < 2:
        return ""
    (most, whole), said = sizes[0], []
    for size, took in sizes[1:]:
        share = (took / size) / (whole / most)
        text = f"{size:,}: {share:.2f}"
        said.append(text if 1 / GROWTH <= share <= GROWTH else f"{size:,}: **{share:.2f}**")
    return "; ".join(said)


def measured(row: dict[str, Any]) -> str:
    """Return a row's time, its processor time where it was measured, and its peak of memory."""
    worked, peak = row.get("processor_seconds"), row.get("peak_mib")
    said = seconds(row["seconds"]) + (f" ({seconds(worked)})" if worked else "")
    return said + (f", {peak:.0f} MiB" if peak else "")


def _line(row: dict[str, Any]) -> str:
    named = [
        f"{row[kind]}: {found}" if (found := told(row)) else row.get(kind) or "–"
        for kind, told in (("baseline", ratio), ("limit", limit))
    ]
    cells = (row["name"], measured(row), goal(row) or "–", *named, growth(row) or "–")
    return f"| {' | '.join(cells)} |\n"


def _load(part: dict[str, Any]) -> str:
    said = f"Load before it: {part['load']}."
    worked, peak = part.get("processor_seconds"), part.get("peak_mib")
    return f"{said} The whole benchmark: {seconds(worked)} of processor, {peak:,.0f} MiB." if worked else said


def _size(results: Results) -> str:
    sizes = sorted({(p["cores"], p["memory_gib"], p["python"], p["day"]) for p in results.values()})
    return "; ".join(f"{c} cores, {m} GiB, Python {v}, measured {d}" for c, m, v, d in sizes) + "."
