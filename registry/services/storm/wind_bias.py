"""The model's bias in a storm as its page shows it, and what a correction would change, before a decision."""

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from registry.model.storm.observed_winds import ObservedWind, WindCorrection
from registry.model.storm.storms import FieldCorrection
from registry.services.office.registry import Registry
from registry.services.storm.exposure import exposure_of
from registry.services.storm.file import StormFile
from registry.services.storm.observed import observed_winds
from registry.services.storm.wind_corrections import corrections_of
from registry.storm.bias import Bias, bias
from registry.storm.exposure import StormExposure
from registry.storm.moments import vortices


class StormBias(NamedTuple):
    """What was observed beside the model, the correction in force, and whether what it rests on has changed.

    ``winds`` are all that were told, struck out or not; ``corrections`` all that were decided.
    """

    winds: tuple[ObservedWind, ...]
    bias: Bias
    corrections: tuple[WindCorrection, ...]
    in_force: WindCorrection | None
    moved: bool


class Change(NamedTuple):
    """Of what has blown, of what is to come and of both: the strongest gust, masts with strong gusts, masts
    near their design, each as (before, after) a correction."""

    part: str  # gone, to_come, whole
    gust_ms: tuple[float, float]
    reached: tuple[int, int]
    near_design: tuple[int, int]


def bias_of(registry: Registry, file: StormFile) -> StormBias:
    """Return the model (as it is without any correction) beside what was observed in a storm."""
    winds = observed_winds(registry, file.storm.id, struck=True)
    corrections = corrections_of(registry, file.storm.id)
    in_force = next((item for item in corrections if item.in_force), None)
    found = bias(vortices(file.track), winds)
    counting = {wind.id for wind in winds if wind.counts}
    moved = in_force is not None and (
        counting != set(in_force.winds) or any(wind.at > in_force.at for wind in winds if wind.counts)
    )
    return StormBias(winds, found, corrections, in_force, moved)


def changes(registry: Registry, file: StormFile, land: float) -> tuple[Change, ...]:
    """Return what a factor over land would change for the masts, beside the model without any correction."""
    told = FieldCorrection(land, 1.0, 0, dt.datetime.fromtimestamp(0, dt.UTC))
    plain = exposure_of(registry, replace(file.track, correction=None))
    after = exposure_of(registry, replace(file.track, correction=told))
    parts = [("gone", plain.gone, after.gone), ("to_come", plain.to_come, after.to_come)]
    return tuple(
        _change(name, one, other)
        for name, one, other in (*(parts if plain.gone else []), ("whole", plain, after))
        if one is not None and other is not None
    )


def _change(part: str, before: StormExposure, after: StormExposure) -> Change:
    return Change(
        part,
        (_strongest(before), _strongest(after)),
        (len(before.reached), len(after.reached)),
        (len(before.above_share()), len(after.above_share())),
    )


def _strongest(exposure: StormExposure) -> float:
    return float(exposure.winds.gust_ms.max()) if len(exposure) else 0.0
