"""Items of the conclusion: drafted from the file or typed, with evidence, and a verdict that a person gives.

A violation needs a rule that was read and in force on the day of the facts, and evidence; what lacks either
is "cannot be concluded", with why.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import ConclusionItem, Evidence, Verdict
from registry.model.company_inspections.gathered import FileLine
from registry.model.company_inspections.inspection import CompanyInspection, Matter
from registry.model.company_inspections.steps import Stage
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.company_inspections.citable import rule_on, rules_on
from registry.services.company_inspections.deeds import (
    LONGEST,
    check_writer,
    inspection_deed,
    standing_in,
)
from registry.services.company_inspections.file.gathering import file_of
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import items_of, recommendations_of
from registry.store.company_inspections.inspections import penalties_of as penalties_held
from registry.store.company_inspections.tables import inspection_items
from registry.store.records import plain_of
from registry.typed_text import line_within, within

DRAFTED_IN = (Stage.UNDER_WAY, Stage.EXPLAINED)
MOST_EVIDENCE = 200


@dataclass(frozen=True, slots=True)
class ItemWish:
    """An item as it is typed; ``rule`` is a code of ``citable.rules_on``, "" what it was drafted with."""

    matter: Matter
    fact: str
    rule: str = ""
    facts_on: dt.date | None = None
    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict | None = None
    why: str = ""


def wish_of(item: ConclusionItem) -> ItemWish:
    """Return an item as its form shows it."""
    return ItemWish(item.matter, item.fact, item.rule, item.facts_on, item.evidence, item.verdict, item.why)


@one_moment()
def draft_from_file(
    registry: Registry, inspection: str, keys: Sequence[str], *, person: Person
) -> tuple[str, ...]:
    """Draft items from lines of the file, without a verdict, and return their ids; a line drafts one once.

    ``COMPANY-INSPECTION-LINE`` for a line that the file does not hold (any more).
    """
    check_writer(person)
    lines = {line.key: line for line in file_of(registry, inspection, person=person).lines}
    missing = [key for key in keys if key not in lines]
    if missing:
        raise RefusalError("COMPANY-INSPECTION-LINE", key=missing[0][:80])
    with inspection_deed(registry, "draft_items", person, of=inspection, lines=len(keys)) as made:
        found = standing_in(made, inspection, *DRAFTED_IN)
        held = {one.source for one in items_of(made.connection, inspection)}
        place = _next(made, inspection)
        ids: list[str] = []
        for key in dict.fromkeys(keys):
            if key not in held:
                ids.append(_draft(registry, made, found, lines[key], place + len(ids)))
    return tuple(ids)


@one_moment()
def add_item(registry: Registry, inspection: str, wish: ItemWish, *, person: Person) -> str:
    """Add an item that was typed and return its id."""
    check_writer(person)
    with inspection_deed(registry, "item", person, of=inspection) as made:
        found = standing_in(made, inspection, *DRAFTED_IN)
        identity = new_id()
        columns = _columns(registry, found, wish, None)
        made.create(
            inspection_items,
            {"id": identity, "company_inspection": inspection, "number": _next(made, inspection), **columns,
             "source": "", "who": made.who, "at": made.at},
        )  # fmt: skip
    return identity


@one_moment()
def save_item(
    registry: Registry, inspection: str, item: str, wish: ItemWish, *, seen: int, person: Person
) -> None:
    """Keep an item as it was typed, with its verdict where one is given.

    Refused: a violation without a rule in force on the day of the facts (``COMPANY-INSPECTION-NO-RULE``), by
    one that nobody has read (``COMPANY-INSPECTION-UNVERIFIED``), without evidence
    (``COMPANY-INSPECTION-NO-EVIDENCE``), or of a day after the period (``COMPANY-INSPECTION-PERIOD``); what
    cannot be concluded without why (``COMPANY-INSPECTION-WHY``).
    """
    check_writer(person)
    with inspection_deed(registry, "item", person, of=inspection) as made:
        made.standing(
            inspection_items, item, unknown="COMPANY-INSPECTION-PART", seen=seen, offered={"fact": wish.fact}
        )
        found = standing_in(made, inspection, *DRAFTED_IN)
        columns = _columns(registry, found, wish, item_in(made, inspection, item))
        made.amend(inspection_items, item, **columns, who=made.who, at=made.at)


@one_moment()
def remove_item(registry: Registry, inspection: str, item: str, *, person: Person) -> None:
    """Take an item out; ``COMPANY-INSPECTION-RESTS`` while a recommendation or penalty rests on it."""
    check_writer(person)
    with inspection_deed(registry, "item_out", person, of=inspection) as made:
        standing_in(made, inspection, *DRAFTED_IN)
        item_in(made, inspection, item)
        resting = {one.item for one in recommendations_of(made.connection, inspection)}
        resting |= {one.item for one in penalties_held(made.connection, inspection) if not one.withdrawn}
        if item in resting:
            raise RefusalError("COMPANY-INSPECTION-RESTS")
        made.remove(inspection_items, item)


def item_in(made: Deed, inspection: str, item: str) -> ConclusionItem:
    """Return an item of an inspection (``COMPANY-INSPECTION-PART``)."""
    for one in items_of(made.connection, inspection):
        if one.id == item:
            return one
    raise RefusalError("COMPANY-INSPECTION-PART", id=item[:40])


def check_concludable(items: Sequence[ConclusionItem]) -> None:
    """Refuse a conclusion of nothing, or with an item without a verdict (``COMPANY-INSPECTION-ITEMS``)."""
    open_items = [str(one.number) for one in items if one.verdict is None]
    if not items or open_items:
        raise RefusalError("COMPANY-INSPECTION-ITEMS", items=", ".join(open_items) or "–")


def _next(made: Deed, inspection: str) -> int:
    return max((one.number for one in items_of(made.connection, inspection)), default=0) + 1


def _draft(registry: Registry, made: Deed, found: CompanyInspection, line: FileLine, place: int) -> str:
    identity = new_id()
    document, article, verified, rule = line.document, line.article, line.verified, ""
    if line.rule and line.on is not None:
        try:
            known = rule_on(registry, line.rule, line.on)
        except RefusalError:
            known = None
        if known is not None:
            document, article, verified, rule = known.document, known.article, known.verified, known.code
    made.create(
        inspection_items,
        {
            "id": identity, "company_inspection": found.id, "number": place, "matter": line.matter.value,
            "rule": rule, "facts_on": line.on, "document": document, "article": article,
            "verified": bool(document) and verified, "fact": line.text_vi,
            "evidence": [plain_of(line.evidence)] if line.evidence else [], "verdict": "", "why": "",
            "source": line.key, "who": made.who, "at": made.at,
        },
    )  # fmt: skip
    return identity


def _columns(
    registry: Registry, found: CompanyInspection, wish: ItemWish, before: ConclusionItem | None
) -> dict[str, Any]:
    if len(wish.evidence) > MOST_EVIDENCE:
        raise RefusalError("COMPANY-INSPECTION-FILES", most=MOST_EVIDENCE)
    columns: dict[str, Any] = {
        "matter": wish.matter.value,
        "fact": within(wish.fact, LONGEST),
        "facts_on": wish.facts_on,
        "evidence": [plain_of(one) for one in wish.evidence],
        "verdict": wish.verdict.value if wish.verdict else "",
        "why": within(wish.why, LONGEST),
        "rule": line_within(wish.rule, 60),
    }
    drafted = before is not None and not wish.rule and not before.rule
    if wish.rule and wish.facts_on is not None:
        known = rule_on(registry, wish.rule, wish.facts_on)
        columns |= {"document": known.document, "article": known.article, "verified": known.verified}
    elif not drafted or _ended(registry, before, wish.facts_on):
        columns |= {"document": "", "article": "", "verified": False}
    _check_verdict(found, wish, columns, before if drafted else None)
    return columns


def _ended(registry: Registry, before: ConclusionItem | None, day: dt.date | None) -> bool:
    """Whether the document that an item was drafted with is not in force here on another day of the facts."""
    if before is None or day is None or day == before.facts_on:
        return False
    return all(one.document != before.document for one in rules_on(registry, day))


def _check_verdict(
    found: CompanyInspection, wish: ItemWish, columns: dict[str, Any], drafted: ConclusionItem | None
) -> None:
    if wish.verdict is None:
        return
    if not columns["fact"]:
        raise RefusalError("COMPANY-INSPECTION-FACT")
    if wish.verdict is Verdict.OPEN:
        if not columns["why"]:
            raise RefusalError("COMPANY-INSPECTION-WHY")
        return
    if wish.facts_on is None or wish.facts_on > today() or (
        found.facts_to is not None and wish.facts_on > max(found.facts_to, found.span_to or found.facts_to)
    ):  # fmt: skip
        raise RefusalError("COMPANY-INSPECTION-PERIOD")
    document = columns.get("document", drafted.document if drafted else "")
    verified = columns.get("verified", drafted.verified if drafted else False)
    if wish.verdict is Verdict.VIOLATED:
        if not document:
            raise RefusalError("COMPANY-INSPECTION-NO-RULE")
        if not verified:
            raise RefusalError("COMPANY-INSPECTION-UNVERIFIED", document=document)
        if not wish.evidence:
            raise RefusalError("COMPANY-INSPECTION-NO-EVIDENCE")
