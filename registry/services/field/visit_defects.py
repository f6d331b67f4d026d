"""Defects that an officer makes of the answers of a visit, where the inspector recorded none."""

import datetime as dt
import math

from registry.errors import RefusalError
from registry.model.field.defects import Defect
from registry.model.field.inspections import Item, ItemKind, Judged, Reading
from registry.model.people import Person
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.registry import Registry
from registry.store.changes import stable_id

NO_DEFECT = "no_defect"
"""The value of a note by which the inspector says that an answer is no defect, with his reason."""


def untold(view: InspectionView) -> dict[str, Reading]:
    """Return entry -> reading of what tells of a fault and has no defect of that visit yet."""
    told = {defect.entry for defect in view.defects}
    return {
        reading.entry: reading
        for reading in view.readings
        if reading.judgement.judged is Judged.BEYOND and reading.entry not in told
    }


def declined(view: InspectionView) -> dict[str, str]:
    """Return entry -> why its answer that tells of a fault is no defect, as the inspector wrote it."""
    waiting = untold(view)
    return {
        item.entry: item.note
        for item in view.items
        if item.kind is ItemKind.NOTE
        and not item.replaced_by
        and item.value == NO_DEFECT
        and item.entry in waiting
        and _said_of(item, waiting[item.entry])
    }


def _said_of(note: Item, reading: Reading) -> bool:
    """Whether a note was taken of the value that counts: its ``raw`` is the value as the phone wrote it."""
    value = str(reading.item.value)
    if note.raw.casefold() == value.casefold():
        return True
    try:
        return math.isclose(float(note.raw), float(value), rel_tol=1e-3)  # 12 and 12.0; a computed value
    except ValueError:
        return False


def make_defect(
    registry: Registry, inspection: str, entry: str, defect: str, severity: str, *, person: Person
) -> Defect:
    """Make a defect of an answer, found on the day of the visit, with the photos of that entry.

    ``DEFECT-STATED-TAKEN`` where the answer tells of none, or somebody has made it meanwhile.
    """
    view = get_inspection(registry, inspection, person=person)
    if entry not in untold(view):
        raise RefusalError("DEFECT-STATED-TAKEN")
    one = view.inspection
    counting = [item for item in view.items if item.entry == entry and not item.replaced_by]
    there = [sha for item in counting for sha in item.photos if view.photos.get(sha) is not None]
    new = NewDefect(
        one.structure,
        defect,
        severity,
        _day_of(one.finished_at or one.started_at),
        entry=entry,
        photos=tuple(dict.fromkeys(there)),
        campaign=one.campaign,
        inspection=one.id,
    )
    return enter_defect(registry, new, person=person, identity=stable_id("visit defect", one.id, entry))


def _day_of(moment: str) -> dt.date:
    """Return the day of a visit; a phone's clock that names none, or one to come, says today."""
    try:
        return min(in_vietnam(moment).date(), today())
    except ValueError:
        return today()
