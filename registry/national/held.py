"""What a lake holds of one province, as contexts, compliance and storms are made from it.

The same arrays in the same order as a register gives them, so that the same code answers to the letter the
same.
"""

import datetime as dt
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from registry.checks.days_worked import DaysWorked
from registry.checks.on_day.contexts import to_metric_shapes
from registry.checks.on_day.units import UnitsOfAllDays
from registry.geo.crs import to_metric
from registry.lake.layout import LakeLayer
from registry.lake.manifest import Manifest
from registry.lake.reading import Box, Lake
from registry.law import NO_OWN_LAW, OwnLaw
from registry.model.areas import AdminLevel, AdminUnit, Layer, LayerCoverage, OperatorList, Zone
from registry.model.code_rows import CodeRows
from registry.model.mast_rows import Floats, Ints, MastRows
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.sites import Operator
from registry.model.terrain import Terrain
from registry.model.working_days import WorkingDays
from registry.national.arrays import Columns
from registry.regulations.composing import law_of
from registry.regulations.written import published_from_json

_BITS = 63


@dataclass
class Held:
    """A day of a province in a lake: what ``registry.checks.on_day.contexts.KnownOfAllDays`` asks for.

    ``sites`` are the columns of the masts, in the order of ``masts``.
    """

    manifest: Manifest
    sites: Columns
    operators: tuple[Operator, ...]
    masts: MastRows
    mast_xy: tuple[Floats, Floats]
    zones: list[Zone]
    zone_shapes: Any
    coverages: list[LayerCoverage]
    coverage_shapes: Any
    units: UnitsOfAllDays
    lists: dict[str, OperatorList]
    versions: list[PlanVersion]
    positions: list[PlannedPosition]
    office_numbers: dict[str, float]
    illustrative: bool
    calendar: DaysWorked
    own_law: OwnLaw = NO_OWN_LAW
    terrain: Terrain | None = None
    mask_secret: bytes = field(default=b"", repr=False)

    @property
    def province(self) -> str:
        """The GSO code of the province."""
        return self.manifest.province

    @property
    def epsg(self) -> int:
        """The plane in which the province measures."""
        return self.manifest.metric_epsg


def read_held(lake: Lake, manifest: Manifest) -> Held:
    """Read all but proposals, stations and cables of a province's day. Refused as ``Lake.table`` refuses."""
    sites = Columns(lake.table(manifest, LakeLayer.SITES), by=("site_code", "structure_id"))
    listed = Columns(lake.table(manifest, LakeLayer.OPERATOR_LISTS), by=("ordinal",))
    operators = tuple(_operators(listed))
    masts = mast_rows(sites, operators)
    epsg = manifest.metric_epsg
    zones = sorted(zones_of(lake, manifest), key=lambda zone: (zone.layer, zone.id))
    coverages = list(_coverages(Columns(lake.table(manifest, LakeLayer.COVERAGES))))
    coverages.sort(key=lambda item: (item.layer, item.decision, item.valid_from))
    units = list(_units(Columns(lake.table(manifest, LakeLayer.UNITS))))
    versions, positions = _plans(Columns(lake.table(manifest, LakeLayer.PLANS)))
    office = manifest.office
    return Held(
        manifest=manifest,
        sites=sites,
        operators=operators,
        masts=masts,
        mast_xy=to_metric(masts.lon, masts.lat, epsg) if len(masts) else (np.empty(0), np.empty(0)),
        zones=zones,
        zone_shapes=to_metric_shapes([zone.geometry for zone in zones], epsg),
        coverages=coverages,
        coverage_shapes=to_metric_shapes([item.geometry for item in coverages], epsg),
        units=UnitsOfAllDays(sorted(units, key=lambda unit: (unit.level, unit.id)), epsg),
        lists=_lists(listed),
        versions=versions,
        positions=positions,
        office_numbers={} if office is None else dict(office.numbers),
        illustrative=manifest.illustrative,
        calendar=WorkingDays() if office is None else _calendar(office.worked, office.rest),
        own_law=NO_OWN_LAW if office is None else law_of(published_from_json(office.regulations)),
    )


def mast_rows(sites: Columns, operators: tuple[Operator, ...]) -> MastRows:
    """Return the masts of a table of ``sites``; ``operators`` give the bits of the networks."""
    structures = sites.texts("structure_id")
    named, alias_rows = sites.lists("aliases")
    asked, asked_rows = sites.lists("asked_with")
    row_of = {key: row for row, key in enumerate(structures.tolist())}
    asked_with: dict[int, tuple[int, ...]] = {}
    for row, key in zip(asked_rows.tolist(), asked.tolist(), strict=True):
        asked_with[row] = (*asked_with.get(row, ()), row_of.get(key, -1))
    site_ids = sites.texts("site_id")
    first_rows = dict(zip(site_ids[::-1].tolist(), range(len(site_ids) - 1, -1, -1), strict=True))
    return MastRows(
        structure_ids=structures,
        site_ids=site_ids,
        codes=sites.texts("site_code"),
        lon=sites.numbers("lon"),
        lat=sites.numbers("lat"),
        accuracy_m=sites.numbers("accuracy_m"),
        commune_codes=sites.texts("commune_code"),
        addresses=sites.texts("address"),
        mast_classes=sites.texts("mast_class"),
        old_classes=sites.texts("old_class"),
        forms=sites.texts("form"),
        supports=sites.texts("support"),
        mast_height_m=sites.numbers("mast_height_m"),
        top_agl_m=sites.numbers("top_agl_m"),
        designed_operators=sites.numbers("designed_operators"),
        load_used_pct=sites.numbers("load_used_pct"),
        robust=sites.truths("robust"),
        owners=sites.texts("owner"),
        states=sites.texts("state"),
        built_on=sites.days("built_on"),
        built_year_only=sites.truths("built_year_only"),
        dismantled_on=sites.days("dismantled_on"),
        networks=networks_of(sites, operators),
        in_question=sites.truths("in_question"),
        asked_with=asked_with,
        aliases=CodeRows(dict(zip(named.tolist(), alias_rows.tolist(), strict=True))),
        alias_of=CodeRows({}),
        first_rows=CodeRows(first_rows),
    )


