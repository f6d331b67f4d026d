"""Workbooks that go back to the province's system (bảng trả kết quả): what changed since the one before.

Each is kept as it was made, so that one that was lost on the way is sent again as it was. What was answered
elsewhere meanwhile is said in its row.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.field.citizen_states import told, told_by_image
from registry.model.field.field_reports import FieldReport
from registry.model.vietnam_time import in_vietnam, one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.deeds import KIND, deed
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book
from registry.services.public.report_story import Story, stories_of
from registry.store import ledger
from registry.store.database import Connection
from registry.store.ledger_since import entries_about
from registry.store.public import returns as store
from registry.store.public.citizen_reports import load_reports
from registry.store.public.returns import ReportReturn
from registry.store.public.tables import citizen_reports, report_returns

__all__ = ["ReportReturn", "Waiting", "file_of", "give_back", "returns", "waiting"]

TITLE = "Trả kết quả phản ánh"
HEADER = (
    "Mã phản ánh", "Hệ thống gửi", "Số tại sổ BTS", "Mã trạng thái", "Trạng thái", "Lý do", "Kết quả xử lý",
    "Cập nhật ngày", "Hạn xử lý", "Lưu ý",
)  # fmt: skip
"""Always in Vietnamese, and read back by ``import_cases``: the province's system is told in one language."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the next workbook holds: the cases that changed, up to which entry, and how many went before."""

    cases: list[FieldReport]
    entry: int
    ordinal: int


def returns(registry: Registry) -> list[ReportReturn]:
    """Return the workbooks that were made, the newest first."""
    with registry.database.read() as connection:
        return store.load_returns(connection)


def waiting(registry: Registry) -> Waiting:
    """Return what changed since the last workbook."""
    with registry.database.read() as connection:
        return _waiting(connection)


def _waiting(connection: Connection) -> Waiting:
    made = store.load_returns(connection)
    last, ordinal = (made[0].entry, made[0].ordinal) if made else (0, 0)
    before: dict[str, Any] = {}
    for entry in entries_about(connection, last, tables={citizen_reports.name}):
        before.setdefault(entry.change.record, entry.change.before)
    known = {one.id: one for one in load_reports(connection) if one.case_key and one.id in before}
    cases = [one for key, one in known.items() if _news(before[key], one)]
    cases.sort(key=lambda one: (one.due_on is None, one.due_on or 0, one.at))
    return Waiting(cases, ledger.head(connection).seq, ordinal)


def _news(before: dict[str, Any] | None, now: FieldReport) -> bool:
    """Whether a case is told otherwise than it was, or was answered elsewhere meanwhile."""
    if not before:
        return True
    return told_by_image(before) != told(now) or before.get("answer_there", "") != now.answer_there


@one_moment()
def give_back(registry: Registry, *, seen: int, who: str) -> ReportReturn:
    """Make the next workbook and keep it; ``seen`` is how many were made before.

    Refused where nothing changed (``REPORT-RETURN-EMPTY``), and where somebody made it meanwhile.
    """
    found = waiting(registry)
    if not 0 <= seen <= found.ordinal:  # workbooks are numbered one after the other
        raise RefusalError("REQUEST-VALUE", value=str(seen)[:40])
    if not found.cases and found.ordinal == seen:
        raise RefusalError("REPORT-RETURN-EMPTY")
    ordinal = seen + 1
    with deed(registry, f"{KIND}report", who, options={"report": "", "deed": "returned"}) as made:
        key = f"{ordinal:06d}"
        made.check(report_returns, key, 0, {"ordinal": ordinal})
        stories = stories_of(registry, found.cases)
        book = table_book(registry, TITLE, HEADER, [_row(one, stories[one.id]) for one in found.cases])
        name = f"tra-ket-qua-phan-anh-{ordinal:04d}.xlsx"
        kept = keep_bytes(registry, book, name)
        made.create(
            report_returns,
            {
                "id": key, "ordinal": ordinal, "entry": found.entry, "cases": len(found.cases), "name": name,
                "sha256": kept.sha256, "who": made.who, "at": made.at,
            },
        )  # fmt: skip
        made.write()
        return store.get_return(made.connection, key)


def file_of(registry: Registry, identity: str) -> tuple[Path, str]:
    """Return where a workbook lies, and its name (``REPORT-RETURN-UNKNOWN``)."""
    with registry.database.read() as connection:
        found = store.get_return(connection, identity)
    return file_path(registry, found.sha256, found.name), found.name


def _row(one: FieldReport, story: Story) -> list[Any]:
    said = told(one)
    handled = in_vietnam(one.handled_at or one.at).date()
    notes = [f"Nơi khác đã trả lời: {one.answer_there}"] if one.answer_there else []
    if story.before_reopening:
        notes.append(f"Mở lại ngày {story.reopened:%d/%m/%Y}: kết quả xử lý ở đây là của lần trước")
    return [
        one.case_number, one.system, one.number, said.code, said.state["vi"], said.reason["vi"], said.answer,
        handled, one.due_on, "; ".join(notes),
    ]  # fmt: skip
