"""A company's own inspection as it sees it: notice, reports to hand in, explanation, recommendations."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask import render_template as render
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.on_the_spot import ReportState
from registry.model.company_inspections.steps import Stage
from registry.model.people import Role
from registry.services.company_inspections import company_side, explanations, recommendations, reports
from registry.services.company_inspections.company_side import CompanyView
from registry.services.office.calendar import today
from web.company_inspections import words
from web.company_inspections.files import every_file
from web.company_inspections.frame import blueprint, line_of_company
from web.company_inspections.papers import form_sent
from web.frame import parameters, refusals
from web.frame.downloads import UNOPENED, download
from web.frame.forms import version_of
from web.frame.guard import current_person, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry
from web.frame.uploads import uploaded

CARRIER = Role.CARRIER


@blueprint.get("/own")
@guarded(CARRIER)
def own() -> str | Response:
    """List the inspections of the person's company that it was told of."""
    parameters.known_only(request.args, ("show", *NAMES))
    every = company_side.own_inspections(registry(), person=current_person())
    show = request.args.get("show", "")
    ended = (Stage.SEALED, Stage.STOPPED)
    of_group = {
        "": [one for one in every if one.stage not in ended],
        "ended": [one for one in every if one.stage in ended],
    }
    found = listing(of_group.get(show, of_group[""]), _columns(), kept=("show",))
    if wants_book():
        return found.book(_("Cuộc kiểm tra"))
    return render(
        "company_inspections/own_list.html",
        listed=found,
        total=len(every),
        counts={code: len(rows) for code, rows in of_group.items()},
        groups=[("", _("Đang tiến hành")), ("ended", _("Đã kết thúc"))],
        show=show if show in of_group else "",
        stands=words.STANDS,
        state_class=words.STATE_CLASS,
        owed=_owed,
        refusal=None,
    )


@blueprint.get("/own/<identity>")
@guarded(CARRIER)
def own_show(identity: str) -> str:
    """Show a company its inspection: what it was told, what it owes, what it gave."""
    parameters.known_only(request.args, ())
    return _page(identity)


@blueprint.post("/own/<identity>/reports/<report>")
@guarded(CARRIER)
def hand_in(identity: str, report: str) -> Any:
    """Hand a report in, or again after it was returned."""

    def work() -> None:
        with uploaded("file") as (path, name):
            reports.hand_in_report(
                registry(), identity, report, path, name=name, note=request.form.get("note", ""),
                seen=version_of(), person=current_person(),
            )  # fmt: skip

    return _done(identity, work, _("Đã nộp báo cáo; cơ quan được báo ngay."))


@blueprint.post("/own/<identity>/explanations")
@guarded(CARRIER)
def explain(identity: str) -> Any:
    """Explain what was asked, or say what was not asked."""
    form, person = request.form, current_person()

    def work() -> None:
        asked, text = form.get("explanation", ""), form.get("text", "")
        with every_file("files") as files:
            if asked:
                explanations.explain(
                    registry(), identity, asked, text=text, files=files, seen=version_of(), person=person
                )
            else:
                explanations.explain_unasked(registry(), identity, text=text, files=files, person=person)

    return _done(identity, work, _("Đã gửi giải trình."))


@blueprint.post("/own/<identity>/recommendations/<wanted>")
@guarded(CARRIER)
def answer(identity: str, wanted: str) -> Any:
    """Say what was done about a recommendation, with files."""

    def work() -> None:
        with every_file("files") as files:
            recommendations.answer_recommendation(
                registry(), identity, wanted, answer=request.form.get("answer", ""), files=files,
                seen=version_of(), person=current_person(),
            )  # fmt: skip

    return _done(identity, work, _("Đã gửi trả lời kiến nghị."))


@blueprint.get("/own/<identity>/reports/<report>/form.xlsx")
@guarded(CARRIER)
def own_form(identity: str, report: str) -> Response:
    """Send the form of a report that is asked for."""
    return form_sent(identity, report)


@blueprint.get("/own/<identity>/papers/<paper>/<sha256>")
@guarded(CARRIER)
def own_paper(identity: str, paper: str, sha256: str) -> Response:
    """Send a paper that went to the company, signed where there is such a copy."""
    path, name = company_side.own_paper(registry(), identity, paper, person=current_person())
    if not path.name.startswith(sha256):  # another was put in its place since the page was shown
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return download(path.read_bytes(), name, UNOPENED)


@blueprint.get("/own/<identity>/files/<sha256>")
@guarded(CARRIER)
def own_file(identity: str, sha256: str) -> Response:
    """Send a file that the company itself handed in."""
    path, name = company_side.own_file(registry(), identity, sha256, person=current_person())
    return download(path.read_bytes(), name, UNOPENED)


def _view(identity: str) -> CompanyView:
    return company_side.own_inspection(registry(), identity, person=current_person())


def _done(identity: str, work: Callable[[], object], said: str) -> Any:
    try:
        work()
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(identity, why))
    flash(said)
    return redirect(url_for("company_inspections.own_show", identity=identity), 303)


def _owed(one: CompanyView) -> int:
    """Return how much the company still owes an inspection."""
    if one.stage in (Stage.REPORTS, Stage.UNDER_WAY, Stage.EXPLAINED):
        waiting = sum(item.state in (ReportState.ASKED, ReportState.RETURNED) for item in one.reports)
    else:
        waiting = 0
    if one.stage is Stage.UNDER_WAY:
        waiting += sum(bool(item.asked) and item.given_on is None for item in one.explanations)
    if one.stage is Stage.CONCLUDED:
        waiting += sum(item.state.value == "open" for item in one.recommendations)
    return waiting


def waiting() -> int:
    """Return how much the person's company owes its inspections."""
    person = current_person()
    if not person.is_one_of(CARRIER):
        return 0
    return sum(_owed(one) for one in company_side.own_inspections(registry(), person=person))


def _columns() -> list[Column]:
    return [
        Column("code", _("Cuộc kiểm tra"), lambda one: one.code),
        Column("stage", _("Đang ở bước"), lambda one: str(words.STANDS[one.stage])),
        Column("owed", _("Doanh nghiệp còn phải làm"), _owed),
        Column("decided", _("Ngày quyết định"), lambda one: one.decided_on),
        Column("name", _("Tên cuộc kiểm tra"), lambda one: one.name, heading=False, sorts=True),
    ]


def _page(identity: str, refusal: RefusalError | None = None) -> str:
    found, day = _view(identity), today()
    return render(
        "company_inspections/own_show.html",
        found=found,
        points=line_of_company(found.stage, asked=any(one.asked for one in found.explanations)),
        refusal=refusals.said(refusal),
        typed=request.form if refusal is not None else {},
        may_hand_in=found.stage in reports.HANDED_IN,
        may_explain=found.stage is Stage.UNDER_WAY,
        may_answer=found.stage is Stage.CONCLUDED,
        late={one.id for one in found.reports if one.late(day)},
        owed=_owed(found),
        today=day,
        stands=words.STANDS,
        state_class=words.STATE_CLASS,
        words=words,
    )
