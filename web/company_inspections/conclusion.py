"""The conclusion: its items by article with evidence and a person's verdict; what is recommended."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.steps import Stage
from registry.services.company_inspections import concluding, conclusions, recommendations
from registry.services.office.calendar import today
from web.company_inspections.files import every_file, kept_file
from web.company_inspections.frame import OFFICERS, READERS, blueprint, done, parts_found, shown
from web.frame import parameters
from web.frame.forms import day_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry


@blueprint.get("/<identity>/conclusion")
@guarded(*READERS)
def conclusion(identity: str) -> str:
    """Show the items of the conclusion and the recommendations."""
    parameters.known_only(request.args, ())
    return page(identity)


@blueprint.post("/<identity>/items/<item>/out")
@guarded(*OFFICERS)
def remove_item(identity: str, item: str) -> Any:
    """Take an item out of the draft; the ledger keeps it."""

    def work() -> None:
        conclusions.remove_item(registry(), identity, item, person=current_person())

    return done(identity, work, _("Đã bỏ mục khỏi dự thảo; sổ cái vẫn giữ."), page, "conclusion")


@blueprint.post("/<identity>/summary")
@guarded(*OFFICERS)
def restate_summary(identity: str) -> Any:
    """Keep the general remarks while the conclusion is drafted."""

    def work() -> None:
        concluding.restate_summary(
            registry(), identity, request.form.get("summary", ""), seen=version_of(), person=current_person()
        )

    return done(identity, work, _("Đã lưu nhận xét chung."), page, "conclusion")


@blueprint.post("/<identity>/recommendations")
@guarded(*OFFICERS)
def recommend(identity: str) -> Any:
    """Draft a recommendation: to the company or to a body, what, until when."""
    form = request.form

    def work() -> None:
        recommendations.recommend(
            registry(), identity, form.get("what", ""), to=form.get("to", ""), item=form.get("item", ""),
            due_on=day_of("due_on"), person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã ghi kiến nghị."), page, "conclusion")


@blueprint.post("/<identity>/recommendations/<wanted>/out")
@guarded(*OFFICERS)
def remove_recommendation(identity: str, wanted: str) -> Any:
    """Take a recommendation back before the conclusion is submitted."""

    def work() -> None:
        recommendations.remove_recommendation(registry(), identity, wanted, person=current_person())

    return done(identity, work, _("Đã bỏ kiến nghị."), page, "conclusion")


@blueprint.post("/<identity>/recommendations/<wanted>/answer")
@guarded(*OFFICERS)
def note_answer(identity: str, wanted: str) -> Any:
    """Note what whoever it went to says was done, where it came on paper."""

    def work() -> None:
        with every_file("files") as files:
            recommendations.answer_recommendation(
                registry(), identity, wanted, answer=request.form.get("answer", ""), files=files,
                seen=version_of(), person=current_person(),
            )  # fmt: skip

    return done(identity, work, _("Đã ghi trả lời."), page, "conclusion")


@blueprint.post("/<identity>/recommendations/<wanted>/settle")
@guarded(*OFFICERS)
def settle(identity: str, wanted: str) -> Any:
    """Say that a recommendation is done, or closed without it, or give its answer back as not enough."""
    form, person = request.form, current_person()
    how, why, seen = form.get("how", ""), form.get("reason", ""), version_of()

    def work() -> None:
        if how == "back":
            recommendations.hand_back(
                registry(), identity, wanted, reason=why, due_on=day_of("due_on"), seen=seen, person=person
            )
            return
        if how not in ("done", "not_done"):
            raise RefusalError("REQUEST-VALUE", value=how[:40])
        recommendations.settle_recommendation(
            registry(), identity, wanted, done=how == "done", why=why, seen=seen, person=person
        )

    return done(identity, work, _("Đã ghi kết quả kiến nghị."), page, "conclusion")


@blueprint.get("/<identity>/recommendations/files/<sha256>")
@guarded(*READERS)
def answer_file(identity: str, sha256: str) -> Response:
    """Send a file that came with the answer to a recommendation."""
    return kept_file((file for one in parts_found(identity).recommendations for file in one.files), sha256)


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Render the conclusion, with a refusal where a deed on it was refused."""
    parts = parts_found(identity)
    found, day = parts.inspection, today()
    return shown(
        "company_inspections/conclusion.html", "conclusion", parts, refusal,
        may_draft=found.stage in conclusions.DRAFTED_IN,
        may_recommend=found.stage is Stage.EXPLAINED,
        may_settle=found.stage is Stage.CONCLUDED,
        numbers={one.id: one.number for one in parts.items},
        late={
            one.id
            for one in parts.recommendations
            if not one.settled_already and one.due_on is not None and one.due_on < day
        },
    )  # fmt: skip
