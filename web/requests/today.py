"""What requests, questions to bodies and questions of sharing have to say of somebody's day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.services.office.calendar import in_vietnam, today
from registry.services.requests.conditions.owed import FollowedCondition, answered
from registry.services.requests.consulted.consulted_body import asked_of
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.opened import load_request
from registry.services.requests.position_visits import seen_and_undecided
from registry.services.requests.queue import Queue, QueueItem, queue
from registry.services.requests.sharing import sharing_of
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.frame.people import left_behind, locked_note, organisation_names, own_code, who
from web.frame.wording.filters import falls_due
from web.requests import working_days
from web.requests.frame import drafts_of
from web.requests.words import KINDS


def clock_words(item: QueueItem) -> str:
    """Say how long a request still may take, as the queue says it."""
    clock = item.clock
    if clock.left_days is None or clock.due_on is None:
        if not clock.used_days:
            return str(_("chưa qua một ngày làm việc"))
        return str(_("đã %(days)s ngày làm việc", days=clock.used_days))
    if not clock.running:
        return str(_("dừng đếm"))
    if clock.overdue:
        return str(_("quá hạn %(days)s ngày làm việc", days=-clock.left_days))
    if clock.left_days == 0:
        return falls_due(clock.due_on)
    return str(_("còn %(days)s ngày làm việc", days=clock.left_days))


def _queue() -> Queue:
    person = current_person()
    return queue(registry(), person.name or who(), organisation=own_code(person))


def _line(item: QueueItem, note: str = "") -> Item:
    found, names = item.request, organisation_names()
    own = own_code(current_person()) is not None
    sender = str(KINDS[found.kind.value]) if own else names.get(found.organisation, found.organisation)
    rows = _("%(count)s vị trí", count=item.rows)
    due = item.clock.running and item.clock.left_days is not None and item.clock.left_days <= 0
    return Item(
        f"{found.number} · {sender} · {rows}",
        url_for("requests.show", address=found.id),
        note or clock_words(item),
        late=not own and (due or item.late),
    )


def _lines(items: Iterable[QueueItem]) -> list[Item]:
    return [_line(item) for item in items]


def new() -> Sequence[Item]:
    """Return the requests that nobody holds, the shortest clock first; not taken yet, or left by whom."""
    return [
        _line(item, " · ".join(filter(None, (locked_note(item.request.officer), clock_words(item)))))
        for item in _queue().all
        if left_behind(item.request.officer)
    ]


def mine() -> Sequence[Item]:
    """Return the person's own requests that lie with it, with how far each is."""
    return [
        _line(
            item,
            " · ".join(
                filter(
                    None,
                    (
                        str(_("lãnh đạo trả lại")) if item.handed_back_on else "",
                        str(_("đã bổ sung")) if item.returned_on else "",
                        str(_("đã có đủ ý kiến")) if item.opinions_on else "",
                        f"{item.decided}/{item.rows}",
                        clock_words(item),
                    ),
                )
            ),
        )
        for item in _queue().turn
    ]


def looked_at() -> Sequence[Item]:
    """Return the person's own and nobody's requests with rows that were seen and wait for a decision."""
    found, name = seen_and_undecided(registry()), current_person().name or who()
    return [
        replace(
            _line(
                item, str(_("%(count)s vị trí đã đi xem, chưa quyết định", count=len(found[item.request.id])))
            ),
            address=url_for("requests.position_visits", address=item.request.id),
        )
        for item in _queue().all
        if item.request.officer in ("", name) and item.request.id in found
    ]


def drafts() -> Sequence[Item]:
    """Return the previews that the person began and did not send."""
    return [
        Item(
            one["draft"].list_name or str(_("Hồ sơ giấy")),
            url_for("requests.preview", address=one["draft"].id),
            f"{_('giữ đến')} {one['until']:%H:%M %d/%m/%Y}",
        )
        for one in drafts_of(own_code(current_person()), who())
    ]


def submitted() -> Sequence[Item]:
    """Return what waits for the leader, with how many rows were decided otherwise than recommended."""
    return [_line(item, f"{_otherwise(item.request.id)}{clock_words(item)}") for item in _queue().with_leader]


def _otherwise(request: str) -> str:
    rows = load_request(registry(), request).rows
    count = sum(
        row.decision is not None and row.decision.decision is not FOLLOWS[row.verdict] for row in rows
    )
    said = str(_("%(count)s dòng khác đề xuất", count=count))
    return f"{said} · " if count else ""


def supplements() -> Sequence[Item]:
    """Return the carrier's own requests that the office asked it to supplement."""
    return [
        Item(
            line.words, line.address,
            f"{_('từ')} {item.waiting_since:%d/%m/%Y}" if item.waiting_since else "", late=True,
        )
        for item in _queue().with_sender
        for line in [_line(item)]
    ]  # fmt: skip


