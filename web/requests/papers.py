"""The papers of a request: bodies asked and their answers, meetings with minutes, and the sealed package."""

import datetime as dt
import textwrap
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.requests.desk import RequestState
from registry.services.appraise.free_text import confidential, hidden_related
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import addressees, answer_day, office_settings
from registry.services.requests import seal_jobs
from registry.services.requests.consulted.addressed import written_to
from registry.services.requests.consulted.answered import answers_given, replaced
from registry.services.requests.consulted.consultations import (
    bodies_named,
    draft_consultations,
    drop_draft,
    feed_rows,
    nameless,
)
from registry.services.requests.consulted.consulted_body import entered_names
from registry.services.requests.consulted.meetings import (
    Opinion,
    meeting_minutes,
    meetings_of,
    record_meeting,
)
from registry.services.requests.consulted.more_time import later_asked, until_of
from registry.services.requests.consulted.sent import letter_to_body, record_sent, take_back_sent
from registry.services.requests.exchange.papers import FILED_AS
from registry.services.requests.notes import check_silence, check_words, consult, record_answer
from registry.services.requests.opened import RequestFile
from registry.services.requests.requests import attach
from registry.typed_text import within
from web.frame import refusals
from web.frame.downloads import download
from web.frame.forms import day_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, who
from web.frame.undo import offer_way_back
from web.frame.uploads import uploaded
from web.requests.frame import file_of, may_judge, withdrawal_of
from web.requests.papers_rows import rows_named
from web.requests.papers_view import ground_of_others, seal_view, texts_that_tell
from web.requests.words import STATES, TO_RECORD, answer_word

blueprint = Blueprint("papers", __name__, url_prefix="/requests")

READ = ("administrator", "appraiser", "leader")
MOST_BODIES = 12
TEXT_LIMIT = 4000
BODY_NAMED = 60
"""Letters of a body's name in the name of the file of the letter to it; a long one is cut between words."""
_CHANGING = (RequestState.RECEIVED, RequestState.APPRAISING, RequestState.CONSULTING, RequestState.DRAFT)


@blueprint.get("/<address>/papers")
@guarded(*READ)
def show(address: str) -> str:
    """Show what was asked of whom, the meetings, the letters, and the seal."""
    return _page(file_of(address))


@blueprint.post("/<address>/papers/draft")
@guarded(*OFFICERS)
def draft(address: str) -> ResponseReturnValue:
    """Draft a consultation for every body that the findings name."""
    found = file_of(address).request
    draft_consultations(registry(), found.id, who=who(), answer_by=day_of("answer_by"))
    return _back(address, "asked")


@blueprint.post("/<address>/papers/ask")
@guarded(*OFFICERS)
def ask(address: str) -> ResponseReturnValue:
    """Record a letter to a body that the officer names."""
    found, form = file_of(address).request, request.form
    consult(
        registry(),
        found.id,
        body=form.get("body", ""),
        question=within(form.get("question"), TEXT_LIMIT),
        who=who(),
        rows=rows_named(form.get("rows", ""), [row.proposal for row in file_of(address).rows]),
        answer_by=day_of("answer_by"),
    )
    return _back(address, "asked")


@blueprint.get("/<address>/papers/letters/<consultation>.docx")
@guarded(*READ)
def letter(address: str, consultation: str) -> Response:
    """Send the letter of a consultation."""
    file = file_of(address)
    content = letter_to_body(registry(), file.request.id, consultation, language())
    body = next(item.body for item in file.consultations if item.id == consultation)
    number = file.request.number.replace("/", "-")
    name = _(
        "Lấy ý kiến %(number)s %(body)s",
        number=number,
        body=textwrap.shorten(body, BODY_NAMED, placeholder="…"),
    )
    return download(content, f"{name}.docx")


@blueprint.post("/<address>/papers/letters/<consultation>/sent")
@guarded(*OFFICERS)
def sent(address: str, consultation: str) -> ResponseReturnValue:
    """Record the number and the day with which a letter was sent; offer to take that back."""
    before = file_of(address)
    first = next((not item.letter_number for item in before.consultations if item.id == consultation), False)
    record_sent(
        registry(),
        before.request.id,
        consultation,
        letter_number=within(request.form.get("letter_number"), 80),
        sent_on=day_of("sent_on") or today(),
        answer_by=day_of("answer_by"),
        who=who(),
        seen=version_of(),
    )
    if first:
        _offer_unsent(file_of(address), consultation)
    return _back(address, f"letter-{consultation}")


def _offer_unsent(file: RequestFile, consultation: str) -> None:
    """Have the next page say what state the request is in, and offer to make the letter a draft again."""
    item = next(one for one in file.consultations if one.id == consultation)
    said = _(
        "Đã ghi gửi công văn %(number)s; hồ sơ: %(state)s.",
        number=item.letter_number,
        state=STATES[file.request.state.value],
    )
    way = url_for("papers.unsent", address=file.request.id, consultation=consultation)
    offer_way_back(said, way, version=item.version)


