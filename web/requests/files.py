"""The files of a request: lists, papers of the dossier, photos, marked workbooks and drafted documents."""

import tempfile
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.people import INSIDE
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.returned_workbook import Corrected, write_workbook
from registry.services.office.attachments import file_path, named
from registry.services.office.registry import Registry
from registry.services.requests import filing
from registry.services.requests.dossiers import attachment_kind, likely_item
from registry.services.requests.drafting.draft_answers import answered_rows
from registry.services.requests.kept_corrections import corrected_rows
from registry.services.requests.opened import RequestFile
from registry.services.requests.requests import attach
from web.frame.downloads import UNOPENED, download
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import own_code, who
from web.frame.uploads import kept_aside
from web.requests.cells import blueprint
from web.requests.frame import file_of, replied_file
from web.requests.preview import BY_NAME, drafts, seen_preview
from web.requests.request import READ
from web.requests.view import seen_appraisal

__all__ = ["blueprint"]

SIZES = {"small": 240, "large": 1600}
"""The longest side of a photo as pages show it, in pixels."""


@blueprint.get("/<address>/files/<sha256>")
@guarded(*READ)
def attachment(address: str, sha256: str) -> Response:
    """Send a file of the request; a carrier gets its own lists and papers, and the signed letter."""
    file = file_of(address)
    names = _names(file)
    if sha256 not in names:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    content = file_path(registry(), sha256, names[sha256]).read_bytes()
    return download(content, names[sha256], UNOPENED)


@blueprint.get("/<address>/photos/<size>/<sha256>")
@guarded(*sorted(INSIDE))
def photo(address: str, size: str, sha256: str) -> Response:
    """Send a photo drawn anew at a size that fits, so that nothing of its file reaches the browser."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    file = file_of(address)
    if size not in SIZES or sha256 not in {item.sha256 for item in file.attachments}:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    path = file_path(registry(), sha256, named(file.attachments, sha256))
    into = BytesIO()
    try:
        with Image.open(path, formats=("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")) as image:
            image.draft("RGB", (SIZES[size], SIZES[size]))
            drawn = ImageOps.exif_transpose(image).convert("RGB")
            drawn.thumbnail((SIZES[size], SIZES[size]))
            drawn.save(into, "JPEG", quality=82)
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise RefusalError("ATTACHMENT-NOT-PHOTO", name=named(file.attachments, sha256)) from error
    answer = download(into.getvalue(), "anh.jpg", shown=True)
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


@blueprint.post("/<address>/files")
@guarded(*SENDERS)
def add_file(address: str) -> ResponseReturnValue:
    """Attach papers of the dossier, as one that is named or each as its name tells, or other files."""
    found = file_of(address).request
    if not current_person().sees_all and not found.open:
        raise RefusalError("REQUEST-CLOSED", number=found.number)
    item = request.form.get("item", "")
    sent = [file for file in request.files.getlist("file") if file.filename]
    if not sent:
        raise RefusalError("UPLOAD-EMPTY")
    for file in sent:
        with kept_aside(file) as (path, name):
            paper = likely_item(found.kind, name, behalf=True) if item == BY_NAME else item
            kind = attachment_kind(found.kind, paper)
            attach(registry(), found.id, path, name=name, kind=kind, who=who())
    if request.form.get("to") == "supplement":  # the page on which the paper was asked for
        return redirect(url_for("requests.supplement_items", address=found.id), 303)
    return redirect(url_for("requests.show", address=found.id) + "#tab=file", 303)


@blueprint.post("/<address>/files/<attachment>/as")
@guarded(*SENDERS)
def file_as(address: str, attachment: str) -> ResponseReturnValue:
    """File a paper that was handed in as another one of the dossier."""
    found = file_of(address).request
    filing.file_as(registry(), found.id, attachment, request.form.get("item", ""), who=who())
    return redirect(url_for("requests.show", address=found.id) + "#tab=file", 303)


@blueprint.get("/drafts/<address>/marked.xlsx")
@guarded(*SENDERS)
def draft_marked(address: str) -> Response:
    """Send the list of a preview as its sender wrote it, marked with what was said of its cells and rows."""
    draft = drafts().of(address, own_code(current_person()))
    found = seen_preview(draft)
    read = [row.proposal for row in drafts().as_read(draft).rows] if draft.answers else []
    return _marked(found, answered_rows(draft.answers, read, [row.proposal for row in found.rows]))


@blueprint.get("/<address>/marked.xlsx")
@guarded(*READ)
def marked(address: str) -> Response:
    """Send the list of a request as it came in, marked with what is found of its rows now."""
    file = file_of(address)
    appraisal = seen_appraisal(file, current_person())
    if appraisal is None:
        raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
    return _marked(appraisal, corrected_rows(file))


@blueprint.get("/<address>/annex.xlsx")
@guarded(*READ)
def annex(address: str) -> Response:
    """Send the annex of an issued reply: its decisions, row by row, as the letter says them."""
    from registry.services.requests.letters.decision_annex import annex_name, decision_annex

    file = file_of(address)
    return download(decision_annex(registry(), file, language()), annex_name(file))


@blueprint.get("/<address>/letter.docx")
@guarded("administrator", "appraiser", "leader")
def letter(address: str) -> Response:
    """Send the drafted reply; ``?maps=1`` or ``0``: with its annex of maps or without it."""
    from registry.services.requests.letters.reply import (
        reply_letter,  # draws maps: loaded when a letter is asked for
    )

    return _document(replied_file(address), partial(reply_letter, maps=_maps()), _("Văn bản trả lời"))


@blueprint.get("/<address>/note.docx")
@guarded("administrator", "appraiser", "leader")
def note(address: str) -> Response:
    """Send the appraisal note."""
    from registry.services.requests.letters.note import appraisal_note

    return _document(file_of(address), appraisal_note, _("Phiếu thẩm định"))


def _maps() -> bool | None:
    """Return whether maps were asked for, None where the letter's own length decides."""
    return {"1": True, "0": False}.get(request.args.get("maps", ""))


def _marked(appraisal: Appraisal, corrected: Corrected) -> Response:
    """Send the workbook of an appraisal; its findings are masked already for whoever asks."""
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder) / "marked.xlsx"
        write_workbook(appraisal, path, lang=language(), corrected=corrected)
        content = path.read_bytes()
    stem = Path(appraisal.file_name).stem[:80] or "danh-sach"
    what = _("tham-dinh")  # as the list's own page calls it, in plain letters
    return download(content, f"{stem} - {what} {appraisal.as_of:%Y-%m-%d}.xlsx")


def _names(file: RequestFile) -> dict[str, str]:
    """Return the files that the person may have, by hash."""
    names = {item.file_sha256: item.file_name for item in file.lists}
    if file.request.signed_sha256:
        names[file.request.signed_sha256] = file.request.signed_name
    everything = current_person().sees_all
    for item in file.attachments:
        if everything or item.kind.startswith(("dossier", "condition")):
            names[item.sha256] = item.name
    return names


def _document(file: RequestFile, make: Callable[[Registry, str], bytes], title: str) -> Response:
    content = make(registry(), file.request.id)
    return download(content, f"{title} {file.request.number.replace('/', '-')}.docx")
