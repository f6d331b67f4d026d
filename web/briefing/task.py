"""One task of the programme: added, put right, how far it is, done, dropped, linked."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.briefing.programmes import MONTHS, Task, TaskState
from registry.services.briefing.deeds import leads
from registry.services.briefing.programme import deeds
from registry.services.briefing.programme.deeds import TaskTyped
from registry.services.briefing.programme.linked import NUMBER, choices, progress_of
from registry.services.briefing.programme.months import months_words
from registry.services.briefing.programme.tasks import task_of
from registry.services.office.calendar import today
from web.briefing import addresses
from web.briefing.frame import LEADERS, READERS, STANDINGS, STATE_STYLES, may_lead, programme, staff_names
from web.briefing.programme import asked_year
from web.frame import packages, parameters, refusals
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import locked_note

_FIELDS = ("number", "section", "room", "officer", "beside", "months_text", "product", "source", "note")


@programme.get("/new")
@guarded(*LEADERS)
def new() -> str:
    """Show where a task is typed."""
    parameters.known_only(request.args, ("year",))
    return _form_page(None, asked_year())


@programme.post("/new")
@guarded(*LEADERS)
def add() -> Any:
    """Add a task; one with a reason is unplanned."""
    year = asked_year()
    try:
        made = deeds.add_task(
            registry(), year, _typed(), reason=request.form.get("reason", ""), person=current_person()
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _form_page(None, year, why))
    flash(_("Đã thêm nhiệm vụ."))
    return redirect(url_for("programme.show", identity=made), 303)


@programme.get("/tasks/<identity>")
@guarded(*READERS)
def show(identity: str) -> str:
    """Show a task: what it says, how far it is, what the register shows of it."""
    parameters.known_only(request.args, ())
    return _page(identity)


@programme.get("/tasks/<identity>/edit")
@guarded(*LEADERS)
def edit(identity: str) -> str:
    """Show a task to be put right."""
    parameters.known_only(request.args, ())
    found = _found(identity)
    return _form_page(found, found.year)


@programme.post("/tasks/<identity>/edit")
@guarded(*LEADERS)
def amend(identity: str) -> Any:
    """Put a task right."""
    try:
        deeds.amend_task(registry(), identity, _typed(), seen=version_of(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _form_page(_found(identity), _found(identity).year, why))
    flash(_("Đã lưu."))
    return redirect(url_for("programme.show", identity=identity), 303)


@programme.post("/tasks/<identity>/begin")
@guarded(*READERS)
def begin(identity: str) -> Any:
    """Say that a task is under way."""
    return _done(identity, lambda: deeds.begin_task(registry(), identity, seen=version_of(), person=_me()))


@programme.post("/tasks/<identity>/finish")
@guarded(*READERS)
def finish(identity: str) -> Any:
    """Say that a task is done, with what it ended with."""
    return _done(
        identity,
        lambda: deeds.finish_task(
            registry(),
            identity,
            evidence=request.form.get("evidence", ""),
            done_on=day_of("done_on"),
            seen=version_of(),
            person=_me(),
        ),
    )


@programme.post("/tasks/<identity>/drop")
@guarded(*LEADERS)
def drop(identity: str) -> Any:
    """Say that a task is not done at all, for a reason."""
    reason = request.form.get("reason", "")
    return _done(
        identity,
        lambda: deeds.drop_task(registry(), identity, reason=reason, seen=version_of(), person=_me()),
    )


@programme.post("/tasks/<identity>/reopen")
@guarded(*LEADERS)
def reopen(identity: str) -> Any:
    """Take back that a task is done or dropped."""
    return _done(identity, lambda: deeds.reopen_task(registry(), identity, seen=version_of(), person=_me()))


@programme.post("/tasks/<identity>/link")
@guarded(*READERS)
def link(identity: str) -> Any:
    """Say what of the register shows how far a task is."""
    kind, _colon, key = request.form.get("link", "").partition(":")
    return _done(
        identity,
        lambda: deeds.link_task(
            registry(), identity, link_kind=kind, link=key, seen=version_of(), person=_me()
        ),
    )


def _done(identity: str, deed: Any) -> Any:
    try:
        deed()
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(identity, why))
    flash(_("Đã lưu."))
    return redirect(url_for("programme.show", identity=identity), 303)


def _page(identity: str, refusal: RefusalError | None = None) -> str:
    found, person, parts = _found(identity), current_person(), packages.brief_parts()
    own = leads(person, found.officer)
    offered = choices(registry(), parts, language()) if own else []
    linked = f"{found.link_kind}:{found.link}" if found.link else ""
    return render_template(
        "briefing/programme/task.html",
        task=found,
        standing=found.standing(today()).value,
        standings=STANDINGS,
        styles=STATE_STYLES,
        states=TaskState,
        months=MONTHS,
        months_words=months_words(found, language()),
        progress=progress_of(registry(), parts, [found], language()).get(found.id),
        linked=linked,
        linked_address=""
        if found.link_kind in ("", NUMBER)
        else addresses.of_document(found.link_kind, found.link),
        choices=offered,
        leads=own,
        may_lead=may_lead(),
        locked_note=locked_note,
        today=today(),
        form=request.form if refusal else {},
        refusal=refusals.said(refusal),
    )


def _linked_address(found: Task) -> str:
    return "" if found.link_kind in ("", NUMBER) else addresses.of_document(found.link_kind, found.link)


def _form_page(found: Task | None, year: int, refusal: RefusalError | None = None) -> str:
    values: dict[str, Any] = (
        {name: getattr(found, name) for name in ("content", *_FIELDS)} if found is not None else {}
    )
    ticked = set(found.months) if found is not None else set()
    if refusal is not None:
        values = dict(request.form)
        ticked = {int(text) for text in request.form.getlist("months") if text.isdecimal()}
    return render_template(
        "briefing/programme/form.html",
        found=found,
        year=year,
        values=values,
        ticked=ticked,
        months=MONTHS,
        staff=staff_names(),
        refusal=refusals.said(refusal),
    )


def _typed() -> TaskTyped:
    form = request.form
    months = tuple(int_of(text) for text in form.getlist("months"))
    return TaskTyped(form.get("content", ""), **{name: form.get(name, "") for name in _FIELDS}, months=months)


def _found(identity: str) -> Task:
    return task_of(registry(), identity, person=current_person())


def _me() -> Any:
    return current_person()
