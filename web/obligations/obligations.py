"""Obligations: who owes what by when; an officer reminds with one click, a carrier sees its own."""

from collections import Counter
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.duties import Duty, DutyLetter, DutyState, LetterKind, ReportState
from registry.services.obligations.compliance import compliance_run
from registry.services.obligations.days_left import IN_WORKING_DAYS
from registry.services.obligations.followed_letters import letters_of
from registry.services.obligations.handed_reports import ENDINGS, HANDED_IN_FOR, reports_of
from registry.services.obligations.obligations import (
    DECIDED_ELSEWHERE,
    SOON_DAYS,
    duties_of,
    duty_of,
    extend_duty,
    mark_done,
    overdue_duties,
    take_mark_back,
    title,
)
from registry.services.obligations.reminders import draft_reminders, reminder_book, to_remind
from registry.services.obligations.works import works_of
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.office.working_days import working_days
from web.frame import guard, parameters, refusals, undo
from web.frame.downloads import download
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.listing import Column, Listing, listing
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, own_code, who
from web.frame.wording.filters import cited
from web.obligations import words

blueprint = Blueprint("obligations", __name__, url_prefix="/obligations")

READ = tuple(role for role in READERS if role != "consulted")
HANDED_IN = "handed_in"  # reports that nobody of the office has looked at
WITHIN = (7, 15, 30, 60)
SHOWN = 200  # works listed on the page of an obligation; all are in its workbook
_ASKED = ("show", "operator", "kind")
_PRESSING = frozenset({DutyState.OVERDUE.value, DutyState.SOON.value})
_TO_DO = frozenset({DutyState.OVERDUE.value, DutyState.SOON.value, DutyState.LATER.value})


def waiting() -> int:
    """Return what the bar of every page says: how many obligations are overdue, a carrier's own only.

    Whoever takes and returns reports is told of those handed in as well.
    """
    overdue = overdue_duties(registry(), own_code(current_person()))
    return overdue + (len(_to_look_at()) if current_person().is_one_of(*OFFICERS) else 0)


@blueprint.get("")
@guarded(*READ)
def listed() -> str:
    """Show the calendar of obligations, filtered, by month; with one button that drafts the reminders."""
    parameters.known_only(request.args, (*_ASKED, "q", "sort", "page"))
    return _list_page()


@blueprint.get("/export.xlsx")
@guarded(*READ)
def export() -> Response:
    """Send the obligations that the page lists as a workbook."""
    parameters.known_only(request.args, (*_ASKED, "q", "sort"))
    names, lang = organisation_names(), language()
    header = [
        _("Hạn"), _("Nội dung"), _("Doanh nghiệp"), _("Số công trình"), _("Căn cứ"), _("Tình trạng"),
        _("Đã nhận"), _("Ghi chú"), _("Công văn đôn đốc"),
    ]  # fmt: skip
    reminded = _reminded()
    rows = [
        [
            duty.due_on, title(duty, lang), names.get(duty.organisation, duty.organisation) or _("Cơ quan"),
            duty.items or None, _basis(duty), str(words.STATES[duty.state]), duty.received(lang), duty.note,
            _letter_words(reminded.get(duty.key)),
        ]
        for duty in _listed(_own_duties()).rows
    ]  # fmt: skip
    book = table_book(registry(), _("Nghĩa vụ"), header, rows)
    return download(book, f"nghia-vu-{today():%Y%m%d}.xlsx", rows=len(rows))


@blueprint.post("/remind")
@guarded(*OFFICERS)
def remind() -> Any:
    """Draft one letter for every carrier that owes anything, and go to the drafts."""
    within = int_of(request.form.get("within", SOON_DAYS))
    if within not in WITHIN:
        raise RefusalError("REQUEST-VALUE", value=str(within))
    made = draft_reminders(registry(), who=who(), within=within, only=request.form.getlist("operator"))
    return redirect(url_for("duty_letters.listed", kind="reminder", made=len(made)), 303)


@blueprint.get("/<key>")
@guarded(*READ)
def show(key: str) -> str:
    """Show one obligation: its ground, what is behind it, what was said of it, and what can be done."""
    return _page(_duty(key))


@blueprint.get("/<key>/works.xlsx")
@guarded(*READ)
def works(key: str) -> Response:
    """Send the works behind an obligation as a workbook."""
    return download(reminder_book(registry(), [_duty(key)]), f"nghia-vu-{key.replace(':', '-').lower()}.xlsx")


@blueprint.post("/<key>/done")
@guarded(*OFFICERS)
def done(key: str) -> Any:
    """Mark an obligation as done, with the ground."""
    form = request.form
    mark_done(
        registry(), key, note=form.get("note", ""), number=form.get("number", ""),
        received_on=day_of("received_on"), who=who(), seen=version_of(),
    )  # fmt: skip
    return _marked(key, _("Đã ghi nhận việc này đã làm."))


