"""This quarter's lists against the register before them; each change is explained, or asked about."""

import datetime as dt
import re
from collections import Counter
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.list_changes import ChangeKind, Explained, ListPeriod
from registry.model.people import INSIDE
from registry.services.obligations.change_letters import (
    changes_book,
    details,
    draft_change_letters,
    reason_words,
)
from registry.services.obligations.list_changes import explain, list_periods
from registry.services.office.calendar import quarter_of, today
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.forms import version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import Column, listing
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, who

blueprint = Blueprint("list_changes", __name__, url_prefix="/list-changes")

READ = tuple(sorted(INSIDE))
QUARTERS = 6
A_PAGE = 100
_FILTERS = ("quarter", "operator", "kind", "show")
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
KINDS: dict[str, Any] = {
    "new": _l("Mới"),
    "moved": _l("Thay đổi tọa độ"),
    "changed": _l("Thay đổi thông số"),
    "vanished": _l("Không còn trong danh sách"),
}
EXPLAINED: dict[str, Any] = {
    "open": _l("Chưa giải trình"),
    "asked": _l("Đang hỏi"),
    "answered": _l("Đã giải trình"),
    "itself": _l("Tự rõ"),
}


@blueprint.get("")
@guarded(*READ)
def show() -> str:
    """Show what the quarter's lists changed, by operator, and each change."""
    parameters.known_only(request.args, (*_FILTERS, "q", "sort", "page"))
    return _page()


@blueprint.get("/export.xlsx")
@guarded(*READ)
def export() -> Response:
    """Send every change of the quarter as a workbook."""
    parameters.known_only(request.args, (*_FILTERS, "page"))
    day = _day(request.args)
    found = list_periods(registry(), day, operator=request.args.get("operator", ""))
    content = changes_book(registry(), found, language())
    return download(content, f"bien-dong-danh-sach-{_name(day)}.xlsx")


@blueprint.post("/explain")
@guarded(*OFFICERS)
def answer() -> Any:
    """Record why a mast changed."""
    key = request.form.get("key", "")
    text = request.form.get("answer", "")
    explain(registry(), _day(request.form), key, answer=text, who=who(), seen=version_of())
    return redirect(_address(request.form), 303)


@blueprint.post("/letters")
@guarded(*OFFICERS)
def letters() -> Any:
    """Draft a letter for every carrier with changes that nobody explained."""
    made = draft_change_letters(registry(), _day(request.form), who=who(), only=request.form.getlist("only"))
    return redirect(url_for("duty_letters.listed", kind="changes", made=len(made)), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page, with what was typed."""
    return _page(error)


def _page(refusal: RefusalError | None = None) -> str:
    asked: Any = request.form if request.method == "POST" else request.args
    day, lang = _day(asked), language()
    every = list_periods(registry(), day)
    chosen = {name: asked.get(name, "") for name in _FILTERS}
    changes = [
        change
        for period in every
        for change in period.changes
        if (not chosen["operator"] or change.operator == chosen["operator"])
        and (not chosen["kind"] or change.kind.value == chosen["kind"])
        and (not chosen["show"] or change.explained.value == chosen["show"])
    ]
    names = organisation_names()
    columns = [
        Column("code", _("Mã vị trí"), lambda one: one.code),
        Column("change", _("Thay đổi"), lambda one: KINDS[one.kind.value]),
        Column("answer", _("Tình trạng, giải trình"), lambda one: EXPLAINED[one.explained.value]),
        Column(
            "operator", _("Doanh nghiệp"), lambda one: names.get(one.operator, one.operator), heading=False
        ),
        Column("said", _("Giải trình"), lambda one: one.answer, heading=False),
    ]
    listed = listing(changes, columns, filters=_FILTERS, per_page=A_PAGE, endpoint="list_changes.show")
    open_: Counter[str] = Counter(
        change.operator
        for period in every
        for change in period.changes
        if change.explained in (Explained.OPEN, Explained.ASKED)
    )
    return render_template(
        "obligations/list_changes/show.html",
        refusal=refusals.said(refusal),
        quarters=[_quarter(today(), back) for back in range(QUARTERS)],
        quarter=_name(day),
        periods=[(period, _counted(period)) for period in every],
        items=listed.items,
        found=listed.found,
        listed=listed,
        chosen=chosen,
        kinds=KINDS,
        explained=EXPLAINED,
        details=lambda change: details(change, lang),
        reason=lambda change: reason_words(change, lang),
        names=names,
        open_=open_,
        may_write=current_person().is_one_of(*OFFICERS),
        form=request.form,
    )


def _counted(period: ListPeriod) -> dict[str, int]:
    counted = Counter(change.kind.value for change in period.changes)
    return {kind.value: counted[kind.value] for kind in ChangeKind}


def _quarter(day: dt.date, back: int) -> tuple[str, str]:
    first, _last = quarter_of(day, back)
    name = _name(first)
    return name, _("Quý %(quarter)s/%(year)s", quarter=name[-1], year=name[:4])


def _name(day: dt.date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def _day(asked: Any) -> dt.date:
    """Return a day of the quarter that is asked for, today's by default (``REQUEST-VALUE``)."""
    text = asked.get("quarter", "")
    if not text:
        return today()
    found = _QUARTER.fullmatch(text)
    if found is None or not 2000 <= int(found[1]) <= today().year:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return dt.date(int(found[1]), int(found[2]) * 3, 1)


def _address(asked: Any) -> str:
    kept: dict[str, Any] = {name: asked.get(name) or None for name in _FILTERS}
    return url_for("list_changes.show", **kept)
