"""The handover of a shift on one printed sheet: what is open, what comes due next, what was said when."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.storm.hazards import Hazard
from registry.model.storm.storm_records import StormOrder
from registry.services.storm.handover import Mark, What, handover_of
from registry.services.storm.hazards.exposure import all_hazards, hazards_in_force, roads_cut
from registry.services.storm.hazards.letters_now import letters_said
from registry.services.storm.hazards.newer import newer_warnings
from registry.services.storm.hazards.words import hazard_said, road_said, warnings_said
from registry.services.storm.land_gusts import land_gusts_words
from registry.services.storm.now import province_now
from registry.services.storm.orders import POWER
from registry.services.storm.shift import shift_of
from registry.services.storm.storms import list_storms
from registry.services.storm.vocabulary import storm_name, unfinished_words
from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import operator_names
from web.frame.wording import outage_words as words
from web.storm.exposure import lists_in_use
from web.storm.orders import power_name
from web.storm.shift import ON_DUTY, SHOWN, blueprint
from web.storm.words import source_of

__all__ = ["blueprint"]

_CHANGED = {
    What.CORRECTED: _l("Đính chính cảnh báo: %(name)s"),
    What.WITHDRAWN: _l("Rút cảnh báo: %(name)s"),
    What.RESTORED: _l("Tính lại cảnh báo đã rút: %(name)s"),
}
MOST = 40
"""So many moments of a part stand on the sheet."""


@blueprint.get("/shift/handover")
@guarded(*ON_DUTY)
def handover() -> str:
    """Show the sheet as of now."""
    parameters.known_only(request.args, ())
    person, lang = current_person(), language()
    found = handover_of(registry(), shift_of(registry(), lists_in_use, person=person))
    names = operator_names()
    storms = {one.id: storm_name(one, lang) for one in list_storms(registry())}
    standing = hazards_in_force(registry())
    told = {one.id: one for one in all_hazards(registry())}
    return render_template(
        "storm/shift/handover.html",
        handover=found,
        shift=found.shift,
        said=lambda mark: _sentence(
            mark,
            names,
            storms,
            [told[one] for one in mark.warnings if one in told],
            ahead=mark.at > found.shift.now,
        ),
        at=_address,
        to_whom=_recipients,
        storm_name=lambda storm: storm_name(storm, lang),
        unfinished=lambda exposure: unfinished_words(exposure, lang),
        gusts_said=lambda gusts: land_gusts_words(gusts, lang),
        warned=[(one, hazard_said(one, lang)) for one in standing],
        newer=newer_warnings(standing),
        warned_of=lambda found: warnings_said(found.warnings, lang),
        letters_said=lambda found: letters_said(found, lang),
        cut=[road_said(one, lang) for one in roads_cut(registry())],
        reports=province_now(registry(), person).reports,
        officer=person.name,
        moment=words.moment,
        short=words.short,
        shown=SHOWN,
        most=MOST,
    )


def _recipients(orders: tuple[StormOrder, ...]) -> list[str]:
    return [
        _recipient(order.recipient_name) if order.recipient == POWER else order.recipient_name
        for order in orders
    ]


def _recipient(name: str) -> str:
    return name or power_name() or str(_("Đơn vị điện lực"))


def _sentence(
    mark: Mark, names: dict[str, str], storms: dict[str, str], warnings: list[Hazard], *, ahead: bool
) -> str:
    """Say what happened, or what comes due, in one line that names its storm or its warnings."""
    of_storm = storms.get(mark.storm, "")
    of_warnings = warnings_said(warnings, language()) if warnings else ""
    if mark.what in _CHANGED:
        text = str(_CHANGED[mark.what]) % {"name": of_warnings}
        return f"{text} ({mark.note})" if mark.note else text
    if mark.what is What.RECORDED:
        text = _("Ghi cảnh báo: %(name)s", name=of_warnings)
        return str(_("%(text)s; nay đã rút", text=text) if mark.withdrawn else text)
    if mark.what is What.BEGINS:
        return str(_("Bắt đầu có hiệu lực cảnh báo: %(name)s", name=of_warnings))
    if mark.what is What.WARNING:
        return str(_("Hết hiệu lực cảnh báo: %(name)s", name=of_warnings))
    if mark.what is What.BULLETIN:
        if ahead:
            return str(_("Bản tin tiếp theo: %(name)s", name=of_storm))
        said_of = f"{of_storm}; {source_of(mark.name)}"
        text = _("Ghi bản tin số %(number)s (%(name)s)", number=mark.note, name=said_of)
        return str(_("%(text)s; nay đã rút", text=text) if mark.withdrawn else text)
    name = names.get(mark.name, mark.name) if mark.of_carrier else mark.name
    to, note = _recipient(name), mark.note
    said: dict[What, Any] = {
        What.ENDED: _("Kết thúc theo dõi bão"),
        What.WIND: _("Ghi %(count)s số đo gió, mạnh nhất tại %(name)s", count=mark.count, name=name),
        What.LETTER: _("Gửi văn bản số %(number)s cho %(name)s", number=note, name=to),
        What.WARNED: _("Gửi văn bản số %(number)s cho %(name)s", number=note, name=to),
        What.WARNED_HEARD: _("%(name)s xác nhận đã nhận văn bản", name=to),
        What.ACKNOWLEDGED: _("%(name)s xác nhận đã nhận văn bản", name=to),
        What.MASTS: _("%(name)s báo kết quả %(count)s cột", name=to, count=mark.count),
        What.REPORT: _("Kỳ báo cáo mất liên lạc: %(name)s", name=name) if ahead
        else _("%(name)s báo cáo mất liên lạc", name=name),
        What.INCIDENT: _("Hạn xử lý sự cố %(name)s", name=name) if ahead
        else _("Ghi sự cố %(name)s", name=name),
        What.AFTER_ACTION: _("Chốt báo cáo sau bão số %(number)s", number=note),
        What.EVENT_OPENED: _("Mở sự kiện mất liên lạc: %(name)s", name=name),
        What.EVENT_ENDED: _("Kết thúc sự kiện mất liên lạc: %(name)s", name=name),
        What.PUBLISHED: _("Công khai tổng hợp theo khu vực: %(name)s", name=name),
        What.UNPUBLISHED: _("Ngừng công khai tổng hợp theo khu vực: %(name)s", name=name),
        What.POWER: _("Mất điện lưới: %(name)s", name=name),
        What.POWER_BACK: _("Có điện lưới lại: %(name)s", name=name),
        What.FIRST_WORK: _("Việc đầu tiên của %(name)s xong trước giờ này", name=to),
        What.DARK: _("Trạm đầu tiên hết ắc quy; %(count)s trạm trong ca sau", count=mark.count),
    }  # fmt: skip
    own = said[mark.what]
    noted = (What.ENDED, What.ACKNOWLEDGED, What.WARNED_HEARD, What.REPORT, What.POWER)
    heard = note if mark.what in noted and not ahead else ""
    own = f"{own} ({heard})" if heard else str(own)
    return " · ".join(words for words in (own, of_storm, of_warnings) if words)


def _address(mark: Mark) -> str:
    """Return the page of what a moment is about."""
    match mark.what:
        case What.BULLETIN | What.ENDED:
            return url_for("storms.bulletins", storm=mark.record)
        case What.WIND:
            return url_for("storms.winds", storm=mark.record)
        case What.AFTER_ACTION:
            return url_for("storms.report", storm=mark.record)
        case What.LETTER | What.ACKNOWLEDGED | What.MASTS | What.FIRST_WORK:
            return url_for("storms.letter", order=mark.record)
        case What.WARNED | What.WARNED_HEARD:
            return url_for("hazards.letter", letter=mark.record)
        case (
            What.REPORT | What.INCIDENT | What.EVENT_OPENED | What.EVENT_ENDED | What.PUBLISHED
            | What.UNPUBLISHED
        ):  # fmt: skip
            return url_for("outages.board", event=mark.record)
        case What.POWER | What.POWER_BACK:
            return url_for("outages.power_area", area=mark.record)
        case (
            What.BEGINS | What.WARNING | What.RECORDED | What.CORRECTED | What.WITHDRAWN | What.RESTORED
        ):  # fmt: skip
            return url_for("hazards.show", hazard=mark.record)
        case What.DARK:
            return url_for("outages.power_areas")
