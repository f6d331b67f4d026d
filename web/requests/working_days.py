"""The office's working days: the year's public holidays, the days it swaps, and what a change would move."""

import datetime as dt
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.working_days import KINDS
from registry.services.office.calendar import today
from registry.services.office.working_days import (
    KnownDay,
    announced_until,
    awaited_years,
    enter_day,
    is_settled,
    known_days,
    working_days,
)
from registry.services.requests.calendar_effect import MovedDay, moved_days
from web.frame import parameters, refusals
from web.frame.forms import day_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.packages import Item
from web.frame.people import who

blueprint = Blueprint("office_calendar", __name__, url_prefix="/office/calendar")

WEEKDAYS = (
    _l("thứ Hai"), _l("thứ Ba"), _l("thứ Tư"), _l("thứ Năm"), _l("thứ Sáu"), _l("thứ Bảy"), _l("Chủ nhật"),
)  # fmt: skip
ENTERED: dict[str, Any] = {
    "rest": _l("Nghỉ"),
    "work": _l("Làm việc (làm bù)"),
    "none": _l("Bỏ mục cơ quan đã ghi"),
}


@blueprint.get("")
@guarded(*WORKERS)
def show() -> str:
    """Show the calendar of a year."""
    parameters.known_only(request.args, ("year",))
    return _page(parameters.whole(request.args, "year") or today().year)


@blueprint.post("")
@guarded("administrator")
def change() -> Any:
    """Say what a changed day would move; write it once whoever changes it has seen that."""
    day, kind = day_of("day"), request.form.get("kind", "")
    if day is None:
        raise RefusalError("DATE-NOT-READ", value="")
    standing = working_days(registry())
    if request.form.get("confirmed") != f"{day.isoformat()} {kind}":
        moved = moved_days(registry(), standing.with_day(day, kind))
        return _page(day.year, preview=(day, kind, standing.entered(day), moved))
    enter_day(registry(), day, kind, seen=request.form.get("seen", ""), who=who())
    flash(_("Đã ghi vào lịch. %(day)s: %(kind)s.", day=f"{day:%d/%m/%Y}", kind=ENTERED[kind]))
    return redirect(url_for("office_calendar.show", year=day.year), 303)


def awaited() -> list[Item]:
    """Return the years whose days off are reckoned and not yet those of the year's notice."""
    return [
        Item(
            str(_("Lịch nghỉ lễ năm %(year)s", year=year)),
            url_for("office_calendar.show", year=year),
            str(_("đang tính sẵn: đối chiếu với thông báo của năm, ghi ngày nghỉ Tết")),
        )
        for year in awaited_years(working_days(registry()), today())
    ]


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page, with what was typed."""
    year = getattr(error.params.get("day"), "year", today().year)
    shown = year if 1990 <= year < 2100 else today().year
    return _page(shown, refusal=error)


Preview = tuple[dt.date, str, str, list[MovedDay]]


def _page(year: int, *, preview: Preview | None = None, refusal: RefusalError | None = None) -> str:
    if not 1990 <= year < 2100:
        raise RefusalError("WORKING-DAYS-YEAR", day=dt.date(min(max(year, 1), 9999), 1, 1))
    calendar = working_days(registry())
    return render_template(
        "requests/working_days/show.html",
        year=year,
        days=_days(year),
        announced=year <= announced_until(),
        settled=is_settled(calendar, year),
        weekdays=WEEKDAYS,
        entered=ENTERED,
        kinds=KINDS[:2],
        preview=preview,
        refusal=refusals.said(refusal),
        form=request.form,
        may_change=current_person().is_one_of(Role.ADMINISTRATOR),
        own=sorted(day for day in calendar.work | calendar.rest if day.year == year),
        today=today(),
    )


def _days(year: int) -> list[dict[str, Any]]:
    """Return every day of the year that is not as its weekday says, or that the office entered."""
    calendar = working_days(registry())
    known: dict[dt.date, KnownDay] = {item.day: item for item in known_days(year, language())}
    own = dict.fromkeys(calendar.work, "work") | dict.fromkeys(calendar.rest, "rest")
    found = []
    for day in sorted({*known, *(day for day in own if day.year == year)}):
        item = known.get(day)
        found.append(
            {
                "day": day,
                "name": item.name if item else "",
                "working": calendar.is_working(day),
                "own": own.get(day, ""),
                "known": item,
            }
        )
    return found
