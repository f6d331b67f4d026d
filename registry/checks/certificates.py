"""EMF-01: a station's certificate against electromagnetic exposure, before and while it operates.

A new station has none yet: it is asked for next. A row that shares a standing mast or upgrades it concerns
stations that operate, so what it states is judged by the day: a certificate is good through the day on which
it expires. The compliance boundary (vùng liên quan) is in no list and is said to be missing. Limits that
nobody has read are shown as such, and in no letter: with their band, above which the regulation is silent.
"""

import datetime as dt
import re
from typing import Any

import numpy as np

from registry.checks.answers import Answers, none_in, objects, sorted_out
from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.checks.stated import alike_in
from registry.law import Rule, Threshold
from registry.model.finding_columns import FIRST, FindingColumns
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.model.requests.proposals import Proposal, ProposalKind

_STANDS = (ProposalKind.SHARE, ProposalKind.UPGRADE)
SAYS_NONE = re.compile(r"\s*(không|khong|chưa|chua|none|no\b|n/a)", re.IGNORECASE)
"""How a cell says that there is no certificate."""

NOTHING = re.compile(r"[-–.\s]*$")
"""A cell that says nothing."""


def certificate(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """EMF-01: the certificate is stated and has not expired on the day; for new masts it is asked next."""
    answers, day = Answers.to(proposals, context, rule), context.as_of
    if len(proposals) == 1:
        answers.found.put(FIRST, _judge(rule, proposals.rows[0], day))
        return answers.found
    written = alike_in(proposals, "emf_certificate")
    read = [_number(proposals.rows[first].emf_certificate) for first in written.first.tolist()]
    number = objects([text for text, _ in read])[written.which]
    absent = np.array([none for _, none in read], dtype=bool)[written.which]
    dates = alike_in(proposals, "emf_expires_on")
    expires = objects([proposals.rows[first].emf_expires_on for first in dates.first.tolist()])
    past = np.array([on is not None and on < day for on in expires], dtype=bool)[dates.which]
    expires = expires[dates.which]
    standing = proposals.of_kind(*_STANDS)
    empty, undated = np.equal(number, ""), none_in(expires)
    for _, those in sorted_out(standing, empty, absent, undated, past):
        finding = _judge(rule, proposals.rows[those[0]], day)
        answers.put(those, finding, params={"number": number[those], "expires": expires[those]})
    return answers.found


def _judge(rule: Rule, row: Proposal, day: dt.date) -> Finding:
    number, absent = _number(row.emf_certificate)
    outcome, code, missing = _answer(row, number, absent=absent, day=day)
    params = {
        "standard": rule.options["standard"],
        "number": number,
        "expires": row.emf_expires_on,
        "day": day,
    }
    notes = _notes(rule, standing=row.kind in _STANDS)
    return Finding(rule.code, outcome, code, params, missing=missing, notes=notes)


def _number(written: str) -> tuple[str, bool]:
    """Return the number that a cell states, "" for none, and whether it says that there is no certificate."""
    number = "" if NOTHING.match(written) else written.strip()
    return number, bool(SAYS_NONE.match(number))


def _answer(row: Proposal, number: str, *, absent: bool, day: dt.date) -> tuple[Outcome, str, str | None]:
    expires = row.emf_expires_on
    if row.kind not in _STANDS and not (number and not absent) and expires is None:
        return Outcome.UNKNOWN, "EMF-01-ASKED", "value:emf_certificate"
    if expires is not None and expires < day:
        standing = row.kind in _STANDS
        return (Outcome.FAIL if standing else Outcome.REVIEW), "EMF-01-EXPIRED", None
    if absent:
        return Outcome.REVIEW, "EMF-01-ABSENT", None
    if not number and expires is None:
        return Outcome.UNKNOWN, "EMF-01-NOT-STATED", "value:emf_certificate"
    if not number:
        return Outcome.UNKNOWN, "EMF-01-NO-NUMBER", "value:emf_certificate"
    if expires is None:
        return Outcome.UNKNOWN, "EMF-01-NO-DAY", "value:emf_expires_on"
    return Outcome.PASS, "EMF-01-VALID", None


def _notes(rule: Rule, *, standing: bool) -> tuple[Note, ...]:
    field, power = rule.threshold("field_v_m"), rule.threshold("power_w_m2")
    limits: dict[str, Any] = {"standard": rule.options["standard"], "field": field.value}
    limits |= {"power": power.value}
    known: Note | None = ("EMF-01-LIMITS", limits) if field.verified and power.verified else None
    magnetic = rule.thresholds.get("magnetic_a_m")
    if not standing:  # also said in the letter, so nothing of what the catalogue lacks
        return (("EMF-01-BOUNDARY-ASKED", {}), *((known,) if known else ()))
    return (
        ("EMF-01-CHANGED", {}),
        ("EMF-01-BOUNDARY", {}),
        known or ("EMF-01-LIMITS-UNREAD", limits | _second_hand(rule, magnetic)),
    )


def _second_hand(rule: Rule, magnetic: Threshold | None) -> dict[str, Any]:
    """Return the other limit and the band for which a regulation that was not read is said to hold."""
    highest = rule.thresholds.get("highest_ghz")
    return {
        "magnetic": magnetic.value if magnetic else None,
        "band": str(rule.options.get("band", "")),
        "highest": highest.value if highest else None,
    }


CERTIFICATE_CHECKS = (
    Check("EMF-01", "Kiểm định an toàn bức xạ", "EMF certificate", Stage.OPERATION, False, certificate),
)
