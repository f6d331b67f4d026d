"""Working days as the checks count them: by the office's calendar, or by weekdays where there is none."""

import datetime as dt
from typing import Protocol


class DaysWorked(Protocol):
    """The office's working days, its public holidays and swapped days known."""

    def between(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie after ``start`` up to and with ``end``."""


class _Weekdays:
    """Monday to Friday, for a world without the office's calendar."""

    def between(self, start: dt.date, end: dt.date) -> int:
        weeks, rest = divmod(max(0, (end - start).days), 7)
        return weeks * 5 + sum((start + dt.timedelta(days=1 + n)).weekday() < 5 for n in range(rest))


WEEKDAYS: DaysWorked = _Weekdays()
