"""Run every benchmark of this folder and print one table: ``make bench`` (``ONLY=checks,intake``: some).

With ``--write`` what was measured is kept in ``docs/speed.json`` and told in ``docs/speed.md``.
"""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import results
from tests.benchmarks.alone import alone

COLUMNS = ("task", "measured (processor), peak", "goal", "baseline", "ratio", "limit", "over it", "growth")


def chosen(words: list[str], names: list[str]) -> list[str]:
    """Return the benchmarks that are asked for, in order; all where none is named.

    Names stand one by one or with commas between them; a name that no benchmark has ends the run.
    """
    asked = [name for word in words for name in word.split(",") if name]
    unknown = sorted(set(asked) - set(names))
    if unknown:
        sys.exit(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names)}")
    return [name for name in names if not asked or name in asked]


def main() -> None:
    names = sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    size = results.machine()
    table = Table(title=f"{size['cores']} cores, {size['memory_gib']} GiB, Python {size['python']}")
    for title in (*COLUMNS, "note"):
        table.add_column(title)
    for name in chosen([word for word in sys.argv[1:] if word != "--write"], names):
        sys.stderr.write(f"running {name} ...\n")
        part = alone(name)
        if "--write" in sys.argv:
            results.keep(name, part)
        for row in part["rows"]:
            table.add_row(
                row["name"],
                results.measured(row),
                results.goal(row).replace("**", ""),
                row.get("baseline", ""),
                results.ratio(row),
                row.get("limit", ""),
                results.limit(row),
                results.growth(row).replace("**", "!"),
                row.get("note", ""),
            )
    Console(width=240).print(table)


if __name__ == "__main__":
    main()
