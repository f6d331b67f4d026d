"""After a storm: the masts to inspect again, from a share of their design gust that the office may set."""

import datetime as dt
from collections import Counter
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import as_stated, say
from registry.model.field.inspections import CampaignKind
from registry.model.numbers import rounded, whole
from registry.services.field.campaigns import list_campaigns
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.storm.after import (
    Budget,
    budget_in_use,
    hand_over,
    left_to_inspect,
    ordered_since,
    share_in_use,
    state_budget,
    state_region,
    state_share,
)
from registry.services.storm.fallen import fallen_codes
from registry.services.storm.file import StormFile
from registry.services.storm.vocabulary import DESIGNS, FORMS, moment, storm_name, unfinished_words
from registry.storm.constants import reinspection_share
from registry.storm.exposure import StormExposure
from registry.storm.scales import regions
from web.frame import refusals
from web.frame.downloads import download
from web.frame.forms import day_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, present_number, registry, since_of
from web.frame.people import who
from web.frame.wording.held_law import law_here
from web.storm import words
from web.storm.exposure import cross_check, lists_in_use, robust_gaps
from web.storm.frame import READ, WRITE, blueprint, may_write, now, outages_of, storm_of
from web.storm.ranks import GONE, TO_COME, unfinished_line

__all__ = ["blueprint"]

SHOWN, BELOW, MOST_SHOWN = 120, 20, 1000
"""Rows on the page: at least so many, and so many below the line; the workbook has all."""
DUE_DAYS = 30
"""How long an inspection after a storm is given where nobody says another day."""


@blueprint.get("/<storm>/after")
@guarded(*READ)
def after(storm: str) -> str:
    """Show the masts to inspect again, and the settings of a storm."""
    return _page(storm)


@blueprint.get("/<storm>/after.xlsx")
@guarded(*READ)
def after_book(storm: str) -> Response:
    """Send the masts to inspect again as a workbook."""
    file, lang = storm_of(storm), language()
    may_fall, share = lists_in_use(file).may_fall, share_in_use(registry())
    exposure, budget = may_fall.exposure, budget_in_use(registry())
    names = {operator.code: operator.name for operator in context().operators}
    at_hand = now()
    header = [
        _("TT"), _("Mã cột"), _("Xã, phường"), _("Doanh nghiệp"), _("Chủ cột"), _("Kiểu cột"),
        _("Gió giật ước tính (m/s)"), _("Sai số (± %)"), _("Gió giật thiết kế (m/s)"),
        _("Nguồn gió thiết kế"), _("Ước tính/thiết kế (%)"), _("Mạnh nhất lúc"), _("Kinh độ"), _("Vĩ độ"),
        _("Trong khả năng kiểm tra của cơ quan"), _("Đã qua hay còn tới"), _("Đã kiểm tra từ sau bão"),
    ]  # fmt: skip
    lines = []
    left, visited = left_to_inspect(registry(), may_fall, share)
    for at, row in enumerate([*left, *visited], 1):
        seen, masts = exposure.at(row), exposure.masts
        lines.append([
            at, seen.code, masts.commune_of(row)[1],
            ", ".join(names.get(code, code) for code in masts.operators_on(row)), str(masts.owners[row]),
            say(FORMS.get(str(masts.forms[row]), FORMS[""]), lang), rounded(seen.gust_ms, 1),
            whole(seen.error * 100), seen.design_ms, say(DESIGNS.get(seen.design_source, DESIGNS[""]), lang),
            None if seen.ratio is None else whole(seen.ratio * 100), moment(seen.peak_at),
            float(masts.lon[row]), float(masts.lat[row]), _within(at, budget, visited=row in visited),
            str(words.WHEN[_state(exposure, row, at_hand)]),
            f"{moment(visited[row].at)} {visited[row].name}".strip() if row in visited else "",
        ])  # fmt: skip
    lines += unfinished_line(exposure, len(header))
    book = table_book(registry(), _("Kiểm tra lại"), header, lines)
    return download(book, f"kiem-tra-lai-sau-bao-{today():%Y%m%d}.xlsx")


@blueprint.get("/<storm>/robust.xlsx")
@guarded(*READ)
def robust_book(storm: str) -> Response:
    """Send the communes without a robust station, and those where nobody says, as a workbook."""
    gaps = robust_gaps(storm_of(storm))
    source = law_here("LIM-ROBUST")
    lines = [[name, _("chưa có trạm trụ vững"), source] for name in gaps.without]
    lines += [[name, _("chưa khai, chưa biết"), source] for name in gaps.unknown]
    book = table_book(registry(), _("Trạm trụ vững"), [_("Xã, phường"), _("Tình trạng"), _("Căn cứ")], lines)
    return download(book, f"xa-phuong-chua-co-tram-tru-vung-{today():%Y%m%d}.xlsx")


@blueprint.post("/<storm>/after/share")
@guarded(*WRITE)
def after_share(storm: str) -> Any:
    """Set the share of the design gust from which masts are inspected again."""
    state_share(registry(), request.form.get("share", ""), who=who(), since=since_of(request.form))
    flash(_("Đã lưu."))
    return redirect(url_for("storms.after", storm=storm), 303)


