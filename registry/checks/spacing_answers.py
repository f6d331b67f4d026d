"""Answers of spacing: which sentence each proposal gets, and the findings in groups of those said alike.

Both limits are judged where it is not certain which holds; a row is told of what decides under the likelier
one, of the disagreement, or of what is not known. Rows that are told the same, but for the mast and the
distance, are one group.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np

from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.mast_lists import NO_GAPS, ListGaps
from registry.checks.proposals import Proposals
from registry.checks.spacing_judgement import COARSE, NEAR, REASONS, Decided, Decisions
from registry.checks.spacing_words import COMES_NEAR, Relation, Spot, Words
from registry.checks.urban import UrbanBasis, Urbans
from registry.geo.distances import line
from registry.model.finding_columns import Column, Each, FindingColumns
from registry.model.findings import Finding, Note

GapsOf = Callable[[int], ListGaps]


@dataclass(frozen=True, slots=True)
class Limits:
    """The two limits of a rule in metres."""

    urban_m: float
    outside_m: float

    def of(self, urban: bool) -> float:
        """Return the limit in metres."""
        return self.urban_m if urban else self.outside_m


@dataclass(frozen=True, slots=True)
class Under:
    """What decides about each proposal under the urban limit and under the one outside (n each)."""

    urban: Decisions
    outside: Decisions


@dataclass(frozen=True, slots=True)
class Asking:
    """The ``rows`` that are asked (ascending), and of all n proposals what the answers hang on.

    ``networks``: masks, 0 not known. ``sized``: the row states how high its mast is. ``small``: a small mast,
    of a rule that exempts them, up to ``small_m`` metres. ``registered``: the lists of masts reach there.
    """

    rows: Ints
    proposals: Proposals
    context: Context
    urban: Urbans
    networks: Ints
    sized: Bools
    small: Bools
    small_m: float
    registered: Bools


class Told(IntEnum):
    """What a row is told."""

    EXEMPT = auto()
    CONTRADICTION = auto()
    COARSE_SMALL = auto()
    OPERATOR = auto()
    DISAGREE = auto()
    NO_HEIGHT = auto()
    NEAR = auto()
    BEYOND = auto()
    COARSE = auto()
    FAR = auto()


MEASURE_AGAIN = "SPC-MEASURE-AGAIN"
_PLAIN = (Told.EXEMPT, Told.BEYOND)  # told alike whatever mast is near


def answer(
    found: FindingColumns, asking: Asking, under: Under, *, limits: Limits, words: Words, gaps_of: GapsOf
) -> None:
    """Put the findings of the rows asked."""
    say = _Saying(asking, *_chosen(asking, under, words.relation), limits, words, gaps_of)
    for rows in say.groups():
        common = say.of(int(rows[0]))
        if len(rows) == 1 or say.plain(int(rows[0])):
            found.put(rows, common)
        else:
            say.put(found, rows, common)


def _chosen(asking: Asking, under: Under, relation: Relation) -> tuple[Ints, Decisions, Bools]:
    """Return, of all proposals, what each is told, what decides, and whether by the urban limit."""
    urban, inside, outside = asking.urban, under.urban, under.outside
    either = (urban.urban < 0) | urban.approximate  # both limits may hold
    likely = urban.urban == 1
    in_level, out_level = np.maximum(inside.level, COARSE), np.maximum(outside.level, COARSE)
    # nearer than the smaller limit: too near whichever holds
    by_urban = likely | ((urban.urban < 0) & (inside.level == outside.level) & (inside.level > COARSE))
    level = np.where(by_urban, inside.level, outside.level)
    likely_level = np.where(likely, inside.level, outside.level)
    other_level = np.where(likely, outside.level, inside.level)
    worst_urban = likely ^ (either & (other_level > likely_level))
    coarse_urban = likely ^ (either & (likely_level != COARSE))
    coarse = (likely_level == COARSE) | (either & (other_level == COARSE))
    stands = (level > COARSE) | (either & (in_level != out_level))
    disagree = either & (inside.level != outside.level)
    nobody = (asking.networks == 0) & (relation is Relation.SAME)
    told = np.full(len(asking.proposals), Told.FAR, dtype=np.int64)
    told[coarse] = Told.COARSE
    told[~asking.registered] = Told.BEYOND
    told[stands] = Told.NEAR
    told[stands & (level == NEAR) & ~asking.sized] = Told.NO_HEIGHT
    told[stands & disagree] = Told.DISAGREE
    told[stands & nobody] = Told.OPERATOR
    by = np.where(np.isin(told, (Told.DISAGREE, Told.OPERATOR)), worst_urban, by_urban)
    by_urban = np.where(told == Told.OPERATOR, worst_urban, by_urban)  # the limit that is not kept
    by = np.where(told == Told.COARSE, coarse_urban, by)
    small = asking.small
    if small.any():
        told[small] = Told.EXEMPT
        told[small & (inside.level == COARSE)] = Told.COARSE_SMALL
        told[small & (inside.level > COARSE)] = Told.CONTRADICTION
        by, by_urban = by | small, by_urban | small
    return told, inside.or_else(by, outside), by_urban


@dataclass(frozen=True, slots=True)
class _Saying:
    """What each proposal is told (``Told``), what decides, and whether the urban limit is the one named."""

    asking: Asking
    told: Ints
    hit: Decisions
    by_urban: Bools
    limits: Limits
    words: Words
    gaps_of: GapsOf

    def groups(self) -> Iterator[Ints]:
        """Yield the rows asked in groups of those whose finding is alike but for mast and distance."""
        rows = self.asking.rows
        if len(rows) == 1:
            yield rows
            return
        keys, group = np.unique(self._kinds(rows), return_inverse=True)
        order = np.argsort(group, kind="stable")
        for places in np.split(order, np.cumsum(np.bincount(group, minlength=len(keys)))[:-1]):
            yield rows[places]

    def _kinds(self, rows: Ints) -> Ints:
        """Return one number for all that the sentences hang on but for the mast and the distance."""
        asking, hit, urban = self.asking, self.hit, self.asking.urban
        told = self.told[rows]
        limit_m = np.where(self.by_urban[rows], self.limits.urban_m, self.limits.outside_m)
        kinds = np.zeros(len(rows), dtype=np.int64)
        for values, size in (
            (urban.basis[rows], len(UrbanBasis)),
            (urban.urban[rows] + 1, 3),
            (urban.near[rows], 2),
            (asking.networks[rows] == 0, 2),
            (hit.level[rows], NEAR + 1),
            (hit.doubt[rows], 2),
            (hit.reasons[rows], 1 << len(REASONS)),
            (hit.mast[rows] >= 0, 2),
            (self.by_urban[rows], 2),
            ((told == Told.COARSE) & (hit.distance_m[rows] < COMES_NEAR * limit_m), 2),
            (self._gaps(rows), len(rows) + 1),
        ):
            kinds = kinds * size + values
        kinds[np.isin(told, _PLAIN)] = 0
        return kinds * (max(Told) + 1) + told

    def _gaps(self, rows: Ints) -> Ints:
        """Return one number for each kind of lists that are lacking for the networks of the rows."""
        if self.words.relation is not Relation.SAME:
            return np.zeros(len(rows), dtype=np.int64)
        masks, at = np.unique(self.asking.networks[rows], return_inverse=True)
        kinds: dict[ListGaps, int] = {}
        numbers = [kinds.setdefault(self.gaps_of(mask), len(kinds)) for mask in masks.tolist()]
        return np.array(numbers, dtype=np.int64)[at]

    def plain(self, row: int) -> bool:
        """Whether a row is told the same whatever mast is near, or nothing of any."""
        return self.told[row] in _PLAIN or self.hit.mast[row] < 0

    def of(self, row: int) -> Finding:
        """Return the finding of one row."""
        asking = self.asking
        lon, lat = float(asking.proposals.lon[row]), float(asking.proposals.lat[row])
        spot = Spot(lon, lat, asking.urban[row], int(asking.networks[row]))
        case, limit_m = Told(int(self.told[row])), self.limits.of(bool(self.by_urban[row]))
        return finding_of(
            case, spot, self.hit.at(row), words=self.words, limit_m=limit_m, small_m=asking.small_m,
            gaps_of=self.gaps_of,
        )  # fmt: skip

    def put(self, found: FindingColumns, rows: Ints, common: Finding) -> None:
        """Put a group, whose mast and distance differ from ``common``'s."""
        masts, mast, metres = self.asking.context.masts, self.hit.mast[rows], self.hit.distance_m[rows]
        related = masts.codes[mast].astype(object)
        codes, names = self.words.operators.columns(masts.networks[mast])
        columns: dict[str, Column] = {"related": related, "related_operator": codes}
        params: dict[str, Column] = {"related": related, "operators": names}
        if common.measured is None:
            params["error"] = masts.accuracy_m[mast]
        else:
            params["measured"] = columns["measured"] = metres
            columns["evidence"] = self._lines(rows, mast)
        if any(code == MEASURE_AGAIN for code, _ in common.notes):
            columns["notes"] = _measured_again(common, self.hit.accuracy_m[rows])
        found.put(rows, common, params=params, **columns)

    def _lines(self, rows: Ints, mast: Ints) -> Each:
        proposals, masts = self.asking.proposals, self.asking.context.masts
        return lines((proposals.lon[rows], proposals.lat[rows]), (masts.lon[mast], masts.lat[mast]))


