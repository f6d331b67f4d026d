"""What a visit answered of its sheet, judged; what it left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from registry.model.field.inspections import Item, ItemKind, Judged, Judgement, MastLabel, Reading
from registry.safety import checklists
from registry.safety.readings import judge
from registry.safety.sheets.answers import FOUND_HEIGHT, Answers, Asked
from registry.safety.sheets.keys import key_of, split
from registry.services.field.checklists.absent import gone
from registry.services.field.checklists.found import found_notes


def answered(asked: Sequence[Asked], counting: Sequence[Item]) -> set[str]:
    """Return the keys that have what they ask for: a reading, a position, or as many photos as wanted.

    A computed value has what those it follows from have, so it is never counted.
    """
    said = {item.entry for item in counting if item.kind is ItemKind.POSITION or _says(item)}
    taken = Counter(item.entry for item in counting if item.kind is ItemKind.PHOTO)
    photos = [one for one in asked if one.entry.answer == "photo"]
    short = {one.key for one in photos if taken[one.key] < max(1, one.entry.photos)}
    return (said | {one.key for one in photos}) - short


def _says(item: Item) -> bool:
    """Whether an item is an answer; one that was taken back stands in the place of it and says nothing."""
    return item.kind is ItemKind.READING and bool(item.value not in (None, "") or item.raw or item.note)


def answers_of(
    sheet: checklists.Checklist, counting: Sequence[Item], mast: MastLabel, height: float | None = None
) -> Answers:
    """Return the answers of a visit's sheet, of each key the last that counts; and the height found there.

    ``height``: found at the mast by another of its visits, whose word counts.
    """
    values = {item.entry: item.value for item in counting if item.kind is ItemKind.READING}
    for note in found_notes(counting).values():
        if note.value == FOUND_HEIGHT:
            values[FOUND_HEIGHT] = note.raw
    if height is not None:
        values[FOUND_HEIGHT] = height
    return Answers(sheet, values, mast.form, mast.support, mast.mast_height_m)


def left_out(sheet: checklists.Checklist | None, items: Sequence[Item], mast: MastLabel) -> list[Asked]:
    """Return what the sheet asks of this mast and the visit has nothing of, but for optional entries.

    Nothing of a mast that the visit found gone: there is nothing to look at.
    """
    if gone(items):
        return []
    counting = [item for item in items if not item.replaced_by]
    recorded = {item.entry for item in counting if item.kind is not ItemKind.READING or _says(item)}
    return [one for one in required(sheet, counting, mast) if one.key not in recorded]


def required(sheet: checklists.Checklist | None, counting: Sequence[Item], mast: MastLabel) -> list[Asked]:
    """Return what the sheet asks of this mast and may not be left out, as far as its answers lead."""
    asked = answers_of(sheet, counting, mast).asked() if sheet else ()
    return [one for one in asked if not one.entry.optional]


def readings_of(
    sheet: checklists.Checklist | None,
    items: Sequence[Item],
    mast: MastLabel,
    *,
    found: bool = True,
    height: float | None = None,
) -> list[Reading]:
    """Return the readings of a visit in the order of its checklist, each by the last item that counts.

    Values that follow from others stand with them. What was recorded by an entry that the checklist lacks
    comes last, not judged. Not ``found``: by the registered height, whatever was found at the mast;
    ``height``: by that which its visits found together.
    """
    last = {item.entry: item for item in items if _says(item)}
    read: list[Reading] = []
    if sheet is not None:
        answers = answers_of(sheet, items, mast, height)
        by = answers.height if found else mast.mast_height_m
        keys = _in_order(sheet, answers, last)
        read = [one for key in keys if (one := _reading(sheet, answers, key, last, by)) is not None]
    said = {one.entry for one in read}
    none = Judgement(Judged.NOT_JUDGED, reason="READING-NO-LIMIT")
    return read + [Reading(item, key, key, key, none) for key, item in last.items() if key not in said]


def _in_order(sheet: checklists.Checklist, answers: Answers, last: Mapping[str, Item]) -> list[str]:
    """Return the keys that may hold an answer, entry by entry as the sheet has them, each row by row."""
    found = []
    for entry in sheet.entries:
        group = sheet.group(entry.group)
        rows = answers.rows(group) if group is not None and group.axes else ()
        found += [entry.code, *(key_of(entry.code, row) for row in rows)]
    return [key for key in found if key in last or sheet.computes(key)]


def _reading(
    sheet: checklists.Checklist, answers: Answers, key: str, last: Mapping[str, Item], height: float | None
) -> Reading | None:
    entry, (_code, row) = sheet.entry(key), split(key)
    value = answers.value(key)
    if entry is None:
        return None
    item = last.get(key)
    if entry.compute is not None:
        told = [item for code, item in last.items() if split(code)[0] in entry.compute.of]
        if value is None or not told:
            return None
        item = replace(
            max(told, key=lambda one: one.seq), value=value, raw="", unit=entry.unit, note="", how=""
        )
    if item is None:
        return None
    judgement = judge(entry, item.value, unit=item.unit, mast_height_m=height, of=answers.of(entry, row))
    return Reading(item, key, *sheet.words(key), judgement, computed=entry.compute is not None)
