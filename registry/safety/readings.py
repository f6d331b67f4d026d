"""What a reading means: within its limit, beyond it, or not judged, with the reason.

Nothing is accused on a number that is not known: a limit that is only a working number is said to be so, a
limit that follows from the mast's height is not judged where the height is missing, a text that is no number
neither.
"""

from typing import Any

from registry.model.inspections import Judged, Judgement
from registry.model.numbers import plain_number
from registry.safety.checklists import NOT_SEEN, Entry

_MM = 1000.0
_LARGEST = 1e300


def number_of(text: Any) -> float | None:
    """Return the number that is typed: "8,4", "8.4", "1.234,5", "1,234.5"; None where it is no number.

    One lone separator is a decimal sign, as people write readings; the phone reads by the same rules.
    """
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, int | float):
        return float(text) if abs(text) < _LARGEST else None
    return plain_number(str(text))


def judge(entry: Entry, value: Any, *, unit: str = "", mast_height_m: float | None = None) -> Judgement:
    """Judge what was recorded for an entry; ``unit`` is as recorded ("" for the entry's own)."""
    if entry.answer in ("choice", "yes_no"):
        return _judge_answer(entry, value)
    if entry.answer != "number":
        return Judgement(Judged.NOT_JUDGED, reason="READING-NO-LIMIT")
    return _judge_number(entry, value, unit, mast_height_m)


def _judge_answer(entry: Entry, value: Any) -> Judgement:
    if value in (None, "", NOT_SEEN):
        return Judgement(Judged.NOT_JUDGED, reason="READING-NOT-SEEN")
    if entry.answer == "yes_no":
        said = {True: True, False: False, "yes": True, "no": False, "true": True, "false": False}
        answered = said.get(value) if isinstance(value, bool | str) else None
        if answered is None:
            return Judgement(Judged.NOT_JUDGED, reason="READING-NOT-AN-ANSWER")
        good = None if entry.good is None else answered is entry.good
    else:
        option = next((item for item in entry.options if item.code == value), None)
        if option is None:
            return Judgement(Judged.NOT_JUDGED, reason="READING-NOT-AN-ANSWER")
        good = option.good
    if good is None:
        return Judgement(Judged.NOT_JUDGED, reason="READING-NO-LIMIT")
    return Judgement(Judged.WITHIN if good else Judged.BEYOND, verified=True, basis=entry.vi)


def _judge_number(entry: Entry, value: Any, unit: str, mast_height_m: float | None) -> Judgement:
    number = number_of(value)
    limit = entry.limit
    if limit is None:
        reason = "READING-NOT-A-NUMBER" if number is None else "READING-NO-LIMIT"
        return Judgement(Judged.NOT_JUDGED, number, unit=entry.unit, reason=reason)
    bound = limit.value
    if limit.height_over is not None:
        known = mast_height_m is not None and mast_height_m > 0
        bound = mast_height_m * _MM / limit.height_over if known and mast_height_m else None
    parts: dict[str, Any] = {
        "value": number,
        "limit": bound,
        "lower": limit.lower,
        "relation": limit.relation,
        "unit": entry.unit,
        "verified": limit.verified,
        "basis": limit.basis,
    }
    if number is None:
        return Judgement(Judged.NOT_JUDGED, reason="READING-NOT-A-NUMBER", **parts)
    if bound is None:
        return Judgement(Judged.NOT_JUDGED, reason="READING-NO-HEIGHT", **parts)
    if unit and unit != entry.unit:
        return Judgement(Judged.NOT_JUDGED, reason="READING-OTHER-UNIT", **parts)
    held = {
        "<": number < bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "between": (limit.lower is None or number >= limit.lower) and number <= bound,
    }[limit.relation]
    if held and number < 0:  # a length, a resistance or a force: a typing error, never a pass
        return Judgement(Judged.NOT_JUDGED, reason="READING-NEGATIVE", **parts)
    return Judgement(Judged.WITHIN if held else Judged.BEYOND, **parts)
