"""Visits as the office reads them: who recorded what under which mast, judged, with photos. Staff only."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectStep, PositionProposal
from registry.model.field.inspections import (
    FieldPhoto,
    Inspection,
    Item,
    Judged,
    MastLabel,
    Reading,
)
from registry.model.people import Person
from registry.model.vietnam_time import VIETNAM, in_vietnam, one_moment
from registry.safety import checklists
from registry.services.field.checklists.absent import Absence, absence_of
from registry.services.field.checklists.answers import answered, readings_of, required
from registry.services.field.checklists.held import held_sheets
from registry.services.field.deeds import check_officer, check_reader, field_deed, words
from registry.services.field.defects import list_defects
from registry.services.field.items import items_of
from registry.services.field.photos import photos_of
from registry.services.field.position_corrections import list_proposals
from registry.services.field.responsible import labels_of
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.field.defects import found_by_visit
from registry.store.field.tables import defect_steps, inspections
from registry.store.field.views import Row, inspections_of, item_rows, items_of_inspections, rows_where
from registry.store.field.visits import count_received, list_visits
from registry.store.ledger import stamp as ledger_stamp
from registry.store.records import record_of

FILE_KINDS = frozenset({"minutes", "signed", "letter"})
SAME = "same"
"""The kind of the step by which an officer says that an answer of another visit tells of this defect, too."""


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """A visit on the board: counts of what was recorded, and whether the office has looked at it.

    ``answered`` of the ``asked`` entries of its sheet are recorded, counted as the phone counts them: what
    may be left out is in neither. ``defects``: without those of which an officer found that they are none.
    ``absent``: why its mast could not be inspected, "" where it could. ``clock_off_s`` is the largest known
    difference of the phone's clock, None where none is known.
    """

    inspection: Inspection
    mast: MastLabel
    items: int
    answered: int
    asked: int
    photos: int
    photos_missing: int
    beyond: int
    defects: int
    clock_off_s: float | None
    absent: str = ""


@dataclass(frozen=True, slots=True)
class InspectionView:
    """A visit whole. ``readings``: one for each entry that was answered, by the item that counts.

    ``elsewhere``: the mast's defects that stand and are of no item of this visit; ``same``: what an officer
    found to be one of the mast's other defects, with the step that says so.
    """

    inspection: Inspection
    mast: MastLabel
    items: Sequence[Item]
    readings: Sequence[Reading]
    photos: Mapping[str, FieldPhoto | None]
    defects: Sequence[Defect]
    proposals: Sequence[PositionProposal]
    sheet: checklists.Checklist | None
    elsewhere: Sequence[Defect] = ()
    same: Sequence[tuple[Defect, DefectStep]] = ()


def list_inspections(
    registry: Registry,
    *,
    person: Person,
    campaign: str = "",
    structure: str = "",
    since: dt.date | None = None,
    hours: int | None = None,
    reviewed: bool | None = None,
    most: int = 500,
) -> list[InspectionRow]:
    """Return visits, those that came in last first.

    ``since``: received on that day or later; ``hours``: within so many hours.
    """
    check_reader(person)
    begins = "" if since is None else ledger_stamp(dt.datetime.combine(since, dt.time(), VIETNAM))
    if hours is not None:
        begins = max(begins, ledger_stamp(now() - dt.timedelta(hours=hours)))
    with registry.database.read() as connection:
        rows = list_visits(
            connection, campaign=campaign, structure=structure, since=begins, reviewed=reviewed, most=most
        )
        return board(connection, rows)


def visits_since(registry: Registry, defect: Defect, *, person: Person) -> list[InspectionRow]:
    """Return the visits of a defect's mast since the day it was found, besides its own, newest first.

    One that came in since but was made before tells nothing of a remedy.
    """
    mast, since = defect.mast.structure, defect.found_on
    rows = list_inspections(registry, person=person, structure=mast, since=since) if mast else []
    others = [row for row in rows if row.inspection.id != defect.inspection]
    return [row for row in others if _made_since(row.inspection, since)]


def _made_since(visit: Inspection, since: dt.date) -> bool:
    """Return whether a visit was made on a day or later; it may have been where its phone names no day."""
    try:
        return in_vietnam(visit.finished_at or visit.started_at).date() >= since
    except ValueError:
        return True


def count_since(registry: Registry, hours: int, *, person: Person) -> int:
    """Return how many visits came in within so many hours."""
    check_reader(person)
    with registry.database.read() as connection:
        return count_received(connection, ledger_stamp(now() - dt.timedelta(hours=hours)))


def board(connection: Connection, rows: Sequence[Row]) -> list[InspectionRow]:
    """Return rows of visits with their counts."""
    labels = labels_of(connection, [row["structure"] for row in rows])
    by_visit: dict[str, list[Item]] = defaultdict(list)
    for item in items_of(items_of_inspections(connection, [row["id"] for row in rows])):
        by_visit[item.inspection].append(item)
    named = {name for items in by_visit.values() for item in items for name in item.photos}
    there = {name for name, photo in photos_of(connection, named).items() if photo is not None}
    sheets = held_sheets(connection)
    faults = found_by_visit(connection, [row["id"] for row in rows])
    found = []
    for row in rows:
        label = labels.get(row["structure"])
        if label is None:
            continue
        items = by_visit[row["id"]]
        counting = [item for item in items if not item.replaced_by]
        photos = {name for item in counting for name in item.photos}
        sheet = sheets.get(row["checklist"], row["checklist_version"])
        readings = readings_of(sheet, counting, label)
        judged = Counter(reading.judgement.judged for reading in readings)
        offs = [item.clock_off_s for item in items if item.clock_off_s is not None]
        asked = required(sheet, counting, label)
        recorded = answered(asked, counting)
        found.append(
            InspectionRow(
                inspection=inspection_of(row),
                mast=label,
                items=len(items),
                answered=sum(one.key in recorded for one in asked),
                asked=len(asked),
                photos=len(photos),
                photos_missing=len(photos - there),
                beyond=judged[Judged.BEYOND],
                defects=faults.get(row["id"], 0),
                clock_off_s=max(offs, key=abs, default=None),
                absent=absence.value if (absence := _absence(counting)) else "",
            )
        )
    return found


def _absence(counting: Sequence[Item]) -> Absence | None:
    said = absence_of(counting)
    return None if said is None else said[0]


def get_inspection(registry: Registry, inspection: str, *, person: Person) -> InspectionView:
    """Return one visit; ``INSPECTION-UNKNOWN`` where there is none."""
    check_reader(person)
    with registry.database.read() as connection:
        row = inspections_of(connection, [inspection]).get(inspection)
        if row is None:
            raise RefusalError("INSPECTION-UNKNOWN", id=inspection[:40])
        items = items_of(items_of_inspections(connection, [row["id"]]))
        label = labels_of(connection, [row["structure"]])[row["structure"]]
        photos = photos_of(connection, [name for item in items for name in item.photos])
        sheet = held_sheets(connection).get(row["checklist"], row["checklist_version"])
    counting = [item for item in items if not item.replaced_by]
    every = list_defects(registry, person=person, structure=row["structure"])
    faults = [item for item in every if item.inspection == row["id"]]
    others = {item.id: item for item in every if item.inspection != row["id"]}
    with registry.database.read() as connection:
        steps = rows_where(connection, defect_steps, "defect", others, order="at") if others else []
    moved = [
        item for item in list_proposals(registry, person=person, state="") if item.inspection == row["id"]
    ]
    return InspectionView(
        inspection=inspection_of(row),
        mast=label,
        items=items,
        readings=readings_of(sheet, counting, label),
        photos=photos,
        defects=faults,
        proposals=moved,
        sheet=sheet,
        elsewhere=[item for item in others.values() if item.standing],
        same=[
            (others[step["defect"]], record_of(DefectStep, step))
            for step in steps
            if step["kind"] == SAME and step["inspection"] == row["id"]
        ],
    )


def visits_of_items(registry: Registry, items: Sequence[str]) -> list[tuple[str, str, str, int]]:
    """Return the visits that hold sent items, as (inspection, mast's code, who recorded, how many items)."""
    with registry.database.read() as connection:
        rows = list(item_rows(connection, items).values())
        held = Counter(row["inspection"] for row in rows)
        visits = inspections_of(connection, held)
        labels = labels_of(connection, [row["structure"] for row in visits.values()])
    found = []
    for visit, row in visits.items():
        label = labels.get(row["structure"])
        found.append((visit, label.code if label else "", row["person"], held[visit]))
    return sorted(found, key=lambda one: (one[1], one[0]))


@one_moment()
def review(registry: Registry, inspection: str, *, note: str, person: Person, seen: int) -> Inspection:
    """Record that the office has looked at a visit."""
    check_officer(person)
    said = words(note)
    with field_deed(registry, "inspection-review", person, inspection=inspection) as made:
        marks = {"reviewed_by": made.who, "reviewed_at": made.at}
        made.amend(inspections, inspection, seen, "INSPECTION-UNKNOWN", **marks, review_note=said)
    return _one(registry, inspection)


@one_moment()
def add_inspection_file(
    registry: Registry, inspection: str, path: Path, *, name: str, kind: str, person: Person
) -> Inspection:
    """Keep a file of a visit (``minutes``, ``signed``, ``letter``)."""
    check_officer(person)
    if kind not in FILE_KINDS:
        raise RefusalError("ATTACHMENT-KIND", kind=kind, known=", ".join(sorted(FILE_KINDS)))
    kept = keep_file(registry, path, name)
    with field_deed(registry, "inspection-file", person, inspection=inspection) as made:
        row = made.standing(inspections, inspection, unknown="INSPECTION-UNKNOWN")
        files = [*row.get("files", []), {"sha256": kept.sha256, "name": Path(name).name, "kind": kind}]
        made.amend(inspections, inspection, files=files)
    return _one(registry, inspection)


def inspection_of(row: Row) -> Inspection:
    """Return the visit of a row."""
    return record_of(Inspection, row, campaign=row["campaign"] or "")


def _one(registry: Registry, inspection: str) -> Inspection:
    with registry.database.read() as connection:
        return inspection_of(inspections_of(connection, [inspection])[inspection])
