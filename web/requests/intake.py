"""How a request comes in: its facts and its list, a preview that registers nothing, and then its number."""

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.intake.column_proposals import ColumnProposal
from registry.messages import render
from registry.model.requests.desk import RequestKind
from registry.services.appraise.row_texts import shown
from registry.services.appraise.stated_columns import ColumnPlace
from registry.services.office.calendar import today
from registry.services.office.time_limits import limit_for, limits_on
from registry.services.requests.dossiers import likely_item
from registry.services.requests.drafting.drafts import TYPED_FIELDS
from registry.services.requests.drafting.kept_drafts import Draft
from registry.services.requests.drafting.known_words import read_before
from registry.services.requests.settling import LONGEST
from registry.typed_text import within
from web.appraise.lists import EXTENSIONS
from web.appraise.surroundings import surroundings
from web.appraise.view import FindingsPack, label, view
from web.frame.data_answer import json_payload, send
from web.frame.downloads import UNOPENED, download
from web.frame.forms import day_of
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.people import own_code, who
from web.frame.uploads import kept_aside, uploaded
from web.requests.desk import alternatives_answer, hosts_said, with_fields
from web.requests.preview import BY_NAME, drafts, new_page, preview_page, preview_parts, seen_preview
from web.requests.queue import blueprint
from web.requests.words import KINDS

__all__ = ["blueprint"]


@blueprint.get("/new")
@guarded(*SENDERS)
def new() -> str:
    """Show the form by which a request comes in."""
    return new_page()


@blueprint.get("/new/sample.xlsx")
@guarded(*SENDERS)
def sample() -> Response:
    """Send the illustrative register's clean sample list; a real register has none.

    A carrier gets it without the row that stands on another's mast: code and place of that are not its own.
    """
    from registry.demo.samples import CLEAN_NAME, write_own

    path = registry().settings.home / "samples" / CLEAN_NAME
    if not context().illustrative or not path.is_file():
        raise RefusalError("WEB-NOT-FOUND")
    if current_person().sees_all:
        return download(path.read_bytes(), CLEAN_NAME, UNOPENED)
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        own = Path(folder) / CLEAN_NAME
        write_own(own, today())
        return download(own.read_bytes(), CLEAN_NAME, UNOPENED)


@blueprint.post("/new")
@guarded(*SENDERS)
def receive() -> ResponseReturnValue:
    """Keep what was handed in aside and go to its preview; nothing is registered yet."""
    own = own_code(current_person())
    facts = _facts(own)
    if request.form.get("paper") and own is None:
        made = drafts().make(facts, who=who(), own=own, source=None)
        return redirect(url_for("requests.preview", address=made.id), 303)
    with uploaded("list") as (path, name):
        _check_extension(path.suffix, name)
        made = drafts().make(facts, who=who(), own=own, source=(path, name))
        try:
            drafts().appraisal(made)
        except RefusalError as error:  # no list: said on the form, and nothing is left behind
            drafts().drop(made)
            named = {"name": name} if "name" in error.params else {}
            raise RefusalError(error.code, **{**error.params, **named}) from error
    drafts().answer_known(made)
    return redirect(url_for("requests.preview", address=made.id), 303)


@blueprint.get("/drafts/<address>")
@guarded(*SENDERS)
def preview(address: str) -> ResponseReturnValue:
    """Show what was read and how the rows would be judged, before anything is registered."""
    try:
        draft = _draft(address)
    except RefusalError:
        return _registered(address)
    return preview_page(draft, typing=bool(request.args.get("typed") and draft.typed_rows))


@blueprint.get("/drafts/<address>/view.json")
@guarded(*SENDERS)
def draft_rows(address: str) -> Response:
    """Send the rows and the issues of a preview, each issue with the field that answers it."""
    draft = _draft(address)
    appraisal = seen_preview(draft)
    read = drafts().as_read(draft)
    answered = {int(row): texts for row, texts in draft.answers.items()}
    found = view(appraisal, language())
    for other, rows in drafts().others(draft).items():
        for at in rows:
            found["rows"][at]["other"] = shown("operator", other)
    for sheet, told in zip(appraisal.sheets, found["sheets"], strict=True):
        for item, line in zip(sheet.columns, told["columns"], strict=True):
            line |= {"sheet": sheet.name, "own": label(item.own, language()), "samples": item.samples}
            if item.proposed is not None and item.stated is None:
                line["proposed"] = _proposed(item.proposed)
    with_fields(found, appraisal, [row.proposal for row in read.rows], answered)
    for line, number in zip(found["issues"], read_before(appraisal, draft.words, answered), strict=True):
        if number and "answered" in line:
            line["before"] = number
    found["hosts"] = hosts_said(appraisal)  # a repaired cell may name another mast
    return send(json_payload(found))


