"""Campaigns (đợt kiểm tra): made from criteria, read, closed.

A carrier sees the campaigns that have masts of its own, without what is the office's business (criteria,
notes, team of an inspection that is not of it). Spot checks are shown to it when they have taken place, not
before.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.field.inspections import Campaign, CampaignKind
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.safety.checklists import Sheets
from registry.services.field.checklists.held import sheets_held
from registry.services.field.deeds import check_officer, field_deed, stamp, words
from registry.services.field.selection import Candidate, Selection, as_json, choose, draw
from registry.services.office.attachments import keep_file
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.registry import Registry
from registry.store.changes import create, new_id, stable_id
from registry.store.database import Connection
from registry.store.field import campaigns as store
from registry.store.field.tables import campaign_targets, campaigns
from registry.store.field.views import Row, rows_by
from registry.store.records import record_of

OPEN, CLOSED = "open", "closed"
FILE_KINDS = frozenset({"decision", "minutes", "list", "letter", "signed"})
_TECHNICAL = frozenset({"guyed", "self_supporting", "monopole", "roof_pole"})
_SHEETS: Mapping[CampaignKind, frozenset[str]] = {
    CampaignKind.SEASON: frozenset({"office", "cable"}),
    CampaignKind.REINSPECTION: frozenset({"office", "cable"}),
    CampaignKind.SPOT_CHECK: _TECHNICAL | {"office"},
    CampaignKind.SPECIALISED: _TECHNICAL | {"office", "cable"},
    CampaignKind.SELF: _TECHNICAL,
}
_AMENDABLE = frozenset(
    {"name", "period_from", "period_to", "legal_basis", "decision", "decided_on", "team", "note", "state"}
)


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign is made from. ``sample``: draw so many by risk from what is selected (None: all).

    ``team`` holds {"name", "account", "post"} of each member. ``parent`` is the campaign that is inspected
    again or sampled; its structures are then what is selected from.
    """

    kind: CampaignKind
    name: str
    period_from: dt.date
    period_to: dt.date
    legal_basis: str = ""
    decision: str = ""
    decided_on: dt.date | None = None
    organisation: str = ""
    team: Sequence[Mapping[str, str]] = ()
    selection: Selection = field(default_factory=Selection)
    sample: int | None = None
    seed: str = ""
    parent: str = ""
    due_on: dt.date | None = None
    note: str = ""


def candidates_of(registry: Registry, plan: CampaignPlan) -> tuple[list[Candidate], str]:
    """Return the structures that a plan takes, the riskiest first, and the seed of its sample ("": none)."""
    wanted = plan.selection
    if plan.organisation and plan.kind in (CampaignKind.SPECIALISED, CampaignKind.SELF):
        wanted = replace(wanted, organisations=(plan.organisation,))
    if plan.parent:
        with registry.database.read() as connection:
            of_parent = store.open_structures(connection, plan.parent)
        kept = [item for item in wanted.structures if item in of_parent] if wanted.structures else of_parent
        if not kept:
            return [], ""
        wanted = replace(wanted, structures=tuple(kept))
    found = choose(registry, wanted)
    if plan.sample is None:
        return found, ""
    seed = plan.seed.strip() or new_id()[:8]
    return draw(found, plan.sample, seed), seed


@dataclass(frozen=True)
class NewCampaign:
    """A campaign that is to be made, with its targets, the riskiest first."""

    row: dict[str, Any]
    targets: list[dict[str, Any]]

    @property
    def id(self) -> str:
        """Return the id that it will have."""
        return str(self.row["id"])

    def write(self, made: Deed) -> None:
        """Make it by the deed of whoever asked for it."""
        made.create(campaigns, self.row)
        made.add(create(campaign_targets, item) for item in self.targets)


@one_moment()
def make_campaign(registry: Registry, plan: CampaignPlan, *, person: Person) -> Campaign:
    """Make a campaign with its targets, the riskiest first, in one batch; refused as ``new_campaign`` is."""
    new = new_campaign(registry, plan, person=person)
    with field_deed(registry, "campaign", person, campaign=new.id) as made:
        new.write(made)
    return get_campaign(registry, new.id, person=person)


@one_moment()
def new_campaign(registry: Registry, plan: CampaignPlan, *, person: Person) -> NewCampaign:
    """Return the campaign that a plan comes to; nothing is written.

    Refused: days the wrong way round or no name (``CAMPAIGN-PERIOD``, ``CAMPAIGN-NAME``), a specialised
    inspection without its carrier and decision (``CAMPAIGN-DECISION``), criteria that nothing meets
    (``CAMPAIGN-EMPTY``).
    """
    check_officer(person)
    name = words(plan.name, 200)
    if not name:
        raise RefusalError("CAMPAIGN-NAME")
    if plan.period_to < plan.period_from:
        raise RefusalError("CAMPAIGN-PERIOD", first=plan.period_from, last=plan.period_to)
    if plan.kind is CampaignKind.SPECIALISED and not (plan.organisation and plan.decision.strip()):
        raise RefusalError("CAMPAIGN-DECISION")
    found, seed = candidates_of(registry, plan)
    if not found:
        raise RefusalError("CAMPAIGN-EMPTY")
    identity, at, who = new_id(), stamp(), name_of(person)
    row = {
        "id": identity,
        "kind": plan.kind,
        "name": name,
        "period_from": plan.period_from,
        "period_to": plan.period_to,
        "legal_basis": words(plan.legal_basis),
        "decision": words(plan.decision, 200),
        "decided_on": plan.decided_on,
        "organisation": plan.organisation,
        "team": [dict(member) for member in plan.team],
        "checklists": sheets_for(sheets_held(registry), plan.kind),
        "selection": as_json(plan.selection) | ({"sample": plan.sample} if plan.sample is not None else {}),
        "parent": plan.parent,
        "seed": seed,
        "state": OPEN,
        "files": [],
        "note": words(plan.note),
        "who": who,
        "at": at,
    }
    due = plan.due_on or plan.period_to
    targets = [
        target_row(identity, item, place=place, due_on=due, who=who, at=at)
        for place, item in enumerate(found, 1)
    ]
    return NewCampaign(row, targets)


