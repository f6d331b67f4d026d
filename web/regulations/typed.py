"""A regulation as a form of the browser, and what was typed into it as its content again.

A draft may hold what does not keep its form, but only what can be read at all: a number of letters or a day
that is none is a fault of the form, which is shown again as it was typed.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from registry.errors import RefusalError
from registry.model.numbers import plain_number, two_readings
from registry.model.regulations import RegulationContent, RegulationHead, StatedMatter, StatedNumber
from registry.regulations.faults import Fault
from registry.regulations.forms import ChoiceForm, MatterForm, NumberForm, forms
from registry.typed_text import line_within, within
from web.frame import parameters
from web.frame.day_fields import day_shown

ABSENT, STATED, NOTHING = "absent", "stated", "none"
"""What a matter is: not entered, laid down by the text, or not laid down by it."""
LONGEST = 300
_OF_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})")

Form = Mapping[str, str]


def head_of(form: Form) -> tuple[RegulationHead, tuple[Fault, ...]]:
    """Return the head that a form says, and what of it could not be read."""
    faults: list[Fault] = []
    head = RegulationHead(
        name=line_within(form.get("name"), LONGEST),
        title=line_within(form.get("title"), LONGEST),
        issued_by=line_within(form.get("issued_by"), LONGEST),
        signed_on=_day(form, "signed_on", faults),
        valid_from=_day(form, "valid_from", faults),
        valid_to=_day(form, "valid_to", faults),
        replaces=line_within(form.get("replaces"), LONGEST),
        replaces_whole=form.get("replaces_whole", "") == "yes",
    )
    return head, tuple(faults)


def head_shown(head: RegulationHead) -> dict[str, Any]:
    """Return a head as its form shows it."""
    return {
        "name": head.name,
        "title": head.title,
        "issued_by": head.issued_by,
        "replaces": head.replaces,
        "replaces_whole": "yes" if head.replaces_whole else "",
        "signed_on": day_shown(head.signed_on),
        "valid_from": day_shown(head.valid_from),
        "valid_to": day_shown(head.valid_to),
    }


def matters_of(form: Form, before: RegulationContent) -> tuple[RegulationContent, tuple[Fault, ...]]:
    """Return the content with the matters that a form says, and what of them could not be read."""
    faults: list[Fault] = []
    matters = {}
    for shape in forms().matters.values():
        if f"{shape.code}-state" not in form:  # a form of one family leaves the others as they are
            if shape.code in before.matters:
                matters[shape.code] = before.matters[shape.code]
            continue
        found = _matter(form, shape, faults, kept=shape.code in before.matters)
        if found is not None:
            matters[shape.code] = found
    return replace(before, matters=matters), tuple(faults)


def matters_shown(content: RegulationContent) -> dict[str, str]:
    """Return the matters of a content as their form shows them."""
    shown: dict[str, str] = {}
    for shape in forms().matters.values():
        matter = content.matters.get(shape.code)
        shown[f"{shape.code}-state"] = ABSENT if matter is None else NOTHING if matter.none else STATED
        told = matter or StatedMatter()
        shown[f"{shape.code}-article"] = told.article
        shown[f"{shape.code}-verified"] = "yes" if told.verified else ""
        for number in shape.numbers:
            stated = told.numbers.get(number.name, StatedNumber())
            shown[f"{number.key}-value"] = number_text(stated.value)
            shown[f"{number.key}-article"] = stated.article
            shown[f"{number.key}-verified"] = "yes" if stated.verified else ""
        for choice in shape.choices:
            shown[choice.key] = choice_text(choice, told.choices.get(choice.name, ""))
    return shown


def number_text(value: float | None) -> str:
    """Write a number as it is typed: a comma before decimals, no grouping, a nought after three decimals."""
    text = "" if value is None else f"{value:.10g}".replace(".", ",")
    return f"{text}0" if two_readings(text) else text


def choice_text(choice: ChoiceForm, value: str) -> str:
    """Return what was chosen as its field shows it: a day of the year as dd/mm."""
    if choice.kind == "day" and re.fullmatch(r"\d\d-\d\d", value):
        return f"{value[3:]}/{value[:2]}"
    return value


def _matter(form: Form, shape: MatterForm, faults: list[Fault], *, kept: bool) -> StatedMatter | None:
    """Return a matter as typed, None for one that is not entered.

    One that is typed for the first time is stated whatever its choice still says; one that was ``kept`` and
    is now said to be not entered goes, with what stands in its fields.
    """
    numbers = {
        number.name: stated
        for number in shape.numbers
        if (stated := _number(form, number, faults)) is not None
    }
    choices = {choice.name: value for choice in shape.choices if (value := _choice(form, choice))}
    article = within(form.get(f"{shape.code}-article"), LONGEST)
    state = form.get(f"{shape.code}-state")
    typed = any(one.value is not None for one in numbers.values()) or bool(article)
    if state not in (STATED, NOTHING) and (kept or not typed):
        return None
    return StatedMatter(
        article=article,
        verified=form.get(f"{shape.code}-verified", "") == "yes",
        none=state == NOTHING,
        numbers=numbers,
        choices=choices,
    )


def _number(form: Form, number: NumberForm, faults: list[Fault]) -> StatedNumber | None:
    text = within(form.get(f"{number.key}-value"), 80)
    article = within(form.get(f"{number.key}-article"), LONGEST)
    verified = form.get(f"{number.key}-verified", "") == "yes"
    value = plain_number(text) if text else None
    if readings := two_readings(text):
        faults.append(Fault("NUMBER-TWO-WAYS", number.key, {"value": text[:40], **readings}))
        value = None
    elif text and value is None:
        faults.append(Fault("REGULATION-NUMBER-TEXT", number.key, {"value": text[:40]}))
    if value is None and not article and not verified:
        return None
    return StatedNumber(value=value, article=article, verified=verified and value is not None)


def _choice(form: Form, choice: ChoiceForm) -> str:
    text = within(form.get(choice.key), LONGEST)
    found = _OF_YEAR.fullmatch(text) if choice.kind == "day" else None
    return f"{int(found[2]):02d}-{int(found[1]):02d}" if found else text


def _day(form: Form, name: str, faults: list[Fault]) -> dt.date | None:
    try:
        return parameters.written_day(form.get(name, ""))
    except RefusalError as refusal:
        faults.append(Fault(refusal.code, f"head.{name}", dict(refusal.params)))
        return None
