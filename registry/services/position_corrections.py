"""Measured positions against the registered ones: averaged, gated, proposed; an officer decides."""

from registry.model.defects import PositionProposal
from registry.model.people import Person
from registry.services.registry import Registry


def list_proposals(registry: Registry, *, person: Person, state: str = "open") -> list[PositionProposal]:
    """Return proposed corrections, the farthest first; for the office only."""
    raise NotImplementedError


def accept_proposal(
    registry: Registry, proposal: str, *, reason: str, person: Person, seen: int
) -> PositionProposal:
    """Move the site to the measured position, in a batch that can be undone."""
    raise NotImplementedError


def refuse_proposal(
    registry: Registry, proposal: str, *, reason: str, person: Person, seen: int
) -> PositionProposal:
    """Leave the site where it is, with the reason."""
    raise NotImplementedError
