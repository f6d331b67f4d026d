"""Run every benchmark of this folder and print one table: ``make bench`` (or name some: checks intake).

With ``--write`` what was measured is kept in ``docs/speed.json`` and told in ``docs/speed.md``.
"""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import results
from tests.benchmarks.alone import alone


def main() -> None:
    names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    asked = [word for word in sys.argv[1:] if word != "--write"]
    size = results.machine()
    table = Table(title=f"{size['cores']} cores, {size['memory_gib']} GiB, Python {size['python']}")
    for title in ("task", "measured", "baseline", "baseline measured", "ratio", "peak MiB", "note"):
        table.add_column(title)
    for name in [name for name in names if not asked or name in asked]:
        sys.stderr.write(f"running {name} ...\n")
        rows = alone(name)
        if "--write" in sys.argv:
            results.keep(name, rows)
        for row in rows:
            baseline = row.get("baseline_seconds")
            table.add_row(
                row["name"],
                results.seconds(row["seconds"]),
                row.get("baseline", ""),
                results.seconds(baseline) if baseline else "",
                results.ratio(row),
                f"{row['peak_mib']:.0f}" if row.get("peak_mib") else "",
                row.get("note", ""),
            )
    Console(width=200).print(table)


if __name__ == "__main__":
    main()
