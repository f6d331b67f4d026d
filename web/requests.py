"""The desk's pages: the queue, a new request, and the page of a request with its rows and its map."""

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import RequestEntityTooLarge

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.desk import NEXT_STATES, NoteKind, RequestKind, RequestState
from registry.services.attachments import file_path, named
from registry.services.calendar import today
from registry.services.registry import Registry
from registry.services.request_file import RequestFile
from registry.services.request_limits import limit_words
from registry.services.request_queue import Queue, QueueItem, overview, queue
from registry.services.requests import receive_request
from web import errors
from web.accounts_guard import READERS, SENDERS, current_person, guarded
from web.appraise import EXTENSIONS
from web.appraise_surroundings import surroundings
from web.appraise_view import gaps_with_names
from web.appraise_words import SEVERITIES, SIGNS, VERDICTS, signs_of_masts, words
from web.csp import nonce
from web.data_answer import json_payload, send
from web.desk_map import desk_map
from web.folium_page import folium_page
from web.languages import language
from web.office import registry, settings
from web.requests_frame import (
    OPEN_TO_OFFICER,
    blueprint,
    day_of,
    file_of,
    may_issue,
    may_judge,
    organisations,
    own_code,
    uploaded,
    who,
)
from web.requests_view import counts_of, decisions_shown, file_view, history_lines, one_row, seen_appraisal
from web.requests_words import ANSWERS, DECISIONS, KINDS, LISTS, NOTES, OUTCOMES, SORTS, STATES, decide_words
from web.words import VERDICTS as VERDICT_WORDS

__all__ = ["blueprint"]

READ = tuple(role for role in READERS if role != "consulted")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
STATUS = {"REQUEST-UNKNOWN": 404, "ATTACHMENT-UNKNOWN": 404, "REQUEST-ROW": 404, "REQUEST-CHANGED": 409}


@blueprint.get("")
@guarded(*READ)
def start() -> str:
    """Show the queue: what is due, what is late, what waits for others, what is mine."""
    own = own_code(current_person())
    mine = current_person().name
    found = queue(registry(), who() if mine == "" else mine, organisation=own)
    ended = [item for item in overview(registry(), today(), organisation=own) if not item.request.open]
    lists = _lists(found, ended[::-1])
    if own is not None:
        lists = {name: lists[name] for name in ("all", "closed")}
    chosen = request.args.get("show", "")
    if chosen not in lists:
        chosen = next((name for name in ("overdue", "due") if lists.get(name)), "all")
    names = {item.code: item.name for item in organisations()}
    asked = request.args.get("q", "").strip()
    order = request.args.get("sort", "due")
    items = [item for item in lists[chosen] if _matches(item, asked, names)]
    if order == "received":
        items.sort(key=lambda item: item.request.received_on, reverse=True)
    elif order == "organisation":
        items.sort(key=lambda item: names.get(item.request.organisation, item.request.organisation))
    return render_template(
        "requests/queue.html",
        lists=[(name, LISTS[name], len(lists[name])) for name in lists],
        chosen=chosen,
        items=items,
        names=names,
        asked=asked,
        order=order,
        sorts=SORTS,
        kinds=KINDS,
        states=STATES,
        empty=not any(lists.values()),
        may_send=current_person().is_one_of(*SENDERS),
        is_carrier=own is not None,
        today=today(),
    )


@blueprint.get("/new")
@guarded(*SENDERS)
def new() -> str:
    """Show the form by which a request comes in."""
    return _new_page()


@blueprint.post("/new")
@guarded(*SENDERS)
def receive() -> Any:
    """Register a request with its list and go to its page."""
    kind = request.form.get("kind", "")
    if kind not in KINDS:
        raise RefusalError("REQUEST-VALUE", value=kind)
    own = own_code(current_person())
    with uploaded("list") as (path, name):
        if path.suffix not in EXTENSIONS:
            raise RefusalError("FILE-EXTENSION", name=name, extension=path.suffix or "–")
        made = receive_request(
            registry(),
            path,
            kind=RequestKind(kind),
            organisation=request.form.get("organisation", "") if own is None else own,
            officer=who() if own is None else "",
            who=who(),
            name=name,
            letter_number=request.form.get("letter_number", ""),
            letter_date=day_of("letter_date"),
            received_on=day_of("received_on") if own is None else None,
        )
    return redirect(url_for("requests.show", address=made.id), 303)


@blueprint.get("/<address>")
@guarded(*READ)
def show(address: str) -> str:
    """Show a request: its clock, its rows and what was decided."""
    return request_page(file_of(address))


