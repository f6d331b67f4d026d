"""The masts of a day laid out for a storm: where they stand, in which commune, and for which gust."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.wind import Place, looks_like_mean, zone_gusts
from registry.geo.crs import to_metric
from registry.law import law_in_force
from registry.model.areas import full_name
from registry.model.mast_rows import MastRows
from registry.model.standing_days import stands_on
from registry.model.storm.storms import Strength
from registry.storm.masts import StormMasts, empty_text

_ZONE_RULE = "WND-01"


def lay_out(
    rows: MastRows, strengths: Mapping[str, Strength], written: Mapping[str, str], context: Context
) -> StormMasts:
    """Lay out the structures that stand on the day: what is approved only is not there yet to fall.

    ``strengths`` are by structure, ``written`` is the commune as the list wrote it, by site.
    """
    stands = np.flatnonzero(stands_on(rows.states, rows.built_on, rows.dismantled_on, context.as_of))
    commune = _communes(rows, stands, context)
    ids = rows.structure_ids[stands]
    stated = [strengths.get(identity, _NOTHING) for identity in ids]
    design, source, doubted, least = _designs(
        stated, [written.get(site, "") for site in rows.site_ids[stands]], commune, context
    )
    built = rows.built_on[stands]
    return StormMasts(
        structure_ids=ids,
        site_ids=rows.site_ids[stands],
        codes=rows.codes[stands],
        lon=rows.lon[stands],
        lat=rows.lat[stands],
        commune=commune,
        communes=tuple((unit.code, full_name(unit)) for unit in context.units.communes),
        owners=rows.owners[stands],
        networks=rows.networks[stands],
        operators=tuple(operator.code for operator in context.operators),
        forms=rows.forms[stands],
        built_year=np.where(np.isnat(built), np.nan, built.astype("datetime64[Y]").astype(float) + 1970),
        robust=np.array([-1 if item.robust is None else int(item.robust) for item in stated], dtype=np.int8),
        design_ms=design,
        design_source=source,
        design_doubted=doubted,
        least_design_ms=least,
    )


_NOTHING = Strength(None, None)


def _communes(rows: MastRows, stands: Any, context: Context) -> Any:
    """Return the row of each mast's commune: the one that holds it, else the one on record, else -1."""
    units = context.units
    found = np.full(len(stands), -1, dtype=np.int64)
    if not len(stands):
        return found
    if len(units.geometries):
        x, y = to_metric(rows.lon[stands], rows.lat[stands], context.metric_epsg)
        points, communes = units.tree.query(shapely.points(x, y), predicate="intersects")
        found[points[::-1]] = communes[::-1]  # on a shared border, the first
    by_code = {unit.code: row for row, unit in enumerate(units.communes)}
    outside = np.flatnonzero(found < 0)
    found[outside] = [by_code.get(code, -1) for code in rows.commune_codes[stands[outside]]]
    return found


def _designs(
    stated: Sequence[Strength], written: Sequence[str], commune: Any, context: Context
) -> tuple[Any, Any, Any, float]:
    """Return design gusts, where each is from, which stated ones are doubted, and the lowest of the table.

    A mast's own design wind is taken for the 3 s gust that the register asks for, unless it equals a mean of
    the table; then, and where none is stated, the gust of the wind zone counts.
    """
    design, source = np.full(len(stated), np.nan), empty_text(len(stated))
    doubted = np.zeros(len(stated), dtype=bool)
    numbers, own = context.office_numbers, context.own_law
    rule = law_in_force(context.province, context.as_of, office=numbers, own=own).get(_ZONE_RULE)
    least = float("nan")
    if rule is not None and rule.gap:
        rule = None  # a table that nobody has read for this place or day gives no gust
    if rule is not None:
        least = rule.threshold("gust_zone_2_ms").value or float("nan")
        places = [Place(name, "", int(row)) for name, row in zip(written, commune, strict=True)]
        for row, zone in enumerate(zone_gusts(places, context, rule)):
            if zone is not None:
                design[row], source[row] = zone.gust_ms, "zone" if zone.sure else "zone-unsure"
    for row, item in enumerate(stated):
        if item.design_wind_ms is None:
            continue
        if rule is not None and looks_like_mean(item.design_wind_ms, rule):
            doubted[row] = True
        else:
            design[row], source[row] = item.design_wind_ms, "mast"
    return design, source, doubted, least
