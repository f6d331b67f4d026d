"""The programme of a year as .xlsx; what is read from it again is the same."""

from collections.abc import Sequence
from typing import Any

from registry.model.briefing.programmes import Task, TaskState
from registry.services.office.registry import Registry
from registry.services.office.table_book import table_book

HEADER = (
    "TT", "Phần", "Nội dung nhiệm vụ", "Lĩnh vực", "Chủ trì", "Phối hợp", "Thời gian", "Các tháng",
    "Sản phẩm", "Căn cứ", "Tình trạng", "Ngày xong", "Minh chứng", "Lý do", "Ngoài chương trình",
    "Số liệu gắn", "Ghi chú",
)  # fmt: skip
"""Its columns, as the reading of tables knows them (``programme.columns``)."""
_STATES = {
    TaskState.PLANNED: "Chưa bắt đầu",
    TaskState.UNDER_WAY: "Đang thực hiện",
    TaskState.DONE: "Đã xong",
    TaskState.DROPPED: "Không thực hiện",
}


def programme_rows(tasks: Sequence[Task]) -> list[list[Any]]:
    """Return the rows of the workbook below its header."""
    return [
        [
            one.number, one.section, one.content, one.room, one.officer, one.beside, one.months_text,
            ", ".join(map(str, one.months)), one.product, one.source, _STATES[one.state], one.done_on,
            one.evidence, one.reason, "x" if one.unplanned else "",
            f"{one.link_kind}:{one.link}" if one.link else "", one.note,
        ]
        for one in tasks
    ]  # fmt: skip


def programme_book(registry: Registry, year: int, tasks: Sequence[Task]) -> bytes:
    """Return the programme as a workbook."""
    return table_book(registry, f"Chương trình {year}", HEADER, programme_rows(tasks))
