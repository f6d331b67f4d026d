"""The letters that are followed: drafts with their workbooks, what was sent, what was answered."""

import datetime as dt
from collections import Counter
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import fold
from registry.errors import RefusalError
from registry.messages import render
from registry.model.duties import DutyLetter, LetterKind, LetterState
from registry.services.obligations.compliance_answers import Answers, take_answers
from registry.services.obligations.followed_letters import (
    book_of,
    discard,
    get_letter,
    letter_file,
    letters_of,
    record_answer,
    record_sent,
)
from registry.services.obligations.obligations import duties_of
from registry.services.office.attachments import file_path, keep_file
from registry.services.office.calendar import today
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.forms import day_of, version_of
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, matching, wants_book
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, own_code, who
from web.frame.uploads import uploaded
from web.obligations import words

blueprint = Blueprint("duty_letters", __name__, url_prefix="/followed-letters")

READ = tuple(role for role in READERS if role != "consulted")
SHOWN = 100  # changes of a filled workbook that the page lists
_OPEN = (LetterState.DRAFT, LetterState.SENT, LetterState.LATE)


@blueprint.get("")
@guarded(*READ)
def listed() -> str | Response:
    """Show the letters of a state and kind, the newest first; or send the list as a workbook."""
    parameters.known_only(request.args, ("show", "kind", "made", "waits", *NAMES))
    every = _own()
    show, kind = request.args.get("show", ""), request.args.get("kind", "")
    columns = _columns(organisation_names())
    of_kind = [one for one in matching(every, columns) if not kind or one.kind.value == kind]
    chosen = [
        letter
        for letter in of_kind
        if (letter.state in _OPEN if not show else show in ("all", letter.state.value))
    ]
    found = listing(chosen, columns, kept=("show",), filters=("kind",))
    if wants_book():
        return found.book(_("Công văn theo dõi"))
    counts = Counter(letter.state.value for letter in of_kind)
    return render_template(
        "obligations/followed_letters/list.html",
        letters=found.items,
        listed=found,
        groups=[(state, word, counts[state]) for state, word in words.LETTER_STATES.items()],
        open_=sum(letter.state in _OPEN for letter in of_kind),
        total=len(every),
        show=show,
        kind=kind,
        made=parameters.whole(request.args, "made") or 0,
        waits=parameters.whole(request.args, "waits") or 0,
        kinds=words.LETTER_KINDS,
        states=words.LETTER_STATES,
        names=organisation_names(),
        drafts=[letter for letter in chosen if letter.state is LetterState.DRAFT],
        is_carrier=own_code(current_person()) is not None,
        may_send=current_person().is_one_of(*OFFICERS),
        today=today(),
    )


def _columns(names: dict[str, str]) -> list[Column]:
    return [
        Column("organisation", _("Doanh nghiệp"), lambda one: names.get(one.organisation, one.organisation)),
        Column("kind", _("Loại"), lambda one: words.LETTER_KINDS[one.kind]),
        Column("on", _("Số, ngày gửi"), lambda one: one.sent_on or one.drafted_on),
        Column("state", _("Tình trạng"), lambda one: words.LETTER_STATES[one.state]),
        Column("number", _("Số công văn"), lambda one: one.number, heading=False, sorts=True),
        Column("sent_on", _("Ngày gửi"), lambda one: one.sent_on, heading=False),
        Column("answer_by", _("Hạn trả lời"), lambda one: one.answer_by, heading=False, sorts=True),
        Column("answered_on", _("Ngày trả lời"), lambda one: one.answered_on, heading=False),
        Column("answer_number", _("Số văn bản trả lời"), lambda one: one.answer_number, heading=False),
        Column("lines", _("Số nội dung"), lambda one: len(one.lines), heading=False),
    ]


@blueprint.get("/drafts.zip")
@guarded(*OFFICERS)
def drafts() -> Response:
    """Send every draft of a kind, each with its workbook, as one file."""
    parameters.known_only(request.args, ("kind",))
    kind = request.args.get("kind", "")
    found = [
        letter
        for letter in letters_of(registry())
        if letter.state is LetterState.DRAFT and (not kind or letter.kind.value == kind)
    ]
    if not found:
        raise RefusalError("DUTY-NOTHING-TO-ASK")
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for letter in found:
            archive.writestr(f"{_stem(letter)}.docx", _written(letter))
            archive.writestr(f"{_stem(letter)}.xlsx", book_of(registry(), letter))
    return download(into.getvalue(), f"cong-van-du-thao-{today():%Y%m%d}.zip")


@blueprint.get("/<letter>")
@guarded(*READ)
def show(letter: str) -> str:
    """Show one letter: what it asks, what of that is still open, and the next step."""
    return _page(_letter(letter))


