"""Draft plans, their zones and scans, as they stand; writing goes through the ledger like everywhere."""

import hashlib
from typing import Any

from sqlalchemy import Connection

from registry.model.areas import Layer
from registry.model.drafts import DraftState, DraftZone, PlanDraft, ZoneScan
from registry.store.zones.tables import draft_zones, plan_drafts, zone_scans


def load_drafts(connection: Connection) -> list[PlanDraft]:
    """Return every draft, the newest first."""
    query = plan_drafts.select().order_by(plan_drafts.c.at.desc(), plan_drafts.c.id)
    return [_draft(dict(row)) for row in connection.execute(query).mappings()]


def get_draft(connection: Connection, draft: str) -> PlanDraft | None:
    """Return a draft by its id, None where there is none."""
    row = connection.execute(plan_drafts.select().where(plan_drafts.c.id == draft)).mappings().first()
    return None if row is None else _draft(dict(row))


def load_draft_zones(connection: Connection, draft: str) -> list[DraftZone]:
    """Return the zones of a draft in the order in which they were entered."""
    query = draft_zones.select().where(draft_zones.c.draft == draft).order_by(draft_zones.c.fid)
    return [_zone(row) for row in connection.execute(query)]


def load_scans(connection: Connection, draft: str) -> list[ZoneScan]:
    """Return the scans of a draft, the oldest first."""
    query = zone_scans.select().where(zone_scans.c.draft == draft).order_by(zone_scans.c.at, zone_scans.c.id)
    return [_scan(row) for row in connection.execute(query)]


def get_scan(connection: Connection, scan: str) -> ZoneScan | None:
    """Return a scan by its id, None where there is none."""
    row = connection.execute(zone_scans.select().where(zone_scans.c.id == scan)).first()
    return None if row is None else _scan(row)


def draft_zone_row(zone: DraftZone) -> dict[str, Any]:
    """Return the row of a draft's zone; no limit of height (``inf``) has a column of its own."""
    unlimited = zone.max_height_m is not None and zone.max_height_m == float("inf")
    return {
        "id": zone.id,
        "draft": zone.draft,
        "layer": zone.layer.value,
        "name": zone.name,
        "decision": zone.decision,
        "article": zone.article,
        "valid_from": zone.valid_from,
        "valid_to": zone.valid_to,
        "geometry": zone.geometry,
        "allowed_classes": None if zone.allowed_classes is None else sorted(zone.allowed_classes),
        "max_height_m": None if unlimited else zone.max_height_m,
        "height_unlimited": unlimited,
        "error_m": zone.error_m,
        "attributes": zone.attributes or None,
        "who": zone.who,
        "at": zone.at,
    }


def stamp_of(draft: PlanDraft, zones: list[DraftZone]) -> str:
    """Return what changes with any change of a draft or its zones: who publishes says what was seen."""
    parts = [f"{draft.id}:{draft.version}", *sorted(f"{zone.id}:{zone.version}" for zone in zones)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _draft(row: dict[str, Any]) -> PlanDraft:
    return PlanDraft(**{**row, "state": DraftState(row["state"])})


def _zone(row: Any) -> DraftZone:
    return DraftZone(
        id=row.id,
        draft=row.draft,
        layer=Layer(row.layer),
        name=row.name,
        geometry=row.geometry,
        decision=row.decision,
        article=row.article,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        allowed_classes=None if row.allowed_classes is None else frozenset(row.allowed_classes),
        max_height_m=float("inf") if row.height_unlimited else row.max_height_m,
        error_m=row.error_m,
        attributes=row.attributes or {},
        who=row.who,
        at=row.at,
        version=row.version,
    )


def _scan(row: Any) -> ZoneScan:
    return ZoneScan(
        id=row.id,
        draft=row.draft,
        name=row.name,
        sha256=row.sha256,
        image_sha256=row.image_sha256,
        width=row.width,
        height=row.height,
        pins=tuple((float(x), float(y), float(lon), float(lat)) for x, y, lon, lat in row.pins or ()),
        version=row.version,
    )
