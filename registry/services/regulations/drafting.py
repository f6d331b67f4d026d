"""A regulation drawn up, saved as typed, its document kept, put away; a new version of a published one begun.

A draft may hold anything: nothing is judged by it before it is published.
"""

from dataclasses import replace
from pathlib import Path

from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.regulations import (
    Regulation,
    RegulationContent,
    RegulationHead,
    RegulationState,
)
from registry.model.vietnam_time import one_moment
from registry.regulations.written import content_from_json, content_to_json
from registry.services.office.attachments import keep_file
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.services.regulations.deeds import UNKNOWN, check_drafter, regulation_deed, standing_as
from registry.store.changes import new_id
from registry.store.regulations.regulations import get_regulation, list_regulations
from registry.store.regulations.tables import regulations
from registry.store.table_parts import canonical_json

LONGEST = 400_000
"""Characters of what is typed, as JSON."""


@one_moment()
def draw_up(registry: Registry, content: RegulationContent | None = None, *, person: Person) -> str:
    """Begin a regulation, empty or with what was typed already, and return its id."""
    check_drafter(person)
    told = _written(content or RegulationContent(RegulationHead("")))
    with regulation_deed(registry, "draw_up", person) as made:
        identity = new_id()
        made.create(
            regulations,
            {
                "id": identity,
                "province": registry.settings.province,
                "number": 1,
                "content": told,
                "state": RegulationState.DRAFT.value,
                "drafted_by": name_of(person),
                "who": name_of(person),
                "at": made.at,
            },
        )
    return identity


@one_moment()
def new_version(registry: Registry, identity: str, *, person: Person) -> str:
    """Begin a new version of a published regulation with what it states; an open one is returned instead.

    It is to take the place of the published one from a day of its own, which is left to be stated.
    """
    check_drafter(person)
    with regulation_deed(registry, "new_version", person, of=identity) as made:
        base = get_regulation(made.connection, identity)
        if base.state is not RegulationState.PUBLISHED:
            raise RefusalError("REGULATION-STATE", name=base.content.head.name or identity[:8])
        others = [one for one in list_regulations(made.connection) if one.supersedes == base.id]
        for one in others:
            if one.state in (RegulationState.DRAFT, RegulationState.PROPOSED):
                return one.id
        if any(one.state is RegulationState.PUBLISHED for one in others):
            raise RefusalError("REGULATION-SUPERSEDED", name=base.content.head.name)
        made_id = new_id()
        content = replace(base.content, head=replace(base.content.head, valid_from=None))
        made.create(
            regulations,
            {
                "id": made_id,
                "province": base.province,
                "number": base.number + 1,
                "supersedes": base.id,
                "content": _written(content),
                "state": RegulationState.DRAFT.value,
                "file_sha256": base.file_sha256,
                "file_name": base.file_name,
                "drafted_by": name_of(person),
                "who": name_of(person),
                "at": made.at,
            },
        )
    return made_id


@one_moment()
def save(
    registry: Registry, identity: str, content: RegulationContent, *, seen: int, person: Person
) -> Regulation:
    """Keep a draft as it was typed, faults and all."""
    check_drafter(person)
    told = _written(content)
    with regulation_deed(registry, "save", person, of=identity) as made:
        found = standing_as(made, identity, seen, RegulationState.DRAFT, content=told)
        if content_to_json(found.content) != told:
            made.amend(regulations, identity, seen, UNKNOWN, content=told, who=name_of(person), at=made.at)
    with registry.database.read() as connection:
        return get_regulation(connection, identity)


@one_moment()
def attach(registry: Registry, identity: str, path: Path, name: str, *, seen: int, person: Person) -> None:
    """Keep the document of a draft, as it was issued, by its SHA-256."""
    check_drafter(person)
    kept = keep_file(registry, path, name)
    with regulation_deed(registry, "attach", person, of=identity, file=name) as made:
        standing_as(made, identity, seen, RegulationState.DRAFT, file_name=name)
        made.amend(
            regulations, identity, seen, UNKNOWN, file_sha256=kept.sha256, file_name=name,
            who=name_of(person), at=made.at,
        )  # fmt: skip


@one_moment()
def drop(registry: Registry, identity: str, *, reason: str, seen: int, person: Person) -> None:
    """Put a draft away; the ledger keeps it. ``REGULATION-REASON`` without a reason."""
    check_drafter(person)
    why = needed(reason)
    with regulation_deed(registry, "drop", person, of=identity) as made:
        standing_as(made, identity, seen, RegulationState.DRAFT, reason=why)
        made.amend(
            regulations, identity, seen, UNKNOWN, state=RegulationState.DROPPED.value, reason=why,
            who=name_of(person), at=made.at,
        )  # fmt: skip


def needed(reason: str) -> str:
    """Return a reason as typed; ``REGULATION-REASON`` where there is none."""
    why = " ".join(reason.split())[:2000]
    if not why:
        raise RefusalError("REGULATION-REASON")
    return why


def _written(content: RegulationContent) -> dict[str, object]:
    told = content_to_json(content)
    if len(canonical_json(told)) > LONGEST:
        raise RefusalError("REGULATION-TOO-LONG", most=LONGEST // 1000)
    content_from_json(told)
    return told
