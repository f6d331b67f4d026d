"""Sharing requests: what was asked of whom, who still owes a reply, and why sharing was refused."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.requests.sharing_grounds import WITHDRAWN
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.office.time_limits import UNSET
from registry.services.requests.reading import get_request
from registry.services.requests.sharing import (
    ask_to_share,
    keep_letter,
    letters_of,
    record_reply,
    sharing_of,
    state_receipt,
    state_survey,
    withdraw_sharing,
)
from registry.services.requests.sharing_list import (
    SharingLine,
    matching,
    names_a_mast,
    owner_of,
    sharing_history,
    sharing_line,
    sharing_lines,
)
from web.frame import parameters, refusals
from web.frame.downloads import UNOPENED, download
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import Column, listing
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, organisations, own_code, who
from web.frame.uploads import uploaded
from web.requests import sharing_words as words
from web.requests.frame import check_own
from web.requests.sharing_form import FROM_ROW, drafted, new_page, refused_form

blueprint = Blueprint("sharing", __name__, url_prefix="/sharing")

READ = tuple(role for role in READERS if role != "consulted")
WRITE = (*OFFICERS, Role.CARRIER)
A_PAGE = 50


def waiting() -> int:
    """Return how many questions wait for the present carrier's reply; none for the office."""
    own = own_code(current_person())
    if own is None:
        return 0
    return sum(item.owner == own and not item.answer for item in sharing_of(registry()))


@blueprint.get("")
@guarded(*READ)
def listed() -> str:
    """Show the sharing requests of a group, searched, those waited for first."""
    parameters.known_only(request.args, ("show", "q", "sort", "page"))
    every, names = _lines(), organisation_names()
    matched = matching(every, request.args.get("q", "").strip(), names)
    chosen, lines = _asked(matched)
    listed = listing(lines, _columns(names), kept=("show",), searched=True)
    counts = {name: sum(_in(line, name) for line in matched) for name in words.LISTS}
    if own_code(current_person()) is None:
        del counts["to_answer"]
    return render_template(
        "requests/sharing/list.html",
        lists=[(name, words.LISTS[name], count) for name, count in counts.items()],
        chosen=chosen,
        listed=listed,
        items=listed.items,
        asked=request.args.get("q", "").strip(),
        names=names,
        total=len(every),
        states=words.STATES,
        unset=UNSET,
        may_write=current_person().is_one_of(*WRITE),
        is_carrier=own_code(current_person()) is not None,
    )


@blueprint.get("/export.xlsx")
@guarded(*READ)
def export() -> Response:
    """Send the rows that the page lists, all of them, as a workbook."""
    parameters.known_only(request.args, ("show", "q", "sort", "page"))
    names = organisation_names()
    _chosen, lines = _asked(matching(_lines(), request.args.get("q", "").strip(), names))
    header = [
        _("Bên đề nghị"), _("Bên được hỏi"), _("Cột"), _("Số công văn"), _("Ngày gửi"), _("Ngày nhận"),
        _("Khảo sát"), _("Hạn trả lời"), _("Căn cứ thời hạn"), _("Ngày trả lời"), _("Trả lời"), _("Lý do"),
        _("Quá hạn"), _("Hồ sơ"), _("Dòng"), _("Nội dung đề nghị"), _("Căn cứ từ chối"),
    ]  # fmt: skip
    yes = _("có")
    rows = [
        [
            names.get(item.asker, item.asker), names.get(item.owner, item.owner), item.mast,
            item.letter_number, item.sent_on, item.received_on, yes if item.survey else "", item.due_on,
            "" if item.limit_source == UNSET else item.limit_source, item.replied_on,
            str(words.STATES.get(item.answer, "")), item.reason, yes if item.overdue else "", line.number,
            item.row + 1 if item.request and item.row >= 0 else None, item.wanted,
            str(words.GROUNDS.get(item.ground, "")),
        ]
        for line in listing(lines, _columns(names), searched=True).rows
        for item in (line.asked,)
    ]  # fmt: skip
    book = table_book(registry(), _("Đề nghị dùng chung"), header, rows)
    return download(book, f"de-nghi-dung-chung-{today():%Y%m%d}.xlsx")


@blueprint.get("/new")
@guarded(*WRITE)
def new() -> str:
    """Show the form of a sharing request, filled in from a row of a request or of a preview.

    ``host`` names a mast whose code is not told (``registry.services.requests.sharing_drafts``).
    """
    parameters.known_only(request.args, FROM_ROW)
    return new_page()


