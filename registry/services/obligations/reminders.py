"""Letters of reminder (công văn đôn đốc): one a carrier, with what is late or soon due, and its works."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from registry.model.duties import Duty, DutyLetter, DutyState, LetterKind, LetterState
from registry.services.obligations.compliance import ComplianceRun, compliance_run
from registry.services.obligations.days_left import left_words
from registry.services.obligations.followed_letters import Content, draft_letters, letters_of, present_head
from registry.services.obligations.obligations import SOON_DAYS, duties_of, title
from registry.services.obligations.works import works_of
from registry.services.office.registry import Registry
from registry.services.office.table_book import Sheet, sheets_book
from registry.services.office.working_days import working_days

HEADER = ("STT", "Nội dung", "Căn cứ", "Thời hạn", "Tình trạng", "Số công trình", "Kết quả, số văn bản")
WORKS = (
    "STT", "Mã vị trí", "Xã, phường", "Công nghệ", "Số GCN kiểm định", "Ngày hết hạn", "Nội dung",
    "Kết quả thực hiện",
)  # fmt: skip


def to_remind(
    duties: Sequence[Duty],
    day: dt.date,
    *,
    within: int = SOON_DAYS,
    only: Collection[str] = (),
    letters: Sequence[DutyLetter] = (),
) -> dict[str, list[Duty]]:
    """Return what each organisation is reminded of: what is late, or due within so many days.

    What one of ``letters`` reminds of already, and its answer is not late, is not said twice; nor is the
    answer to a letter before it is late, nor what is over by a number that is not verified: a letter accuses
    by what was read in the text only. ``only`` names organisations; the office reminds itself of nothing.
    """
    waits = {
        str(line.get("key")) for item in letters if item.state is LetterState.SENT for line in item.lines
    }
    found: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        left = duty.days_left(day)
        if not duty.open or not duty.organisation or left > within or duty.key in waits:
            continue
        if duty.state is DutyState.UNVERIFIED:
            continue
        if duty.code == "DUT-ANSWER" and duty.state is not DutyState.OVERDUE:
            continue
        if not only or duty.organisation in only:
            found[duty.organisation].append(duty)
    return dict(found)


def draft_reminders(
    registry: Registry, *, who: str, within: int = SOON_DAYS, only: Collection[str] = ()
) -> list[DutyLetter]:
    """Draft one letter for every organisation that has anything late or due within so many days."""
    since, run = present_head(registry), compliance_run(registry)
    letters = letters_of(registry, kind=LetterKind.REMINDER)
    duties = duties_of(registry, run.day)
    wanted = to_remind(duties, run.day, within=within, only=only, letters=letters)
    contents = {name: _content(registry, run, duties) for name, duties in wanted.items()}
    return draft_letters(registry, LetterKind.REMINDER, contents, who=who, since=since)


def reminder_book(registry: Registry, duties: Sequence[Duty]) -> bytes:
    """Return the workbook that goes with a reminder: the obligations, and the works that they count."""
    return _book(registry, compliance_run(registry), duties)


def _content(registry: Registry, run: ComplianceRun, duties: Sequence[Duty]) -> Content:
    lines = [
        {
            "key": duty.key,
            "what_vi": title(duty, "vi"),
            "what_en": title(duty, "en"),
            "basis": duty.source,
            "verified": duty.verified and duty.day_stated,
            "due": duty.due_on.isoformat(),
            "items": duty.items,
        }
        for duty in duties
    ]
    return Content(lines, _book(registry, run, duties), {})


def _book(registry: Registry, run: ComplianceRun, duties: Sequence[Duty]) -> bytes:
    rows: list[list[Any]] = []
    works: list[list[Any]] = []
    calendar = working_days(registry)
    for at, duty in enumerate(duties, 1):
        state = left_words(calendar, duty.code, duty.due_on, run.day)
        mark = "" if (duty.verified and duty.day_stated) or not duty.source else " (chưa kiểm chứng)"
        rows.append(
            [at, title(duty), f"{duty.source or '–'}{mark}", duty.due_on, state, duty.items or None, None]
        )
        for row in works_of(run, duty, registry.settings.province):
            works.append(
                [
                    len(works) + 1,
                    row.code,
                    row.commune,
                    row.technology,
                    row.certificate,
                    row.day,
                    title(duty),
                    None,
                ]
            )
    sheets = [Sheet("Nội dung đôn đốc", HEADER, rows, frozenset((at, 6) for at in range(len(rows))))]
    if works:
        filled = frozenset((at, 7) for at in range(len(works)))
        sheets.append(Sheet("Danh sách công trình", WORKS, works, filled))
    return sheets_book(registry, sheets)