@blueprint.post("/<address>/papers/letters/<consultation>/unsent")
@guarded(*OFFICERS)
def unsent(address: str, consultation: str) -> ResponseReturnValue:
    """Make a letter a draft again that was recorded as sent by mistake."""
    found = file_of(address).request
    take_back_sent(registry(), found.id, consultation, who=who(), seen=version_of())
    return _back(address, f"letter-{consultation}")


@blueprint.post("/<address>/papers/letters/<consultation>/drop")
@guarded(*OFFICERS)
def drop(address: str, consultation: str) -> ResponseReturnValue:
    """Throw away the draft of a letter that was not sent."""
    found = file_of(address).request
    drop_draft(registry(), found.id, consultation, who=who(), seen=version_of())
    return _back(address, "asked")


@blueprint.post("/<address>/papers/letters/<consultation>/answer")
@guarded(*OFFICERS)
def answer(address: str, consultation: str) -> ResponseReturnValue:
    """Record a body's answer with its file, and put it to the rows that waited for it where asked to."""
    file, form = file_of(address), request.form
    found, files = file.request, []
    asked = next((item for item in file.consultations if item.id == consultation), None)
    apart = {}
    if form.get("other_rows", "").strip():
        said = form.get("other_outcome", ""), within(form.get("other_answer"), TEXT_LIMIT)
        listed = [row.proposal for row in file.rows]
        apart = dict.fromkeys(rows_named(form["other_rows"], listed, asked.rows if asked else ()), said)
    check_words(form.get("outcome", ""), form.get("answer", ""), apart)  # before its file is kept
    if asked and not apart:
        check_silence(
            asked.answer_by, form.get("outcome", ""), form.get("answer", ""), form.get("answer_number", "")
        )
    if request.files.get("file"):
        with uploaded("file") as (path, name):
            files.append(attach(registry(), found.id, path, name=name, kind="answer", who=who()))
    record_answer(
        registry(),
        found.id,
        consultation,
        outcome=form.get("outcome", ""),
        answer=within(form.get("answer"), TEXT_LIMIT),
        answered_on=day_of("answered_on") or today(),
        answer_number=form.get("answer_number", ""),
        who=who(),
        seen=version_of(),
        files=files,
        apart=apart,
    )
    if form.get("feed") and found.state in _CHANGING:
        known = {item.id for item in file.consultations} - {consultation}
        for item in file_of(address).consultations:
            if item.id not in known:  # the answer, and what it says otherwise of single rows
                feed_rows(registry(), found.id, item.id, who=who())
    return _back(address, "asked")


@blueprint.post("/<address>/papers/letters/<consultation>/feed")
@guarded(*OFFICERS)
def feed(address: str, consultation: str) -> ResponseReturnValue:
    """Put an answer that the body wrote itself to the rows that waited for it."""
    feed_rows(registry(), file_of(address).request.id, consultation, who=who())
    return _back(address, "asked")


@blueprint.post("/<address>/papers/meetings")
@guarded(*OFFICERS)
def meet(address: str) -> ResponseReturnValue:
    """Record a meeting: bodies, who came, opinions and conclusions."""
    file, form = file_of(address), request.form
    listed = [row.proposal for row in file.rows]
    opinions = [
        Opinion(
            body=form.get(f"body-{at}", ""),
            people=within(form.get(f"people-{at}"), TEXT_LIMIT),
            rows=tuple(rows_named(form.get(f"rows-{at}", ""), listed)),
            outcome=form.get(f"outcome-{at}", "no_answer"),
            text=within(form.get(f"text-{at}"), TEXT_LIMIT),
        )
        for at in range(MOST_BODIES)
        if form.get(f"body-{at}", "").strip() and _attended(at)
    ]
    conclusions = {
        row.index: within(text, TEXT_LIMIT)
        for row in file.rows
        if (text := form.get(f"conclusion-{row.index}", "").strip())
    }
    identity = record_meeting(
        registry(),
        file.request.id,
        held_on=day_of("held_on") or today(),
        place=form.get("place", ""),
        chair=form.get("chair", ""),
        secretary=form.get("secretary", "") or who(),
        opinions=opinions,
        conclusions=conclusions,
        who=who(),
    )
    if form.get("feed"):
        held = next(item for item in meetings_of(file_of(address)) if item.id == identity)
        for item in held.consultations:
            feed_rows(registry(), file.request.id, item.id, who=who())
    return _back(address, "meetings")


def _attended(at: int) -> bool:
    """Whether anything was said of a body besides its name, which the form itself may have put there."""
    said = (request.form.get(f"{part}-{at}", "").strip() for part in ("people", "rows", "text"))
    return any(said) or request.form.get(f"outcome-{at}", "no_answer") != "no_answer"


@blueprint.get("/<address>/papers/meetings/<meeting>.docx")
@guarded(*READ)
def minutes(address: str, meeting: str) -> Response:
    """Send the minutes of a meeting."""
    found = file_of(address).request
    content = meeting_minutes(registry(), found.id, meeting, language())
    name = _("Biên bản họp %(number)s", number=found.number.replace("/", "-"))
    return download(content, f"{name}.docx")


