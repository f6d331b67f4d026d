"""A regulation with what is in the way: proposed by one, published by a second person, ended, dropped."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import render, say
from registry.model.regulations import Regulation, RegulationState
from registry.regulations.forms import forms
from registry.services.regulations import drafting, held, publishing
from web.frame import forms as typed_forms
from web.frame import refusals
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.regulations.frame import (
    PUBLISHERS,
    READERS,
    WRITERS,
    blueprint,
    found_regulation,
    may_publish,
    may_write,
    seen,
    stages,
    step_words,
)
from web.regulations.matters import words
from web.regulations.number_words import plain
from web.regulations.typed import choice_text


@blueprint.get("/own/<identity>")
@guarded(*READERS)
def show(identity: str) -> str:
    """Show a regulation: what it states, what is still in the way, and the next step for whoever looks."""
    return _page(found_regulation(identity))


@blueprint.post("/own/<identity>/propose")
@guarded(*WRITERS)
def propose(identity: str) -> Any:
    """Hand a draft to a second person."""
    return _deed(
        identity,
        lambda: publishing.propose(registry(), identity, seen=seen(), person=current_person()),
        _("Đã trình công bố. Người khác phải xem và công bố."),
    )


@blueprint.post("/own/<identity>/return")
@guarded(*WRITERS)
def send_back(identity: str) -> Any:
    """Give a proposed regulation back, with a reason."""
    reason = request.form.get("reason", "")
    return _deed(
        identity,
        lambda: publishing.return_draft(
            registry(), identity, reason=reason, seen=seen(), person=current_person()
        ),
        _("Đã trả lại để soạn tiếp."),
    )


@blueprint.post("/own/<identity>/publish")
@guarded(*PUBLISHERS)
def publish(identity: str) -> Any:
    """Put a regulation in force that somebody else proposed."""
    return _deed(
        identity,
        lambda: publishing.publish(registry(), identity, seen=seen(), person=current_person()),
        _("Đã công bố: từ ngày hiệu lực, mọi việc thẩm định theo văn bản này."),
    )


@blueprint.post("/own/<identity>/end")
@guarded(*PUBLISHERS)
def end(identity: str) -> Any:
    """Say the last day on which a published regulation is in force."""
    reason = request.form.get("reason", "")

    def work() -> None:
        publishing.end(
            registry(), identity, last_day=typed_forms.day_of("last_day"), reason=reason, seen=seen(),
            person=current_person(),
        )  # fmt: skip

    return _deed(identity, work, _("Đã ghi ngày cuối cùng có hiệu lực."))


@blueprint.post("/own/<identity>/drop")
@guarded(*WRITERS)
def drop(identity: str) -> Any:
    """Put a draft away, with a reason."""
    reason = request.form.get("reason", "")
    return _deed(
        identity,
        lambda: drafting.drop(registry(), identity, reason=reason, seen=seen(), person=current_person()),
        _("Đã bỏ bản đang soạn; sổ cái vẫn giữ."),
    )


def _deed(identity: str, work: Callable[[], object], done: str) -> Any:
    """Do something to a regulation and return to it; a refusal is said on its page."""
    found = found_regulation(identity)
    try:
        work()
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(found, why))
    flash(done)
    return redirect(url_for("regulations.show", identity=identity), 303)


def _page(found: Regulation, refusal: RefusalError | None = None) -> str:
    open_ = found.state in (RegulationState.DRAFT, RegulationState.PROPOSED)
    ready = held.readiness(registry(), found) if open_ else None
    lang = language()
    me = current_person().name
    code, state = step_words(found, ready)
    return render_template(
        "regulations/show.html",
        found=found,
        head=found.content.head,
        ready=ready,
        stages=stages(found, ready),
        code=code,
        state=state,
        wrong=0 if ready is None else sum(bool(one.wrong) for one in ready.trial.results),
        unanswered=0 if ready is None else sum(not one.example.expected for one in ready.trial.results),
        conflicts=[
            f"{render(one.code, dict(one.params), lang)} ({one.code})"
            for one in (ready.conflicts if ready else ())
        ],
        families=_stated(found),
        mine=bool(me) and found.proposed_by == me,
        may_write=may_write(),
        may_publish=may_publish(),
        typed=request.form if refusal else {},
        refusal=refusals.said(refusal),
        choice_text=choice_text,
        plain=lambda value: plain(value, lang),
        **words(),
    )


def _stated(found: Regulation) -> list[tuple[str, list[Any]]]:
    """Return the matters that a regulation says something of, by family."""
    lang = language()
    by_family: dict[str, list[Any]] = {}
    for shape in forms().matters.values():
        matter = found.content.matters.get(shape.code)
        if matter is not None:
            by_family.setdefault(shape.family, []).append((shape, matter))
    return [(say(forms().families[code], lang), items) for code, items in by_family.items()]
