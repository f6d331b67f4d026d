"""What is of legal effect takes two persons: one proposes it, a leader who is another puts it in force.

One person may do both only where the office has no second officer (an active account of an appraiser or a
leader), and says why; that stays with the publication.
"""

from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.publications import Publication, PublicationState
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Deed, deed, name_of
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.office import publications as store
from registry.store.office.accounts import list_accounts
from registry.store.office.tables import publications
from registry.store.records import record_of
from registry.typed_text import within

KIND = f"{DESK}publication"
"""The kind of the batches in which a proposal is made, returned or withdrawn."""
LONGEST = 1000
_OFFICERS = frozenset({Role.APPRAISER, Role.LEADER})


def proposals(
    registry: Registry, kind: str = "", subject: str = "", *, waiting: bool = False
) -> list[Publication]:
    """Return proposals, the newest first: of a kind, of one subject, or those that wait only."""
    with registry.database.read() as connection:
        return store.load_publications(connection, kind=kind, subject=subject, waiting=waiting)


def get_proposal(registry: Registry, publication: str) -> Publication:
    """Return a proposal; ``PUBLICATION-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return _known(connection, publication)


def propose(
    made: Deed, kind: str, subject: str, *, name: str, stamp: str = "", note: str = "",
    file: tuple[str, str] = ("", ""), options: Mapping[str, Any] | None = None,
) -> Publication:  # fmt: skip
    """Propose to publish, inside a deed; ``file`` is its name and SHA-256. One that waits for what has
    changed since is put in its place; for the same, refused (``PUBLICATION-WAITS``)."""
    for one in store.load_publications(made.connection, kind=kind, subject=subject, waiting=True):
        if one.stamp == stamp:
            raise RefusalError("PUBLICATION-WAITS", name=one.name, who=one.who)
        _end(made, one, PublicationState.WITHDRAWN)
    own = {"kind": kind, "subject": subject, "name": name, "stamp": stamp, "who": made.who}
    row = {
        **own, "id": new_id(), "note": within(note, LONGEST), "file_name": file[0], "file_sha256": file[1],
        "options": dict(options or {}), "at": made.at, "state": PublicationState.PROPOSED.value,
    }  # fmt: skip
    made.create(publications, row)
    made.about |= {"file_name": name, "options": {"publication": row["id"]}}
    return record_of(Publication, {**row, "version": 1})


def waiting_for(connection: Connection, kind: str, subject: str, stamp: str, name: str) -> Publication:
    """Return the proposal of a subject as it is now (``stamp``); ``PUBLICATION-NOT-PROPOSED`` without one."""
    for one in store.load_publications(connection, kind=kind, subject=subject, waiting=True):
        if one.stamp == stamp:
            return one
    raise RefusalError("PUBLICATION-NOT-PROPOSED", name=name)


def publish(made: Deed, proposed: Publication, person: Person, *, reason: str) -> None:
    """Mark a proposal as published by the batch of a deed, which writes what is then in force.

    Refused for who is no leader (``PUBLICATION-LEADER``) and for whoever proposed it
    (``PUBLICATION-SAME-PERSON``), unless the office has one officer, who says why (``PUBLICATION-ALONE``).
    """
    why = _check_second(made.connection, proposed, person, reason)
    _end(made, proposed, PublicationState.PUBLISHED, reason=why, batch=made.batch or made.open())


@one_moment()
def send_back(registry: Registry, publication: str, *, person: Person, reason: str) -> Publication:
    """Return a proposal to who made it, with a reason; by a leader."""
    said = within(reason, LONGEST)
    if not person.is_one_of(Role.LEADER):
        raise RefusalError("PUBLICATION-LEADER")
    if not said:
        raise RefusalError("PUBLICATION-NO-REASON")
    return _ended(registry, publication, PublicationState.RETURNED, person, said)


@one_moment()
def withdraw(registry: Registry, publication: str, *, person: Person) -> Publication:
    """Take a proposal back before it is decided."""
    return _ended(registry, publication, PublicationState.WITHDRAWN, person)


def alone(registry: Registry, person: Person) -> bool:
    """Whether a person is the office's only officer, who may propose and publish with a reason."""
    with registry.database.read() as connection:
        return _alone(connection, person)


def _ended(
    registry: Registry, publication: str, state: PublicationState, person: Person, reason: str = ""
) -> Publication:
    with deed(registry, KIND, person, options={"publication": publication}) as made:
        found = _known(made.connection, publication)
        if not found.waits:
            raise RefusalError("PUBLICATION-CLOSED", name=found.name)
        made.about["file_name"] = found.name
        _end(made, found, state, reason=reason)
    return found


def _end(
    made: Deed, found: Publication, state: PublicationState, *, reason: str = "", batch: str = ""
) -> None:
    made.amend(
        publications, found.id, found.version, state=state.value, decided_by=made.who, decided_at=made.at,
        reason=reason, batch=batch,
    )  # fmt: skip


def _known(connection: Connection, publication: str) -> Publication:
    found = store.get_publication(connection, publication)
    if found is None:
        raise RefusalError("PUBLICATION-UNKNOWN")
    return found


def _check_second(connection: Connection, proposed: Publication, person: Person, reason: str) -> str:
    """Return why one person does both, "" where they are two."""
    if not person.is_one_of(Role.LEADER):
        raise RefusalError("PUBLICATION-LEADER")
    if name_of(person) != proposed.who:
        return ""
    if not _alone(connection, person):
        raise RefusalError("PUBLICATION-SAME-PERSON", who=proposed.who)
    said = within(reason, LONGEST)
    if not said:
        raise RefusalError("PUBLICATION-ALONE", who=proposed.who)
    return said


def _alone(connection: Connection, person: Person) -> bool:
    others = {
        one.name
        for one in list_accounts(connection)
        if one.active and not one.roles.isdisjoint(_OFFICERS) and one.name != name_of(person)
    }
    return not others
