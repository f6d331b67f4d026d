"""Examples of a regulation judged by the real checks; which number has none on each side; cases at its edge.

A number rests on examples where one of them would be answered otherwise if the number were the least that can
be, and one if it were the most: so no example counts that would come out alike whatever the text says.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import Law, law_in_force
from registry.messages import Words
from registry.model.findings import Finding
from registry.model.regulations import Example, Regulation, RegulationContent, StatedNumber
from registry.regulations.composing import law_with
from registry.regulations.forms import NumberForm, forms
from registry.services.regulations.example_world import world_of

ASKED_CODES: tuple[str, ...] = tuple(
    check.code for check in CHECKS if check.code in forms().rules and not check.code.startswith("COR-")
)
"""The rules that an example may expect an answer of."""


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What the checks said of an example: findings by rule, and the rules that were answered otherwise.

    ``passed`` is False too for one that expects nothing.
    """

    example: Example
    findings: Mapping[str, Finding]
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected, and something was expected."""
        return bool(self.example.expected) and not self.wrong


@dataclass(frozen=True, slots=True)
class Untried:
    """A number without an example on a side; ``below``/``above`` say which side lacks one."""

    number: NumberForm
    below: bool
    above: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """All examples of a regulation, and the numbers that none rests on, those with a reason left out."""

    results: tuple[ExampleResult, ...]
    untried: tuple[Untried, ...]

    @property
    def passed(self) -> bool:
        """Whether every example comes out and every number has its examples or a reason."""
        return all(result.passed for result in self.results) and not self.untried


def try_examples(regulation: Regulation, others: Iterable[Regulation], epsg: int) -> Trial:
    """Judge the examples of a regulation by the law with it, beside ``others`` that are published."""
    content, day = regulation.content, regulation.content.head.valid_from
    if day is None:
        return Trial(tuple(ExampleResult(item, {}, tuple(item.expected)) for item in content.examples), ())
    court = _Court(regulation, tuple(others), day, epsg)
    law = court.law_of(content)
    found = [court.judged(item, law, ASKED_CODES) for item in content.examples]
    results = tuple(
        ExampleResult(item, findings, _wrong(item, findings))
        for item, findings in zip(content.examples, found, strict=True)
    )
    untried = tuple(
        lacking
        for number in tried_numbers(content)
        if not content.reasons.get(number.key, "").strip()
        and (lacking := court.untried(number, found)) is not None
    )
    return Trial(results, untried)


def tried_numbers(content: RegulationContent) -> tuple[NumberForm, ...]:
    """Return the numbers that are stated and that a check measures something against."""
    return tuple(
        number
        for number in forms().numbers()
        if number.case is not None and stated(content, number.key) is not None
    )


def stated(content: RegulationContent, key: str) -> float | None:
    """Return a number as stated ("spacing_other.urban_m"); None where it is not."""
    code, _, name = key.partition(".")
    matter = content.matters.get(code)
    if matter is None or matter.none:
        return None
    return matter.numbers.get(name, StatedNumber()).value


def edge_examples(content: RegulationContent, number: NumberForm | None = None) -> tuple[Example, ...]:
    """Return examples one step below each number, at it and above it, with the answer the form expects.

    What hangs on a choice is left for the office to expect. Of one ``number`` where named.
    """
    found = []
    for one in tried_numbers(content) if number is None else (number,):
        value, case = stated(content, one.key), one.case
        if value is None or case is None:
            continue
        for at, outcome in (
            (value - one.step, case.below),
            (value, case.at),
            (value + one.step, case.above),
        ):
            if at < 0:
                continue
            measured = int(at) if one.whole else at
            weighed = outcome == "fail" and not _compared(content, one.key)  # by a person
            answer = "review" if weighed else outcome
            said: dict[str, Any] = {
                **case.also,
                case.field: measured,
                "title": f"{_matter(one).vi}, {one.words.vi.lower()} {value:g}: {at:g}".replace(".", ","),
                "expected": {code: answer for code in case.codes if answer},
            }
            found.append(Example(**said))
    return tuple(found)


def _matter(number: NumberForm) -> Words:
    return forms().matters[number.key.partition(".")[0]].words


def _compared(content: RegulationContent, key: str) -> bool:
    """Whether somebody compared a number that is stated with the original."""
    code, _, name = key.partition(".")
    return content.matters[code].numbers[name].verified


def _wrong(example: Example, findings: Mapping[str, Finding]) -> tuple[str, ...]:
    return tuple(
        code
        for code, outcome in example.expected.items()
        if code not in findings or findings[code].outcome.value != outcome
    )


@dataclass(frozen=True, slots=True)
class _Court:
    """Where the examples of a regulation are judged: on its first day, beside what else is published."""

    regulation: Regulation
    held: tuple[Regulation, ...]
    day: dt.date
    epsg: int

    def law_of(self, content: RegulationContent) -> Law:
        """Return the law of the day if ``content`` were the text."""
        own = law_with(self.held, replace(self.regulation, content=content))
        return law_in_force(self.regulation.province, self.day, own=own)

    def judged(self, example: Example, law: Law, codes: Collection[str]) -> dict[str, Finding]:
        """Return what the checks of ``codes`` say of an example under a law."""
        world = world_of(example, self.regulation.province, self.epsg, self.day)
        checks = [check for check in CHECKS if check.code in codes]
        return {finding.rule: finding for finding in run(world.rows, world.context, law, checks)[0]}

    def untried(self, number: NumberForm, found: Sequence[Mapping[str, Finding]]) -> Untried | None:
        """Return which sides of a number no example rests on; None where each has one."""
        below, above = (self._rests_on(number, value, found) for value in (number.least, number.most))
        return None if below and above else Untried(number, below=not below, above=not above)

    def _rests_on(self, number: NumberForm, value: float, found: Sequence[Mapping[str, Finding]]) -> bool:
        """Whether an example would be answered otherwise if the number were ``value``."""
        content = self.regulation.content
        other = self.law_of(_with(content, number, value))
        codes = {rule.code for rule in forms().rules.values() if rule.asks(number.key)}
        for example, now in zip(content.examples, found, strict=True):
            then = self.judged(example, other, codes)
            if any(
                code in now and (now[code].outcome, now[code].code) != (finding.outcome, finding.code)
                for code, finding in then.items()
            ):
                return True
        return False


def _with(content: RegulationContent, number: NumberForm, value: float) -> RegulationContent:
    code, _, name = number.key.partition(".")
    matter = content.matters[code]
    numbers = {**matter.numbers, name: replace(matter.numbers[name], value=value)}
    return replace(content, matters={**content.matters, code: replace(matter, numbers=numbers)})