@blueprint.post("/<key>/extend")
@guarded(*OFFICERS)
def extend(key: str) -> Any:
    """Give an obligation a later day, with the ground."""
    until = day_of("until")
    if until is None:
        raise RefusalError("DATE-NOT-READ", value="")
    note = request.form.get("note", "")
    extend_duty(registry(), key, until=until, note=note, who=who(), seen=version_of())
    return _marked(key, _("Đã ghi hạn mới."))


def _marked(key: str, said: str) -> Any:
    """Lead back to an obligation; its first mark may be taken back there at once."""
    if version_of() == 0:  # another mark stood there before: to take this one back does not bring that again
        version = duty_of(registry(), key).version
        undo.offer_way_back(said, url_for("obligations.back", key=key), version=version)
    return redirect(url_for("obligations.show", key=key), 303)


@blueprint.post("/<key>/back")
@guarded(*OFFICERS)
def back(key: str) -> Any:
    """Take a mark back."""
    take_mark_back(registry(), key, who=who(), seen=version_of())
    return redirect(url_for("obligations.show", key=key), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal where the deed was tried, with what was typed."""
    key = (request.view_args or {}).get("key", "")
    return _page(_duty(key), error) if key else _list_page(error)


def _list_page(refusal: RefusalError | None = None) -> str:
    every, names, lang = _own_duties(), organisation_names(), language()
    own = own_code(current_person())
    listed = _listed(every)
    waiting = to_remind(every, today(), letters=_letters()) if own is None else {}
    states = Counter(duty.state.value for duty in every)
    handed_in = _to_look_at()
    return render_template(
        "obligations/list.html",
        refusal=refusals.said(refusal),
        months=[
            (month, list(group))
            for month, group in groupby(
                listed.items, key=lambda duty: None if listed.sort else duty.due_on.replace(day=1)
            )
        ],
        listed=listed,
        states=words.STATES,
        counts=states,
        handed_in=sum(duty.key in handed_in for duty in every) if own is None else 0,
        codes={code: words.CODES[code] for code in words.CODES if any(d.code == code for d in every)},
        by_carrier=_by_carrier(every),
        chosen=_asked(),
        names=names,
        title=lambda duty: title(duty, lang),
        received=lambda duty: duty.received(lang),
        basis=_basis,
        reminded=_reminded(),
        letter_states=words.LETTER_STATES,
        is_carrier=own is not None,
        may_remind=current_person().is_one_of(*OFFICERS),
        waiting={name: len(found) for name, found in waiting.items()},
        reminded_already=max(
            0,
            sum(duty.open and bool(duty.organisation) and duty.state.value in _PRESSING for duty in every)
            - sum(map(len, waiting.values())),
        ),
        within=WITHIN,
        soon=SOON_DAYS,
        drafts=sum(letter.state == "draft" for letter in letters_of(registry())) if own is None else 0,
        today=today(),
        calendar=working_days(registry()),
        in_working_days=IN_WORKING_DAYS,
    )


def _page(duty: Duty, refusal: RefusalError | None = None) -> str:
    lang = language()
    found = list(works_of(compliance_run(registry()), duty, registry().settings.province))
    return render_template(
        "obligations/show.html",
        refusal=refusals.said(refusal),
        duty=duty,
        title=title(duty, lang),
        received=duty.received(lang),
        basis=_basis(duty),
        state=words.STATES[duty.state],
        kind=words.CODES[duty.code],
        in_working_days=IN_WORKING_DAYS,
        own_next=words.OWN_NEXT.get(duty.code) if duty.open and own_code(current_person()) else None,
        reports=reports_of(registry(), duty.key),
        report_states=words.REPORT_STATES,
        endings=ENDINGS,
        may_hand_in=duty.code in HANDED_IN_FOR and guard.may_use(current_app, "obligations.hand"),
        is_carrier=own_code(current_person()) is not None,
        names=organisation_names(),
        works=found[:SHOWN],
        total=len(found),
        link=_link(duty),
        letters=[
            letter for letter in _letters() if any(line.get("key") == duty.key for line in letter.lines)
        ],
        letter_states=words.LETTER_STATES,
        may_mark=current_person().is_one_of(*OFFICERS) and duty.code not in DECIDED_ELSEWHERE,
        form=request.form,
        today=today(),
    )


def _link(duty: Duty) -> tuple[str, str] | None:
    """Return where an obligation is done: address and what it is called."""
    kind, identity = duty.link
    if kind == "sharing":
        return url_for("sharing.show", sharing=identity), _("Mở đề nghị dùng chung")
    if kind == "approval":
        return url_for("approvals.show", approval=identity), _("Mở vị trí đã thống nhất")
    if kind == "conditions":
        return url_for("requests.conditions", address=identity), _("Mở các điều kiện")
    if kind == "letter":
        return url_for("duty_letters.show", letter=identity), _("Mở công văn")
    if kind == "mast_list" and guard.may_use(current_app, "mast_lists.show"):
        return url_for("mast_lists.show", identity=identity), _("Mở danh sách cột")
    if duty.code == "DUT-LIST" and duty.open and guard.may_use(current_app, "mast_lists.begin"):
        return url_for("mast_lists.listed"), _("Nộp danh sách cột")
    if duty.code == "DUT-PLAN" and duty.open and guard.may_use(current_app, "requests.new"):
        return url_for("requests.new"), _("Nộp kế hoạch")
    if kind == "defect" and guard.may_use(current_app, "defects.show"):
        return url_for("defects.show", identity=identity), _("Mở tồn tại")
    return None


def _own_duties() -> list[Duty]:
    return duties_of(registry(), organisation=own_code(current_person()))


def _duty(key: str) -> Duty:
    return duty_of(registry(), key, organisation=own_code(current_person()))


def _asked() -> dict[str, str]:
    return {name: request.args.get(name, "") for name in _ASKED}


def _chosen(every: list[Duty]) -> list[Duty]:
    """Return what the page is asked for; without a state everything open that rests on verified numbers."""
    asked = _asked()
    handed_in = _to_look_at() if asked["show"] == HANDED_IN else frozenset()
    wanted = {asked["show"]} if asked["show"] in set(DutyState) else _TO_DO
    return [
        duty
        for duty in every
        if (
            duty.key in handed_in
            if asked["show"] == HANDED_IN
            else asked["show"] == "all" or duty.state.value in wanted
        )
        and (not asked["operator"] or (duty.organisation or "office") == asked["operator"])
        and (not asked["kind"] or duty.code == asked["kind"])
    ]


def _to_look_at() -> frozenset[str]:
    """Return the obligations with a report that nobody of the office has looked at."""
    return frozenset(item.duty for item in reports_of(registry()) if item.state is ReportState.HANDED_IN)


def _listed(every: list[Duty]) -> Listing:
    """Return what the page lists, by the day it is due unless the address says otherwise."""
    names, lang = organisation_names(), language()
    columns = [
        Column("due", _("Hạn"), lambda duty: duty.due_on),
        Column("title", _("Nội dung"), lambda duty: title(duty, lang)),
        Column(
            "organisation", _("Doanh nghiệp"), lambda duty: names.get(duty.organisation, duty.organisation)
        ),
        Column("state", _("Tình trạng"), lambda duty: words.STATES[duty.state]),
        Column("items", _("Số công trình"), lambda duty: duty.items or None),
        Column("basis", _("Căn cứ"), _basis, sorts=False),
    ]
    rows = sorted(_chosen(every), key=lambda duty: (duty.due_on, duty.organisation, duty.key))
    return listing(
        rows, columns, kept=("show",), filters=("operator", "kind"), per_page=SHOWN,
        endpoint="obligations.listed",
    )  # fmt: skip


def _by_carrier(every: list[Duty]) -> list[tuple[str, Counter[str]]]:
    found: dict[str, Counter[str]] = {}
    for duty in every:
        found.setdefault(duty.organisation, Counter())[duty.state.value] += 1
    return sorted(found.items(), key=lambda item: (item[0] == "", item[0]))


def _letters() -> list[DutyLetter]:
    return letters_of(registry(), organisation=own_code(current_person()), kind=LetterKind.REMINDER)


def _reminded() -> dict[str, DutyLetter]:
    """Return the newest letter that reminds of each obligation; a draft that was put away does not count."""
    found: dict[str, DutyLetter] = {}
    for letter in _letters():
        if letter.state != "discarded":
            for line in letter.lines:
                found.setdefault(str(line.get("key")), letter)
    return found


def _letter_words(letter: DutyLetter | None) -> str:
    if letter is None:
        return ""
    return " ".join(filter(None, (letter.number, str(words.LETTER_STATES[letter.state]))))


def _basis(duty: Duty) -> str:
    unverified, by_office = _("chưa kiểm chứng"), _("ngày do cơ quan đặt")  # texts in f-strings are not found
    if duty.code == "DUT-CONDITION":  # its letter states a day, or none: then its position has one
        return str(_("ngày ghi cùng điều kiện, hoặc hạn xây dựng, ngày hoàn thành của vị trí"))
    mark = "" if duty.verified else f" ({unverified})"
    day = "" if duty.day_stated else f" · {by_office}"
    return f"{cited(duty.source)}{mark}{day}" if duty.source else day.removeprefix(" · ")