def networks_of(rows: Columns, operators: tuple[Operator, ...]) -> Ints:
    """Return the networks of rows as bit masks over ``operators``; one that is not among them has no bit."""
    bits = {item.code: 1 << bit for bit, item in enumerate(operators[:_BITS])}
    codes, row = rows.lists("networks")
    masks = np.zeros(len(rows), dtype=np.int64)
    np.bitwise_or.at(masks, row, np.array([bits.get(code, 0) for code in codes.tolist()], dtype=np.int64))
    return masks


def zones_of(lake: Lake, manifest: Manifest, box: Box | None = None) -> Iterator[Zone]:
    """Yield the zones of all days, of those that come near a box where one is given."""
    rows = Columns(lake.table(manifest, LakeLayer.ZONES, bbox=box))
    names = ("zone_id", "name", "decision", "article")
    ids, *told = (rows.texts(name).tolist() for name in names)
    columns = zip(
        ids, rows.texts("zone_layer").tolist(), *told, rows.plain("valid_from"), rows.plain("valid_to"),
        rows.shapes(), rows.plain("allowed_classes"), rows.plain("max_height_m"),
        rows.truths("height_unlimited").tolist(), rows.numbers("error_m").tolist(), rows.plain("attributes"),
        strict=True,
    )  # fmt: skip
    for key, layer, name, decision, article, first, last, shape, allowed, most, free, error, other in columns:
        yield Zone(
            id=key,
            layer=Layer(layer),
            name=name,
            decision=decision,
            article=article,
            valid_from=first,
            valid_to=last,
            geometry=shape,
            allowed_classes=None if allowed is None else frozenset(allowed),
            max_height_m=math.inf if free else most,
            error_m=error,
            attributes=None if other is None else json.loads(other),
        )


def _coverages(rows: Columns) -> Iterator[LayerCoverage]:
    columns = zip(
        rows.texts("zone_layer").tolist(), rows.texts("decision").tolist(), rows.plain("valid_from"),
        rows.plain("valid_to"), rows.shapes(), strict=True,
    )  # fmt: skip
    for layer, decision, first, last, shape in columns:
        yield LayerCoverage(Layer(layer), decision, first, last, shape)


def _units(rows: Columns) -> Iterator[AdminUnit]:
    told = [rows.texts(name).tolist() for name in ("unit_id", "code", "level", "name", "kind", "parent")]
    columns = zip(
        *told, rows.plain("valid_from"), rows.plain("valid_to"), rows.plain("predecessors"), rows.shapes(),
        rows.numbers("boundary_error_m").tolist(), rows.texts("source").tolist(), strict=True,
    )  # fmt: skip
    for key, code, level, name, kind, parent, first, last, before, shape, error, source in columns:
        yield AdminUnit(
            key, code, AdminLevel(level), name, kind, parent, first, last, tuple(before or ()), shape, error,
            source,
        )  # fmt: skip


def _operators(rows: Columns) -> Iterator[Operator]:
    columns = zip(
        rows.texts("operator").tolist(), rows.texts("name").tolist(), rows.plain("old_names"),
        rows.truths("awaited").tolist(), rows.texts("colour").tolist(), strict=True,
    )  # fmt: skip
    for code, name, old, awaited, colour in columns:
        yield Operator(code, name, tuple(old or ()), awaited, colour)


def _lists(rows: Columns) -> dict[str, OperatorList]:
    columns = zip(
        rows.texts("operator").tolist(), rows.plain("list_date"), rows.texts("list_batch"), strict=True
    )
    return {
        code: OperatorList(code, day, complete=True, batch=batch)
        for code, day, batch in columns
        if day is not None
    }


def _plans(rows: Columns) -> tuple[list[PlanVersion], list[PlannedPosition]]:
    versions: dict[str, PlanVersion] = {}
    positions = []
    told = [
        rows.texts(name).tolist()
        for name in (
            "plan_version", "operator", "decision", "plan_code", "commune_code", "commune", "address",
            "mast_class",
        )
    ]  # fmt: skip
    columns = zip(
        *told, rows.plain("valid_from"), rows.plain("valid_to"), rows.plain("position_id"),
        rows.plain("lon"), rows.plain("lat"), rows.plain("accuracy_m"), rows.plain("max_height_m"),
        strict=True,
    )  # fmt: skip
    for (
        version, operator, decision, code, commune, written, address, mast_class, first, last, key, lon, lat,
        accuracy, most,
    ) in columns:  # fmt: skip
        versions.setdefault(version, PlanVersion(version, operator, decision, first, last))
        if key is not None:
            positions.append(
                PlannedPosition(
                    key,
                    version,
                    operator,
                    code,
                    lon,
                    lat,
                    accuracy,
                    commune,
                    written,
                    address,
                    mast_class,
                    most,
                )
            )
    return (
        sorted(versions.values(), key=lambda item: (item.operator, item.valid_from, item.id)),
        sorted(positions, key=lambda item: (item.plan_version, item.code, item.id)),
    )


def _calendar(worked: tuple[str, ...], rest: tuple[str, ...]) -> WorkingDays:
    work, off = (frozenset(map(dt.date.fromisoformat, days)) for days in (worked, rest))
    return WorkingDays(work=work, rest=off)
