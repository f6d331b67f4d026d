"""PLN-02 and PLN-03: the planning zones that hold a point allow the mast's class, and its height.

A zone speaks by its own decision, which the finding names. Inside a zone is known. Near its edge (nearer than
the errors of edge and position together) or in a zone that is only approximate, a would-be fail is a review.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.checks.answers import Answers, objects, sorted_out, where
from registry.checks.context import Bools, Context, Floats, ZoneSet
from registry.checks.holding import HeldPairs, columns_of, covered_rows, each_once, held_pairs, outlines_of
from registry.checks.proposals import Proposals
from registry.checks.stated import coded, numbers_of
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.finding_columns import Column, FindingColumns
from registry.model.findings import Finding, Note, Outcome, Reservation
from registry.model.requests.proposals import ProposalKind
from registry.model.sites import MastClass

MISSING_ZONES = "layer:planning"
LOST = "PLN-ZONE-LOST"
ZONE_BORDERS, ZONE_HEIGHTS = "border:planning", "zone:height"
_CLASSES = tuple(MastClass)
_NAMES = objects([item.value for item in MastClass])
NONE_ALLOWED = Words("không loại nào", "none")
EVERY_CLASS = frozenset(item.value for item in MastClass)


Arrays = Mapping[str, npt.NDArray[Any]]


class _Said(NamedTuple):
    """What k planning zones say: of classes whether they name some (``speaks``) and allow the mast of each
    (k by classes, and not stated); the limit of heights in metres (nan: no number), and whether none is said.
    """

    speaks: Bools
    allows: Bools
    allowed: Any  # the classes as a sentence names them
    limit_m: Floats
    silent: Bools


def _said_by(zones: ZoneSet) -> _Said:
    """Return what the zones say, read once and kept with them."""
    if "planning" not in zones.worked_out:
        named = [zone.allowed_classes for zone in zones.zones]
        limits = [zone.max_height_m for zone in zones.zones]
        allows = np.ones((len(named), len(_CLASSES) + 1), dtype=bool)
        for at, classes in enumerate(named):
            if classes is not None and not classes >= EVERY_CLASS:
                allows[at] = [*(item in classes for item in _CLASSES), False]
        height = np.array(limits, dtype=float)
        height[np.isinf(height)] = np.nan
        zones.worked_out["planning"] = _Said(
            np.array([item is not None for item in named], dtype=bool),
            allows,
            objects([_in_words(item) for item in named]),
            height,
            np.array([limit is None for limit in limits], dtype=bool),
        )
    said: _Said = zones.worked_out["planning"]
    return said


def _in_words(classes: frozenset[str] | None) -> Words | str:
    """Return the classes that a zone allows as a sentence names them; "–" where its decision names none."""
    if classes is None:
        return "–"
    return ", ".join(sorted(classes)) or NONE_ALLOWED


class _Codes(NamedTuple):
    """The message codes of a rule for what is alike in both."""

    outside: str
    no_zone: str
    near_edge: str
    approximate: str


_OF_CLASS = _Codes("PLN-02-OUTSIDE", "PLN-02-NO-ZONE-KNOWN", "PLN-02-NEAR-EDGE", "PLN-02-APPROXIMATE")
_OF_HEIGHT = _Codes("PLN-03-OUTSIDE", "PLN-03-NO-ZONE-KNOWN", "PLN-03-NEAR-EDGE", "PLN-03-APPROXIMATE")


class _Asked:
    """The rows of a list beside the planning zones, while a rule about new masts is answered for them.

    ``open``: which rows no zone has spoken of yet. ``pairs``: of the rows that it concerns.
    """

    def __init__(self, proposals: Proposals, context: Context, rule: Rule, codes: _Codes) -> None:
        self.answers = Answers.to(proposals, context, rule)
        self.code, self.codes = rule.code, codes
        self.zones = context.layer(Layer.PLANNING)
        self.said = _said_by(self.zones)
        self.open = proposals.known & ~proposals.of_kind(ProposalKind.SHARE)
        self.pairs = held_pairs(proposals, self.zones)
        self.keep_open()

    def keep_open(self) -> HeldPairs:
        """Leave out the pairs of rows that are answered, and return those that are left."""
        if len(self.pairs):
            self.pairs = self.pairs.some(self.open[self.pairs.row])
        return self.pairs

    def answered(self) -> FindingColumns:
        """Answer the rows that no zone has spoken of, and return all answers."""
        answers, proposals, code = self.answers, self.answers.proposals, self.code
        shares = proposals.of_kind(ProposalKind.SHARE)
        answers.put(where(shares), Finding(code, Outcome.NA, "PLN-NO-NEW-MAST"))
        answers.unreadable(where(~shares & ~proposals.known))
        rows = where(self.open)
        for (covered,), those in sorted_out(covered_rows(proposals, self.zones)[rows]):
            nowhere = Finding(code, Outcome.NA, self.codes.outside if covered else self.codes.no_zone)
            nowhere.missing = None if covered else MISSING_ZONES
            answers.put(rows[those], nowhere)
        return answers.found

    def put(
        self, pairs: HeldPairs, common: Finding, params: Arrays | None = None, *, drawn: bool = True,
        **columns: Any,
    ) -> None:  # fmt: skip
        """Answer the rows of ``pairs`` (one each) by their zones: the decision is the source."""
        if not len(pairs):
            return
        said, zone = columns_of(self.zones), pairs.zone
        shown: dict[str, Column] = {"evidence": outlines_of(self.zones, zone)} if drawn else {}
        self.answers.put(
            pairs.row, common,
            params={"zone": said.called[zone], "allowed": self.said.allowed[zone], **(params or {})},
            source=said.decisions[zone], article=said.articles[zone], related=said.names[zone],
            **shown, **columns,
        )  # fmt: skip
        self.open[pairs.row] = False

    def refuse(self, pairs: HeldPairs, common: Finding, params: Arrays, **columns: npt.NDArray[Any]) -> None:
        """Refuse rows, or leave them to a look where the zone's edge or the zone itself is not certain.

        Whose error is the larger has to settle it: the carrier's, or that of the zone as drawn.
        """
        error_m = self.zones.errors_m[pairs.zone]
        of_zone = error_m > self.answers.proposals.accuracy_m[pairs.row]
        for (near, doubted, drawn_wrong), those in sorted_out(pairs.near, error_m != 0, of_zone):
            finding, own = replace(common, params={}), pairs.some(those)
            notes: dict[str, Any] = {}
            if near or doubted:
                finding.outcome, finding.flips = Outcome.REVIEW, bool(near)
                finding.kind = Reservation.CONDITION  # measured again, the position is in or out
                if drawn_wrong:
                    finding.kind, finding.could_refuse = Reservation.OFFICE, True
                    finding.missing = ZONE_BORDERS
                notes["notes"] = each_once(self._near_edge if near else self._approximate, own.zone)
            told = {name: column[those] for name, column in params.items()}
            measured: dict[str, Any] = {name: column[those] for name, column in columns.items()}
            self.put(own, finding, told, **measured, **notes)

    def _near_edge(self, zone: int) -> tuple[Note, ...]:
        return self._lost(zone) or ((self.codes.near_edge, {"zone": columns_of(self.zones).called[zone]}),)

    def _approximate(self, zone: int) -> tuple[Note, ...]:
        named, error_m = columns_of(self.zones).called[zone], self.zones.zones[zone].error_m
        return self._lost(zone) or ((self.codes.approximate, {"zone": named, "error": error_m}),)

    def _lost(self, zone: int) -> tuple[Note, ...]:
        """Say of a zone whose error is larger than itself that measuring the mast again helps nobody."""
        if not self.zones.lost[zone]:
            return ()
        params = {"zone": columns_of(self.zones).called[zone], "error": self.zones.zones[zone].error_m}
        return ((LOST, params),)


def allowed_class(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """PLN-02: the mast's class is allowed in every planning zone that holds the point."""
    asked = _Asked(proposals, context, rule, _OF_CLASS)
    if len(asked.pairs):
        _judge_classes(asked)
    found = asked.answered()
    for group in found.groups:  # a registered zoning decision makes the rule one that blocks
        group.common.blocking = bool(asked.zones.zones)
    return found


