"""What an office may state: matters with their numbers, and the rules that follow from them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from registry.errors import WrongCallError
from registry.messages import Words
from registry.settings import DATA

PATH = DATA / "codes" / "regulation_forms.toml"
FOLDERS = ("law", "limits", "duties", "deadlines")
"""The folders of ``data`` in which the catalogue has rules of these codes."""


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """How a number is tried: the field of an example that it is measured by, and what is answered then.

    ``codes`` are the rules asked; ``below``, ``at`` and ``above`` their outcome one step below the number, at
    it and above ("" where that hangs on what else is stated); ``also`` are further fields of the example.
    """

    field: str
    codes: tuple[str, ...]
    below: str
    at: str
    above: str
    also: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NumberForm:
    """A number that may be stated: between ``least`` and ``most``, both included; ``whole``: no fractions.

    ``needed``: without it the rules of the matter are a gap. ``case`` None: nothing is measured against it by
    a check, so that no example is asked for.
    """

    key: str  # "spacing_other.urban_m"
    name: str
    words: Words
    unit: str
    least: float
    most: float
    step: float
    whole: bool = False
    needed: bool = False
    case: EdgeCase | None = None


@dataclass(frozen=True, slots=True)
class ChoiceForm:
    """What is chosen (``kind`` "choice", with options), typed ("text"), or a day of the year ("day").

    ``beside``: what other choices of its matter have to be, else this one says nothing.
    """

    key: str
    name: str
    words: Words
    kind: str
    options: Mapping[str, Words]
    default: str = ""
    needed: bool = False
    beside: Mapping[str, str] = field(default_factory=dict)

    def says(self, choices: Mapping[str, Any]) -> bool:
        """Whether this choice says anything beside the others of its matter."""
        return all(choices.get(name) == value for name, value in self.beside.items())


@dataclass(frozen=True, slots=True)
class MatterForm:
    """One thing that a regulation may lay down."""

    code: str
    family: str
    words: Words
    numbers: tuple[NumberForm, ...] = ()
    choices: tuple[ChoiceForm, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleForm:
    """A rule that follows from what is stated: its thresholds and options by "matter.number"."""

    code: str
    folder: str
    matters: tuple[str, ...]
    thresholds: Mapping[str, str] = field(default_factory=dict)
    unstated: Mapping[str, float] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    unstated_options: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def asks(self, number: str) -> bool:
        """Whether the rule hangs on a number or choice ("matter.name")."""
        return number in self.thresholds.values() or number in self.options.values()


@dataclass(frozen=True, slots=True)
class Forms:
    """All that may be stated, in the order in which it is asked for."""

    families: Mapping[str, Words]
    matters: Mapping[str, MatterForm]
    rules: Mapping[str, RuleForm]
    gap: Words
    unstated: Words

    def number(self, key: str) -> NumberForm:
        """Return a number's form by "matter.number"; asking for another one is a wrong call."""
        found = next(
            (one for matter in self.matters.values() for one in matter.numbers if one.key == key), None
        )
        if found is None:
            raise WrongCallError(f"no number {key}")
        return found

    def numbers(self) -> tuple[NumberForm, ...]:
        """Return every number that may be stated."""
        return tuple(one for matter in self.matters.values() for one in matter.numbers)

    def rules_of(self, matter: str) -> tuple[RuleForm, ...]:
        """Return the rules that cite a matter."""
        return tuple(rule for rule in self.rules.values() if matter in rule.matters)


@cache
def forms() -> Forms:
    """Return what may be stated."""
    table = tomllib.loads(PATH.read_text(encoding="utf-8"))
    matters = {item["code"]: _matter(item) for item in table["matter"]}
    rules = {item["code"]: RuleForm(**{**item, "matters": tuple(item["matters"])}) for item in table["rule"]}
    gap = table["gap"]
    return Forms(
        families={code: _words(item) for code, item in table["families"].items()},
        matters=matters,
        rules=rules,
        gap=_words(gap),
        unstated=Words(gap["unstated_vi"], gap["unstated_en"]),
    )


def _words(item: Mapping[str, Any]) -> Words:
    return Words(item["vi"], item["en"])


def _matter(item: Mapping[str, Any]) -> MatterForm:
    code = item["code"]
    return MatterForm(
        code=code,
        family=item["family"],
        words=_words(item),
        numbers=tuple(_number(code, one) for one in item.get("number", ())),
        choices=tuple(_choice(code, one) for one in item.get("choice", ())),
    )


def _number(matter: str, item: Mapping[str, Any]) -> NumberForm:
    case = item.get("case")
    return NumberForm(
        key=f"{matter}.{item['name']}",
        name=item["name"],
        words=_words(item),
        unit=item["unit"],
        least=float(item["least"]),
        most=float(item["most"]),
        step=float(item["step"]),
        whole=item.get("whole", False),
        needed=item.get("needed", False),
        case=None if case is None else EdgeCase(**{**case, "codes": tuple(case["codes"])}),
    )


def _choice(matter: str, item: Mapping[str, Any]) -> ChoiceForm:
    return ChoiceForm(
        key=f"{matter}.{item['name']}",
        name=item["name"],
        words=_words(item),
        kind=item.get("kind", "choice"),
        options={code: _words(one) for code, one in item.get("options", {}).items()},
        default=item.get("default", ""),
        needed=item.get("needed", False),
        beside=item.get("beside", {}),
    )
