"""SHR-01 and SHR-02: masts made to be shared, and the papers that show that sharing was sought first.

Both ask of new masts (also those that replace or move one). A row that shares, or that upgrades what stands,
builds no mast, so neither is asked; the mast that it shares is asked about by SHR-03
(``registry.checks.shared_masts``).
"""

import datetime as dt

from registry.checks.context import Context
from registry.checks.engine import Check, na_for
from registry.checks.proposals import Proposals
from registry.checks.sharing_claims import contradicted
from registry.checks.sharing_texts import AGREED, NO_REPLY, NOT_SENT, date_in
from registry.law import Rule
from registry.messages import Words
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests import Proposal, ProposalKind, SharingSeen

_BUILDS = (ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE)
_ANSWERS = {
    "agree": Words("đồng ý", "agrees"),
    "conditions": Words("đồng ý có điều kiện", "agrees on conditions"),
    "refuse": Words("không đồng ý", "refuses"),
}


def shared_design(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """SHR-01: number of operators that the mast is designed for, against the least number.

    A row that names who will share the mast shows it as well as the number does.
    """
    least = int(rule.threshold("operators").value or 0)
    return [_design(row, context, rule, least) for row in proposals.rows]


def _design(row: Proposal, context: Context, rule: Rule, least: int) -> Finding:
    if row.kind not in _BUILDS:
        return Finding(rule.code, Outcome.NA, "SHR-NO-NEW-MAST")
    named = len({code for code in (row.operator, *row.shared_with) if context.operator_index(code) >= 0})
    verified = rule.threshold("operators").verified
    if row.designed_operators is None and named < least:
        return Finding(
            rule.code,
            Outcome.UNKNOWN,
            "SHR-01-NOT-STATED",
            {"limit": least},
            missing="value:designed_operators",
        )
    measured = max(row.designed_operators or 0, named if row.designed_operators is None else 0)
    enough = measured >= least
    return Finding(
        rule.code,
        Outcome.PASS if enough else Outcome.FAIL,
        "SHR-01-ENOUGH" if enough else "SHR-01-TOO-FEW",
        {"measured": measured, "limit": least},
        measured=float(measured),
        limit=float(least),
        verified=verified,
    )


def sharing_papers(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """SHR-02: sharing was asked for and answered, as the register holds it, else as the row's texts say.

    A reply that the register contradicts is for review (``registry.checks.sharing_claims``).
    """
    days = int(rule.threshold("reply_days").value or 0)
    survey_days = int(rule.threshold("survey_days").value or 0)
    seen = [_seen(row, context.as_of) for row in proposals.rows]
    found = [
        _recorded(asked, context, rule, days) if asked else _papers(row, context, rule, days, survey_days)
        for row, asked in zip(proposals.rows, seen, strict=True)
    ]
    return contradicted(found, seen, proposals, context, rule)


def _seen(row: Proposal, as_of: dt.date) -> list[SharingSeen]:
    """Return the requests of the register that were sent by the day, for a row that builds a mast."""
    return [item for item in row.sharing if item.sent_on <= as_of] if row.kind in _BUILDS else []


def _recorded(asked: list[SharingSeen], context: Context, rule: Rule, days: int) -> Finding:
    """Judge by the requests that the register holds, each with its own last day for the reply."""
    agreed = [item for item in asked if item.answer in ("agree", "conditions")]
    if agreed:
        return Finding(rule.code, Outcome.REVIEW, "SHR-02-AGREED", {"replied": _said(agreed)})
    waiting = [item for item in asked if not item.answer]
    if not waiting:
        return Finding(rule.code, Outcome.PASS, "SHR-02-ASKED", {"replied": _said(asked)})
    late = [item for item in waiting if item.due_on is not None and context.as_of > item.due_on]
    shown = min(late or waiting, key=lambda item: (item.due_on or dt.date.max, item.sent_on))
    passed = context.days_worked.between(shown.sent_on, context.as_of)
    params = {"owner": shown.owner, "sent_on": shown.sent_on, "passed": passed}
    if shown.due_on is None:
        return Finding(rule.code, Outcome.REVIEW, "SHR-02-OWNER-ASKED", params)
    code = "SHR-02-OWNER-LATE" if late else "SHR-02-OWNER-AWAITED"
    measured, limit = float(passed), float(days)
    return Finding(
        rule.code, Outcome.REVIEW, code, params | {"due_on": shown.due_on}, measured=measured, limit=limit,
        unit="d",
    )  # fmt: skip


def _said(asked: list[SharingSeen]) -> Words:
    """Return who answered what, with the reasons as they were written."""
    said = [(item.owner, _ANSWERS[item.answer], f" ({item.reason})" if item.reason else "") for item in asked]
    return Words(
        "; ".join(f"{owner}: {answer.vi}{reason}" for owner, answer, reason in said),
        "; ".join(f"{owner}: {answer.en}{reason}" for owner, answer, reason in said),
    )


def _papers(row: Proposal, context: Context, rule: Rule, days: int, survey_days: int) -> Finding:
    if row.kind not in _BUILDS:
        return Finding(rule.code, Outcome.NA, "SHR-NO-NEW-MAST")
    sent, replied = row.sharing_sent.strip(), row.sharing_replied.strip()
    if not sent and not replied:
        return Finding(rule.code, Outcome.UNKNOWN, "SHR-02-NOT-STATED", missing="value:sharing_sent")
    if not NO_REPLY.match(replied):
        agreed = AGREED.search(replied)
        outcome, code = (Outcome.REVIEW, "SHR-02-AGREED") if agreed else (Outcome.PASS, "SHR-02-ASKED")
        return Finding(rule.code, outcome, code, {"replied": replied})
    if NOT_SENT.match(sent):
        return Finding(rule.code, Outcome.REVIEW, "SHR-02-NOT-SENT", {"sent": sent})
    on = date_in(sent)
    params = {"days": days, "survey_days": survey_days}
    if on is None or on > context.as_of:
        return Finding(rule.code, Outcome.REVIEW, "SHR-02-NO-REPLY", params)
    passed = context.days_worked.between(on, context.as_of)
    code = "SHR-02-REPLY-LATE" if passed > days else "SHR-02-REPLY-AWAITED"
    return Finding(
        rule.code,
        Outcome.REVIEW,
        code,
        params | {"sent_on": on, "passed": passed},
        measured=float(passed),
        limit=float(days),
        unit="d",
    )


SHARING_CHECKS = (
    Check(
        "SHR-01",
        "Thiết kế để dùng chung",
        "Designed to be shared",
        Stage.POSITION,
        False,
        shared_design,
        by_kind=True,
        unasked=na_for("SHR-NO-NEW-MAST", ProposalKind.SHARE, ProposalKind.UPGRADE),
        marks=("designed_operators", "shared_with"),
        refuses=True,
    ),
    Check(
        "SHR-02",
        "Trao đổi dùng chung hạ tầng",
        "Sharing asked for and answered",
        Stage.POSITION,
        False,
        sharing_papers,
        lists=True,
        by_kind=True,
        unasked=na_for("SHR-NO-NEW-MAST", ProposalKind.SHARE, ProposalKind.UPGRADE),
        marks=("sharing_sent", "sharing_replied"),
    ),
)