def _judge_classes(asked: _Asked) -> None:
    code, pairs = asked.code, asked.pairs
    classes = coded(asked.answers.proposals, "mast_class", _CLASSES)
    forbidden = ~asked.said.allows[pairs.zone, classes[pairs.row]]
    against = pairs.some(forbidden)
    against = against.best(against.near, ~against.inside)
    unstated = classes[against.row] == len(_CLASSES)
    unknown = Finding(code, Outcome.UNKNOWN, "PLN-02-NO-CLASS", missing="value:mast_class")
    asked.put(against.some(unstated), unknown)
    against = against.some(~unstated)
    named = {"mast_class": _NAMES[classes[against.row]]}
    asked.refuse(against, Finding(code, Outcome.FAIL, "PLN-02-FORBIDDEN"), named)
    inside = asked.keep_open().some(asked.pairs.inside)
    speaking = inside.some(asked.said.speaks[inside.zone]).best()
    unstated = classes[speaking.row] == len(_CLASSES)  # every class is allowed: it need not be known
    every = Finding(code, Outcome.PASS, "PLN-02-EVERY-CLASS")
    asked.put(speaking.some(unstated), every, drawn=False)
    speaking = speaking.some(~unstated)
    named = {"mast_class": _NAMES[classes[speaking.row]]}
    asked.put(speaking, Finding(code, Outcome.PASS, "PLN-02-ALLOWED"), named, drawn=False)
    asked.keep_open()
    silent = asked.pairs.some(asked.pairs.inside).best()
    asked.put(silent, Finding(code, Outcome.NA, "PLN-02-NOT-SAID"))


