"""PRM-01: the permit, exemption or commencement notice that the law of the day asks for before building.

At a position's appraisal it says what will be asked next. Where the row states a permit or a notice, or the
request is itself a commencement notice, that is compared with what the law asks; it never fails, because
what a text in a cell is worth only the paper itself shows.
"""

import re
from collections.abc import Callable
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.checks.answers import Answers, objects, where
from registry.checks.context import Context
from registry.checks.engine import Check, na_for
from registry.checks.permit_table import MastFacts, PermitAnswer, PermitNeed, permit_needed, sayings
from registry.checks.proposals import Proposals
from registry.checks.stated import alike, alike_in, telling
from registry.checks.urban import Urban, urban_of
from registry.columns import fold
from registry.law import Rule
from registry.messages import Words, render
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.model.requests.proposals import Proposal, ProposalKind

_NONE = re.compile(
    r"\s*((không|khong|chưa|chua|đang|dang|miễn|mien|none|no|n/a)\b.*|[-–.0\s]*)$", re.IGNORECASE
)
_FREQUENCY = ("tanso", "votuyendien", "gpts", "frequency")  # a frequency licence is no building permit


class _Stated(NamedTuple):
    """What the row states: a permit, a licence of another kind, or a notice ("" where it states none)."""

    permit: str
    other: str
    notice: str


_FACTS = (
    "kind",
    "commencing",
    "mast_class",
    "old_class",
    "form",
    "support",
    "mast_height_m",
    "building_height_m",
)


