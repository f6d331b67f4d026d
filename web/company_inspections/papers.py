"""The papers of an inspection: drafts, those that were issued, signed copies, the sealed package."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import PaperKind
from registry.services.company_inspections import deeds, sealing
from registry.services.company_inspections.letters import issuing
from registry.services.company_inspections.letters.report_forms import report_form as form_of
from registry.services.office.calendar import today
from web.company_inspections.files import kept_file
from web.company_inspections.frame import OFFICERS, PENALTIES, READERS, blueprint, done, parts_found, shown
from web.frame import parameters
from web.frame.downloads import download
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.uploads import uploaded


@blueprint.get("/<identity>/papers")
@guarded(*READERS)
def papers(identity: str) -> str:
    """Show the papers that were issued, and every draft."""
    parameters.known_only(request.args, ())
    return page(identity)


@blueprint.get("/<identity>/drafts/<kind>.docx")
@guarded(*READERS)
def draft(identity: str, kind: str) -> Response:
    """Send a paper as it would be now; the penalty proposal to the office's own people only."""
    parameters.known_only(request.args, ("as",))
    paper: PaperKind = one_of(PaperKind, kind)
    content = issuing.draft_document(registry(), identity, paper, language(), person=current_person())
    return download(content, f"du-thao-{_NAMES[paper]}.docx")


@blueprint.post("/<identity>/papers")
@guarded(*OFFICERS)
def issue_paper(identity: str) -> Any:
    """Record number and day of a paper that goes with no step."""
    form = request.form

    def work() -> None:
        kind: PaperKind = one_of(PaperKind, form.get("kind", ""))
        issuing.issue_paper(
            registry(), identity, kind, number=form.get("number", ""), day=day_of("on") or today(),
            person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã ghi văn bản đã ban hành."), page, "papers")


@blueprint.post("/<identity>/papers/<paper>/signed")
@guarded(*OFFICERS)
def keep_signed(identity: str, paper: str) -> Any:
    """Keep the signed copy of a paper beside it."""

    def work() -> None:
        with uploaded("file") as (path, name):
            issuing.keep_signed(
                registry(), identity, paper, path, name=name, seen=version_of(), person=current_person()
            )

    return done(identity, work, _("Đã lưu bản đã ký."), page, "papers")


@blueprint.get("/<identity>/papers/<paper>/<sha256>")
@guarded(*READERS)
def paper_file(identity: str, paper: str, sha256: str) -> Response:
    """Send a paper as it was issued, or its signed copy; an internal one to whom it is for."""
    seen = deeds.may_see_penalties(current_person())
    held = [
        file
        for one in parts_found(identity).papers
        if one.id == paper and (seen or one.kind is not PaperKind.PENALTY)
        for file in (one.file, one.signed)
    ]
    return kept_file(held, sha256)


@blueprint.get("/<identity>/reports/<report>/form.xlsx")
@guarded(*PENALTIES)
def report_form(identity: str, report: str) -> Response:
    """Send the form of a report that the company is asked for."""
    return form_sent(identity, report)


@blueprint.get("/<identity>/package.zip")
@guarded(*PENALTIES)
def package(identity: str) -> Response:
    """Send the sealed package."""
    path = sealing.package_path(registry(), identity, person=current_person())
    return download(path.read_bytes(), f"{parts_found(identity).inspection.code}.zip")


def form_sent(identity: str, report: str) -> Response:
    """Send the form of a report, to the office or to the company that it is asked of."""
    content, name = form_of(registry(), identity, report, language(), person=current_person())
    return download(content, f"mau-bao-cao-{name}")


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Render the papers, with a refusal where a deed on them was refused."""
    parts = parts_found(identity)
    seen = deeds.may_see_penalties(current_person())
    by_hand = [
        kind
        for kind, stages in issuing.BY_HAND.items()
        if parts.inspection.stage in stages and (seen or kind is not PaperKind.PENALTY)
    ]
    return shown(
        "company_inspections/papers.html", "papers", parts, refusal,
        issued=[one for one in parts.papers if seen or one.kind is not PaperKind.PENALTY],
        drafts=[kind for kind in PaperKind if seen or kind is not PaperKind.PENALTY],
        by_hand=by_hand,
    )  # fmt: skip


_NAMES = {
    PaperKind.PROPOSAL: "to-trinh",
    PaperKind.DECISION: "quyet-dinh-kiem-tra",
    PaperKind.PLAN: "ke-hoach-kiem-tra",
    PaperKind.NOTICE: "thong-bao",
    PaperKind.REPORTS: "yeu-cau-bao-cao",
    PaperKind.ANNOUNCING: "bien-ban-cong-bo",
    PaperKind.EXPLANATION: "yeu-cau-giai-trinh",
    PaperKind.CONCLUSION: "ket-luan-kiem-tra",
    PaperKind.FOLLOW_UP: "don-doc-kien-nghi",
    PaperKind.PENALTY: "de-xuat-xu-phat",
}
