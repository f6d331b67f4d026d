"""The office's radius and the weights of its ranking."""

import re
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.numbers import plain_number
from registry.services.overview.measures import criteria
from registry.services.overview.settings import overview_settings, set_overview_settings
from web.frame import refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import present_number, registry, since_of
from web.frame.people import who
from web.overview.frame import SETS, blueprint

_GROUPED = re.compile(r"[0-9]{1,3}(?:[. ][0-9]{3})+")


@blueprint.get("/settings")
@guarded(*SETS)
def chosen() -> str:
    """Show the radius and the weights."""
    return _page()


@blueprint.post("/settings")
@guarded(*SETS)
def choose() -> Any:
    """State the radius and the weights, or go back to the illustrative ones."""
    form = request.form
    try:
        radius = _number(form.get("radius", "")) if form.get("radius", "").strip() else None
        weights = None
        if not form.get("illustrative"):
            weights = {one.code: _number(form.get(one.code, "0")) for one in criteria()}
            illustrative = {one.code: one.weight for one in criteria()}
            if weights == illustrative and not overview_settings(registry()).stated:
                weights = None  # only the radius was typed: nobody has stated weights by that
        set_overview_settings(registry(), radius_m=radius, weights=weights, who=who(), since=since_of(form))
    except RefusalError as refusal:
        return refusals.refused(refusal, _page)
    flash(_("Đã lưu."))
    return redirect(url_for("overview.chosen"), 303)


def _number(text: str) -> float:
    """Return a number as people type it; grouped by threes ("1.500") it is whole: no metre here is parted."""
    written = text.strip()
    value = float(re.sub(r"\D", "", written)) if _GROUPED.fullmatch(written) else plain_number(written)
    if value is None:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return value


def _page(refusal: RefusalError | None = None) -> str:
    held, lang = overview_settings(registry()), language()
    return render_template(
        "overview/settings.html",
        held=held,
        form=request.form,
        since=present_number(),
        criteria=[(one, say(one.label, lang), held.weights[one.code]) for one in criteria()],
        refusal=refusals.said(refusal),
    )
