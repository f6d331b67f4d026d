"""Versions of operators' plans as pages show them, and one put in force by two persons.

A file of a plan is proposed by one officer, with its decision and first day, and published by a leader; what
is read then is the kept file itself, so that what was proposed is what is published.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.plans import PlannedPosition, PlanVersion
from registry.model.publications import Publication
from registry.model.vietnam_time import one_moment
from registry.services.office import publications
from registry.services.office.attachments import file_copy
from registry.services.office.deeds import deed
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry
from registry.services.register.import_plan import KIND, PlanFile, put_plan, read_plan
from registry.store.histories import entries_of
from registry.store.register.plans import load_positions, load_versions


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A version with how many positions it has, and the batch (by whom) that brought it in."""

    version: PlanVersion
    positions: int
    batch: str
    who: str


def plan_facts(registry: Registry) -> list[PlanFacts]:
    """Return every version, by operator, the newest first."""
    with registry.database.read() as connection:
        versions = load_versions(connection)
        counts: dict[str, int] = {}
        for position in load_positions(connection):
            counts[position.plan_version] = counts.get(position.plan_version, 0) + 1
        entries = entries_of(connection, {"plan_versions": [item.id for item in versions]})
    made = {entry.change.record: entry for entry in entries if entry.change.before is None}
    found = []
    for item in versions:
        entry = made.get(item.id)
        batch, who = (entry.batch, entry.who) if entry else ("", "")
        found.append(PlanFacts(item, counts.get(item.id, 0), batch, who))
    return sorted(found, key=lambda one: (one.version.operator, -one.version.valid_from.toordinal()))


def positions_of(registry: Registry, plan: str) -> list[PlannedPosition]:
    """Return the planned positions of a version, by code."""
    with registry.database.read() as connection:
        return load_positions(connection, [plan])


@contextmanager
def proposed_file(registry: Registry, proposed: Publication) -> Iterator[PlanFile]:
    """Read the kept file of a proposal as it was proposed."""
    options = proposed.options
    with file_copy(registry, proposed.file_sha256, proposed.file_name) as path:
        yield read_plan(
            registry, path, operator=options["operator"], decision=options["decision"],
            valid_from=dt.date.fromisoformat(options["valid_from"]), name=proposed.file_name,
        )  # fmt: skip


@one_moment()
def propose_plan(registry: Registry, found: PlanFile, *, person: Person, note: str = "") -> Publication:
    """Propose a version that was read, and whose file is kept; ``PLAN-NO-POSITIONS`` where it has none."""
    if not found.positions:
        raise RefusalError("PLAN-NO-POSITIONS", name=found.name)
    version = found.version
    options = {
        "operator": version.operator, "decision": version.decision,
        "valid_from": version.valid_from.isoformat(),
    }  # fmt: skip
    with deed(registry, publications.KIND, person) as made:
        return publications.propose(
            made, KIND, version.id, name=version.decision, stamp=found.sha256, note=note,
            file=(found.name, found.sha256), options=options,
        )  # fmt: skip


@one_moment()
def publish_plan(registry: Registry, publication: str, *, person: Person, reason: str = "") -> ImportOutcome:
    """Put a proposed version in force as one batch.

    Refused as ``publications.publish`` and ``import_plan`` are.
    """
    proposed = publications.get_proposal(registry, publication)
    if not proposed.waits:
        raise RefusalError("PUBLICATION-CLOSED", name=proposed.name)
    with proposed_file(registry, proposed) as found, deed(registry, KIND, person) as made:
        outcome = put_plan(made, found)
        publications.publish(made, proposed, person, reason=reason)
        return replace(outcome, batch=made.write())
