"""``bts init --demo``: what an office in the middle of its year has on its desks, beside its masts and zones.

Every deed goes through the service that a person's click goes through. Days are counted from the day on which
the registry is made; what was done is recorded in the ledger at the moment of its making, as when an office
enters its old files.
"""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from registry.demo.past_storm import add_past_storm
from registry.demo.places import NOTE, parameters
from registry.demo.work_approvals import add_agreed, add_sharing
from registry.demo.work_briefing import add_briefing
from registry.demo.work_company_inspection import add_company_inspection
from registry.demo.work_designs import add_designs
from registry.demo.work_field import add_field_work
from registry.demo.work_letters import add_letters, add_newer_list
from registry.demo.work_lists import add_handed_list
from registry.demo.work_plans import add_drafts, answer_pairs
from registry.demo.work_requests import add_requests
from registry.demo.work_storm import add_outage, add_storm
from registry.model.notices import NoticeKind
from registry.model.people import Person, Role
from registry.services.office.calendar import today
from registry.services.office.deeds import write
from registry.services.office.letters.letterhead import state as state_letterhead
from registry.services.office.notices import open_notices
from registry.services.office.registry import Registry
from registry.services.office.time_limits import set_office_number
from registry.services.open_data.decisions import Typed, open_set
from registry.store.office.notices import notices_of
from registry.store.office.operators import load_meta, load_operators, meta_change

WHO = "bts init --demo"
BEGUN = "demo_work"  # the steps that were begun
Progress = Callable[[str], None]


def add_work(registry: Registry, *, day: dt.date | None = None, progress: Progress | None = None) -> None:
    """Add an office's work to an illustrative registry as it stands on ``day`` (default today).

    ``progress`` is told each step in Vietnamese. A step that was cut short is left as it is and the next ones
    are made, so that nothing is entered twice.
    """
    say = progress or (lambda _step: None)
    day = day or today()
    for name, words, step in _steps(registry, day):
        if not _begin(registry, name):
            continue
        say(words)
        step()


def _steps(registry: Registry, day: dt.date) -> list[tuple[str, str, Callable[[], Any]]]:
    folder = registry.settings.home / "samples" / "nguon"
    return [
        ("office", "Thông tin cơ quan, thời hạn", lambda: _office(registry)),
        ("lists", "Danh sách mới của doanh nghiệp", lambda: add_newer_list(registry, folder, day)),
        ("handed", "Danh sách cột doanh nghiệp nộp", lambda: add_handed_list(registry, folder, day)),
        ("requests", "Hồ sơ đề nghị của doanh nghiệp", lambda: add_requests(registry, folder / "ho-so", day)),
        ("agreed", "Vị trí đã thống nhất, đề nghị dùng chung", lambda: _after(registry, day)),
        ("pairs", "Cột trùng, dự thảo quy hoạch", lambda: _data(registry, day)),
        ("designs", "Hồ sơ khu dân cư, khu đô thị", lambda: add_designs(registry, folder / "thiet-ke", day)),
        ("field", "Phản ánh, tự kiểm tra", lambda: add_field_work(registry, folder / "kiem-tra", day)),
        ("letters", "Nghĩa vụ, công văn theo dõi", lambda: add_letters(registry, day)),
        ("inspection", "Kiểm tra một doanh nghiệp", lambda: _inspection(registry, folder, day)),
        ("past_storm", "Bão đã qua", lambda: add_past_storm(registry, day)),
        ("storm", "Diễn tập ứng phó bão", lambda: add_storm(registry, day)),
        ("outage", "Báo cáo mất liên lạc", lambda: add_outage(registry)),
        ("briefing", "Chương trình công tác, kết luận giao ban", lambda: add_briefing(registry, day)),
        ("open", "Dữ liệu mở", lambda: _open_data(registry, day)),
        ("told", "Thông báo đã mở", lambda: _opened(registry)),
    ]


def _begin(registry: Registry, name: str) -> bool:
    """Note that a step begins; False where it was begun before."""
    with registry.database.write() as connection:
        begun = list(load_meta(connection).get(BEGUN) or [])
        if name in begun:
            return False
        write(
            connection,
            [meta_change(connection, BEGUN, [*begun, name])],
            "demo",
            WHO,
            file_name=NOTE,
            options={"work": name},
        )
    return True


def _office(registry: Registry) -> None:
    work = parameters("work")
    state_letterhead(registry, work["office"], who=work["clerk"])
    for key, value in work["limits"].items():
        set_office_number(registry, key, value, who=work["clerk"])


def _after(registry: Registry, day: dt.date) -> None:
    add_agreed(registry, day)
    add_sharing(registry, day)


def _inspection(registry: Registry, folder: Path, day: dt.date) -> None:
    add_company_inspection(registry, folder / "kiem-tra-doanh-nghiep", day)


def _data(registry: Registry, day: dt.date) -> None:
    answer_pairs(registry)
    add_drafts(registry, day)


_LEFT = frozenset({NoticeKind.SUPPLEMENT, NoticeKind.ANSWERED, NoticeKind.SHARING_ASKED, NoticeKind.LETTER})
"""What an office and its carriers have not opened yet."""


def _opened(registry: Registry) -> None:
    """Open what was told of old files, so that an inbox shows what is new."""
    with registry.database.read() as connection:
        every = [
            *notices_of(connection, roles={role.value for role in Role}),
            *(
                one
                for item in load_operators(connection)
                for one in notices_of(connection, organisation=item.code)
            ),
        ]
    open_notices(registry, [one for one in every if one.kind not in _LEFT], who=WHO)


def _open_data(registry: Registry, day: dt.date) -> None:
    work = parameters("work")
    leader = Person(work["leader"], frozenset({Role.LEADER}))
    for one in work["open"]:
        decided_on = day - dt.timedelta(days=one["decided"])
        opens = day - dt.timedelta(days=one["opens"])
        typed = Typed(one["decision"], decided_on, opens, None, one["terms"], one["contact"])
        open_set(registry, one["set"], typed, person=leader)