@blueprint.post("/<storm>/after/budget")
@guarded(*WRITE)
def after_budget(storm: str) -> Any:
    """Set how many masts a day, in how many days, the office inspects after a storm."""
    form = request.form
    state_budget(registry(), form.get("a_day", ""), form.get("days", ""), who=who(), since=since_of(form))
    return redirect(url_for("storms.after", storm=storm), 303)


@blueprint.post("/<storm>/after/region")
@guarded(*WRITE)
def after_region(storm: str) -> Any:
    """Set the region by which the disaster level is cross-checked."""
    state_region(registry(), request.form.get("region", ""), who=who(), since=since_of(request.form))
    flash(_("Đã lưu."))
    return redirect(url_for("storms.after", storm=storm), 303)


@blueprint.post("/<storm>/after/campaign")
@guarded(*WRITE)
def after_campaign(storm: str) -> Any:
    """Put the masts to inspect again into an open campaign, or into one of its own."""
    file = storm_of(storm)
    name = _campaign_name(file)
    due = day_of("due_on") or today() + dt.timedelta(days=DUE_DAYS)
    campaign, added = hand_over(
        registry(), lists_in_use(file).may_fall, name=name, campaign=request.form.get("campaign", ""),
        due_on=due, person=current_person(), most=None if request.form.get("which") == "all" else _visits(),
    )  # fmt: skip
    flash(_("Đã đưa %(count)s cột vào “%(name)s”.", count=added, name=campaign.name))
    return redirect(url_for("storms.after", storm=storm, into=campaign.id), 303)


def _campaign_name(file: StormFile) -> str:
    return str(_("Kiểm tra lại sau %(storm)s", storm=storm_name(file.storm, language())))


def _is_gone(exposure: StormExposure, row: int) -> bool:
    """Whether the strongest gust at a mast has blown by the last position seen; else it is a forecast's."""
    peak, present = exposure.at(row).peak_at, exposure.present_at
    return peak is not None and present is not None and peak <= present


def _state(exposure: StormExposure, row: int, at: dt.datetime) -> str:
    """Return how far a mast's strongest gust is: no bulletin has seen it yet, but its hour may be over."""
    if _is_gone(exposure, row):
        return GONE
    peak = exposure.at(row).peak_at
    return TO_COME if peak is None or peak > at else "expected"


def _within(at: int, budget: Budget, *, visited: bool) -> str:
    """Say whether the office gets to the mast of a line of the list."""
    if visited:
        return str(_("đã kiểm tra"))
    return str(_("có") if at <= budget.visits else _("chưa"))


def _visits() -> int:
    return budget_in_use(registry()).visits


def refused_after(error: RefusalError, storm: str) -> str:
    """Say a refusal on the page of what comes after."""
    return _page(storm, error)


def _page(storm: str, refusal: RefusalError | None = None) -> str:
    since = present_number()  # before what it covers is read
    file, lang = storm_of(storm), language()
    may_fall, share = lists_in_use(file).may_fall, share_in_use(registry())
    exposure, budget = may_fall.exposure, budget_in_use(registry())
    rows, visited = left_to_inspect(registry(), may_fall, share)
    at_hand = now()
    states = {row: _state(exposure, row, at_hand) for row in rows}
    ordered = ordered_since(registry(), may_fall, rows, _campaign_name(file))
    cut = min(budget.visits, len(rows))
    names = {operator.code: operator.name for operator in context().operators}
    return render_template(
        "storm/after.html",
        file=file,
        name=storm_name(file.storm, lang),
        outages=outages_of(storm),
        refusal=refusals.said(refusal),
        since=since,
        form=request.form,
        into=request.args.get("into", ""),
        total=len(rows),
        visited=[
            {"code": exposure.at(row).code, "commune": exposure.masts.commune_of(row)[1], **seen._asdict()}
            for row, seen in visited.items()
        ],
        fallen=fallen_codes(registry(), storm, {str(exposure.masts.structure_ids[row]) for row in rows}),
        rows=[
            {
                "seen": exposure.at(row),
                "commune": exposure.masts.commune_of(row)[1],
                "operators": [names.get(code, code) for code in exposure.masts.operators_on(row)],
                "design": say(DESIGNS.get(str(exposure.masts.design_source[row]), DESIGNS[""]), lang),
                "state": states[row],
            }
            for row in rows[: max(SHOWN, min(budget.visits + BELOW, MOST_SHOWN))]
        ],
        budget=budget,
        cut=cut,
        ordered=Counter(ordered.values()).most_common(),
        fresh=sum(row not in ordered for row in rows[:cut]),
        fresh_all=len(rows) - len(ordered),
        share=share,
        percent=as_stated(100 * share, language()),
        campaigns=[
            one
            for one in list_campaigns(registry(), person=current_person(), state="open")
            if one.kind is not CampaignKind.SELF  # a carrier's own list: nobody of the office visits
        ],
        today=today(),
        coming=any((peak := exposure.at(row).peak_at) and peak > at_hand for row in rows[:SHOWN]),
        borne=sum(state == GONE for state in states.values()),
        expected=sum(state == "expected" for state in states.values()),
        present_at=exposure.present_at,
        unfinished=unfinished_words(exposure, lang),
        due_on=today() + dt.timedelta(days=DUE_DAYS),
        default_share=reinspection_share(),
        regions=regions(),
        cross=cross_check(exposure),
        words=words,
        moment=moment,
        may_write=may_write(),
    )
