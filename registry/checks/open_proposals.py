"""Open proposals: those of the list and of other requests, laid out to find each one's nearest."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.proposals import Proposals
from registry.checks.spacing_neighbours import distances_m
from registry.checks.urban import Urban
from registry.errors import WrongCallError
from registry.geo.crs import to_metric
from registry.law import Rule


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Everything that may be near: the list's ``own`` proposals first, then those of other requests.

    ``order`` ranks them by code and place. ``small``: a small mast, which keeps no distance to other networks
    and is asked none by them; of other requests none is known to be one. ``lon``/``lat`` EPSG:4326,
    ``x``/``y`` and accuracies metres.
    """

    codes: list[str]
    labels: list[str]
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    accuracy_m: Floats
    networks: Ints
    small: Bools
    order: Ints
    own: int


@dataclass(frozen=True, slots=True, order=True)
class Near:
    """Another proposal with its distance in metres on the ellipsoid and its rank among equally near ones."""

    distance_m: float
    rank: int
    other: int
    same: bool


@dataclass(frozen=True, slots=True)
class ProposalLimits:
    """The four limits in metres, by relation and urban."""

    other: tuple[float, float]  # outside, urban
    same: tuple[float, float]

    def of(self, same: bool, urban: Urban) -> float:
        """Return the limit; the larger one where whether the point is urban is not certain."""
        outside_m, urban_m = self.same if same else self.other
        if urban.urban is None or urban.approximate:
            return max(outside_m, urban_m)
        return urban_m if urban.urban else outside_m


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


def laid_out(
    proposals: Proposals, asked: list[int], networks: Ints, context: Context, small: Bools
) -> LaidOut:
    """Lay out the list's own proposals and those of other requests, less those sent again here.

    ``small`` says of the ``asked``, in their order, which are small masts.
    """
    rows = [proposals.rows[index] for index in asked]
    sent = {(row.site_code, bit) for row, index in zip(rows, asked, strict=True) if row.site_code
            for bit in range(len(context.operators)) if int(networks[index]) >> bit & 1}  # fmt: skip
    still = context.open_proposals
    kept = [
        at
        for at, (code, mask) in enumerate(zip(still.codes, still.networks.tolist(), strict=True))
        if not any((code, bit) in sent for bit in range(len(context.operators)) if mask >> bit & 1)
    ]
    codes = [row.site_code for row in rows] + [str(still.codes[at]) for at in kept]
    labels = [f"{row.sheet}:{row.row}" for row in rows] + [str(still.labels[at]) for at in kept]
    own = np.array(asked, dtype=np.int64)
    x, y = (
        to_metric(still.lon[kept], still.lat[kept], context.metric_epsg)
        if kept
        else (np.empty(0), np.empty(0))
    )
    return LaidOut(
        codes=codes,
        labels=labels,
        lon=np.r_[proposals.lon[own], still.lon[kept]],
        lat=np.r_[proposals.lat[own], still.lat[kept]],
        x=np.r_[proposals.x[own], x],
        y=np.r_[proposals.y[own], y],
        accuracy_m=_few(np.r_[proposals.accuracy_m[own], still.accuracy_m[kept]]),
        networks=np.r_[networks[own], still.networks[kept]],
        small=np.r_[small, np.zeros(len(kept), dtype=bool)],
        order=_order(codes, [f"{row.sheet}:{row.row:09d}" for row in rows] + labels[len(rows) :]),
        own=len(asked),
    )


FEW = 24
STEPS_M = np.array([0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000, np.inf])


def _few(accuracy_m: Floats) -> Floats:
    """Return the accuracies, each made coarser to the next step where there are too many to look at apart."""
    if len(np.unique(accuracy_m)) <= FEW:
        return accuracy_m
    return np.asarray(STEPS_M[np.searchsorted(STEPS_M, accuracy_m)], dtype=float)


def _order(codes: list[str], labels: list[str]) -> Ints:
    """Return the rank of each by code, then place, so that an answer never hangs on the order of rows."""
    ranked = sorted(range(len(codes)), key=lambda at: (codes[at], labels[at]))
    order = np.empty(len(codes), dtype=np.int64)
    order[ranked] = np.arange(len(codes))
    return order