def zone_height(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """PLN-03: the mast, without its rod, is no higher than the zones that hold the point allow."""
    asked = _Asked(proposals, context, rule, _OF_HEIGHT)
    if len(asked.pairs):
        _judge_heights(asked)
    return asked.answered()


def _judge_heights(asked: _Asked) -> None:
    code, pairs, limit_m = asked.code, asked.pairs, asked.said.limit_m
    height = numbers_of(asked.answers.proposals, "mast_height_m")
    against = pairs.some(height[pairs.row] > limit_m[pairs.zone])
    against = against.best(against.near, asked.zones.errors_m[against.zone] > 0)
    too_high = Finding(code, Outcome.FAIL, "PLN-03-TOO-HIGH", unit="m")
    numbers = {"measured": height[against.row], "limit": limit_m[against.zone]}
    asked.refuse(against, too_high, numbers, **numbers)
    inside = asked.keep_open().some(asked.pairs.inside)
    numbered = inside.some(np.isfinite(limit_m[inside.zone]))
    unstated = numbered.some(np.isnan(height[numbered.row])).best()
    unknown = Finding(code, Outcome.UNKNOWN, "PLN-03-NO-HEIGHT", unit="m", missing="value:mast_height_m")
    limits = limit_m[unstated.zone]
    asked.put(unstated, unknown, {"limit": limits}, limit=limits)
    silent = inside.some(asked.said.silent[inside.zone] & asked.open[inside.row]).best()
    asked.put(silent, Finding(code, Outcome.UNKNOWN, "PLN-03-NOT-SAID", missing=ZONE_HEIGHTS))
    numbered = numbered.some(asked.open[numbered.row])
    lowest = numbered.best(limit_m[numbered.zone])
    numbers = {"measured": height[lowest.row], "limit": limit_m[lowest.zone]}
    within = Finding(code, Outcome.PASS, "PLN-03-WITHIN", unit="m")
    asked.put(lowest, within, numbers, drawn=False, **numbers)
    free = inside.some(asked.open[inside.row]).best()
    asked.put(free, Finding(code, Outcome.NA, "PLN-03-NO-LIMIT"))
