"""A storm's letters for tests: four masts, their ranking, what is drafted and sent, what a paper says."""

import datetime as dt
import io
from collections.abc import Sequence

import numpy as np
from docx import Document

from registry.model.storm.storm_records import StormOrder
from registry.model.storm.storms import Exposure, RankedMast, RankPart
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.storm.letters import papers_to_send
from registry.services.storm.ordered_masts import Needed, Reach
from registry.services.storm.orders import (
    Drafted,
    draft_orders,
    record_sent,
)
from registry.services.storm.storms import StormFile
from registry.store import batches, ledger
from tests.services.storm.test_storms import NOON
from tests.store.rows import created, mast, site, station

ONSET = NOON + dt.timedelta(hours=10)


def ranked(rank: int, code: str, operators: Sequence[str], gust: float, **own: object) -> RankedMast:
    """A mast whose design gust is 44 m/s, in one of two communes."""
    level = int(own.pop("level", 12))  # type: ignore[call-overload]
    exposure = Exposure(
        structure_id=f"mast-{code}", code=code, mean_ms=gust / 1.5, gust_ms=gust, mean_level=level - 3,
        gust_level=level, onset_at=ONSET if level >= 8 else None, peak_at=ONSET + dt.timedelta(hours=3),
        end_at=None, nearest_m=50_000.0, design_ms=44.0, design_source="zone", ratio=gust / 44.0, error=0.3,
    )  # fmt: skip
    values = {
        "rank": rank, "structure_id": f"mast-{code}", "site_id": f"site-{code}", "code": code,
        "commune_code": "X1", "commune": "Xã Một", "owner": "", "operators": tuple(operators),
        "exposure": exposure, "score": 1.0 / rank, "missing": (),
        "parts": (RankPart("form", "guyed", 1.1, "RANK-ROBUST", {}),),
        "fall_chance": gust / 90.0, "flagged": gust >= 44.0,
    }  # fmt: skip
    return RankedMast(**{**values, **own})  # type: ignore[arg-type]


def defect_of(structure: str, organisation: str, severity: str = "urgent") -> dict[str, object]:
    return {
        "id": f"d-{structure}", "structure": structure, "inspection": "", "item": "", "entry": "",
        "campaign": "", "deadline_at": "",
        "organisation": organisation, "defect": "leaning", "component": "", "severity": severity,
        "found_on": today(), "photos": [], "note": "", "deadline": None, "deadline_basis": "",
        "state": "open", "closed_on": None, "reason": "", "letter_number": "", "letter_on": None,
        "who": "lan", "at": "",
    }  # fmt: skip


def standing_masts(office: Registry) -> None:
    """Give an office the masts of ``ranking``."""
    rows = []
    for code, form in (("A1", "guyed"), ("A2", "lattice"), ("A3", "monopole"), ("A4", "guyed")):
        rows += created("sites", site(code, 106.2, 21.3))
        rows += created("structures", mast(code, form=form, robust=code == "A3"))
        rows += created("stations", station(code, "VTL"))
    with office.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        ledger.record(connection, rows, who="lan", batch=batch.id)


def ranking() -> list[RankedMast]:
    return [
        ranked(1, "A1", ["VTL"], 45.0, level=14),
        ranked(2, "A2", ["VTL", "VNPT"], 36.0, commune_code="X2", commune="Xã Hai"),
        ranked(3, "A3", ["VNPT"], 30.0, level=11),
        ranked(4, "A4", ["VTL"], 9.0, level=5),
    ]


NEEDED = Needed({}, np.array(["mast-A1", "mast-A2", "mast-A3", "mast-A4"], dtype=object), np.full(4, -1))
HOLDERS = {"VTL": "Viettel", "VNPT": "VNPT", "VMS": "MobiFone"}


def drafted(office: Registry, storm: StormFile, masts: Sequence[RankedMast] | None = None) -> Drafted:
    return draft_orders(
        office, storm.storm.id, ranking() if masts is None else masts, reach=Reach(9.0, 5, 50.0),
        needed=NEEDED, holders=HOLDERS, seen=storm.storm.version, who="trực",
    )  # fmt: skip


def sent(office: Registry, order: StormOrder) -> StormOrder:
    letter, book = papers_to_send(office, order.id, "512/SKHCN-BCVT", today())
    return record_sent(
        office, order.id, number="512/SKHCN-BCVT", sent_on=today(), letter=letter, book=book,
        seen=order.version, who="trực",
    )  # fmt: skip


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def cells(content: bytes) -> set[str]:
    tables = Document(io.BytesIO(content)).tables
    return {cell.text for table in tables for row in table.rows for cell in row.cells}


def of(found: Drafted, recipient: str) -> StormOrder:
    return next(item for item in found.made if item.recipient == recipient)
