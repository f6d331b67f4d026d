"""The answer of a dossier: own remarks, conditions, the letter; submitted, given back, issued."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.designs.desk import Answer, EarlierAnswer, OpinionKind
from registry.model.findings import Outcome
from registry.model.requests.signed_papers import paper_from
from registry.services.designs import answers as service
from registry.services.designs import opinions
from registry.services.designs.letter import LETTER_NAME, answer_letter, proposed_answer
from registry.services.designs.opened import OpenedDossier
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from web.designs.drawings import drawings_page
from web.designs.findings import findings_page
from web.designs.following import following_page
from web.designs.frame import LEAD, READ, WORK, blueprint, dossier_page, opened
from web.frame import refusals
from web.frame.downloads import UNOPENED, download
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.uploads import uploaded
from web.frame.wording.signature_words import paper_view


def _proposed(found: OpenedDossier) -> str:
    """Return the answer that is chosen beforehand: agreeing is not, while something is not known."""
    if found.dossier.answer:
        return str(found.dossier.answer.value)
    answer = proposed_answer(found)
    open_ = found.of(Outcome.UNKNOWN) or found.of(Outcome.REVIEW)
    return "" if answer is Answer.AGREE and open_ else str(answer.value)


@blueprint.get("/<dossier>/answer")
@guarded(*READ)
def answer(dossier: str) -> str:
    """Show what the answer of a dossier is made of, and how far it is."""
    return _page(opened(dossier))


@blueprint.post("/<dossier>/remarks")
@guarded(*WORK)
def add_remark(dossier: str) -> Any:
    """Add a remark of the office's own."""
    opinions.remark(
        registry(), dossier, one_of(OpinionKind, request.form.get("kind", "")),
        request.form.get("text", ""), source=request.form.get("source", ""), person=current_person(),
    )  # fmt: skip
    flash(_("Đã thêm ý kiến."))
    return _back(dossier, "remarks")


@blueprint.post("/<dossier>/remarks/<opinion>/drop")
@guarded(*WORK)
def drop_remark(dossier: str, opinion: str) -> Any:
    """Take a remark of the office's own back."""
    opinions.take_back(registry(), dossier, opinion, seen=version_of(), person=current_person())
    flash(_("Đã bỏ ý kiến."))
    return _back(dossier, "remarks")


@blueprint.post("/<dossier>/conditions")
@guarded(*WORK)
def add_condition(dossier: str) -> Any:
    """Add a condition to the draft of the answer."""
    service.propose_condition(
        registry(), dossier, request.form.get("text", ""), source=request.form.get("source", ""),
        due_on=day_of("due_on"), person=current_person(),
    )  # fmt: skip
    flash(_("Đã thêm điều kiện."))
    return _back(dossier, "conditions")


@blueprint.post("/<dossier>/conditions/<condition>/drop")
@guarded(*WORK)
def drop_condition(dossier: str, condition: str) -> Any:
    """Take a condition out of the draft."""
    service.drop_condition(registry(), dossier, condition, seen=version_of(), person=current_person())
    flash(_("Đã bỏ điều kiện."))
    return _back(dossier, "conditions")


@blueprint.get("/<dossier>/answer.docx")
@guarded(*READ)
def letter(dossier: str) -> Response:
    """Send the answer as a letter: a draft until it was issued."""
    found = opened(dossier)
    content = answer_letter(registry(), dossier, language(), person=current_person())
    return download(content, f"tra-loi-{found.dossier.code}.docx")


@blueprint.post("/<dossier>/submit")
@guarded(*WORK)
def submit(dossier: str) -> Any:
    """Submit the answer to the leader."""
    chosen = one_of(Answer, request.form.get("answer", ""))
    service.submit(registry(), dossier, chosen, seen=version_of(), person=current_person())
    flash(_("Đã trình lãnh đạo."))
    return _back(dossier, "")


