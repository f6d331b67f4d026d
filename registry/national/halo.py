"""What stands across a province's border, as far as any check looks: masts, proposals and zones.

How far is asked of the checks (``Check.reach``) under the law of the province whose rows are judged. A mast
of another province says so by its code: "LSN00012 (tỉnh Lạng Sơn)". Whatever is measured is measured in the
plane of the row's own province.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.airspace.aerodromes import AERODROME_CHECKS
from registry.checks.airspace.air_defence import AIR_DEFENCE_CHECKS
from registry.checks.airspace.heights import AIRSPACE_CHECKS
from registry.checks.context import Context, Masts, OpenProposals, ZoneSet
from registry.checks.corridors.protected import CORRIDOR_CHECKS
from registry.checks.on_day.contexts import mast_columns, small_limit_m, to_metric_shapes
from registry.checks.on_day.open_rows import OpenRows
from registry.checks.registered import CHECKS
from registry.geo.crs import to_metric
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.lake.reading import Box, Lake
from registry.law import Law
from registry.model.areas import Layer, Zone
from registry.model.mast_rows import Bools, Floats, Ints, MastRows, Objects
from registry.model.sites import SAME_MAST_M, Operator
from registry.model.standing_days import counted_on
from registry.national.arrays import Columns
from registry.national.held import mast_rows, zones_of
from registry.national.proposals import PROPOSAL_COLUMNS, open_rows_of

PLANE_SLACK = 1.01  # how much wider the plane is searched than the ellipsoid asks, as the spacing does
_DEGREE_M = 110_500.0  # the shortest degree of latitude in the country
_CROSSING = (*AIRSPACE_CHECKS, *AERODROME_CHECKS, *AIR_DEFENCE_CHECKS, *CORRIDOR_CHECKS)
CROSSING = frozenset(layer for check in _CROSSING for layer in check.layers) - {Layer.URBAN_AREA}
"""The layers whose zones matter beyond the border of whoever entered them: air space, corridors, defence."""
ZONES_M = 500.0
"""So far from a zone the checks may still ask about it, beyond every distance that its rules name: the widest
corridor that a zone states itself, and a mast that falls."""
_COARSE_M = 5_000.0  # so far beyond its boxes a province is opened, to see how far off its masts may be


def reach_m(law: Law) -> float:
    """Return how far the checks look for masts and proposals under a law; 0 where it knows no distance."""
    rules = [(check, law.get(check.code)) for check in CHECKS]
    return max((check.reach_m(rule) for check, rule in rules if rule is not None), default=0.0)


def zone_reach_m(law: Law) -> dict[Layer, float]:
    """Return how far from a zone of each layer that crosses borders the checks may still ask about it.

    The longest distance in metres that the rules of the layer name under a law (3,000 m around an aid of air
    navigation), and ``ZONES_M`` besides.
    """
    found = dict.fromkeys(CROSSING, ZONES_M)
    for check in _CROSSING:
        rule = law.get(check.code)
        named = () if rule is None else rule.thresholds.values()
        longest = max((one.value for one in named if one.unit == "m" and one.value is not None), default=0.0)
        for layer in CROSSING.intersection(check.layers):
            found[layer] = max(found[layer], ZONES_M + longest)
    return found


@dataclass(frozen=True)
class Across:
    """What lies in other provinces near a province, m masts in its plane, and the provinces looked at.

    ``of`` is the province of each mast; ``open_of`` that of each proposal.
    """

    operators: tuple[Operator, ...]
    masts: Masts
    of: Objects
    open_proposals: OpenProposals
    open_of: Objects
    zones: tuple[Zone, ...]
    zone_shapes: Any
    provinces: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.masts) + len(self.open_proposals) + len(self.zones)


class Near(NamedTuple):
    """Which rows have something of another province within reach, and of which provinces (codes, by row)."""

    rows: Bools
    provinces: list[tuple[str, ...]]


def across(
    lake: Lake, others: Iterable[Manifest], context: Context, box: Box | None, zones_box: Box | None
) -> Across:
    """Read what stands in boxes of degrees in other provinces: masts and proposals, and zones; None: nothing.

    A mast there that may be off by some metres is read as far outside of its box.
    """
    boxes = [widened(one, _COARSE_M) for one in (box, zones_box) if one is not None]
    near = [item for item in others if any(_may_meet(item, one) for one in boxes)]
    operators = list(context.operators)
    parts, opened, zones = [], [], []
    for item in near:
        if zones_box is not None:
            zones += [zone for zone in zones_of(lake, item, zones_box) if zone.layer in CROSSING]
        if box is None:
            continue
        listed = Columns(lake.table(item, LakeLayer.OPERATOR_LISTS), by=("ordinal",))
        known = {one.code for one in operators}
        operators += [
            Operator(code, name, awaited=False)
            for code, name in zip(listed.texts("operator"), listed.texts("name"), strict=True)
            if code not in known
        ]
        place = place_of(item)
        wide = widened(box, _coarsest_m(lake, item))
        sites = Columns(lake.table(item, LakeLayer.SITES, bbox=wide), by=("site_code", "structure_id"))
        parts.append((item.province, place, sites))
        rows = Columns(
            lake.table(item, LakeLayer.PROPOSALS, PROPOSAL_COLUMNS, wide), by=("number", "row", "id")
        )
        opened.append((item.province, place, rows))
    every = replace(context, operators=tuple(operators))
    masts, of = _masts(parts, every, context.as_of)
    proposals, open_of = _proposals(opened, every)
    kept = _other_zones(zones, context)
    return Across(
        tuple(operators), masts, of, proposals, open_of, kept,
        to_metric_shapes([zone.geometry for zone in kept], context.metric_epsg),
        tuple(item.province for item in near),
    )  # fmt: skip


def with_across(context: Context, found: Across) -> Context:
    """Return a context that knows what stands across the border, too; its own masts and zones come first."""
    mine, theirs = context.masts, found.masts
    names = [name for name in mine.__dataclass_fields__ if name not in ("aliases", "twins")]
    columns = {
        name: np.concatenate([getattr(mine, name), getattr(theirs, name)])
        for name in names
        if getattr(mine, name) is not None
    }
    shift = len(mine)
    twins = {
        **mine.twins,
        **{row + shift: tuple(other + shift for other in others) for row, others in theirs.twins.items()},
    }
    _ask_whether_one(mine, theirs, columns["in_question"], twins)
    aliases = {code: row + shift for code, row in theirs.aliases.items()} | dict(mine.aliases.items())
    zones = dict(context.zones)
    for layer in sorted({zone.layer for zone in found.zones}):
        held = context.layer(layer)
        chosen = [at for at, zone in enumerate(found.zones) if zone.layer is layer]
        zones[layer] = ZoneSet(
            (*held.zones, *(found.zones[at] for at in chosen)),
            np.concatenate([held.geometries, found.zone_shapes[chosen]]),
            held.coverage,
        )
    return replace(
        context,
        operators=found.operators,
        masts=Masts(**columns, twins=twins, aliases=aliases),
        zones=zones,
    )


def _ask_whether_one(
    mine: Masts, theirs: Masts, in_question: Bools, twins: dict[int, tuple[int, ...]]
) -> None:
    """Put in question what stands at one place in both registers: a mast is no neighbour of itself.

    Nobody asks *same mast?* across a border, so it is asked here of theirs, as near as each register asks it
    of its own masts; ours keeps what its register knows of it.
    """
    at, own = mine.tree.query(theirs.points, predicate="dwithin", distance=SAME_MAST_M)
    for row, other in zip((at + len(mine)).tolist(), own.tolist(), strict=True):
        if in_question[row] and row not in twins:
            continue  # one of those that it may be the same as does not count: it stays unknown
        in_question[row] = True
        twins[row] = (*twins.get(row, ()), other)


def with_open(context: Context, found: Across) -> Context:
    """Return a context whose open proposals are joined by those across the border."""
    if not len(found.open_proposals):
        return context
    mine, theirs = context.open_proposals, found.open_proposals
    joined = {
        name: np.concatenate([getattr(mine, name), getattr(theirs, name)])
        for name in mine.__dataclass_fields__
    }
    return replace(context, open_proposals=OpenProposals(**joined))


class Spots(NamedTuple):
    """Where rows are: EPSG:4326 degrees (nan: not known) and how far off they may be in metres."""

    lon: Floats
    lat: Floats
    accuracy_m: Floats


def near_of(found: Across, spots: Spots, metres: float, epsg: int, *, zones_m: Mapping[Layer, float]) -> Near:
    """Return which rows have something across the border within reach; of zones, ``zones_m`` by their layer.

    A position may be off by its accuracy and so may what is there: both are added.
    """
    lon, lat, accuracy_m = spots
    rows = np.zeros(len(lon), dtype=bool)
    names: list[set[str]] = [set() for _ in range(len(lon))]
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    if not len(known) or not len(found):
        return Near(rows, [()] * len(lon))
    points: Any = np.asarray(shapely.points(*to_metric(lon[known], lat[known], epsg)), dtype=object)
    own = np.nan_to_num(accuracy_m[known])
    masts, open_ = found.masts, found.open_proposals
    places = [(masts.points, masts.accuracy_m, found.of)]
    if len(open_):
        there = np.asarray(shapely.points(*to_metric(open_.lon, open_.lat, epsg)), dtype=object)
        places.append((there, open_.accuracy_m, found.open_of))
    for there, accuracy, of in places:
        if not len(there):
            continue
        most = float(np.nanmax(accuracy, initial=0.0))
        reach = (metres + own + most) * PLANE_SLACK
        at, item = shapely.STRtree(there).query(points, predicate="dwithin", distance=reach)
        limit = (metres + own[at] + np.nan_to_num(accuracy[item])) * PLANE_SLACK
        kept = shapely.distance(points[at], there[item]) <= limit
        for row, province in zip(known[at[kept]].tolist(), of[item[kept]].tolist(), strict=True):
            rows[row] = True
            names[row].add(province)
    if len(found.zone_shapes):
        off = np.nan_to_num(np.array([zone.error_m for zone in found.zones], dtype=float))
        least = np.maximum(metres, [zones_m[zone.layer] for zone in found.zones])
        reach = (least.max() + own + off.max()) * PLANE_SLACK
        at, zone = shapely.STRtree(found.zone_shapes).query(points, predicate="dwithin", distance=reach)
        limit = (least[zone] + own[at] + off[zone]) * PLANE_SLACK
        rows[known[at[shapely.distance(points[at], found.zone_shapes[zone]) <= limit]]] = True
    return Near(rows, [tuple(sorted(item)) for item in names])


def widened(box: Box, metres: float) -> Box:
    """Return a box of degrees that reaches ``metres`` farther on every side."""
    west, south, east, north = box
    up = metres * PLANE_SLACK / _DEGREE_M
    aside = up / max(float(np.cos(np.radians(max(abs(south), abs(north)) + up))), 0.1)
    return west - aside, south - up, east + aside, north + up


def place_of(manifest: Manifest) -> str:
    """Return a province's name as it stands inside a sentence."""
    name = manifest.province_name
    return name[:1].lower() + name[1:] if name else f"tỉnh {manifest.province}"


