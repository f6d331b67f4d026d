"""The form by which an owner is asked to share a mast: filled in from a row of a request or of a preview."""

from collections.abc import Mapping

from flask import Response, make_response, render_template, request

from registry.errors import RefusalError
from registry.messages import status
from registry.services.appraise.appraise_list import Appraisal
from registry.services.office.calendar import today
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.opened import load_request
from registry.services.requests.reading import get_request
from registry.services.requests.sharing_drafts import SharingDraft, sharing_draft
from registry.services.requests.sharing_list import owner_of
from web.frame import refusals
from web.frame.forms import int_of
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.people import organisation_names, organisations, own_code
from web.requests import sharing_words as words
from web.requests.frame import check_own

FROM_ROW = ("mast", "request", "draft", "row", "owner", "host")
"""What an address may say of the row that the form is filled in from; ``row`` is its index from 0."""


def drafted(values: Mapping[str, str], *, first: int = 0) -> SharingDraft | None:
    """Return what the row named by an address (or a form, whose rows begin at ``first``) proposes.

    None where no mast is named by a handle.
    """
    named = values.get("host", "").strip()
    if not named:
        return None
    row = int_of(values.get("row", "").strip()) - first
    return sharing_draft(registry(), current_person(), _list_of(values), row, named)


def _list_of(values: Mapping[str, str]) -> Appraisal:
    wanted = values.get("request", "").strip()
    if wanted:
        check_own(wanted)
        file = load_request(registry(), wanted)
        if file.appraisal is None:
            raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
        return file.appraisal
    kept = Drafts(registry())
    found = kept.appraisal(kept.of(values.get("draft", "").strip(), own_code(current_person())))
    if found is None:
        raise RefusalError("REQUEST-DRAFT-UNKNOWN")
    return found


def new_page(refusal: RefusalError | None = None) -> str:
    """Return the form, filled in from a row or with what was typed, and what was refused a moment ago."""
    person, posted = current_person(), request.method == "POST"
    own = own_code(person)
    filled = dict(request.form if posted else request.args)
    number, rows, over = "", 0, False
    made = None if refusal is not None and not posted else _drafted_again(filled, posted=posted)
    if filled.get("request", "").strip() and (refusal is None or refusal.code != "REQUEST-UNKNOWN"):
        check_own(filled["request"].strip())
        found = get_request(registry(), filled["request"].strip())
        number, rows, over = found.number, found.list_rows, not found.open
        filled.setdefault("asker", found.organisation)
    if not posted and filled.get("row", "").strip():
        at = int_of(filled["row"])
        filled["row"] = str(at + 1)
        if rows and refusal is None and 0 <= at < rows:  # a mast with its code, chosen for a row
            row = _list_of(filled).rows[at].proposal
            filled["wanted"] = words.wanted(row, organisation_names())
    if person.sees_all and filled.get("mast") and not filled.get("owner"):
        filled["owner"] = owner_of(registry(), filled["mast"])
    if made is not None:
        filled |= {"owner": made.owner} | ({} if made.hidden else {"mast": made.mast})
        filled.setdefault("wanted", words.wanted(made.row, organisation_names()))
        filled.setdefault("asker", made.row.operator)
    if own is not None:
        filled["asker"] = own
    return render_template(
        "requests/sharing/new.html",
        refusal=refusals.said(refusal),
        filled=filled,
        hidden_near=made.row if made is not None and made.hidden else None,
        names=organisation_names(),
        number=number,
        rows=rows,
        over=over,
        organisations=organisations(),
        own=own,
        today=today(),
        reply=words.time_to_reply(today()),
    )


def refused_form(error: RefusalError) -> str | Response:
    """Return the form with a refusal; an address that names what is not there is no page."""
    return new_page(error) if status(error.code) != 404 else make_response(new_page(error), 400)


def _drafted_again(values: Mapping[str, str], *, posted: bool) -> SharingDraft | None:
    """Return the row's draft for the form that comes back; what it names may be gone by then."""
    try:
        return drafted(values, first=int(posted))
    except RefusalError:
        if posted:
            return None
        raise
