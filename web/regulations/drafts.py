"""The office's own regulations: listed, begun with the head of the document, and its file."""

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.regulations import Regulation, RegulationContent, RegulationHead
from registry.regulations.faults import Fault, faults_of
from registry.services.regulations import drafting, held
from web.frame import refusals
from web.frame.guard import current_person, guarded
from web.frame.office import registry
from web.frame.uploads import uploaded
from web.regulations.frame import (
    READERS,
    WRITERS,
    blueprint,
    fault_texts,
    found_regulation,
    may_write,
    seen,
    stages,
    step_words,
)
from web.regulations.typed import head_of, head_shown

FILES = (".pdf", ".doc", ".docx", ".jpg", ".jpeg", ".png")
"""What the document of a regulation may be kept as."""


@blueprint.get("/own")
@guarded(*READERS)
def listed() -> str:
    """List the office's own regulations, the newest first."""
    items = held.regulations_of(registry(), person=current_person())
    return render_template(
        "regulations/listed.html",
        items=[(one, *step_words(one)) for one in items],
        may_write=may_write(),
    )


@blueprint.get("/new")
@guarded(*WRITERS)
def new() -> str:
    """Show where the head of a document is typed."""
    return _head_page(None)


@blueprint.post("/new")
@guarded(*WRITERS)
def create() -> Any:
    """Begin a regulation with its head, and its document where one was sent."""
    try:
        head, unread = head_of(request.form)
        if unread:
            return _head_page(None, unread, typed=head), 400
        check_file_kind()
        identity = drafting.draw_up(registry(), RegulationContent(head), person=current_person())
        _attach(found_regulation(identity))
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _head_page(None, (), why))
    return _on(identity)


@blueprint.get("/own/<identity>/head")
@guarded(*READERS)
def head(identity: str) -> str:
    """Show the head of a regulation, to be changed while it is a draft."""
    return _head_page(found_regulation(identity))


@blueprint.post("/own/<identity>/head")
@guarded(*WRITERS)
def save_head(identity: str) -> Any:
    """Keep the head of a draft as typed, and its document where one was sent."""
    found = found_regulation(identity)
    try:
        typed, unread = head_of(request.form)
        if unread:
            return _head_page(found, unread, typed=typed), 400
        check_file_kind()
        content = replace(found.content, head=typed)
        kept = drafting.save(registry(), identity, content, seen=seen(), person=current_person())
        _attach(kept)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _head_page(found, (), why))
    return _on(identity)


@blueprint.get("/own/<identity>/document")
@guarded(*READERS)
def document(identity: str) -> Response:
    """Send the document of a regulation as it was kept."""
    found = found_regulation(identity)
    path = held.document_path(registry(), found)
    if path is None:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=found.content.head.name)
    return send_file(path, as_attachment=True, download_name=found.file_name)


@blueprint.post("/own/<identity>/new-version")
@guarded(*WRITERS)
def new_version(identity: str) -> Any:
    """Begin a new version of a published regulation."""
    made = drafting.new_version(registry(), identity, person=current_person())
    return redirect(url_for("regulations.head", identity=made), 303)


def check_file_kind() -> None:
    """Refuse a document of a kind that no office keeps (``REGULATION-FILE-KIND``)."""
    file = request.files.get("document")
    name = file.filename or "" if file else ""
    if name and not name.lower().endswith(FILES):
        raise RefusalError("REGULATION-FILE-KIND", name=name[:80], known=", ".join(FILES))


def _attach(found: Regulation) -> None:
    file = request.files.get("document")
    if file is None or not file.filename:
        return
    with uploaded("document") as (path, name):
        drafting.attach(registry(), found.id, path, name, seen=found.version, person=current_person())


def _on(identity: str) -> Any:
    """Go on to what is next: the head again where something of it is wrong, else the matters."""
    found = found_regulation(identity)
    wrong = sum(one.key.startswith("head.") for one in faults_of(found.content))
    if wrong:
        flash(_("Đã lưu bản đang soạn; phần văn bản còn %(count)s chỗ phải sửa.", count=wrong))
        return redirect(url_for("regulations.head", identity=identity), 303)
    flash(_("Đã lưu phần văn bản."))
    return redirect(url_for("regulations.matters", identity=identity), 303)


def _head_page(
    found: Regulation | None,
    unread: tuple[Fault, ...] = (),
    refusal: RefusalError | None = None,
    typed: RegulationHead | None = None,
) -> str:
    refused = bool(unread) or refusal is not None
    faults: tuple[Fault, ...] = unread
    head = typed or (found.content.head if found is not None else None)
    if refusal is None and head is not None:
        told = {one.key for one in unread}  # what was not read is not called missing too
        faults = (*unread, *(one for one in faults_of(RegulationContent(head)) if one.key not in told))
    return render_template(
        "regulations/head.html",
        found=found,
        stages=stages(found) if found else (),
        values=request.form if refused else head_shown(found.content.head) if found else {},
        faults=fault_texts(faults),
        count=sum(one.key.startswith("head.") for one in faults),
        unread=len(unread),
        files=FILES,
        editable=may_write() and (found is None or found.is_draft),
        refusal=refusals.said(refusal),
    )
