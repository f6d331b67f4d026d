"""Which masts of a campaign its last visit found gone, or could not reach: they were not inspected."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from registry.model.field.inspections import CampaignTarget, Item
from registry.services.field.checklists.absent import absence_of
from registry.services.field.items import items_of
from registry.store.database import Connection
from registry.store.field.views import items_of_inspections
from registry.store.field.visits import visits_remarked


def with_absences(
    connection: Connection, campaign: str, found: Sequence[CampaignTarget]
) -> list[CampaignTarget]:
    """Return targets with what their last visit says of a mast that it could not inspect (``absent``)."""
    by_visit: dict[str, list[Item]] = defaultdict(list)
    for item in items_of(items_of_inspections(connection, visits_remarked(connection, campaign))):
        by_visit[item.inspection].append(item)
    said = {visit: absence[0].value for visit, items in by_visit.items() if (absence := absence_of(items))}
    return [replace(one, absent=said.get(_last(one), "")) for one in found]


def _last(one: CampaignTarget) -> str:
    return one.inspections[0] if one.inspections else ""
