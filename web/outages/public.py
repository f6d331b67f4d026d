"""The public summary of an event: by area, without any carrier, for everybody; also as CSV."""

import csv
from io import StringIO

from flask import Response, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from registry.services.outages.board import board_of
from registry.services.outages.events import event_of, events
from registry.services.outages.public_summary import LEAST, QUIET, WAITED, Area, PublicSummary, public_summary
from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.office import registry
from web.outages.frame import blueprint, page


@blueprint.get("/public")
@guarded(public=True)
def public_list() -> str:
    """Show the events whose summary is open to everybody."""
    parameters.known_only(request.args, ())
    return page("outages/public_list.html", events=[item for item in events(registry()) if item.public])


@blueprint.get("/public/<event>")
@guarded(public=True)
def public(event: str) -> str:
    """Show the summary of an event by area."""
    parameters.known_only(request.args, ())
    summary = _summary(event)
    return page(
        "outages/public.html", summary=summary, event=event, least=LEAST, waited=WAITED, label=label,
        closed_at=event_of(registry(), event).closed_at,
    )  # fmt: skip


@blueprint.get("/public/<event>.csv")
@guarded(public=True)
def public_csv(event: str) -> Response:
    """Send the summary as CSV (UTF-8 with its mark, so that Excel reads it)."""
    summary = _summary(event)
    into = StringIO()
    writer = csv.writer(into)
    writer.writerow([
        _("Khu vực"), _("Số xã, phường"), _("Vị trí trạm"), _("Bị ảnh hưởng"), _("Đang mất liên lạc"),
        _("Đã khôi phục"), _("Báo cáo"), _("Số liệu đến"),
    ])  # fmt: skip
    # nobody has to report of an event that is over: its numbers do not go on until now
    known_at = event_of(registry(), event).closed_at or summary.as_of
    at = f"{known_at.astimezone(VIETNAM):%Y-%m-%d %H:%M}"
    for area in [*summary.areas, *([summary.total] if summary.total else [])]:
        writer.writerow([
            label(area), area.communes, area.stations, area.affected, area.down, area.restored,
            _("còn chờ doanh nghiệp") if area.waiting else _("đủ"), at,
        ])  # fmt: skip
    content = into.getvalue().encode("utf-8-sig")
    return download(content, f"tinh-hinh-mang-{at[:10]}.csv")


def label(area: Area) -> str:
    """Return what a line of the summary is called."""
    if area.name == "":
        return str(_("Các xã, phường có ít doanh nghiệp (gộp)"))
    if area.name == QUIET:
        return str(_("Các xã, phường đã đủ báo cáo, không có trạm mất liên lạc"))
    if area.name == WAITED:
        return str(_("Các xã, phường chưa rõ: chưa thấy trạm mất liên lạc, báo cáo chưa đủ hoặc đang làm rõ"))
    return str(_("Tổng cộng")) if area.name == "total" else area.name


def _summary(event: str) -> PublicSummary:
    """Return the summary of an event that the office has opened; any other one is not there."""
    if not event_of(registry(), event).public:
        raise RefusalError("OUTAGE-UNKNOWN")
    return public_summary(board_of(registry(), event))
