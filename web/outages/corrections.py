"""One statement of a report with its corrections, and all corrections of an event: both values stay."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from registry.errors import RefusalError
from registry.model.outages.outages import Cause, LineState, OutageLine
from registry.services.outages.carrier_reports import Correction, correct_line, report_of
from registry.services.outages.events import lines_of
from registry.services.outages.stations import station_book
from web.frame import parameters, refusals
from web.frame.guard import current_person, guarded
from web.frame.office import registry
from web.frame.people import operator_names, who
from web.outages.frame import (
    DUTY,
    READ,
    REPORTERS,
    blueprint,
    check_own,
    moment_of,
    own_operator,
    page,
    seen_event,
    whole,
)
from web.outages.typed import hours


@blueprint.get("/<event>/lines/<line>")
@guarded(*READ)
def line(event: str, line: str) -> str:
    """Show one statement with its corrections, and the form to correct it."""
    parameters.known_only(request.args, ("sent",))
    return _line_page(event, line)


@blueprint.post("/<event>/lines/<line>")
@guarded(*REPORTERS)
def correct(event: str, line: str) -> Any:
    """Correct a statement; the old one stays."""
    _chain(event, line)
    form = request.form
    generator = {"yes": True, "no": False}.get(form.get("generator", ""))
    made = correct_line(
        registry(),
        event,
        line,
        Correction(
            state=LineState(form["state"]) if form.get("state") in set(LineState) else None,
            cause=Cause(form["cause"]) if form.get("cause") in set(Cause) else None,
            generator=generator,
            occurred_at=moment_of(form.get("occurred_at")),
            detected_at=moment_of(form.get("detected_at")),
            restored_at=moment_of(form.get("restored_at")),
            down=whole(form.get("down")) or 0,
            restored=whole(form.get("restored")),
            generators=whole(form.get("generators")),
            code=form.get("code", ""),
            power=(moment_of(form.get("lost")), hours("left")) if "left" in form else None,
        ),
        reason=form.get("reason", ""),
        who=who(),
    )
    return redirect(url_for("outages.line", event=event, line=made.id, sent=1), 303)


@blueprint.get("/<event>/corrections")
@guarded(*READ)
def corrections(event: str) -> str:
    """Show every correction with both values, who made it, when and why; a carrier its own."""
    parameters.known_only(request.args, ())
    found, own = seen_event(event), own_operator()
    lines = lines_of(registry(), found.id)
    by_id = {item.id: item for item in lines}
    pairs = [
        (by_id[item.corrects], item)
        for item in lines
        if item.corrects in by_id and own in (None, item.operator)
    ]
    book = station_book(registry())
    return page(
        "outages/corrections.html", event=found, pairs=pairs[::-1], names=operator_names(),
        communes=book.communes,
    )  # fmt: skip


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the page on which a refused correction is said."""
    asked = request.view_args or {}
    return {"outages.correct": lambda why: _line_page(asked["event"], asked["line"], why)}


def _chain(event: str, line: str) -> list[OutageLine]:
    """Return the statement with all that it corrects and that correct it, the oldest first."""
    found = seen_event(event)
    lines = lines_of(registry(), found.id)
    by_id = {item.id: item for item in lines}
    if line not in by_id:
        raise RefusalError("OUTAGE-UNKNOWN")
    check_own(by_id[line].operator)
    later = {item.corrects: item for item in lines if item.corrects}
    first = by_id[line]
    while first.corrects in by_id:
        first = by_id[first.corrects]
    chain = [first]
    while chain[-1].id in later:
        chain.append(later[chain[-1].id])
    return chain


def _line_page(event: str, line: str, refusal: RefusalError | None = None) -> str:
    chain = _chain(event, line)
    book = station_book(registry())
    newest = chain[-1]
    own = own_operator()
    return page(
        "outages/line.html",
        event=seen_event(event),
        chain=chain,
        newest=newest,
        station=book.sites.get((newest.operator, newest.site)),
        communes=book.communes,
        names=operator_names(),
        report=report_of(registry(), newest.report),
        refusal=refusals.said(refusal),
        filled=request.form if request.method == "POST" else None,
        may_correct=own is not None or current_person().is_one_of(*DUTY),
    )
