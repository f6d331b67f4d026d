"""A small office with stations of two carriers in two communes, an event, and reports."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.model.outages.outages import EventKind, OutageEvent, ReportSource
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import Heading
from registry.services.outages.events import open_event
from registry.store import batches, ledger
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

HEADER = ("Mã trạm", "Xã/Phường", "Tình trạng", "Nguyên nhân", "Đang chạy máy nổ", "Mất liên lạc lúc",
          "Khôi phục lúc", "Số trạm mất liên lạc", "Số trạm đã khôi phục")  # fmt: skip
COMMUNE = "07228"
OTHER = "07681"


def built(registry: Registry, **of_masts: Any) -> Registry:
    """Give Viettel four stations and VNPT two more, in two communes; ``of_masts`` is said of every mast."""
    rows: list[Any] = []
    for number, (operator, commune) in enumerate(
        [("VTL", COMMUNE)] * 3 + [("VTL", OTHER), ("VNPT", COMMUNE), ("VNPT", OTHER)], 100
    ):
        code = f"BGG{number:05d}"
        lon, lat = desk.north(500.0 * (number - 99))
        rows += created("sites", {**site(code, lon, lat), "commune_code": commune})
        rows += created("structures", mast(code, mast_class="A2b", mast_height_m=42.0, **of_masts))
        rows += created("stations", station(code, operator))
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)
    return registry


def opened(registry: Registry, hours_ago: float = 7.0, **own: Any) -> OutageEvent:
    start = now() - dt.timedelta(hours=hours_ago)
    values: dict[str, Any] = {
        "name": "Bão số 3", "kind": EventKind.STORM, "started_at": start,
        "first_due": start + dt.timedelta(hours=6), "hours": 6, "operators": ("VTL", "VNPT"), "who": "trực",
    }  # fmt: skip
    return open_event(registry, **{**values, **own})


def heading(event: OutageEvent, operator: str = "VTL", hours_ago: float = 1.5, **own: Any) -> Heading:
    values: dict[str, Any] = {
        "event": event.id, "operator": operator, "due": event.first_due,
        "as_of": now() - dt.timedelta(hours=hours_ago), "source": ReportSource.FORM, "who": operator.lower(),
    }  # fmt: skip
    return Heading(**{**values, **own})


def workbook(path: Path, rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(tuple(header))
    for row in rows:
        sheet.append(tuple(row) + ("",) * (len(header) - len(row)))
    book.save(path)
    return path
