"""Draft plans: entered, changed, published as one batch, or discarded. No check ever sees a draft."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import RefusalError
from registry.model.areas import Zone
from registry.model.drafts import DraftState, DraftZone, PlanDraft, ZoneScan
from registry.model.ledger import Change
from registry.model.vietnam_time import one_moment
from registry.services.office.batches import present_user
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from registry.store.changes import amend, create, difference, new_id, remove
from registry.store.database import Connection
from registry.store.tables import zones as zones_table
from registry.store.zones import drafts as store
from registry.store.zones.tables import draft_zones, plan_drafts
from registry.store.zones.zones import zone_id, zone_row
from registry.typed_text import within

KIND = "zone-draft"
LONGEST_NAME = 200
MOST_ZONES = 10_000


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A draft with its zones and scans; ``stamp`` changes whenever any of them does."""

    draft: PlanDraft
    zones: list[DraftZone]
    scans: list[ZoneScan]
    stamp: str

    def in_force(self) -> list[Zone]:
        """Return the zones as they would stand in the register; one without days or a decision has "-"."""
        first = self.draft.valid_from or today()
        return [_published(zone, self.draft, first) for zone in self.zones]


def list_drafts(registry: Registry) -> list[PlanDraft]:
    """Return every draft, the newest first."""
    with registry.database.read() as connection:
        return store.load_drafts(connection)


