"""What carriers handed in of their self-inspections: each list, its file, its sender, what became of it."""

from collections import Counter
from dataclasses import dataclass

from registry.errors import RefusalError
from registry.model.field.inspections import Campaign, CampaignKind
from registry.model.people import Person
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import list_campaigns
from registry.services.field.self_inspection import self_inspections_of
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import find_account
from registry.store import batches
from registry.store.field.tables import campaigns
from registry.store.field.views import rows_by


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A list: how many ``masts`` were taken in and rows ``left_out``, and how many masts were ``checked``.

    ``who`` handed it in; "" to a carrier where that was the office. ``checked`` counts the masts that the
    office has visited to compare: before a visit a carrier does not learn which were drawn.
    """

    campaign: Campaign
    masts: int
    left_out: int
    checked: int
    who: str


def handed_in(registry: Registry, person: Person) -> list[HandedIn]:
    """Return the lists of self-inspections that a person may see, the newest first."""
    masts = Counter(row["campaign"] for row in self_inspections_of(registry, person=person))
    seen = list_campaigns(registry, person=person)
    checked: Counter[str] = Counter()
    for one in seen:
        if one.kind is CampaignKind.SPOT_CHECK and one.parent in masts:
            found = targets_of(registry, one.id, person=person)
            checked[one.parent] += sum(item.progress == "visited" for item in found)
    lists = [one for one in seen if one.kind is CampaignKind.SELF and one.id in masts]
    senders, left_out = _facts(registry, person, lists)
    return [HandedIn(one, masts[one.id], left_out[one.id], checked[one.id], senders[one.id]) for one in lists]


def handed_list(registry: Registry, campaign: str, person: Person) -> HandedIn:
    """Return one list; ``CAMPAIGN-UNKNOWN`` where there is none that the person may see."""
    found = next((one for one in handed_in(registry, person) if one.campaign.id == campaign), None)
    if found is None:
        raise RefusalError("CAMPAIGN-UNKNOWN", id=campaign[:40])
    return found


def _facts(
    registry: Registry, person: Person, lists: list[Campaign]
) -> tuple[dict[str, str], dict[str, int]]:
    """Return who handed each list in, as the person may read it, and how many of its rows were not taken."""
    left_out: dict[str, int] = {}
    with registry.database.read() as connection:
        rows = rows_by(connection, campaigns, [one.id for one in lists])
        for one in lists:
            options = {"organisation": one.organisation, "campaign": one.id}
            made = [
                batches.find_same(connection, "self_inspection", file["sha256"], options)
                for file in one.files
            ]
            left_out[one.id] = sum(batch.summary.get("not_imported", 0) for batch in made if batch)
    senders = {key: str(row["who"]) for key, row in rows.items()}
    if not person.sees_all:  # officers are not named to carriers
        for key, name in senders.items():
            account = find_account(registry, name=name) if name else None
            own = account is not None and account.organisation == person.organisation
            senders[key] = name if own else ""
    return senders, left_out
