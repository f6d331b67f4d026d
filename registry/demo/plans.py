"""Two versions of each network's illustrative plan: the second amends the first and is the one in force."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from registry.demo.places import NOTE, Place, degrees, parameters, read_places
from registry.demo.proposals import OPERATOR, demo_proposals


@dataclass(frozen=True, slots=True)
class DemoPosition:
    """One planned position; ``x``, ``y`` metres in EPSG:9214, ``lon``, ``lat`` degrees in EPSG:4326."""

    code: str
    place: Place
    x: float
    y: float
    lon: float
    lat: float
    mast_class: str
    max_height_m: float | None
    address: str


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One version of one network's plan. ``valid_from`` is counted back from the day of the registry."""

    operator: str
    decision: str
    valid_from: dt.date
    positions: tuple[DemoPosition, ...]


@cache
def demo_plans(day: dt.date) -> tuple[DemoPlan, ...]:
    """Return the plans of every network with a plan, the earlier version before the later."""
    rules = parameters("plans")
    operators = parameters("masts")["operators"]
    rng = np.random.default_rng(parameters("masts")["seed"] + 1)
    plans = []
    for operator, count in rules["positions"].items():
        first = [_position(rng, operator, index) for index in range(1, count + 1)]
        second = _amended(rng, operator, first, rules["amendment"])
        if operator == OPERATOR:
            second.extend(_of_proposals(day))
        for version, positions in zip(rules["version"], (first, second), strict=True):
            plans.append(
                DemoPlan(
                    operator=operator,
                    decision=version["decision"].format(operator=operators[operator]["owner"]),
                    valid_from=day - dt.timedelta(days=version["days_before"]),
                    positions=tuple(positions),
                )
            )
    return tuple(plans)


def _position(rng: np.random.Generator, operator: str, index: int) -> DemoPosition:
    places = read_places()
    place = places[int(rng.integers(len(places)))]
    spread = float(np.clip(place.half_m * 0.4, 400, 1800))
    x, y = rng.normal(place.x, spread), rng.normal(place.y, spread)
    mast_class = "A2a" if place.urban and rng.random() < 0.35 else "A2b"
    height = float(rng.choice([18, 21]) if mast_class == "A2a" else rng.choice([36, 42, 42, 45, 50]))
    return _at(
        DemoPosition(
            code=f"QH-{operator}-{index:03d}",
            place=place,
            x=x,
            y=y,
            lon=0.0,
            lat=0.0,
            mast_class=mast_class,
            max_height_m=height if rng.random() < 0.9 else None,
            address=f"{place.written}, {place.district} (cũ)",
        ),
        x,
        y,
    )


def _amended(
    rng: np.random.Generator, operator: str, first: list[DemoPosition], rules: dict[str, Any]
) -> list[DemoPosition]:
    """Drop some positions, move some by a few hundred metres, add some; codes are kept."""
    kept = []
    for position in first:
        draw = rng.random()
        if draw < rules["dropped"]:
            continue
        if draw < rules["dropped"] + rules["moved"]:
            angle, far = rng.uniform(0, 2 * np.pi), rng.uniform(*rules["moved_m"])
            kept.append(_at(position, position.x + far * np.cos(angle), position.y + far * np.sin(angle)))
        else:
            kept.append(position)
    added = round(len(first) * rules["added"])
    return kept + [_position(rng, operator, len(first) + index) for index in range(1, added + 1)]


def _of_proposals(day: dt.date) -> list[DemoPosition]:
    """Plan what the illustrative proposals ask for, where they ask for it."""
    return [
        DemoPosition(
            code=proposal.plan_code,
            place=proposal.place,
            x=proposal.x,
            y=proposal.y,
            lon=proposal.lon,
            lat=proposal.lat,
            mast_class=proposal.mast_class,
            max_height_m=45.0 if proposal.support == "ground" else 18.0,
            address=f"{proposal.place.present} ({NOTE})",
        )
        for proposal in demo_proposals(day)
    ]


def _at(position: DemoPosition, x: float, y: float) -> DemoPosition:
    lon, lat = degrees(x, y)
    return replace(position, x=x, y=y, lon=lon, lat=lat)
