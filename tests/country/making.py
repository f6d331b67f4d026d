"""A country written into a lake."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from registry.lake.columns import MARK_COLUMN, lake_layers
from registry.lake.geoparquet import packed
from registry.lake.layout import LakeLayer
from registry.lake.manifest import OFFICE, Manifest, OfficePart
from registry.lake.tables import lake_table
from registry.lake.writing import write_day
from registry.provinces import provinces
from tests.country.asked import proposals, regulations
from tests.country.built import OF_STRUCTURE, cables, sites, stations
from tests.country.known import coverages, operator_lists, plans, units, zones
from tests.country.lands import WEIGHTS, Land, alike, lands_of

DAY = dt.date(2026, 11, 29)


MARK = "DỮ LIỆU MINH HỌA"


@dataclass(frozen=True)
class Size:
    """How much of each there is in the whole country."""

    masts: int = 200_000
    stations: int = 400_000
    proposals: int = 200_000
    cables: int = 1_000_000


WHOLE = Size()


SMALL = Size(masts=2_000, stations=4_000, proposals=1_200, cables=600)


NEAR_THREE = ("20", "22", "24")
"""Three provinces that border each other: the country of the tests."""


def make_country(
    lake: Path,
    size: Size = WHOLE,
    codes: Sequence[str] = (),
    *,
    day: dt.date = DAY,
    seed: int = 7,
    progress: Callable[[str], None] = lambda _text: None,
    last: Callable[[str, dict[LakeLayer, dict[str, Any]]], None] = lambda _code, _layers: None,
) -> None:
    """Write a country into a lake; ``codes`` are its provinces (none: all).

    ``last`` may change the values of a province's layers before they are written.
    """
    chosen = [provinces()[code] for code in codes or sorted(provinces())]
    lands = lands_of(chosen, seed)
    weights = np.array([WEIGHTS[one.code] for one in chosen])
    for land, share in zip(lands, weights / weights.sum(), strict=True):
        make_province(lake, land, size, float(share), day=day, seed=seed, last=last)
        progress(f"{land.province.code} {land.province.name}")


def make_province(
    lake: Path,
    land: Land,
    size: Size,
    share: float,
    *,
    day: dt.date,
    seed: int,
    last: Callable[[str, dict[LakeLayer, dict[str, Any]]], None],
) -> None:
    """Write one province with its share of the country."""
    code = land.province.code
    rng = np.random.default_rng([seed, int(code)])
    count = {name: max(1, round(getattr(size, name) * share)) for name in Size.__dataclass_fields__}
    masts = sites(land, count["masts"], rng, day)
    layers: dict[LakeLayer, dict[str, Any]] = {
        LakeLayer.SITES: masts,
        LakeLayer.STRUCTURES: {name: masts[name] for name in OF_STRUCTURE},
        LakeLayer.STATIONS: stations(masts, count["stations"], rng, day),
        LakeLayer.PROPOSALS: proposals(land, count["proposals"], rng, day),
        LakeLayer.ZONES: zones(land),
        LakeLayer.COVERAGES: coverages(),
        LakeLayer.PLANS: plans(),
        LakeLayer.UNITS: units(land),
        LakeLayer.OPERATOR_LISTS: operator_lists(day),
        LakeLayer.CABLES: cables(land, count["cables"], rng),
        LakeLayer.OUTAGES: {"event": []},
    }
    last(code, layers)
    about = Manifest(
        province=code,
        province_name=land.province.full_vi[:1].upper() + land.province.full_vi[1:],
        day=day,
        disclosure=OFFICE,
        ledger_entries=count["masts"],
        ledger_head=f"{seed:02d}{code}" * 16,
        law="",
        metric_epsg=land.province.metric_plane,
        illustrative=True,
        files=(),
        office=OfficePart(regulations=regulations(land.province)),
    )
    write_day(lake, about, ((layer, packed(_table(layer, values))) for layer, values in layers.items()))


def _table(layer: LakeLayer, values: dict[str, Any]) -> Any:
    """Return a layer's table; what the country does not say is null."""
    facts = lake_layers()[layer]
    held = dict(values)
    shapes = held.pop("geometry", None)
    count = len(next(iter(held.values()), ()))
    whole = {item.name: held.get(item.name, alike(None, count)) for item in facts.columns}
    return lake_table(
        facts, (*facts.columns, MARK_COLUMN), whole | {MARK_COLUMN.name: alike(MARK, count)}, shapes
    )