@blueprint.post("/new")
@guarded(*WRITE)
def ask() -> Any:
    """Record a sharing request with its letter and go to its page."""
    form, own = request.form, own_code(current_person())
    wanted = form.get("request", "").strip()
    row: int | None = None
    if wanted:
        check_own(wanted)
        wanted = get_request(registry(), wanted).id
        row = int_of(form["row"]) - 1 if form.get("row", "").strip() else None
    draft = drafted(form, first=1)
    asker, owner = form.get("asker", "") if own is None else own, form.get("owner", "")
    mast = form.get("mast", "").strip()
    if draft is not None and draft.hidden:  # whom one asks for such a mast is not the asker's to say
        mast, owner = draft.mast, draft.owner
    known = {item.code for item in organisations()}
    if asker not in known or owner not in known or asker == owner:
        raise RefusalError("SHARING-SIDES")
    if owner_of(registry(), mast) == asker:
        raise RefusalError("SHARING-OWN", mast=mast[:80])
    made = ask_to_share(
        registry(),
        asker=asker,
        owner=owner,
        mast=mast,
        sent_on=day_of("sent_on") or today(),
        who=who(),
        request=wanted,
        row=row,
        asker_named=not (wanted or draft or form.get("row", "").strip()),  # from no row: in its own letter
        survey=bool(form.get("survey")),
        letter_number=form.get("letter_number", ""),
        wanted=form.get("wanted", ""),
        files=_letters(wanted),
    )
    flash(words.asked(_line(made.id).asked, organisation_names(), by_carrier=own is not None))
    return _back(made.id)


@blueprint.get("/<sharing>")
@guarded(*READ)
def show(sharing: str) -> str:
    """Show one sharing request: the letters, the clock, and the reply or the form for it."""
    return _page(_line(sharing))


@blueprint.post("/<sharing>/reply")
@guarded(*WRITE)
def reply(sharing: str) -> Any:
    """Record the owner's reply: by the owner itself, or by an officer who has its letter."""
    line = _line(sharing)
    _check_side(line)
    record_reply(
        registry(),
        sharing,
        answer=request.form.get("answer", ""),
        replied_on=day_of("replied_on") or today(),
        who=who(),
        seen=version_of(),
        received_on=day_of("received_on"),
        reason=request.form.get("reason", ""),
        ground=request.form.get("ground", "") if request.form.get("answer") == "refuse" else "",
        files=_letters(_request_of(sharing)),
    )
    flash(words.replied(_line(sharing).asked, organisation_names(), by_carrier=line.to_answer))
    return _back(sharing)


@blueprint.post("/<sharing>/survey")
@guarded(*WRITE)
def survey(sharing: str) -> Any:
    """Record that the owner has to survey the mast first."""
    line = _line(sharing)
    _check_side(line)
    state_survey(registry(), sharing, who=who(), seen=version_of())
    flash(words.surveyed(_line(sharing).asked))
    return _back(sharing)


@blueprint.post("/<sharing>/receipt")
@guarded(*WRITE)
def receipt(sharing: str) -> Any:
    """Record on which day the owner received it: by the owner itself, or by an officer."""
    line = _line(sharing)
    _check_side(line)
    day = day_of("received_on")
    if day is None:
        raise RefusalError("REQUEST-VALUE", value="")
    state_receipt(registry(), sharing, received_on=day, who=who(), seen=version_of())
    flash(words.received(_line(sharing).asked))
    return _back(sharing)


@blueprint.post("/<sharing>/withdraw")
@guarded(*WRITE)
def withdraw(sharing: str) -> Any:
    """Take a sharing request back before it is answered: by the asker, or by an officer who recorded it."""
    line = _line(sharing)
    if own_code(current_person()) not in (None, line.asked.asker):
        raise RefusalError("SHARING-NOT-SENT")
    withdraw_sharing(registry(), sharing, reason=request.form.get("why", ""), who=who(), seen=version_of())
    flash(words.withdrawn())
    return _back(sharing)


@blueprint.get("/<sharing>/files/<sha256>")
@guarded(*READ)
def letter(sharing: str, sha256: str) -> Response:
    """Send a letter of a sharing request to the sides of it and the office."""
    _line(sharing)
    names = letters_of(registry(), sharing)
    if sha256 not in names:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    content = file_path(registry(), sha256, names[sha256]).read_bytes()
    return download(content, names[sha256], UNOPENED)


@blueprint.get("/<sharing>/request.docx")
@guarded(*READ)
def request_letter(sharing: str) -> Response:
    """Send the drafted letter of who asks to the owner, for the asker to number and sign."""
    from registry.services.requests.letters.sharing import sharing_letter  # fills a document

    line, own = _line(sharing), own_code(current_person())
    if own not in (None, line.asked.asker):
        raise RefusalError("SHARING-NOT-SENT")
    content = sharing_letter(registry(), sharing, language(), viewer=own)
    return download(content, f"de-nghi-dung-chung-{line.asked.sent_on:%Y%m%d}.docx")