@blueprint.get("/drafts/<address>/around.json")
@guarded(*SENDERS)
def draft_around(address: str) -> Response:
    """Send the masts, zones and borders around the rows of a preview."""
    return send(json_payload(surroundings(seen_preview(_draft(address)), current_person())))


@blueprint.get("/drafts/<address>/rows/<int:row>.json")
@guarded(*SENDERS)
def draft_findings(address: str, row: int) -> Response:
    """Send the findings of one row (its index, from 0) of a preview."""
    appraisal = seen_preview(_draft(address))
    if row >= len(appraisal.rows):
        raise RefusalError("REQUEST-DRAFT-ROW", row=row + 1)
    pack = FindingsPack(language())
    pack.add(appraisal.rows[row].findings)
    return send(json_payload(pack.data()))


@blueprint.get("/drafts/<address>/rows/<int:row>/alternatives.json")
@guarded(*SENDERS)
def draft_instead(address: str, row: int) -> Response:
    """Send what a row of a preview could do instead within ``radius`` metres; to a carrier masked."""
    found = drafts().appraisal(_draft(address))
    if found is None or row >= len(found.rows):
        raise RefusalError("REQUEST-DRAFT-ROW", row=row + 1)
    return alternatives_answer(found, row)


@blueprint.post("/drafts/<address>/answers")
@guarded(*SENDERS)
def draft_answer(address: str) -> ResponseReturnValue:
    """Answer an issue of the list by another value of a field, in a row or in rows alike.

    The answer has what stands above the rows now.
    """
    asked = request.get_json(silent=True)
    texts = asked.get("texts") if isinstance(asked, dict) else None
    rows = asked.get("rows", [asked.get("row")]) if isinstance(asked, dict) else None
    whole = isinstance(rows, list) and bool(rows) and all(type(row) is int for row in rows)
    if not isinstance(rows, list) or not whole or not isinstance(texts, Mapping):
        raise RefusalError("REQUEST-VALUE", value="rows, texts")
    made = drafts().answer_alike(
        _draft(address), rows, {str(name): str(text) for name, text in texts.items()}
    )
    return jsonify(ok=True, parts=preview_parts(made))


@blueprint.post("/drafts/<address>/columns")
@guarded(*SENDERS)
def draft_column(address: str) -> ResponseReturnValue:
    """Say which field a column of the list is, or that it is not used; an empty name takes that back."""
    asked, names = request.get_json(silent=True), ("sheet", "letter", "header", "name", "unit")
    said = [asked.get(name) for name in names] if isinstance(asked, dict) else []
    if not said or not all(isinstance(text, str) for text in said):
        raise RefusalError("REQUEST-VALUE", value=", ".join(names))
    sheet, letter, header, name, unit = map(str, said)
    drafts().explain(_draft(address), ColumnPlace(sheet, letter, header), name, unit, who=who())
    return jsonify(ok=True)


@blueprint.post("/drafts/<address>/columns/sure")
@guarded(*SENDERS)
def draft_columns_sure(address: str) -> ResponseReturnValue:
    """Take every proposal of a column's field that is sure; each can be changed or taken back by itself."""
    _made, count = drafts().explain_sure(_draft(address), who=who())
    return jsonify(ok=True, count=count)


@blueprint.post("/drafts/<address>/facts")
@guarded(*SENDERS)
def draft_facts(address: str) -> ResponseReturnValue:
    """Change what the request says of itself."""
    draft = _draft(address)
    drafts().change(draft, {**_facts(own_code(current_person())), "organisation": draft.organisation})
    return _preview(address)


@blueprint.post("/drafts/<address>/list")
@guarded(*SENDERS)
def draft_list(address: str) -> ResponseReturnValue:
    """Put a corrected workbook in the place of the list; one that cannot be read changes nothing."""
    draft = _draft(address)
    with uploaded("list") as (path, name):
        _check_extension(path.suffix, name)
        made = drafts().answer_known(drafts().with_list(draft, path, name, who=who()))
    before, after = (sum(len(texts) for texts in one.answers.values()) for one in (draft, made))
    return redirect(url_for("requests.preview", address=address, held=after, given=before), 303)


@blueprint.post("/drafts/<address>/rows")
@guarded(*SENDERS)
def draft_typed(address: str) -> ResponseReturnValue:
    """Take the rows of a paper list that were typed."""
    form = request.form
    count = max((len(form.getlist(name)) for name in TYPED_FIELDS), default=0)
    rows = [
        {
            name: values[at].strip()
            for name in TYPED_FIELDS
            if at < len(values := form.getlist(name)) and values[at].strip()
        }
        for at in range(count)
    ]
    drafts().with_rows(_draft(address), [row for row in rows if row.keys() - {"kind"}], who=who())
    return _preview(address)


