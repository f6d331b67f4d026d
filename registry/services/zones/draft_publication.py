"""A draft plan becomes law by two persons: proposed after what it changes was looked at, put in force by a
leader. What is proposed is the draft as it was seen: any change of it asks for a new proposal."""

from registry.errors import RefusalError
from registry.model.drafts import DraftState, PlanDraft
from registry.model.people import Person
from registry.model.publications import Publication, PublicationState
from registry.model.vietnam_time import one_moment
from registry.services.office import publications
from registry.services.office.calendar import today
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.services.zones.plan_drafts import DraftFile, get_draft, open_draft, seen_whole
from registry.store.changes import difference
from registry.store.tables import zones as zones_table
from registry.store.zones.tables import plan_drafts
from registry.store.zones.zones import zone_row

KIND = "zone-draft"
"""What a proposal of a draft is called."""


@one_moment()
def propose(registry: Registry, draft: str, *, seen: str, person: Person, note: str = "") -> Publication:
    """Propose to publish a draft; ``seen`` is its stamp as it was looked at.

    Refused: ``CHANGED-MEANWHILE`` where it changed since, ``DRAFT-NO-ZONES``, and ``DRAFT-NO-DECISION`` or
    ``DRAFT-NO-DAY`` where a zone would have none.
    """
    with deed(registry, publications.KIND, person) as made:
        standing = open_draft(made.connection, draft)
        file = seen_whole(made, draft, seen, {"state": DraftState.PUBLISHED.value})
        _check_ready(standing, file)
        return publications.propose(
            made, KIND, draft, name=standing.name, stamp=file.stamp, note=note,
            options={"decision": standing.decision},
        )  # fmt: skip


@one_moment()
def publish(registry: Registry, draft: str, *, seen: str, person: Person, reason: str = "") -> str:
    """Put the zones of a proposed draft in force as one batch, and return its id; taken back as a whole.

    ``seen`` is the draft's stamp as it was looked at, ``reason`` why one person does both. Refused as
    ``propose`` and ``publications.publish`` are, and where nobody proposed it as it is now
    (``PUBLICATION-NOT-PROPOSED``).
    """
    put = {"state": DraftState.PUBLISHED.value}
    with deed(registry, "zones", person) as made:
        standing = open_draft(made.connection, draft)
        file = seen_whole(made, draft, seen, put)
        _check_ready(standing, file)
        proposed = publications.waiting_for(made.connection, KIND, draft, file.stamp, standing.name)
        zones = {zone.id: zone for zone in file.in_force()}
        parts = difference(made.connection, zones_table, [zone_row(zone) for zone in zones.values()])
        made.about |= {
            "file_name": standing.name, "options": {"draft": draft, "decision": standing.decision},
            "summary": {"new": len(parts.new), "changed": len(parts.changed), "unchanged": parts.unchanged},
        }  # fmt: skip
        publications.publish(made, proposed, person, reason=reason)
        made.add(parts.changes)
        made.amend(plan_drafts, draft, **put, published_on=today(), batch=made.batch)
        return made.write()


def newest_proposal(registry: Registry, file: DraftFile) -> Publication | None:
    """Return the last proposal of a draft; None where nobody proposed it."""
    return next(iter(publications.proposals(registry, KIND, file.draft.id)), None)


def waiting(registry: Registry) -> list[Publication]:
    """Return the proposals that wait for a leader and say of a draft what it is now, the newest first."""
    found = []
    for one in publications.proposals(registry, KIND, waiting=True):
        file = get_draft(registry, one.subject)
        if file.draft.state is DraftState.DRAFT and file.stamp == one.stamp:
            found.append(one)
    return found


def returned(registry: Registry, who: str = "") -> list[Publication]:
    """Return the drafts that a leader sent back and nobody proposed again; of one proposer where named."""
    newest: dict[str, Publication] = {}
    for one in publications.proposals(registry, KIND):
        newest.setdefault(one.subject, one)
    return [
        one
        for one in newest.values()
        if one.state is PublicationState.RETURNED and who in ("", one.who)
        if get_draft(registry, one.subject).draft.state is DraftState.DRAFT
    ]


def _check_ready(standing: PlanDraft, file: DraftFile) -> None:
    if not file.zones:
        raise RefusalError("DRAFT-NO-ZONES")
    if any(not (zone.decision or standing.decision) for zone in file.zones):
        raise RefusalError("DRAFT-NO-DECISION")
    if any((zone.valid_from or standing.valid_from) is None for zone in file.zones):
        raise RefusalError("DRAFT-NO-DAY")