@blueprint.get("/<address>/view.json")
@guarded(*READ)
def rows(address: str) -> Response:
    """Send all rows of a request with their decisions."""
    file, person = file_of(address), current_person()
    appraisal = seen_appraisal(file, person)
    if appraisal is None:
        raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
    return send(json_payload(file_view(file, appraisal, person, language())))


@blueprint.get("/<address>/around.json")
@guarded(*READ)
def around(address: str) -> Response:
    """Send the masts, zones and borders around the rows."""
    file, person = file_of(address), current_person()
    appraisal = seen_appraisal(file, person)
    if appraisal is None:
        raise RefusalError("REQUEST-NO-LIST", number=file.request.number)
    return send(json_payload(surroundings(appraisal, person)))


@blueprint.get("/<address>/rows/<int:row>.json")
@guarded(*READ)
def findings(address: str, row: int) -> Response:
    """Send one row (its index, from 0) with findings, decision and notes."""
    file = file_of(address)
    if row >= len(file.rows):
        raise RefusalError("REQUEST-ROW", number=file.request.number, rows=len(file.rows), row=row + 1)
    return send(json_payload(one_row(file, row, current_person(), language())))


@blueprint.get("/<address>/files/<sha256>")
@guarded(*READ)
def attachment(address: str, sha256: str) -> Response:
    """Send a file of the request; a carrier gets its own list and the signed letter."""
    file = file_of(address)
    names = {item.file_sha256: item.file_name for item in file.lists}
    if file.request.signed_sha256:
        names[file.request.signed_sha256] = file.request.signed_name
    if current_person().sees_all:
        names |= {item.sha256: named(file.attachments, item.sha256) for item in file.attachments}
    if sha256 not in names:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    content = file_path(registry(), sha256, names[sha256]).read_bytes()
    return _download(content, names[sha256], "application/octet-stream")


@blueprint.get("/<address>/letter.docx")
@guarded("administrator", "appraiser", "leader")
def letter(address: str) -> Response:
    """Send the drafted reply."""
    from registry.services.letters import reply_letter  # draws maps: loaded when a letter is asked for

    return _document(address, reply_letter, _("Văn bản trả lời"))


@blueprint.get("/<address>/note.docx")
@guarded("administrator", "appraiser", "leader")
def note(address: str) -> Response:
    """Send the appraisal note."""
    from registry.services.letters import appraisal_note

    return _document(address, appraisal_note, _("Phiếu thẩm định"))


@blueprint.errorhandler(RefusalError)
def refused(error: RefusalError) -> Any:
    """Say a refusal where the deed was tried: on the form, on the request's page, or as JSON."""
    status = STATUS.get(error.code, errors.REFUSAL_STATUS.get(error.code, 400))
    if errors.wants_json():
        answer, _status = errors.answer(status, error.code, dict(error.params))
        return answer, status
    if request.endpoint == "requests.receive":
        return _new_page(error), status
    address = (request.view_args or {}).get("address")
    if request.method == "POST" and address and error.code != "REQUEST-UNKNOWN":
        return request_page(file_of(address), error), status
    return errors.answer(status, error.code, dict(error.params))


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Any:
    """Say on the form that a file is larger than the server takes."""
    refusal = RefusalError("WEB-TOO-LARGE", limit=settings_limit_mb())
    if request.endpoint == "requests.receive" and not errors.wants_json():
        return _new_page(refusal), 413
    return errors.answer(413, refusal.code, dict(refusal.params))


def settings_limit_mb() -> int:
    """Return how many MB a form may hold."""
    from flask import current_app

    limit: int = current_app.config["MAX_CONTENT_LENGTH"]
    return limit // (1024 * 1024)


def said(refusal: RefusalError | None) -> dict[str, Any] | None:
    """Return a refusal as the pages write it."""
    if refusal is None:
        return None
    lang = language()
    return {
        "code": refusal.code,
        "message": render(refusal.code, refusal.params, lang),
        "remedy": remedy(refusal.code, refusal.params, lang) or "",
    }


