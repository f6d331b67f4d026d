"""SHR-03: the mast that a row shares: there, whose, able to bear one more, and what its owner answered.

Nothing is refused here: the owner decides whom its mast takes (Luật Viễn thông 2023 Điều 13(4)b makes it let
what is feasible), and a mast may be strengthened. A mast that nobody knows leaves the row open and blocks,
because a row that shares keeps no distance to any other mast.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from registry.checks.context import Context
from registry.checks.engine import POSITION_COLUMNS, Check
from registry.checks.host_masts import (
    Host,
    Owner,
    Room,
    hosts_of,
    is_robust,
    names_other,
    owner_of,
    room_of,
    same_mast,
)
from registry.checks.networks import networks_of, operator_codes
from registry.checks.proposals import Proposals
from registry.checks.sharing_texts import NOT_SENT, agrees, date_in, speaks_of_answer, unanswered
from registry.geo.distances import line
from registry.law import Rule
from registry.messages import Words, number
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.model.requests.proposals import Proposal, ProposalKind, SharingSeen

_NUMBERS = {
    "SHR-03-ELSEWHERE": ("distance", "limit", "m"),
    "SHR-03-FULL": ("after", "designed", ""),
    "SHR-03-LOADED": ("load", "limit", "%"),
    "SHR-03-LOWER": ("top", "needed", "m"),
}
"""The sentences that measure something: the parameters of the number, of its limit, and the unit."""


_REFUSED = frozenset({"SHR-03-REFUSED", "SHR-03-SAID-REFUSED"})
_SETTLED = frozenset({"SHR-03-OWN", "SHR-03-AGREED", "SHR-03-SAID-AGREED"})


@dataclass(frozen=True, slots=True)
class _Case:
    """One row with the mast that it shares, and what is said of both in every sentence."""

    row: Proposal
    host: Host
    owner: Owner
    room: Room
    shown: dict[str, Any]  # code and owner of the mast


def shared_masts(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """SHR-03: one finding per row; ``na`` for rows that share nothing."""
    found = FindingColumns(len(proposals))
    shares = proposals.of_kind(ProposalKind.SHARE)
    found.put(np.flatnonzero(~shares), Finding(rule.code, Outcome.NA, "SHR-03-NOT-SHARED"))
    if shares.any():
        hosts = hosts_of(proposals, context, rule.threshold("host_m").value or 0.0)
        masks = networks_of(proposals, context)
        for row, host in hosts.items():  # each mast is told of in words of its own
            finding = _finding(row, host, int(masks[row]), proposals=proposals, context=context, rule=rule)
            found.put(np.array([row]), finding)
    return found


def _finding(
    index: int, host: Host, mask: int, *, proposals: Proposals, context: Context, rule: Rule
) -> Finding:
    if host.mast < 0:
        code = "SHR-03-NOT-REGISTERED" if host.named else "SHR-03-NO-HOST"
        params = {"host": host.named} if host.named else {}
        return Finding(rule.code, Outcome.UNKNOWN, code, params, blocking=True, missing="value:host")
    masts, owner = context.masts, owner_of(host.mast, context)
    name = str(masts.codes[host.mast])
    shown = {"host": name, "owner": owner.name or Words("chủ cột chưa rõ", "an unknown owner")}
    row = proposals.rows[index]
    case = _Case(row, host, owner, room_of(host.mast, row, mask, context), shown)
    against = [*_placed(case, context, rule), *_whose(case, context), *_bears(case, context, rule)]
    answer = _answer(case, context)
    first = (
        answer[0] in _REFUSED
    )  # without the owner there is nothing to share, whatever else speaks against it
    settled = answer[0] in _SETTLED
    (code, params), *others = [answer, *against] if first else [*against, answer]
    outcome = Outcome.REVIEW
    if not against and not first:
        outcome = Outcome.PASS if settled else Outcome.REVIEW
        outcome = Outcome.UNKNOWN if code == "SHR-03-NOT-ASKED" else outcome
    found = Finding(
        rule.code, outcome, code, params, notes=(*others, _facts(case, context)), related=name,
        related_operator="+".join(operator_codes(int(masts.networks[host.mast]), context)),
        missing="value:sharing_replied" if answer[0] == "SHR-03-NOT-ASKED" else None,
    )  # fmt: skip
    if code in _NUMBERS:
        measured, limit, found.unit = _NUMBERS[code]
        found.measured, found.limit = float(params[measured]), float(params[limit])
    if host.apart_m is not None and host.apart_m > 1.0:
        at = float(proposals.lon[index]), float(proposals.lat[index])
        found.evidence = line(at, (float(masts.lon[host.mast]), float(masts.lat[host.mast])))
    return found


def _placed(case: _Case, context: Context, rule: Rule) -> Iterator[Note]:
    masts, host, code = context.masts, case.host, case.shown["host"]
    reach = rule.threshold("host_m").value or 0.0
    if host.named:
        yield "SHR-03-OTHER-CODE", {"named": host.named, "host": code}
    if host.apart_m is not None and host.apart_m > reach + host.slack_m:
        yield "SHR-03-ELSEWHERE", {"host": code, "distance": host.apart_m, "limit": reach}
    if masts.approved_only[host.mast]:
        yield "SHR-03-NOT-BUILT", {"host": code}
    if masts.in_question[host.mast]:
        yield "SHR-03-IN-QUESTION", {"host": code}


def _whose(case: _Case, context: Context) -> Iterator[Note]:
    if not case.owner.name:
        yield "SHR-03-OWNER-UNKNOWN", case.shown
    elif names_other(case.row.owner, case.owner, context):
        yield "SHR-03-OWNER-OTHER", {**case.shown, "named": case.row.owner}


def _bears(case: _Case, context: Context, rule: Rule) -> Iterator[Note]:
    mast, room, code = case.host.mast, case.room, case.shown["host"]
    own = context.operator_index(case.row.operator)
    if own >= 0 and int(context.masts.networks[mast]) >> own & 1 and case.owner.code != case.row.operator:
        yield "SHR-03-CARRIED", {"host": code}  # nothing new is shared: an upgrade, or another mast is meant
    most = rule.threshold("load_pct").value or 0.0
    if context.masts.small[mast]:
        yield "SHR-03-SMALL", {"host": code}
    if room.full:
        numbers = {"carried": room.carried, "after": room.after, "designed": room.designed}
        yield "SHR-03-FULL", {"host": code, **numbers}
    if room.loaded(most):
        yield "SHR-03-LOADED", {"host": code, "load": room.load_pct, "limit": most}
    if room.lower:
        yield "SHR-03-LOWER", {"host": code, "top": room.top_m, "needed": room.needed_m}
    if is_robust(mast, context) and room.load_pct is None:
        yield "SHR-03-ROBUST", {"host": code}


def _answer(case: _Case, context: Context) -> Note:
    """Return what the owner answered: as the register holds it, else as the row's texts say."""
    if case.owner.code and case.owner.code == case.row.operator:
        return "SHR-03-OWN", {"host": case.shown["host"]}
    asked = [
        item
        for item in case.row.sharing
        if item.sent_on <= context.as_of and (not item.mast or same_mast(item.mast, case.host.mast, context))
    ]
    if not asked:
        return _written(case.row, case.shown, context)
    # what was asked again counts, not what was answered before
    return _recorded(max(asked, key=lambda item: item.sent_on), case.shown, context)


