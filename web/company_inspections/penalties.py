"""Penalties proposed for violations: the office's own matter, on a page that no company ever gets."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import Verdict
from registry.services.company_inspections import penalties as service
from registry.services.office.calendar import today
from web.company_inspections.frame import OFFICERS, PENALTIES, blueprint, done, parts_found, shown
from web.frame import parameters
from web.frame.forms import day_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry


@blueprint.get("/<identity>/penalties")
@guarded(*PENALTIES)
def penalties(identity: str) -> str:
    """Show the penalties that are proposed, with the decree in force and the limitation."""
    parameters.known_only(request.args, ())
    return page(identity)


@blueprint.post("/<identity>/penalties")
@guarded(*OFFICERS)
def propose_penalty(identity: str) -> Any:
    """Propose a penalty for an item that is concluded to be a violation."""
    form = request.form

    def work() -> None:
        found_on = day_of("found_on") or today()
        service.propose_penalty(
            registry(), identity, form.get("item", ""), form.get("act", ""), ended=form.get("ended") == "yes",
            acted_on=day_of("acted_on") or found_on, found_on=found_on, note=form.get("note", ""),
            person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã ghi đề xuất xử phạt (nội bộ)."), page, "penalties")


@blueprint.post("/<identity>/penalties/<wanted>/out")
@guarded(*OFFICERS)
def withdraw_penalty(identity: str, wanted: str) -> Any:
    """Withdraw a proposed penalty, with the reason."""

    def work() -> None:
        service.withdraw_penalty(
            registry(), identity, wanted, reason=request.form.get("reason", ""), seen=version_of(),
            person=current_person(),
        )  # fmt: skip

    return done(identity, work, _("Đã rút đề xuất xử phạt."), page, "penalties")


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Render the penalties, with a refusal where a deed on them was refused."""
    parts = parts_found(identity)
    acts = service.acts(current_person())
    vi = language() == "vi"
    names = {code: one.act_vi if vi else one.act_en for code, one in acts.items()}
    return shown(
        "company_inspections/penalties.html", "penalties", parts, refusal,
        acts=names,
        violated=[one for one in parts.items if one.verdict is Verdict.VIOLATED],
        numbers={one.id: one.number for one in parts.items},
        may_propose=parts.inspection.stage in service.PROPOSED_IN,
    )  # fmt: skip
