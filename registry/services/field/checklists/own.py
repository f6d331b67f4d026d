"""Own versions of checklists: drawn up, read for faults, published by a second person, retired.

A draft may hold anything; nothing is asked of a phone before it is published. What is published is never
changed: what was recorded by it is always shown as it was asked. Versions of the office's own begin at
``FIRST_OWN``, so that none of the product's ever takes the place of what the office decided.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.vietnam_time import one_moment
from registry.safety.checklists import Checklist, Sheets
from registry.safety.item_json import canonical
from registry.safety.sheets.grammar import Fault, SheetFaultError, read
from registry.safety.sheets.written import written
from registry.services.field.checklists.held import held_sheets
from registry.services.field.deeds import check_officer, check_reader, field_deed, needed
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.field.checklist_tables import DRAFT, DROPPED, PUBLISHED, own_checklists
from registry.store.field.own_checklists import list_own_checklists
from registry.store.reading import Row

FIRST_OWN = 101
LONGEST = 400_000
"""Characters of a written form."""
UNKNOWN = "CHECKLIST-UNKNOWN"


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """A version that the office drew up: ``version`` is the record's, ``number`` the checklist's."""

    id: str
    version: int
    sheet: str
    number: int
    based_on: int | None
    content: Mapping[str, Any]
    state: str
    reason: str
    valid_from: dt.date | None
    retired_on: dt.date | None
    drafted_by: str
    published_by: str
    published_at: str
    at: str

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state == DRAFT


def own_versions(registry: Registry, *, person: Person) -> list[OwnVersion]:
    """Return what the office drew up, the newest first; what was dropped too."""
    check_reader(person)
    with registry.database.read() as connection:
        return [_version(row) for row in list_own_checklists(connection)]


def own_version(registry: Registry, identity: str, *, person: Person) -> OwnVersion:
    """Return one of them; ``CHECKLIST-UNKNOWN`` where there is none."""
    found = next((one for one in own_versions(registry, person=person) if one.id == identity), None)
    if found is None:
        raise RefusalError(UNKNOWN, id=identity[:40])
    return found


def faults_of_draft(content: Mapping[str, Any], held: Sheets) -> tuple[Fault, ...]:
    """Return what keeps a draft from being published, fault by fault.

    Besides the grammar: a code keeps the kind of its answer through all versions, since readings of one mast
    are compared, and its risk is read, by the code.
    """
    try:
        sheet = read(content)
    except SheetFaultError as error:
        return error.faults
    kinds = {entry.code: entry.answer for one in held.versions.values() for entry in one.entries}
    return tuple(
        Fault("CHECKLIST-CODE-KIND", entry.code, kinds[entry.code])
        for entry in sheet.entries
        if kinds.get(entry.code, entry.answer) != entry.answer
    )


@one_moment()
def draw_up(registry: Registry, sheet: str, number: int, *, person: Person) -> str:
    """Begin a new version from one that is held; the draft that is open already is returned instead."""
    check_officer(person)
    with field_deed(registry, "checklist", person, checklist=sheet) as made:
        rows = [row for row in list_own_checklists(made.connection) if row["sheet"] == sheet]
        open_ = next((row["id"] for row in rows if row["state"] == DRAFT), None)
        if open_ is not None:
            return str(open_)
        found = held_sheets(made.connection).get(sheet, number)
        if found is None or not found.of_mast:
            raise RefusalError(UNKNOWN, id=f"{sheet} {number}"[:40])
        identity: str = new_id()
        made.create(
            own_checklists,
            {
                "id": identity,
                "sheet": sheet,
                "number": max([FIRST_OWN - 1, *(row["number"] for row in rows)]) + 1,
                "based_on": number,
                "content": canonical(written(found)),
                "state": DRAFT,
                "drafted_by": name_of(person),
                "who": name_of(person),
                "at": made.at,
            },
        )
    return identity


@one_moment()
def save_draft(
    registry: Registry, identity: str, content: Mapping[str, Any], *, seen: int, person: Person
) -> None:
    """Keep a draft as it was typed, faults and all."""
    check_officer(person)
    text = canonical(content)
    if len(text) > LONGEST:
        raise RefusalError("CHECKLIST-TOO-LONG", most=LONGEST // 1000)
    with field_deed(registry, "checklist", person) as made:
        _draft(made, identity, seen, drafted_by=name_of(person))
        made.amend(own_checklists, identity, seen, UNKNOWN, content=text, who=name_of(person), at=made.at)


@one_moment()
def publish(
    registry: Registry, identity: str, *, valid_from: dt.date | None, reason: str, seen: int, person: Person
) -> Checklist:
    """Publish a draft from a day on; by somebody else than who drew it up, for it is what minutes rest on.

    Refused while it has a fault (``CHECKLIST-HAS-FAULTS``), from a day that is past (``CHECKLIST-PAST-DAY``),
    by its own author (``CHECKLIST-SAME-PERSON``).
    """
    _check_publisher(person)
    why = needed(reason)
    if valid_from is None or valid_from < today():
        raise RefusalError("CHECKLIST-PAST-DAY")
    with field_deed(registry, "checklist", person) as made:
        row = _draft(made, identity, seen, valid_from=valid_from, reason=why)
        if person.name and row["drafted_by"] == person.name:
            raise RefusalError("CHECKLIST-SAME-PERSON", who=row["drafted_by"])
        content = json.loads(row["content"])
        own = {"code": row["sheet"], "version": row["number"]}
        content["checklist"] = {**content.get("checklist", {}), **own}
        faults = faults_of_draft(content, held_sheets(made.connection))
        if faults:
            raise RefusalError("CHECKLIST-HAS-FAULTS", count=len(faults))
        made.amend(
            own_checklists, identity, seen, UNKNOWN, content=canonical(content), state=PUBLISHED, reason=why,
            valid_from=valid_from, published_by=name_of(person), published_at=made.at,
            who=name_of(person), at=made.at,
        )  # fmt: skip
    return read(content)


@one_moment()
def retire(
    registry: Registry, identity: str, *, last_day: dt.date | None, reason: str, seen: int, person: Person
) -> None:
    """Say the last day on which a published version may be recorded with; campaigns then take the next."""
    _check_publisher(person)
    why = needed(reason)
    if last_day is None or last_day < today():
        raise RefusalError("CHECKLIST-PAST-DAY")
    with field_deed(registry, "checklist", person) as made:
        offered = {"retired_on": last_day, "reason": why}
        row = made.standing(own_checklists, identity, unknown=UNKNOWN, seen=seen, offered=offered)
        if row["state"] != PUBLISHED:
            raise RefusalError("CHECKLIST-NOT-DRAFT")
        made.amend(
            own_checklists, identity, seen, UNKNOWN, retired_on=last_day, reason=why, who=name_of(person),
            at=made.at,
        )  # fmt: skip


@one_moment()
def drop_draft(registry: Registry, identity: str, *, seen: int, person: Person) -> None:
    """Put a draft away; the ledger keeps it."""
    check_officer(person)
    with field_deed(registry, "checklist", person) as made:
        _draft(made, identity, seen, drafted_by=name_of(person))
        made.amend(own_checklists, identity, seen, UNKNOWN, state=DROPPED, who=name_of(person), at=made.at)


def may_publish(person: Person) -> bool:
    """Whether a person may put a version in force."""
    return person.is_one_of(Role.LEADER, Role.ADMINISTRATOR)


def _check_publisher(person: Person) -> None:
    check_officer(person)
    if not may_publish(person):
        raise RefusalError("FIELD-NOT-ALLOWED")


def _draft(made: Deed, identity: str, seen: int, **offered: Any) -> Row:
    row = made.standing(own_checklists, identity, unknown=UNKNOWN, seen=seen, offered=offered)
    if row["state"] != DRAFT:
        raise RefusalError("CHECKLIST-NOT-DRAFT")
    return row


def _version(row: Row) -> OwnVersion:
    return OwnVersion(
        **{name: row[name] for name in OwnVersion.__slots__ if name != "content"},
        content=json.loads(row["content"]),
    )
