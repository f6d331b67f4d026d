"""What the pages of visits share: the blueprint, moments of phones and servers, how far a clock is off."""

import datetime as dt
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from registry.messages import Language, render
from registry.model.field.inspections import Inspection, Item, Judgement
from registry.model.field.phone_clock import TOLERANCE_S, happened_at
from registry.model.numbers import rounded
from registry.model.vietnam_time import VIETNAM
from registry.services.field.comparison import Beside
from registry.services.field.defect_letters import names_of
from registry.services.office.calendar import in_vietnam
from web.frame.listing import Column
from web.frame.office import registry
from web.frame.wording import board_words
from web.frame.wording.moments import phone_moment

blueprint = Blueprint("visits", __name__, url_prefix="/visits")


def judged_sign(judgement: Judgement) -> tuple[Any, str, str]:
    """Return the word, the sign and the colour's name of a judgement: of a number, or of an answer."""
    known = board_words.JUDGED if judgement.relation else board_words.JUDGED_ANSWERS
    return known[judgement.judged.value]


def moment(at: str) -> str:
    """Return a moment of the server on Vietnam's clock, "" where there is none."""
    if not at:
        return ""
    found = in_vietnam(at)
    return f"{found:%H:%M %d/%m/%Y}"


def item_moment(item: Item) -> str:
    """Return when an item was recorded, its phone's clock put right, on Vietnam's clock."""
    return phone_moment(happened_at(item.recorded_at, item.clock_off_s, item.received_at) or item.recorded_at)


def typed_day(text: str) -> str:
    """Return a day that a phone sent as people write it; what is no day stays as it was typed."""
    try:
        return f"{dt.date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def clock_words(off_s: float | None) -> str:
    """Return how far a phone's clock was off, "" where that is little or not known."""
    if off_s is None or abs(off_s) < TOLERANCE_S:
        return ""
    minutes = abs(off_s) / 60
    if minutes < 120:
        told = _("%(n)s phút", n=round(minutes))
    elif minutes < 48 * 60:
        told = _("%(n)s giờ", n=round(minutes / 60))
    else:
        told = _("%(n)s ngày", n=round(minutes / 1440))
    if off_s > 0:
        return str(_("đồng hồ điện thoại nhanh %(n)s", n=told))
    return str(_("đồng hồ điện thoại chậm %(n)s", n=told))


def names() -> dict[str, str]:
    """Return the names of organisations."""
    return names_of(registry())


def beside_words(one: Beside, campaigns: dict[str, str]) -> str:
    """Return which visits of a mast are held beside each other; ``campaigns`` are names by id."""
    if one.campaign:
        return campaigns.get(one.campaign, "")
    if one.day:
        return str(_("ngày %(day)s, ngoài đợt", day=one.day))
    return str(_("mọi lượt, có kiểm tra đối chứng"))


def visit_columns(chosen: str, campaigns: dict[str, str], lang: Language) -> list[Column]:
    """Return the columns of a list of the board; ``campaigns`` are names by id."""
    if chosen == "aside":
        return [
            Column("why", _("Vì sao"), lambda one: render(one.code, dict(one.params), lang)),
            Column("person", _("Người ghi"), lambda one: one.person),
            Column("received", _("Về lúc"), lambda one: _at(one.received_at)),
            Column("code", _("Mã lỗi"), lambda one: one.code, heading=False),
        ]
    if chosen == "compare":
        return [
            Column("mast", _("Cột"), lambda one: one.mast.code),
            Column("fields", _("Mục khác nhau"), lambda one: one.count),
            Column("beside", _("Giữa các lượt"), lambda one: beside_words(one.beside, campaigns)),
            Column("commune", _("Xã, phường"), lambda one: one.mast.commune, heading=False, sorts=True),
        ]
    if chosen == "positions":
        return [
            Column("mast", _("Cột"), lambda one: one.mast.code),
            Column("off", _("Lệch (m)"), lambda one: rounded(one.distance_m, 1), number=True),
            Column("limit", _("Sai số cho phép (m)"), lambda one: rounded(one.limit_m, 1), number=True),
            Column("person", _("Người đo"), lambda one: one.person),
            Column("at", _("Lúc"), lambda one: _at(one.at), heading=False, sorts=True),
            Column("commune", _("Xã, phường"), lambda one: one.mast.commune, heading=False, sorts=True),
        ]
    if chosen == "flags":
        return [
            Column("why", _("Điều cần hỏi lại"), lambda one: render(one.code, dict(one.params), lang)),
            Column("person", _("Người ghi"), lambda one: one.person),
            Column("masts", _("Cột"), lambda one: ", ".join(mast.code for mast in one.masts)),
        ]
    return [
        Column("mast", _("Cột"), lambda one: one.mast.code),
        Column("person", _("Người ghi"), lambda one: one.inspection.person),
        Column("at", _("Giờ điện thoại"), lambda one: _phone_at(one.inspection)),
        Column("beyond", _("Nội dung"), lambda one: one.beyond + one.defects),
        Column("commune", _("Xã, phường"), lambda one: one.mast.commune, heading=False, sorts=True),
        Column("campaign", _("Đợt"), lambda one: campaigns.get(one.inspection.campaign, ""), heading=False),
        Column(
            "received", _("Về lúc"), lambda one: _at(one.inspection.received_at), heading=False, sorts=True
        ),
        Column("items", _("Số mục"), lambda one: one.items, heading=False),
        Column("photos", _("Số ảnh"), lambda one: one.photos, heading=False),
        Column("missing", _("Ảnh chưa về"), lambda one: one.photos_missing, heading=False),
        Column("defects", _("Tồn tại"), lambda one: one.defects, heading=False),
    ]


def _at(at: str) -> dt.datetime | None:
    return in_vietnam(at) if at else None


def _phone_at(visit: Inspection) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(visit.finished_at or visit.started_at)
    except ValueError:
        return None
    return found.astimezone(VIETNAM) if found.tzinfo else found.replace(tzinfo=VIETNAM)
