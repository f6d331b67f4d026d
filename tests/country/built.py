"""Masts, stations and cable."""

import datetime as dt
from typing import Any

import numpy as np
import shapely

from registry.lake.tables import objects
from tests.country.lands import (
    KM,
    OPERATORS,
    SHARES,
    Land,
    alike,
    chosen_of,
    commune_codes,
    spots_of,
    texts,
)

TECHNOLOGIES = ("2G", "4G", "5G")


OF_STRUCTURE = (
    "structure_id", "site_id", "site_code", "operator", "mast_class", "form", "support", "mast_height_m",
    "owner", "state", "built_on", "built_year_only", "robust", "permit", "commune_code", "accuracy_m",
    "geometry",
)  # fmt: skip


def sites(land: Land, count: int, rng: np.random.Generator, day: dt.date) -> dict[str, Any]:
    code, spots = land.province.code, spots_of(land, count, rng)
    operators = np.array([name for name, _ in OPERATORS], dtype=object)
    leading = rng.choice(len(operators), count, p=SHARES)
    second = np.where(rng.random(count) < 0.18, (leading + 1) % 3, -1)
    networks = [
        [operators[one], *([operators[two]] if two >= 0 and two != one else [])]
        for one, two in zip(leading.tolist(), second.tolist(), strict=True)
    ]
    codes = texts(f"P{code}{number:05d}" for number in range(count))
    owners = operators[leading]
    built = np.datetime64(day, "D") - rng.integers(30, 365 * 18, count).astype("timedelta64[D]")
    roof = rng.random(count) < 0.25
    heights = np.where(roof, rng.integers(2, 15, count), rng.integers(24, 60, count)).astype(float)
    commune = commune_codes(land, spots)
    known = rng.random(count)
    return {
        "structure_id": texts(f"m-{code}-{number:06d}" for number in range(count)),
        "site_id": texts(f"s-{code}-{number:06d}" for number in range(count)),
        "site_code": codes,
        "operator": owners,
        "aliases": objects(
            [one, f"{name}-{code}-{number:05d}"]
            for number, (one, name) in enumerate(zip(codes.tolist(), owners.tolist(), strict=True))
        ),
        "lon": spots[:, 0],
        "lat": spots[:, 1],
        "accuracy_m": rng.choice((3.0, 10.0, 30.0), count, p=(0.3, 0.6, 0.1)),
        "networks": objects(networks),
        "counts": np.ones(count, dtype=bool),
        "in_question": np.zeros(count, dtype=bool),
        "asked_with": objects([] for _ in range(count)),
        "state": chosen_of(rng, ("in_service", "suspended", "under_construction"), count, (0.96, 0.02, 0.02)),
        "mast_class": np.where(roof, np.where(heights <= 3, "A1a", "A1b"), "A2a").astype(object),
        "form": np.where(roof, "roof_pole", np.where(known < 0.5, "guyed", "lattice")).astype(object),
        "support": np.where(roof, "roof", "ground").astype(object),
        "mast_height_m": heights,
        "building_height_m": np.where(roof, rng.integers(6, 30, count), np.nan),
        "designed_operators": np.where(known < 0.6, rng.integers(1, 4, count), np.nan),
        "robust": objects(None if one > 0.5 else one < 0.1 for one in known.tolist()),
        "owner": owners,
        "commune_code": commune,
        "built_on": built,
        "built_year_only": rng.random(count) < 0.1,
        "listed_by": owners,
        "listed_on": np.full(count, np.datetime64(day - dt.timedelta(days=20), "D")),
        "permit": texts(
            f"{number}/GPXD" if one < 0.35 else "không có" if one < 0.4 else ""
            for number, one in enumerate(known.tolist())
        ),
        "urban": objects(None if one > 0.9 else one < 0.45 for one in rng.random(count).tolist()),
        "urban_then": rng.random(count) < 0.8,
        "inspected_on": np.where(
            rng.random(count) < 0.5, built + rng.integers(100, 2_000, count).astype("timedelta64[D]"),
            np.datetime64("NaT", "D"),
        ),
        "inspection_result": chosen_of(
            rng, ("passed", "conditions", "failed", ""), count, (0.5, 0.1, 0.02, 0.38)
        ),
        "approved": np.zeros(count, dtype=bool),
        "design_wind_ms": np.where(rng.random(count) < 0.15, rng.integers(38, 55, count), np.nan),
        "transmission_hub": objects(None if one > 0.7 else one < 0.04 for one in rng.random(count).tolist()),
        "generator": objects(None if one > 0.7 else one < 0.2 for one in rng.random(count).tolist()),
        "battery_hours": np.where(rng.random(count) < 0.5, rng.integers(2, 10, count), np.nan),
        "defects": chosen_of(
            rng, ("none", "minor", "serious", "urgent", ""), count, (0.4, 0.1, 0.03, 0.01, 0.46)
        ),
        "geometry": shapely.points(spots),
    }  # fmt: skip


def stations(sites: dict[str, Any], count: int, rng: np.random.Generator, day: dt.date) -> dict[str, Any]:
    """Return stations: one of every network on a mast, then further technologies, as many as asked."""
    carried = [(at, name) for at, names in enumerate(sites["networks"].tolist()) for name in names]
    every = [
        (at, name, technology) for technology in TECHNOLOGIES[1:] + TECHNOLOGIES[:1] for at, name in carried
    ]
    kept = sorted(every[: max(count, len(carried))])
    at = np.array([one for one, _, _ in kept], dtype=np.int64)
    n = len(kept)
    expires = np.datetime64(day, "D") + rng.integers(-400, 1_400, n).astype("timedelta64[D]")
    stated = rng.random(n)
    return {
        "station_id": texts(f"t-{sites['structure_id'][one]}-{name}-{kind}" for one, name, kind in kept),
        "structure_id": sites["structure_id"][at],
        "site_id": sites["site_id"][at],
        "site_code": sites["site_code"][at],
        "operator": texts(name for _, name, _ in kept),
        "technology": texts(kind for _, _, kind in kept),
        "emf_certificate": texts(
            f"KD{number:07d}" if one < 0.7 else "chưa" if one < 0.75 else ""
            for number, one in enumerate(stated.tolist())
        ),
        "emf_expires_on": np.where(stated < 0.7, expires, np.datetime64("NaT", "D")),
        "listed_on": np.full(n, np.datetime64(day - dt.timedelta(days=20), "D")),
        "geometry": sites["geometry"][at],
    }


def cables(land: Land, count: int, rng: np.random.Generator) -> dict[str, Any]:
    starts = spots_of(land, count, rng)
    ends = starts + rng.normal(0.0, 0.3 * KM, (count, 2))
    owner = chosen_of(rng, [name for name, _ in OPERATORS[:3]], count, (0.4, 0.35, 0.25))
    code = land.province.code
    route = np.arange(count) // 40
    return {
        "cable_route": texts(f"T{code}{one:05d}" for one in route.tolist()),
        "cable_code": texts(f"C{code}{number:06d}" for number in range(count)),
        "owner": owner,
        "operators": objects([name] for name in owner.tolist()),
        "mount": chosen_of(rng, ("pole", "duct", "buried"), count, (0.7, 0.2, 0.1)),
        "state": alike("in_use", count),
        "capacity": rng.choice((12, 24, 48, 96), count),
        "length_m": np.hypot(*(ends - starts).T) * 111_000.0,
        "geometry": shapely.linestrings(np.stack([starts, ends], axis=1)),
    }
