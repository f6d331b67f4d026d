"""The office decides which sets of data are open: by a paper of its own, from a day; closed in one step."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.services.appraise.spot_settings import MOST_BUDGET, set_spots, spot_settings
from registry.services.office.calendar import now, today
from registry.services.open_data import licences
from registry.services.open_data.decisions import (
    DECIDERS,
    LONGEST_LINE,
    LONGEST_TERMS,
    Opening,
    State,
    Typed,
    open_set,
    openings,
    steps,
    withdraw,
)
from registry.services.open_data.disclosed import open_table
from registry.services.open_data.files import open_file
from registry.services.open_data.making import make_open_files
from registry.services.open_data.sets import dataset, datasets
from web.frame import parameters, refusals
from web.frame.forms import day_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.office import present_number, registry, since_of
from web.frame.people import who
from web.open_data.catalogue import sent, tellers

blueprint = Blueprint("open_data_office", __name__, url_prefix="/office/open-data")

# state: (word, class of the sign)
STATES: dict[State, tuple[Any, str]] = {
    State.CLOSED: (_l("Chưa mở"), "revoked"),
    State.AHEAD: (_l("Chưa đến ngày mở"), "soon"),
    State.OPEN: (_l("Đang mở cho mọi người"), "completed"),
    State.ENDED: (_l("Đã hết thời hạn mở"), "revoked"),
}
SHOWN = 5
"""Rows that the page of a set shows of it."""


@blueprint.get("")
@guarded(*WORKERS)
def listed() -> str:
    """List the sets with what the office has decided of each."""
    parameters.known_only(request.args, ())
    return _all_sets()


@blueprint.post("/spots")
@guarded(*DECIDERS)
def change_spots() -> Any:
    """Set how much of a day may be asked about others' masts, and whether without signing in."""
    form = request.form
    try:
        set_spots(
            registry(),
            form.get("budget", ""),
            form.get("decision", ""),
            day_of("decided_on"),
            person=current_person(),
            since=since_of(form),
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, page=_all_sets)
    flash(_("Đã ghi thiết lập tra cứu vị trí."))
    return redirect(url_for("open_data_office.listed"), 303)


def _all_sets(refusal: RefusalError | None = None) -> str:
    found, spots = openings(registry()), spot_settings(registry())
    standing = {
        "budget": str(spots.budget),
        "decision": spots.decision,
        "decided_on": spots.decided_on.isoformat() if spots.decided_on else "",
    }
    return render_template(
        "open_data/office.html",
        sets=[(one, found[name], _state(name)) for name, one in datasets().items()],
        values={name: request.form.get(name, value) for name, value in standing.items()},
        most_budget=MOST_BUDGET,
        longest=LONGEST_LINE,
        since=present_number(),
        refusal=refusals.said(refusal),
        may_decide=current_person().is_one_of(*DECIDERS),
        **tellers(),
    )


@blueprint.get("/<name>")
@guarded(*WORKERS)
def show(name: str) -> str:
    """Show what a set would say, what the office has decided, and what it did before."""
    parameters.known_only(request.args, ())
    return _page(name)


@blueprint.get("/<name>/preview.<form>")
@guarded(*WORKERS)
def preview(name: str, form: str) -> Response:
    """Send the file as everybody would get it, before it is decided."""
    return sent(open_file(registry(), dataset(name), form, now()))


@blueprint.post("/<name>")
@guarded(*DECIDERS)
def decide(name: str) -> Any:
    """Open a set by the office's decision, or change what was decided."""
    try:
        form = request.form
        typed = Typed(
            decision=form.get("decision", ""),
            decided_on=day_of("decided_on"),
            opens=day_of("opens"),
            closes=day_of("closes"),
            terms=form.get("terms", ""),
            contact=form.get("contact", ""),
            licence=form.get("other_licence", "").strip() or form.get("licence", ""),
        )
        open_set(registry(), name, typed, person=current_person(), since=since_of(form))
    except RefusalError as refusal:
        return refusals.refused(refusal, page=lambda why: _page(name, why))
    make_open_files(registry(), today(), who=who())
    flash(_("Đã ghi quyết định mở dữ liệu."))
    return redirect(url_for("open_data_office.show", name=name), 303)


@blueprint.post("/<name>/withdraw")
@guarded(*DECIDERS)
def take_back(name: str) -> Any:
    """Close a set at once, with the reason."""
    try:
        reason = request.form.get("reason", "")
        withdraw(registry(), name, reason, person=current_person(), since=since_of(request.form))
    except RefusalError as refusal:
        return refusals.refused(refusal, page=lambda why: _page(name, why))
    flash(_("Đã rút lại. Từ lúc này không ai tải được nữa."))
    return redirect(url_for("open_data_office.show", name=name), 303)


def _page(name: str, refusal: RefusalError | None = None) -> str:
    one = dataset(name)
    opening = openings(registry())[name]
    typed = request.form if refusal and "decision" in request.form else {}
    standing = {
        name: "" if opening is None else str(getattr(opening, name) or "") for name in Opening.__slots__
    }
    chosen = licences.USUAL if opening is None else licences.listed(opening.licence)
    standing["other_licence"] = "" if chosen else standing["licence"]
    standing["licence"] = chosen.name if chosen else ""
    return render_template(
        "open_data/decide.html",
        one=one,
        table=open_table(registry(), one, now()),
        opening=opening,
        state=_state(name),
        values={field: typed.get(field, value) for field, value in standing.items()},
        licences=licences.LISTED,
        reason=request.form.get("reason", "") if refusal else "",
        history=steps(registry(), name),
        shown=SHOWN,
        longest=(LONGEST_LINE, LONGEST_TERMS),
        since=present_number(),
        refusal=refusals.said(refusal),
        may_decide=current_person().is_one_of(*DECIDERS),
        **tellers(),
    )


def _state(name: str) -> tuple[State, Any, str]:
    opening = openings(registry())[name]
    found = State.CLOSED if opening is None else opening.on(now().date())
    return found, *STATES[found]