def get_draft(registry: Registry, draft: str) -> DraftFile:
    """Return a draft; ``DRAFT-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return _file(connection, draft)


@one_moment()
def create_draft(
    registry: Registry,
    name: str,
    *,
    decision: str = "",
    article: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    note: str = "",
    who: str = "",
) -> PlanDraft:
    """Make an empty draft; a name is needed (``DRAFT-NO-NAME``), days must be in order."""
    made = PlanDraft(
        id=new_id(),
        name=within(name, LONGEST_NAME),
        decision=decision.strip(),
        article=article.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        note=note.strip(),
        who=who or present_user(),
        at=ledger.present(),
    )
    _check_terms(made)
    with registry.database.write() as connection:
        _write(connection, [create(plan_drafts, _row(made))], made, "created", made.who)
    return made


@one_moment()
def change_draft(registry: Registry, draft: str, *, seen: int, who: str = "", **terms: Any) -> PlanDraft:
    """Change a draft's ``name``, ``decision``, ``article``, ``valid_from``, ``valid_to`` or ``note``.

    Refused where somebody changed them since version ``seen`` (``DRAFT-CHANGED``).
    """
    with registry.database.write() as connection:
        standing = _open(connection, draft)
        if standing.version != seen:
            raise RefusalError("DRAFT-CHANGED")
        changed = replace(standing, **terms)
        _check_terms(changed)
        row = ledger.rows_by_key(connection, plan_drafts, [draft])[draft]
        _write(connection, [amend(plan_drafts, row, **terms)], changed, "changed", who)
    return changed


@one_moment()
def add_zones(
    registry: Registry, draft: str, zones: Iterable[DraftZone], *, who: str = "", file_name: str = "",
    file_sha256: str = "",
) -> str:  # fmt: skip
    """Add zones to a draft as one batch; returns its id. Ids and times are given here."""
    now = ledger.present()
    who = who or present_user()
    made = [replace(zone, id=new_id(), draft=draft, who=who, at=now) for zone in zones]
    if not made:
        raise RefusalError("DRAFT-NO-ZONES")
    with registry.database.write() as connection:
        standing = _open(connection, draft)
        if len(store.load_draft_zones(connection, draft)) + len(made) > MOST_ZONES:
            raise RefusalError("DRAFT-TOO-MANY", limit=MOST_ZONES)
        changes = [create(draft_zones, store.draft_zone_row(zone)) for zone in made]
        return _write(
            connection, changes, standing, "zones", who, file_name=file_name, file_sha256=file_sha256
        )


@one_moment()
def change_zone(
    registry: Registry, draft: str, zone: str, *, seen: int, who: str = "", **terms: Any
) -> DraftZone:
    """Change fields of a zone of a draft; refused where somebody changed it since version ``seen``."""
    with registry.database.write() as connection:
        standing = _open(connection, draft)
        found = _zone(connection, draft, zone)
        if found.version != seen:
            raise RefusalError("DRAFT-CHANGED")
        changed = replace(found, **terms)
        row = ledger.rows_by_key(connection, draft_zones, [zone])[zone]
        after = {**row, **store.draft_zone_row(changed)}
        _write(connection, [Change(draft_zones.name, zone, row, after)], standing, "zone", who)
    return replace(changed, version=found.version + 1)


@one_moment()
def remove_zone(registry: Registry, draft: str, zone: str, *, seen: int | None = None, who: str = "") -> None:
    """Take a zone out of a draft; the ledger keeps it. Refused where it changed since version ``seen``."""
    with registry.database.write() as connection:
        standing = _open(connection, draft)
        if seen not in (None, _zone(connection, draft, zone).version):
            raise RefusalError("DRAFT-CHANGED")
        row = ledger.rows_by_key(connection, draft_zones, [zone])[zone]
        _write(connection, [remove(draft_zones, row)], standing, "zone-removed", who)


@one_moment()
def discard(registry: Registry, draft: str, *, seen: str = "", who: str = "") -> None:
    """Put a draft aside for good; nothing of it was ever in force.

    ``seen`` is its stamp as it was looked at: what somebody added since is not thrown away unseen.
    """
    with registry.database.write() as connection:
        standing = _open(connection, draft)
        if seen not in ("", _file(connection, draft).stamp):
            raise RefusalError("DRAFT-CHANGED")
        row = ledger.rows_by_key(connection, plan_drafts, [draft])[draft]
        after = amend(plan_drafts, row, state=DraftState.DISCARDED.value)
        _write(connection, [after], standing, "discarded", who)


@one_moment()
def publish(registry: Registry, draft: str, *, seen: str, who: str = "") -> str:
    """Put the zones of a draft in force as one batch, and return its id; ``bts undo`` takes it back whole.

    ``seen`` is the draft's stamp as it was looked at. Refused: ``DRAFT-CHANGED`` where it changed since,
    ``DRAFT-NO-ZONES``, and ``DRAFT-NO-DECISION`` or ``DRAFT-NO-DAY`` where a zone would have none.
    """
    who = who or present_user()
    with registry.database.write() as connection:
        standing = _open(connection, draft)
        file = _file(connection, draft)
        if file.stamp != seen:
            raise RefusalError("DRAFT-CHANGED")
        if not file.zones:
            raise RefusalError("DRAFT-NO-ZONES")
        if any(not (zone.decision or standing.decision) for zone in file.zones):
            raise RefusalError("DRAFT-NO-DECISION")
        if any((zone.valid_from or standing.valid_from) is None for zone in file.zones):
            raise RefusalError("DRAFT-NO-DAY")
        made = {zone.id: zone for zone in file.in_force()}
        parts = difference(connection, zones_table, [zone_row(zone) for zone in made.values()])
        batch = batches.open_batch(
            connection, kind="zones", who=who, file_name=standing.name,
            options={"draft": draft, "decision": standing.decision},
            summary={"new": len(parts.new), "changed": len(parts.changed), "unchanged": parts.unchanged},
        ).id  # fmt: skip
        row = ledger.rows_by_key(connection, plan_drafts, [draft])[draft]
        done = amend(plan_drafts, row, state=DraftState.PUBLISHED.value, published_on=today(), batch=batch)
        ledger.record(connection, [*parts.changes, done], who=who, batch=batch)
    return batch


def _published(zone: DraftZone, draft: PlanDraft, first: dt.date) -> Zone:
    decision = zone.decision or draft.decision or "–"
    return Zone(
        id=zone_id(zone.layer, decision, zone.geometry, zone.name),
        layer=zone.layer,
        name=zone.name,
        decision=decision,
        article=zone.article or draft.article,
        valid_from=zone.valid_from or first,
        valid_to=zone.valid_to or draft.valid_to,
        geometry=zone.geometry,
        allowed_classes=zone.allowed_classes,
        max_height_m=zone.max_height_m,
        error_m=zone.error_m,
        attributes=zone.attributes or None,
    )


def _file(connection: Connection, draft: str) -> DraftFile:
    found = store.get_draft(connection, draft)
    if found is None:
        raise RefusalError("DRAFT-UNKNOWN")
    zones = store.load_draft_zones(connection, draft)
    return DraftFile(found, zones, store.load_scans(connection, draft), store.stamp_of(found, zones))


def _open(connection: Connection, draft: str) -> PlanDraft:
    found = store.get_draft(connection, draft)
    if found is None:
        raise RefusalError("DRAFT-UNKNOWN")
    if found.state is not DraftState.DRAFT:
        raise RefusalError("DRAFT-CLOSED", name=found.name)
    return found


def _zone(connection: Connection, draft: str, zone: str) -> DraftZone:
    found = next((item for item in store.load_draft_zones(connection, draft) if item.id == zone), None)
    if found is None:
        raise RefusalError("DRAFT-ZONE-UNKNOWN")
    return found


def _check_terms(draft: PlanDraft) -> None:
    if not draft.name:
        raise RefusalError("DRAFT-NO-NAME")
    if draft.valid_from and draft.valid_to and draft.valid_to < draft.valid_from:
        raise RefusalError("VALIDITY-TURNED", first=draft.valid_from, last=draft.valid_to)


def _row(draft: PlanDraft) -> dict[str, Any]:
    return {
        "id": draft.id,
        "name": draft.name,
        "decision": draft.decision,
        "article": draft.article,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
        "state": draft.state.value,
        "note": draft.note,
        "who": draft.who,
        "at": draft.at,
    }


def _write(
    connection: Connection, changes: list[Change], draft: PlanDraft, deed: str, who: str, **file: str
) -> str:
    who = who or present_user()
    batch = batches.open_batch(
        connection, kind=KIND, who=who, options={"draft": draft.id, "deed": deed},
        summary={"records": len(changes)},
        file_name=file.get("file_name") or draft.name, file_sha256=file.get("file_sha256", ""),
    )  # fmt: skip
    ledger.record(connection, changes, who=who, batch=batch.id)
    return batch.id
