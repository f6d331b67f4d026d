"""CAB-01: a new line beside one with shareable capacity left (QĐ 72/2025 Điều 13(2), 14(2)).

Segments of one route that lie one after the other are one line. Whose it is, how far it runs along, how far
away and what is left in it are said; nothing near is an answer only where every awaited operator has handed
in all its cable.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import shapely

from registry.checks.context import Context
from registry.geo.lines import side_by_side
from registry.law import Rule
from registry.messages import CODE_KEPT_BACK, Words
from registry.model.cables import Mount, PlantState
from registry.model.findings import Finding, Note, Outcome
from registry.safety.cable_plant import Beside, LineAsked, Plant
from registry.safety.cable_says import say

_UNITS = {
    "fibres": Words("sợi", "fibres"),
    "pairs": Words("đôi dây", "pairs"),
    "bores": Words("lỗ ống", "bores"),
    "places": Words("vị trí treo", "places"),
    "": Words("", ""),
}
_WHAT = {
    Mount.AERIAL: Words("tuyến cáp treo", "the aerial line"),
    Mount.DUCT: Words("tuyến cống bể", "the duct line"),
    Mount.BURIED: Words("tuyến cáp chôn", "the buried line"),
}
_DAYS_OF_MONTH = 31


def parallels(asked: LineAsked, plant: Plant, context: Context, rules: Mapping[str, Rule]) -> list[Finding]:
    """Return a finding for every line beside the one asked about, or what is known of there being none."""
    rule = rules.get("CAB-01")
    if rule is None:
        return []
    groups: dict[tuple[str, Mount, PlantState], list[Beside]] = {}
    for item in plant.beside:
        segment = item.segment
        if segment.route in asked.leave_out or segment.state in (PlantState.RETIRED, PlantState.SUSPENDED):
            continue
        groups.setdefault((segment.route, segment.mount, segment.state), []).append(item)
    found = [
        finding for items in groups.values() if (finding := _beside(asked, items, rule, context)) is not None
    ]
    order = (Outcome.FAIL, Outcome.REVIEW)
    found.sort(key=lambda one: (order.index(one.outcome), one.measured or 0.0, one.related or ""))
    return found or [_none(plant, context, rule)]


def _beside(asked: LineAsked, items: Sequence[Beside], rule: Rule, context: Context) -> Finding | None:
    within = rule.threshold("parallel_m").value or 0.0
    least = rule.threshold("overlap_m").value or 0.0
    whole = shapely.union_all([item.line for item in items])
    joined = shapely.line_merge(whole) if whole.geom_type == "MultiLineString" else whole
    along = side_by_side(asked.line, joined, within)
    if along.overlap_m < min(least, 0.8 * asked.line.length) or along.overlap_m <= 0:
        return None
    near = [item for item in items if shapely.dwithin(item.line, along.part, within + 1.0)] or list(items)
    first = near[0].segment
    spares = [item.segment.spare for item in near]
    left = (
        None
        if any(spare is None for spare in spares)
        else min(spare for spare in spares if spare is not None)
    )
    error = math.hypot(asked.accuracy_m, max(item.segment.accuracy_m for item in near))
    beside = float(rule.options["beside_m"])
    same = asked.mount is first.mount and asked.mount is not Mount.BURIED
    surely = same and along.mean_m + error <= beside
    known = {operator.code: operator.name for operator in context.operators}
    unit = _UNITS.get(first.unit, _UNITS[""])
    code_said = near[0].route_code or first.code
    params: dict[str, Any] = {
        "what": _WHAT[first.mount], "code": code_said or CODE_KEPT_BACK,
        "owner": known.get(first.owner, first.owner),
        "overlap": along.overlap_m, "d": along.mean_m,
        "left": Words(f"{left} {unit.vi}".strip(), f"{left} {unit.en}".strip()),
    }  # fmt: skip
    notes: tuple[Note, ...] = () if surely or not same else (("CAB-PARALLEL-DISTANCE", {"limit": within}),)
    if first.state is PlantState.PLANNED:
        # who asks is not told to come to terms with itself
        mine = first.owner == asked.owner
        outcome = Outcome.REVIEW
        code = "CAB-PARALLEL-PLANNED-OWN" if mine else "CAB-PARALLEL-PLANNED"
    elif left is None:
        outcome = Outcome.REVIEW
        code = "CAB-PARALLEL-UNKNOWN-OWN" if first.owner == asked.owner else "CAB-PARALLEL-UNKNOWN"
    elif left == 0:
        outcome, code = Outcome.REVIEW, "CAB-PARALLEL-FULL"
    elif not same:
        outcome, code = Outcome.REVIEW, "CAB-PARALLEL-OTHER"
    else:
        outcome, code = (Outcome.FAIL if surely else Outcome.REVIEW), "CAB-PARALLEL-LEFT"
        if asked.laid:
            # the articles speak of building: which was first, and what was left in it then, is not known
            outcome, notes = Outcome.REVIEW, (*notes, ("CAB-PARALLEL-STANDING", {}))
    return say(
        rule, outcome, code, params=params, measured=along.mean_m, limit=beside if same else within, unit="m",
        related=code_said or "–", owner=first.owner, evidence=along.part,
        flips=code == "CAB-PARALLEL-LEFT" and abs(along.mean_m - beside) < error, notes=notes,
    )  # fmt: skip


def _none(plant: Plant, context: Context, rule: Rule) -> Finding:
    """Nothing is proven by an empty register: who has not handed in all its cable lately is named."""
    months = int(rule.options["list_max_age_months"])
    awaited = [operator for operator in context.operators if operator.awaited]
    late = [
        operator.name
        for operator in awaited
        if (day := plant.lists.get(operator.code)) is None
        or (context.as_of - day).days > months * _DAYS_OF_MONTH
    ]
    if not plant.lists:
        return say(rule, Outcome.UNKNOWN, "CAB-PARALLEL-NO-LISTS", missing="list:cables")
    if late:
        return say(rule, Outcome.REVIEW, "CAB-PARALLEL-LISTS", params={"names": ", ".join(late)})
    return say(rule, Outcome.PASS, "CAB-PARALLEL-NONE")
