"""The words of cable troubles, for their pages."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.vietnam_time import VIETNAM
from web.cables.frame import names

KINDS: dict[str, Any] = {
    "broken_pole": _l("Cột gãy, đổ"),
    "leaning_pole": _l("Cột nghiêng"),
    "broken_cable": _l("Đứt cáp, mất truyền dẫn"),
    "low_cable": _l("Cáp võng, thấp"),
    "bundle": _l("Bó cáp rối, cáp bỏ không"),
    "open_cover": _l("Nắp bể hỏng, mất"),
    "other": _l("Khác"),
}


STATES: dict[str, Any] = {
    "open": _l("Chưa khắc phục"),
    "fixed": _l("Đã khắc phục"),
    "dropped": _l("Không phải sự cố"),
}


SOURCES: dict[str, Any] = {
    "office": _l("cơ quan ghi nhận"),
    "inspection": _l("kiểm tra hiện trường"),
    "field_report": _l("phản ánh hiện trường"),
    "operator": _l("doanh nghiệp báo"),
}


def trouble_words() -> dict[str, Any]:
    """Return the words that the templates of troubles name."""
    return {
        "trouble_kinds": KINDS,
        "trouble_states": STATES,
        "sources": SOURCES,
        "names": names(),
        "clock_text": clock_text,
        "moment_text": lambda at: at.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M"),
    }


def clock_text(clock: Any) -> str:
    """Return what is left of a clock, or by how much it is over, in words."""
    if clock.met is not None:
        return str(_("trong hạn") if clock.met else _("trễ hạn"))  # it is done: nothing runs any more
    if clock.left is None:
        return str(_("không có thời hạn trong văn bản"))
    minutes = int(abs(clock.left).total_seconds() // 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    text = (
        _("%(d)s ngày %(h)s giờ", d=days, h=hours) if days else _("%(h)s giờ %(m)s phút", h=hours, m=minutes)
    )
    return str(_("còn %(text)s", text=text) if clock.left >= dt.timedelta() else _("quá %(text)s", text=text))
