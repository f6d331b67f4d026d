"""Defects that carriers told of in their self-inspections: an officer makes them defects, or says why not."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.safety.checklists import vocabulary
from registry.services.field.stated_defects import accept_stated, dismiss_stated, list_stated
from web.field.defects_frame import blueprint, names
from web.frame import parameters, refusals
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording import board_words as words

MOST = 200


def open_count() -> int:
    """Return how many statements no officer has dealt with yet; 0 for whoever may not."""
    person = current_person()
    if not person.is_staff:
        return 0
    return sum(not one.taken for one in list_stated(registry(), person=person))


@blueprint.get("/stated")
@guarded(*WORKERS)
def stated() -> str:
    """Show what carriers stated, with the defect and severity that fit best."""
    parameters.known_only(request.args, ("campaign",))
    return _page()


@blueprint.post("/stated")
@guarded(*WORKERS)
def take_stated() -> Any:
    """Make one statement a defect, or record with a reason that it is none."""
    form, person = request.form, current_person()
    one = form.get("id", "")
    try:
        if form.get("deed") == "none":
            made = dismiss_stated(registry(), one, reason=form.get("reason", ""), person=person)
            said = _("Đã ghi: %(code)s không phải tồn tại.", code=made.mast.code)
        else:
            defect, severity = form.get("defect", ""), form.get("severity", "")
            made = accept_stated(registry(), one, defect, severity, person=person)
            said = _("Đã ghi thành tồn tại: %(code)s.", code=made.mast.code)
    except RefusalError as refusal:
        return refusals.refused(refusal, page=_page)
    flash(said)
    return redirect(url_for("defects.stated", **_kept()), 303)


def _kept() -> dict[str, Any]:
    campaign = request.values.get("campaign", "")
    return {"campaign": campaign} if campaign else {}


def _page(refusal: RefusalError | None = None) -> str:
    found = list_stated(registry(), person=current_person(), campaign=_kept().get("campaign", ""))
    lang, known = language(), vocabulary()
    return render_template(
        "field/defects/stated.html",
        items=found[:MOST],
        count=len(found),
        open_count=sum(not one.taken for one in found),
        names=names(),
        kinds=[(code, say(word, lang)) for code, word in known.defects.items()],
        severities={code: pair for code, pair in words.SEVERITIES.items() if code},
        refusal=refusals.said(refusal),
        typed=request.form,
        campaign=_kept().get("campaign", ""),
    )
