"""The sentences of a reply, edited beside a live picture of the page."""

import base64

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.documents.pdf import available
from registry.errors import RefusalError
from registry.services.requests.letters.edits import (
    LONGEST,
    draft_pictures,
    edit_sentence,
    sentences,
    undo_edit,
)
from registry.services.requests.opened import RequestFile
from web.frame import refusals
from web.frame.forms import version_of
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import OFFICERS, who
from web.requests.frame import OPEN_TO_OFFICER, file_of, may_judge, replied_file
from web.requests.view import moment

blueprint = Blueprint("letter_edits", __name__, url_prefix="/requests")

READ = ("administrator", "appraiser", "leader")
TYPED = "sentence-"
MOST = 60


@blueprint.get("/<address>/letter")
@guarded(*READ)
def show(address: str) -> str:
    """Show the sentences of the reply, each with the program's own, and the page that they make."""
    return _page(replied_file(address))


@blueprint.post("/<address>/letter/sentence")
@guarded(*OFFICERS)
def save(address: str) -> ResponseReturnValue:
    """Keep a sentence in the place of the program's own."""
    found, form = file_of(address).request, request.form
    key = form.get("key", "")
    if form.get("deed") == "undo":
        undo_edit(registry(), found.id, key, who=who(), seen=version_of() or 0)
    else:
        edit_sentence(
            registry(), found.id, key, form.get("text", ""), base=form.get("base", ""),
            who=who(), seen=version_of() or 0,
        )  # fmt: skip
    at = form.get("at", "")
    anchor = f"#s-{at}" if at.isdecimal() and len(at) < 4 else ""
    return redirect(url_for("letter_edits.show", address=found.id) + anchor, 303)


@blueprint.post("/<address>/letter/pictures")
@guarded(*READ)
def pictures(address: str) -> Response:
    """Send the first pages of the letter as pictures, with what is typed just now; nothing is kept."""
    typed = {
        name.removeprefix(TYPED): text
        for name, text in list(request.form.items())[:MOST]
        if name.startswith(TYPED)
    }
    made = draft_pictures(registry(), replied_file(address), typed)
    return jsonify(pages=[base64.b64encode(png).decode() for png in made])


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the sentences; what was typed stays in its field."""
    address = (request.view_args or {}).get("address", "")
    return _page(file_of(address), error) if request.endpoint == "letter_edits.save" else None


def _page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    found, form = file.request, request.form
    typed = {form.get("key", ""): form.get("text", "")} if refusal is not None else {}
    return render_template(
        "requests/letters/edit.html",
        request_=found,
        refusal=refusals.said(refusal),
        sentences=[
            {
                "key": one.key,
                "base": one.base,
                "text": typed.get(one.key, one.text),
                "edited": one.edit is not None,
                "version": one.edit.version if one.edit else 0,
                "by": f"{one.edit.who}, {moment(one.edit.at)}" if one.edit else "",
                "was": one.edit.base if one.edit and one.outdated else "",
            }
            for one in sentences(registry(), file)
        ],
        may_edit=_may_edit(file),
        drawn=available(),
        longest=LONGEST,
    )


def _may_edit(file: RequestFile) -> bool:
    return may_judge() and file.request.state in OPEN_TO_OFFICER and bool(file.rows)
