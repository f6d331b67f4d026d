"""AIR-03: air-defence positions (trận địa phòng không), whose limits are given to the office as zones.

What must not stand about a position are surfaces (NĐ 198/2025, TT 30/2025/TT-BQP), each with its own numbers,
which are no public matter: no one height can stand for them. So the provincial Command gives the office
zones (layer ``air_defence``). Inside one its word is needed; where it has given none, it is asked.
"""

from registry.checks.airspace.heights import days_note
from registry.checks.answers import Answers, sorted_out, where
from registry.checks.consents import asked_of, asks_consent
from registry.checks.context import Context
from registry.checks.engine import Check
from registry.checks.holding import columns_of, covered_rows, held_pairs, outlines_of
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns
from registry.model.findings import Finding, Note, Outcome, Stage

LAYER = f"layer:{Layer.AIR_DEFENCE.value}"
FORMER = "AIR-03.consent_from_m"
"""The height that an office could state before: it has no effect any more, and that is said."""


def air_defence(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """AIR-03: inside a zone that the Command has given, at its edge, outside all, or not known."""
    answers, layer = Answers.to(proposals, context, rule), context.layer(Layer.AIR_DEFENCE)
    params = asked_of(rule)
    former = context.office_numbers.get(FORMER)
    said: tuple[Note, ...] = () if former is None else (("AIR-03-NUMBER-UNUSED", {"value": former}),)
    answers.unreadable(where(~proposals.known))
    open_ = proposals.known.copy()
    held = held_pairs(proposals, layer)
    if len(held):
        held = held.best(~(held.inside & ~held.near))  # one that surely holds the point, else the first
        open_[held.row] = False
        for (sure,), those in sorted_out(held.inside & ~held.near):
            outcome = Outcome.CONSENT if sure and asks_consent(rule) else Outcome.REVIEW
            finding = Finding(
                rule.code, outcome, "AIR-03-INSIDE" if sure else "AIR-03-EDGE", {**params, "related": ""},
                flips=not sure, notes=days_note(rule),
            )  # fmt: skip
            zones = held.zone[those]
            names = columns_of(layer).names[zones]
            answers.put(
                held.row[those], finding, params={"related": names}, related=names,
                evidence=outlines_of(layer, zones),
            )  # fmt: skip
    covered = covered_rows(proposals, layer)
    answers.put(where(open_ & covered), Finding(rule.code, Outcome.PASS, "AIR-03-OUTSIDE"))
    lacking = Finding(rule.code, Outcome.UNKNOWN, "AIR-03-NO-ZONE", dict(params), missing=LAYER)
    answers.put(where(open_ & ~covered), lacking)
    for group in answers.found.groups:
        group.common.notes = (*group.common.notes, *said)
    return answers.found


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
