"""Which masts hurt most when they are dark: the chance that the grid fails there, times what hangs on them.

In a storm nearly every station that goes dark does so for want of power, not because its mast fell; so the
chance is that of the grid under the gust, with what stands at the station, or that of the mast itself. The
harm is that of communes, networks, transmission and critical places. What is not known is neither.
"""

import numpy as np
import numpy.typing as npt

from registry.storm.chances import Term, exceeded, product, where_missing
from registry.storm.exposure import StormExposure
from registry.storm.mast_facts import MastFacts
from registry.storm.may_fall import MayFall
from registry.storm.weights import Weights, limit, spread_of

Floats = npt.NDArray[np.float64]


class HurtsDark:
    """The harm of the masts that a storm reaches, rows and order as in ``MayFall``.

    ``chances`` are the factors on the gust over what the grid bears, ``values`` those on the harm; ``chance``
    that it goes dark, for want of power or by its fall; ``score`` the chance times the harm.
    """

    def __init__(self, fall: MayFall) -> None:
        exposure, facts, weights = fall.exposure, fall.facts, fall.weights
        self.exposure, self.facts, self.weights = exposure, facts, weights
        self.rows = fall.rows
        self.fall_chance = fall.chance
        self.chances = _chances(exposure, facts, weights, self.rows)
        self.ratio, self.spread = product(self.chances.values(), len(self.rows))
        self.power_chance: Floats = exceeded(self.ratio, self.spread)
        self.chance: Floats = 1.0 - (1.0 - self.power_chance) * (1.0 - fall.chance)
        self.values = _values(exposure, facts, weights, self.rows)
        self.harm, _none = product(self.values.values(), len(self.rows))
        self.score: Floats = self.chance * self.harm
        self.order: npt.NDArray[np.int64] = np.lexsort((self.rows, -self.score))


def _chances(
    exposure: StormExposure, facts: MastFacts, weights: Weights, rows: npt.NDArray[np.int64]
) -> dict[str, Term]:
    generator, hours, flood = facts.generator[rows], facts.battery_hours[rows], facts.flood_prone[rows]
    none = np.zeros(len(rows))
    field = np.broadcast_to(np.log1p(exposure.error), (len(exposure),))[rows]
    with np.errstate(invalid="ignore"):
        short, long = hours < limit("short_battery_hours"), hours >= limit("long_battery_hours")
    crowded = facts.on_feeder[rows] > limit("feeder_masts")
    return {
        "grid": Term(
            exposure.winds.gust_ms[rows] / weights.dark("grid_ms"), np.hypot(field, spread_of("grid"))
        ),
        "generator": Term(
            np.where(
                generator == 1,
                weights.dark("generator"),
                np.where(generator == 0, weights.dark("no_generator"), 1.0),
            ),
            where_missing(generator < 0, spread_of("backup")),
        ),
        "battery": Term(
            np.where(short, weights.dark("short_battery"), np.where(long, weights.dark("long_battery"), 1.0)),
            where_missing(np.isnan(hours), spread_of("backup")),
        ),
        "flood_prone": Term(
            np.where(flood == 1, weights.dark("flood_prone"), 1.0),
            where_missing(flood < 0, spread_of("flood_prone")),
        ),
        "feeder": Term(np.where(crowded, weights.dark("shared_feeder"), 1.0), none),
    }


def _values(
    exposure: StormExposure, facts: MastFacts, weights: Weights, rows: npt.NDArray[np.int64]
) -> dict[str, Term]:
    masts = exposure.masts
    none = np.zeros(len(rows))
    only, network = masts.only_one[rows], masts.only_of_network[rows] > 0
    further = np.maximum(0, masts.network_count[rows] - 1)
    places = np.minimum(np.nan_to_num(facts.places[rows], nan=0.0), limit("most_places"))
    return {
        "only_mast": Term(np.where(only, weights.dark("only_mast"), 1.0), none),
        "only_network": Term(np.where(network & ~only, weights.dark("only_network"), 1.0), none),
        "networks": Term(1.0 + further * weights.dark("each_network"), none),
        "hub": Term(np.where(facts.hub[rows] == 1, weights.dark("hub"), 1.0), none),
        "places": Term(1.0 + places * weights.dark("each_place"), none),
    }