def nearest(others: LaidOut) -> list[dict[tuple[bool, float], Near]]:
    """Return, per proposal of the list, the nearest other ones by (same network, accuracy in metres).

    Of those placed alike the nearest decides; one placed more coarsely may be in doubt from farther off.
    Positions that occur often are looked at once, so a list of one point fifty thousand times is no burden.
    """
    found: list[dict[tuple[bool, float], Near]] = [{} for _ in range(others.own)]
    own_networks = others.networks[: others.own]
    own_small = others.small[: others.own]
    kinds = sorted(set(zip(others.networks.tolist(), others.accuracy_m.tolist(), strict=True)))
    for mask, accuracy_m in kinds:
        carrying = (others.networks == mask) & (others.accuracy_m == accuracy_m)
        everyone = _places(others, carrying)
        large = _places(others, carrying & ~others.small) if others.small.any() else everyone
        for own_mask in np.unique(own_networks).tolist():
            same = own_mask == 0 or mask == 0 or bool(own_mask & mask)
            rows = np.flatnonzero((own_networks == own_mask) & (same | ~own_small))
            places = everyone if same else large
            pairs = list(_nearest_places(rows, others, places))
            key = (same, accuracy_m)
            for row, near in _measured(pairs, others, same=same):
                if key not in found[row] or near < found[row][key]:
                    found[row][key] = near
    return found


def _measured(pairs: list[tuple[int, int]], others: LaidOut, *, same: bool) -> Iterator[tuple[int, Near]]:
    """Measure pairs of proposals on the ellipsoid, all at once."""
    if not pairs:
        return
    row, other = np.array(pairs, dtype=np.int64).T
    metres = distances_m(others.lon[row], others.lat[row], others.lon[other], others.lat[other])
    ranks = others.order[other]
    for one, distance, rank, another in zip(
        row.tolist(), metres.tolist(), ranks.tolist(), other.tolist(), strict=True
    ):
        yield one, Near(distance, rank, another, same)


@dataclass(frozen=True, slots=True)
class _Places:
    """The distinct points of the proposals with one mask: who comes first at each, and who second (or -1)."""

    tree: shapely.STRtree
    first: Ints
    second: Ints
    at: dict[int, int]  # proposal -> place


def _places(others: LaidOut, chosen: Bools) -> _Places:
    members = np.flatnonzero(chosen)
    members = members[np.argsort(others.order[members])]
    places: dict[tuple[float, float], list[int]] = {}
    for member in members.tolist():
        places.setdefault((float(others.x[member]), float(others.y[member])), []).append(member)
    points = np.asarray(shapely.points(np.array(list(places), dtype=float).reshape(-1, 2)), dtype=object)
    return _Places(
        tree=shapely.STRtree(points),
        first=np.array([stay[0] for stay in places.values()], dtype=np.int64),
        second=np.array([stay[1] if len(stay) > 1 else -1 for stay in places.values()], dtype=np.int64),
        at={member: place for place, stay in enumerate(places.values()) for member in stay},
    )


def _nearest_places(rows: Ints, others: LaidOut, places: _Places) -> Iterator[tuple[int, int]]:
    """Yield (proposal, another proposal) for the nearest of ``places``; of equally near ones, all firsts."""
    alone, strangers = [], []  # those that are themselves among the places, with nobody else there; the rest
    for row in rows.tolist() if len(places.first) else []:
        place = places.at.get(row)
        if place is None:
            strangers.append(row)
        elif places.second[place] < 0:
            alone.append(row)
        else:
            first = int(places.first[place])
            yield row, first if first != row else int(places.second[place])
    for asking, exclusive in ((alone, True), (strangers, False)):
        if asking:
            points = shapely.points(others.x[asking], others.y[asking])
            at, place = places.tree.query_nearest(points, exclusive=exclusive)
            for row, other in zip(at.tolist(), places.first[place].tolist(), strict=True):
                yield asking[row], other


def sent_twice(others: LaidOut, proposals: Proposals, asked: list[int]) -> dict[int, Near]:
    """Return which proposal of the list is another one sent twice: the same operator and code."""
    seen: dict[tuple[str, str], list[int]] = {}
    for place in np.argsort(others.order[: others.own]).tolist():
        row = proposals.rows[asked[place]]
        if row.site_code:
            seen.setdefault((row.operator, row.site_code), []).append(place)
    pairs = [
        (place, stay[0] if place != stay[0] else stay[1])
        for stay in seen.values()
        if len(stay) > 1
        for place in stay
    ]
    return dict(_measured(pairs, others, same=True))
