"""A storm's letters: drafted, looked at, recorded as sent; and what carriers answer to them."""

import datetime as dt
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.storm.storm_records import (
    MastDeed,
    OrderKind,
    OrderRow,
    OrderState,
    StormOrder,
    StormState,
)
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.storm import all_letters
from registry.services.storm.actions import BANDS, actions_of
from registry.services.storm.answers import (
    MastAnswer,
    acknowledge,
    done_of,
    progress_of,
    report_masts,
    said_before,
)
from registry.services.storm.fallen import fallen_beside
from registry.services.storm.ordered_masts import by_first_work, holders_of, needed_of, reach_of
from registry.services.storm.orders import (
    POWER,
    draft_orders,
    draft_stand_down,
    fallen_since,
    list_orders,
    rows_of,
)
from registry.services.storm.rank_words import whole_percent
from registry.services.storm.sending import ACCOUNT
from registry.services.storm.vocabulary import (
    clock_of,
    moment,
    power_reason,
    storm_name,
    todo,
    unfinished_words,
)
from web.frame import refusals
from web.frame.downloads import download
from web.frame.forms import int_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.jobs import shown
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.people import own_code, who
from web.storm import words
from web.storm.exposure import (
    exposure_in_use,
    is_rehearsal,
    lists_for_letters,
    lists_in_use,
    robust_gaps,
)
from web.storm.frame import (
    ANSWER,
    READ,
    SEE,
    WRITE,
    blueprint,
    may_write,
    now,
    order_of,
    storm_of,
    superseded,
)
from web.storm.view import land_gusts_said

__all__ = ["blueprint"]

A_PAGE = 100


@blueprint.get("/<storm>/letters")
@guarded(*READ)
def letters(storm: str) -> str:
    """Show the letters of a storm: drafts, what was sent, who acknowledged; and what they rest on."""
    return letters_page(storm)


@blueprint.post("/<storm>/letters")
@guarded(*WRITE)
def draft(storm: str) -> Any:
    """Draft the letters to carriers and the power company from the lists of what is still to come."""
    file = storm_of(storm)
    lists = lists_for_letters(file)
    done = draft_orders(
        registry(), storm, lists.may_fall.briefly(), reach=reach_of(exposure_in_use(file)),
        needed=needed_of(lists.hurts_dark), holders=holders_of(registry(), lists.exposure.masts),
        seen=version_of(), who=who(),
    )  # fmt: skip
    if done.nothing_for:
        flash(
            _(
                "Không có việc cho: %(names)s (không cột nào trong vùng gió giật).",
                names=", ".join(done.nothing_for),
            )
        )
    if done.made:
        flash(
            _(
                "Đã dự thảo %(count)s văn bản. Tải về, trình ký, gửi; gửi xong thì ghi số ở từng dòng.",
                count=len(done.made),
            )
        )
    else:
        flash(_("Không có gì thay đổi: các văn bản đang có đã đúng với bản tin đang dùng."))
    return redirect(url_for("storms.letters", storm=storm), 303)


@blueprint.post("/<storm>/letters/zip")
@guarded(*WRITE)
def make_letters_zip(storm: str) -> Any:
    """Have every letter in use with its list put into one zip."""
    all_letters.make(registry(), storm_of(storm).storm.id, language(), who=who())
    return redirect(url_for("storms.letters", storm=storm), 303)


@blueprint.get("/<storm>/letters.zip")
@guarded(*READ)
def letters_zip(storm: str) -> Response:
    """Send the zip of the letters as they stand."""
    made = all_letters.made(registry(), storm_of(storm).storm.id, language())
    if made is None:
        raise RefusalError("STORM-LETTERS-NOT-MADE")
    return download(made.path.read_bytes(), f"van-ban-ung-pho-bao-{today():%Y%m%d}.zip")


