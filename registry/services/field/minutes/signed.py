"""Minutes that everybody has signed: of what the defects were then, and what came of them afterwards.

Minutes state what was found and asked on their day. Once each of those present has signed one text, or it is
recorded why he did not, another grade, deadline or defect is a later paper's: it stands beside the minutes.
So does what the register says of the mast since: its position is often put right by the visit itself.
Until then the minutes follow the register, and whoever signed before a change signs again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.model.field.defects import Defect, DefectState
from registry.model.field.inspections import MastLabel
from registry.model.field.minutes import Signature
from registry.services.field.checklists.answers import readings_of
from registry.services.field.inspections import InspectionView
from registry.services.field.minutes.units import Unit
from registry.services.field.visit_defects import identity_of
from registry.services.office.registry import Registry
from registry.store import images
from registry.store.field.tables import defects, minutes_signatures
from registry.store.histories import entries_of
from registry.store.records import record_of
from registry.store.register.units import commune_names
from registry.store.tables import sites, structures


@dataclass(frozen=True, slots=True)
class Later:
    """A defect that is another since minutes were signed; None: there was none then, or there is none now."""

    then: Defect | None
    now: Defect | None


def concluded(unit: Unit) -> list[Signature]:
    """Return the first signature under each text that everybody signed or refused, the newest text first."""
    present = unit.standing.present
    by_text: dict[str, list[Signature]] = {}
    for one in unit.signatures:  # by their moments
        by_text.setdefault(one.text_digest, []).append(one)
    whole = [
        own
        for own in by_text.values()
        if present and all(one.refused or one.key in {mark.signer for mark in own} for one in present)
    ]
    return [own[0] for own in sorted(whole, key=lambda own: own[-1].at, reverse=True)]


def as_signed(registry: Registry, unit: Unit, signature: Signature) -> Unit:
    """Return a unit with its masts and the defects of its visits as they stood when a signature was drawn."""
    wanted = [_keys(view) for view in unit.views]
    same = {one.id for view in unit.views for one, _step in view.same}  # of other visits
    asked = {
        defects.name: same.union(*wanted),
        sites.name: {view.mast.site for view in unit.views},
        structures.name: {view.mast.structure for view in unit.views},
    }
    with registry.database.read() as connection:
        drawn = entries_of(connection, {minutes_signatures.name: [signature.id]})
        past = entries_of(connection, asked) if drawn else []
        communes = commune_names(connection)
    stood: dict[str, Mapping[str, Any] | None] = {}
    for entry in past:
        if entry.seq < drawn[0].seq:
            stood[entry.change.record] = entry.change.after
    views = []
    for now, keys in zip(unit.views, wanted, strict=True):
        view = _with_mast(
            now, _mast(now.mast, stood.get(now.mast.site), stood.get(now.mast.structure), communes)
        )
        views.append(
            replace(
                view,
                defects=_defects(view, [stood.get(key) for key in keys]),
                same=[(_defect(view, stood.get(one.id)) or one, step) for one, step in view.same],
            )
        )
    return replace(unit, views=tuple(views))


def _mast(
    now: MastLabel,
    site: Mapping[str, Any] | None,
    structure: Mapping[str, Any] | None,
    communes: Mapping[str, str],
) -> MastLabel:
    """Return what the register said of a mast by the rows that stood; None: what it says now."""
    if site is not None and not site.get("merged_into"):
        row = images.decode(sites, site)
        now = replace(
            now,
            lon=row["lon"],
            lat=row["lat"],
            accuracy_m=row["accuracy_m"],
            commune_code=row["commune_code"],
            commune=communes.get(row["commune_code"], ""),
            address=row["address"],
        )
    if structure is not None:
        row = images.decode(structures, structure)
        now = replace(
            now,
            mast_class=row["mast_class"] or row["old_class"] or "",
            mast_height_m=row["mast_height_m"],
            top_agl_m=row["top_agl_m"],
        )
    return now


def _with_mast(view: InspectionView, mast: MastLabel) -> InspectionView:
    """Return a visit of a mast as the register had it: limits by height follow."""
    if mast == view.mast:
        return view
    items = [item for item in view.items if not item.replaced_by]
    return replace(view, mast=mast, readings=readings_of(view.sheet, items, mast))


def later_of(then: Unit, now: Unit) -> Iterator[Later]:
    """Return what is another of a unit's defects: grade, deadline, kind, whether it is one at all."""
    for before, after in zip(then.views, now.views, strict=True):
        was = {one.id: one for one in before.defects}
        stands = {one.id: one for one in after.defects}
        for key in was | stands:
            if _asked(was.get(key)) != _asked(stands.get(key)):
                yield Later(was.get(key), stands.get(key))


def _asked(one: Defect | None) -> tuple[Any, ...] | None:
    """Return what minutes say of a defect: nothing of what there is not, or that it is none."""
    if one is None or one.state is DefectState.WITHDRAWN:
        return None if one is None else (one.state, one.reason)
    return one.defect, one.severity, one.deadline, one.deadline_at, one.organisation


def _keys(view: InspectionView) -> set[str]:
    """Return the ids of a visit's defects, and those that its answers would have."""
    return {one.id for one in view.defects} | {
        identity_of(view.inspection.id, reading.entry) for reading in view.readings
    }


def _defect(view: InspectionView, row: Mapping[str, Any] | None) -> Defect | None:
    return None if row is None else record_of(Defect, images.decode(defects, row), mast=view.mast)


def _defects(view: InspectionView, rows: Sequence[Mapping[str, Any] | None]) -> list[Defect]:
    made = (_defect(view, row) for row in rows)
    found = [one for one in made if one is not None and one.state is not DefectState.REPLACED]
    return sorted(
        found, key=lambda one: (one.deadline is None, str(one.deadline or ""), str(one.found_on), one.id)
    )
