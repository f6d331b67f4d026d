"""Passing a door: refused while something is open or the sheet changed since it was looked at.

Reasons are kept where their matters are answered (notes of the row or of the whole), and the sheet as it
stood is a note of its own: the leader reads both, and the sealed package holds them.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.desk import NoteKind
from registry.model.requests.desk_records import HistoryEntry
from registry.model.requests.matters import Matter, Weight
from registry.services.office.calendar import in_vietnam
from registry.services.office.deeds import CHANGED
from registry.services.requests.actions import Action
from registry.services.requests.gates.sheet import WHOLE, Item, Point, Sheet
from registry.services.requests.kept_notes import write_note
from registry.services.requests.matter_answers import note_answer
from registry.services.requests.matters import in_words, said
from registry.services.requests.opened import RequestFile
from registry.typed_text import within

NAMED = 5  # rows that a refusal names with what they leave open
LONGEST = 2000
Reasons = Mapping[str, str]
"""What was typed, by the kind that it answers; "" is a word on everything else that may be answered."""


def check_seen(sheet: Sheet, token: str | None, history: Sequence[HistoryEntry], number: str) -> None:
    """Refuse a sheet that is not the one that was looked at (``CHANGED-MEANWHILE``).

    ``token`` None: whoever goes through did not look at a page (the command line, an import).
    """
    if token is None or sheet.is_seen(token):
        return
    seq = token.partition("-")[0]
    since = [entry for entry in history if seq.isdigit() and entry.seq > int(seq)]
    by = since[-1].who if since else Words("một hồ sơ hoặc dữ liệu khác", "another request or other data")
    at = f"{in_vietnam(since[-1].at):%d/%m/%Y %H:%M}" if since else Words("sau khi mở trang", "since then")
    raise RefusalError(
        CHANGED, by=by, at=at, what=Words(f"bảng kiểm tra của hồ sơ {number}", f"the sheet of {number}"),
        stands=_in_short(sheet), wanted=Words("bảng đã xem trước đó", "the sheet that was looked at"),
        table="requests", record=number, standing={}, offered={},
    )  # fmt: skip


def check_sheet(file: RequestFile, sheet: Sheet, reasons: Reasons) -> None:
    """Refuse to go on while something has to be mended or a reason is missing (``REQUEST-MATTERS``)."""
    left = [point for point in sheet.points if point.open and not _reason(point, reasons)]
    if not left:
        return
    whole = [point.matter for point in left if point.row == WHOLE]
    rows: dict[int, list[Matter]] = {}
    for point in left:
        if point.row != WHOLE:
            rows.setdefault(point.row, []).append(point.matter)
    parts = [in_words([one]) for one in whole]
    for at in sorted(rows)[:NAMED]:
        number = file.rows[at].proposal.row
        parts.append(
            Words(
                f"dòng {number}: {'; '.join(said(one) for one in rows[at])}",
                f"row {number}: {'; '.join(said(one, 'en') for one in rows[at])}",
            )
        )
    more = " …" if len(rows) > NAMED else ""
    raise RefusalError(
        "REQUEST-MATTERS",
        number=file.request.number,
        count=len(rows) + bool(whole),
        matters=Words(". ".join(p.vi for p in parts) + more, ". ".join(p.en for p in parts) + more),
    )


def keep_passed(made: Action, sheet: Sheet, reasons: Reasons) -> None:
    """Keep what was answered at a door, each with its reason, and the sheet as it stood there."""
    given: dict[tuple[int, str], list[Matter]] = {}
    for point in sheet.points:
        reason = _reason(point, reasons)
        if point.open and reason:
            given.setdefault((point.row, reason), []).append(point.matter)
    for (row, reason), matters in given.items():
        note_answer(made, matters, reason, row=row)
    keep_sheet(made, sheet, reasons)


def keep_sheet(made: Action, sheet: Sheet, reasons: Reasons) -> None:
    """Keep the sheet as it stood at a door, as a note on the whole list."""
    items = [*sheet.stops, *sheet.asks, *sheet.answered, *sheet.says]
    write_note(
        made,
        NoteKind.SHEET,
        "",
        details={
            "door": sheet.door.value,
            "counts": dict(sheet.counts),
            "items": [_kept(item, reasons) for item in items],
        },
    )


def _kept(item: Item, reasons: Reasons) -> dict[str, Any]:
    return {
        "kind": item.kind.value,
        "side": item.side.value,
        "weight": item.weight.value,
        "points": [
            {
                "row": point.row,
                "said": [said(point.matter, "vi"), said(point.matter, "en")],
                "reason": point.answer.text if point.answer else point.reason or _reason(point, reasons),
                "who": point.answer.who if point.answer else "",
            }
            for point in item.points
        ],
    }


def _reason(point: Point, reasons: Reasons) -> str:
    """Return what was typed for an open point that a reason may answer, "" where nothing was."""
    if point.weight is not Weight.ASKS or point.answer is not None:
        return ""
    return within(reasons.get(point.kind.value) or reasons.get("") or "", LONGEST)


def _in_short(sheet: Sheet) -> Words:
    stops, asks = (_count(items) for items in (sheet.stops, sheet.asks))
    return Words(
        f"{sheet.counts['rows']} vị trí, {stops} điều phải sửa, {asks} điều phải ghi lý do",
        f"{sheet.counts['rows']} positions, {stops} to be mended, {asks} that want a reason",
    )


def _count(items: Iterable[Item]) -> int:
    return sum(len(item.points) for item in items)
