"""EMF-01: a station's certificate against electromagnetic exposure, before and while it operates.

A new station has none yet: it is asked for next. A row that shares a standing mast or upgrades it concerns
stations that operate, so what it states is judged by the day: a certificate is good through the day on which
it expires. The compliance boundary (vùng liên quan) is in no list and is said to be missing. Limits that
nobody has read are shown as such, and in no letter: with their band, above which the regulation is silent.
"""

import datetime as dt
import re
from typing import Any

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.law import Rule, Threshold
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.model.requests.proposals import Proposal, ProposalKind

_STANDS = (ProposalKind.SHARE, ProposalKind.UPGRADE)
SAYS_NONE = re.compile(r"\s*(không|khong|chưa|chua|none|no\b|n/a)", re.IGNORECASE)
"""How a cell says that there is no certificate."""

NOTHING = re.compile(r"[-–.\s]*$")
"""A cell that says nothing."""


def certificate(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """EMF-01: the certificate is stated and has not expired on the day; for new masts it is asked next."""
    return [_judge(rule, row, context.as_of) for row in proposals.rows]


def _judge(rule: Rule, row: Proposal, day: dt.date) -> Finding:
    number = "" if NOTHING.match(row.emf_certificate) else row.emf_certificate.strip()
    absent = bool(SAYS_NONE.match(number))
    outcome, code, missing = _answer(row, number, absent=absent, day=day)
    params = {
        "standard": rule.options["standard"],
        "number": number,
        "expires": row.emf_expires_on,
        "day": day,
    }
    finding = Finding(rule.code, outcome, code, params, missing=missing)
    finding.notes = _notes(rule, row)
    return finding


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


def _notes(rule: Rule, row: Proposal) -> tuple[Note, ...]:
    field, power = rule.threshold("field_v_m"), rule.threshold("power_w_m2")
    limits: dict[str, Any] = {"standard": rule.options["standard"], "field": field.value}
    limits |= {"power": power.value}
    known: Note | None = ("EMF-01-LIMITS", limits) if field.verified and power.verified else None
    magnetic = rule.thresholds.get("magnetic_a_m")
    if row.kind not in _STANDS:  # also said in the letter, so nothing of what the catalogue lacks
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
