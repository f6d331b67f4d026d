"""The drafted letters about an agreed position: weighing its revocation, notice of it, more time to build."""

from flask import Response

from registry.services.requests.agreed.approval_list import last_answer
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS
from web.requests.approvals import blueprint, line_of


@blueprint.get("/<approval>/revocation.docx")
@guarded(*OFFICERS)
def letter(approval: str) -> Response:
    """Send the drafted letter about taking the agreement back."""
    from registry.services.requests.letters.revocation import revocation_letter  # fills a document

    line = line_of(approval)
    content = revocation_letter(registry(), [line.approval.id], language())
    return download(content, f"thu-hoi-{line.approval.code}.docx")


@blueprint.get("/<approval>/withdrawal.docx")
@guarded(*OFFICERS)
def withdrawal(approval: str) -> Response:
    """Send the drafted notice that the agreement was taken back."""
    from registry.services.requests.letters.revocation import withdrawal_letter  # fills a document

    line = line_of(approval)
    content = withdrawal_letter(registry(), [line.approval.id], language())
    return download(content, f"thong-bao-thu-hoi-{line.approval.code}.docx")


@blueprint.get("/<approval>/extension.docx")
@guarded(*OFFICERS)
def extension(approval: str) -> Response:
    """Send the drafted answer about more time: to the last request, or of the office's own accord."""
    from registry.services.requests.letters.revocation import extension_letter  # fills a document

    line = line_of(approval)
    last = last_answer(registry(), line)
    content = extension_letter(
        registry(), [line.approval.id], language(), granted=last is None or last.granted,
        reason="" if last is None else last.reason, ground="" if last is None else last.ground,
    )  # fmt: skip
    return download(content, f"gia-han-{line.approval.code}.docx")
