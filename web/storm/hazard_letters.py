"""Letters and calls to carriers before rain, flood, landslide or thunderstorms, each with its own masts only.

Letters are drafted from the register as it stands; the office signs and sends them and records it here.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.storm.hazards import HazardState
from registry.model.storm.storm_records import OrderState
from registry.services.office.calendar import now as present_moment
from registry.services.office.calendar import today
from registry.services.storm.hazards.calls import hazard_calls
from registry.services.storm.hazards.concerned import Concerned, check_asks, concerned_by, stand_said
from registry.services.storm.hazards.drafts import draft_letters
from registry.services.storm.hazards.exposure import all_hazards, get_hazard
from registry.services.storm.hazards.letters_now import followed, letters_of, to_draft_again
from registry.services.storm.hazards.sent import record_sent
from registry.services.storm.hazards.words import grounds_said, warnings_said
from registry.services.storm.vocabulary import danger_words, moment
from web.frame import parameters, refusals
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.storm import words
from web.storm.frame import READ, WRITE, may_write, now
from web.storm.hazards import blueprint, settled_words

__all__ = ["blueprint"]


@blueprint.get("/<hazard>/letters")
@guarded(*READ)
def letters(hazard: str) -> str:
    """Show the letters of a warning: drafts, what was sent, who acknowledged, and who has none yet."""
    return _letters_page(hazard)


@blueprint.post("/<hazard>/letters")
@guarded(*WRITE)
def draft(hazard: str) -> Any:
    """Draft a letter to each carrier that the warning concerns."""
    try:
        made = draft_letters(registry(), hazard, seen=version_of(), who=who())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _letters_page(hazard, why))
    if made:
        flash(
            _(
                "Đã dự thảo %(count)s văn bản. Tải về, trình ký, gửi; gửi xong thì ghi số ở từng dòng.",
                count=len(made),
            )
        )
    else:
        flash(_("Không có gì thay đổi: các công văn đang có đã đúng với cảnh báo và danh sách cột lúc này."))
    return redirect(url_for("hazards.letters", hazard=hazard), 303)


@blueprint.post("/<hazard>/letters/sent")
@guarded(*WRITE)
def all_sent(hazard: str) -> Any:
    """Record every letter that the form gives a number as sent on its day; the others stay drafts."""
    day, numbers = day_of("sent_on") or today(), []
    try:
        for letter, number, seen in _typed_numbers():
            sent = record_sent(registry(), letter, number=number, sent_on=day, seen=seen, who=who())
            numbers.append(sent.number)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _letters_page(hazard, words.of_letter(why)))
    finally:  # what was recorded before one was refused stays recorded, and is said
        if numbers:
            flash(
                _(
                    "Đã ghi gửi %(count)s văn bản ngày %(day)s: số %(numbers)s.",
                    count=len(numbers), day=f"{day:%d/%m/%Y}", numbers=", ".join(numbers),
                )
            )  # fmt: skip
    return redirect(url_for("hazards.letters", hazard=hazard, _anchor="letters"), 303)


@blueprint.get("/<hazard>/calls")
@guarded(*READ)
def calls(hazard: str) -> str:
    """Show the calls to each carrier, or to one (``carrier``), to be printed and ticked by hand."""
    parameters.known_only(request.args, ("carrier",))
    found, lang = _asked_of(hazard), language()
    wanted = request.args.get("carrier", "")
    made = hazard_calls(registry(), found)
    return render_template(
        "storm/hazards/calls.html",
        hazard=found.hazard,
        title=warnings_said(found.warnings, lang),
        sides=[side for side in made if wanted in ("", side.code)],
        all=made,
        wanted=wanted,
        stand=lambda mast: stand_said(mast, lang),
        danger=lambda mast: danger_words(mast, lang),
        at=moment(present_moment(), lang),
        moment=moment,
        may_write=may_write(),
    )


def _typed_numbers() -> list[tuple[str, str, int]]:
    """Return the letters that the form gives a number, with it and the version seen; refused for none."""
    form = request.form
    named = (name.removeprefix("number-") for name in form if name.startswith("number-"))
    found = [
        (one, form[f"number-{one}"], int_of(form.get(f"version-{one}", "")))
        for one in named
        if form[f"number-{one}"].strip()
    ]
    if not found:
        raise RefusalError("STORM-ORDER-NUMBER")
    return found


def _letters_page(hazard: str, refusal: RefusalError | None = None) -> str:
    found = concerned_by(registry(), get_hazard(registry(), hazard))
    every = letters_of(registry(), found.warnings)
    told = {one.id: one for one in all_hazards(registry())}
    replaced, written = followed(every), {one.recipient for one in every}
    over = found.hazard.over(now())
    return render_template(
        "storm/hazards/letters.html",
        found=found,
        hazard=found.hazard,
        title=warnings_said(found.warnings, language()),
        ground_kinds=grounds_said(found.grounds, language()),
        over=over,
        withdrawn=found.hazard.state is HazardState.WITHDRAWN,
        unplaced=list(dict.fromkeys(name for one in found.warnings for name in one.unplaced)),
        refusal=refusals.said(refusal),
        form=request.form,
        letters=sorted(every, key=lambda one: one.recipient_name),
        settled=settled_words(every, carrier=False),
        unwritten=[] if over else [side.name for side in found.sides if side.code not in written],
        outdated=not over and bool(to_draft_again(every, replaced, told)),
        drafts=[] if over else [one.id for one in every if one.state is OrderState.DRAFT],
        words=words,
        today=today(),
        may_write=may_write(),
        moment=moment,
    )


def _asked_of(hazard: str) -> Concerned:
    """Return whom a warning concerns; refused where it asks nothing of anybody any more."""
    found = get_hazard(registry(), hazard)
    check_asks(found)
    return concerned_by(registry(), found)
