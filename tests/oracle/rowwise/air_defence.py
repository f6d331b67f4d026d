"""AIR-03: air-defence positions (trận địa phòng không), whose limits are given to the office as zones.

What must not stand about a position are surfaces (NĐ 198/2025, TT 30/2025/TT-BQP), each with its own numbers,
which are no public matter: no one height can stand for them. So the provincial Command gives the office
zones (layer ``air_defence``). Inside one its word is needed; where it has given none, it is asked.
"""

from registry.checks.consents import asked_of, asks_consent
from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.holding import NONE_HELD, holding
from registry.checks.proposals import Proposals, position_unreadable
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.findings import Finding, Note, Outcome, Stage
from tests.oracle.rowwise.airspace import days_note

LAYER = f"layer:{Layer.AIR_DEFENCE.value}"
FORMER = "AIR-03.consent_from_m"
"""The height that an office could state before: it has no effect any more, and that is said."""


def air_defence(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """AIR-03: inside a zone that the Command has given, at its edge, outside all, or not known."""
    layer = context.layer(Layer.AIR_DEFENCE)
    held = holding(proposals, layer)
    covered = layer.coverage.holds(proposals.x, proposals.y).tolist()
    known = proposals.known.tolist()
    params = asked_of(rule)
    former = context.office_numbers.get(FORMER)
    said: tuple[Note, ...] = () if former is None else (("AIR-03-NUMBER-UNUSED", {"value": former}),)
    answers = []
    for index, row in enumerate(proposals.rows):
        zones = held.get(index, NONE_HELD)
        if not known[index]:
            finding = position_unreadable(rule, row)
        elif zones:
            sure = [item for item in zones if item.inside and not item.near]
            zone = (sure or zones)[0].zone
            outcome = Outcome.CONSENT if sure and asks_consent(rule) else Outcome.REVIEW
            named = {**params, "related": layer.zones[zone].name}
            finding = Finding(rule.code, outcome, "AIR-03-INSIDE" if sure else "AIR-03-EDGE", named)
            finding.related, finding.evidence = layer.zones[zone].name, layer.geojson[zone]
            finding.flips, finding.notes = not sure, days_note(rule)
        elif covered[index]:
            finding = Finding(rule.code, Outcome.PASS, "AIR-03-OUTSIDE")
        else:
            finding = Finding(rule.code, Outcome.UNKNOWN, "AIR-03-NO-ZONE", dict(params), missing=LAYER)
        finding.notes = (*finding.notes, *said)
        answers.append(finding)
    return answers


AIR_DEFENCE_CHECKS = (
    Check(
        "AIR-03",
        "Trận địa phòng không",
        "Air-defence positions",
        Stage.POSITION,
        False,
        air_defence,
        layers=(Layer.AIR_DEFENCE,),
        marks=("top_agl_m", "mast_height_m"),
    ),
)
