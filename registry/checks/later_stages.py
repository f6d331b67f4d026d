"""PRM and EMF at a position's appraisal: what the law of the day asks for next; nothing is judged yet."""

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests import ProposalKind

_ASKED = {
    "permit": "PRM-01-PERMIT",
    "permit-or-exempt": "PRM-01-PERMIT-OR-EXEMPT",
    "notice": "PRM-01-NOTICE",
}


def permit(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """PRM-01: names the permit, exemption or notice that the law of the day asks for before building."""
    code = _ASKED[rule.options["asks"]]
    return [
        Finding(
            rule.code,
            Outcome.NA,
            "PRM-01-SHARE" if row.kind is ProposalKind.SHARE else code,
            {"day": context.as_of},
        )
        for row in proposals.rows
    ]


def certificate(proposals: Proposals, _context: Context, rule: Rule) -> list[Finding]:
    """EMF-01: names the certificate that a station needs before it operates."""
    return [
        Finding(rule.code, Outcome.NA, "EMF-01-ASKED", {"standard": rule.options["standard"]})
        for _ in proposals.rows
    ]


PERMIT_CHECKS = (
    Check("PRM-01", "Giấy phép, thông báo khởi công", "Permit or notice", Stage.CONSTRUCTION, False, permit),
)
CERTIFICATE_CHECKS = (
    Check("EMF-01", "Kiểm định an toàn bức xạ", "EMF certificate", Stage.OPERATION, False, certificate),
)
