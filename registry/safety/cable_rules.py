"""CAB: what the law asks of a cable line (QĐ 72/2025 Điều 5, 13, 14; QCVN 33:2019; corridors).

A line beside another with shareable capacity fails only where the capacity is known and the two run side by
side by any reading, their accuracy included; an unknown capacity is a review. Clearances are unverified and
never more than a review. What no layer shows is not known.
"""

from collections.abc import Callable, Mapping

from registry.checks.context import Context
from registry.law import Rule
from registry.messages import Words
from registry.model.cables import Mount
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.safety.cable_corridors import corridors
from registry.safety.cable_crossings import crossings
from registry.safety.cable_parallels import parallels
from registry.safety.cable_plant import PLAN_ITEMS, LineAsked, Plant
from registry.safety.cable_says import say

TITLES: dict[str, Words] = {
    "CAB-01": Words("Tuyến song song còn dung lượng", "Parallel lines with capacity left"),
    "CAB-02": Words("Vượt đường, độ cao và biển báo", "Crossings, heights and height signs"),
    "CAB-03": Words("Nhãn quản lý", "Management marking"),
    "CAB-04": Words("Vòng cáp dự trữ", "Spare loops"),
    "CAB-05": Words("Hành lang và khu vực bảo vệ", "Corridors and protected land"),
    "CAB-06": Words("Vùng ngầm hóa", "Areas to be laid underground"),
    "CAB-07": Words("Phương án dùng chung trong hồ sơ", "Sharing plan in the dossier"),
}
_PLAN_WORDS = {
    "position": Words("vị trí cột", "pole positions"),
    "load": Words("khả năng chịu tải", "load capacity"),
    "hanging": Words("cách treo an toàn", "safe way of hanging"),
    "distance": Words("khoảng cách kỹ thuật", "technical distances"),
}

Rules = Mapping[str, Rule]
Check = Callable[[LineAsked, Plant, Context, Rules], list[Finding]]


def judge_line(asked: LineAsked, plant: Plant, context: Context, rules: Rules) -> list[Finding]:
    """Return all findings of a line, in the order of the rules. ``rules`` are those in force, CAB and COR."""
    found: list[Finding] = []
    for check in CHECKS:
        found += check(asked, plant, context, rules)
    return found


def marking(asked: LineAsked, _plant: Plant, _context: Context, rules: Rules) -> list[Finding]:
    """CAB-03: identification and management marking are compulsory (Điều 5(4))."""
    rule = rules.get("CAB-03")
    if rule is None:
        return []
    notes: tuple[Note, ...] = (("CAB-TAG-COLOUR", {}),)
    if asked.tagged is None:
        return [say(rule, Outcome.UNKNOWN, "CAB-TAG-UNKNOWN", notes=notes, missing="value:tagged")]
    if not asked.tagged:
        return [say(rule, Outcome.FAIL, "CAB-TAG-MISSING", notes=notes)]
    return [say(rule, Outcome.PASS, "CAB-TAG-STATED")]


def spare_loops(asked: LineAsked, _plant: Plant, _context: Context, rules: Rules) -> list[Finding]:
    """CAB-04: a loop of spare cable of at most 10 m (QCVN 33:2019, second-hand: a review at most)."""
    rule = rules.get("CAB-04")
    if rule is None or asked.mount is not Mount.AERIAL:
        return []
    limit = rule.threshold("loop_m")
    known = asked.spare_loop_m
    over = known is not None and limit.value is not None and known > limit.value
    if known is None or (not over and not asked.spare_loop_whole):  # the loop of a piece is not known
        return [say(rule, Outcome.UNKNOWN, "CAB-LOOP-UNKNOWN", missing="value:spare_loop_m")]
    code = "CAB-LOOP-LONG" if over else "CAB-LOOP-FINE"
    return [
        say(
            rule, Outcome.REVIEW if over else Outcome.PASS, code, measured=known,
            limit=limit.value, unit="m", verified=limit.verified,
            params={"d": known, "limit": limit.value or 0.0},
        )
    ]  # fmt: skip


def undergrounding(asked: LineAsked, plant: Plant, _context: Context, rules: Rules) -> list[Finding]:
    """CAB-06: an aerial line within an area that a decision lays underground by a date."""
    rule = rules.get("CAB-06")
    if rule is None or asked.mount is not Mount.AERIAL:
        return []
    found = []
    for area, shape in plant.areas:
        inside = asked.line.intersection(shape)
        if inside.length <= 0:
            continue
        day = area.due_on
        found.append(
            say(
                rule, Outcome.REVIEW, "CAB-UNDERGROUND" if day else "CAB-UNDERGROUND-NO-DAY",
                measured=inside.length, unit="m", related=area.name, evidence=inside,
                params={"name": area.name, "decision": area.decision or "–", "d": inside.length,
                        **({"day": day} if day else {})},
            )
        )  # fmt: skip
    if not found and plant.areas:
        found.append(say(rule, Outcome.PASS, "CAB-UNDERGROUND-NONE"))
    return found or [say(rule, Outcome.NA, "CAB-UNDERGROUND-NO-PLAN")]


def sharing_plan(asked: LineAsked, _plant: Plant, _context: Context, rules: Rules) -> list[Finding]:
    """CAB-07: the permit's dossier holds a sharing plan (Điều 13(4), 14(4)); asked of proposed lines only."""
    rule = rules.get("CAB-07")
    if rule is None or not asked.proposed or asked.mount is Mount.BURIED:
        return []
    items = PLAN_ITEMS if asked.mount is Mount.AERIAL else PLAN_ITEMS[:1]
    words = (
        _PLAN_WORDS if asked.mount is Mount.AERIAL else {"position": Words("phương án dùng chung", "a plan")}
    )
    lacking = [item for item in items if asked.plan.get(item) is False]
    open_ = [item for item in items if asked.plan.get(item) is None]
    if lacking or open_:
        chosen = lacking or open_
        listed = Words(
            ", ".join(words[item].vi for item in chosen), ", ".join(words[item].en for item in chosen)
        )
        outcome = Outcome.FAIL if lacking else Outcome.UNKNOWN
        code = "CAB-PLAN-LACKS" if lacking else "CAB-PLAN-UNKNOWN"
        return [say(rule, outcome, code, params={"items": listed}, stage=Stage.CONSTRUCTION)]
    return [say(rule, Outcome.PASS, "CAB-PLAN-WHOLE", stage=Stage.CONSTRUCTION)]


CHECKS: tuple[Check, ...] = (
    parallels,
    crossings,
    marking,
    spare_loops,
    corridors,
    undergrounding,
    sharing_plan,
)
