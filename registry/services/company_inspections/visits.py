"""The visits of an inspection: its sample of masts as a campaign, so that inspectors meet it on their phones.

What they record comes back by itself: the campaign's visits and its minutes are this inspection's. Places
besides (a cable line, the company's house) are written down with their minutes as signed.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import Evidence, EvidenceKind
from registry.model.company_inspections.inspection import CompanyInspection, KeptFile
from registry.model.company_inspections.on_the_spot import SampleKind
from registry.model.company_inspections.steps import Stage
from registry.model.field.inspections import CampaignKind
from registry.model.people import Person
from registry.model.vietnam_time import in_vietnam, one_moment
from registry.services.company_inspections.deeds import (
    LONGEST,
    check_reader,
    check_writer,
    file_json,
    inspection_deed,
    standing_in,
)
from registry.services.company_inspections.file.owned import owned
from registry.services.field.campaigns import CampaignPlan, new_campaign
from registry.services.field.inspections import InspectionRow, list_inspections
from registry.services.field.items import items_of
from registry.services.field.photos import photos_of
from registry.services.field.selection import Selection
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import get_inspection, places_of, samples_of
from registry.store.company_inspections.tables import company_inspections, inspection_places
from registry.store.field.views import items_of_inspections
from registry.typed_text import line_within, within

Files = Sequence[tuple[Path, str]]
MADE_IN = (Stage.DECIDED, Stage.ANNOUNCED, Stage.REPORTS, Stage.UNDER_WAY)
MOST_FILES = 40
MOST_VISITS = 10_000


@one_moment()
def make_visits(registry: Registry, inspection: str, *, person: Person) -> str:
    """Make the campaign of the sample's masts and return its id; the one that there is already is returned.

    Refused before the decision (``COMPANY-INSPECTION-STAGE``) and without masts in the sample
    (``COMPANY-INSPECTION-NO-SAMPLE``).
    """
    check_writer(person)
    with registry.database.read() as connection:
        found = get_inspection(connection, inspection)
        masts = [one.record for one in samples_of(connection, inspection) if one.kind is SampleKind.MAST]
    if found.campaign:
        return found.campaign
    if found.stage not in MADE_IN:
        raise RefusalError("COMPANY-INSPECTION-STAGE", code=found.code, stage=found.stage.value)
    if not masts:
        raise RefusalError("COMPANY-INSPECTION-NO-SAMPLE")
    new = new_campaign(registry, _plan(registry, found, masts), person=person)
    with inspection_deed(registry, "visits", person, of=inspection, campaign=new.id) as made:
        standing = standing_in(made, inspection, *MADE_IN)
        if standing.campaign:  # somebody was first since it was read
            return standing.campaign
        new.write(made)
        made.amend(company_inspections, inspection, campaign=new.id, who=made.who, at=made.at)
    return new.id


def visits_of(registry: Registry, inspection: str, *, person: Person) -> list[InspectionRow]:
    """Return the visits of an inspection's campaign, those that came in last first."""
    check_reader(person)
    with registry.database.read() as connection:
        campaign = get_inspection(connection, inspection).campaign
    if not campaign:
        return []
    return list_inspections(registry, person=person, campaign=campaign, most=MOST_VISITS)


def photo_evidence(registry: Registry, inspection: str, *, person: Person) -> list[Evidence]:
    """Return the photos of an inspection's visits as evidence: each by its SHA-256, with mast and day."""
    rows = visits_of(registry, inspection, person=person)
    codes = {row.inspection.id: row.mast.code for row in rows}
    with registry.database.read() as connection:
        items = items_of(items_of_inspections(connection, list(codes)))
        there = photos_of(connection, [name for item in items for name in item.photos])
    found: dict[str, Evidence] = {}
    for item in items:
        on = _day(item.recorded_at)
        for name in item.photos:
            if not item.replaced_by and there.get(name) is not None:
                label = ": ".join(filter(None, (codes[item.inspection], item.note[:80])))
                found.setdefault(name, Evidence(EvidenceKind.PHOTO, item.inspection, label, name, on))
    return list(found.values())


def _day(at: str) -> str:
    try:
        return in_vietnam(at).date().isoformat() if at else ""
    except ValueError:
        return ""


@one_moment()
def add_place(
    registry: Registry,
    inspection: str,
    kind: SampleKind,
    *,
    record: str = "",
    name: str,
    held_on: dt.date,
    found: str,
    present: str,
    files: Files = (),
    person: Person,
) -> str:
    """Write down a place that was inspected besides the visits, with its minutes as signed; return its id.

    Refused without a name or what was found (``COMPANY-INSPECTION-PLACE``), and for a day outside the days on
    the spot so far (``COMPANY-INSPECTION-DAY``).
    """
    check_writer(person)
    named, seen = line_within(name, 300), within(found, LONGEST)
    if not named or not seen:
        raise RefusalError("COMPANY-INSPECTION-PLACE")
    if held_on > today():
        raise RefusalError("COMPANY-INSPECTION-DAY", day=held_on)
    kept = kept_files(registry, files)
    with inspection_deed(registry, "place", person, of=inspection) as made:
        standing_in(made, inspection, Stage.UNDER_WAY)
        identity = new_id()
        made.create(
            inspection_places,
            {
                "id": identity, "company_inspection": inspection, "kind": kind.value, "record": record,
                "name": named, "held_on": held_on, "found": seen, "present": within(present, 1000),
                "files": [file_json(one) for one in kept], "who": made.who, "at": made.at,
            },
        )  # fmt: skip
    return identity


@one_moment()
def remove_place(registry: Registry, inspection: str, place: str, *, person: Person) -> None:
    """Take back a place that was written down by mistake; the ledger keeps it."""
    check_writer(person)
    with inspection_deed(registry, "place_out", person, of=inspection) as made:
        standing_in(made, inspection, Stage.UNDER_WAY)
        if place not in {one.id for one in places_of(made.connection, inspection)}:
            raise RefusalError("COMPANY-INSPECTION-PART", id=place[:40])
        made.remove(inspection_places, place)


def kept_files(registry: Registry, files: Files) -> tuple[KeptFile, ...]:
    """Keep files by their SHA-256 (``COMPANY-INSPECTION-FILES`` for more than 40 at once)."""
    if len(files) > MOST_FILES:
        raise RefusalError("COMPANY-INSPECTION-FILES", most=MOST_FILES)
    return tuple(KeptFile(keep_file(registry, path, name).sha256, Path(name).name) for path, name in files)


def _plan(registry: Registry, found: CompanyInspection, masts: Sequence[str]) -> CampaignPlan:
    first = found.span_from or today()
    return CampaignPlan(
        CampaignKind.SPECIALISED,
        f"{found.code}: {found.name}"[:200],
        first,
        max(first, found.span_to or first),
        legal_basis="; ".join(one.strip(" ;.") for one in found.basis),  # as decisions end them
        decision=found.decision_number,
        decided_on=found.decided_on,
        organisation=owned(registry, found.company).borne,
        team=[
            {"name": one.name, "account": one.account, "post": one.office or one.post.value}
            for one in found.serving
        ],
        selection=Selection(structures=tuple(masts)),
    )
