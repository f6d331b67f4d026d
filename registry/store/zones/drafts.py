"""Draft plans, their zones and scans, as they stand; writing goes through the ledger like everywhere."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from registry.model.drafts import DraftZone, PlanDraft, ZoneScan
from registry.store.records import record_of, row_of
from registry.store.zones.tables import draft_zones, plan_drafts, zone_scans
from registry.store.zones.zones import height_columns, height_of


def load_drafts(connection: Connection) -> list[PlanDraft]:
    """Return every draft, the newest first."""
    query = plan_drafts.select().order_by(plan_drafts.c.at.desc(), plan_drafts.c.id)
    return [_draft(row) for row in connection.execute(query).mappings()]


def get_draft(connection: Connection, draft: str) -> PlanDraft | None:
    """Return a draft by its id, None where there is none."""
    row = connection.execute(plan_drafts.select().where(plan_drafts.c.id == draft)).mappings().first()
    return None if row is None else _draft(row)


def load_draft_zones(connection: Connection, draft: str) -> list[DraftZone]:
    """Return the zones of a draft in the order in which they were entered."""
    query = draft_zones.select().where(draft_zones.c.draft == draft).order_by(draft_zones.c.fid)
    return [_zone(row) for row in connection.execute(query).mappings()]


def load_scans(connection: Connection, draft: str) -> list[ZoneScan]:
    """Return the scans of a draft, the oldest first."""
    query = zone_scans.select().where(zone_scans.c.draft == draft).order_by(zone_scans.c.at, zone_scans.c.id)
    return [_scan(row) for row in connection.execute(query).mappings()]


def get_scan(connection: Connection, scan: str) -> ZoneScan | None:
    """Return a scan by its id, None where there is none."""
    row = connection.execute(zone_scans.select().where(zone_scans.c.id == scan)).mappings().first()
    return None if row is None else _scan(row)


def draft_zone_row(zone: DraftZone) -> dict[str, Any]:
    """Return the row of a draft's zone; no limit of height (``inf``) has a column of its own."""
    return row_of(draft_zones, zone, attributes=zone.attributes or None, **height_columns(zone.max_height_m))


def stamp_of(draft: PlanDraft, zones: list[DraftZone]) -> str:
    """Return what changes with any change of a draft or its zones: who publishes says what was seen."""
    parts = [f"{draft.id}:{draft.version}", *sorted(f"{zone.id}:{zone.version}" for zone in zones)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _draft(row: Mapping[Any, Any]) -> PlanDraft:
    return record_of(PlanDraft, row)


def _zone(row: Mapping[Any, Any]) -> DraftZone:
    return record_of(DraftZone, row, max_height_m=height_of(row))


def _scan(row: Mapping[Any, Any]) -> ZoneScan:
    pins = tuple((float(x), float(y), float(lon), float(lat)) for x, y, lon, lat in row["pins"] or ())
    return record_of(ZoneScan, row, pins=pins)
