"""Standing works judged as columns: what is alike is answered once, every mast keeps its answer's number.

200,000 masts have a few dozen answers, because a question looks at few facts and the law changes on few days.
So facts are numbered, joined to one number a mast, and the questions are asked of the different ones.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from registry.model.numbered import grouped, numbered
from registry.model.standing import Answer, Bools, Days, Floats, Ints, Judged, Objects, Question


def joined(parts: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Return for each row which of the different combinations it is, and the first row of each.

    ``parts`` are columns of numbers from 0; at most 2^62 combinations.
    """
    key = np.zeros(len(parts[0]), dtype=np.int64)
    for part in parts:
        key = key * (int(part.max(initial=0)) + 1) + part
    return grouped(key)


_FIGURES = re.compile("[0-9]*[1-9][0-9]*")


def as_read(texts: Objects, read: Callable[[str], Any], kind: Any) -> Any:
    """Return what ``read`` finds in each text, asked once for all that differ in their figures alone.

    70,000 permits are as many numbers and few wordings. "0" and "00" stay what they are: they say "none".
    """
    text, different = numbered(texts)
    wording, wordings = numbered(
        np.fromiter((_FIGURES.sub("1", str(text)) for text in different), dtype=object, count=len(different))
    )
    return np.array([read(text) for text in wordings], dtype=kind)[wording][text]


class Answers:
    """Gathers the different answers of a question; equal ones get one number."""

    def __init__(self) -> None:
        self._numbers: dict[Answer, int] = {}

    def number(self, answer: Answer) -> int:
        """Return the number of an answer."""
        return self._numbers.setdefault(answer, len(self._numbers))

    @property
    def all(self) -> tuple[Answer, ...]:
        """Return the answers by number."""
        return tuple(self._numbers)


def judged_by(
    question: Question,
    parts: Sequence[Ints],
    answer_of: Callable[[int], Answer],
    *,
    mast: Ints | None = None,
    station: Ints | None = None,
    days: Days | None = None,
    metres: Floats | None = None,
) -> Judged:
    """Ask ``answer_of`` (given a row) once for each different combination of ``parts``.

    ``mast`` are the masts that the rows concern, by default row k is mast k.
    """
    rows = len(parts[0])
    mast = np.arange(rows, dtype=np.int64) if mast is None else mast
    if not rows:
        return Judged(question, (), mast, np.zeros(0, dtype=np.int64), station, days, metres)
    group, first = joined(parts)
    answers = Answers()
    number = np.array([answers.number(answer_of(row)) for row in first.tolist()], dtype=np.int64)
    return Judged(question, answers.all, mast, number[group], station, days, metres)


def bits(*conditions: Bools) -> Ints:
    """Return the conditions as one number a row: the first is bit 0."""
    found = np.zeros(len(conditions[0]), dtype=np.int64)
    for at, condition in enumerate(conditions):
        found |= condition.astype(np.int64) << at
    return found
