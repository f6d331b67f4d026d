"""Letters that ask what became of the masts of a list: one a carrier, with every case in its workbook."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from typing import Any

from registry.columns import CellType, column
from registry.messages import Language, Words, number, render, say
from registry.model.duties import DutyLetter, LetterKind
from registry.model.list_changes import ChangeKind, Explained, ListChange, ListPeriod
from registry.services.appraise.row_texts import choice_words
from registry.services.obligations.followed_letters import Content, draft_letters, present_head
from registry.services.obligations.list_changes import list_periods, mark_asked
from registry.services.office.calendar import quarter_of
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, sheets_book
from registry.store.office.operators import organisation_names

KINDS = {
    ChangeKind.NEW: Words("Cột mới xuất hiện trong danh sách", "Masts that are new in the list"),
    ChangeKind.MOVED: Words("Cột thay đổi tọa độ", "Masts whose position changed"),
    ChangeKind.CHANGED: Words("Cột thay đổi thông số", "Masts whose data changed"),
    ChangeKind.VANISHED: Words("Cột không còn trong danh sách", "Masts that the list no longer has"),
}
EXPLAINED = {
    Explained.OPEN: Words("Chưa giải trình", "Unexplained"),
    Explained.ASKED: Words("Đang hỏi", "Asked"),
    Explained.ANSWERED: Words("Đã giải trình", "Explained"),
    Explained.ITSELF: Words("Tự rõ", "Clear by itself"),
}
_HEADER = ("STT", "Mã vị trí", "Thay đổi", "Chi tiết", "Danh sách ngày", "Giải trình (lý do, số văn bản)")
_OPEN = (Explained.OPEN, Explained.ASKED)
_YES, _NO = Words("có", "yes"), Words("không", "no")


def draft_change_letters(
    registry: Registry, day: dt.date, *, who: str, only: Collection[str] = ()
) -> list[DutyLetter]:
    """Draft one letter for every carrier with changes that nobody explained, and mark them as asked."""
    since = present_head(registry)
    first, last = quarter_of(day)
    period = f"{first:%d/%m/%Y} - {last:%d/%m/%Y}"
    asked = {
        item.operator: [change for change in item.changes if change.explained in _OPEN]
        for item in list_periods(registry, day)
        if not only or item.operator in only
    }
    contents = {
        operator: Content(_lines(changes), _book(registry, changes), {"period": period})
        for operator, changes in asked.items()
        if changes
    }
    letters = draft_letters(registry, LetterKind.CHANGES, contents, who=who, since=since)
    for letter in letters:
        mark_asked(registry, asked[letter.organisation], letter.id, who=who)
    return letters


def changes_book(registry: Registry, periods: Collection[ListPeriod], lang: Language = "vi") -> bytes:
    """Return every change of some operators as a workbook, in the words of its page."""
    header = ("Doanh nghiệp", *_HEADER[1:5], "Tình trạng", "Giải trình")
    with registry.database.read() as connection:
        names = organisation_names(connection)
    rows = [
        [
            names.get(item.operator, item.operator), item.code, say(KINDS[item.kind], lang),
            details(item, lang), item.list_date, say(EXPLAINED[item.explained], lang),
            item.answer or reason_words(item, lang),
        ]
        for period in periods
        for item in period.changes
    ]  # fmt: skip
    return sheets_book(registry, [Sheet("Biến động danh sách", header, rows)])


def details(change: ListChange, lang: Language = "vi") -> str:
    """Return what changed, in short."""
    if change.metres is not None:
        return render("LIST-CHANGE-METRES", {"metres": change.metres}, lang)
    if change.kind is ChangeKind.VANISHED:
        day = dt.date.fromisoformat(str(change.fields[0][1]))
        return render("LIST-CHANGE-LAST-LISTED", {"day": day}, lang)
    return "; ".join(
        f"{_label(name, lang)}: {_changed(name, before, after, lang)}"
        for name, before, after in change.fields
    )


def _changed(name: str, before: object, after: object, lang: Language) -> str:
    """Return what became of a field; of technologies it is those that join what the mast has."""
    said = _value(name, after, lang)
    if name == "technology" and before is None and after is not None:
        return render("LIST-CHANGE-ADDED", {"value": said}, lang)
    return f"{_value(name, before, lang)} → {said}"


def reason_words(change: ListChange, lang: Language = "vi") -> str:
    """Return how the register explains a change, "" where it does not."""
    return render(change.reason, dict(change.params), lang) if change.reason else ""


def _lines(changes: list[ListChange]) -> list[dict[str, Any]]:
    counted = Counter(change.kind for change in changes)
    return [
        {
            "key": kind.value, "part": "", "what_vi": words.vi, "what_en": words.en, "basis": "",
            "verified": True, "items": counted[kind],
        }
        for kind, words in KINDS.items()
        if counted[kind]
    ]  # fmt: skip


def _book(registry: Registry, changes: list[ListChange]) -> bytes:
    rows = [
        [at, item.code, KINDS[item.kind].vi, details(item), item.list_date, None]
        for at, item in enumerate(changes, 1)
    ]
    fill = frozenset((at, 5) for at in range(len(rows)))
    return sheets_book(registry, [Sheet("Đề nghị giải trình", _HEADER, rows, fill)])


def _label(name: str, lang: Language) -> str:
    try:
        found = column(name)
    except KeyError:
        return name
    return found.label_vi if lang == "vi" else found.label_en


def _value(name: str, value: object, lang: Language) -> str:
    """Return a value of an image as it is read: a code's word, days and numbers as people write them."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return say(_YES if value else _NO, lang)
    if isinstance(value, float):
        return number(value, 0 if value.is_integer() else 1, lang)
    try:
        known = column(name)
    except KeyError:
        return str(value)
    if known.type is CellType.DATE:
        return f"{dt.date.fromisoformat(str(value)):%d/%m/%Y}"
    return choice_words(known, lang).get(str(value), str(value))
