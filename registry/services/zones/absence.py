"""What absence does to a finding and to a verdict: which sentence of ``data/messages`` says it.

A rule or a layer with a sentence of its own (``COVERAGE-RULE-…``, ``COVERAGE-LAYER-…``) has that one.
"""

from registry.checks.engine import Check
from registry.messages import catalogue
from registry.model.findings import Stage


def effect_of(check: Check) -> str:
    """Return the code of the sentence that says what absence does to the rule's finding."""
    own = [f"COVERAGE-RULE-{check.code}"]
    own += [f"COVERAGE-LAYER-{layer.upper().replace('_', '-')}" for layer in check.layers]
    for code in own:
        if code in catalogue():
            return code
    if check.layers:
        return "COVERAGE-LAYER"
    return "COVERAGE-PLANS" if check.plans else "COVERAGE-ROW"


def weight_of(check: Check) -> str:
    """Return the code of the sentence that says what it does to the verdict."""
    if check.stage is not Stage.POSITION:
        return "COVERAGE-LATER"
    return "COVERAGE-BLOCKS" if check.blocking else "COVERAGE-CONDITION"