def permit(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """PRM-01: what the law of the day asks for, and whether the row already states it."""
    answers = Answers.to(proposals, context, rule)
    asked, shares = _Asked(context), proposals.of_kind(ProposalKind.SHARE)
    answers.put(where(shares), Finding(rule.code, Outcome.NA, "PRM-01-SHARE"))
    rows = where(~shares)
    if not len(rows):
        return answers.found
    urbans = urban_of(proposals, context)
    if len(proposals) == 1:
        row = proposals.rows[0]
        alone = _Stated(*read_permit(row.permit), _text(row.commencement_notice))
        answers.found.put(rows, _judge(rule, row, urbans[0], asked, alone))
        return answers.found
    permits, others = _read(proposals, "permit", read_permit)
    (notices,) = _read(proposals, "commencement_notice", lambda text: (_text(text),))
    plan_codes = proposals.told("plan_code")
    keys = (
        *(telling(proposals, name) for name in _FACTS),
        urbans.urban.tolist(), urbans.approximate.tolist(), map(bool, plan_codes),
        map(context.plans.by_code.__contains__, zip(proposals.told("operator"), plan_codes, strict=True)),
        *(np.not_equal(texts, "").tolist() for texts in (permits, others, notices)),
    )  # fmt: skip
    shown = np.where(np.not_equal(permits, ""), permits, others)
    same = alike(*(compress(key, (~shares).tolist()) for key in keys))
    for first, those in zip(same.first.tolist(), same.rows(), strict=True):
        one = rows[first]
        said = _Stated(permits[one], others[one], notices[one])
        finding = _judge(rule, proposals.rows[one], urbans[int(one)], asked, said)
        at = rows[those]
        answers.put(at, finding, params={"permit": shown[at], "notice": notices[at]})
    return answers.found


def _read(proposals: Proposals, name: str, read: Callable[[str], tuple[str, ...]]) -> list[npt.NDArray[Any]]:
    """Return what cells state, read once for each different text, as columns."""
    same, texts = alike_in(proposals, name), proposals.told(name)
    readings = [read(texts[first]) for first in same.first.tolist()]
    return [objects(part)[same.which] for part in zip(*readings, strict=True)]


class _Asked:
    """The table asked for one list: rows of a list mostly have the same facts, so each is answered once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._answers: dict[MastFacts, tuple[PermitNeed, dict[str, Any]]] = {}
        self._notes: dict[bool, tuple[Note, ...]] = {}

    def answer(self, facts: MastFacts) -> tuple[PermitNeed, dict[str, Any]]:
        """Return the answer with the parameters of its sentence."""
        if facts not in self._answers:
            need = permit_needed(self.context.as_of, facts, territory=self.context.province)
            self._answers[facts] = (need, permit_params(need))
        return self._answers[facts]

    def notes(self, *, exempt: bool) -> tuple[Note, ...]:
        """Return what else is asked: the dossier, the telecom agency's notice, the province's rule."""
        if exempt not in self._notes:
            self._notes[exempt] = tuple(
                (f"PRM-01-{item.options['says']}", {"document": item.document, "article": item.article})
                for item in sayings(self.context.as_of, self.context.province)
                if not (exempt and item.code.endswith("/dossier"))
            )
        return self._notes[exempt]


def facts_of(row: Proposal, urban: Urban, context: Context) -> MastFacts:
    """Return what a row says of itself; what is approximate is not known."""
    planned = (row.operator, row.plan_code) in context.plans.by_code if row.plan_code else None
    return MastFacts(
        urban=None if urban.approximate else urban.urban,
        mast_class=row.mast_class,
        old_class=row.old_class,
        form=row.form,
        support=row.support,
        mast_height_m=row.mast_height_m,
        building_height_m=row.building_height_m,
        in_plan=planned or None,
    )


def _judge(rule: Rule, row: Proposal, urban: Urban, asked: _Asked, stated: _Stated) -> Finding:
    need, params = asked.answer(facts_of(row, urban, asked.context))
    outcome, code = _answer(need, stated, commencing=row.commencing)
    said = {**params, "permit": stated.permit or stated.other, "notice": stated.notice}
    finding = Finding(rule.code, outcome, code, said)
    finding.source, finding.article, finding.verified = need.document, need.article, need.verified
    if outcome is Outcome.UNKNOWN:
        finding.missing = "value:permit" if need.answer is not PermitAnswer.NOTICE else "value:notice"
    finding.notes = asked.notes(exempt=need.answer is PermitAnswer.EXEMPT)
    if row.kind is ProposalKind.UPGRADE:
        finding.notes = (*finding.notes, ("PRM-01-UPGRADE", {}))
    return finding


def _answer(need: PermitNeed, stated: _Stated, *, commencing: bool) -> tuple[Outcome, str]:
    if stated.other and not stated.permit and not stated.notice:
        return Outcome.REVIEW, "PRM-01-FREQUENCY"
    match need.answer:
        case PermitAnswer.NOTICE:
            if commencing:
                return Outcome.PASS, "PRM-01-COMMENCING"
            if stated.notice:
                return Outcome.PASS, "PRM-01-NOTICE-STATED"
            if stated.permit:
                return Outcome.REVIEW, "PRM-01-PERMIT-BUT-NOTICE"
            return Outcome.UNKNOWN, "PRM-01-NOTICE"
        case PermitAnswer.EXEMPT:
            if stated.permit:
                return Outcome.PASS, "PRM-01-PERMIT-STATED"
            return (Outcome.NA if need.verified else Outcome.REVIEW), "PRM-01-EXEMPT"
        case PermitAnswer.PERMIT:
            if stated.permit:
                return Outcome.PASS, "PRM-01-PERMIT-STATED"
            if commencing or stated.notice:
                return Outcome.REVIEW, "PRM-01-NO-PERMIT"
            return Outcome.UNKNOWN, "PRM-01-PERMIT"
        case _:
            if stated.permit:
                return Outcome.PASS, "PRM-01-PERMIT-STATED"
            return Outcome.UNKNOWN, "PRM-01-LAW-NOT-READ" if need.note_vi else "PRM-01-DEPENDS"


def permit_params(need: PermitNeed) -> dict[str, Any]:
    """Return the parameters of a sentence about what the law asks for."""
    facts = [f"PRM-01-FACT-{name.upper().replace('_', '-')}" for name in need.missing if name != "law"]
    return {
        "document": need.document,
        "article": need.article,
        "missing": Words(
            "; ".join(render(code, {}, "vi") for code in facts),
            "; ".join(render(code, {}, "en") for code in facts),
        ),
        "note": Words(need.note_vi, need.note_en),
    }


def read_permit(text: str) -> tuple[str, str]:
    """Return what a cell states: the building permit, or a licence of another kind; "" where it has none."""
    stated = _text(text)
    folded = fold(stated) if stated else ""
    other = any(word in folded for word in _FREQUENCY)
    return ("", stated) if other else (stated, "")


def _text(text: str) -> str:
    """Return what a cell states, "" where it says that there is none."""
    return "" if not text or _NONE.match(text) else text.strip()


PERMIT_CHECKS = (
    Check(
        "PRM-01",
        "Giấy phép, thông báo khởi công",
        "Permit or notice",
        Stage.CONSTRUCTION,
        False,
        permit,
        layers=(Layer.URBAN_AREA,),
        unasked=na_for("PRM-01-SHARE", ProposalKind.SHARE),
    ),
)
