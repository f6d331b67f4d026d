"""What keeps a regulation from being proposed: days, bounds, articles, what contradicts another text."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.law import Rule, catalogue
from registry.messages import Words
from registry.model.regulations import (
    Regulation,
    RegulationContent,
    RegulationHead,
    RegulationState,
    StatedMatter,
)
from registry.regulations.composing import law_of, stated_codes
from registry.regulations.forms import FOLDERS, ChoiceForm, MatterForm, NumberForm, forms
from registry.regulations.versions import Span, forebears, span_of
from registry.settings import DATA

LONGEST = 300
"""Characters of a name, an article or a short text."""
_NAME = re.compile(r"(QĐ|NQ) \d+/\d{4}/\S+")
_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: a message code with parameters, and where it is.

    ``key`` is "head.valid_from", "spacing_other.urban_m", "spacing_other.@article", "examples.3", or "".
    """

    code: str
    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


def faults_of(content: RegulationContent) -> tuple[Fault, ...]:
    """Return what of a content does not keep its form, in the order of the form."""
    return tuple(_faults(content))


def _faults(content: RegulationContent) -> Iterator[Fault]:
    yield from _of_head(content.head)
    if not content.matters:
        yield Fault("REGULATION-EMPTY", "")
    for code, matter in content.matters.items():
        shape = forms().matters.get(code)
        if shape is None:
            yield Fault("REGULATION-MATTER", code, {"matter": code[:60]})
        else:
            yield from _of_matter(shape, matter)


def _of_head(head: RegulationHead) -> Iterator[Fault]:
    if not _NAME.fullmatch(head.name) or len(head.name) > LONGEST:
        yield Fault("REGULATION-NAME", "head.name", {"name": head.name[:60]})
    for name in ("title", "issued_by"):
        if not getattr(head, name).strip():
            yield Fault("REGULATION-NOT-STATED", f"head.{name}")
    for name in ("signed_on", "valid_from"):
        if getattr(head, name) is None:
            yield Fault("REGULATION-NOT-STATED", f"head.{name}")
    first, last = head.valid_from, head.valid_to
    if first is not None and last is not None and last < first:
        yield Fault("REGULATION-DAYS", "head.valid_to", {"first": first, "last": last})
    if first is not None and head.signed_on is not None and first < head.signed_on:
        yield Fault("REGULATION-SIGNED-AFTER", "head.signed_on", {"signed": head.signed_on, "first": first})
    if head.replaces and head.replaces == head.name:
        yield Fault("REGULATION-REPLACES-ITSELF", "head.replaces")
    if head.replaces_whole and not head.replaces:
        yield Fault("REGULATION-NOT-STATED", "head.replaces")


def _of_matter(shape: MatterForm, matter: StatedMatter) -> Iterator[Fault]:
    if not matter.none and (not matter.article.strip() or len(matter.article) > LONGEST):
        yield Fault("REGULATION-ARTICLE", f"{shape.code}.@article", {"matter": shape.words})
    if matter.none:
        return
    known = {one.name: one for one in shape.numbers}
    for name, stated in matter.numbers.items():
        form = known.get(name)
        if form is None:
            yield Fault("REGULATION-MATTER", f"{shape.code}.{name}", {"matter": f"{shape.code}.{name}"[:60]})
        elif stated.value is not None:
            yield from _of_number(shape, form, stated.value)
    for choice in shape.choices:
        yield from _of_choice(shape, choice, matter.choices.get(choice.name, ""))


def _of_number(shape: MatterForm, form: NumberForm, value: float) -> Iterator[Fault]:
    if not form.least <= value <= form.most or (form.whole and value != int(value)):
        yield Fault(
            "REGULATION-WHOLE" if form.whole else "REGULATION-BOUNDS",
            form.key,
            {
                "matter": shape.words,
                "number": form.words,
                "value": float(value),
                "least": form.least,
                "most": form.most,
                "unit": form.unit,
            },
        )


def _of_choice(shape: MatterForm, form: ChoiceForm, value: str) -> Iterator[Fault]:
    if form.kind == "day":
        wrong = (form.needed or bool(value)) and not _is_day(value)
    elif form.kind == "text":
        wrong = len(value) > LONGEST or (form.needed and not value.strip())
    else:
        wrong = bool(value) and value not in form.options
    if wrong:
        shown = "/".join(reversed(value.split("-"))) if form.kind == "day" else value  # as a day is typed
        yield Fault(
            "REGULATION-CHOICE", form.key, {"matter": shape.words, "number": form.words, "value": shown[:60]}
        )


def _is_day(text: str) -> bool:
    if not _OF_YEAR.fullmatch(text):
        return False
    try:
        dt.date(2001, int(text[:2]), int(text[3:]))
    except ValueError:
        return False
    return True


def conflicts_of(regulation: Regulation, others: Iterable[Regulation]) -> tuple[Fault, ...]:
    """Return the rules that another text states on the same days, though neither takes the other's place."""
    published = [one for one in others if one.state is RegulationState.PUBLISHED and one.id != regulation.id]
    head, stated = regulation.content.head, stated_codes(regulation.content)
    if head.valid_from is None:
        return ()
    own = Span(head.valid_from, regulation.last_day)
    found: dict[tuple[str, str], Fault] = {}
    versions = [*published, regulation]
    for other in published:
        if _related(regulation, other, versions) or other.province != regulation.province:
            continue
        span = span_of(other, [one for one in published if one is not other])
        if own.meets(span):
            _note(found, stated & stated_codes(other.content), other.content.head.name)
    law = law_of(published)
    for rule in _rules_of(regulation.province):
        if rule.code in stated and rule.document != head.replaces:
            span = _span(law.shortened(rule, regulation.province))
            if not span.empty and own.meets(span):
                _note(found, {rule.code}, rule.document)
    return tuple(found[key] for key in sorted(found))


def _note(found: dict[tuple[str, str], Fault], codes: Iterable[str], document: str) -> None:
    for code in codes:
        matter = forms().rules[code].matters[0]
        words: Words = forms().matters[matter].words
        params = {"rule": code, "matter": words, "document": document}
        found[matter, document] = Fault("REGULATION-STANDS-TWICE", "head.replaces", params)


def _related(one: Regulation, other: Regulation, versions: list[Regulation]) -> bool:
    """Whether one of two is a newer version of the other, or says that it takes the other's place."""
    names = one.content.head, other.content.head
    return (
        other.id in forebears(one, versions)
        or one.id in forebears(other, versions)
        or names[0].replaces == names[1].name
        or names[1].replaces == names[0].name
    )


def _rules_of(province: str) -> list[Rule]:
    """Return what the catalogue holds of the province itself."""
    return [
        rule
        for folder in FOLDERS
        for rule in catalogue(DATA / folder)
        if rule.territory and rule.at(province) and not rule.gap
    ]


def _span(rule: Rule) -> Span:
    return Span(rule.valid_from or dt.date.min, rule.valid_to)
