"""The engine: an explicit tuple of checks, run over all proposals; one finding per check and proposal.

Findings are columns over the proposals (``registry.model.finding_columns``): what the engine adds it adds
group by group, and a group in which only some rows are certain is split.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from registry.checks.context import Bools, Context
from registry.checks.proposals import Proposals
from registry.checks.reservations import classify
from registry.errors import WrongCallError
from registry.law import Law, Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.finding_columns import Column, Each, FindingColumns, FindingGroup
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Note, Outcome, Reservation, Stage
from registry.model.requests.proposals import Proposal, ProposalKind

Function = Callable[[Proposals, Context, Rule], FindingColumns]
Unasked = Callable[[Proposals, Context], Mapping[int, str]]


TEXTS_OF_THE_DAY, UNREAD_NUMBERS = "text:day", "number:unread"
"""What ``Finding.missing`` calls law of an earlier day that nobody has read, and an unverified number."""

POSITION_COLUMNS = ("lon", "lat", "position", "northing", "easting")
"""The columns in which a list may state a place."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its code (never used again), titles, stage, whether an unknown blocks, and its function.

    The function is pure: it answers every proposal exactly once, in groups that are told alike, and fills
    ``rule``, ``outcome``, ``code``, ``params`` and the measured parts; the engine fills stage, and where the
    function left them open, source and article from the rule and blocking from the check. A function that
    names its own source (the decision of a zone) names its article too.

    ``layers`` to ``units`` say what it looks at besides the row itself, so that it can be shown where it has
    data at all: zones of ``layers``, operators' ``lists`` of masts, their ``plans``, ``units``.

    ``among`` is empty for a check that answers each row by itself. For one whose answers hang on the other
    rows of the list too it names every field of a row that the check reads: where none of them differs, no
    answer does, so that of a list with corrected rows only what can have changed is judged anew.

    ``by_kind``: whether what it answers hangs on what is asked for (a new mast, a shared one), so that it has
    no answer for a row whose kind was not understood.

    ``marks`` are the columns (``data/codes/columns.toml``) in which a list says what the check looks at: of
    the workbook that goes back the first that the sheet has is marked, or every cell of a position.

    ``of_place``: whether a nearer place that is proposed must pass it, not only pass it no worse. The siting
    keeps out of the zones of its layers, by their own shapes where it lays them out and else by asking it.

    ``refuses``: whether the rule can refuse a row at all. What the office lacks for one that can not (a road
    that only asks for its body's consent) never lowers a row: ``docs/verdicts.md``.

    ``reach`` names the thresholds (metres) of its rule within which it looks for masts and other proposals: a
    run over the country reads so much of the provinces around.

    ``unasked`` names the rows that the question does not concern whatever the law says (a shared mast keeps
    no distance): by index, the message code of their ``na``. It is asked where there is no rule to read.
    """

    code: str
    title_vi: str
    title_en: str
    stage: Stage
    blocking: bool
    function: Function
    layers: tuple[Layer, ...] = ()
    lists: bool = False
    plans: bool = False
    units: bool = False
    among: tuple[str, ...] = ()
    by_kind: bool = False
    marks: tuple[str, ...] = POSITION_COLUMNS
    of_place: bool = False
    unasked: Unasked | None = None
    refuses: bool = False
    reach: tuple[str, ...] = ()

    def reach_m(self, rule: Rule) -> float:
        """Return how far the check looks for masts and proposals under a rule; 0 where it does not."""
        if rule.gap:
            return 0.0
        return max((rule.threshold(name).value or 0.0 for name in self.reach), default=0.0)


def na_for(code: str, *kinds: ProposalKind) -> Unasked:
    """Return an ``unasked`` for a check that does not concern proposals of some kinds."""

    def unasked(proposals: Proposals, _context: Context) -> dict[int, str]:
        return {index: code for index, row in enumerate(proposals.rows) if row.kind in kinds}

    return unasked


def run(rows: Sequence[Proposal], context: Context, law: Law, checks: Sequence[Check]) -> FindingTable:
    """Judge ``rows`` (n proposals) by ``checks``; returns their findings in the order of the checks.

    A check without a rule in force answers ``na``; one whose law on that day is not in the catalogue
    (a gap) answers ``review`` with the rule's note, never a number, and so does one that only other provinces
    have a rule for; but what does not concern a row is ``na`` first (``Check.unasked``). A fail of a rule or
    threshold that is not verified, or at a position that a repair proposed, becomes a review. Of a row whose
    kind was not understood see ``_without_kind``.
    """
    proposals = Proposals.of(rows, context)
    firm = None if proposals.firm.all() else proposals.firm
    answered = []
    for check in checks:
        rule = law.get(check.code)
        if rule is None or rule.gap:
            found = _without_rule(check, rule, proposals, context, law)
        else:
            found = check.function(proposals, context, rule)
            if len(found) != len(rows):
                raise WrongCallError(f"{check.code} gave {len(found)} findings for {len(rows)} proposals")
            found.check_whole()
        if len(proposals.unread_kinds):
            found = _without_kind(check, found, proposals, context, rule)
        groups: list[FindingGroup] = []
        for group in found.groups:
            if group.common.outcome is Outcome.FAIL or "missing" in group.columns:
                groups += _settled(group, check, rule, firm)
            else:  # as almost all are
                groups.append(_complete(group, check, rule, repaired=False))
        answered.append(FindingColumns(len(rows), groups))
    return FindingTable(len(rows), answered)


def _settled(
    group: FindingGroup, check: Check, rule: Rule | None, firm: Bools | None
) -> Iterator[FindingGroup]:
    """Yield a group with what the engine adds: in parts where rows differ in what is missing or certain.

    ``firm``: the proposals whose position is certain; None where all are.
    """
    fails = group.common.outcome is Outcome.FAIL
    for part in group.by("missing"):
        for even in part.by("verified") if fails else (part,):
            if not fails or firm is None:
                yield _complete(even, check, rule, repaired=False)
                continue
            sure = firm[even.rows]
            for own, repaired in ((sure, False), (~sure, True)):
                if own.any():
                    rows = even if own.all() else even.part(np.flatnonzero(own))
                    yield _complete(rows, check, rule, repaired=repaired)


def _complete(group: FindingGroup, check: Check, rule: Rule | None, *, repaired: bool) -> FindingGroup:
    """Return a group with stage, blocking, source and kind; softened where it must not fail."""
    common = group.common.copied()
    columns = dict(group.columns)
    common.stage = check.stage
    if common.blocking is None:
        common.blocking = check.blocking
    if rule is not None:
        _name_source(group, common, columns, rule)
        common.verified = common.verified and rule.verified
        if not rule.verified:
            columns.pop("verified", None)
    kind, of_place = common.kind, False
    if common.outcome is Outcome.FAIL and (repaired or not common.verified):
        said = len(common.notes)
        of_place = common.verified  # nothing but the position is doubted: whether it could refuse stays said
        _soften(common, repaired=repaired)
        if "notes" in columns:
            columns["notes"] = _further(columns["notes"], common.notes[said:])
        if repaired:
            columns.pop("flips", None)
    classify(common, refuses=check.refuses)
    if kind is not common.kind and not of_place:
        columns.pop("could_refuse", None)
    return FindingGroup(group.rows, common, columns, group.params)


def _name_source(group: FindingGroup, common: Finding, columns: dict[str, Column], rule: Rule) -> None:
    """Name the rule's document and article where the check named no source of its own."""
    if "source" not in columns and "article" not in columns:
        if not common.source:
            common.source, common.article = rule.document, common.article or rule.article
        return
    own = list(zip(group.values("source").tolist(), group.values("article").tolist(), strict=True))
    columns["source"] = np.array([source or rule.document for source, _ in own], dtype=object)
    columns["article"] = np.array(
        [article if source else article or rule.article for source, article in own], dtype=object
    )


def _further(notes: Any, added: tuple[Note, ...]) -> Each:
    return Each(lambda at: (*notes[at], *added))


def _without_kind(
    check: Check, found: FindingColumns, proposals: Proposals, context: Context, rule: Rule | None
) -> FindingColumns:
    """Leave open what hangs on the kind of rows that nobody knows it of; it blocks, so nothing is agreed.

    Nor is such a row refused by what would not stand against one that shares a mast, of which least is asked.
    """
    hangs = unread = proposals.unread_kinds
    if not check.by_kind:
        refused = unread[found.where(Outcome.FAIL)[unread]]
        if rule is None or not len(refused):
            return found
        shared = [replace(proposals.rows[row], kind=ProposalKind.SHARE) for row in refused.tolist()]
        lists = [[row] for row in shared] if check.among else [shared]
        told = [check.function(Proposals.of(rows, context), context, rule) for rows in lists]
        hangs = refused[~np.concatenate([found.where(Outcome.FAIL) for found in told])]
    if not len(hangs):
        return found
    left = np.ones(len(found), dtype=bool)
    left[hangs] = False
    open_ = Finding(check.code, Outcome.UNKNOWN, "KIND-UNREAD", blocking=True, missing="value:kind")
    return FindingColumns(len(found), [*found.kept(left), FindingGroup(hangs, open_)])


def _without_rule(
    check: Check, rule: Rule | None, proposals: Proposals, context: Context, law: Law
) -> FindingColumns:
    """Answer a check whose law is not in force, or not in the catalogue, for this place and day."""
    code = check.code
    found = FindingColumns(len(proposals))
    rows = np.arange(len(proposals))
    if rule is None and code not in law.gaps:
        found.put(rows, Finding(code, Outcome.NA, "RULE-NOT-IN-FORCE", {"day": law.as_of}))
        return found
    unasked = {} if check.unasked is None else check.unasked(proposals, context)
    said: dict[str, list[int]] = {}
    for index in sorted(unasked):
        said.setdefault(unasked[index], []).append(index)
    for other, own in said.items():
        found.put(np.array(own), Finding(code, Outcome.NA, other))
    found.put(np.delete(rows, np.array(list(unasked), dtype=np.int64)), _gap(check, rule, context, law))
    return found


def _gap(check: Check, rule: Rule | None, context: Context, law: Law) -> Finding:
    if rule is not None:
        notes = {"note_vi": rule.note_vi, "note_en": rule.note_en}
        return Finding(check.code, Outcome.REVIEW, "RULE-GAP", notes, missing=TEXTS_OF_THE_DAY)
    place = context.name_of(law.territory)
    params = {
        "question": Words(check.title_vi, check.title_en),
        "place": place,
        "documents": ", ".join(law.gaps[check.code]),
    }
    return Finding(check.code, Outcome.REVIEW, "RULE-GAP-HERE", params, missing=f"law:{place}")


def _soften(finding: Finding, *, repaired: bool) -> None:
    """Turn a fail into a review where the number or the position is not certain (design: section 5).

    The carrier confirms a position; the text of a number is the office's to read.
    """
    if not finding.verified:
        finding.outcome = Outcome.REVIEW
        if finding.kind is None:
            finding.kind, finding.could_refuse = Reservation.OFFICE, True
            finding.missing = finding.missing or UNREAD_NUMBERS
        finding.notes = (*finding.notes, ("THRESHOLD-UNVERIFIED", {}))
    if repaired:
        finding.outcome = Outcome.REVIEW
        finding.kind = finding.kind or Reservation.CONDITION
        finding.flips = True
        finding.notes = (*finding.notes, ("POSITION-REPAIRED", {}))
