"""Penalties that might apply to what was found: information for an officer, never part of a letter.

Data and their status are in ``data/penalties`` (see the README there). Whether something is a violation is
found by a procedure of its own; the register only says where in the law to look.
"""

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from registry.errors import WrongCallError
from registry.safety.checklists import vocabulary
from registry.settings import DATA

FOLDER = DATA / "penalties"


@dataclass(frozen=True, slots=True)
class Penalty:
    """A penalty with its range in million VND for an organisation (an individual: half).

    ``limit_on`` is the last day of the limitation, counted from the day of the finding, which is the latest
    that it can begin; ``limited``: that day has passed.
    """

    act: str
    act_vi: str
    act_en: str
    document: str
    article: str
    least_m: float | None
    most_m: float | None
    verified: bool
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    limitation_years: int = 1
    limit_on: dt.date | None = None
    limited: bool = False


@cache
def catalogue(folder: Path = FOLDER) -> tuple[Penalty, ...]:
    """Return every penalty of every decree that was read."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
            head = content["document"]
            found += [
                Penalty(
                    act=item["act"],
                    act_vi=item["vi"],
                    act_en=item["en"],
                    document=head["name"],
                    article=item["article"],
                    least_m=item.get("least_m"),
                    most_m=item.get("most_m"),
                    verified=item["verified"],
                    valid_from=head.get("valid_from"),
                    valid_to=head.get("valid_to"),
                    limitation_years=head["limitation_years"],
                )
                for item in content["penalty"]
            ]
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise WrongCallError(f"penalties {path.name} do not keep their form: {error}") from error
    return tuple(found)


def penalties_for(acts: Iterable[str], on_day: dt.date, today: dt.date) -> list[Penalty]:
    """Return what might apply to acts of ``on_day``, by the decree in force then, with its limitation."""
    wanted = set(acts)
    return [
        _dated(item, on_day, today)
        for item in catalogue()
        if item.act in wanted
        and (item.valid_from is None or item.valid_from <= on_day)
        and (item.valid_to is None or on_day <= item.valid_to)
    ]


def acts_of(defect: str) -> tuple[str, ...]:
    """Return the acts that a defect of the vocabulary may stand for."""
    word = vocabulary().defects.get(defect)
    return () if word is None else word.acts


def _dated(item: Penalty, on_day: dt.date, today: dt.date) -> Penalty:
    try:
        last = on_day.replace(year=on_day.year + item.limitation_years)
    except ValueError:  # 29 February
        last = on_day.replace(year=on_day.year + item.limitation_years, day=28)
    return replace(item, limit_on=last, limited=today > last)
