"""What absence does to a finding and to a verdict: which sentence of ``data/messages`` says it."""

from registry.checks.engine import Check
from registry.model.areas import Layer
from registry.model.findings import Stage

_OWN_EFFECTS = frozenset(
    {"AIR-01", "LOC-01", "LOC-02", "PRM-01", "SHR-01", "SPC-01", "SPC-02", "SPC-03", "WND-01"}
)
_OWN_LAYERS = frozenset({Layer.URBAN_AREA, Layer.PLANNING, Layer.AERODROME_VICINITY})


def effect_of(check: Check) -> str:
    """Return the code of the sentence that says what absence does to the rule's finding."""
    if check.code in _OWN_EFFECTS:
        return f"COVERAGE-RULE-{check.code}"
    own = next((layer for layer in check.layers if layer in _OWN_LAYERS), None)
    if own is not None:
        return f"COVERAGE-LAYER-{own.value.upper().replace('_', '-')}"
    if check.layers:
        return "COVERAGE-LAYER"
    return "COVERAGE-PLANS" if check.plans else "COVERAGE-ROW"


def weight_of(check: Check) -> str:
    """Return the code of the sentence that says what it does to the verdict."""
    if check.stage is not Stage.POSITION:
        return "COVERAGE-LATER"
    return "COVERAGE-BLOCKS" if check.blocking else "COVERAGE-CONDITION"
