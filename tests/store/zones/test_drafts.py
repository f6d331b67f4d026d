"""Drafts, their zones and scans come back from either database as they were written."""

import datetime as dt

import shapely

from registry.model.areas import Layer
from registry.model.drafts import DraftState, DraftZone, ZoneScan
from registry.store import ledger
from registry.store.database import Database
from registry.store.requests.decided_rows import load_decided
from registry.store.zones.drafts import (
    draft_zone_row,
    get_draft,
    get_scan,
    load_draft_zones,
    load_drafts,
    load_scans,
    stamp_of,
)
from tests.store.rows import created

DRAFT = {
    "id": "d1",
    "name": "Quy hoạch",
    "valid_from": dt.date(2026, 12, 1),
    "state": "draft",
    "at": "2026-11-25",
}
SCAN = {"id": "s1", "draft": "d1", "name": "s.png", "width": 10, "height": 20, "pins": [[1, 2, 106.1, 21.2]]}


def zone(key: str, **more: object) -> DraftZone:
    shape = shapely.box(106.1, 21.1, 106.2, 21.2)
    return DraftZone(id=key, draft="d1", layer=Layer.PLANNING, name=key, geometry=shape, **more)  # type: ignore[arg-type]  # any field


def test_what_was_written_comes_back(database: Database) -> None:
    first = zone("a", allowed_classes=frozenset({"A1a"}), max_height_m=float("inf"), error_m=5.0)
    other = zone("b", allowed_classes=frozenset(), decision="QĐ 2", attributes={"made_by": "drawn"})
    rows = created("draft_zones", draft_zone_row(first), draft_zone_row(other))
    with database.write() as connection:
        ledger.record(
            connection,
            [*created("plan_drafts", DRAFT), *created("zone_scans", SCAN), *rows],
            who="a",
            batch="B1",
        )
    with database.read() as connection:
        found = get_draft(connection, "d1")
        assert found is not None
        assert load_drafts(connection) == [found]
        assert (found.state, found.valid_from, found.decision) == (DraftState.DRAFT, dt.date(2026, 12, 1), "")
        zones = load_draft_zones(connection, "d1")
        assert [item.name for item in zones] == ["a", "b"]
        assert (zones[0].allowed_classes, zones[0].max_height_m) == (frozenset({"A1a"}), float("inf"))
        assert (zones[1].allowed_classes, zones[1].max_height_m) == (frozenset(), None)
        assert zones[1].attributes == {"made_by": "drawn"}
        assert shapely.equals_exact(zones[0].geometry, first.geometry)
        assert get_scan(connection, "s1") == ZoneScan(
            "s1", "d1", "s.png", "", "", 10, 20, ((1.0, 2.0, 106.1, 21.2),)
        )
        assert len(load_scans(connection, "d1")) == 1
        assert get_draft(connection, "x") is None
        assert get_scan(connection, "x") is None
        assert load_decided(connection) == []
        assert stamp_of(found, zones) != stamp_of(found, zones[:1])