def under_way() -> Sequence[Item]:
    """Return the carrier's own requests that lie with the office."""
    return _lines(_queue().with_office)


def asked() -> Sequence[Item]:
    """Return what a body is asked and has not answered, with the day by which it is asked to."""
    found = []
    for one in asked_of(registry(), current_person()):
        asking = one.consultation
        if not one.waits:
            continue
        by = asking.answer_by
        rows = str(_("%(count)s vị trí", count=len(one.rows)))
        words = f"{asking.letter_number or one.number} · {one.carrier} · {rows}"
        found.append(
            Item(
                words,
                url_for("consultations.show", consultation=asking.id),
                f"{_('trả lời trước')} {by:%d/%m/%Y}" if by else "",
                late=by is not None and by <= today(),
            )
        )
    return found


def to_share() -> Sequence[Item]:
    """Return what other carriers ask to share of the carrier's own masts, with the day of the answer."""
    own, names = own_code(current_person()), organisation_names()
    return [
        Item(
            f"{one.mast} · {names.get(one.asker, one.asker)}",
            url_for("sharing.show", sharing=one.id),
            str(_("hạn %(day)s", day=f"{one.due_on:%d/%m/%Y}")) if one.due_on else "",
            late=one.due_on is not None and one.due_on <= today(),
        )
        for one in sharing_of(registry())
        if own and one.owner == own and not one.answer
    ]


def _handed_in(own: Iterable[FollowedCondition]) -> dt.datetime:
    return in_vietnam(min(one.condition.answered_at for one in own))


def conditions_answered() -> Sequence[Item]:
    """Return the letters of which carriers answered conditions that the office has not looked at."""
    names = organisation_names()
    found: dict[str, list[FollowedCondition]] = {}
    for one in answered(registry()):
        found.setdefault(one.request.id, []).append(one)
    return [
        Item(
            f"{own[0].request.issued_number} · {names.get(own[0].request.organisation, '')} · "
            + str(_("%(count)s điều kiện", count=len(own))),
            url_for("requests.conditions", address=identity),
            str(_("nộp ngày %(day)s", day=f"{_handed_in(own):%d/%m/%Y}")),
        )
        for identity, own in found.items()
    ]


DAY = (
    DayWork(20, (Role.CARRIER,), _l("Hồ sơ cần bổ sung"), "requests.start", supplements,
            address=lambda: url_for("requests.start", show="waiting")),
    DayWork(21, (Role.CARRIER,), _l("Hồ sơ đang xử lý"), "requests.start", under_way,
            none=_l("Không có hồ sơ nào đang ở cơ quan."), counts=False,
            address=lambda: url_for("requests.start", show="office")),
    DayWork(22, (Role.CARRIER,), _l("Doanh nghiệp khác hỏi dùng chung"), "sharing.listed", to_share),
    DayWork(20, (Role.LEADER,), _l("Hồ sơ chờ ban hành"), "requests.start", submitted,
            none=_l("Không có hồ sơ nào chờ ban hành."),
            address=lambda: url_for("requests.start", show="leader")),
    DayWork(24, (Role.APPRAISER,), _l("Hồ sơ chưa ai giữ"), "requests.start", new,
            none=_l("Hồ sơ nào cũng đã có người xử lý."),
            address=lambda: url_for("requests.start", show="new")),
    DayWork(22, (Role.APPRAISER,), _l("Hồ sơ của tôi"), "requests.start", mine,
            none=_l("Bạn không giữ hồ sơ nào."), address=lambda: url_for("requests.start", show="turn")),
    DayWork(23, (Role.APPRAISER,), _l("Kết quả đi xem vị trí"), "requests.start", looked_at,
            counts=False, more=_l("Xem hồ sơ của tôi"),
            address=lambda: url_for("requests.start", show="mine")),
    DayWork(27, (Role.APPRAISER,), _l("Điều kiện đã nộp, chờ xem"), "requests.start", conditions_answered),
    DayWork(26, (Role.APPRAISER, Role.CARRIER), _l("Đang xem trước, chưa gửi"), "requests.start", drafts),
    DayWork(20, (Role.CONSULTED,), _l("Văn bản chờ ý kiến của cơ quan"), "consultations.listed", asked,
            none=_l("Không có văn bản nào chờ ý kiến.")),
    DayWork(30, (Role.ADMINISTRATOR,), _l("Ngày nghỉ lễ chờ ghi vào lịch"), "office_calendar.show",
            working_days.awaited),
)  # fmt: skip
"""What the page where a day begins shows of them."""
