"""A briefing kept as it was presented (bản đã chốt): whole, sealed with its moment and the ledger's head."""

import hashlib
from dataclasses import replace

from registry.errors import RefusalError
from registry.model.briefing.briefings import Briefing, FrozenBriefing
from registry.model.briefing.written import from_json, to_json
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.briefing.deeds import briefing_deed, check_leader, check_reader
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.briefing.conclusions import get_copy, load_copies
from registry.store.briefing.tables import briefing_copies
from registry.store.changes import new_id
from registry.store.records import row_of
from registry.store.table_parts import canonical_json
from registry.typed_text import line_within


def copies(registry: Registry, *, person: Person) -> list[FrozenBriefing]:
    """Return the briefings that were kept, the newest first."""
    check_reader(person)
    with registry.database.read() as connection:
        return load_copies(connection)


def kept_copy(registry: Registry, identity: str, *, person: Person) -> tuple[FrozenBriefing, Briefing]:
    """Return one with what it says; ``BRIEFING-COPY-CHANGED`` where it is not what was sealed."""
    check_reader(person)
    with registry.database.read() as connection:
        found = get_copy(connection, identity)
    if _seal(found.content) != found.seal:
        raise RefusalError("BRIEFING-COPY-CHANGED")
    return found, from_json(found.content)


@one_moment()
def keep(registry: Registry, found: Briefing, title: str, *, person: Person) -> str:
    """Keep a briefing as it is told now, and return its id; a title that is not typed is its days."""
    check_leader(person)
    span = found.span
    with briefing_deed(registry, "keep", person, first=span.first.isoformat()) as made:
        content = to_json(replace(found, at=made.at))
        copy = FrozenBriefing(
            new_id(), 1, span.kind, span.first, span.last,
            line_within(title, 200) or f"{span.first:%d/%m/%Y} - {span.last:%d/%m/%Y}",
            content, _seal(content), ledger.head(made.connection).seq, name_of(person), made.at,
        )  # fmt: skip
        made.create(briefing_copies, row_of(briefing_copies, copy))
    return copy.id


def _seal(content: dict[str, object]) -> str:
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
