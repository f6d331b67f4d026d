"""The present day, as the province's clocks show it, and days counted by months and quarters."""

import calendar
import datetime as dt

from registry.model.vietnam_time import in_vietnam, now, today
from registry.model.working_days import months_after

__all__ = ["in_vietnam", "months_after", "now", "quarter_of", "today"]


def quarter_of(day: dt.date, back: int = 0) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of the quarter of a day, or of one so many quarters back."""
    index = day.year * 4 + (day.month - 1) // 3 - back
    year, quarter = divmod(index, 4)
    month = quarter * 3 + 3
    return dt.date(year, month - 2, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
