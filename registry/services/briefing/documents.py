"""Briefing of a week, report of a month and programme of a year as .docx, in the office's form."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.messages import Language, Words, number, say, with_values
from registry.model.briefing.briefings import Basis, Briefing, Group, Line, Number, Part, SpanKind
from registry.model.briefing.conclusions import Conclusion, ConclusionState
from registry.model.briefing.programmes import Standing, Task
from registry.services.briefing.programme.months import months_words
from registry.services.office.calendar import in_vietnam
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated, letterhead, open_number
from registry.services.office.registry import Registry
from registry.store.office.operators import is_demo, load_settings

_PERIOD = Words("Từ ngày {first} đến ngày {last}", "{first} to {last}")
_MONTH = Words("Tháng {month}/{year}", "{month}/{year}")
_BASES = {
    Basis.PRESENT: Words("Số liệu của sổ đăng ký ngày {day}", "Numbers of the register on {day}"),
    Basis.LEDGER: Words(
        "Số liệu của sổ đăng ký như đã ghi đến hết ngày {day}",
        "Numbers of the register as it stood at the end of {day}",
    ),
    Basis.DATES: Words(
        "Khi đó chưa có sổ đăng ký: chỉ nêu việc đã làm theo ngày ghi trong hồ sơ",
        "There was no register then: only what was done is told, by its own day",
    ),
}
_KEPT = Words("Bản đã chốt lúc {at}", "Kept at {at}")
_NOBODY = Words("chưa giao", "not assigned")
_LATE = Words("quá {days} ngày", "{days} days late")
_LATER = Words(
    "Ghi thêm sau kỳ: {words}, thêm {added}, bớt {gone}.",
    "Entered later: {words}, {added} more, {gone} less.",
)
_BEFORE = Words(" (kỳ trước {count})", " (before: {count})")
_MORE = Words("và {count} việc nữa, xem trên phần mềm", "and {count} more, see the programme")
_ENDED = {
    ConclusionState.DONE: Words("Đã xong {day}: {outcome}", "Done {day}: {outcome}"),
    ConclusionState.DROPPED: Words("Thôi theo dõi: {outcome}", "Followed no more: {outcome}"),
    ConclusionState.OPEN: Words("Đang thực hiện", "Under way"),
}
STANDINGS = {
    Standing.PLANNED: Words("Chưa bắt đầu", "Not begun"),
    Standing.UNDER_WAY: Words("Đang thực hiện", "Under way"),
    Standing.LATE: Words("Quá hạn", "Overdue"),
    Standing.DONE: Words("Đã xong", "Done"),
    Standing.DROPPED: Words("Không thực hiện", "Dropped"),
}
_WITH = Words("{officer}; phối hợp: {beside}", "{officer}; with: {beside}")
_UNPLANNED = Words("ngoài chương trình", "unplanned")
MOST_LINES = 25
"""How many lines of what is late or coming a document names; the pages have all."""


def briefing_document(
    registry: Registry,
    found: Briefing,
    conclusions: Sequence[Conclusion] | None,
    lang: Language = "vi",
    *,
    kept_at: str = "",
) -> bytes:
    """Return a briefing as .docx, marked as a draft; ``conclusions`` None: as the kept copy itself says."""
    span = found.span
    rooms = [part for part in found.parts if part.code != "conclusions"]
    basis = with_values(_BASES[found.basis], lang, day=f"{span.day:%d/%m/%Y}")
    if kept_at:
        basis += ". " + with_values(_KEPT, lang, at=f"{in_vietnam(kept_at):%H:%M %d/%m/%Y}")
    month = span.kind is SpanKind.MONTH
    period = (
        with_values(_MONTH, lang, month=span.first.month, year=span.first.year)
        if month
        else with_values(_PERIOD, lang, first=f"{span.first:%d/%m/%Y}", last=f"{span.last:%d/%m/%Y}")
    )
    values = {
        "month": month,
        "period": period,
        "basis": basis,
        "next_day": f"{span.next[1]:%d/%m/%Y}",
        **{f"{group.value}_count": number(found.count(group), 0, lang) for group in Group},
        "conclusions": _concluded(found, conclusions, lang),
        "rooms": [_room(part, found, lang) for part in rooms if not part.quiet],
        "quiet": ", ".join(part.title for part in rooms if part.quiet),
        "late": _lines(rooms, Group.LATE, span.day, lang),
        "coming": _lines(rooms, Group.COMING, span.day, lang),
        "notes": _later(found, lang),
    }
    return _made(registry, "briefing", values, lang)


def programme_document(
    registry: Registry, year: int, tasks: Sequence[Task], day: dt.date, lang: Language = "vi"
) -> bytes:
    """Return the programme of a year with its state on a day as .docx, marked as a draft."""
    counts = {one: sum(task.standing(day) is one for task in tasks) for one in Standing}
    sums = ", ".join(
        f"{number(count, 0, lang)} {say(STANDINGS[one], lang).lower()}"
        for one, count in counts.items()
        if count
    )
    values = {
        "year": str(year),
        "day": f"{day:%d/%m/%Y}",
        "total": number(len(tasks), 0, lang),
        "sums": sums or "–",
        "tasks": [_task(one, day, lang) for one in tasks],
        "notes": [],
    }
    return _made(registry, "programme", values, lang)


def _made(registry: Registry, kind: Any, values: dict[str, Any], lang: Language) -> bytes:
    with registry.database.read() as connection:
        settings, demo = load_settings(connection), is_demo(connection)
    head = letterhead(settings, lang, registry.settings.province)
    common = {
        "letterhead": head,
        "number": open_number(head, kind),
        "dated": dated(None, lang),
        "marks": " · ".join(say(mark, lang) for mark in (DRAFT, *([DEMO] if demo else []))),
        "recipient": "",
        "copies": [head["archive"]],
    }
    return fill(template(registry.settings.home / "templates", kind, lang), {**common, **values})


def _concluded(
    found: Briefing, conclusions: Sequence[Conclusion] | None, lang: Language
) -> list[dict[str, Any]]:
    span = found.span
    if conclusions is None:
        part = next((one for one in found.parts if one.code == "conclusions"), None)
        lines = [
            (line, group)
            for group in (Group.DONE, Group.OPEN)
            for one in (part.of(group) if part else ())
            for line in one.lines
        ]
        return [
            {
                "row": at,
                "task": line.words,
                "who": line.who or say(_NOBODY, lang),
                "due": _day(line.on if group is Group.OPEN else None),
                "outcome": line.note or say(_ENDED[ConclusionState.OPEN], lang),
            }
            for at, (line, group) in enumerate(lines, 1)
        ]
    shown = [
        one
        for one in conclusions
        if one.met_on <= max(span.last, span.day)
        and (one.state is ConclusionState.OPEN or span.holds(one.done_on))
    ]
    return [
        {
            "row": at,
            "task": one.task,
            "who": one.officer or say(_NOBODY, lang),
            "due": _day(one.due_on)
            + (
                f" ({with_values(_LATE, lang, days=(span.day - one.due_on).days)})"
                if one.due_on and one.late(span.day)
                else ""
            ),
            "outcome": with_values(_ENDED[one.state], lang, day=_day(one.done_on), outcome=one.outcome),
        }
        for at, one in enumerate(shown, 1)
    ]


def _room(part: Part, found: Briefing, lang: Language) -> dict[str, Any]:
    def told(group: Group) -> str:
        said = []
        for one in part.of(group):
            if one.lines:
                had = found.before.get(one.code)
                tail = (
                    with_values(_BEFORE, lang, count=number(had, 0, lang))
                    if group is Group.DONE and had is not None
                    else ""
                )
                said.append(f"{number(len(one), 0, lang)} {one.words}{tail}")
        return "; ".join(said) or "–"

    return {"room": part.title, **{group.value: told(group) for group in Group}}


def _lines(rooms: Iterable[Part], group: Group, day: dt.date, lang: Language) -> list[dict[str, Any]]:
    every: list[tuple[Part, Number, Line]] = [
        (part, one, line) for part in rooms for one in part.of(group) for line in one.lines
    ]
    every.sort(key=lambda item: (item[2].on is None, item[2].on or day))
    found = []
    for at, (part, one, line) in enumerate(every[:MOST_LINES], 1):
        due = _day(line.on)
        days = line.late_days(day)
        if group is Group.LATE and days:
            due += f" ({with_values(_LATE, lang, days=days)})"
        found.append(
            {
                "row": at,
                "room": part.title,
                "task": f"{line.words} ({one.words})",
                "who": line.owner or line.who or say(_NOBODY, lang),
                "due": due,
            }
        )
    if len(every) > MOST_LINES:
        more = with_values(_MORE, lang, count=len(every) - MOST_LINES)
        found.append({"row": "…", "room": "–", "task": more, "who": "–", "due": "–"})
    return found


def _later(found: Briefing, lang: Language) -> list[str]:
    words = {one.code: one.words for part in found.parts for one in part.numbers}
    return [
        with_values(_LATER, lang, words=words[one.code], added=len(one.added), gone=len(one.gone))
        for one in found.later
    ]


def _task(one: Task, day: dt.date, lang: Language) -> dict[str, Any]:
    who = one.officer or say(_NOBODY, lang)
    if one.beside:
        who = with_values(_WITH, lang, officer=who, beside=one.beside)
    standing = say(STANDINGS[one.standing(day)], lang)
    told = [standing, _day(one.done_on) if one.done_on else "", one.evidence, one.reason]
    if one.unplanned:
        told.append(say(_UNPLANNED, lang))
    return {
        "number": one.number or str(one.ordinal),
        "content": one.content,
        "who": who,
        "months": months_words(one, lang),
        "product": one.product or "–",
        "standing": "; ".join(filter(None, told)),
    }


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
