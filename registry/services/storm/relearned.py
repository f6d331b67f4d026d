"""The weights that the storms on record propose: from what fell and went dark, against what the lists said.

Masts are taken as the register has them on the storm's first day; what stands of their defects is of today,
for a defect keeps no day by which it could be looked up then. Nothing is used by itself: an officer decides
(``factor_weights``).
"""

from dataclasses import dataclass

import numpy as np

from registry.model.storm.factor_weights import RiskList
from registry.services.office.registry import Registry
from registry.services.storm.factor_weights import decided_weights
from registry.services.storm.outcomes import outcomes_of
from registry.services.storm.storms import get_storm, list_storms
from registry.services.storm.two_lists import lists_of
from registry.store import ledger
from registry.storm.chances import Floats, Term
from registry.storm.relearned import Proposal, Seen, proposals
from registry.storm.weights import FactorWeight, Weights, day_of, shipped_weights

_CACHE = "storm-relearned"
_TERM_OF = {
    "guyed": "form", "roof_pole": "form", "aged": "age", "old": "age", "uninspected": "structural_inspection",
    "minor": "defects", "serious": "defects", "urgent": "defects", "disused_building": "disused_building",
    "owner_inactive": "owner_inactive", "robust": "robust", "generator": "generator",
    "no_generator": "generator", "short_battery": "battery", "long_battery": "battery",
    "flood_prone": "flood_prone", "shared_feeder": "feeder",
}  # fmt: skip
"""In which part of a list a weight is found, by name."""
_DIVIDES = frozenset({"margin", "grid_ms"})
"""Weights by which the gust is divided at every mast."""


@dataclass(frozen=True)
class Relearned:
    """What the storms propose, by list and name; ``storms`` are those that had reports."""

    found: dict[tuple[RiskList, str], Proposal]
    storms: tuple[str, ...]

    def of(self, weight: FactorWeight) -> Proposal | None:
        """Return the proposal for a weight, None for one that storms teach nothing of."""
        return self.found.get((weight.list, weight.name))


def relearned(registry: Registry) -> Relearned:
    """Return the proposals from all storms on record; kept until the ledger grows."""
    with registry.database.read() as connection:
        head = ledger.head(connection)
    held = registry.cache.get(_CACHE)
    if held is None or held[0] != head:
        held = registry.cache[_CACHE] = (head, _worked_out(registry))
    found: Relearned = held[1]
    return found


def _worked_out(registry: Registry) -> Relearned:
    parts: dict[RiskList, list[Seen]] = {which: [] for which in RiskList}
    used = []
    for storm in list_storms(registry):
        outcomes = outcomes_of(registry, storm.id)
        if outcomes is None:
            continue
        track = get_storm(registry, storm.id).track
        lists = lists_of(registry, track, as_of=day_of(track))
        fall, dark = lists.may_fall.fall, lists.hurts_dark.dark
        if not len(fall.rows):
            continue
        used.append(storm.id)
        masts, weights = lists.exposure.masts, lists.weights
        told = outcomes.known(masts)[fall.rows]
        fell, dim = outcomes.fallen(masts)[fall.rows], outcomes.darkened(masts)[fall.rows]
        for which, terms, ratio, spread, failed in (
            (RiskList.MAY_FALL, fall.terms, fall.ratio, fall.spread, fell),
            (RiskList.HURTS_DARK, dark.chances, dark.ratio, dark.spread, dim),
        ):
            features = _features(which, terms, weights)
            parts[which].append(Seen(ratio[told], spread[told], failed[told], features[told]))
    present = _present(registry)
    found: dict[tuple[RiskList, str], Proposal] = {}
    for which, seen in parts.items():
        learned = learned_weights(which)
        joined = _joined(seen, len(learned))
        values = [present[which, item.name] for item in learned]
        spreads = [item.spread for item in learned]
        for proposal in proposals(joined, [item.name for item in learned], values, spreads):
            found[which, proposal.name] = proposal
    return Relearned(found, tuple(used))


def learned_weights(which: RiskList) -> list[FactorWeight]:
    """Return the weights of a list of which storms may teach something, in the order of the data."""
    return [item for item in shipped_weights() if item.list is which and item.spread]


def _present(registry: Registry) -> dict[tuple[RiskList, str], float]:
    """Return the newest value of each weight, whether or not its day has come."""
    found = {(item.list, item.name): item.value for item in shipped_weights()}
    for own in sorted(decided_weights(registry), key=lambda one: (one.from_day, one.at)):
        found[own.list, own.name] = own.value
    return found


def _features(which: RiskList, terms: dict[str, Term], weights: Weights) -> Floats:
    """Return n by k: whether each weight is in each mast's ratio (-1 where it divides)."""
    n = len(next(iter(terms.values())).factor)
    columns = []
    for item in learned_weights(which):
        if item.name in _DIVIDES:
            columns.append(np.full(n, -1.0))
        else:
            value = weights.of(which, item.name)
            columns.append(np.isclose(terms[_TERM_OF[item.name]].factor, value).astype(float))
    return np.column_stack(columns)


def _joined(seen: list[Seen], k: int) -> Seen:
    if not seen:
        none = np.zeros(0)
        return Seen(none, none, np.zeros(0, dtype=bool), np.zeros((0, k)))
    return Seen(
        np.concatenate([one.ratio for one in seen]),
        np.concatenate([one.spread for one in seen]),
        np.concatenate([one.failed for one in seen]),
        np.concatenate([one.features for one in seen]),
    )
