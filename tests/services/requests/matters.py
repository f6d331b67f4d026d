"""Requests as the tests of what meets twice file, decide and issue them."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.opened import load_request
from registry.services.requests.requests import issue, receive_request
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, pdf, received, to

AGREE, REFUSE = RowDecision.AGREE_WITH_CONDITIONS, RowDecision.REFUSE
THREE = FIVE[:3]


def filed(registry: Registry, path: Path, **own: Any) -> Request:
    """File a list of Viettel's under letter 412, as an officer enters it."""
    values: dict[str, Any] = {
        "kind": RequestKind.POSITION, "organisation": "VTL", "officer": "lan", "who": "lan",
        "letter_number": "412/VTBN-KTHT", "letter_date": today(), "name": path.name, **own,
    }  # fmt: skip
    return receive_request(registry, path, **values)


def with_kinds(path: Path, rows: Sequence[tuple[str, float, float, str]], operator: str = "VTL") -> Path:
    """Write a list of (code, metres north, metres east, kind as written)."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append((*desk.HEADER, "Hình thức"))
    for code, metres, east, kind in rows:
        lon, lat = desk.north(metres, east)
        sheet.append((code, operator, round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2, kind))
    book.save(path)
    return path


def codes(registry: Registry, request: Request) -> dict[int, list[str]]:
    """Return what is open of each row, and under -1 of the request."""
    file = load_request(registry, request.id)
    found = {row.index: [one.code for one in row.unsettled] for row in file.rows if row.unsettled}
    return found | ({-1: [one.code for one in file.unsettled]} if file.unsettled else {})


def refused(code: str) -> Any:
    return pytest.raises(RefusalError, match=code)


def submitted(registry: Registry, request: Request, **own: Any) -> Request:
    request = to(registry, request, RequestState.APPRAISING, RequestState.DRAFT)
    return to(registry, request, RequestState.SUBMITTED, **own)


# ---- the means -------------------------------------------------------------------------------------------
def ready(registry: Registry, folder: Path, rows: Sequence[tuple[str, float, float]]) -> Request:
    request = received(registry, folder, rows)
    decide_as_recommended(registry, request.id, who="lan")
    return submitted(registry, request)


def issue_under(
    registry: Registry, folder: Path, request: Request, number: str, *, date: dt.date | None = None,
    signed: Path | None = None, reason: str = "",
) -> Request:  # fmt: skip
    return issue(
        registry, request.id, number=number, date=date or today(), signed_pdf=signed or pdf(folder),
        signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc",
        version=request.version, reason=reason,
    )  # fmt: skip