@blueprint.post("/drafts/<address>/files")
@guarded(*SENDERS)
def draft_file(address: str) -> ResponseReturnValue:
    """Add papers of the dossier: as one that is named, or each as the one that its file's name tells."""
    draft, item = _draft(address), request.form.get("item", "")
    sent = [file for file in request.files.getlist("file") if file.filename]
    if not sent:
        raise RefusalError("UPLOAD-EMPTY")
    behalf = bool(drafts().others(draft))
    for file in sent:
        with kept_aside(file) as (path, name):
            paper = likely_item(RequestKind(draft.kind), name, behalf=behalf) if item == BY_NAME else item
            drafts().with_file(draft, path, name, paper)
    return _dossier(address)


@blueprint.post("/drafts/<address>/files/<kept>/item")
@guarded(*SENDERS)
def draft_file_as(address: str, kept: str) -> ResponseReturnValue:
    """Say which paper of the dossier a file is."""
    drafts().file_as(_draft(address), kept, request.form.get("item", ""))
    return _dossier(address)


@blueprint.post("/drafts/<address>/files/<kept>/remove")
@guarded(*SENDERS)
def draft_file_away(address: str, kept: str) -> ResponseReturnValue:
    """Take a paper out again."""
    drafts().without_file(_draft(address), kept)
    return _dossier(address)


@blueprint.post("/drafts/<address>/register")
@guarded(*SENDERS)
def register(address: str) -> ResponseReturnValue:
    """Give the request its number; a second click goes to the same request."""
    try:
        draft = _draft(address)
    except RefusalError:
        return _registered(address)
    own = own_code(current_person())
    stated = {code: request.form.get(f"paper-{code}", "") for code in request.form.getlist("behalf")}
    made = drafts().register(
        draft,
        officer=who() if own is None else "",
        who=who(),
        behalf=stated,
        again=within(request.form.get("again"), LONGEST),
        sheet=request.form.get("sheet"),
    )
    if own is None:
        flash(_("Đã tiếp nhận hồ sơ số %(number)s.", number=made.number))
    else:
        flash(_("Đã gửi hồ sơ; số hồ sơ là %(number)s.", number=made.number))
    return redirect(url_for("requests.show", address=made.id), 303)


@blueprint.post("/drafts/<address>/drop")
@guarded(*SENDERS)
def draft_drop(address: str) -> ResponseReturnValue:
    """Throw a preview away."""
    drafts().drop(_draft(address))
    return redirect(url_for("requests.start"), 303)


def _proposed(proposal: ColumnProposal) -> dict[str, Any]:
    """Return what a column may be: the field, its label, whether that is sure, and why."""
    lang = language()
    return {
        "name": proposal.name,
        "label": label(proposal.name, lang),
        "sure": proposal.sure,
        "why": render(proposal.code, dict(proposal.params), lang),
    }


def _facts(own: str | None) -> dict[str, str]:
    """Return the facts of the form; days are read here, so that a wrong one is refused on the form."""
    form = request.form
    kind = form.get("kind", "")
    if kind not in KINDS:
        raise RefusalError("REQUEST-VALUE", value=kind)
    letter_date, received_on = day_of("letter_date"), day_of("received_on") if own is None else None
    for day in (letter_date, received_on):
        if day is not None and not dt.date(2000, 1, 1) <= day <= today():
            raise RefusalError("REQUEST-DAY", day=day, first=dt.date(2000, 1, 1), last=today())
    received = received_on or today()
    limit_for(limits_on(registry(), received), RequestKind(kind), received)  # a kind no text knew that day
    return {
        "kind": kind,
        "organisation": form.get("organisation", "") if own is None else own,
        "letter_number": within(form.get("letter_number"), 80),
        "letter_date": letter_date.isoformat() if letter_date else "",
        "received_on": received.isoformat(),
        "amends": within(form.get("amends"), 80) if kind == RequestKind.AMENDMENT else "",
        "note": within(form.get("note"), 2000),
    }


def _check_extension(suffix: str, name: str) -> None:
    if suffix not in EXTENSIONS:
        raise RefusalError("FILE-EXTENSION", name=name, extension=suffix or "–")


def _draft(address: str) -> Draft:
    return drafts().of(address, own_code(current_person()))


def _registered(address: str) -> ResponseReturnValue:
    """Go to the request that a preview became; a preview that became none is not there."""
    try:
        made = drafts().registered(address)
    except RefusalError:
        raise RefusalError("REQUEST-DRAFT-UNKNOWN") from None
    return redirect(url_for("requests.show", address=made.id), 303)


def _dossier(address: str) -> ResponseReturnValue:
    return redirect(url_for("requests.preview", address=address) + "#dossier", 303)


def _preview(address: str) -> ResponseReturnValue:
    return redirect(url_for("requests.preview", address=address), 303)
