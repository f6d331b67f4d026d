"""Campaigns (đợt kiểm tra): made from criteria, read, closed. A carrier sees those with masts of its own."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry.model.inspections import Campaign, CampaignKind
from registry.model.people import Person
from registry.services.registry import Registry
from registry.services.selection import Selection


@dataclass(frozen=True, slots=True)
class CampaignPlan:
    """What a campaign is made from. ``sample``: draw so many by risk from what is selected (None: all)."""

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


def make_campaign(registry: Registry, plan: CampaignPlan, *, person: Person) -> Campaign:
    """Make a campaign with its targets, the riskiest first, in one batch."""
    raise NotImplementedError


def list_campaigns(registry: Registry, *, person: Person, state: str = "") -> list[Campaign]:
    """Return the campaigns that a person may see, the newest first."""
    raise NotImplementedError


def get_campaign(registry: Registry, campaign: str, *, person: Person) -> Campaign:
    """Return one campaign; ``CAMPAIGN-UNKNOWN`` where there is none that the person may see."""
    raise NotImplementedError


def amend_campaign(
    registry: Registry, campaign: str, *, person: Person, seen: int, **columns: Any
) -> Campaign:
    """Change what is said of a campaign (name, period, legal_basis, decision, decided_on, team, note, state)."""
    raise NotImplementedError


def add_campaign_file(
    registry: Registry, campaign: str, path: Path, *, name: str, kind: str, person: Person
) -> Campaign:
    """Keep a file of a campaign: ``decision``, ``minutes``, ``list``, ``letter``."""
    raise NotImplementedError
