"""What is said of each part of a mast's rank in the two lists: its value, and the message that tells it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from registry.messages import Words
from registry.model.storm.factor_weights import RiskList
from registry.storm.exposure import StormExposure
from registry.storm.mast_facts import MastFacts
from registry.storm.scales import level_of
from registry.storm.weights import Weights

Said = tuple[Any, str, dict[str, Any]]


class Seen(NamedTuple):
    """What a part is told from: the winds and masts, their facts, the weights, and the row of the mast."""

    exposure: StormExposure
    facts: MastFacts
    weights: Weights
    row: int


_WORDS = {
    "guyed": Words("cột dây co", "guyed mast"),
    "lattice": Words("cột tự đứng", "self-supporting tower"),
    "monopole": Words("cột đơn thân", "monopole"),
    "roof_pole": Words("cột trên mái", "roof pole"),
    "disguised": Words("cột ngụy trang", "disguised mast"),
    "minor": Words("nhẹ", "minor"),
    "serious": Words("nặng", "serious"),
    "urgent": Words("nguy hiểm", "dangerous"),
    "no": Words("còn hoạt động", "active"),
    "yes": Words("đã ngừng hoạt động", "no longer active"),
    "suspended": Words("tạm ngừng", "suspended"),
}


def _word(value: str) -> Words:
    return _WORDS.get(value, Words(value, value))


def _wind(seen: Seen) -> Said:
    masts, gust = seen.exposure.masts, float(seen.exposure.winds.gust_ms[seen.row])
    design = float(masts.design_ms[seen.row])
    error = float(np.broadcast_to(seen.exposure.error, len(masts))[seen.row])
    params = {"gust": gust, "level": int(seen.exposure.gust_level[seen.row]), "error": error * 100}
    if np.isnan(design):
        least = masts.least_design_ms
        if np.isnan(least):
            return None, "RANK-WIND-ONLY", params
        return None, "RANK-WIND-UNKNOWN", {**params, "design": least, "percent": gust / least * 100}
    code = "RANK-WIND-MAST" if masts.design_source[seen.row] == "mast" else "RANK-WIND-ZONE"
    ratio = gust / design
    return ratio, code, {**params, "design": design, "percent": ratio * 100}


def _margin(seen: Seen) -> Said:
    value = seen.weights.fall("margin")
    return value, "RANK-MARGIN", {"percent": (value - 1.0) * 100}


def _number(code: str, field: str, name: str, unknown: str) -> Callable[[Seen], Said]:
    def told(seen: Seen) -> Said:
        value = float(getattr(seen.facts, field)[seen.row])
        return (None, unknown, {}) if np.isnan(value) else (value, code, {name: value})

    return told


def _text(code: str, field: str, unknown: str) -> Callable[[Seen], Said]:
    def told(seen: Seen) -> Said:
        value = str(getattr(seen.facts, field)[seen.row])
        return (value, code, {"what": _word(value)}) if value else (None, unknown, {})

    return told


def _sign(field: str, yes: str, no: str, unknown: str) -> Callable[[Seen], Said]:
    def told(seen: Seen) -> Said:
        said = int(getattr(seen.facts, field)[seen.row])
        return (None, unknown, {}) if said < 0 else (bool(said), yes if said else no, {})

    return told


def _defects(seen: Seen) -> Said:
    worst = str(seen.facts.defects[seen.row])
    if worst in ("", "none"):
        return worst or None, "RANK-NO-DEFECTS" if worst else "RANK-DEFECTS-UNKNOWN", {}
    return worst, "RANK-DEFECTS", {"what": _word(worst)}


def _form(seen: Seen) -> Said:
    form = str(seen.exposure.masts.forms[seen.row])
    return (form, "RANK-FORM", {"what": _word(form)}) if form else (None, "RANK-FORM-UNKNOWN", {})


def _disused(seen: Seen) -> Said:
    value = str(seen.facts.disused_building[seen.row])
    return value or None, {"yes": "RANK-DISUSED", "no": "RANK-USED"}.get(value, "RANK-DISUSED-UNKNOWN"), {}


def _robust(seen: Seen) -> Said:
    said = int(seen.exposure.masts.robust[seen.row])
    code = {1: "RANK-ROBUST", 0: "RANK-NOT-ROBUST"}.get(said, "RANK-ROBUST-UNKNOWN")
    return None if said < 0 else bool(said), code, {}


def _grid(seen: Seen) -> Said:
    gust, half = float(seen.exposure.winds.gust_ms[seen.row]), seen.weights.dark("grid_ms")
    level = int(seen.exposure.gust_level[seen.row])
    return gust / half, "RANK-GRID", {
        "gust": gust, "level": level, "half": half, "half_level": level_of(half),
    }  # fmt: skip


def _feeder(seen: Seen) -> Said:
    name = str(seen.facts.feeder[seen.row])
    if not name:
        return None, "RANK-FEEDER-UNKNOWN", {}
    return name, "RANK-FEEDER", {"name": name, "count": int(seen.facts.on_feeder[seen.row])}


def _only(seen: Seen) -> Said:
    masts = seen.exposure.masts
    code, name = masts.commune_of(seen.row)
    if not code:
        return None, "RANK-COMMUNE-UNKNOWN", {}
    if bool(masts.only_one[seen.row]):
        return True, "RANK-ONLY", {"commune": name}
    count = int(masts.in_commune[masts.commune[seen.row]])
    return False, "RANK-NOT-ONLY", {"commune": name, "count": count}


def _only_network(seen: Seen) -> Said:
    masts = seen.exposure.masts
    if int(masts.commune[seen.row]) < 0:
        return None, "RANK-COMMUNE-UNKNOWN", {}
    count = int(masts.only_of_network[seen.row])
    return count, "RANK-ONLY-NETWORK" if count else "RANK-NOT-ONLY-NETWORK", {"count": count}


def _networks(seen: Seen) -> Said:
    count = int(seen.exposure.masts.network_count[seen.row])
    return (count, "RANK-OPERATORS", {"count": count}) if count else (None, "RANK-OPERATORS-UNKNOWN", {})


def _places(seen: Seen) -> Said:
    count = float(seen.facts.places[seen.row])
    if np.isnan(count):
        return None, "RANK-PLACES-UNKNOWN", {}
    if not count:
        return 0, "RANK-NO-PLACES", {}
    names = seen.facts.place_names.get(seen.row, ())
    told = "; ".join(names[:3]) + ("; …" if len(names) > 3 else "")
    return int(count), "RANK-PLACES", {"count": int(count), "names": told}


FALL: dict[str, Callable[[Seen], Said]] = {
    "wind": _wind,
    "margin": _margin,
    "height": _number("RANK-HEIGHT", "height_m", "height", "RANK-HEIGHT-UNKNOWN"),
    "form": _form,
    "load": _number("RANK-LOAD", "load_percent", "percent", "RANK-LOAD-UNKNOWN"),
    "defects": _defects,
    "age": _number("RANK-AGE", "age_years", "years", "RANK-AGE-UNKNOWN"),
    "structural_inspection": _number(
        "RANK-INSPECTED", "inspected_months", "months", "RANK-INSPECTED-UNKNOWN"
    ),
    "disused_building": _disused,
    "owner_inactive": _text("RANK-OWNER", "owner_inactive", "RANK-OWNER-UNKNOWN"),
    "robust": _robust,
}
"""What tells each part of the list of masts that may fall, in the order in which they are shown."""

DARK: dict[str, Callable[[Seen], Said]] = {
    "grid": _grid,
    "generator": _sign("generator", "RANK-GENERATOR", "RANK-NO-GENERATOR", "RANK-GENERATOR-UNKNOWN"),
    "battery": _number("RANK-BATTERY", "battery_hours", "hours", "RANK-BATTERY-UNKNOWN"),
    "flood_prone": _sign("flood_prone", "RANK-FLOOD", "RANK-NO-FLOOD", "RANK-FLOOD-UNKNOWN"),
    "feeder": _feeder,
    "only_mast": _only,
    "only_network": _only_network,
    "networks": _networks,
    "hub": _sign("hub", "RANK-HUB", "RANK-NO-HUB", "RANK-HUB-UNKNOWN"),
    "places": _places,
}
"""What tells each part of the list of masts that hurt when dark."""


def _untold(writers: dict[str, Callable[[Seen], Said]], *names: str) -> dict[str, Callable[[Seen], bool]]:
    def gone(name: str) -> Callable[[Seen], bool]:
        return lambda seen: writers[name](seen)[0] is None

    return {name: gone(name) for name in names}


MISSING_OF: dict[RiskList, dict[str, Callable[[Seen], bool]]] = {
    RiskList.MAY_FALL: {
        "design_wind": lambda seen: bool(np.isnan(seen.exposure.masts.design_ms[seen.row])),
        "own_design_wind": lambda seen: (
            not np.isnan(seen.exposure.masts.design_ms[seen.row])
            and seen.exposure.masts.design_source[seen.row] != "mast"
        ),
        "design_wind_averaging": lambda seen: bool(seen.exposure.masts.design_doubted[seen.row]),
        **_untold(FALL, "height", "form", "load", "defects", "age", "structural_inspection",
                  "disused_building", "owner_inactive", "robust"),
        "fall_circle": lambda seen: not seen.facts.fall_circle[seen.row],
    },
    RiskList.HURTS_DARK: {
        **_untold(DARK, "generator", "battery", "flood_prone", "feeder", "hub", "places"),
        "people": lambda _seen: True,  # no source of the register says how many live in a commune
        "commune": lambda seen: int(seen.exposure.masts.commune[seen.row]) < 0,
    },
}  # fmt: skip
"""What may be missing of a mast in each list, by name, and when it is."""