@blueprint.post("/<dossier>/hand-back")
@guarded(*LEAD)
def hand_back(dossier: str) -> Any:
    """Give the submitted answer back to who drafted it."""
    service.hand_back(
        registry(), dossier, request.form.get("reason", ""), seen=version_of(), person=current_person()
    )
    flash(_("Đã trả lại người soạn."))
    return _back(dossier, "")


@blueprint.post("/<dossier>/issue")
@guarded(*LEAD)
def issue(dossier: str) -> Any:
    """Record that the answer went out: number, day, the signed PDF."""
    with uploaded("signed") as (path, name):
        service.issue(
            registry(), dossier, number=request.form.get("number", ""), on=day_of("issued_on") or today(),
            signed=path, signed_name=name, reason=request.form.get("reason", ""), seen=version_of(),
            person=current_person(),
        )  # fmt: skip
    flash(_("Đã ghi văn bản trả lời."))
    return _back(dossier, "")


@blueprint.get("/<dossier>/signed")
@guarded(*READ)
def signed(dossier: str) -> Response:
    """Send the signed answer as it was kept."""
    item = opened(dossier).dossier
    if not item.signed_sha256:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=item.code)
    content = file_path(registry(), item.signed_sha256, item.signed_name).read_bytes()
    return download(content, item.signed_name, UNOPENED)


@blueprint.get("/<dossier>/signed/<sha256>")
@guarded(*READ)
def earlier_signed(dossier: str, sha256: str) -> Response:
    """Send the signed copy of an answer that was issued before the one in hand."""
    one, content = _earlier(dossier, sha256)
    return download(content, one.signed_name, UNOPENED)


@blueprint.get("/<dossier>/answers/<sha256>.docx")
@guarded(*READ)
def earlier_letter(dossier: str, sha256: str) -> Response:
    """Send an answer that was issued before the one in hand as it went out."""
    one, content = _earlier(dossier, sha256)
    return download(content, f"tra-loi-{opened(dossier).dossier.code}-{one.on}.docx")


def _earlier(dossier: str, sha256: str) -> tuple[EarlierAnswer, bytes]:
    """Return the answer issued before whose file this is, with the file; ``ATTACHMENT-UNKNOWN`` for none."""
    item = opened(dossier).dossier
    for one in item.earlier:
        for kept, name in ((one.signed_sha256, one.signed_name), (one.letter_sha256, LETTER_NAME)):
            if kept and kept == sha256:
                return one, file_path(registry(), kept, name).read_bytes()
    raise RefusalError("ATTACHMENT-UNKNOWN", name=item.code)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the deed, with what was typed."""
    dossier = (request.view_args or {}).get("dossier", "")
    if not dossier or error.code in ("DESIGN-UNKNOWN", "DESIGN-NOT-ALLOWED"):
        return None
    endpoint = (request.endpoint or "").rpartition(".")[2]
    for endpoints, page in _PAGES:
        if endpoint in endpoints:
            return str(page(opened(dossier), error))
    return None


def _page(found: OpenedDossier, refusal: RefusalError | None = None) -> str:
    kept = found.dossier.signature if found.dossier.signed_sha256 else None
    return dossier_page(
        "designs/answer.html", found, "designs.answer", refusal,
        proposed=_proposed(found),
        unseen=any(one.judged.finding.code.endswith(service.UNSEEN) for one in found.of(Outcome.UNKNOWN)),
        today=today(),
        signed=paper_view(paper_from(kept)) if kept else None,
    )  # fmt: skip


def _back(dossier: str, anchor: str) -> Any:
    return redirect(url_for("designs.answer", dossier=dossier, _anchor=anchor or None), 303)


_PAGES: tuple[tuple[frozenset[str], Any], ...] = (
    (frozenset({"say_finding", "confirm_findings", "judge", "take", "withdraw"}), findings_page),
    (frozenset({"add_drawing", "confirm"}), drawings_page),
    (frozenset({"settle", "accept", "take_built", "tell"}), following_page),
    (
        frozenset(
            {"add_remark", "drop_remark", "add_condition", "drop_condition", "submit", "hand_back", "issue"}
        ),
        _page,
    ),
)
"""On which page the deeds are refused."""
