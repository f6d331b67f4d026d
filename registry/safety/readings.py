"""What a reading means: within its limit, beyond it, or not judged, with the reason.

Nothing is accused on a number that is not known: a limit that is only a working number is said to be so, a
limit that follows from the mast's height is not judged where the height is missing, a text that is no number
neither.
"""

from typing import Any

from registry.model.field.inspections import Judged, Judgement
from registry.model.numbers import plain_number
from registry.safety.sheets.entries import NOT_SEEN, Entry, Limit

_PER_METRE = {"mm": 1000.0, "cm": 100.0}
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


def judge(
    entry: Entry, value: Any, *, unit: str = "", mast_height_m: float | None = None, of: Any = None
) -> Judgement:
    """Judge what was recorded for an entry; ``unit`` is as recorded ("" for the entry's own).

    ``of``: the answer that the limit is worked out from, where it is (``Answers.of``).
    """
    if entry.answer in ("choice", "yes_no"):
        return _judge_answer(entry, value)
    if entry.answer not in ("number", "computed"):
        return Judgement(Judged.NOT_JUDGED, reason="READING-NO-LIMIT")
    return _judge_number(entry, value, unit, mast_height_m, number_of(of))


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


def _bounds(
    limit: Limit, unit: str, mast_height_m: float | None, of: float | None
) -> tuple[float | None, float | None]:
    """Return (bound, lower end) of a limit in the entry's unit, None where they cannot be worked out."""
    if limit.of:
        if of is None or of <= 0 or limit.factor is None:
            return None, None
        return of * limit.factor, None if limit.factor_lower is None else of * limit.factor_lower
    if limit.height_over is not None:
        known = mast_height_m is not None and mast_height_m > 0
        scale = _PER_METRE.get(unit, 1.0)
        return (mast_height_m * scale / limit.height_over if known and mast_height_m else None), limit.lower
    return limit.value, limit.lower


def _judge_number(
    entry: Entry, value: Any, unit: str, mast_height_m: float | None, of: float | None
) -> Judgement:
    number = number_of(value)
    limit = entry.limit
    if limit is None:
        reason = "READING-NOT-A-NUMBER" if number is None else "READING-NO-LIMIT"
        return Judgement(Judged.NOT_JUDGED, number, unit=entry.unit, reason=reason)
    bound, lower = _bounds(limit, entry.unit, mast_height_m, of)
    parts: dict[str, Any] = {
        "value": number,
        "limit": bound,
        "lower": lower,
        "relation": limit.relation,
        "unit": entry.unit,
        "verified": limit.verified,
        "basis": limit.basis,
    }
    if number is None:
        return Judgement(Judged.NOT_JUDGED, reason="READING-NOT-A-NUMBER", **parts)
    if bound is None:
        return Judgement(
            Judged.NOT_JUDGED, reason="READING-NO-BASE" if limit.of else "READING-NO-HEIGHT", **parts
        )
    if unit and unit != entry.unit:
        return Judgement(Judged.NOT_JUDGED, reason="READING-OTHER-UNIT", **parts)
    held = {
        "<": number < bound,
        "<=": number <= bound,
        ">=": number >= bound,
        "between": (lower is None or number >= lower) and number <= bound,
    }[limit.relation]
    if held and number < 0:  # a length, a resistance or a force: a typing error, never a pass
        return Judgement(Judged.NOT_JUDGED, reason="READING-NEGATIVE", **parts)
    return Judgement(Judged.WITHIN if held else Judged.BEYOND, **parts)
