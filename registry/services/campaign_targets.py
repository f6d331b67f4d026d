"""The masts of a campaign: who visits which, until when, and how far it has come."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from registry.model.inspections import CampaignTarget
from registry.model.people import Person
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a campaign: ``by`` assignee, commune and organisation as {name: {progress: count}}."""

    targets: int
    visited: int
    begun: int
    left_out: int
    late: int
    unassigned: int
    defects: int
    by_assignee: Mapping[str, Mapping[str, int]]
    by_commune: Mapping[str, Mapping[str, int]]
    by_organisation: Mapping[str, Mapping[str, int]]


def targets_of(
    registry: Registry, campaign: str, *, person: Person, assignee: str = "", day: dt.date | None = None
) -> list[CampaignTarget]:
    """Return the targets that a person may see, in the order of visits."""
    raise NotImplementedError


def progress_of(registry: Registry, campaign: str, *, person: Person, day: dt.date | None = None) -> Progress:
    """Return how far a campaign has come."""
    raise NotImplementedError


def add_targets(
    registry: Registry, campaign: str, structures: Sequence[str], *, person: Person, reason: str = ""
) -> int:
    """Add structures to a campaign; returns how many were new."""
    raise NotImplementedError


def assign(
    registry: Registry,
    campaign: str,
    targets: Sequence[str],
    *,
    person: Person,
    assignee: str | None = None,
    due_on: dt.date | None = None,
) -> int:
    """Give targets (ids) to an account with the role inspector, or another due date; returns how many changed."""
    raise NotImplementedError


def leave_out(registry: Registry, target: str, *, reason: str, person: Person, seen: int) -> None:
    """Take a target out of the campaign with a reason; it stays listed."""
    raise NotImplementedError


def inspectors(registry: Registry) -> list[str]:
    """Return the names of the accounts that targets may be given to."""
    raise NotImplementedError