def _coarsest_m(lake: Lake, manifest: Manifest) -> float:
    """Return how far off the coarsest position of a province's masts and proposals may be."""
    layers = (LakeLayer.SITES, LakeLayer.PROPOSALS)
    each = [Columns(lake.table(manifest, layer, ("accuracy_m",))).numbers("accuracy_m") for layer in layers]
    return max(float(np.nanmax(accuracy, initial=0.0)) for accuracy in each)


def _may_meet(manifest: Manifest, box: Box) -> bool:
    """Return whether any layer of a province comes near a box."""
    west, south, east, north = box
    boxes = [item.bbox for item in manifest.files if item.bbox is not None]
    return any(one[0] <= east and one[2] >= west and one[1] <= north and one[3] >= south for one in boxes)


@dataclass
class _Place:
    """The masts of a province as ``mast_columns`` asks for them."""

    masts: MastRows
    mast_xy: tuple[Floats, Floats]


def _masts(
    parts: Sequence[tuple[str, str, Columns]], context: Context, day: dt.date
) -> tuple[Masts, Objects]:
    small_m = small_limit_m(context.own_law, context.province, day)  # by the law of the rows judged
    columns: list[dict[str, Any]] = []
    of: list[str] = []
    aliases: dict[str, int] = {}
    twins: dict[int, tuple[int, ...]] = {}
    count = 0
    for province, place, sites in parts:
        rows = mast_rows(sites, context.operators)
        counts = counted_on(rows.states, rows.built_on, rows.dismantled_on, day)
        kept: Ints = np.flatnonzero(counts)
        if not len(kept):
            continue
        xy = to_metric(rows.lon, rows.lat, context.metric_epsg)
        own = mast_columns(_Place(rows, xy), kept, small_m)
        own["codes"] = _named(own["codes"], place)
        row_of = np.full(len(rows), -1, dtype=np.int64)
        row_of[kept] = np.arange(count, count + len(kept))
        for code, row in rows.aliases.items():
            if row_of[row] >= 0:
                aliases.setdefault(_code_of(code, place), int(row_of[row]))
        for row, others in rows.asked_with.items():
            there = tuple(int(row_of[other]) if other >= 0 else -1 for other in others)
            if row_of[row] >= 0 and there and min(there) >= 0:
                twins[int(row_of[row])] = there
        columns.append(own)
        of += [province] * len(kept)
        count += len(kept)
    if not columns:
        return _no_masts(), np.empty(0, dtype=object)
    joined = {name: np.concatenate([part[name] for part in columns]) for name in columns[0]}
    return Masts(**joined, twins=twins, aliases=aliases), np.array(of, dtype=object)


