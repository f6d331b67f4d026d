"""From claims to findings: what each zone claims of each row, the weightiest one said, the others noted.

A row without a claim passes where its layers are stated to be complete as far as it reaches, else nothing is
known. The base of a shared mast stands already, so ``share`` is ``na``. A mast that is upgraded stands too:
whatever a zone claims of it is a review, because only a change of its height or foundation would ask again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.answers import Answers, firsts, joined, plain, sorted_out, where
from registry.checks.cells import surely_clear
from registry.checks.consents import asked_of, asks_consent
from registry.checks.context import Bools, Context, Floats, Ints
from registry.checks.corridors.drawing import CIRCLE, LINE, ZONE, Kind, Source, Weightiest, drawn
from registry.checks.holding import columns_of, covered_rows
from registry.checks.proposals import Proposals, position_unreadable
from registry.law import Rule
from registry.messages import Words
from registry.model.finding_columns import Column, Each, FindingColumns
from registry.model.findings import Finding, Note, Outcome
from registry.model.requests.proposals import ProposalKind

INFORM_M = 100.0  # a zone that is clear is named as far as this beyond what matters
NOTED = 2


class State(IntEnum):
    """What a zone claims, the lightest first."""

    CLEAR = 0
    UNKNOWN = 1  # its fall circle may reach, the height is not stated
    NEAR = 2  # outside it, but so near that what surrounds it may be touched
    FALL = 3  # only the fall circle reaches
    GUYS = 4  # an anchor may stand within
    MAY = 5  # the base may stand within
    SURE = 6  # the base stands within
    SHORT = 7  # a legal distance is not kept: less of it needs somebody's agreement


_OUTCOMES = {
    State.CLEAR: Outcome.PASS,
    State.UNKNOWN: Outcome.UNKNOWN,
    State.NEAR: Outcome.REVIEW,
    State.FALL: Outcome.REVIEW,
    State.GUYS: Outcome.REVIEW,
    State.MAY: Outcome.REVIEW,
    State.SURE: Outcome.CONSENT,
    State.SHORT: Outcome.CONSENT,
}


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """What the zones of one layer claim of rows, m pairs in columns.

    ``code``: place of its sentence; ``limit_m`` (nan: none); ``radius_m`` of the circle to draw, 0 for none;
    ``said``: the numbers of the sentences. Where a lower mast would not reach the zone, ``said`` holds
    ``clear``: the height in metres of everything above ground that stays clear of it, else nan.
    ``notes`` gives what a claim says besides, by its place.
    """

    row: Ints
    zone: Ints
    state: Ints
    code: Ints
    metres: Floats
    limit_m: Floats
    flips: Bools
    verified: Bools
    radius_m: Floats
    inside: Bools
    said: dict[str, Floats]
    body: Ints  # place in ``BODIES``: whose word is asked
    notes: Callable[[int], tuple[Note, ...]]


BODIES = ("body", "provincial", "national")
"""How the options of a rule begin the names of whose word is asked."""


class Sentence(NamedTuple):
    """A sentence about a claim: its message code and parameters in order; ``body`` stands for its own."""

    code: str
    params: tuple[str, ...] = ()


class Question(NamedTuple):
    """What is asked: the rows, by which rule, and what the rule is about ("đường bộ")."""

    proposals: Proposals
    context: Context
    rule: Rule
    what: Words


def findings_of(
    question: Question,
    sources: Sequence[Source],
    claims: Sequence[Claims | None],
    sentences: Sequence[Sentence],
    fixed: dict[str, Any] | None = None,
) -> FindingColumns:
    """Answer each row from the claims of all zones: those of each source, None where it has none.

    ``fixed``: parameters that are alike for all sentences that name them.
    """
    proposals, context, rule, what = question
    answers = Answers.to(proposals, context, rule)
    share = proposals.of_kind(ProposalKind.SHARE)
    answers.put(where(share), Finding(rule.code, Outcome.NA, "COR-SHARE"))
    answers.unreadable(where(~share & ~proposals.known))
    uncovered = [~_sees(source, proposals) for source in sources]
    silent = proposals.known & ~share
    if any(one is not None for one in claims):
        told = _Told(answers, sources, claims, sentences, fixed or {})
        silent = told.put(silent, np.logical_or.reduce(uncovered))
    rows = where(silent)
    for lacks, those in sorted_out(*(lacking[rows] for lacking in uncovered)):
        layers = [one.layer for one, lacking in zip(sources, lacks, strict=True) if lacking]
        answers.put(rows[those], _nothing(rule, what, layers))
    return answers.found


def _nothing(rule: Rule, what: Words, uncovered: list[str]) -> Finding:
    """Answer where no zone is near; ``uncovered``: the layers of which that proves nothing."""
    if uncovered:
        return Finding(
            rule.code, Outcome.UNKNOWN, "COR-NO-LAYER", {"what": what}, missing=";".join(uncovered)
        )
    return Finding(rule.code, Outcome.PASS, "COR-FAR", {"what": what})


def alone_and_clear(question: Question, kinds: Sequence[Kind], far_m: Sequence[float]) -> Finding | None:
    """Answer one row with surely no zone nearer than ``far_m``, by kind; None for others."""
    proposals, context, rule, what = question
    row, uncovered = proposals.rows[0], []
    x, y = float(proposals.x[0]), float(proposals.y[0])
    for kind, reach_m in zip(kinds, far_m, strict=True):
        zones = context.layer(kind.layer)
        coverage = zones.coverage
        if coverage.area is not None and not coverage.everywhere:
            return None
        if zones.zones and not surely_clear(zones, x, y, reach_m):
            return None
        if not covered_rows(proposals, zones)[0]:
            uncovered.append(f"layer:{kind.layer.value}")
    if row.kind is ProposalKind.SHARE:
        return Finding(rule.code, Outcome.NA, "COR-SHARE")
    if not proposals.known[0]:
        return position_unreadable(rule, row)
    return _nothing(rule, what, uncovered)


class _Told:
    """All claims of a rule, row by row the weightiest first (then the nearest), and what is said of them."""

    def __init__(
        self, answers: Answers, sources: Sequence[Source], claims: Sequence[Claims | None],
        sentences: Sequence[Sentence], fixed: dict[str, Any],
    ) -> None:  # fmt: skip
        self.answers, self.sources, self.sentences, self.fixed = answers, sources, sentences, fixed
        self.rule, self.claims = answers.rule, claims
        self.made = [one for one in claims if one is not None]
        source = [np.full(len(one.row), at) for at, one in enumerate(claims) if one is not None]
        place = [np.arange(len(one.row)) for one in self.made]
        row, state, metres = (joined([getattr(one, name) for one in self.made]) for name in _SORTED)
        self.order = np.lexsort((metres, -state, row))
        self.row, self.state, self.metres = row[self.order], state[self.order], metres[self.order]
        self.source, self.place = joined(source)[self.order], joined(place)[self.order]
        self.first = firsts(self.row)

    def column(self, name: str, at: Ints) -> npt.NDArray[Any]:
        """Return a column of the claims at places ``at``."""
        return joined([getattr(one, name) for one in self.made])[self.order[at]]

    def said(self, name: str, at: Ints) -> Floats:
        """Return a number of the sentences of the claims at places ``at``."""
        return joined([one.said[name] for one in self.made])[self.order[at]]

    def put(self, asked: Bools, uncovered: Bools) -> Bools:
        """Answer the rows ``asked`` of which something is claimed; return those that nothing is said of.

        Of a zone that is clear is told only where nothing else can be there.
        """
        first = self.first
        rows = self.row[first]
        chosen = asked[rows] & ((self.state[first] > State.CLEAR) | ~uncovered[rows])
        left = asked.copy()
        left[rows[chosen]] = False
        if not chosen.any():
            return left
        at = first[chosen]
        zone, limit_m, radius_m = (self.column(name, at) for name in ("zone", "limit_m", "radius_m"))
        clear = self._least_clear()[chosen]
        claims = Weightiest(at, rows[chosen], zone, self.metres[at], limit_m, radius_m, clear)
        source = self.source[at]
        errors = np.zeros(len(at))
        for number, one in enumerate(self.sources):
            mine = source == number
            errors[mine] = one.zones.errors_m[claims.zone[mine]]
        approximate = (self.state[at] >= State.SURE) & (errors > 0)
        inside = self.column("inside", at)
        shape = np.where(claims.radius_m > 0, CIRCLE, np.where(inside, ZONE, LINE))
        upgrades = self.answers.proposals.of_kind(ProposalKind.UPGRADE)[claims.row]
        of_others = np.isfinite(claims.clear) & np.isnan(self.said("clear", at))
        keys = (self.column(name, at) for name in ("code", "flips", "verified", "body"))
        for values, those in sorted_out(
            *keys, source, np.isfinite(claims.limit_m), approximate, shape, upgrades, of_others
        ):
            self._put(claims.some(those), _Keys(*values))
        return left

    def _least_clear(self) -> Floats:
        """Return, by row that something is claimed of, the height that stays clear of all; nan: none."""
        clear = joined([one.said["clear"] for one in self.made])[self.order]
        return np.asarray(np.fmin.reduceat(clear, self.first), dtype=float)

    def _put(self, claims: Weightiest, keys: "_Keys") -> None:
        rule, source, sentence = self.rule, self.sources[keys.source], self.sentences[keys.code]
        state = State(int(self.state[claims.at[0]]))
        told: dict[str, Column] = {"related": source.named[claims.zone], "measured": claims.metres}
        if keys.limited:
            told["limit"] = claims.limit_m
        params: dict[str, Any] = dict.fromkeys(told)
        for name in sentence.params:
            if name == "body":
                params |= asked_of(rule, BODIES[keys.body], demands=rule.verified)
            elif name in self.fixed:
                params[name] = self.fixed[name]
            else:
                params[name] = None
                told[name] = claims.clear if name == "clear" else self.said(name, claims.at)
        if keys.clear_of_others:
            told["clear"] = claims.clear
        unread = state >= State.SURE and not (keys.verified and rule.verified)
        finding = Finding(
            rule.code, _OUTCOMES[state], sentence.code, params, unit="m", flips=bool(keys.flips),
            verified=bool(keys.verified), missing=HEIGHT if state is State.UNKNOWN else None,
        )  # fmt: skip
        if keys.approximate or unread:
            finding.outcome = Outcome.REVIEW  # what nobody has read is asked about, never demanded
        notes = _Notes(self, claims, self._said_besides(state, unread=unread), keys)
        columns: dict[str, Column] = {
            "measured": claims.metres, "related": columns_of(source.zones).names[claims.zone],
            "evidence": drawn(self.answers, source, claims, keys.shape),
        }  # fmt: skip
        if keys.limited:
            columns["limit"] = claims.limit_m
        if keys.upgraded and finding.outcome is not Outcome.PASS:
            columns["notes"] = Each(partial(_upgraded, finding.code, dict(params), told, notes))
            finding.outcome, finding.code, finding.missing = Outcome.REVIEW, "COR-UPGRADE", None
        elif notes.alike():
            finding.notes = notes.at(0)
        else:
            columns["notes"] = Each(notes.at)
        self.answers.put(claims.row, finding, params=told, **columns)

    def _said_besides(self, state: State, *, unread: bool) -> tuple[Note, ...]:
        rule = self.rule
        after: tuple[Note, ...] = ()
        if state >= State.SURE and unread and asks_consent(rule):
            after += (("COR-NOT-READ", {}),)
        if state is State.FALL and "says_fall" in rule.options:
            after += ((f"COR-SAYS-{rule.options['says_fall']}", {}),)
        if state >= State.GUYS and "says" in rule.options:
            after += ((f"COR-SAYS-{rule.options['says']}", {}),)
        return after


HEIGHT = "value:mast_height_m"
_SORTED = ("row", "state", "metres")


class _Keys(NamedTuple):
    """What is alike in a group of claims."""

    code: int
    flips: int
    verified: int
    body: int
    source: int
    limited: int
    approximate: int
    shape: int
    upgraded: int
    clear_of_others: int


def _upgraded(
    code: str, params: dict[str, Any], told: dict[str, Column], notes: "_Notes", k: int
) -> tuple[Note, ...]:
    """What would be claimed of a mast that stands already is noted first."""
    return (code, params | {name: plain(column[k]) for name, column in told.items()}), *notes.at(k)


def _approximate(source: Source, zone: int) -> Note:
    """Say how far a zone may be off, and of one that is off by more than it measures that it is lost."""
    error_m = source.zones.zones[zone].error_m
    if source.zones.lost[zone]:
        return "COR-ZONE-LOST", {"related": source.named[zone], "error": error_m}
    return "COR-APPROXIMATE", {"error": error_m}


class _Notes:
    """What is said besides of claims: their own notes, what is not sure, the row's next zones."""

    def __init__(self, told: _Told, claims: Weightiest, after: tuple[Note, ...], keys: _Keys) -> None:
        self.told, self.claims, self.after, self.keys = told, claims, after, keys
        at, last = claims.at, len(told.row) - 1
        self.others = []
        for step in range(1, NOTED + 1):
            other = np.minimum(at + step, last)
            there = (told.row[other] == claims.row) & (at + step <= last) & (told.state[other] > State.CLEAR)
            self.others.append(there)

    def alike(self) -> bool:
        """Whether all say the same besides: of no other zone, and what the zones themselves say is alike."""
        if any(other.any() for other in self.others):
            return False
        state = int(self.told.state[self.claims.at[0]])
        if state in {State.GUYS, State.MAY} or self.keys.approximate:
            return len(self.claims.at) == 1
        return True

    def at(self, k: int) -> tuple[Note, ...]:
        """Return those of one claim."""
        told, place, source = self.told, int(self.claims.at[k]), self.told.sources[self.keys.source]
        notes = self._own(place)
        zone = int(self.claims.zone[k])
        if self.keys.approximate or (told.state[place] == State.MAY and source.zones.lost[zone]):
            notes += (_approximate(source, zone),)
        notes += self.after
        for step, there in enumerate(self.others, 1):
            if not there[k]:
                break
            other = place + step
            number = int(told.source[other])
            claims = told.claims[number]
            assert claims is not None
            name = told.sources[number].named[int(claims.zone[int(told.place[other])])]
            notes += (("COR-ALSO", {"related": name, "measured": float(told.metres[other])}),)
        return notes

    def _own(self, place: int) -> tuple[Note, ...]:
        claims = self.told.claims[self.keys.source]
        assert claims is not None
        return claims.notes(int(self.told.place[place]))


def _sees(source: Source, proposals: Proposals) -> Bools:
    """Return which rows lie where the layer is known to be complete as far as they reach."""
    coverage = source.zones.coverage
    held = covered_rows(proposals, source.zones)
    if coverage.everywhere or coverage.area is None or not held.any():
        return held
    edge = shapely.boundary(coverage.area)
    reach: Any = np.nan_to_num(source.reach_m)
    return np.asarray(held & ~shapely.dwithin(edge, proposals.points, reach), dtype=bool)
