"""The published lines of outages by province; a number of fewer than three carriers is not given."""

from operator import attrgetter
from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.services.country.sums import NUMBERS, OutageLine, outage_lines
from web.country import cells
from web.country.frame import VIEWERS, blueprint, held, over_a_lake, page
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book


@blueprint.get("/outages")
@guarded(*VIEWERS)
@over_a_lake
def outages() -> Any:
    """Show the sums that provinces have published, the newest events first."""
    parameters.known_only(request.args, ("day", *NAMES))
    country, lang = held(), language()
    lines, refused = outage_lines(country)
    found = listing(
        lines,
        [
            Column("province", _("Tỉnh, thành phố"), lambda line: line.province.name(lang)),
            Column("event", _("Sự kiện"), attrgetter("event")),
            Column("started", _("Bắt đầu"), attrgetter("started")),
            Column("area", _("Nơi"), _area),
            *(Column(name, label, attrgetter(name), number=True) for name, label in _labels().items()),
            Column("reports", _("Báo cáo"), _reports),
        ],
        kept=("day",),
        per_page=200,
    )
    title = _("Mất liên lạc: số cộng theo tỉnh")
    if wants_book():
        return found.book(title)
    hidden = _("ít hơn 3 doanh nghiệp: không nêu")
    notes = [f"{(refusals.said(item.refused) or {}).get('message', '')}" for item in refused]
    return page(
        "country/table.html",
        country,
        title=title,
        lead=_(
            "Chỉ có số cộng mà tỉnh đã công bố. Số của ít hơn ba doanh nghiệp không được nêu và không thể "
            "suy ra từ các số khác."
        ),
        listed=found,
        hint=_("Tên tỉnh, sự kiện, nơi"),
        lines=[
            [
                cells.words(line.province.name(lang)),
                cells.words(line.event),
                cells.on_day(line.started),
                cells.words(_area(line)),
                *(_number(getattr(line, name), hidden) for name in NUMBERS),
                cells.words(_reports(line)),
            ]
            for line in found.items
        ],
        notes=notes,
    )


def _labels() -> dict[str, Any]:
    return {
        "communes": _("Số xã, phường"),
        "stations": _("Trạm đã biết"),
        "affected": _("Từng mất liên lạc"),
        "down": _("Đang mất liên lạc"),
        "restored": _("Đã khôi phục"),
    }


def _number(value: float | None, hidden: str) -> cells.Cell:
    return cells.words(hidden, mark="quiet") if value is None else cells.counted(value)


def _area(line: OutageLine) -> str:
    pooled = {
        "pooled": _("gộp: các xã, phường có ít doanh nghiệp"),
        "quiet": _("gộp: đã đủ báo cáo, không có trạm mất liên lạc"),
        "waited": _("gộp: chưa thấy trạm mất liên lạc, báo cáo chưa đủ hoặc đang làm rõ"),
        "total": _("Toàn tỉnh"),
    }
    return str(line.area or pooled.get(line.line, line.line))


def _reports(line: OutageLine) -> str:
    said = {"complete": _("đủ"), "waiting": _("còn chờ, số có thể tăng")}
    return str(said.get(line.reports, line.reports))
