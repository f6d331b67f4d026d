"""The rows of requests, and the regulations of the provinces."""

import datetime as dt
import json
from typing import Any

import numpy as np
import shapely

from registry.lake.tables import objects
from registry.model.regulations import (
    Regulation,
    RegulationContent,
    RegulationHead,
    RegulationState,
    StatedMatter,
    StatedNumber,
)
from registry.provinces import Province
from registry.regulations.written import published_to_json
from tests.country.lands import (
    OPERATORS,
    Land,
    alike,
    commune_codes,
    spots_of,
    texts,
)

SILENT = ("12", "46", "62")
"""Provinces of whose regulation nothing was entered: spacing is a gap there."""


REQUEST_ROWS = 200


def proposals(land: Land, count: int, rng: np.random.Generator, day: dt.date) -> dict[str, Any]:
    code, spots = land.province.code, spots_of(land, count, rng)
    names = [name for name, _ in OPERATORS[:3]]
    request = np.arange(count) // REQUEST_ROWS
    row = np.arange(count) % REQUEST_ROWS
    operator = texts(names[one % 3] for one in request.tolist())
    heights = rng.integers(24, 46, count).astype(float)
    urban = rng.random(count)
    codes = texts(f"N{code}{number:05d}" for number in range(count))
    told = []
    for at in range(count):
        proposal = {
            "sheet": "DS", "row": int(row[at]) + 2, "site_code": codes[at], "operator": operator[at],
            "kind": "new", "mast_class": "A2a", "form": "lattice", "support": "ground",
            "mast_height_m": float(heights[at]), "designed_operators": 2, "shared_with": [],
            "position": {
                "lon": float(spots[at, 0]), "lat": float(spots[at, 1]), "raw": [], "reading": "decimal",
                "crs": "EPSG:4326", "accuracy_m": 10.0, "confidence": "stated",
            },
        }  # fmt: skip
        if urban[at] < 0.3:
            proposal["urban"] = bool(urban[at] < 0.2)
        told.append(json.dumps(proposal, ensure_ascii=False, sort_keys=True))
    return {
        "id": texts(f"r-{code}-{number:06d}" for number in range(count)),
        "request": texts(f"q-{code}-{one:04d}" for one in request.tolist()),
        "number": texts(f"{one + 1}/{day.year}" for one in request.tolist()),
        "request_kind": alike("annual_plan", count),
        "row": row,
        "sheet": alike("DS", count),
        "sheet_row": row + 2,
        "site_code": codes,
        "operator": operator,
        "kind": alike("new", count),
        "lon": spots[:, 0],
        "lat": spots[:, 1],
        "accuracy_m": np.full(count, 10.0),
        "commune_code": commune_codes(land, spots),
        "shared_with": objects([] for _ in range(count)),
        "proposal": objects(told),
        "geometry": shapely.points(spots),
    }


def regulations(province: Province) -> tuple[dict[str, Any], ...]:
    """Return an invented regulation, with its own distances; none where the province is silent."""
    if province.code in SILENT or province.code == "24":  # what 24 has is in the catalogue
        return ()
    more = int(province.code) % 4 * 10.0
    matters = {
        "spacing_other": _matter(
            {"urban_m": 100.0 + more, "outside_m": 220.0 + more}, {"small_masts": "exempt"}
        ),
        "spacing_same": _matter({"urban_m": 280.0 + more, "outside_m": 480.0 + more}, {}),
    }
    head = RegulationHead(
        name=f"QĐ 1{province.code}/2026/QĐ-UBND (minh họa)",
        title="Quy định minh họa",
        issued_by=province.committee_vi,
        signed_on=dt.date(2026, 1, 5),
        valid_from=dt.date(2026, 1, 15),
    )
    made = Regulation(
        id=f"reg-{province.code}", version=1, province=province.code, number=1, supersedes="",
        content=RegulationContent(head, matters), state=RegulationState.PUBLISHED,
        published_at="2026-01-10T08:00:00+07:00",
    )  # fmt: skip
    return tuple(published_to_json([made]))


def _matter(numbers: dict[str, float], choices: dict[str, str]) -> StatedMatter:
    stated = {name: StatedNumber(value, "Điều 5", verified=True) for name, value in numbers.items()}
    return StatedMatter("Điều 5", verified=True, numbers=stated, choices=choices)