@blueprint.post("/<storm>/letters/over")
@guarded(*WRITE)
def stand_down(storm: str) -> Any:
    """Draft the letters that say that the storm is over."""
    may_fall = lists_in_use(storm_of(storm)).may_fall
    done = draft_stand_down(registry(), storm, may_fall.briefly(), who=who())
    flash(_("Đã dự thảo %(count)s văn bản kết thúc ứng phó.", count=len(done.made)))
    return redirect(url_for("storms.letters", storm=storm), 303)


@blueprint.get("/letters/<order>")
@guarded(*SEE)
def letter(order: str) -> str:
    """Show one letter: its masts by commune with what to do, and the answers to it."""
    return _letter_page(order_of(order))


@blueprint.get("/letters/<order>/letter.docx")
@guarded(*SEE)
def letter_file(order: str) -> Response:
    """Send the letter as .docx."""
    from registry.services.storm.letters import order_letter  # fills a document: loaded when asked for

    found = order_of(order)
    return download(order_letter(registry(), order, language()), f"{all_letters.file_name(found)}.docx")


@blueprint.get("/letters/<order>/list.xlsx")
@guarded(*SEE)
def letter_list(order: str) -> Response:
    """Send the list of a letter as a workbook."""
    from registry.services.storm.letters import order_book  # as above

    found = order_of(order)
    return download(order_book(registry(), order, language()), f"{all_letters.file_name(found)}.xlsx")


@blueprint.post("/letters/<order>/acknowledge")
@guarded(*ANSWER)
def acknowledged(order: str) -> Any:
    """Record that the recipient has the letter: in its own account, or as the officer heard it."""
    order_of(order)
    acknowledge(
        registry(), order, seen=version_of(), who=who(), source=_source(), note=request.form.get("note", "")
    )
    return redirect(url_for("storms.letter", order=order), 303)


@blueprint.post("/letters/<order>/masts")
@guarded(*ANSWER)
def masts(order: str) -> Any:
    """Record what is done at the masts that the form names; a mast without an answer is left as it is."""
    order_of(order)
    answers = _mast_answers()
    count = report_masts(registry(), order, answers, source=_source(), who=who())
    flash(_("Đã ghi %(count)s cột.", count=count))
    page = request.form.get("page", "")
    at = request.form.get("at", "")  # back to where one was: the list may be 605 masts long
    anchor = f"m-{at}" if any(answer.structure == at for answer in answers) else None
    shown = page if page.isdigit() else None
    q = request.form.get("q") or None
    return redirect(url_for("storms.letter", order=order, page=shown, q=q, _anchor=anchor), 303)


def _mast_answers() -> list[MastAnswer]:
    """Return what the form says of masts, but for what its page showed already and nobody touched."""
    form, found = request.form, []
    for name, value in form.items():
        structure = name.removeprefix("state-")
        if structure == name or value not in set(MastDeed):
            continue
        note = form.get(f"note-{structure}", "")
        if form.get(f"was-{structure}") == f"{value}:{note.strip()}":
            continue
        seen = form.get(f"seen-{structure}")
        found.append(MastAnswer(structure, MastDeed(value), note, None if seen is None else int_of(seen)))
    return found


def refused_letter(error: RefusalError, order: str) -> str:
    """Say a refusal on the letter's page, with what was typed still in its forms."""
    return _letter_page(order_of(order), words.of_letter(error))


def refused_letters(error: RefusalError, storm: str) -> str:
    """Say a refusal on the page of the storm's letters."""
    return letters_page(storm, words.of_letter(error))


def _source() -> str:
    """Return how an answer came: by the carrier's own account, else in the officer's words."""
    return ACCOUNT if own_code(current_person()) is not None else request.form.get("source", "")


