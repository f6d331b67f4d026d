"""The measures of the overview: what each counts, its unit and source (``data/overview.toml``)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from registry.messages import Words
from registry.settings import DATA


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of a commune.

    ``sums``: the communes' numbers and that of the ground outside add up to the register's. ``counts``: it
    counts things with a position, so that a small number may lead to one. ``rests_on``: measures that tell
    its number as well. ``unknown`` says why it is not known where it is not. ``past``: it is known of a past
    day. ``shown``: a column of the table where none are chosen.
    """

    code: str
    group: str
    label: Words
    explained: Words
    unit: Words
    unknown: Words
    decimals: int = 0
    sums: bool = True
    counts: bool = False
    past: bool = False
    rests_on: tuple[str, ...] = ()
    shown: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """A reason to look at a place: a measure gives no points at ``none``, all of ``weight`` at ``full``."""

    code: str
    measure: str
    none: float
    full: float
    weight: float
    label: Words
    said: Words


@cache
def measures() -> tuple[Measure, ...]:
    """Return the measures in their order."""
    return tuple(_measure(item) for item in _read()["measure"])


@cache
def by_code() -> dict[str, Measure]:
    """Return the measures by code."""
    return {one.code: one for one in measures()}


@cache
def groups() -> tuple[tuple[str, Words], ...]:
    """Return the groups of measures in their order, with their words."""
    return tuple((code, _words(item, "")) for code, item in _read()["group"].items())


@cache
def criteria() -> tuple[Criterion, ...]:
    """Return what places are ranked by, with illustrative weights."""
    return tuple(
        Criterion(
            item["code"], item["measure"], float(item["none"]), float(item["full"]), float(item["weight"]),
            _words(item, "label_"), _words(item, ""),
        )
        for item in _read()["criterion"]
    )  # fmt: skip


@cache
def risk_limits() -> tuple[float, float]:
    """Return from how many points of the risk score a mast counts as of middle and of high risk."""
    risk = _read()["risk"]
    return float(risk["middle"]), float(risk["high"])


def _measure(item: dict[str, Any]) -> Measure:
    return Measure(
        code=item["code"],
        group=item["group"],
        label=_words(item, ""),
        explained=_words(item, "explained_"),
        unit=Words(item.get("unit_vi", ""), item.get("unit_en", item.get("unit_vi", ""))),
        unknown=_words(item, "unknown_"),
        decimals=item.get("decimals", 0),
        sums=item.get("sums", True),
        counts=item.get("counts", False),
        past=item.get("past", False),
        rests_on=tuple(item.get("rests_on", ())),
        shown=item.get("shown", False),
    )


def _words(item: dict[str, Any], prefix: str) -> Words:
    return Words(item[f"{prefix}vi"], item[f"{prefix}en"])


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads((DATA / "overview.toml").read_text(encoding="utf-8"))
