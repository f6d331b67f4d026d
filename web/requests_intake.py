"""How a request comes in: its facts and its list, a preview that registers nothing, and then its number."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.columns import column
from registry.errors import RefusalError
from registry.messages import number
from registry.model.desk import RequestKind
from registry.services.appraise_list import Appraisal, AppraisedRow
from registry.services.calendar import in_vietnam, today
from registry.services.demo_samples import CLEAN_NAME
from registry.services.dossiers import items_for
from registry.services.masking import masked_for
from registry.services.request_drafts import TYPED_FIELDS, Draft, Drafts
from registry.services.request_limits import limit_for, limit_words, limits_on
from registry.services.row_texts import choice_words
from web.accounts_guard import SENDERS, current_person, guarded
from web.appraise import EXTENSIONS
from web.appraise_surroundings import surroundings
from web.appraise_view import FindingsPack, view
from web.data_answer import json_payload, send
from web.languages import language
from web.office import context, registry
from web.requests import download
from web.requests_desk import desk_config, desk_values, with_fields
from web.requests_frame import (
    day_of,
    number_of,
    organisations,
    own_code,
    said,
    settings_limit_mb,
    uploaded,
    who,
)
from web.requests_queue import blueprint
from web.requests_words import KIND_HINTS, KINDS, answer_words

__all__ = ["blueprint"]

TYPED_ROWS = 5


def drafts() -> Drafts:
    """Return the drafts of the open registry."""
    return Drafts(registry())


@blueprint.get("/new")
@guarded(*SENDERS)
def new() -> str:
    """Show the form by which a request comes in."""
    return new_page()


@blueprint.get("/new/sample.xlsx")
@guarded(*SENDERS)
def sample() -> Response:
    """Send the illustrative register's clean sample list; a real register has none."""
    path = registry().settings.home / "samples" / CLEAN_NAME
    if not context().illustrative or not path.is_file():
        raise RefusalError("WEB-NOT-FOUND")
    return download(path.read_bytes(), CLEAN_NAME, "application/octet-stream")


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
    appraisal = _appraisal(draft)
    read = drafts().as_read(draft)
    answered = {int(row): texts for row, texts in draft.answers.items()}
    found = view(appraisal, language())
    return send(json_payload(with_fields(found, appraisal, [row.proposal for row in read.rows], answered)))


@blueprint.get("/drafts/<address>/around.json")
@guarded(*SENDERS)
def draft_around(address: str) -> Response:
    """Send the masts, zones and borders around the rows of a preview."""
    return send(json_payload(surroundings(_appraisal(_draft(address)), current_person())))


@blueprint.get("/drafts/<address>/rows/<int:row>.json")
@guarded(*SENDERS)
def draft_findings(address: str, row: int) -> Response:
    """Send the findings of one row (its index, from 0) of a preview."""
    appraisal = _appraisal(_draft(address))
    if row >= len(appraisal.rows):
        raise RefusalError("REQUEST-DRAFT-ROW", row=row + 1)
    pack = FindingsPack(language())
    pack.add(appraisal.rows[row].findings)
    return send(json_payload(pack.data()))


@blueprint.post("/drafts/<address>/answers")
@guarded(*SENDERS)
def draft_answer(address: str) -> ResponseReturnValue:
    """Answer an issue of the list: another value for a field of a row."""
    asked = request.get_json(silent=True)
    texts = asked.get("texts") if isinstance(asked, dict) else None
    row = asked.get("row") if isinstance(asked, dict) else None
    if not isinstance(row, int) or not isinstance(texts, Mapping):
        raise RefusalError("REQUEST-VALUE", value="row, texts")
    drafts().answer(_draft(address), row, {str(name): str(text) for name, text in texts.items()})
    return jsonify(ok=True)


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
        made = drafts().with_list(draft, path, name)
        try:
            drafts().appraisal(made)
        except RefusalError:
            drafts().restore(draft)
            raise
    return _preview(address)


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
    drafts().with_rows(_draft(address), [row for row in rows if row.keys() - {"kind"}])
    return _preview(address)


@blueprint.post("/drafts/<address>/files")
@guarded(*SENDERS)
def draft_file(address: str) -> ResponseReturnValue:
    """Add a paper of the dossier."""
    draft = _draft(address)
    with uploaded("file") as (path, name):
        drafts().with_file(draft, path, name, request.form.get("item", ""))
    return redirect(url_for("requests.preview", address=address) + "#dossier", 303)


@blueprint.post("/drafts/<address>/files/<kept>/remove")
@guarded(*SENDERS)
def draft_file_away(address: str, kept: str) -> ResponseReturnValue:
    """Take a paper out again."""
    drafts().without_file(_draft(address), kept)
    return redirect(url_for("requests.preview", address=address) + "#dossier", 303)


@blueprint.post("/drafts/<address>/register")
@guarded(*SENDERS)
def register(address: str) -> ResponseReturnValue:
    """Give the request its number; a second click goes to the same request."""
    try:
        draft = _draft(address)
    except RefusalError:
        return _registered(address)
    own = own_code(current_person())
    made = drafts().register(draft, officer=who() if own is None else "", who=who())
    return redirect(url_for("requests.show", address=made.id), 303)


@blueprint.post("/drafts/<address>/drop")
@guarded(*SENDERS)
def draft_drop(address: str) -> ResponseReturnValue:
    """Throw a preview away."""
    drafts().drop(_draft(address))
    return redirect(url_for("requests.start"), 303)