def request_page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    """Return the page of a request for the person who asks, with what was refused a moment ago."""
    person, lang, found = current_person(), language(), file.request
    appraisal = seen_appraisal(file, person)
    judges = may_judge() and found.state in OPEN_TO_OFFICER
    config: dict[str, Any] = {}
    values: dict[str, Any] = {}
    if appraisal is not None:
        config = {
            **words(_, lang),
            **signs_of_masts(appraisal.context),
            "urls": {
                "view": url_for("requests.rows", address=found.id),
                "around": url_for("requests.around", address=found.id),
                "row": url_for("requests.findings", address=found.id, row=0).replace("/0.json", "/ROW.json"),
                "decide": url_for("requests.decide", address=found.id, row=0).replace("/0/", "/ROW/"),
                "note": url_for("requests.add_note", address=found.id, row=0).replace("/0/", "/ROW/"),
                "withdraw": url_for("requests.withdraw", address=found.id, note="NOTE"),
                "file": url_for("requests.attachment", address=found.id, sha256="SHA"),
                "mast": url_for("map.desk") + "#mast=",
            },
            "background": bool(settings().tile_url or settings().pmtiles),
            "decisions": {code: str(word) for code, word in DECISIONS.items()},
            "noteKinds": {code: str(word) for code, word in NOTES.items()},
            "addable": [
                kind.value for kind in (NoteKind.NOTE, NoteKind.VISIT, NoteKind.CONSULTED, NoteKind.PHOTO)
            ],
            "mayJudge": judges,
            "office": person.sees_all,
            "decisionsShown": decisions_shown(file, person),
            "state": found.state.value,
            "own": list(OUTCOMES),
        }
        config["texts"] |= decide_words(_)
        from registry.services.place_names import office_box

        made = desk_map(settings(), office_box(appraisal.context), config)
        values = {
            "map": folium_page(made, nonce()),
            "gaps": gaps_with_names(appraisal, lang),
            "families": config["families"],
            "outcomes": [(code, SIGNS[code], config["outcomes"][code]["word"]) for code in SIGNS],
            "verdicts": [(code, config["verdicts"][code]) for code in VERDICTS],
            "severities": [(code, config["severities"][code]) for code in SEVERITIES],
            "counts": counts_of(file, appraisal),
        }
    following = [state for state in RequestState if state in NEXT_STATES[found.state]]
    return render_template(
        "requests/show.html",
        file=file,
        request_=found,
        appraisal=appraisal,
        refusal=said(refusal),
        conflict=refusal is not None and refusal.code == "REQUEST-CHANGED",
        organisation={item.code: item.name for item in organisations()}.get(
            found.organisation, found.organisation
        ),
        kinds=KINDS,
        states=STATES,
        decisions=DECISIONS,
        answers=ANSWERS,
        following=following,
        limit=limit_words(file.clock.limit_days, found.limit_date, file.clock.source, lang),
        judges=judges,
        may_move=may_judge() and found.open,
        may_issue=may_issue() and found.state is RequestState.SUBMITTED,
        may_supplement=found.state is RequestState.SUPPLEMENT and current_person().is_one_of(*SENDERS),
        letters=may_judge() and bool(file.rows),
        office=person.sees_all,
        decisions_shown=decisions_shown(file, person),
        history=history_lines(file, person),
        today=today(),
        verdict_words=VERDICT_WORDS,
        **values,
    )


def _lists(found: Queue, ended: list[QueueItem]) -> dict[str, list[QueueItem]]:
    return {
        "due": list(found.due_today),
        "overdue": list(found.overdue),
        "waiting": list(found.waiting),
        "leader": list(found.with_leader),
        "mine": list(found.mine),
        "all": list(found.all),
        "closed": ended,
    }


def _matches(item: QueueItem, asked: str, names: dict[str, str]) -> bool:
    found = item.request
    texts = (found.number, found.organisation, names.get(found.organisation, ""), found.letter_number,
             found.file_name, found.officer, found.issued_number)  # fmt: skip
    return all(any(word in text.casefold() for text in texts) for word in asked.casefold().split())


def _new_page(refusal: RefusalError | None = None) -> str:
    own = own_code(current_person())
    offered = [item for item in organisations() if own is None or item.code == own]
    return render_template(
        "requests/new.html",
        refusal=said(refusal),
        organisations=offered,
        is_carrier=own is not None,
        kinds=KINDS,
        form=request.form,
        today=today().isoformat(),
        extensions=EXTENSIONS,
        limit_mb=settings_limit_mb(),
    )


def _document(address: str, make: Callable[[Registry, str], bytes], title: str) -> Response:
    file = file_of(address)
    content = make(registry(), file.request.id)
    return _download(content, f"{title} {file.request.number.replace('/', '-')}.docx", DOCX)


def _download(content: bytes, name: str, mimetype: str) -> Response:
    from io import BytesIO

    from flask import send_file

    answer = send_file(BytesIO(content), mimetype=mimetype, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
