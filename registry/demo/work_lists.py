"""A list of masts that a carrier of the illustrative province handed in, and the office has not looked at."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from registry.demo.lists import write_site_list
from registry.demo.masts import DemoMast, demo_masts
from registry.demo.places import parameters
from registry.model.mast_lists import MastListKind
from registry.services.lists import handing_in
from registry.services.lists.mast_lists import get_mast_list
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry

_DEGREE_M = 111_200.0  # a degree of latitude


def add_handed_list(registry: Registry, folder: Path, day: dt.date) -> None:
    """Hand in a carrier's corrections of ``day``: some masts raised, one moved, one of which nobody knew."""
    rules = parameters("work")["handed_list"]
    operator, who = rules["operator"], rules["who"]
    own = [mast for mast in demo_masts(day) if mast.operator == operator and mast.state == "in_service"]
    path = folder / rules["file"]
    write_site_list(path, _corrected(own, rules))
    made = handing_in.begin(
        registry, path, name=path.name, operator=operator, kind=MastListKind.CORRECTIONS, list_date=day,
        note=rules["note"], who=who,
    )  # fmt: skip
    jobs.finish(registry)
    standing = get_mast_list(registry, made.id, operator)
    handing_in.send(registry, standing, seen=standing.version, who=who)


def _corrected(own: Sequence[DemoMast], rules: dict[str, Any]) -> list[DemoMast]:
    rows = list(own[: rules["rows"]])
    for at in range(rules["raised"]):
        rows[at] = replace(rows[at], mast_height_m=rows[at].mast_height_m + rules["raised_m"])
    at = rules["raised"]
    rows[at] = replace(rows[at], lat=round(rows[at].lat + rules["moved_m"] / _DEGREE_M, 6))
    last = rows[-1]
    new = replace(last, code=rules["new_code"], lat=round(last.lat + rules["new_m"] / _DEGREE_M, 6))
    return [*rows, new]
