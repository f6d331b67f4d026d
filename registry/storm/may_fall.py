"""Which masts may fall: the gust at the mast over what it bears, as a chance with both errors.

What a mast bears follows from its design gust and from what makes it weak; a dangerous defect stands on top
whatever the wind. What is not known widens the error (``registry.storm.chances``). The weights are choices of
this project or of the office, not law: the list orders work, it accuses nobody.
"""

import numpy as np
import numpy.typing as npt

from registry.storm.chances import Term, by_word, exceeded, product, where_missing
from registry.storm.exposure import StormExposure
from registry.storm.mast_facts import MastFacts
from registry.storm.weights import Weights, height_law, limit, spread_of

Floats = npt.NDArray[np.float64]
URGENT = "urgent"


class MayFall:
    """The chances of the masts that a storm reaches.

    ``rows`` are rows of the exposure's masts; ``terms`` (by name), ``ratio`` (gust over what is borne),
    ``spread``, ``chance``, ``danger`` (a dangerous defect stands) and ``flagged`` (the warning singles it
    out) stand in their order.
    """

    def __init__(self, exposure: StormExposure, facts: MastFacts, weights: Weights) -> None:
        self.exposure, self.facts, self.weights = exposure, facts, weights
        self.rows: npt.NDArray[np.int64] = exposure.reached
        self.terms = _terms(exposure, facts, weights, self.rows)
        self.ratio, self.spread = product(self.terms.values(), len(self.rows))
        self.chance: Floats = exceeded(self.ratio, self.spread)
        self.danger: npt.NDArray[np.bool_] = np.asarray(facts.defects[self.rows] == URGENT, dtype=bool)
        self.flagged: npt.NDArray[np.bool_] = self.danger | (self.chance >= weights.flag_from)
        self.order: npt.NDArray[np.int64] = np.lexsort((self.rows, -self.chance, ~self.danger))


def height_factor(height_m: Floats) -> Floats:
    """Return the storm's gust at a height over the 10 m gust, against what the design takes for it."""
    law = height_law()
    z = np.maximum(np.nan_to_num(height_m, nan=10.0), 10.0) / 10.0
    return np.asarray(z ** (1.0 / float(law["rough"]) - 1.0 / float(law["open"])), dtype=float)


def load_factor(load_percent: Floats, antenna_share: float) -> Floats:
    """Return what a load over its design does, as a factor of wind speed; a light load gives nothing back.

    Wind load goes with the square of the speed; the equipment's share of it grows with the equipment.
    """
    load = np.clip(np.nan_to_num(load_percent, nan=100.0), 100.0, limit("most_load_percent")) / 100.0
    return np.asarray(np.sqrt(1.0 - antenna_share + antenna_share * load), dtype=float)


def _terms(
    exposure: StormExposure, facts: MastFacts, weights: Weights, rows: npt.NDArray[np.int64]
) -> dict[str, Term]:
    masts = exposure.masts
    forms = masts.forms[rows]
    age, months = facts.age_years[rows], facts.inspected_months[rows]
    defects, load, height = facts.defects[rows], facts.load_percent[rows], facts.height_m[rows]
    disused, inactive, robust = facts.disused_building[rows], facts.owner_inactive[rows], masts.robust[rows]
    none = np.zeros(len(rows))
    with np.errstate(invalid="ignore"):
        old, aged = age >= limit("old_years"), age >= limit("aged_years")
        late = months > limit("uninspected_months")
    return {
        "wind": _wind(exposure, rows),
        "margin": Term(np.full(len(rows), 1.0 / weights.fall("margin")), none),
        "height": Term(height_factor(height), where_missing(np.isnan(height), spread_of("height"))),
        "form": Term(
            by_word(forms, {name: weights.fall(name) for name in ("guyed", "roof_pole")}),
            where_missing(forms == "", spread_of("form")),
        ),
        "load": Term(
            load_factor(load, weights.fall("antenna_share")),
            where_missing(np.isnan(load), spread_of("load")),
        ),
        "defects": Term(
            by_word(defects, {name: weights.fall(name) for name in ("minor", "serious", URGENT)}),
            where_missing(defects == "", spread_of("defects")),
        ),
        "age": Term(
            np.where(old, weights.fall("old"), np.where(aged, weights.fall("aged"), 1.0)),
            where_missing(np.isnan(age), spread_of("age")),
        ),
        "structural_inspection": Term(
            np.where(late, weights.fall("uninspected"), 1.0),
            where_missing(np.isnan(months), spread_of("structural_inspection")),
        ),
        "disused_building": Term(by_word(disused, {"yes": weights.fall("disused_building")}), none),
        "owner_inactive": Term(
            by_word(inactive, {"yes": weights.fall("owner_inactive")}),
            where_missing(inactive == "", spread_of("owner_inactive")),
        ),
        "robust": Term(
            np.where(robust == 1, weights.fall("robust"), 1.0),
            where_missing(robust < 0, spread_of("robust")),
        ),
    }


def _wind(exposure: StormExposure, rows: npt.NDArray[np.int64]) -> Term:
    """Return gust over design gust, with the error of the field and that of the design."""
    masts = exposure.masts
    design, source = masts.design_ms[rows], masts.design_source[rows]
    gone = np.isnan(design)
    fallback = masts.least_design_ms
    design = np.where(gone, fallback if fallback > 0 else exposure.winds.gust_ms[rows], design)
    spread = np.full(len(rows), spread_of("design_zone"))
    spread[source == "mast"] = spread_of("design_mast")
    spread[source == "zone-unsure"] = spread_of("design_zone_unsure")
    spread[gone | masts.design_doubted[rows]] = spread_of("design_unknown")
    field = np.broadcast_to(np.log1p(exposure.error), (len(exposure),))[rows]
    return Term(exposure.winds.gust_ms[rows] / design, np.hypot(spread, field))
