"""SHR-01 and SHR-02: masts made to be shared, and the papers that show that sharing was sought first.

Both ask of new masts (also those that replace or move one). A row that shares, or that upgrades what stands,
builds no mast, so neither is asked; the mast that it shares is asked about by SHR-03
(``registry.checks.shared_masts``).
"""

import datetime as dt

import numpy as np

from registry.checks.context import Bools, Context, Ints
from registry.checks.engine import Check, na_for
from registry.checks.networks import networks_of
from registry.checks.proposals import Proposals
from registry.checks.sharing_claims import contradicted
from registry.checks.sharing_texts import NOT_SENT, date_in, may_agree, unanswered
from registry.law import Rule
from registry.messages import Words
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests.proposals import BUILDS, ProposalKind, SharingSeen

_ANSWERS = {
    "agree": Words("đồng ý", "agrees"),
    "conditions": Words("đồng ý có điều kiện", "agrees on conditions"),
    "refuse": Words("không đồng ý", "refuses"),
}


def shared_design(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """SHR-01: number of operators that the mast is designed for, against the least number.

    A row that names who will share the mast shows it as well as the number does.
    """
    least = int(rule.threshold("operators").value or 0)
    found = FindingColumns(len(proposals))
    builds = _builds(proposals, rule, found)
    designed, named = proposals.numbers("designed_operators"), _named(proposals, context)
    unstated = np.isnan(designed)
    open_ = builds & unstated & (named < least)
    missing = "value:designed_operators"
    found.put(
        np.flatnonzero(open_),
        Finding(rule.code, Outcome.UNKNOWN, "SHR-01-NOT-STATED", {"limit": least}, missing=missing),
    )
    measured = np.where(unstated, named, np.maximum(designed, 0.0))
    for enough in (True, False):
        rows = np.flatnonzero(builds & ~open_ & ((measured >= least) == enough))
        if not len(rows):
            continue
        values = measured[rows]
        finding = Finding(
            rule.code,
            Outcome.PASS if enough else Outcome.FAIL,
            "SHR-01-ENOUGH" if enough else "SHR-01-TOO-FEW",
            {"measured": int(values[0]), "limit": least},
            measured=float(values[0]),
            limit=float(least),
            verified=rule.threshold("operators").verified,
        )
        if (values == values[0]).all():
            found.put(rows, finding)
        else:
            found.put(rows, finding, params={"measured": values.astype(np.int64)}, measured=values)
    return found


def _builds(proposals: Proposals, rule: Rule, found: FindingColumns) -> Bools:
    """Answer the rows that build no mast, and return which do."""
    builds = proposals.of_kind(*BUILDS)
    found.put(np.flatnonzero(~builds), Finding(rule.code, Outcome.NA, "SHR-NO-NEW-MAST"))
    return builds


def _named(proposals: Proposals, context: Context) -> Ints:
    """Return how many operators each row names that are known: its own and those that it will share with."""
    masks = networks_of(proposals, context).copy()
    for row in np.flatnonzero(proposals.operator < 0).tolist():
        for code in proposals.told("shared_with")[row]:
            masks[row] |= 1 << bit if (bit := context.operator_index(code)) >= 0 else 0
    return np.bitwise_count(masks).astype(np.int64)


def sharing_papers(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """SHR-02: sharing was asked for and answered, as the register holds it, else as the row's texts say.

    A reply that the register contradicts is for review (``registry.checks.sharing_claims``).
    """
    days = int(rule.threshold("reply_days").value or 0)
    survey_days = int(rule.threshold("survey_days").value or 0)
    found = FindingColumns(len(proposals))
    builds = np.flatnonzero(_builds(proposals, rule, found)).tolist()
    sharing, sent, replied = (proposals.told(name) for name in ("sharing", "sharing_sent", "sharing_replied"))
    said: dict[tuple[str, str], list[int]] = {}  # rows whose texts are the same are told the same
    seen: dict[int, list[SharingSeen]] = {}
    for row in builds:
        asked = [item for item in sharing[row] if item.sent_on <= context.as_of] if sharing[row] else None
        if asked:
            seen[row] = asked
        else:
            said.setdefault((sent[row], replied[row]), []).append(row)
    told = [(_recorded(asked, context, rule, days), [row]) for row, asked in seen.items()]
    for (was_sent, was_replied), rows in said.items():
        papers = _papers(was_sent.strip(), was_replied.strip(), context, rule, (days, survey_days))
        told.append((papers, rows))
    otherwise = contradicted(told, seen, proposals, context, rule)
    for row, finding in otherwise.items():
        found.put(np.array([row]), finding)
    for finding, rows in told:
        left = [row for row in rows if row not in otherwise] if otherwise else rows
        found.put(np.array(left, dtype=np.int64), finding)
    return found


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
    params |= {"due_on": shown.due_on}
    code = "SHR-02-OWNER-LATE" if late else "SHR-02-OWNER-AWAITED"
    if shown.received_on is not None:  # else the time to answer may have begun later than it is counted from
        code = "SHR-02-OWNER-LATE-RECEIVED" if late else "SHR-02-OWNER-AWAITED-RECEIVED"
        passed = context.days_worked.between(shown.received_on, context.as_of)
        params |= {"received_on": shown.received_on, "passed": passed}
    return Finding(
        rule.code, Outcome.REVIEW, code, params, measured=float(passed), limit=float(days), unit="d"
    )


def _said(asked: list[SharingSeen]) -> Words:
    """Return who answered what, with the reasons as they were written."""
    said = [(item.owner, _ANSWERS[item.answer], f" ({item.reason})" if item.reason else "") for item in asked]
    return Words(
        "; ".join(f"{owner}: {answer.vi}{reason}" for owner, answer, reason in said),
        "; ".join(f"{owner}: {answer.en}{reason}" for owner, answer, reason in said),
    )


def _papers(sent: str, replied: str, context: Context, rule: Rule, days: tuple[int, int]) -> Finding:
    """Judge by the row's texts; ``days`` are the working days for a reply, without and with a survey."""
    reply_days, survey_days = days
    if not sent and not replied:
        return Finding(rule.code, Outcome.UNKNOWN, "SHR-02-NOT-STATED", missing="value:sharing_sent")
    if not unanswered(replied):
        agreed = may_agree(replied)
        outcome, code = (Outcome.REVIEW, "SHR-02-AGREED") if agreed else (Outcome.PASS, "SHR-02-ASKED")
        return Finding(rule.code, outcome, code, {"replied": replied})
    if NOT_SENT.match(sent):
        return Finding(rule.code, Outcome.REVIEW, "SHR-02-NOT-SENT", {"sent": sent})
    on = date_in(sent)
    surveyed = survey_days > 0  # else the text names no days of their own for a survey
    params = {"days": reply_days} | ({"survey_days": survey_days} if surveyed else {})
    if on is None or on > context.as_of:
        code = "SHR-02-NO-REPLY" if surveyed else "SHR-02-NO-REPLY-ONE-LIMIT"
        return Finding(rule.code, Outcome.REVIEW, code, params)
    passed = context.days_worked.between(on, context.as_of)
    if passed > reply_days:
        code = "SHR-02-REPLY-LATE" if surveyed else "SHR-02-REPLY-LATE-ONE-LIMIT"
    else:
        code = "SHR-02-REPLY-AWAITED" if surveyed else "SHR-02-REPLY-AWAITED-ONE-LIMIT"
    return Finding(
        rule.code,
        Outcome.REVIEW,
        code,
        params | {"sent_on": on, "passed": passed},
        measured=float(passed),
        limit=float(reply_days),
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
        reach=("near_m",),
    ),
)
