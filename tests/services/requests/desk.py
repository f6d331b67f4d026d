"""A small office for the desk: one mast of VNPT in Bắc Giang, every list complete, and lists to file.

It knows where planning zones are (nowhere), so that its positions can be assessed at all.
"""

import contextlib
import datetime as dt
import math
import threading
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from registry.demo.initialise import init_registry
from registry.errors import RefusalError
from registry.model.areas import Layer, LayerCoverage, OperatorList
from registry.model.requests.desk import Request, RequestKind, RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.verify import verify
from registry.services.requests.decisions import decide_as_recommended
from registry.services.requests.requests import change_state, issue, receive_request
from registry.settings import Settings, read_settings
from registry.store import batches, ledger
from registry.store.register.lists import list_row
from registry.store.requests.requests import load_requests
from registry.store.zones.zones import coverage_row
from tests.copied import copied
from tests.store.rows import created, mast, site, station

LON, LAT = 106.1946, 21.2734
NORTH_M = 111_000.0
GAPS = "nêu trong văn bản, nhà đầu tư tự chứng minh"
"""What an officer says of what his office lacks."""
HEADER = ("Mã vị trí", "Doanh nghiệp", "Kinh độ", "Vĩ độ", "Loại cột", "Vị trí đặt", "Chiều cao cột (m)",
          "Số doanh nghiệp thiết kế")  # fmt: skip


def make(settings: Settings) -> Registry:
    """Make an office: units, one mast ``BGG00045`` of VNPT, complete lists of today, no planning zone.

    On SQLite it is a copy of one that is made once.
    """
    if settings.database_url == read_settings({"BTS_HOME": str(settings.home)}).database_url:
        copied(fill, settings.home)
    else:
        fill(settings)
    return open_registry(settings)


def fill(settings: Settings) -> None:
    """Make the office of ``make`` anew."""
    init_registry(settings)
    with contextlib.closing(open_registry(settings)) as registry, registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        rows = [
            *created("sites", site("BGG00045", LON, LAT)),
            *created("structures", mast("BGG00045", mast_class="A2b", mast_height_m=42.0)),
            *created("stations", station("BGG00045", "VNPT")),
        ]
        for code in ("VNPT", "VTL", "VMS", "VNM"):
            rows += created("operator_lists", list_row(OperatorList(code, today(), True, batch.id)))
        planned = LayerCoverage(Layer.PLANNING, "Văn bản 12/SXD", dt.date(2020, 1, 1), None)
        rows += created("layer_coverages", coverage_row(planned))
        ledger.record(connection, rows, who="lan", batch=batch.id)


def north(metres: float, east: float = 0.0) -> tuple[float, float]:
    """Return (lon, lat) so many metres north and east of the mast, to a metre or two."""
    return LON + east / (NORTH_M * math.cos(math.radians(LAT))), LAT + metres / NORTH_M


def write_list(
    path: Path,
    rows: Sequence[tuple[str, float, float]],
    operator: str = "VTL",
    first_height_m: float | None = 42,
) -> Path:
    """Write a list of (code, metres north, metres east); its first mast may have another height, or none."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    for at, (code, metres, east) in enumerate(rows):
        lon, lat = north(metres, east)
        height = 42 if at else first_height_m
        sheet.append((code, operator, round(lon, 6), round(lat, 6), "A2b", "dưới đất", height, 2))
    book.save(path)
    return path


FIVE = [("V1", 2000.0, 0.0), ("V2", 3000.0, 0.0), ("V3", 4000.0, 0.0), ("V4", 5000.0, 0.0), ("V5", 60.0, 0.0)]
"""Four positions on open ground and one 60 m from the mast of another network."""


def received(
    registry: Registry, folder: Path, rows: Sequence[tuple[str, float, float]] = FIVE, **own: Any
) -> Request:
    """Receive a list of ``rows`` as a request of Viettel's, with a letter of its own, handled by ``lan``."""
    operator = own.pop("organisation", "VTL")
    path = write_list(folder / f"ds-{operator}-{len(rows)}.xlsx", rows, operator)
    kind = own.pop("kind", RequestKind.POSITION)
    return receive_request(
        registry, path, kind=kind, organisation=operator, officer="lan", name=path.name,
        letter_date=today(), **{"who": "lan", "letter_number": f"{15 + counted(registry)}/VT-KT", **own},
    )  # fmt: skip


def counted(registry: Registry) -> int:
    """Return how many requests there are."""
    with registry.database.read() as connection:
        return len(load_requests(connection))


def to(registry: Registry, request: Request, *states: RequestState, **own: Any) -> Request:
    """Move a request through states, by ``lan``; that its papers came on paper is said at the door."""
    for state in states:
        request = change_state(
            registry, request.id, state, who="lan", version=request.version,
            **{"reasons": {"papers": "bản giấy kèm công văn", "gaps": GAPS}, **own},
        )  # fmt: skip
    return request


def pdf(folder: Path) -> Path:
    """Write something that begins as a PDF does, another one each time."""
    path = folder / "ký.pdf"
    path.write_bytes(f"%PDF-1.7\n%{uuid.uuid4()}\n%%EOF\n".encode())
    return path


def issued(registry: Registry, folder: Path, request: Request, *, date: dt.date | None = None) -> Request:
    """Decide as recommended, submit and issue a request that was received, its number by its own."""
    ordinal = int(request.number.partition("/")[0])
    request = to(registry, request, RequestState.APPRAISING, RequestState.DRAFT)
    decide_as_recommended(registry, request.id, who="lan")
    request = to(registry, request, RequestState.SUBMITTED)
    return issue(
        registry, request.id, number=f"{320 + ordinal}/SKHCN-VT", date=date or today(),
        signed_pdf=pdf(folder), signed_name="ký.pdf", who="giám đốc", version=request.version,
        reasons={"signature": "ký giấy", "gaps": GAPS},
    )  # fmt: skip


def sound(registry: Registry) -> bool:
    """Whether the ledger's chain holds and replays to what stands in the tables."""
    return not verify(registry).problems


def at_once(registry: Registry, *deeds: Callable[[Registry], Any]) -> list[str]:
    """Do several things at one moment, each with connections of its own; return "" or a refusal's code."""
    start = threading.Barrier(len(deeds))
    outcomes = ["no outcome"] * len(deeds)

    def do(at: int, deed: Callable[[Registry], Any]) -> None:
        with contextlib.closing(open_registry(registry.settings)) as own:
            start.wait()
            try:
                deed(own)
                outcomes[at] = ""
            except RefusalError as refusal:
                outcomes[at] = refusal.code

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