def sheets_for(held: Sheets, kind: CampaignKind) -> list[list[Any]]:
    """Return the checklists of a new campaign, in the versions of today."""
    return [[item.code, item.version] for item in held.all_current(today()) if item.code in _SHEETS[kind]]


def target_row(
    campaign: str, item: Candidate, *, place: int, due_on: dt.date | None, who: str, at: str, reason: str = ""
) -> dict[str, Any]:
    """Return the row of a structure in a campaign; a structure is in it once."""
    return {
        "id": stable_id("target", campaign, item.mast.structure),
        "campaign": campaign,
        "structure": item.mast.structure,
        "organisation": item.mast.organisation,
        "assignee": "",
        "due_on": due_on,
        "place": place,
        "score": round(item.score, 2),
        "reason": reason or item.reason,
        "state": "open",
        "who": who,
        "at": at,
    }


def list_campaigns(registry: Registry, *, person: Person, state: str = "") -> list[Campaign]:
    """Return the campaigns that a person may see, the newest first."""
    with registry.database.read() as connection:
        rows = store.list_campaigns(connection, state=state, bound_to=person.bound_to)
    return [_shown(campaign_of(row), person) for row in rows]


def get_campaign(registry: Registry, campaign: str, *, person: Person) -> Campaign:
    """Return one campaign; ``CAMPAIGN-UNKNOWN`` where there is none that the person may see."""
    with registry.database.read() as connection:
        return campaign_for(connection, campaign, person)


def campaign_for(connection: Connection, campaign: str, person: Person) -> Campaign:
    """Return one campaign inside a transaction; see ``get_campaign``."""
    row = rows_by(connection, campaigns, [campaign]).get(campaign)
    if row is None or not store.may_know(connection, row["id"], person.bound_to):
        raise RefusalError("CAMPAIGN-UNKNOWN", id=campaign[:40])
    return _shown(campaign_of(row), person)


@one_moment()
def amend_campaign(
    registry: Registry, campaign: str, *, person: Person, seen: int, **columns: Any
) -> Campaign:
    """Change what is said of a campaign (name, period, legal_basis, decision, decided_on, team, note,
    state).
    """
    check_officer(person)
    unknown = set(columns) - _AMENDABLE
    if unknown or columns.get("state", OPEN) not in (OPEN, CLOSED):
        raise RefusalError("REQUEST-VALUE", value=", ".join(sorted(unknown)) or str(columns.get("state")))
    with field_deed(registry, "campaign", person, campaign=campaign) as made:
        row = made.standing(campaigns, campaign, unknown="CAMPAIGN-UNKNOWN", seen=seen, offered=columns)
        cleaned = {name: words(value) if isinstance(value, str) else value for name, value in columns.items()}
        after = {**row, **cleaned}
        first, last = after.get("period_from"), after.get("period_to")
        if first and last and str(last) < str(first):
            raise RefusalError("CAMPAIGN-PERIOD", first=first, last=last)
        if not after.get("name"):
            raise RefusalError("CAMPAIGN-NAME")
        made.amend(campaigns, row["id"], **cleaned)
    return get_campaign(registry, campaign, person=person)


@one_moment()
def add_campaign_file(
    registry: Registry, campaign: str, path: Path, *, name: str, kind: str, person: Person
) -> Campaign:
    """Keep a file of a campaign: ``decision``, ``minutes``, ``signed``, ``list``, ``letter``."""
    check_officer(person)
    if kind not in FILE_KINDS:
        raise RefusalError("ATTACHMENT-KIND", kind=kind, known=", ".join(sorted(FILE_KINDS)))
    kept = keep_file(registry, path, name)
    with field_deed(registry, "campaign", person, campaign=campaign) as made:
        row = made.standing(campaigns, campaign, unknown="CAMPAIGN-UNKNOWN")
        files = [*row.get("files", []), {"sha256": kept.sha256, "name": Path(name).name, "kind": kind}]
        made.amend(campaigns, row["id"], files=files)
    return get_campaign(registry, campaign, person=person)


def campaign_of(row: Row) -> Campaign:
    """Return the campaign of a row."""
    return record_of(Campaign, row)


def _shown(campaign: Campaign, person: Person) -> Campaign:
    if person.sees_all:
        return campaign
    own = campaign.organisation == person.organisation
    return replace(
        campaign,
        selection={},
        seed="",
        note="",
        who="",
        team=campaign.team if own else (),
        files=campaign.files if own else (),
        organisation=campaign.organisation if own else "",
    )
