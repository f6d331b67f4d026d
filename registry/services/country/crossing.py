"""Findings of standing masts that only a mast of another province gives: no register alone can know them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.extras import need_extra
from registry.services.country.runs import RUNS, SUMMARY, RunHeld

_FINDINGS = (
    "province", "id", "rule", "outcome", "measured", "limit", "unit", "related", "related_province",
    "document", "article", "by_neighbours",
)  # fmt: skip
_KEPT = 4


@dataclass(frozen=True, slots=True)
class Crossing:
    """A finding of a mast of ``province`` that a mast of ``other`` gives, by the law of the first.

    ``measured`` and ``limit`` in ``unit``; None where the finding has none.
    """

    province: str
    site_code: str
    operator: str
    rule: str
    outcome: str
    measured: float | None
    limit: float | None
    unit: str
    other: str
    other_code: str
    basis: str


def crossings(lake: Path, run: RunHeld) -> tuple[Crossing, ...]:
    """Return what neighbours give the masts of an appraisal's result, by province, nearest first.

    Refused: a result whose files cannot be read (``COUNTRY-RUN``).
    """
    need_extra("parquet")
    folder = lake / RUNS / run.name
    try:
        changed = (folder / SUMMARY).stat().st_mtime_ns
        return _read(folder, changed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusalError("COUNTRY-RUN", run=run.name[:60]) from error


@lru_cache(maxsize=_KEPT)
def _read(folder: Path, _changed: int) -> tuple[Crossing, ...]:
    found: list[Crossing] = []
    for province in sorted((folder / "findings").glob("province=*")):
        rows = [row for path in sorted(province.glob("*.parquet")) for row in _given(path)]
        if rows:
            named = _named(folder / "rows" / province.name, {row["id"] for row in rows})
            found += [_crossing(row, *named.get(row["id"], (row["id"], ""))) for row in rows]
    return tuple(sorted(found, key=_place))


def _place(one: Crossing) -> tuple[str, str, float, str]:
    nearest = float("inf") if one.measured is None else one.measured
    return one.province, one.rule, nearest, one.site_code


def _given(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    file = pq.ParquetFile(path)
    given = file.read(columns=["by_neighbours"]).column(0)
    if True not in given.unique().to_pylist():
        return []
    rows: list[dict[str, Any]] = file.read(columns=list(_FINDINGS)).filter(given).to_pylist()
    return rows


def _named(folder: Path, wanted: set[str]) -> dict[str, tuple[str, str]]:
    import pyarrow.parquet as pq

    found: dict[str, tuple[str, str]] = {}
    for path in sorted(folder.glob("*.parquet")):
        table = pq.ParquetFile(path).read(columns=["id", "site_code", "operator"])
        for row in table.to_pylist():
            if row["id"] in wanted:
                found[row["id"]] = (row["site_code"] or row["id"], row["operator"] or "")
    return found


def _crossing(row: dict[str, Any], code: str, operator: str) -> Crossing:
    return Crossing(
        province=str(row["province"]),
        site_code=code,
        operator=operator,
        rule=str(row["rule"]),
        outcome=str(row["outcome"]),
        measured=row["measured"],
        limit=row["limit"],
        unit=row["unit"] or "",
        other=row["related_province"] or "",
        other_code=row["related"] or "",
        basis=", ".join(filter(None, (row["document"], row["article"]))),
    )