def new_page(refusal: RefusalError | None = None) -> str:
    """Return the form by which a request comes in, with what was refused a moment ago."""
    own = own_code(current_person())
    return render_template(
        "requests/new.html",
        refusal=said(refusal),
        form=request.form,
        open_drafts=[
            {"draft": item, "at": in_vietnam(item.at), "kind": KINDS[item.kind]}
            for item in drafts().open_for(own, who())
        ],
        **_form_values(own),
    )


def preview_page(draft: Draft, refusal: RefusalError | None = None, *, typing: bool = False) -> str:
    """Return the page of a preview, with what was refused a moment ago; ``typing``: its rows as a form."""
    own = own_code(current_person())
    appraisal = None if typing or not draft.list_kept else _appraisal(draft)
    values: dict[str, Any] = {}
    if appraisal is not None:
        address = draft.id
        config = desk_config(
            appraisal,
            {
                "view": url_for("requests.draft_rows", address=address),
                "around": url_for("requests.draft_around", address=address),
                "row": url_for("requests.draft_findings", address=address, row=0).replace(
                    "/0.json", "/ROW.json"
                ),
                "answer": url_for("requests.draft_answer", address=address),
                "mast": url_for("map.desk") + "#mast=",
            },
        )
        config["texts"] |= answer_words(_)
        values = desk_values(appraisal, config)
    lines = _dossier(draft)
    names = {item.code: item.name for item in organisations()}
    return render_template(
        "requests/preview.html",
        draft=draft,
        appraisal=appraisal,
        counts=appraisal.counts if appraisal else {},
        count=lambda value: number(value, 0, language()),
        answered=sum(len(texts) for texts in draft.answers.values()),
        refusal=said(refusal),
        dossier=lines,
        missing=[line["name"] for line in lines if not line["files"]],
        organisation=names.get(draft.organisation, draft.organisation),
        amended=number_of(draft.amends),
        until=in_vietnam(draft.expires.isoformat()),
        limit=_limit_said(draft),
        typed=_typed_fields(),
        typed_rows=[*draft.typed_rows, *({} for _row in range(max(1, TYPED_ROWS - len(draft.typed_rows))))],
        form={**request.form} or _form_of(draft),
        **_form_values(own),
        **values,
    )


def _dossier(draft: Draft) -> list[dict[str, Any]]:
    """Return the papers of the draft's kind with the files that were handed in for each."""
    said_in = 0 if language() == "vi" else 1
    return [
        {
            "item": item,
            "name": item.name[said_in],
            "files": [file for file in draft.files if file.item == item.code],
        }
        for item in items_for(RequestKind(draft.kind))
    ]


def _form_values(own: str | None) -> dict[str, Any]:
    day = today()
    return {
        "organisations": [item for item in organisations() if own is None or item.code == own],
        "is_carrier": own is not None,
        "kinds": KINDS,
        "hints": KIND_HINTS,
        "limits": {code: _limit_of(RequestKind(code), day) for code in KINDS},
        "today": day.isoformat(),
        "extensions": EXTENSIONS,
        "limit_mb": settings_limit_mb(),
    }


def _limit_of(kind: RequestKind, day: dt.date) -> str:
    try:
        found = limit_for(limits_on(registry(), day), kind, day)
    except RefusalError as error:
        refused = said(error)
        return str(refused["message"]) if refused else ""
    return limit_words(found.days, found.on, found.source, language())


def _limit_said(draft: Draft) -> str:
    return _limit_of(RequestKind(draft.kind), draft.day)


def _form_of(draft: Draft) -> dict[str, str]:
    names = ("kind", "organisation", "letter_number", "letter_date", "received_on", "note")
    return {**{name: str(getattr(draft, name)) for name in names}, "amends": number_of(draft.amends)}


def _typed_fields() -> list[dict[str, Any]]:
    lang = language()
    found = []
    for name in TYPED_FIELDS:
        known = column(name)
        label = known.label_en if lang == "en" else known.label_vi
        found.append(
            {
                "name": name,
                "label": f"{label} ({known.unit})" if known.unit else label,
                "choices": list(choice_words(known, lang).items()),
            }
        )
    return found


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
        "letter_number": form.get("letter_number", "").strip()[:80],
        "letter_date": letter_date.isoformat() if letter_date else "",
        "received_on": received.isoformat(),
        "amends": form.get("amends", "").strip()[:80] if kind == RequestKind.AMENDMENT else "",
        "note": form.get("note", "").strip()[:2000],
    }


def _check_extension(suffix: str, name: str) -> None:
    if suffix not in EXTENSIONS:
        raise RefusalError("FILE-EXTENSION", name=name, extension=suffix or "–")


def _draft(address: str) -> Draft:
    return drafts().of(address, own_code(current_person()))


def _appraisal(draft: Draft) -> Appraisal:
    """Return the preview's appraisal as the person may see it."""
    found = drafts().appraisal(draft)
    if found is None:
        raise RefusalError("REQUEST-DRAFT-UNKNOWN")
    person = current_person()
    rows = [AppraisedRow(row.proposal, masked_for(row.findings, person), row.verdict) for row in found.rows]
    return replace(found, rows=rows)


def _registered(address: str) -> ResponseReturnValue:
    """Go to the request that a preview became; a preview that became none is not there."""
    try:
        made = drafts().registered(address)
    except RefusalError:
        raise RefusalError("REQUEST-DRAFT-UNKNOWN") from None
    return redirect(url_for("requests.show", address=made.id), 303)


def _preview(address: str) -> ResponseReturnValue:
    return redirect(url_for("requests.preview", address=address), 303)
