"""Defects of a visit whose answer was corrected after they were recorded of it: nothing follows by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.model.field.defects import Defect
from registry.model.field.inspections import Item, ItemKind, Reading
from registry.model.people import Person
from registry.safety.sheets.entries import NOT_SEEN
from registry.services.field.checklists.answers import readings_of
from registry.services.field.comparison import said
from registry.services.field.inspections import InspectionView, get_inspection
from registry.services.field.items import items_of
from registry.services.office.registry import Registry
from registry.store.field.views import items_of_inspections


@dataclass(frozen=True, slots=True)
class Restated:
    """A defect with the answer that it was recorded of, ``then``, and what that answer says ``now``."""

    defect: Defect
    then: Reading
    now: Reading


def restated(view: InspectionView) -> list[Restated]:
    """Return the defects of a visit, whatever their state, whose answer says another thing by now.

    What an answer was taken back to, or what could not be seen after all, says nothing of a defect.
    """
    now = {one.entry: one for one in view.readings if one.item.value != NOT_SEEN}
    found = []
    for defect in view.defects:
        if defect.entry not in now:
            continue
        then = _recorded_of(view, defect)
        if then is not None and said(then) != said(now[defect.entry]):
            found.append(Restated(defect, then, now[defect.entry]))
    return found


def views_to_look_at(
    registry: Registry, defects: Sequence[Defect], *, person: Person
) -> list[InspectionView]:
    """Return the visits of standing defects with an answer corrected: no other holds a restated one."""
    visits = {one.inspection for one in defects if one.standing and one.entry and one.inspection}
    with registry.database.read() as connection:
        items = items_of(items_of_inspections(connection, sorted(visits)))
    corrected = {item.inspection for item in items if item.kind is ItemKind.READING and item.replaced_by}
    return [get_inspection(registry, one, person=person) for one in sorted(corrected)]


def _recorded_of(view: InspectionView, defect: Defect) -> Reading | None:
    """Return the answer that a defect was recorded of, as it stood then; None where there was none."""
    items = _before(view.items, defect)
    replaced = {item.replaces for item in items}
    counting = [item for item in items if item.id not in replaced]
    readings = readings_of(view.sheet, counting, view.mast)
    return next((one for one in readings if one.entry == defect.entry), None)


def _before(items: Sequence[Item], defect: Defect) -> list[Item]:
    """Return what was recorded before a defect: on the phone by its order, else what the desk had by then."""
    origin = next((item for item in items if item.id == defect.item), None)
    if origin is not None:
        return [item for item in items if item.seq < origin.seq]
    return [item for item in items if item.received_at <= defect.at]
