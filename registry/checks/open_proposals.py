"""Open proposals: those of the list and of other requests, laid out to find each one's nearest."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.nearest_places import Places, Standing
from registry.checks.proposals import Proposals
from registry.checks.spacing_neighbours import distances_m, distinct, heads
from registry.checks.urban import Urbans
from registry.errors import WrongCallError
from registry.geo.crs import to_metric
from registry.law import Rule


@dataclass(frozen=True)
class LaidOut:
    """Everything that may be near: the list's ``own`` proposals first, then those of other requests.

    ``labels`` are sheet and row as one text, or where a proposal of another request stands. ``small``: a
    small mast, which keeps no distance to other networks and is asked none by them; of other requests none is
    known to be one. ``lon``/``lat`` EPSG:4326, ``x``/``y`` and accuracies metres.
    """

    codes: npt.NDArray[np.object_]
    labels: list[str]
    ranked: list[str]
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    accuracy_m: Floats
    networks: Ints
    small: Bools
    own: int

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def standing(self) -> Standing:
        """Where each stands."""
        return Standing(self.x, self.y)

    @cached_property
    def order(self) -> Ints:
        """The rank of each by code, then place, so that an answer never hangs on the order of rows."""
        keys = list(zip(self.codes.tolist(), self.ranked, strict=True))
        order = np.empty(len(keys), dtype=np.int64)
        order[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
        return order


@dataclass(frozen=True, slots=True)
class Near:
    """k pairs of a proposal of the list (its place among the own) and another one, in columns.

    ``distance_m`` is on the ellipsoid; ``same``: the two have a network in common, or one's is not known.
    """

    place: Ints
    other: Ints
    distance_m: Floats
    same: Bools

    def __len__(self) -> int:
        return len(self.place)

    def where(self, keep: Bools | Ints) -> "Near":
        """Return the pairs that ``keep`` selects."""
        return Near(self.place[keep], self.other[keep], self.distance_m[keep], self.same[keep])


@dataclass(frozen=True, slots=True)
class ProposalLimits:
    """The four limits in metres, by relation and urban."""

    other: tuple[float, float]  # outside, urban
    same: tuple[float, float]

    def of(self, same: Bools, urban: Urbans, rows: Ints) -> Floats:
        """Return the limits of ``rows`` (k); the larger one where whether a point is urban is not certain."""
        uncertain = (urban.urban[rows] < 0) | urban.approximate[rows]
        which = np.where(uncertain, 2, urban.urban[rows])
        limits = np.array([(*pair, max(pair)) for pair in (self.other, self.same)])
        return np.asarray(limits[same.astype(np.int64), which], dtype=float)


def limits_of(rule: Rule) -> ProposalLimits:
    """Read the four limits; a rule without one of them is a fault of the catalogue and raises."""

    def value(name: str) -> float:
        found = rule.threshold(name).value
        if found is None:
            raise WrongCallError(f"{rule.code} has no number for {name}")
        return found

    return ProposalLimits(
        other=(value("other_outside_m"), value("other_urban_m")),
        same=(value("same_outside_m"), value("same_urban_m")),
    )


def laid_out(proposals: Proposals, asked: Ints, networks: Ints, context: Context, small: Bools) -> LaidOut:
    """Lay out the list's own proposals and those of other requests, less those sent again here.

    ``asked`` are the rows of the list, ``small`` says of them, in their order, which are small masts.
    """
    still = context.open_proposals
    told = [proposals.told(name) for name in ("site_code", "sheet", "row")]
    codes, sheets, rows = ([column[at] for at in asked.tolist()] for column in told)
    kept = _not_sent_again(context, codes, networks[asked])
    x, y = (
        to_metric(still.lon[kept], still.lat[kept], context.metric_epsg)
        if len(kept)
        else (np.empty(0), np.empty(0))
    )
    labels = [str(still.labels[at]) for at in kept.tolist()]
    every = np.empty(len(codes) + len(kept), dtype=object)
    every[:] = codes + [str(still.codes[at]) for at in kept.tolist()]
    return LaidOut(
        codes=every,
        labels=[f"{sheet}:{row}" for sheet, row in zip(sheets, rows, strict=True)] + labels,
        ranked=[f"{sheet}:{row:09d}" for sheet, row in zip(sheets, rows, strict=True)] + labels,
        lon=np.r_[proposals.lon[asked], still.lon[kept]],
        lat=np.r_[proposals.lat[asked], still.lat[kept]],
        x=np.r_[proposals.x[asked], x],
        y=np.r_[proposals.y[asked], y],
        accuracy_m=_few(np.r_[proposals.accuracy_m[asked], still.accuracy_m[kept]]),
        networks=np.r_[networks[asked], still.networks[kept]],
        small=np.r_[small, np.zeros(len(kept), dtype=bool)],
        own=len(asked),
    )


def _not_sent_again(context: Context, codes: list[str], networks: Ints) -> Ints:
    """Return which open proposals of other requests this list does not hold under their code and network."""
    still = context.open_proposals
    if not len(still):
        return np.empty(0, dtype=np.int64)
    sent: dict[str, int] = {}
    for code, mask in zip(codes, networks.tolist(), strict=True):
        if code:
            sent[code] = sent.get(code, 0) | mask
    again = np.array([sent.get(code, 0) for code in still.codes.tolist()], dtype=np.int64)
    return np.flatnonzero((again & still.networks) == 0)


FEW = 24
STEPS_M = np.array([0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, np.inf])


def _few(accuracy_m: Floats) -> Floats:
    """Return the accuracies, each made coarser to the next step where there are too many to look at apart."""
    if len(distinct(accuracy_m)) <= FEW:
        return accuracy_m
    return np.asarray(STEPS_M[np.searchsorted(STEPS_M, accuracy_m)], dtype=float)


def nearest(others: LaidOut) -> Near:
    """Return, per proposal of the list, the nearest other ones, one by relation and accuracy (metres).

    Of those placed alike the nearest decides; one placed more coarsely may be in doubt from farther off.
    Positions that occur often are looked at once, so a list of one point fifty thousand times is no burden.
    """
    parts: list[Near] = []
    trees: dict[tuple[int, ...], Places] = {}
    own, own_small = others.networks[: others.own], others.small[: others.own]
    masks = distinct(others.networks)
    for accuracy_m in distinct(others.accuracy_m) if len(others) > 1 else ():
        alike = others.accuracy_m == accuracy_m
        trees.clear()
        for mask in distinct(own).tolist():
            meant = (masks == 0) | (mask == 0) | ((masks & mask) != 0)
            asking = own == mask
            for same, rows in ((True, asking), (False, asking & ~own_small)):
                some = masks[meant == same]
                if not len(some) or not rows.any():
                    continue
                key = (same, *some.tolist())
                if key not in trees:
                    chosen = alike & np.isin(others.networks, some)
                    kept = chosen if same else chosen & ~others.small
                    trees[key] = Places.of(others.standing, kept, lambda: others.order)
                place, other = trees[key].nearest(np.flatnonzero(rows))
                near = _measured(place, other, others, same=same)
                parts.append(near.where(first_of_each(near, others)))
    return _joined(parts)


def _measured(place: Ints, other: Ints, others: LaidOut, *, same: bool) -> Near:
    """Measure pairs of proposals on the ellipsoid, all at once."""
    metres = distances_m(others.lon[place], others.lat[place], others.lon[other], others.lat[other])
    return Near(place, other, metres, np.full(len(place), same))


def first_of_each(near: Near, others: LaidOut, last: Bools | None = None) -> Ints:
    """Return, for each proposal, the pair that comes first: by distance, then by code and place.

    Pairs that are among ``last`` come after all others.
    """
    keys = [near.distance_m, near.place] if last is None else [near.distance_m, last, near.place]
    order = np.lexsort(keys)
    begins = heads(near.place[order])
    alike = np.ones(len(order), dtype=bool)
    for key in keys:
        alike &= ~heads(key[order])
    if (alike[1:] & begins[:-1]).any():  # codes are only compared where two are equally near
        order = np.lexsort([others.order[near.other], *keys])
    return order[begins]


def _joined(parts: list[Near]) -> Near:
    if not parts:
        none = np.empty(0, dtype=np.int64)
        return Near(none, none, np.empty(0), np.empty(0, dtype=bool))
    return Near(
        np.concatenate([part.place for part in parts]),
        np.concatenate([part.other for part in parts]),
        np.concatenate([part.distance_m for part in parts]),
        np.concatenate([part.same for part in parts]),
    )


def sent_twice(others: LaidOut, proposals: Proposals, asked: Ints) -> Near:
    """Return which proposal of the list is another one sent twice: the same operator and code."""
    operators = proposals.told("operator")
    keys = [(operators[row], code) for row, code in zip(asked.tolist(), others.codes.tolist(), strict=False)]
    times = Counter(keys)
    again = [place for place, key in enumerate(keys) if key[1] and times[key] > 1]
    seen: dict[tuple[str, str], list[int]] = {}
    for place in sorted(again, key=lambda place: others.order[place]):
        seen.setdefault(keys[place], []).append(place)
    pairs = [(one, stay[0] if one != stay[0] else stay[1]) for stay in seen.values() for one in stay]
    twice = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return _measured(twice[:, 0], twice[:, 1], others, same=True)


def first_networks(others: LaidOut, near: Near) -> Ints:
    """Return, per pair, the least mask of the same network and accuracy, but for the proposal's own."""
    own, accuracy_m = others.networks[near.place], others.accuracy_m[near.other]
    found = np.zeros(len(near), dtype=np.int64)
    for mask, accuracy in set(zip(own.tolist(), accuracy_m.tolist(), strict=True)):
        masks, times = np.unique(others.networks[others.accuracy_m == accuracy], return_counts=True)
        meant = (masks == 0) | (mask == 0) | ((masks & mask) != 0)
        masks, times = masks[meant], times[meant]
        rows = (own == mask) & (accuracy_m == accuracy)
        found[rows] = masks[0]
        if times[0] == 1 and masks[0] == mask and len(masks) > 1:  # that one is the proposal itself
            found[rows & (others.accuracy_m[near.place] == accuracy)] = masks[1]
    return found
