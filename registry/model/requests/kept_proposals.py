"""Proposals as JSON values, and back without a loss: as requests keep them, and lakes carry them."""

import datetime as dt
from dataclasses import asdict, fields
from typing import Any

from registry.model.positions import Confidence, Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, OldMastClass, Support

_CHOICES: dict[str, Any] = {
    "mast_class": MastClass, "old_class": OldMastClass, "form": MastForm, "support": Support,
    "kind": ProposalKind,
}  # fmt: skip


def proposal_to_json(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON; what is not stated is left out, and what the register adds to it."""
    found = {
        item.name: value
        for item in fields(Proposal)
        if item.name != "sharing" and (value := getattr(proposal, item.name)) not in (None, "", ())
    }
    if proposal.emf_expires_on is not None:
        found["emf_expires_on"] = proposal.emf_expires_on.isoformat()
    if proposal.also:
        found["also"] = [list(said) for said in proposal.also]
    found["position"] = {**asdict(proposal.position), "raw": list(proposal.position.raw)}
    return {**found, "shared_with": list(proposal.shared_with)}


def proposal_from_json(value: dict[str, Any]) -> Proposal:
    """Return the proposal that ``proposal_to_json`` wrote."""
    own = dict(value)
    place = dict(own["position"])
    own["position"] = Position(
        **{**place, "raw": tuple(place["raw"]), "confidence": Confidence(place["confidence"])}
    )
    own["shared_with"] = tuple(own.get("shared_with", ()))
    own["also"] = tuple((header, text) for header, text in own.get("also", ()))
    for name, kind in _CHOICES.items():
        if own.get(name) is not None:
            own[name] = kind(own[name])
    if own.get("emf_expires_on"):
        own["emf_expires_on"] = dt.date.fromisoformat(own["emf_expires_on"])
    return Proposal(**own)
