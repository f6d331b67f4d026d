"""What a draft would change, as a workbook: one line for each rule of each mast or decided row."""

from pathlib import Path
from typing import Any

from registry.intake.plain_workbook import PlainSheet, write_plain_workbook
from registry.messages import Language
from registry.model.findings import Outcome
from registry.services.appraise.finding_texts import sentence
from registry.services.office.table_book import ILLUSTRATIVE, as_text
from registry.services.zones.plan_drafts import DraftFile
from registry.services.zones.what_if import WhatIf, WouldChange

_OUTCOMES: dict[Outcome, tuple[str, str]] = {
    Outcome.PASS: ("Đạt", "Pass"),
    Outcome.FAIL: ("Không đạt", "Fail"),
    Outcome.REVIEW: ("Cần xem xét", "Review"),
    Outcome.CONSENT: ("Cần văn bản đồng ý", "Consent needed"),
    Outcome.UNKNOWN: ("Chưa đủ căn cứ", "Not known"),
    Outcome.NA: ("Không áp dụng", "Not applicable"),
}
_HEAD = (
    ("Loại", "Kind"), ("Mã vị trí", "Site code"), ("Hồ sơ", "Request"), ("Dòng", "Row"),
    ("Công văn", "Letter"), ("Doanh nghiệp", "Operator"),
    ("Quy tắc", "Rule"), ("Hiện nay", "Now"), ("Nếu công bố", "If published"), ("Lý do", "Reason"),
    ("Kinh độ", "Longitude"), ("Vĩ độ", "Latitude"),
)  # fmt: skip
_MAST = ("Cột hiện có", "Standing mast")
_AGREED = ("Vị trí đã duyệt, chưa xây (theo danh sách)", "Approved, not built (by the lists)")
_ISSUED = ("Dòng của công văn đã ban hành", "Row of an issued letter")
_PENDING = ("Dòng đã quyết định, chưa ban hành", "Decided row, not issued")


def write_what_if(
    found: WhatIf, file: DraftFile, path: Path, lang: Language = "vi", *, illustrative: bool = False
) -> None:
    """Write the changes to ``path`` (.xlsx): the draft and the day above, then a line for each rule."""
    at = 0 if lang == "vi" else 1
    title = f"{file.draft.name} · {found.day:%d/%m/%Y}" + (f" · {ILLUSTRATIVE}" if illustrative else "")
    rows: list[tuple[Any, ...]] = [(title,), tuple(pair[at] for pair in _HEAD)]
    for item in found.changes:
        row, decided = item.proposal, item.decided
        rows += [
            (
                _kind(item)[at],
                row.site_code,
                decided.number if decided else "",
                decided.sheet_row if decided else "",
                decided.issued_number if decided else "",
                ", ".join(filter(None, (row.operator, *row.shared_with))),
                change.rule,
                _OUTCOMES[change.before.outcome][at],
                _OUTCOMES[change.after.outcome][at],
                sentence(change.after, lang),
                row.position.lon,
                row.position.lat,
            )
            for change in item.rules
        ]
    lines = (list(map(as_text, line)) for line in rows)
    write_plain_workbook(
        path, [PlainSheet("Tác động" if lang == "vi" else "What if", lines, bold=2, frozen=0)]
    )


def _kind(item: WouldChange) -> tuple[str, str]:
    if item.decided is not None:
        return _ISSUED if item.decided.issued else _PENDING
    return _MAST if item.built else _AGREED
