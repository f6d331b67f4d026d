"""The steps of an inspection, each a deed on its page with its number, day or reason."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import Delegation
from registry.model.company_inspections.steps import Stage
from registry.model.people import Person
from registry.services.company_inspections import concluding, sealing, steps
from registry.services.company_inspections.steps import Decided
from registry.services.office.calendar import today
from web.company_inspections import show, words
from web.company_inspections.frame import OFFICERS, blueprint, done
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry

Step = Callable[[str, int, Person], object]


@blueprint.post("/<identity>/steps/<to>")
@guarded(*OFFICERS)
def step(identity: str, to: str) -> Any:
    """Take the step to a stage; what it needs is in the form, who may take it the service knows."""
    stage: Stage = one_of(Stage, to)
    returned = stage in (Stage.DRAFTED, Stage.EXPLAINED) and request.form.get("back") == "yes"
    work = _RETURNS[stage] if returned else _STEPS.get(stage)
    if work is None:
        raise RefusalError("REQUEST-VALUE", value=to[:40])
    said = words.RETURNED if returned else words.DONE[stage]
    return done(identity, lambda: work(identity, version_of(), current_person()), said, show.page, "show")


@blueprint.post("/<identity>/explanation")
@guarded(*OFFICERS)
def ask_explanation(identity: str) -> Any:
    """Ask the company to explain the facts of the items that were ticked."""
    form = request.form

    def work() -> None:
        concluding.ask_explanation(
            registry(), identity, form.getlist("item"), number=form.get("number", ""), on=_on(),
            explain_by=day_of("explain_by"), seen=version_of(), person=current_person(),
        )  # fmt: skip

    return done(identity, work, words.ASKED, show.page, "show")


def _on() -> dt.date:
    return day_of("on") or today()


def _propose(identity: str, seen: int, person: Person) -> None:
    steps.propose(registry(), identity, on=_on(), seen=seen, person=person)


def _return_proposal(identity: str, seen: int, person: Person) -> None:
    steps.return_proposal(registry(), identity, reason=_note(), seen=seen, person=person)


def _decide(identity: str, seen: int, person: Person) -> None:
    form = request.form
    delegation = form.get("delegation", "")
    decided = Decided(
        form.get("number", ""), _on(), one_of(Delegation, delegation) if delegation else None,
        form.get("delegation_number", ""), day_of("delegation_on"), day_of("span_from"), day_of("span_to"),
        form.get("place", ""),
    )  # fmt: skip
    steps.decide(registry(), identity, decided, seen=seen, person=person)


def _announce(identity: str, seen: int, person: Person) -> None:
    steps.announce(
        registry(), identity, plan_number=request.form.get("plan_number", ""),
        notice_number=request.form.get("number", ""), on=_on(), seen=seen, person=person,
    )  # fmt: skip


def _request_reports(identity: str, seen: int, person: Person) -> None:
    steps.request_reports(
        registry(), identity, number=request.form.get("number", ""), on=_on(), none_because=_note(),
        seen=seen, person=person,
    )  # fmt: skip


def _begin(identity: str, seen: int, person: Person) -> None:
    steps.begin(registry(), identity, on=_on(), seen=seen, person=person)


def _close_explanation(identity: str, seen: int, person: Person) -> None:
    concluding.close_explanation(registry(), identity, reason=_note(), seen=seen, person=person)


def _submit(identity: str, seen: int, person: Person) -> None:
    summary = request.form.get("summary", "")
    concluding.submit_conclusion(registry(), identity, summary=summary, seen=seen, person=person)


def _return_conclusion(identity: str, seen: int, person: Person) -> None:
    concluding.return_conclusion(registry(), identity, reason=_note(), seen=seen, person=person)


def _conclude(identity: str, seen: int, person: Person) -> None:
    number = request.form.get("number", "")
    concluding.conclude(registry(), identity, number=number, on=_on(), seen=seen, person=person)


def _close_follow_up(identity: str, seen: int, person: Person) -> None:
    concluding.close_follow_up(registry(), identity, seen=seen, person=person)


def _seal(identity: str, seen: int, person: Person) -> None:
    sealing.seal(registry(), identity, seen=seen, person=person)


def _stop(identity: str, seen: int, person: Person) -> None:
    concluding.stop(registry(), identity, reason=_note(), seen=seen, person=person)


def _note() -> str:
    return request.form.get("note", "")


_STEPS: Mapping[Stage, Step] = {
    Stage.PROPOSED: _propose,
    Stage.DECIDED: _decide,
    Stage.ANNOUNCED: _announce,
    Stage.REPORTS: _request_reports,
    Stage.UNDER_WAY: _begin,
    Stage.EXPLAINED: _close_explanation,
    Stage.SUBMITTED: _submit,
    Stage.CONCLUDED: _conclude,
    Stage.FOLLOWED: _close_follow_up,
    Stage.SEALED: _seal,
    Stage.STOPPED: _stop,
}
_RETURNS: Mapping[Stage, Step] = {Stage.DRAFTED: _return_proposal, Stage.EXPLAINED: _return_conclusion}