def _no_masts() -> Masts:
    numbers, words = np.empty(0), np.empty(0, dtype=object)
    truths, masks = np.empty(0, dtype=bool), np.empty(0, dtype=np.int64)
    return Masts(
        codes=words, lon=numbers, lat=numbers, x=numbers, y=numbers, accuracy_m=numbers, networks=masks,
        approved_only=truths, small=truths, in_question=truths, top_agl_m=numbers, mast_classes=words,
        owners=words, mast_height_m=numbers, designed_operators=numbers, load_used_pct=numbers, robust=truths,
    )  # fmt: skip


def _proposals(parts: Sequence[tuple[str, str, Columns]], context: Context) -> tuple[OpenProposals, Objects]:
    found, of = [], []
    for province, place, rows in parts:
        named = [
            row
            | {
                "number": f"{row['number']} ({place})",
                "site_code": f"{row['site_code']} ({place})" if row["site_code"] else "",
            }
            for row in open_rows_of(rows)
        ]
        own = OpenRows(named).proposals(context)
        found.append(own)
        of += [province] * len(own)
    if not found:
        return OpenProposals(), np.empty(0, dtype=object)
    joined = {
        name: np.concatenate([getattr(part, name) for part in found])
        for name in OpenProposals.__dataclass_fields__
    }
    return OpenProposals(**joined), np.array(of, dtype=object)


def _other_zones(zones: Sequence[Zone], context: Context) -> tuple[Zone, ...]:
    """Return the zones in force that the province has not entered itself, in a fixed order.

    One of the same name and decision may be the other province's part of it: only the same shape is the same.
    """
    known = {(zone.layer, zone.geometry.wkb) for found in context.zones.values() for zone in found.zones}
    day = context.as_of
    kept = [
        zone
        for zone in zones
        if (zone.layer, zone.geometry.wkb) not in known
        and zone.valid_from <= day
        and (zone.valid_to is None or day <= zone.valid_to)
    ]
    return tuple(sorted(kept, key=lambda zone: (zone.layer, zone.id, zone.name, zone.decision)))


def _named(codes: Objects, place: str) -> Objects:
    found = np.empty(len(codes), dtype=object)
    found[:] = [_code_of(code, place) for code in codes.tolist()]
    return found


def _code_of(code: str, place: str) -> str:
    """Return how a mast of another province is called: its bare code may be another mast's here, and a row
    that bears it is not that mast, nor takes it down."""
    return f"{code} ({place})"
