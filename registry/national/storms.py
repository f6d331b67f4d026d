"""What a storm does to the masts of a province: wind, gust against design, and who is to act first.

The wind field needs no neighbour. No province's terrain is in a lake, so hills add nothing here; and the
lists are ordered by the weights of the house, one scale for the country, whatever an office has decided.
"""

from typing import Any

import numpy as np

from registry.model.storm.storms import StormTrack, Strength
from registry.national.appraising import Part
from registry.national.prepared import Prepared
from registry.national.results import file_of
from registry.storm.exposure import StormExposure, expose
from registry.storm.hurts_dark import HurtsDark
from registry.storm.laid_out import lay_out
from registry.storm.mast_facts import UNKNOWN, MastFacts
from registry.storm.masts import StormMasts
from registry.storm.may_fall import MayFall
from registry.storm.weights import day_of, weights_on

GUARDED = 20
"""So many masts of each list are named in the sums of a province."""
_DAYS_A_YEAR = 365.25


def storm_part(of: Prepared, track: StormTrack) -> Part:
    """Work out what the masts of a province meet from a track. Refused as ``expose`` refuses."""
    masts = storm_masts(of)
    felt = expose(track, masts)
    fall = MayFall(felt, mast_facts(of, masts), weights_on(day_of(track)))
    return exposure_part(of.held.province, fall, HurtsDark(fall))


def exposure_part(province: str, fall: MayFall, dark: HurtsDark) -> Part:
    """Return a line for each mast, in the order of their codes, and what is counted of them."""
    felt = fall.exposure
    masts, winds = felt.masts, felt.winds
    codes = np.array([*(code for code, _ in masts.communes), ""], dtype=object)
    times = np.array([*felt.vortices.at, np.datetime64("NaT")], dtype="datetime64[s]")
    columns: dict[str, Any] = {
        "province": _alike(province, len(masts)),
        "structure_id": masts.structure_ids,
        "site_code": masts.codes,
        "owner": masts.owners,
        "commune_code": codes[masts.commune],
        "gust_ms": winds.gust_ms,
        "wind_ms": winds.mean_ms,
        "gust_level": felt.gust_level,
        "wind_level": felt.mean_level,
        "design_gust_ms": masts.design_ms,
        "gust_of_design": felt.ratio,
        "onset_at": times[winds.onset],
        "peak_at": times[winds.peak],
        "end_at": times[winds.end],
        "nearest_m": winds.nearest_m,
        **_ranks(felt, fall, dark),
    }
    return Part({"masts": file_of(columns, (masts.lon, masts.lat))}, _counted(felt, fall, dark))


def storm_masts(of: Prepared) -> StormMasts:
    """Return the masts of a province that stand on the day, laid out for a storm."""
    held = of.held
    design, robust = held.sites.plain("design_wind_ms"), held.sites.plain("robust")
    strengths = {
        key: Strength(wind, firm)
        for key, wind, firm in zip(held.masts.structure_ids.tolist(), design, robust, strict=True)
        if wind is not None or firm is not None
    }
    written = dict(zip(held.masts.site_ids.tolist(), held.sites.texts("commune").tolist(), strict=True))
    return lay_out(held.masts, strengths, {site: text for site, text in written.items() if text}, of.context)


def mast_facts(of: Prepared, masts: StormMasts) -> MastFacts:
    """Return what the lake says of the masts' strength, power and service; what nobody says is not known."""
    held = of.held
    row_of = {key: row for row, key in enumerate(held.masts.structure_ids.tolist())}
    rows = np.array([row_of[key] for key in masts.structure_ids.tolist()], dtype=np.int64)
    sites = held.sites.where(rows)
    day = np.datetime64(of.context.as_of, "D")
    heights = sites.numbers("mast_height_m")
    flood = sites.signs("flood_prone").copy()
    flood[sites.signs("low_ground") == 1] = 1
    feeders = np.empty(len(rows), dtype=object)
    feeders[:] = [" ".join(text.split()) for text in sites.texts("power_feeder").tolist()]
    return MastFacts(
        height_m=np.where(np.isnan(heights), sites.numbers("top_agl_m"), heights),
        load_percent=sites.numbers("load_pct"),
        age_years=_days(day - sites.days("built_on")) / _DAYS_A_YEAR,
        defects=sites.texts("defects"),
        inspected_months=_days(day - sites.days("seen_inspected_on")) / (_DAYS_A_YEAR / 12),
        disused_building=sites.texts("disused_building"),
        owner_inactive=sites.texts("owner_inactive"),
        fall_circle=sites.texts("fall_circle"),
        hub=sites.signs("transmission_hub"),
        generator=sites.signs("generator"),
        battery_hours=sites.numbers("battery_hours"),
        flood_prone=np.where(flood < 0, UNKNOWN, flood).astype(np.int8),
        feeder=feeders,
        places=sites.numbers("critical_places"),
    )


def _ranks(felt: StormExposure, fall: MayFall, dark: HurtsDark) -> dict[str, Any]:
    """Return each mast's places in both lists (from 1; nan: the storm does not reach it) and its chances."""
    found: dict[str, Any] = {}
    for name, held in (("may_fall", fall), ("hurts_dark", dark)):
        rank = np.full(len(felt), np.nan)
        rank[held.rows[held.order]] = np.arange(1, len(held.order) + 1)
        chance = np.full(len(felt), np.nan)
        chance[held.rows] = held.chance
        found |= {f"{name}_rank": rank, f"{name}_chance": chance}
    flagged = np.zeros(len(felt), dtype=bool)
    flagged[fall.rows] = fall.flagged
    return found | {"flagged": flagged}


def _counted(felt: StormExposure, fall: MayFall, dark: HurtsDark) -> dict[str, Any]:
    masts, winds = felt.masts, felt.winds
    with np.errstate(invalid="ignore"):
        over = int((felt.ratio >= 1.0).sum())
    strongest = float(winds.gust_ms.max()) if len(masts) else 0.0
    reached = felt.reached
    communes = masts.commune[reached]
    return {
        "masts": len(masts),
        "reached": len(reached),
        "over_design": over,
        "design_not_known": int(np.isnan(masts.design_ms).sum()),
        "flagged": int(fall.flagged.sum()),
        "communes_reached": len(np.unique(communes[communes >= 0])),
        "strongest_gust_ms": round(strongest, 1),
        "strongest_level": int(felt.gust_level.max()) if len(masts) else 0,
        "guard": _first(masts, fall.rows[fall.order], fall.chance[fall.order]),
        "keep_on": _first(masts, dark.rows[dark.order], dark.chance[dark.order]),
    }


def _first(masts: StormMasts, rows: Any, chances: Any) -> list[dict[str, Any]]:
    return [
        {"site_code": str(masts.codes[row]), "owner": str(masts.owners[row]), "chance": round(chance, 4)}
        for row, chance in zip(rows[:GUARDED].tolist(), chances[:GUARDED].tolist(), strict=True)
    ]


def _days(span: Any) -> Any:
    found = span.astype("timedelta64[D]")
    return np.where(np.isnat(found), np.nan, found.astype(np.int64).astype(float))


def _alike(value: str, count: int) -> Any:
    found = np.empty(count, dtype=object)
    found[:] = value
    return found
