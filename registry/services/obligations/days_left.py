"""How long is left until an obligation is due, or how late it is, in words."""

import datetime as dt

from registry.messages import Language
from registry.model.working_days import WorkingDays

IN_WORKING_DAYS = frozenset({"DUT-SHARE"})
"""Obligations whose limit counts working days (QĐ 72/2025 Điều 7(4)); all others count every day."""


def left_words(calendar: WorkingDays, code: str, due: dt.date, day: dt.date, lang: Language = "vi") -> str:
    """Return how long is left on a day until an obligation is due, or how late it is, as its limit counts.

    On its last day it names that day: a letter is read on another.
    """
    working = code in IN_WORKING_DAYS
    left = calendar.left(day, due) if working else (due - day).days
    if left == 0:
        return f"đến hạn {due:%d/%m/%Y}" if lang == "vi" else f"due {due:%d/%m/%Y}"
    unit = "ngày làm việc" if working else "ngày"
    if lang == "vi":
        return f"quá hạn {-left} {unit}" if left < 0 else f"còn {left} {unit}"
    unit = f"{'working ' if working else ''}day{'' if abs(left) == 1 else 's'}"
    return f"{-left} {unit} late" if left < 0 else f"{left} {unit} left"