@blueprint.post("/<address>/seal")
@guarded(*READ)
def seal(address: str) -> ResponseReturnValue:
    """Have the package of an issued request made (again)."""
    found = file_of(address).request
    if found.state is not RequestState.ISSUED:
        raise RefusalError("PACKAGE-NOT-ISSUED", number=found.number)
    seal_jobs.start(registry(), found.id, who=who())
    return _back(address, "seal")


@blueprint.get("/<address>/seal.json")
@guarded(*READ)
def seal_state(address: str) -> Response:
    """Say how far the package is."""
    return jsonify(seal_view(file_of(address)))


@blueprint.get("/<address>/package.zip")
@guarded(*READ)
def package(address: str) -> Response:
    """Send the sealed package."""
    file = file_of(address)
    kept = next((item for item in reversed(file.attachments) if item.kind == "package"), None)
    if kept is None:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=_("gói hồ sơ"))
    content = file_path(registry(), kept.sha256, kept.name).read_bytes()
    return download(content, kept.name)


@blueprint.post("/<address>/rows/<int:row>/confidential")
@guarded(*OFFICERS)
def confidential_words(address: str, row: int) -> Response:
    """Say which words of a text are codes that the request's carrier may not learn."""
    file = file_of(address)
    text = within((request.get_json(silent=True) or {}).get("text"), TEXT_LIMIT)
    if file.appraisal is None or row >= len(file.rows):
        return jsonify(codes=[])
    viewer = file.request.organisation
    related = hidden_related(file.rows[row].findings, viewer)
    return jsonify(codes=confidential(text, file.appraisal.context, viewer, related))


@blueprint.after_app_request
def seal_what_was_issued(response: Response) -> Response:
    """Begin the package of a request that was issued a moment ago; the issue itself has not waited for it."""
    if request.endpoint == "requests.issue" and response.status_code == 303:
        found = file_of(str((request.view_args or {})["address"])).request
        if found.state is RequestState.ISSUED:
            seal_jobs.start(registry(), found.id, who=who())
    return response


@blueprint.app_context_processor
def part_values() -> dict[str, Any]:
    """Give every page of a request the state of its seal."""
    return {"seal_of": seal_view}


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the papers, or as JSON."""
    address = (request.view_args or {}).get("address")
    return _page(file_of(address), error) if address else None


def _page(file: RequestFile, refusal: RefusalError | None = None) -> str:
    found = file.request
    settings = office_settings(registry())
    by: dt.date | None = answer_day(settings, today())
    bodies = bodies_named(file)
    judges = may_judge() and found.state in _CHANGING
    asked = {item.body: item.rows for item in file.consultations}
    sent = [item for item in file.consultations if item.kind == "letter"]
    order = [item.letter for item in sent]
    # what is one letter stands together, its rows in their order
    letters = sorted(sent, key=lambda item: (order.index(item.letter), item.rows))
    answered = answers_given(registry(), letters)
    return render_template(
        "requests/papers/show.html",
        file=file,
        came=[item for item in file.attachments if item.kind == FILED_AS],
        request_=found,
        refusal=None if refusal is None else refusals.said(refusal),
        organisation=organisation_names().get(found.organisation, found.organisation),
        states=STATES,
        answers=TO_RECORD,
        answer_word=answer_word,
        bodies=bodies,
        to_draft=[body for body in bodies if body.drafted is None],
        nameless=nameless(file),
        fed={note.details.get("consultation") for row in file.rows for note in row.own.values()},
        named={body.name.vi: say(body.name, language()) for body in bodies},
        addressees=addressees(settings),
        written_to={
            body: say(to, language()) for body, to in written_to(registry().settings.province).items()
        },
        meetings=meetings_of(file),
        letters=letters,
        here={key: given[-1].who for key, given in answered.items() if given[-1].here},
        instead={key: replaced(given) for key, given in answered.items()},
        later={key: (note, until_of(note)) for key, note in later_asked(file).items()},
        first_parts={item.letter: item.id for item in reversed(letters)},
        offered=list(dict.fromkeys([*(body.name.vi for body in bodies), *asked])),
        with_account=[name for names in entered_names(registry()).values() for name in names],
        telling=texts_that_tell(file),
        elsewhere=ground_of_others(file),
        withdrawal=withdrawal_of(file),
        judges=judges,
        may_answer=may_judge() and found.open,
        answer_by="" if by is None else by.isoformat(),
        due=file.clock.due_on if file.clock.running else None,
        day_by=by,
        today=today(),
        most_bodies=MOST_BODIES,
        form=request.form,
        refused=_refused_form() if refusal else "",
        who=who(),
    )


def _refused_form() -> str:
    """Return which form was refused: "ask", "meet", or the deed and the letter it is about."""
    deed = (request.endpoint or "").rpartition(".")[2]
    return deed + str((request.view_args or {}).get("consultation", ""))


def _back(address: str, part: str) -> ResponseReturnValue:
    return redirect(url_for("papers.show", address=address) + f"#{part}", 303)
