"""Which readings and defects of a unit's visits count in its minutes, as an officer chose between visits."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from registry.model.field.defects import Defect
from registry.model.field.inspections import Judged, Reading
from registry.model.people import OPEN_DESK
from registry.safety.checklists import does_for
from registry.services.field import comparison
from registry.services.field.checklists.answers import readings_of
from registry.services.field.differences import found_together
from registry.services.field.inspections import InspectionView
from registry.services.field.minutes.units import MinutesFile, Unit
from registry.services.field.visit_defects import counting_defects, declined
from registry.services.office.registry import Registry


def by_mast(unit: Unit) -> list[list[InspectionView]]:
    """Return the visits of each mast; two masts of one site have one code."""
    found: dict[str, list[InspectionView]] = defaultdict(list)
    for view in unit.views:
        found[view.mast.structure].append(view)
    return list(found.values())


def cable_only(file: MinutesFile, views: Sequence[InspectionView]) -> bool:
    """Return whether the visits of a mast tell of the cable round it alone, where more was asked."""
    asked = {code for code, _version in file.campaign.checklists} if file.campaign else set()
    return not any(does_for(view.inspection.checklist, asked) for view in views)


def counting_of(
    registry: Registry, file: MinutesFile, views: Sequence[InspectionView], *, found: bool = True
) -> list[tuple[InspectionView, Reading]]:
    """Return the readings of a mast that count: those chosen where its visits differ, else the last.

    Not ``found``: judged by the registered height, whatever was found at the mast.
    """
    if len(views) == 1:
        one = views[0]
        items = [item for item in one.items if not item.replaced_by]
        read = one.readings if found else readings_of(one.sheet, items, one.mast, found=False)
        return [(one, reading) for reading in read]
    campaign = file.campaign.id if file.campaign else ""
    known = {view.inspection.id: view for view in views}
    compared = comparison.compare(
        registry, views[0].mast.structure, person=OPEN_DESK, campaign=campaign, inspections=list(known)
    )
    counting = []
    for entry in compared.fields:
        held = [one for one in entry.readings if one is not None]
        chosen = next((one for one in held if one.item.id == entry.chosen), held[-1])
        counting.append((known[chosen.item.inspection], chosen))
    return _followed(views, counting, found=found)


def told_otherwise(counting: Sequence[tuple[InspectionView, Reading]], view: InspectionView) -> int:
    """Return how many answers of a visit are another in its mast's minutes: those of a visit beside it."""
    said = {reading.entry: comparison.said(reading) for _view, reading in counting}
    return sum(said.get(one.entry) != comparison.said(one) for one in view.readings if not one.computed)


def _followed(
    views: Sequence[InspectionView], counting: Sequence[tuple[InspectionView, Reading]], *, found: bool
) -> list[tuple[InspectionView, Reading]]:
    """Return the readings that count of several visits, with what follows from them together."""
    by_sheet: dict[tuple[str, int] | None, list[tuple[InspectionView, Reading]]] = defaultdict(list)
    for view, reading in counting:
        by_sheet[(view.sheet.code, view.sheet.version) if view.sheet else None].append((view, reading))
    height = found_together(views, [reading.item for _view, reading in counting]).height
    followed = []
    for own in by_sheet.values():
        of = {reading.item.id: view for view, reading in own}
        first = own[0][0]
        items = [reading.item for _view, reading in own]
        read = readings_of(first.sheet, items, first.mast, found=found, height=height)
        followed += [(of[one.item.id], one) for one in read]
    return followed


def untold_answers(registry: Registry, file: MinutesFile, unit: Unit) -> list[tuple[str, str, int]]:
    """Return mast, visit and how many answers that count tell of a fault and were not decided on."""
    found: Counter[tuple[str, str]] = Counter()
    fallen = {defect.id for defect in aside_defects(registry, file, unit)}
    for views in by_mast(unit):
        told = {one.entry for view in views for one in counting_defects(view) if one.id not in fallen}
        for view, reading in counting_of(registry, file, views):
            beyond = reading.judgement.judged is Judged.BEYOND and reading.entry not in told
            if beyond and reading.entry not in declined(view):
                found[view.mast.code, view.inspection.id] += 1
    return [(code, visit, count) for (code, visit), count in found.items()]


def fallen_defects(registry: Registry, file: MinutesFile, unit: Unit) -> list[Defect]:
    """Return the standing defects of answers in whose place an officer let another visit's answer count.

    None at a mast whose visits contradict and wait for a decision.
    """
    return [defect for defect in aside_defects(registry, file, unit) if defect.standing]


def aside_defects(registry: Registry, file: MinutesFile, unit: Unit) -> list[Defect]:
    """Return the defects that ``fallen_defects`` returns, and those that were withdrawn or have ended."""
    waiting = {one.mast.structure for one in unit.undecided}
    found = []
    for views in by_mast(unit):
        if len(views) < 2 or views[0].mast.structure in waiting:
            continue
        counting = {
            reading.entry: comparison.said(reading) for _view, reading in counting_of(registry, file, views)
        }
        for view in views:
            own = {reading.entry: comparison.said(reading) for reading in view.readings}
            found += [
                defect
                for defect in view.defects
                if defect.entry in own and own[defect.entry] != counting.get(defect.entry)
            ]
    return found
