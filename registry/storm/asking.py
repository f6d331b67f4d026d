"""What a reader of tracks answers: a track, what is wrong by line, and what it has to ask.

Units, averaging periods, time zones and years are read from the source or asked, never guessed. A question
may suggest an answer where the layout of the file is a known one; it is still the person who gives it.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.model.issues import Issue, Severity
from registry.model.storm.storms import StormTrack


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the ``value`` to give back, and the message that says it."""

    value: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Something the source does not say. ``key`` goes into ``answers`` with the value of a choice.

    Without choices a value is typed (the year, the month). ``suggested`` is "" where nothing points to one.
    """

    key: str
    code: str
    choices: tuple[Choice, ...] = ()
    suggested: str = ""
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrackReading:
    """What was understood of a source. ``track`` is None while ``questions`` are open or nothing is usable.

    ``kind`` is the form (``registry.storm.sources.recognise``), or record or
    geojson; ``issues`` carry the line of the source as ``row``
    (for JSON and GeoJSON the number of the point, from 1).
    """

    kind: str
    track: StormTrack | None
    questions: tuple[Question, ...] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues because of which a value or a point was not used."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)


_MONTH = re.compile(r"(\d{1,2})/(\d{4})")
_CHOICES: dict[str, tuple[Choice, ...]] = {
    "wind_unit": (
        Choice("kt", "TRACK-CHOICE-KNOTS"),
        Choice("m/s", "TRACK-CHOICE-MS"),
        Choice("km/h", "TRACK-CHOICE-KMH"),
    ),
    "length_unit": (
        Choice("km", "TRACK-CHOICE-KM"),
        Choice("nmi", "TRACK-CHOICE-NMI"),
        Choice("m", "TRACK-CHOICE-M"),
    ),
    "averaging": (
        Choice("60", "TRACK-CHOICE-1MIN"),
        Choice("120", "TRACK-CHOICE-2MIN"),
        Choice("600", "TRACK-CHOICE-10MIN"),
    ),
    "time_zone": (Choice("+07:00", "TRACK-CHOICE-VIETNAM"), Choice("UTC", "TRACK-CHOICE-UTC")),
}
_CODES = {
    "wind_unit": "TRACK-ASK-WIND-UNIT",
    "length_unit": "TRACK-ASK-LENGTH-UNIT",
    "averaging": "TRACK-ASK-AVERAGING",
    "time_zone": "TRACK-ASK-TIME-ZONE",
}


class Asking:
    """Collects the questions of one reading; an answer that is no choice counts as not given."""

    def __init__(self, answers: Mapping[str, str], suggested: Mapping[str, str] | None = None) -> None:
        self._answers = answers
        self._suggested = dict(suggested or {})
        self._open: dict[str, Question] = {}

    def ask(self, key: str) -> str:
        """Return the answer to one of the standing questions, or "" and keep the question open."""
        return self.choose(key, _CODES[key], _CHOICES[key])

    def choose(self, key: str, code: str, choices: tuple[Choice, ...]) -> str:
        """Return the answer to a question with its own choices, or "" and keep the question open."""
        given = self._answers.get(key, "").strip()
        if given in {choice.value for choice in choices}:
            return given
        self._open[key] = Question(key, code, choices, self._suggested.get(key, ""))
        return ""

    def year(self, this_year: int | None) -> int:
        """Return the year that the source leaves out, or 0 and keep the question open."""
        given = self._answers.get("year", "").strip()
        if len(given) == 4 and given.isascii() and given.isdigit() and 1900 <= int(given) <= 2200:
            return int(given)
        self._open["year"] = Question("year", "TRACK-ASK-YEAR", (), str(this_year or ""))
        return 0

    def month(self, suggested: dt.date | None) -> dt.date | None:
        """Return the first day of the month that the source leaves out ("09/2024"), or None and ask."""
        given = _MONTH.fullmatch(self._answers.get("month", "").strip())
        if given and 1 <= int(given[1]) <= 12 and 1900 <= int(given[2]) <= 2200:
            return dt.date(int(given[2]), int(given[1]), 1)
        shown = f"{suggested:%m/%Y}" if suggested else ""
        self._open["month"] = Question("month", "TRACK-ASK-MONTH", (), shown)
        return None

    def suggest(self, key: str, value: str) -> None:
        """Let a question suggest a value, where the layout of the source is found to be a known one."""
        self._suggested[key] = value

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions without an answer, in the order asked."""
        return tuple(self._open.values())
