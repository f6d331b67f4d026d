"""One letter of a warning: what it says, its files, recorded as sent, put right, taken back, confirmed.

A carrier sees what was sent to it; any other letter is not there.
"""

import datetime as dt
import re
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import HazardState
from registry.model.storm.storm_records import OrderState
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import in_vietnam, today
from registry.services.storm.hazards import sent as deeds
from registry.services.storm.hazards.drafts import all_letters, get_letter, kept_letter
from registry.services.storm.hazards.exposure import all_hazards
from registry.services.storm.hazards.letters_now import corrected_since, followed
from registry.services.storm.hazards.words import hazard_said, warnings_said
from registry.services.storm.sending import ACCOUNT
from registry.services.storm.vocabulary import moment
from web.frame import refusals
from web.frame.downloads import download
from web.frame.forms import day_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import own_code, who
from web.storm import words
from web.storm.frame import ANSWER, SEE, WRITE, may_write, now
from web.storm.hazards import LISTED, blueprint

__all__ = ["blueprint"]


@blueprint.get("/letters/<letter>")
@guarded(*SEE)
def letter(letter: str) -> str:
    """Show a letter: what it asks, its masts, and who confirmed it."""
    return _page(letter)


@blueprint.get("/letters/<letter>/letter.docx")
@guarded(*SEE)
def letter_file(letter: str) -> Response:
    """Send the letter as .docx."""
    found = _own(letter)
    return download(deeds.letter_file(registry(), letter, language()), f"{_file_name(found)}.docx")


@blueprint.get("/letters/<letter>/list.xlsx")
@guarded(*SEE)
def letter_list(letter: str) -> Response:
    """Send the masts of the letter as a workbook."""
    found = _own(letter)
    return download(deeds.letter_book(registry(), letter, language()), f"{_file_name(found)}.xlsx")


@blueprint.post("/letters/<letter>/sent")
@guarded(*WRITE)
def sent(letter: str) -> Any:
    """Record that the office sent the letter, with its number and day."""
    number, day = request.form.get("number", ""), day_of("sent_on") or today()
    try:
        found = deeds.record_sent(
            registry(), letter, number=number, sent_on=day, seen=version_of(), who=who()
        )
    except RefusalError as refusal:
        return _refused(refusal, letter)
    flash(_("Đã ghi gửi: số %(number)s ngày %(day)s.", number=found.number, day=f"{day:%d/%m/%Y}"))
    return redirect(url_for("hazards.letter", letter=letter), 303)


@blueprint.post("/letters/<letter>/sent-corrected")
@guarded(*WRITE)
def sent_corrected(letter: str) -> Any:
    """Put right the number or the day of a letter that was recorded as sent."""
    number, day = request.form.get("number", ""), day_of("sent_on") or _own(letter).sent_on or today()
    try:
        found = deeds.correct_sent(
            registry(), letter, number=number, sent_on=day, seen=version_of(), who=who()
        )
    except RefusalError as refusal:
        return _refused(refusal, letter)
    flash(_("Đã sửa: số %(number)s ngày %(day)s.", number=found.number, day=f"{day:%d/%m/%Y}"))
    return redirect(url_for("hazards.letter", letter=letter), 303)


@blueprint.post("/letters/<letter>/sent-taken-back")
@guarded(*WRITE)
def sent_taken_back(letter: str) -> Any:
    """Take back that a letter was sent: it was recorded by mistake, and nobody has confirmed it."""
    number, reason = _own(letter).number, request.form.get("reason", "")
    try:
        deeds.take_back_sent(registry(), letter, reason=reason, seen=version_of(), who=who())
    except RefusalError as refusal:
        return _refused(refusal, letter)
    flash(_("Đã rút ghi gửi số %(number)s: văn bản chưa gửi.", number=number))
    return redirect(url_for("hazards.letter", letter=letter), 303)


@blueprint.post("/letters/<letter>/heard-taken-back")
@guarded(*WRITE)
def heard_taken_back(letter: str) -> Any:
    """Take back an acknowledgement that was written down by mistake."""
    _own(letter)
    try:
        deeds.take_back_heard(
            registry(), letter, reason=request.form.get("reason", ""), seen=version_of(), who=who()
        )
    except RefusalError as refusal:
        return _refused(refusal, letter)
    flash(_("Đã rút ghi xác nhận: nơi nhận trở lại chưa xác nhận."))
    return redirect(url_for("hazards.letter", letter=letter), 303)


@blueprint.post("/letters/<letter>/acknowledge")
@guarded(*ANSWER)
def acknowledged(letter: str) -> Any:
    """Record that the recipient has the letter: in its own account, or as the officer heard it."""
    _own(letter)
    source = ACCOUNT if own_code(current_person()) is not None else request.form.get("source", "")
    note = request.form.get("note", "")
    try:
        deeds.acknowledge(registry(), letter, seen=version_of(), who=who(), source=source, note=note)
    except RefusalError as refusal:
        return _refused(refusal, letter)
    return redirect(url_for("hazards.letter", letter=letter), 303)


def _refused(refusal: RefusalError, letter: str) -> Any:
    return refusals.refused(refusal, lambda why: _page(letter, words.of_letter(why)))


def _own(letter: str) -> HazardLetter:
    """Return a letter that the person may see: the office all, a carrier what was sent to it."""
    found, own = get_letter(registry(), letter), own_code(current_person())
    if own is not None and (not own or found.recipient != own or found.state is not OrderState.SENT):
        raise RefusalError("STORM-ORDER-UNKNOWN")
    return found


def _page(letter: str, refusal: RefusalError | None = None) -> str:
    found, own, lang = _own(letter), own_code(current_person()), language()
    every = {one.id: one for one in all_hazards(registry())}
    warnings = [every[key] for key in found.warnings if key in every]
    kept = kept_letter(registry(), found)
    newer = followed(all_letters(registry(), recipient=found.recipient)).get(found.id)
    answerable = found.state is OrderState.SENT and current_person().is_one_of(*ANSWER)
    return render_template(
        "storm/hazards/letter.html",
        order=found,
        warnings=warnings,
        named=lambda one: hazard_said(one, lang),
        title=warnings_said(warnings, lang),
        over=all(one.over(now()) for one in warnings),
        withdrawn=all(one.state is HazardState.WITHDRAWN for one in warnings),
        corrected=corrected_since(found, every),
        newer=newer,
        asked=kept[lang]["letter"]["general"],
        begun=kept[lang]["letter"]["begun"],
        safety=kept[lang]["letter"]["safety"],
        masts=kept["masts"][:LISTED],
        every=len(kept["masts"]),
        refusal=refusals.said(refusal),
        form=request.form,
        own=own,
        may_acknowledge=answerable and not found.acknowledged,
        may_write=may_write(),
        words=words,
        lang=lang,
        moment=moment,
        today=today(),
        first=dt.datetime.fromisoformat(found.at).astimezone(VIETNAM).date(),
    )


def _file_name(letter: HazardLetter) -> str:
    """Return what the files of a letter are called, without their endings."""
    to = re.sub(r"[^a-z0-9-]", "", letter.recipient.lower())[:12]
    return f"ung-pho-mua-lu-{to}-{in_vietnam(letter.at):%Y-%m-%d}"
