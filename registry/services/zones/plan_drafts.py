"""Draft plans: entered, changed or discarded; published by ``draft_publication``. No check sees a draft."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import RefusalError
from registry.model.areas import Zone
from registry.model.drafts import DraftState, DraftZone, PlanDraft, ZoneScan
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, changed, deed
from registry.services.office.registry import Registry
from registry.store import batches
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.zones import drafts as store
from registry.store.zones.tables import draft_zones, plan_drafts
from registry.store.zones.zones import zone_id
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
    who: str,
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
        who=who,
        at="",
    )
    _check_terms(made)
    about: dict[str, Any] = {"options": {"draft": made.id, "deed": "created"}, "summary": {"records": 1}}
    with deed(registry, KIND, who, file_name=made.name, **about) as own:
        made = replace(made, at=own.at)
        own.create(plan_drafts, _row(made))
    return made


@one_moment()
def change_draft(registry: Registry, draft: str, *, seen: int, who: str, **terms: Any) -> PlanDraft:
    """Change a draft's ``name``, ``decision``, ``article``, ``valid_from``, ``valid_to`` or ``note``.

    Refused where somebody changed them since version ``seen`` (``CHANGED-MEANWHILE``).
    """
    with draft_deed(registry, draft, "changed", who) as (made, standing):
        made.standing(plan_drafts, draft, seen=seen, offered=terms)
        after = replace(standing, **terms)
        _check_terms(after)
        made.about["file_name"] = after.name
        made.amend(plan_drafts, draft, **terms)
    return after


@one_moment()
def add_zones(
    registry: Registry, draft: str, zones: Iterable[DraftZone], *, who: str, file_name: str = "",
    file_sha256: str = "",
) -> str:  # fmt: skip
    """Add zones to a draft as one batch; returns its id. Ids and times are given here."""
    given = list(zones)
    if not given:
        raise RefusalError("DRAFT-NO-ZONES")
    file = {"file_name": file_name, "file_sha256": file_sha256} if file_name else {}
    with draft_deed(registry, draft, "zones", who, **file) as (made, _):
        if len(store.load_draft_zones(made.connection, draft)) + len(given) > MOST_ZONES:
            raise RefusalError("DRAFT-TOO-MANY", limit=MOST_ZONES)
        for zone in given:
            own = replace(zone, id=new_id(), draft=draft, who=made.who, at=made.at)
            made.create(draft_zones, store.draft_zone_row(own))
        made.about["summary"] = {"records": len(given)}
        return made.write()


@one_moment()
def change_zone(registry: Registry, draft: str, zone: str, *, seen: int, who: str, **terms: Any) -> DraftZone:
    """Change fields of a zone of a draft; refused where somebody changed it since version ``seen``."""
    with draft_deed(registry, draft, "zone", who) as (made, _):
        found = _zone(made.connection, draft, zone)
        made.standing(draft_zones, zone, seen=seen, offered=terms)
        after = replace(found, **terms)
        made.amend(draft_zones, zone, **store.draft_zone_row(after))
    return replace(after, version=found.version + 1)


@one_moment()
def remove_zone(registry: Registry, draft: str, zone: str, *, seen: int | None = None, who: str) -> None:
    """Take a zone out of a draft; the ledger keeps it. Refused where it changed since version ``seen``."""
    with draft_deed(registry, draft, "zone-removed", who) as (made, _):
        _zone(made.connection, draft, zone)
        made.standing(draft_zones, zone, seen=seen, offered={"discarded": True})
        made.remove(draft_zones, zone)


@one_moment()
def discard(registry: Registry, draft: str, *, seen: str = "", who: str) -> None:
    """Put a draft aside for good; nothing of it was ever in force.

    ``seen`` is its stamp as it was looked at: what somebody added since is not thrown away unseen.
    """
    aside = {"state": DraftState.DISCARDED.value}
    with draft_deed(registry, draft, "discarded", who) as (made, _):
        seen_whole(made, draft, seen, aside)
        made.amend(plan_drafts, draft, **aside)


@contextmanager
def draft_deed(
    registry: Registry, draft: str, name: str, who: str, **file: Any
) -> Iterator[tuple[Deed, PlanDraft]]:
    """Open a deed about a draft that is neither published nor put aside."""
    options = {"draft": draft, "deed": name}
    with deed(registry, KIND, who, options=options, summary={"records": 1}, **file) as made:
        standing = open_draft(made.connection, draft)
        made.about.setdefault("file_name", standing.name)
        yield made, standing


def seen_whole(made: Deed, draft: str, seen: str, offered: Mapping[str, Any]) -> DraftFile:
    """Return a draft whose terms and zones are as they were ``seen`` ("": whoever does not mind)."""
    file = _file(made.connection, draft)
    if seen in ("", file.stamp):
        return file
    standing = {"name": file.draft.name, "state": file.draft.state.value, "zones": len(file.zones)}
    by, at = batches.last_of(made.connection, KIND, "draft", draft)
    raise changed(made.connection, plan_drafts, draft, standing, offered, first=(by, at))


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


def open_draft(connection: Connection, draft: str) -> PlanDraft:
    """Return a draft that is neither published nor put aside (``DRAFT-UNKNOWN``, ``DRAFT-CLOSED``)."""
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
