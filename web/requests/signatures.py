"""The signed copy of a letter: looked at before the issue, shown with the issued request, read once more."""

import hashlib

from flask import Response, jsonify, render_template, request

from registry.errors import RefusalError
from registry.model.requests.matters import Weight
from registry.services.office.attachments import file_path
from registry.services.requests.issued_numbers import signed_matters
from registry.services.requests.matters import said
from registry.services.requests.signed_papers import check_paper, signature_matters
from registry.services.requests.taken import taken_now
from web.frame.forms import day_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.uploads import uploaded
from web.frame.wording.signature_words import conclusion, paper_view, signature_line
from web.requests.frame import blueprint, file_of
from web.requests.request import READ
from web.requests.signature_words import signed_view

__all__ = ["blueprint"]


@blueprint.post("/<address>/signed")
@guarded("leader")
def look_at_signed(address: str) -> Response:
    """Say of a PDF what the issue would say of it; nothing is written of the request."""
    file = file_of(address)
    with uploaded("signed") as (path, name):
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        paper = check_paper(
            registry(), path, name, file, number=request.form.get("number", ""), day=day_of("date")
        )
    found = signature_matters(registry(), paper, name, sha256)
    others = signed_matters(file.request, sha256, taken_now(registry()))
    lines = [(matter.weight, said(matter, language())) for matter in (*found, *others)]
    return jsonify(
        heading=conclusion(paper),
        sound=paper.sound,
        stops=any(weight is Weight.BARS for weight, _text in lines),
        asks=any(matter.weight is Weight.ASKS for matter in found),  # a reason of the kind `signature`
        signatures=[signature_line(one) for one in paper.signatures],
        lines=[{"weight": weight.value, "text": f"{text[:1].upper()}{text[1:]}"} for weight, text in lines],
    )


@blueprint.get("/<address>/signature")
@guarded(*READ)
def signature(address: str) -> str:
    """Show what the signatures of an issued letter said at the issue, and what they say now."""
    file = file_of(address)
    found = file.request
    if not found.signed_sha256:
        raise RefusalError("REQUEST-NOT-SIGNED", number=found.number)
    path = file_path(registry(), found.signed_sha256, found.signed_name)
    now = check_paper(
        registry(), path, found.signed_name, file, number=found.issued_number, day=found.issued_on
    )
    return render_template(
        "requests/signature.html",
        request_=found,
        then=signed_view(file),
        now=paper_view(now),
    )
