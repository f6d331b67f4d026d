"""What the register knows of a storm's masts beyond wind and place, laid out as arrays for the two lists."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.services.critical.served import Served
from registry.services.field.risk_scores import RiskTable
from registry.store.storm.masts import StationPower
from registry.storm.mast_facts import UNKNOWN, MastFacts
from registry.storm.masts import Objects, StormMasts, empty_text


def mast_facts(
    masts: StormMasts,
    risk: RiskTable,
    power: Mapping[str, StationPower],
    critical: Served,
    *,
    low: Iterable[str] = (),
) -> MastFacts:
    """Return the facts of a storm's masts; what nobody says is not known, and no zero.

    ``low`` are the structures on low ground that the office has drawn: they are flood-prone whatever a list
    says.
    """
    rows = np.array([risk.row_of.get(identity, -1) for identity in masts.structure_ids], dtype=np.int64)
    measured = risk.scores.measured
    n = len(masts)
    stated = [(at, power[key]) for at, key in enumerate(masts.structure_ids.tolist()) if key in power]
    hub, generator, flood = (np.full(n, UNKNOWN, dtype=np.int8) for _ in range(3))
    hours, feeder = np.full(n, np.nan), empty_text(n)
    for at, one in stated:
        for signs, said in ((hub, one.hub), (generator, one.generator), (flood, one.flood_prone)):
            if said is not None:
                signs[at] = int(said)
        if one.battery_hours is not None:
            hours[at] = one.battery_hours
        feeder[at] = " ".join((one.feeder or "").split())
    flood[[masts.row_of[identity] for identity in low if identity in masts.row_of]] = 1
    places, names = _places(masts, critical)
    return MastFacts(
        height_m=_numbers(measured["height"], rows),
        load_percent=_numbers(measured["load"], rows),
        age_years=_numbers(measured["age"], rows),
        defects=_words(measured["defects"], rows),
        inspected_months=_numbers(measured["structural_inspection"], rows),
        disused_building=_words(measured["disused_building"], rows),
        owner_inactive=_words(measured["owner_inactive"], rows),
        fall_circle=_words(measured["fall_circle"], rows),
        hub=hub,
        generator=generator,
        battery_hours=hours,
        flood_prone=flood,
        feeder=feeder,
        places=places,
        place_names=names,
    )


def _places(
    masts: StormMasts, critical: Served
) -> tuple[npt.NDArray[np.float64], dict[int, tuple[str, ...]]]:
    if not critical.known:
        return np.full(len(masts), np.nan), {}
    found, names = np.zeros(len(masts)), {}
    for structure, places in critical.by_structure.items():
        at = masts.row_of.get(structure)
        if at is not None:
            found[at], names[at] = len(places), tuple(place.name for place in places)
    return found, names


def _numbers(column: Any, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    values = np.asarray(column, dtype=float)
    if not len(values):
        return np.full(len(rows), np.nan)
    return np.where(rows >= 0, values[rows], np.nan)


def _words(column: Any, rows: npt.NDArray[np.int64]) -> Objects:
    found = empty_text(len(rows))
    known = np.flatnonzero(rows >= 0)
    found[known] = [word or "" for word in np.asarray(column, dtype=object)[rows[known]]]
    return np.asarray(found, dtype=object)