@blueprint.get("/<letter>/letter.docx")
@guarded(*READ)
def document(letter: str) -> Response:
    """Send the letter."""
    found = _letter(letter)
    return download(_written(found), f"{_stem(found)}.docx")


@blueprint.get("/<letter>/list.xlsx")
@guarded(*READ)
def book(letter: str) -> Response:
    """Send the workbook that goes with the letter."""
    found = _letter(letter)
    return download(book_of(registry(), found), f"{_stem(found)}.xlsx")


@blueprint.post("/<letter>/sent")
@guarded(*OFFICERS)
def sent(letter: str) -> Any:
    """Record number and day under which the office sent the letter."""
    record_sent(
        registry(), letter, number=request.form.get("number", ""), sent_on=day_of("sent_on") or today(),
        answer_by=day_of("answer_by"), who=who(), seen=version_of(),
    )  # fmt: skip
    return redirect(url_for("duty_letters.show", letter=letter), 303)


@blueprint.post("/<letter>/answer")
@guarded(*OFFICERS)
def answer(letter: str) -> Any:
    """Record the answer to a letter."""
    record_answer(
        registry(), letter, answered_on=day_of("answered_on") or today(),
        number=request.form.get("answer_number", ""), answer=request.form.get("answer", ""), who=who(),
        seen=version_of(),
    )  # fmt: skip
    return redirect(url_for("duty_letters.show", letter=letter), 303)


@blueprint.post("/<letter>/filled")
@guarded(*OFFICERS)
def filled(letter: str) -> Any:
    """Show what the workbook that a carrier filled in would change; write it once that was seen."""
    found = _letter(letter)
    evidence = request.form.get("evidence", "").strip() or found.number or found.organisation
    sha256, name = request.form.get("sha256", ""), request.form.get("name", "")
    if not sha256:
        with uploaded("file") as (path, name):
            sha256 = keep_file(registry(), path, name).sha256
    kept = file_path(registry(), sha256, name)
    made = take_answers(
        registry(), kept, operator=found.organisation, evidence=evidence, who=who(), name=name,
        yes=bool(request.form.get("sha256")),
    )  # fmt: skip
    return _page(found, answers=made, upload={"sha256": sha256, "name": name, "evidence": evidence})


@blueprint.post("/<letter>/discard")
@guarded(*OFFICERS)
def put_away(letter: str) -> Any:
    """Put a draft away."""
    discard(registry(), letter, who=who(), seen=version_of())
    return redirect(url_for("duty_letters.listed"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the letter's page, with what was typed."""
    letter = (request.view_args or {}).get("letter", "")
    return _page(_letter(letter), error) if letter else None


def _page(
    letter: DutyLetter,
    refusal: RefusalError | None = None,
    *,
    answers: Answers | None = None,
    upload: dict[str, str] | None = None,
) -> str:
    lang = language()
    open_ = {duty.key for duty in duties_of(registry(), organisation=letter.organisation) if duty.open}
    return render_template(
        "obligations/followed_letters/show.html",
        refusal=refusals.said(refusal),
        answers=answers,
        upload=upload,
        why=lambda issue: render(issue.code, {}, lang),
        shown=SHOWN,
        is_carrier=own_code(current_person()) is not None,
        letter=letter,
        kind=words.LETTER_KINDS[letter.kind],
        state=words.LETTER_STATES[letter.state],
        lines=[
            {
                **line,
                "what": line["what_vi" if lang == "vi" else "what_en"],
                "due": dt.date.fromisoformat(line["due"]) if line.get("due") else None,
                "part": line.get("part", ""),
                "open": line.get("key") in open_ if letter.kind is LetterKind.REMINDER else None,
            }
            for line in letter.lines
        ],
        parts={
            "remedy": _("Cần khắc phục"),
            "explain": _("Cần giải trình"),
            "complete": _("Cần bổ sung"),
            "": "–",
        },
        names=organisation_names(),
        may_send=current_person().is_one_of(*OFFICERS),
        form=request.form,
        today=today(),
    )  # fmt: skip


def _own() -> list[DutyLetter]:
    return letters_of(registry(), organisation=own_code(current_person()))


def _letter(letter: str) -> DutyLetter:
    return get_letter(registry(), letter, organisation=own_code(current_person()))


def _written(letter: DutyLetter) -> bytes:
    return letter_file(registry(), letter, language())


def _stem(letter: DutyLetter) -> str:
    stems = {"reminder": "don-doc", "compliance": "ra-soat", "changes": "doi-chieu"}
    return f"{stems[letter.kind]}-{fold(letter.organisation)[:24]}-{letter.drafted_on:%Y%m%d}"
