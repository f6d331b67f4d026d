"""Which minutes a campaign or a day has: one for each unit with all its masts, and what holds it back.

Two visits that say different things of one mast hold its unit's minutes back until an officer decides which
counts; then the mast stands in them once, as decided.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from registry.errors import RefusalError
from registry.model.field.inspections import Campaign
from registry.model.field.minutes import MinutesRecord, Signature
from registry.model.people import Person
from registry.services.field import campaigns, comparison, inspections
from registry.services.field.deeds import check_reader
from registry.services.field.defect_letters import names_of
from registry.services.field.inspections import InspectionView
from registry.services.field.responsible import labels_of
from registry.services.office.registry import Registry
from registry.store.changes import stable_id
from registry.store.field.tables import field_minutes, minutes_signatures
from registry.store.field.views import rows_by, rows_where
from registry.store.field.visits import list_visits
from registry.store.records import record_of


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit inspected: ``views`` its visits by mast, ``undecided`` its masts whose visits contradict.

    ``standing`` is the record that was stated, else an empty one with the id that it will have.
    """

    organisation: str
    name: str
    views: tuple[InspectionView, ...]
    undecided: tuple[comparison.Conflict, ...]
    standing: MinutesRecord
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesFile:
    """The minutes of a campaign, or of the day of a visit outside any (``campaign`` None)."""

    about: str
    name: str
    campaign: Campaign | None
    units: tuple[Unit, ...]

    def unit(self, organisation: str) -> Unit:
        """Return the unit of an organisation; ``MINUTES-UNIT`` where nothing of it was inspected."""
        for one in self.units:
            if one.organisation == organisation:
                return one
        raise RefusalError("MINUTES-UNIT", unit=organisation[:60])


def minutes_of(registry: Registry, about: str, *, person: Person) -> MinutesFile:
    """Return the minutes of a campaign (its id), or of the day of a visit (its id) outside any campaign.

    ``INSPECTION-UNKNOWN`` where it is neither. A visit of a campaign has the campaign's.
    """
    check_reader(person)
    try:
        campaign: Campaign | None = campaigns.get_campaign(registry, about, person=person)
    except RefusalError:
        visit = inspections.get_inspection(registry, about, person=person)
        if visit.inspection.campaign:
            return minutes_of(registry, visit.inspection.campaign, person=person)
        campaign = None
    if campaign is not None:
        key, name = campaign.id, campaign.name
        ids = _visits(registry, campaign=about)
    else:
        key = name = day_of(visit)
        ids = _visits(registry, day=key, organisation=visit.mast.organisation)
    views = [inspections.get_inspection(registry, one, person=person) for one in ids]
    views.sort(key=lambda view: (view.mast.code, view.inspection.started_at))
    beside = comparison.Beside(about) if campaign is not None else comparison.Beside(day=key)
    conflicts = comparison.conflicts_of(registry, person=person, beside=beside)
    return MinutesFile(key if campaign else about, name, campaign, _units(registry, key, views, conflicts))


def _visits(registry: Registry, *, campaign: str = "", day: str = "", organisation: str = "") -> list[str]:
    """Return the visits of a campaign, or those of an organisation's masts on a day outside any."""
    with registry.database.read() as connection:
        rows = list_visits(connection, campaign=campaign)
        if not campaign:
            rows = [row for row in rows if comparison.Beside(day=day).holds(row)]
        labels = labels_of(connection, [row["structure"] for row in rows])
    return [
        row["id"]
        for row in rows
        if (label := labels.get(row["structure"])) is not None
        and (campaign or label.organisation == organisation)
    ]


def _units(
    registry: Registry,
    key: str,
    views: Sequence[InspectionView],
    conflicts: Sequence[comparison.Conflict],
) -> tuple[Unit, ...]:
    names = names_of(registry)
    by_unit: dict[str, list[InspectionView]] = defaultdict(list)
    for view in views:
        by_unit[view.mast.organisation].append(view)
    ids = {organisation: stable_id("minutes", key, organisation) for organisation in by_unit}
    with registry.database.read() as connection:
        standing = rows_by(connection, field_minutes, list(ids.values()))
        signed = rows_where(connection, minutes_signatures, "minutes", list(ids.values()), order="at")
    found = []
    for organisation, own in by_unit.items():
        identity = ids[organisation]
        row = standing.get(identity)
        masts = {view.mast.structure for view in own}
        found.append(
            Unit(
                organisation=organisation,
                name=names.get(organisation, organisation),
                views=tuple(own),
                undecided=tuple(one for one in conflicts if one.mast.structure in masts),
                standing=record_of(MinutesRecord, row) if row else MinutesRecord(identity, key, organisation),
                signatures=tuple(record_of(Signature, one) for one in signed if one["minutes"] == identity),
            )
        )
    return tuple(sorted(found, key=lambda unit: unit.name))


def day_of(view: InspectionView) -> str:
    """Return the day of a visit in Vietnam, "" where its phone said none."""
    return comparison.day_of(view.inspection)


def days_of(view: InspectionView) -> list[str]:
    """Return the days of a visit in Vietnam: one, or those it began and ended on; none where not known."""
    one = view.inspection
    began = comparison.day_of(replace(one, finished_at="")) if one.started_at else ""
    return list(dict.fromkeys(filter(None, (began, day_of(view)))))