def _recorded(item: SharingSeen, shown: dict[str, Any], context: Context) -> Note:
    answered = {**shown, "day": item.replied_on or item.sent_on}
    if item.answer == "agree":
        return "SHR-03-AGREED", answered
    if item.answer == "conditions":
        return "SHR-03-CONDITIONS", {**answered, "reason": item.reason}
    if item.answer == "refuse":
        return "SHR-03-REFUSED", {**answered, "reason": item.reason or "–"}
    asked = {**shown, "sent_on": item.sent_on}
    if item.due_on is None:
        return "SHR-03-ASKED", asked
    late, asked = context.as_of > item.due_on, {**asked, "due_on": item.due_on}
    if item.received_on is None:
        return "SHR-03-LATE" if late else "SHR-03-AWAITED", asked
    code = "SHR-03-LATE-RECEIVED" if late else "SHR-03-AWAITED-RECEIVED"
    return code, {**asked, "received_on": item.received_on}


def _written(row: Proposal, shown: dict[str, Any], context: Context) -> Note:
    sent, replied = row.sharing_sent.strip(), row.sharing_replied.strip()
    if unanswered(replied):
        if speaks_of_answer(row.note):  # a person reads whose answer it is: nothing is taken from a note
            return "SHR-03-NOTE", {**shown, "note": row.note.strip()}
        asked = sent and not NOT_SENT.match(sent)
        return ("SHR-03-NO-REPLY", {**shown, "sent": sent}) if asked else ("SHR-03-NOT-ASKED", shown)
    params = {**shown, "replied": replied}
    if not agrees(replied):
        return "SHR-03-SAID-REFUSED", params
    day = date_in(replied)
    dated = day is not None and day <= context.as_of
    return "SHR-03-SAID-AGREED" if dated else "SHR-03-NO-DAY", params


def _facts(case: _Case, context: Context) -> Note:
    """Return the sentence with what the register states of the mast, whatever was found."""
    nothing, room = Words("chưa rõ", "not known"), case.room
    names = {item.code: item.name for item in context.operators}
    carried = operator_codes(int(context.masts.networks[case.host.mast]), context)
    return "SHR-03-FACTS", {
        "host": case.shown["host"],
        "owner": case.owner.name or nothing,
        "operators": ", ".join(names[code] for code in carried) or nothing,
        "designed": nothing if room.designed is None else str(room.designed),
        "top": nothing if room.top_m is None else _number(room.top_m, " m"),
        "load": nothing if room.load_pct is None else _number(room.load_pct, " %"),
    }


def _number(value: float, unit: str) -> Words:
    return Words(number(value, 1, "vi") + unit, number(value, 1, "en") + unit)


def _not_shared(proposals: Proposals, _context: Context) -> dict[int, str]:
    return {
        index: "SHR-03-NOT-SHARED"
        for index, row in enumerate(proposals.rows)
        if row.kind is not ProposalKind.SHARE
    }


SHARED_MAST_CHECKS = (
    Check(
        "SHR-03", "Cột được dùng chung", "The mast that is shared", Stage.POSITION, False, shared_masts,
        lists=True, by_kind=True, unasked=_not_shared,
        marks=("host", "sharing_replied", "note", *POSITION_COLUMNS), reach=("host_m",),
    ),
)  # fmt: skip
