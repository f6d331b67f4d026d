"""What ``bts national`` found, where its results lie in the lake.

A result is shown from ``LAKE/_runs/<name>/summary.json``: the country's runs write it there (``--out``).
Tools that read the lake pass over a folder whose name begins with an underscore.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.services.country.held import CountryHeld

RUNS = "_runs"
SUMMARY = "summary.json"
UNNAMED = "?"
"""How a storm is called whose track does not say its name."""
_MOST = 10**12  # no count and no measure of a province is larger: what is, was put there by hand
OUTCOMES = ("fail", "consent", "review", "unknown", "pass", "na")


class RunKind(StrEnum):
    """What a run asked of the lake."""

    APPRAISE = "appraise"
    COMPLIANCE = "compliance"
    STORM = "storm"


@dataclass(frozen=True, slots=True)
class Guarded:
    """A mast that a storm's list names; ``chance`` of falling from 0 to 1."""

    site_code: str
    owner: str
    chance: float


@dataclass(frozen=True, slots=True)
class RunHeld:
    """A result as it is kept: what was found of each province by its code, by the law of ``day``.

    ``name`` is that of its folder. ``rows`` says what an appraisal judged, ``storm`` a storm's name and year.
    """

    name: str
    kind: RunKind
    day: dt.date
    illustrative: bool
    rows: str
    storm: str
    provinces: Mapping[str, Mapping[str, Any]]
    lacking: tuple[str, ...]

    def number(self, code: str, name: str) -> int | float | None:
        """Return a number that was found of a province; None where the run has none."""
        value = self.provinces.get(code, {}).get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            return None
        return value if abs(value) < _MOST else None

    def outcomes(self, code: str, part: str) -> dict[str, dict[str, int]]:
        """Return the counts by outcome of each part of a province: a question, a family of rules."""
        found: dict[str, dict[str, int]] = {}
        told = self.provinces.get(code, {}).get(part)
        for key, counts in told.items() if isinstance(told, Mapping) else ():
            sums = found.setdefault(key.partition("-")[0], dict.fromkeys(OUTCOMES, 0))
            for outcome, count in counts.items() if isinstance(counts, Mapping) else ():
                if outcome in sums and isinstance(count, int):
                    sums[outcome] += count
        return found

    def guarded(self, code: str) -> list[Guarded]:
        """Return the masts of a province that the storm's list names first."""
        told = self.provinces.get(code, {}).get("guard")
        rows = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
        return [
            Guarded(str(row["site_code"]), str(row.get("owner") or ""), float(row["chance"]))
            for row in rows
            if isinstance(row, Mapping) and "site_code" in row and isinstance(row.get("chance"), int | float)
        ]

    def stale(self, country: CountryHeld) -> list[str]:
        """Return the provinces of the run of which the lake has other data by now than those it judged."""
        heads = {item.code: manifest.ledger_head for item, manifest, _ in country.read()}
        return [code for code, told in self.provinces.items() if told.get("ledger_head") != heads.get(code)]


@dataclass(frozen=True, slots=True)
class RunsHeld:
    """The results of a lake, the newest day of law first, and the names of those that cannot be read."""

    runs: tuple[RunHeld, ...]
    refused: tuple[RefusalError, ...]

    def of(self, kind: RunKind) -> list[RunHeld]:
        """Return the results of one kind."""
        return [run for run in self.runs if run.kind is kind]

    def standing(self) -> RunHeld | None:
        """Return the newest appraisal of standing masts, with what stands across borders of provinces."""
        return next((run for run in self.of(RunKind.APPRAISE) if run.rows == "standing"), None)


def runs_of(lake: Path) -> RunsHeld:
    """Return the results that lie in a lake; one that is no result is told of, and not shown."""
    found: list[RunHeld] = []
    refused: list[RefusalError] = []
    folder = lake / RUNS
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_dir() or path.name.startswith("."):
            continue
        try:
            found.append(_read(path))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            refused.append(RefusalError("COUNTRY-RUN", run=path.name[:60]))
    found.sort(key=lambda run: (-run.day.toordinal(), run.name))
    return RunsHeld(tuple(found), tuple(refused))


def chosen(runs: Sequence[RunHeld], name: str) -> RunHeld | None:
    """Return the result of a name, the first without one; ``COUNTRY-NO-RUN`` where there is none."""
    if not name:
        return next(iter(runs), None)
    for run in runs:
        if run.name == name:
            return run
    raise RefusalError("COUNTRY-NO-RUN", run=name[:60])


def _read(folder: Path) -> RunHeld:
    told = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    storm = told.get("storm") or {}
    called = (storm.get("name"), storm.get("year"))
    provinces = told["provinces"]
    if not all(isinstance(one, Mapping) for one in provinces.values()):
        raise TypeError(folder.name)
    return RunHeld(
        name=folder.name,
        kind=RunKind(told["run"]),
        day=dt.date.fromisoformat(told["day"]),
        illustrative=bool(told.get("illustrative")),
        rows=str(told.get("rows") or ""),
        storm=" ".join(str(told) for told in called if told not in {None, "", UNNAMED}),
        provinces=provinces,
        lacking=tuple(map(str, told.get("lacking") or ())),
    )
