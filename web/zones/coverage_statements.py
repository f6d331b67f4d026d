"""Stating where a layer is complete, from the page of coverage: for the administrator."""

from typing import Any

from flask import redirect, request, url_for

from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.services.zones.layer_completeness import state_complete, withdraw_complete
from registry.typed_text import within
from web.frame import refusals
from web.frame.forms import day_of, one_of
from web.frame.guard import guarded
from web.frame.office import registry
from web.frame.people import who
from web.zones.coverage import blueprint, coverage_page

__all__ = ["blueprint"]


@blueprint.post("/complete")
@guarded("administrator")
def state() -> Any:
    """State that a layer is complete in the territory or in some communes, from a day, by a paper."""
    form = request.form
    first = day_of("valid_from")
    if first is None:
        raise RefusalError("DATE-NOT-READ", value="")
    communes = [code for code in form.getlist("commune") if code] if form.get("where") == "communes" else []
    if form.get("where") == "communes" and not communes:
        raise RefusalError("COVERAGE-NO-COMMUNE")
    state_complete(
        registry(),
        one_of(Layer, form.get("layer")),
        decision=within(form.get("decision"), 200),
        valid_from=first,
        valid_to=day_of("valid_to"),
        communes=communes,
        who=who(),
    )
    return redirect(url_for("coverage.show") + "#stated", 303)


@blueprint.post("/complete/<key>/withdraw")
@guarded("administrator")
def withdraw(key: str) -> Any:
    """Take a statement back that was made by mistake."""
    withdraw_complete(registry(), key, who=who())
    return redirect(url_for("coverage.show") + "#stated", 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page with what was typed."""
    return coverage_page(error)
