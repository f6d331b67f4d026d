"""What an exercise is made of: material for a learner, a check by facts, and clearing what was practised."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from registry.messages import Words
from registry.model.course import CourseTry
from registry.model.findings import Finding, Reservation, Stage
from registry.model.ledger import LedgerEntry
from registry.model.people import Person
from registry.services.office.registry import Registry
from registry.services.requests.letters.sentences import with_basis
from registry.store.course.tries import entered_by

COACH = "bài tập"
"""Under whose name the ledger has the material of exercises."""
LEADER = "lãnh đạo (bài tập)"
"""Who signs, in an exercise, what a learner submits."""


class StepState(StrEnum):
    """How a step stands."""

    RIGHT = "right"
    OPEN = "open"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Told:
    """How a step stands, and what is said of it as (code, parameters) of ``data/messages/course``."""

    step: str
    state: StepState
    said: tuple[tuple[str, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """A try that begins: whose, and by which sign its material is told from that of others."""

    registry: Registry
    person: Person
    learner: str
    tag: str
    day: dt.date
    folder: Path

    @property
    def letter(self) -> str:
        """The number of the letter of this try's material."""
        return f"{int(self.tag, 16) % 900 + 100}/BT-{self.tag}"

    @property
    def note(self) -> str:
        """How the records of this try are marked."""
        return f"BÀI TẬP {self.tag} · {self.learner}"


@dataclass(frozen=True, slots=True)
class Made:
    """The material of a try: what its texts and its check know of it, and its files."""

    material: dict[str, Any]
    files: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """A try that is looked at, and what its learner entered since it began."""

    registry: Registry
    item: CourseTry
    person: Person
    material: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "material", self.item.material)

    @property
    def learner(self) -> str:
        """Under which name the ledger has the learner's deeds."""
        return self.item.learner

    def entered(self, *tables: str) -> list[LedgerEntry]:
        """Return what the learner entered into tables since the try began, oldest first."""
        with self.registry.database.read() as connection:
            return entered_by(connection, self.learner, self.item.began_seq, tables)

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """Yield a folder for files that are made and kept elsewhere."""
        with tempfile.TemporaryDirectory(prefix="bts-course-") as folder:
            yield Path(folder)

    def answer(self, question: str) -> str:
        """Return what the learner typed; "" where nothing."""
        return str(self.item.answers.get(question, "")).strip()


class Lesson(NamedTuple):
    """The parts of an exercise that are no text; ``lead``: what its leader does, if it has one."""

    make: Callable[[Start], Made]
    check: Callable[[Look], Sequence[Told]]
    clear: Callable[[Look], None]
    lead: Callable[[Look], None] | None = None


def right(step: str, code: str, /, **params: Any) -> Told:
    """Return that a step is done as it should be."""
    return Told(step, StepState.RIGHT, ((code, params),))


def missing(step: str, code: str, /, **params: Any) -> Told:
    """Return that a step is not done yet, and what is missing."""
    return Told(step, StepState.OPEN, ((code, params),))


def wrong(step: str, code: str, /, **params: Any) -> Told:
    """Return that a step was done otherwise than it should be, and why."""
    return Told(step, StepState.WRONG, ((code, params),))


def grounds(findings: Sequence[Finding]) -> Words:
    """Return what findings have against a position, each with its document and article."""
    against = [one for one in findings if one.stage is Stage.POSITION and one.reservation is not None]
    legal = [one for one in against if one.reservation is Reservation.LEGAL] or against
    shown = legal[:3]
    if not shown:
        return Words("không quy định nào bị vướng", "no rule stands against it")
    return Words(*("; ".join(with_basis(one, lang) for one in shown) for lang in ("vi", "en")))
