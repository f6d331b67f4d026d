"""What requests let be found: requests, positions, what was agreed, asked and shared, issued letters."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.services.office.calendar import today
from registry.services.office.found.index import Thing
from registry.services.requests.agreed.approval_list import approval_lines
from registry.services.requests.consulted.consulted_body import Asked, asked_of
from registry.services.requests.named_rows import rows_by_name
from registry.services.requests.queue import QueueItem, overview
from registry.services.requests.sharing_list import sharing_lines
from web.frame.find.kinds import Finds, Opens, itself
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import operator_names, organisation_names, own_code
from web.requests import approvals_words, sharing_words
from web.requests.words import KINDS, NEEDLESS, STATES


def _queue() -> list[QueueItem]:
    return list(reversed(overview(registry(), today(), organisation=own_code(current_person()))))


def requests() -> list[Thing]:
    """Return the requests that the person may see, the newest first: by number, sender, letters, officer."""
    names = organisation_names()
    return [
        Thing(
            one.request.number,
            url_for("requests.show", address=one.request.id),
            " · ".join(
                (
                    names.get(one.request.organisation, one.request.organisation),
                    str(KINDS[one.request.kind.value]),
                    str(_("%(count)s vị trí", count=one.rows)),
                    str(STATES[one.request.state.value]),
                )
            ),
            f"{one.request.letter_number} {one.request.issued_number} {one.request.officer}"
            f" {names.get(one.request.organisation, '')} {one.request.organisation}"
            f" {KINDS[one.request.kind.value]}",
        )
        for one in _queue()
    ]


def letters() -> list[Thing]:
    """Return the letters that answered requests, by number and to whom."""
    names = organisation_names()
    return [
        Thing(
            one.request.issued_number,
            f"{url_for('requests.show', address=one.request.id)}#tab=file",
            " · ".join(
                (
                    str(_("Trả lời hồ sơ %(number)s", number=one.request.number)),
                    names.get(one.request.organisation, one.request.organisation),
                    f"{one.request.issued_on:%d/%m/%Y}" if one.request.issued_on else "",
                )
            ),
            f"{one.request.number} {one.request.letter_number} {_('công văn trả lời')}",
        )
        for one in _queue()
        if one.request.issued_number
    ]


def positions() -> list[Thing]:
    """Return the positions of the requests that the person may see, by code, place and carrier."""
    names = operator_names()
    return [
        Thing(
            row.site_code,
            f"{url_for('requests.show', address=row.request)}#row={row.row + 1}",
            " · ".join(
                filter(
                    None,
                    (
                        str(_("Dòng %(row)s của hồ sơ %(number)s", row=row.sheet_row, number=row.number)),
                        names.get(row.operator, row.operator),
                        row.address or row.commune,
                    ),
                )
            ),
            f"{row.commune} {row.address} {names.get(row.operator, row.operator)} {row.number}",
        )
        for row in rows_by_name(registry(), own_code(current_person()))
        if row.site_code
    ]


def approvals() -> list[Thing]:
    """Return the positions that were agreed, a carrier's own only."""
    names = organisation_names()
    return [
        Thing(
            line.approval.code,
            url_for("approvals.show", approval=line.approval.id),
            " · ".join(
                (
                    names.get(line.approval.operator, line.approval.operator),
                    str(_("hồ sơ %(number)s", number=line.number)),
                    str(approvals_words.GROUPS[line.group]),
                )
            ),
            f"{line.number} {names.get(line.approval.operator, '')}",
        )
        for line in approval_lines(registry(), organisation=own_code(current_person()))
    ]


def consultations() -> list[Thing]:
    """Return what the person's body was asked."""
    return [
        Thing(
            one.consultation.letter_number or one.number,
            url_for("consultations.show", consultation=one.consultation.id),
            " · ".join(
                (
                    str(_("hồ sơ %(number)s", number=one.number)),
                    one.carrier,
                    _answered(one),
                )
            ),
            f"{one.number} {one.carrier}",
        )
        for one in asked_of(registry(), current_person())
    ]


def _answered(one: Asked) -> str:
    """Say whether a body has answered, or need not any more."""
    if one.consultation.outcome:
        return str(_("đã trả lời"))
    return str(_("chờ trả lời") if one.waits else NEEDLESS[one.state.value])


def sharing() -> list[Thing]:
    """Return the requests to share that concern the person."""
    names = organisation_names()
    return [
        Thing(
            line.asked.mast,
            url_for("sharing.show", sharing=line.asked.id),
            " · ".join(
                (
                    f"{names.get(line.asked.asker, line.asked.asker)} → "
                    f"{names.get(line.asked.owner, line.asked.owner)}",
                    str(sharing_words.STATES.get(line.asked.answer, _("chưa trả lời"))),
                )
            ),
            f"{line.asked.letter_number} {line.number} {names.get(line.asked.asker, '')}"
            f" {names.get(line.asked.owner, '')}",
        )
        for line in sharing_lines(registry(), viewer=own_code(current_person()), lang=language())
    ]


def carriers() -> list[Thing]:
    """Return the carriers and owners, each with its requests: of the person's own only where bound to one."""
    own = own_code(current_person())
    return [
        Thing(
            name,
            url_for("requests.start", organisation=code, show="all"),
            str(_("Doanh nghiệp: hồ sơ đang xử lý")),
            code,
        )
        for code, name in organisation_names().items()
        if own is None or code == own
    ]


_ROWS = ("requests", "request_rows", "operators", "owners", "settings")
FINDS = (
    Finds("request", "requests.show", requests, tables=(*_ROWS, "request_states", "row_decisions")),
    Finds("letter", "requests.show", letters, tables=("requests", "operators", "owners", "settings")),
    Finds("position", "requests.show", positions, tables=_ROWS),
    Finds("approval", "approvals.show", approvals, tables=("approvals", "requests", "operators", "owners")),
    Finds("consultation", "consultations.show", consultations, tables=("consultations", *_ROWS), eyes=itself),
    Finds("sharing", "sharing.show", sharing, tables=("sharing_requests", "requests", "settings")),
    Finds("carrier", "requests.start", carriers, tables=("operators", "owners")),
)
OPENS = (
    Opens("requests.start", words=_l("hồ sơ, đề nghị, danh sách vị trí, quá hạn, đến hạn")),
    Opens("approvals.listed", words=_l("đã duyệt, chấp thuận, gia hạn, hoàn công, thu hồi")),
    Opens("sharing.listed", words=_l("dùng chung cột, chia sẻ hạ tầng")),
    Opens("requests.figures_page", words=_l("thống kê hồ sơ, đúng hạn, tỷ lệ")),
    Opens("office_calendar.show", words=_l("ngày nghỉ, ngày lễ, ngày làm việc")),
    Opens("letters.settings", words=_l("công văn, mẫu văn bản, người ký, số công văn, tên cơ quan")),
    Opens("consultations.bodies", _l("Cơ quan được lấy ý kiến"), _l("công văn lấy ý kiến")),
    Opens("requests.new", _l("Nộp hồ sơ đề nghị"), _l("gửi danh sách vị trí, nhận hồ sơ"), deed=True),
    Opens("sharing.new", _l("Đề nghị dùng chung cột"), _l("hỏi chủ cột"), deed=True),
)
