"""Masts of the illustrative province: about 1,500 records, the same for a given day.

They stand where people live (communes' centres, wards denser, mountains sparse) and along the main roads.
Most were built before any distance was asked for, so not all keep the distances of today. The parameters are
in ``data/demo/masts.toml``.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np

from registry.demo.mast_spots import address_of, mast_spots, north, place_as_written
from registry.demo.places import METRIC_EPSG, Place, degrees, parameters
from registry.demo.terrain import elevation_m
from registry.geo.crs import to_wgs84

FIRST_OLD_CLASS_YEAR, LAST_OLD_CLASS_YEAR = 2006, 2013


@dataclass(frozen=True, slots=True)
class DemoMast:
    """One row of an illustrative list. ``x``, ``y`` metres in EPSG:9214, ``lon``, ``lat`` EPSG:4326.

    ``mast_class`` is A1a ... A2c, or "loại 1"/"loại 2" where the list still gives the old class. Heights are
    in metres.
    """

    code: str
    operator: str
    place: Place
    x: float
    y: float
    lon: float
    lat: float
    mast_class: str
    form: str
    support: str
    mast_height_m: float
    rod_m: float | None
    building_height_m: float | None
    ground_elevation_m: float
    owner: str
    state: str
    technology: str
    built_on: dt.date | None
    dismantled_on: dt.date | None = None
    shared_with: tuple[str, ...] = ()
    designed_operators: int = 2
    design_wind_ms: float | None = None
    emf_certificate: str = ""
    emf_expires_on: dt.date | None = None
    robust: bool = False
    robust_basis: str = ""
    address: str = ""
    commune: str = ""
    district: str = ""
    note: str = field(default="")
    permit: str = ""

    @property
    def networks(self) -> frozenset[str]:
        """Every network on the mast."""
        return frozenset((self.operator, *self.shared_with))

    @property
    def stands(self) -> bool:
        """Whether it counts for spacing: anything that is not dismantled."""
        return self.state != "dismantled"


@cache
def demo_masts(day: dt.date) -> tuple[DemoMast, ...]:
    """Return the masts as they stand on ``day``; the same ones for a given day, always."""
    rules = parameters("masts")
    rng = np.random.default_rng(rules["seed"])
    return masts_at(rules, rng, mast_spots(rules, rng, north()), day)


def masts_at(
    rules: dict[str, Any], rng: np.random.Generator, spots: tuple[Any, Any, list[Place]], day: dt.date
) -> tuple[DemoMast, ...]:
    """Return masts that stand in the given spots (metric x and y, the place of each), by the parameters."""
    x, y, homes = spots
    lon, lat = to_wgs84(x, y, METRIC_EPSG)
    lon, lat = np.round(lon, 6), np.round(lat, 6)
    operators = _operators(rules, rng, len(x))
    counters = dict.fromkeys(rules["operators"], 0)
    elevation = elevation_m(lon, lat, rng)
    masts = []
    for index, (place, operator) in enumerate(zip(homes, operators, strict=True)):
        counters[operator] += int(rng.integers(1, 9))
        code = _code(rules, operator, counters[operator])
        spot = (
            float(x[index]),
            float(y[index]),
            float(lon[index]),
            float(lat[index]),
            float(elevation[index]),
        )
        own = np.random.default_rng([rules["seed"], index])  # a mast looks alike from one day to the next
        masts.append(_mast(rules, own, day=day, code=code, operator=operator, place=place, spot=spot))
    return (*masts, *_second_names(rules, rng, masts, counters))


def _code(rules: dict[str, Any], operator: str, number: int) -> str:
    return f"{rules['code']}{rules['operators'][operator]['prefix']}{number:04d}"


def _operators(rules: dict[str, Any], rng: np.random.Generator, n: int) -> list[str]:
    codes = list(rules["operators"])
    share = np.array([rules["operators"][code]["share"] for code in codes])
    return [codes[int(k)] for k in rng.choice(len(codes), size=n, p=share / share.sum())]


def _pick(rng: np.random.Generator, table: dict[str, float]) -> str:
    weights = np.array(list(table.values()), dtype=float)
    return list(table)[int(rng.choice(len(weights), p=weights / weights.sum()))]


def _mast(
    rules: dict[str, Any],
    rng: np.random.Generator,
    *,
    day: dt.date,
    code: str,
    operator: str,
    place: Place,
    spot: tuple[float, float, float, float, float],
) -> DemoMast:
    x, y, lon, lat, elevation = spot
    true_class = _class(rules, rng, place, operator)
    heights = rules["heights"][true_class]
    height = float(_pick(rng, {str(h): w for h, w in heights}))
    built = _built(rules, rng, day, operator)
    state, built_on, dismantled_on = _state(rules, rng, day, operator, built)
    roof = true_class in ("A1a", "A2a") or (true_class == "A1b" and rng.random() < 0.3)
    floors = int(rng.integers(5, 10) if true_class == "A1a" else rng.integers(2, 8))
    shown = _shown_class(rules, rng, true_class, built, state=state, roof=roof)
    shared, owner = _sharing(rules, rng, operator, true_class)
    robust = state == "in_service" and true_class == "A2b" and rng.random() < rules["robust"]["share"]
    on_air = state in ("in_service", "suspended")
    certified = on_air and rng.random() < 0.9
    expires = day + dt.timedelta(days=int(rng.integers(-60, 1400))) if certified else None
    commune, district = place_as_written(rng, place, built)
    return DemoMast(
        code=code,
        operator=operator,
        place=place,
        x=x,
        y=y,
        lon=lon,
        lat=lat,
        mast_class=shown,
        form=_form(rules, rng, true_class, roof),
        support="roof" if roof else "ground",
        mast_height_m=height,
        rod_m=float(rng.choice([1.5, 2.0, 2.5])) if rng.random() < 0.4 else None,
        building_height_m=round(3.6 * floors + 1.0, 1) if roof else None,
        ground_elevation_m=elevation,
        owner=owner,
        state=state,
        technology=_pick(rng, rules["technologies"]) if operator != "GTEL" else "2G",
        built_on=built_on,
        dismantled_on=dismantled_on,
        shared_with=shared,
        designed_operators=1 if true_class == "A1a" or rng.random() < 0.25 else int(rng.choice([2, 2, 3, 4])),
        design_wind_ms=float(rng.choice([44.0, 44.0, 50.0])) if built.year >= 2014 else None,
        emf_certificate=f"KĐ-{built.year % 100:02d}{int(rng.integers(1000, 9999))}-MH" if expires else "",
        emf_expires_on=expires,
        robust=robust,
        robust_basis=rules["robust"]["basis"] if robust else "",
        address=address_of(rules, rng, place),
        commune=commune,
        district=district,
        note=rules["note"],
        permit=_permit(rng, built_on),  # the last to be drawn, so that nothing else of a mast changes
    )


def _shown_class(
    rules: dict[str, Any],
    rng: np.random.Generator,
    mast_class: str,
    built: dt.date,
    *,
    state: str,
    roof: bool,
) -> str:
    """Return the class as the list states it: some of the years of the old circular keep its loại 1 and 2."""
    early = FIRST_OLD_CLASS_YEAR <= built.year <= LAST_OLD_CLASS_YEAR
    if early and state == "in_service" and rng.random() < rules["old_classes"]["share"] * 2:
        return "loại 2" if roof else "loại 1"
    return mast_class


def _permit(rng: np.random.Generator, built_on: dt.date | None) -> str:
    """Return what the list states of the building permit: nothing for many, as real lists do."""
    drawn, number = rng.random(), int(rng.integers(1, 400))
    if built_on is None or drawn > 0.5:
        return ""
    return "Không có" if drawn < 0.06 else f"{number}/GPXD ngày {built_on - dt.timedelta(days=60):%d/%m/%Y}"


def _class(rules: dict[str, Any], rng: np.random.Generator, place: Place, operator: str) -> str:
    """Roof and disguised masts stand in town; outside it almost every mast is a bulky one on the ground."""
    table = dict(rules["classes"])
    factor = rules["classes_in_town"] if place.urban else rules["classes_outside"]
    for code in ("A2a", "A1b", "A2c", "A1a"):
        table[code] *= factor
    table["A2b"] = 1 - sum(table[code] for code in ("A2a", "A1b", "A2c", "A1a"))
    return "A2b" if operator == "GTEL" else _pick(rng, table)


def _built(rules: dict[str, Any], rng: np.random.Generator, day: dt.date, operator: str) -> dt.date:
    years = {year: weight for year, weight in rules["years"].items() if int(year) < day.year}
    if operator == "GTEL":
        years = {year: weight for year, weight in years.items() if 2009 <= int(year) <= 2012}
    return dt.date(int(_pick(rng, years)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))


def _state(
    rules: dict[str, Any], rng: np.random.Generator, day: dt.date, operator: str, built: dt.date
) -> tuple[str, dt.date | None, dt.date | None]:
    state = _pick(rng, rules["states"])
    if operator == "GTEL":
        state = "suspended"
    if state in ("under_construction", "approved"):
        return state, None, None
    if state == "dismantled":
        span = max((day - built).days - 200, 1)
        return state, built, day - dt.timedelta(days=int(rng.integers(30, max(31, min(span, 1500)))))
    return state, built, None


def _sharing(
    rules: dict[str, Any], rng: np.random.Generator, operator: str, mast_class: str
) -> tuple[tuple[str, ...], str]:
    """Return the other networks on the mast and its owner, who need not be a network at all."""
    owner = rules["operators"][operator]["owner"]
    others = [code for code in rules["operators"] if code not in (operator, "GTEL")]
    if operator == "GTEL" or mast_class == "A1a":
        return (), owner
    draw = rng.random()
    company, share = rules["tower_company"], rules["sharing"]
    if draw < company["share"]:
        count, owner = int(rng.choice([1, 1, 2])), company["name"]
    elif draw < company["share"] + share["two"]:
        count = 1
    elif draw < company["share"] + share["two"] + share["three"]:
        count = 2
    else:
        return (), owner
    chosen = rng.choice(len(others), size=count, replace=False)
    return tuple(others[int(k)] for k in sorted(chosen)), owner


def _form(rules: dict[str, Any], rng: np.random.Generator, mast_class: str, roof: bool) -> str:
    if mast_class == "A2b":
        return _pick(rng, rules["forms"]["A2b"])
    if mast_class == "A1b":
        return "disguised"
    return "roof_pole" if roof else "monopole"


def _second_names(
    rules: dict[str, Any], rng: np.random.Generator, masts: Sequence[DemoMast], counters: dict[str, int]
) -> list[DemoMast]:
    """Name some shared masts again, as the other network lists them: its own code, a few metres away."""
    fit = [m for m in masts if m.shared_with and m.state == "in_service" and m.shared_with[0] in counters]
    chosen = rng.choice(len(fit), size=min(rules["sharing"]["same_mast_pairs"], len(fit)), replace=False)
    again = []
    for index in sorted(int(k) for k in chosen):
        mast = fit[index]
        other = mast.shared_with[0]
        counters[other] += int(rng.integers(1, 9))
        angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(*rules["sharing"]["pair_offset_m"])
        x, y = mast.x + offset * np.cos(angle), mast.y + offset * np.sin(angle)
        lon, lat = degrees(x, y)
        again.append(
            replace(
                mast,
                code=_code(rules, other, counters[other]),
                operator=other,
                x=float(x),
                y=float(y),
                lon=lon,
                lat=lat,
                shared_with=(),
                technology="4G",
                emf_certificate="",
                emf_expires_on=None,
            )
        )
    return again