def finding_of(
    told: Told, spot: Spot, hit: Decided, *, words: Words, limit_m: float, small_m: float, gaps_of: GapsOf
) -> Finding:
    """Return the finding of what a proposal is told, by the limit that is named (metres)."""
    match told:
        case Told.EXEMPT:
            return words.small_exempt(small_m)
        case Told.CONTRADICTION:
            return words.small_contradiction(spot, hit, limit_m)
        case Told.COARSE_SMALL:
            found = words.coarse(spot, hit, limit_m, NO_GAPS)
            found.could_refuse = False  # nearer, it would be for review
            return found
        case Told.OPERATOR:
            return words.operator_not_known(spot, hit, limit_m)
        case Told.DISAGREE:
            return words.limits_disagree(spot, hit, limit_m)
        case Told.NO_HEIGHT:
            return words.height_not_known(spot, hit, limit_m, small_m)
        case Told.NEAR:
            return words.near(spot, hit, limit_m)
        case Told.BEYOND:
            return words.beyond()
        case Told.COARSE:
            return words.coarse(spot, hit, limit_m, gaps_of(spot.networks))
        case Told.FAR:
            return words.far(spot, hit, limit_m, gaps_of(spot.networks))


def lines(ends: tuple[Floats, Floats], others: tuple[Floats, Floats]) -> Each:
    """Return the line of each of m pairs of places (EPSG:4326), made when one is looked at."""
    (lon, lat), (far_lon, far_lat) = ends, others
    return Each(lambda k: line((lon[k], lat[k]), (far_lon[k], far_lat[k])))


def _measured_again(common: Finding, accuracy_m: Floats) -> Each:
    def notes(k: int) -> tuple[Note, ...]:
        accuracy = {"accuracy": float(accuracy_m[k])}
        return tuple((code, accuracy if code == MEASURE_AGAIN else params) for code, params in common.notes)

    return Each(notes)
