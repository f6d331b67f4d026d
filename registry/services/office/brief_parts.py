"""What a package says in the office's briefing, and what of it shows how far a task of the year is.

Each package declares its own part in its module ``briefing``; the briefing (``registry.services.briefing``)
is handed all of them and knows no package. A part is asked of a register that may be the present one or the
one that stood at the end of a past day: it answers from records alone, as of ``span.day``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from registry.messages import Language, Words
from registry.model.briefing.briefings import Number, Span
from registry.model.briefing.programmes import Progress
from registry.services.office.registry import Registry


@dataclass(frozen=True, slots=True)
class Measure:
    """Something of the register that a task may be linked to: a campaign, letters of a kind.

    ``choices`` are (id, words) that may be chosen now; ``progress`` says how far the one of an id is, None
    where it is there no more.
    """

    kind: str
    words: Words
    choices: Callable[[Registry, Language], Sequence[tuple[str, str]]]
    progress: Callable[[Registry, str, Language], Progress | None]


@dataclass(frozen=True, slots=True)
class BriefPart:
    """What one room says: ``at`` is its place among all, ``numbers`` are worked out on every look.

    Codes of numbers begin with the part's own ("requests.issued") and stay the same from week to week.
    """

    code: str
    at: int
    title: Words
    numbers: Callable[[Registry, Span, Language], Sequence[Number]]
    measures: tuple[Measure, ...] = ()
