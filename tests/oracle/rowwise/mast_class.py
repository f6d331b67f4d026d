"""CLS row by row: the law of one row is the checks' own, the loop over rows is plain."""

from dataclasses import replace

from registry.checks import mast_class
from registry.checks.context import Context
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.model.findings import Finding


def class_agrees(proposals: Proposals, _context: Context, rule: Rule) -> list[Finding]:
    """CLS-01: class, support and heights agree; a missing class is suggested."""
    return [mast_class._judge(rule, row) for row in proposals.rows]


CLASS_CHECKS = tuple(replace(check, function=class_agrees) for check in mast_class.CLASS_CHECKS)
