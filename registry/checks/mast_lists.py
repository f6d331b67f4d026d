"""Lists of masts: is the register complete enough to say that no mast is near (QĐ 72/2025 Điều 30)?"""

import calendar
import datetime as dt
from dataclasses import dataclass

from registry.checks.context import Context


@dataclass(frozen=True, slots=True)
class ListGaps:
    """Operators (codes) whose complete list is missing, or older than the law allows.

    ``lapsed`` are those of ``stale`` that left out a whole report: older than twice what the law allows.
    """

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    lapsed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale)

    @property
    def hide_masts(self) -> bool:
        """Whether a mast may stand that nobody listed: no list, or so old that a report was left out.

        A list that is a few weeks late is asked for, and what was built since was agreed by this office.
        """
        return bool(self.missing or self.lapsed)

    @property
    def names(self) -> str:
        """Name what is lacking as ``Finding.missing`` does, to be said once for all rows that lack it."""
        return ";".join(f"list:{code}" for code in (*self.missing, *self.stale))


NO_GAPS = ListGaps((), ())


def list_gaps(context: Context, max_age_months: int, also: tuple[str, ...] = ()) -> ListGaps:
    """Return whose list is lacking among the awaited operators and ``also`` (codes).

    A list counts up to ``max_age_months`` calendar months after its date, that day included. One dated
    after ``as_of`` counts too: it shows what was built before.
    """
    oldest = months_before(context.as_of, max_age_months)
    skipped = months_before(context.as_of, 2 * max_age_months)
    awaited = [item.code for item in context.operators if item.awaited or item.code in also]
    return ListGaps(
        missing=tuple(code for code in awaited if code not in context.lists),
        stale=tuple(
            code for code in awaited if code in context.lists and context.lists[code].list_date < oldest
        ),
        lapsed=tuple(
            code for code in awaited if code in context.lists and context.lists[code].list_date < skipped
        ),
    )


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day ``months`` earlier, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 - months
    year, month = divmod(index, 12)
    month += 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
