"""How the report writes sentences, numbers and spans of time in the reader's language."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from registry.messages import Language, Words, number, percent, say
from registry.model.storm.after_action import Statement
from registry.services.storm.vocabulary import moment
from registry.storm.hits import Share

_MINUTE = 60.0
_HOURS_FROM = 180
_MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Telling:
    """Sentences in one language."""

    lang: Language

    def say(self, vi: str, en: str, **values: Any) -> str:
        """Return a sentence with its values."""
        return say(Words(vi, en), self.lang).format(**values)

    def fact(self, vi: str, en: str, *, source: str, n: int | None = None, **values: Any) -> Statement:
        """Return a statement of something that is known."""
        return Statement(self.say(vi, en, n=self.number(n or 0), **values), source, n)

    def unknown(self, vi: str, en: str, *, source: str, **values: Any) -> Statement:
        """Return a statement that something is not known."""
        return Statement(self.say(vi, en, **values), source, None, known=False)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number."""
        return number(value, decimals, self.lang)

    def percent(self, value: float | None) -> str:
        """Return a share from 0 to 1 in per cent, "–" where there is none."""
        return "–" if value is None else f"{percent(value, 0, self.lang)} %"

    def share(self, found: Share) -> str:
        """Return a share as "3/20 (15 %; 5–36 %)", with as many decimals as tell its ends apart: of 1 in
        1.574 "0,1 %; 0,0–0,4 %", never "1 %; 0–0 %"."""
        count = f"{self.number(found.hits)}/{self.number(found.n)}"
        if found.low is None or found.high is None or found.value is None:
            return count
        for decimals in range(_MOST_DECIMALS + 1):
            low, high = (number(100 * end, decimals, self.lang) for end in (found.low, found.high))
            if low != high:
                break
        return f"{count} ({percent(found.value, decimals, self.lang)} %; {low}–{high} %)"

    def moment(self, at: dt.datetime | str | None) -> str:
        """Return a moment in Vietnam's time."""
        return moment(at, self.lang)

    def span(self, length: dt.timedelta | None) -> str:
        """Return a span in minutes below three hours, else in hours; "–" where it is not known."""
        if length is None:
            return "–"
        minutes = length.total_seconds() / _MINUTE
        if abs(minutes) < _HOURS_FROM:
            return self.say("{m} phút", "{m} min", m=self.number(minutes))
        return self.say("{h} giờ", "{h} h", h=self.number(minutes / _MINUTE, 1))