@blueprint.get("/<sharing>/both.docx")
@guarded(*OFFICERS)
def both_letter(sharing: str) -> Response:
    """Send the office's drafted letter to both sides."""
    from registry.services.requests.letters.sharing import sharing_note  # fills a document

    line = _line(sharing)
    content = sharing_note(registry(), sharing, language())
    return download(content, f"giai-quyet-dung-chung-{line.asked.sent_on:%Y%m%d}.docx")


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | Response:
    """Say a refusal where the deed was tried: on the form, or on the page of the sharing request."""
    sharing = (request.view_args or {}).get("sharing", "")
    if sharing:
        return _page(_line(sharing), error)
    return refused_form(error)


def _page(line: SharingLine, refusal: RefusalError | None = None) -> str:
    person, item = current_person(), line.asked
    named = names_a_mast(registry(), item.mast)
    may_reply = not item.answer and (line.to_answer or person.is_one_of(*OFFICERS))
    return render_template(
        "requests/sharing/show.html",
        line=line,
        item=item,
        refusal=refusals.said(refusal),
        form=request.form,
        names=organisation_names(),
        answers=words.ANSWERS,
        states=words.STATES,
        grounds=words.GROUNDS,
        unset=UNSET,
        reply=words.time_to_reply(item.sent_on),
        waiting=[]
        if may_reply
        else [one.asked for one in _lines() if one.to_answer and not one.asked.answer],
        may_reply=may_reply,
        may_state_receipt=item.answer != WITHDRAWN and (line.to_answer or person.is_one_of(*OFFICERS)),
        may_withdraw=not item.answer
        and (own_code(person) == item.asker or (person.sees_all and person.is_one_of(*OFFICERS))),
        may_write_letter=own_code(person) in (None, item.asker),
        may_tell_both=person.is_one_of(*OFFICERS) and not item.answer,
        knows_mast=named and (person.sees_all or own_code(person) == item.owner),
        described=not named,
        letters=letters_of(registry(), item.id),
        history=words.history_lines(sharing_history(registry(), item.id), person, item.reason),
        today=today(),
    )


def _columns(names: dict[str, str]) -> list[Column]:
    return [
        Column("mast", _("Cột"), lambda line: line.asked.mast),
        Column("asker", _("Bên đề nghị"), lambda line: names.get(line.asked.asker, line.asked.asker)),
        Column("owner", _("Bên được hỏi"), lambda line: names.get(line.asked.owner, line.asked.owner)),
        Column("due", _("Trả lời"), lambda line: line.asked.replied_on or line.asked.due_on),
        Column("reason", _("Lý do"), lambda line: line.asked.reason),
        Column("sent", _("Ngày gửi"), lambda line: line.asked.sent_on, heading=False, sorts=True),
    ]


def _lines() -> list[SharingLine]:
    return sharing_lines(registry(), viewer=own_code(current_person()), lang=language())


def _line(sharing: str) -> SharingLine:
    """Return a sharing request that concerns the person; any other one is not there."""
    found = sharing_line(registry(), sharing, viewer=own_code(current_person()), lang=language())
    if found is None:
        raise RefusalError("SHARING-UNKNOWN")
    return found


def _check_side(line: SharingLine) -> None:
    """Refuse a reply by the side that asked."""
    if not line.to_answer and own_code(current_person()) is not None:
        raise RefusalError("SHARING-NOT-ASKED")


def _request_of(sharing: str) -> str:
    """Return the id of the request that a sharing request belongs to, whoever asks; "" where to none."""
    found = sharing_line(registry(), sharing)
    return "" if found is None else found.asked.request


def _letters(wanted: str) -> list[str]:
    file = request.files.get("file")
    if file is None or not file.filename:
        return []
    with uploaded("file") as (path, name):
        return [keep_letter(registry(), wanted, path, name=name, who=who())]


def _in(line: SharingLine, group: str) -> bool:
    if group == "to_answer":
        return line.to_answer and not line.asked.answer
    return group in ("all", line.group)


def _asked(matched: list[SharingLine]) -> tuple[str, list[SharingLine]]:
    """Return the group asked for (unless one is named the first that holds anything) and its lines."""
    chosen = request.args.get("show", "")
    if chosen not in words.LISTS:
        chosen = next((name for name in words.LISTS if any(_in(line, name) for line in matched)), "all")
    return chosen, [line for line in matched if _in(line, chosen)]


def _back(sharing: str) -> Any:
    return redirect(url_for("sharing.show", sharing=sharing), 303)
