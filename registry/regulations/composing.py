"""The law that published regulations make together: their rules by day, and what they took the place of.

A regulation holds from its first day to its last. A newer version of it, and one that takes its place whole,
ends it the day before; one that takes its place in what it states ends only that. Where two say nothing of
each other and state the same (which is refused when the second is published), the later one holds.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from registry.law import Ended, LawDocument, OwnLaw, Rule, Silent, Threshold, catalogue
from registry.messages import Language, Words, say
from registry.model.regulations import (
    Regulation,
    RegulationContent,
    RegulationState,
    StatedMatter,
    StatedNumber,
)
from registry.regulations.forms import FOLDERS, RuleForm, forms
from registry.regulations.versions import (
    Span,
    day_before,
    first_of,
    forebears,
    published_in_order,
    replaces,
    span_of,
    standing_of,
)
from registry.settings import DATA

CHECKED = "law"
"""The folder whose rules checks ask: a gap is a rule there. Elsewhere what has no number has no rule."""
LANGUAGES: tuple[Language, ...] = ("vi", "en")
NOT_STATED = "not stated by the text"
READ, NOT_READ = "read in the original", "typed by the office, not compared with the original"


def law_of(regulations: Iterable[Regulation]) -> OwnLaw:
    """Return the law that the published ones among ``regulations`` make together."""
    return _law_of(published_in_order(regulations))


def law_with(regulations: Iterable[Regulation], draft: Regulation, *, from_always: bool = False) -> OwnLaw:
    """Return the law as if ``draft`` were published too.

    ``from_always``: as if it had been in force on every day, to see what it would have said of the past.
    """
    published = RegulationState.PUBLISHED
    head = draft.content.head
    if from_always:
        head = replace(head, valid_from=dt.date(1900, 1, 1), valid_to=None)
    content = replace(draft.content, head=head)
    held = [one for one in regulations if one.state is published and one.id != draft.id]
    if from_always:
        gone = {
            *forebears(draft, held),
            *(one.id for one in held if replaces(head.replaces, one) and head.replaces_whole),
        }
        held = [one for one in held if one.id not in gone]
    there = replace(draft, state=published, content=content, published_at="9", ended_on=None)
    if not from_always:
        return law_of([*held, there])
    others = law_of(held)
    alone = _law_of((there,), _Before(draft.content.head.valid_from, others.rules))
    stated = stated_codes(content)
    return OwnLaw(
        rules=(*(rule for rule in others.rules if rule.code not in stated), *alone.rules),
        ended=(*others.ended, *alone.ended),
        silent=(*(item for item in others.silent if item.code not in stated), *alone.silent),
        documents=(*others.documents, *alone.documents),
    )


def stated_codes(content: RegulationContent) -> frozenset[str]:
    """Return the codes of the rules that a text states something of, or says that it lays nothing down."""
    return frozenset(
        form.code
        for form in forms().rules.values()
        if any(matter in content.matters for matter in form.matters)
    )


class _Before(NamedTuple):
    """What held before a regulation that is tried as if it had always been in force: its own first day, and
    the rules of other regulations."""

    day: dt.date | None
    rules: tuple[Rule, ...]


def _law_of(published: tuple[Regulation, ...], before: _Before | None = None) -> OwnLaw:
    rules: list[Rule] = []
    silent: list[Silent] = []
    ended: list[Ended] = []
    standing = standing_of(published)
    for at, one in enumerate(standing):
        later = tuple(standing[at + 1 :])
        whole = span_of(one, later)
        if whole.empty:
            continue
        stated = stated_codes(one.content)
        for form in forms().rules.values():
            if form.code in stated:
                span = whole.within(day_before(_taken_over(form.code, later)))
                if not span.empty:
                    held = _base(form.code, one, rules, ended, before)
                    made = _made(form, one, span, held)
                    if isinstance(made, Silent):
                        silent.append(made)
                    elif not made.gap or form.folder == CHECKED:
                        rules.append(made)
        ended += _ended(one, stated)
        rules += _gaps(one, stated, whole, later)
    documents = {one.content.head.name: _document(one) for one in published}
    return OwnLaw(tuple(rules), tuple(ended), tuple(silent), tuple(documents.values()))


def _taken_over(code: str, later: Iterable[Regulation]) -> dt.date | None:
    """Return the first day of the next regulation that states a code too."""
    days = (first_of(other) for other in later if code in stated_codes(other.content))
    return min((day for day in days if day), default=None)


def _base(
    code: str, one: Regulation, rules: list[Rule], ended: list[Ended], before: _Before | None
) -> Rule | None:
    """Return the rule whose place a regulation takes only in what it states: the rest of it still holds."""
    head = one.content.head
    first = (before and before.day) or head.valid_from
    if head.replaces_whole or first is None or first == dt.date.min:
        return None
    last = first - dt.timedelta(days=1)
    own = [rule for rule in (*rules, *(before.rules if before else ())) if rule.code == code]
    gone = {item.document for item in ended if item.codes is None}
    read = [
        rule
        for folder in FOLDERS
        for rule in catalogue(DATA / folder)
        if rule.code == code and rule.territory and rule.document not in gone
    ]
    there = [rule for rule in (*read, *own) if not rule.gap and rule.in_force(one.province, last)]
    return there[-1] if there else None


def _made(form: RuleForm, one: Regulation, span: Span, base: Rule | None) -> Rule | Silent:
    """Return the rule that a regulation makes of a form: its numbers, a gap, or that nothing is laid down.

    ``base`` is what held before of a matter that is not stated, None where nothing of it holds any more.
    """
    matters = {code: one.content.matters.get(code) for code in form.matters}
    if all(matter is not None and matter.none for matter in matters.values()):
        return Silent(form.code, one.province, span.first, span.last)
    missing = _missing(form, one.content, base)
    named = [matter for matter in matters.values() if matter is not None and not matter.none]
    cited = dict.fromkeys(matter.article for matter in named if matter.article)
    if base is not None and None in matters.values():
        cited[f"{base.article} {base.document}"] = None
    articles = "; ".join(cited)
    head = one.content.head
    rule = Rule(
        form.code, head.name, articles, span.first, span.last, (one.province,), document_title=head.title
    )
    if missing:
        note = {
            lang: say(forms().unstated, lang).format(document=head.name, numbers=_listed(missing, lang))
            for lang in LANGUAGES
        }
        return replace(rule, gap=True, note_vi=note["vi"], note_en=note["en"])
    numbers = any(number.value is not None for matter in named for number in matter.numbers.values())
    return replace(
        rule,
        thresholds=_thresholds(form, one.content, base),
        verified=numbers or all(matter.verified for matter in named),
        options=_options(form, one.content, base),
    )


def _listed(missing: Iterable[Words], lang: Language) -> str:
    return ", ".join(say(item, lang).lower() for item in missing)


def _missing(form: RuleForm, content: RegulationContent, base: Rule | None) -> list[Words]:
    """Return in words what a rule needs and nobody stated."""
    found: list[Words] = []
    for code in form.matters:
        matter, shape = content.matters.get(code), forms().matters[code]
        if matter is None and base is None:
            found.append(shape.words)
        if matter is None or matter.none:
            continue
        found += [
            one.words
            for one in shape.numbers
            if one.needed and form.asks(one.key) and _number(content, one.key) is None
        ]
        found += [
            one.words
            for one in shape.choices
            if one.needed and form.asks(one.key) and not matter.choices.get(one.name)
        ]
    return found


def _number(content: RegulationContent, key: str) -> StatedNumber | None:
    code, _, name = key.partition(".")
    matter = content.matters.get(code)
    found = None if matter is None else matter.numbers.get(name)
    return None if found is None or found.value is None else found


def _thresholds(form: RuleForm, content: RegulationContent, base: Rule | None) -> dict[str, Threshold]:
    found = {}
    for name, key in form.thresholds.items():
        stated, shape = _number(content, key), forms().number(key)
        told = content.matters.get(key.partition(".")[0])
        matter = told or StatedMatter()
        if told is None and base is not None and name in base.thresholds:
            found[name] = base.thresholds[name]
        elif stated is not None:
            basis = f"{stated.article or matter.article}: {READ if stated.verified else NOT_READ}"
            found[name] = Threshold(stated.value, shape.unit, stated.verified, basis)
        else:  # the text names none: what that means is said by the form
            value = float(form.unstated.get(name, 0.0))
            nothing = matter.none or value == 0.0
            found[name] = Threshold(value if not matter.none else 0.0, shape.unit, nothing, NOT_STATED)
    for name, item in form.settings.items():
        found[name] = Threshold(float(item["value"]), item["unit"], verified=False, basis=item["basis"])
    return found


def _options(form: RuleForm, content: RegulationContent, base: Rule | None) -> dict[str, Any]:
    found: dict[str, Any] = dict(form.fixed)
    for name, key in form.options.items():
        value = _option(content, key)
        if base is not None and key.partition(".")[0] not in content.matters:
            value = base.options.get(name)
        found[name] = form.unstated_options.get(name, "") if value is None else value
    return found


def _option(content: RegulationContent, key: str) -> Any:
    code, _, name = key.partition(".")
    matter, shape = content.matters.get(code), forms().matters[code]
    if name == "@article":
        return None if matter is None or matter.none else matter.article
    number = next((one for one in shape.numbers if one.name == name), None)
    if number is not None:
        stated = _number(content, key)
        if stated is None or stated.value is None:
            return None
        return int(stated.value) if number.whole else stated.value
    choice = next(one for one in shape.choices if one.name == name)
    return (matter.choices.get(name) if matter is not None else None) or choice.default


def _ended(one: Regulation, stated: frozenset[str]) -> list[Ended]:
    """Return what of the catalogue a regulation took the place of, from its first day on."""
    head = one.content.head
    if head.valid_from is None or not head.replaces:
        return []
    codes = None if head.replaces_whole else stated
    return [Ended(head.replaces, one.province, head.valid_from, codes)]


def _gaps(one: Regulation, stated: frozenset[str], span: Span, later: tuple[Regulation, ...]) -> list[Rule]:
    """Return what the document that was replaced whole had, and nobody entered of the new one."""
    head = one.content.head
    if not head.replaces_whole:
        return []
    note = forms().gap
    told: Mapping[str, str] = {
        lang: say(note, lang).format(document=head.name, replaced=head.replaces, day=f"{span.first:%d/%m/%Y}")
        for lang in LANGUAGES
    }
    found = []
    for code in sorted(_codes_of(head.replaces, one.province) - stated):
        own = span.within(day_before(_taken_over(code, later)))
        if not own.empty:
            found.append(
                Rule(
                    code, head.name, "", own.first, own.last, (one.province,), gap=True,
                    note_vi=told["vi"], note_en=told["en"], document_title=head.title,
                )
            )  # fmt: skip
    return found


@cache
def _codes_of(document: str, province: str) -> frozenset[str]:
    """Return the codes of which a document of the catalogue has rules in a province, without parts."""
    return frozenset(
        rule.code
        for rule in catalogue(DATA / CHECKED)
        if rule.document == document and rule.territory and rule.at(province) and "/" not in rule.code
    )


def _document(one: Regulation) -> LawDocument:
    head = one.content.head
    return LawDocument(
        name=head.name, title=head.title, issued_by=head.issued_by, signed_on=head.signed_on,
        valid_from=head.valid_from,
    )  # fmt: skip
