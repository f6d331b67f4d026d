"""The exercises as data (``data/course``): what each asks step by step, of whom, and how long it may take.

Texts hold places for what the material of a try is called: ``{code}``, ``{letter}``.
"""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from registry.messages import Words
from registry.model.people import Person, Role
from registry.settings import DATA

WORDS_A_MINUTE = 200
ACTION_S = 15.0
"""What a press or a field takes, looking for it included; nobody has timed people yet."""
GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guides"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, a line for the strip, what is to be done, the page it is done on.

    ``page`` is an address with places for the material, ``button`` what the page calls it; ``actions`` are
    the presses and fields that it takes, as ``tests/e2e/test_course.py`` counted them.
    """

    code: str
    title: Words
    words: Words
    page: str
    button: Words
    actions: int


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be found out and typed, asked by a ``step``; ``choices`` where it has some."""

    code: str
    step: str
    words: Words
    unit: str = ""
    choices: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise: its place among the eight, whom it is for, and the section of a guide it belongs to."""

    code: str
    number: int
    title: Words
    about: Words
    roles: frozenset[Role]
    guide: str
    section: str
    steps: tuple[Step, ...]
    questions: tuple[Question, ...] = ()

    def is_for(self, person: Person) -> bool:
        """Whether a person may do it: its pages are open to one of the person's roles."""
        return not self.roles.isdisjoint(person.roles) and (
            self.roles != {Role.CARRIER} or bool(person.organisation)
        )

    @property
    def words(self) -> int:
        """How many words there are to read: its own, and those of the guide's section."""
        own = [
            self.title,
            self.about,
            *(one.words for one in self.steps),
            *(one.words for one in self.questions),
        ]
        return sum(len(one.vi.split()) for one in own) + len(section_text(self.guide, self.section).split())

    @property
    def actions(self) -> int:
        """How many presses and fields it takes."""
        return sum(step.actions for step in self.steps)

    @property
    def minutes(self) -> int:
        """How long it takes whoever never did it: an estimate from words and actions, rounded up."""
        return math.ceil(self.words / WORDS_A_MINUTE + self.actions * ACTION_S / 60)

    def step(self, code: str) -> Step:
        """Return a step by its name."""
        return next(step for step in self.steps if step.code == code)


@cache
def exercises() -> tuple[Exercise, ...]:
    """Return the exercises in their order."""
    found = [_exercise(path) for path in sorted((DATA / "course").glob("*.toml"))]
    return tuple(sorted(found, key=lambda one: one.number))


def exercise(code: str) -> Exercise | None:
    """Return an exercise by its name; None where there is none."""
    return next((one for one in exercises() if one.code == code), None)


def section_text(guide: str, section: str) -> str:
    """Return the text of a section of a guide, "" where the guide has none of that heading."""
    text = (GUIDES / f"{guide}.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def _exercise(path: Path) -> Exercise:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return Exercise(
        code=path.stem,
        number=read["number"],
        title=_words(read["title"]),
        about=_words(read["about"]),
        roles=frozenset(map(Role, read["roles"])),
        guide=read["guide"],
        section=read["section"],
        steps=tuple(_step(one) for one in read["step"]),
        questions=tuple(_question(one) for one in read.get("question", ())),
    )


def _step(read: Mapping[str, Any]) -> Step:
    return Step(
        read["code"],
        _words(read["title"]),
        _words(read),
        read["page"],
        _words(read["button"]),
        read["actions"],
    )


def _question(read: Mapping[str, Any]) -> Question:
    choices = tuple((code, _words(words)) for code, words in read.get("choices", {}).items())
    return Question(read["code"], read["step"], _words(read), read.get("unit", ""), choices)


def _words(read: Mapping[str, str]) -> Words:
    return Words(read["vi"], read["en"])