def letters_page(storm: str, refusal: RefusalError | None = None) -> str:
    """Return the page of a storm's letters, with what was refused a moment ago and the numbers typed."""
    file, lang = storm_of(storm), language()
    known, progress = actions_of(settings().home), progress_of(registry(), storm)
    zipping = all_letters.newest(registry(), storm, lang)
    exposure = exposure_in_use(file)
    ahead = len((exposure if is_rehearsal(file) else exposure.to_come).reached)
    current = [item for item in progress if item.order.bulletin == file.current.id]
    return render_template(
        "storm/letters.html",
        file=file,
        name=storm_name(file.storm, lang),
        refusal=refusals.said(refusal),
        progress=progress,
        zipped=all_letters.made(registry(), storm, lang),
        zipping=shown(zipping),
        form=request.form,
        drafts=[item.order.id for item in progress if item.order.waits(file.storm.state)],
        fell=fallen_since(registry(), storm, [item.order for item in progress]),
        outdated=bool(progress) and not current and ahead > 0 and file.storm.state is StormState.OPEN,
        to_come=ahead,
        reached=len(exposure.reached),
        present_at=exposure.present_at,
        land_gusts=land_gusts_said(file, exposure),
        unfinished=unfinished_words(exposure, lang),
        known=known,
        bands=BANDS,
        lang=lang,
        moment=moment,
        may_write=may_write(),
        words=words,
        power=POWER,
        power_name=power_name(),
        today=today(),
        gaps=robust_gaps(file),
        closed=file.storm.state is StormState.CLOSED,
        replaced=superseded(item.order for item in progress),
        any_sent=any(item.order.state is OrderState.SENT for item in progress),
        ended_to=any(item.order.kind is OrderKind.STAND_DOWN for item in progress),
        ordinals={item.id: item.ordinal for item in file.bulletins},
    )


def power_name() -> str:
    """Return the name under which the office writes to the power company, "" where it stated none."""
    from registry.services.office.letters.letterhead import addressees, office_settings

    return addressees(office_settings(registry())).get(POWER, "")


def _letter_page(order: StormOrder, refusal: RefusalError | None = None) -> str:
    lang, file = language(), storm_of(order.storm)
    known = actions_of(settings().home)
    bulletin = next(item for item in file.bulletins if item.id == order.bulletin)
    clock = clock_of(bulletin.track, now())
    every = by_first_work(rows_of(registry(), order), known, clock)
    beside, own = fallen_beside(registry(), order, every), own_code(current_person())
    text = request.values.get("q", "").strip()[:60]
    wanted = fold(text)
    rows = [row for row in every if wanted in fold(f"{row.code} {row.own_code} {row.commune}")]
    pages = max(1, -(-len(rows) // A_PAGE))
    turned = request.values.get("page", "1")
    page = min(max(int(turned) if turned.isdecimal() and len(turned) < 6 else 1, 1), pages)
    shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
    said = said_before(registry(), order)
    answerable = order.state is OrderState.SENT and current_person().is_one_of(*ANSWER)
    return render_template(
        "storm/letter.html",
        order=order,
        storm=file.storm,
        bulletin=bulletin,
        name=storm_name(file.storm, lang),
        refusal=refusals.said(refusal),
        form=request.form,
        beside=beside if own is None else None,
        lying=[one.mast.code for one in beside.left_out] if own and order.kind is OrderKind.CARRIER else [],
        groups=_by_commune(shown),
        said=said,
        done=done_of(said, every),
        answered=order.acknowledged or any(item.order == order.id for item in said.values()),
        known=known,
        newer=superseded(list_orders(registry(), order.storm, recipient=order.recipient)).get(order.id),
        todo=lambda row: todo(row, known, lang, clock),
        power_reason=lambda row: power_reason(row, lang),
        whole_percent=whole_percent,
        page=page,
        pages=pages,
        q=text,
        lang=lang,
        moment=moment,
        own=own,
        answerable=answerable and order.recipient != POWER and order.kind.value == "carrier",
        may_acknowledge=answerable and not order.acknowledged,
        may_write=may_write(),
        words=words,
        power=POWER,
        power_name=power_name(),
        today=today(),
        first=dt.datetime.fromisoformat(order.at).astimezone(VIETNAM).date(),
    )


def _by_commune(rows: list[OrderRow]) -> list[tuple[str, list[OrderRow]]]:
    """Return the rows in their order, by commune."""
    found: dict[str, list[OrderRow]] = {}
    for row in rows:
        found.setdefault(row.commune or "–", []).append(row)
    return list(found.items())
