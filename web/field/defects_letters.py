"""Letters about defects: one for each organisation, its annex, and the record that it was sent."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.field.defects import Defect, DefectState
from registry.services.field import defects as service
from registry.services.field.comparison import put_aside
from registry.services.field.defect_letters import addressees_of, chosen_defects, defect_annex, defect_letter
from registry.services.office.calendar import now, today
from web.field.corrected import corrected_among
from web.field.defects_frame import blueprint, names
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.forms import day_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import present_number, registry, since_of
from web.frame.wording.defect_lines import line_of


@blueprint.get("/letters")
@guarded(*WORKERS)
def letters() -> str:
    """Show who has standing defects, and what no letter told of yet."""
    parameters.known_only(request.args, ())
    return render_template(
        "field/defects/letters.html", items=addressees_of(registry(), person=current_person(), day=today())
    )


@blueprint.get("/letters/one")
@guarded(*WORKERS)
def letter() -> str:
    """Show the letter to one organisation: which defects it lists, both files, and the record of sending."""
    parameters.known_only(request.args, ("to",))
    return _page(request.args.get("to", ""))


@blueprint.post("/letters/one.<form>")
@guarded(*WORKERS)
def letter_file(form: str) -> Response:
    """Send the drafted letter (``docx``) or its annex (``xlsx``) about the defects that are ticked."""
    to, ids, person = request.form.get("to", ""), request.form.getlist("id"), current_person()
    lang = language()
    if form == "xlsx":
        return download(
            defect_annex(registry(), to, lang, person=person, ids=ids), f"phu-luc-ton-tai-{to}.xlsx"
        )
    if form != "docx":
        raise RefusalError("WEB-NOT-FOUND")
    return download(
        defect_letter(registry(), to, lang, person=person, ids=ids), f"cong-van-yeu-cau-khac-phuc-{to}.docx"
    )


@blueprint.post("/letters/one")
@guarded(*WORKERS)
def letter_sent() -> Any:
    """Record number and day of the letter that was sent."""
    form = request.form
    to, number = form.get("to", ""), form.get("number", "").strip()
    if not number:
        return _page(to, RefusalError("DEFECT-LETTER-NUMBER")), 400
    try:
        ids = form.getlist("id")
        found = chosen_defects(registry(), to, person=current_person(), ids=ids)
        count = service.mark_letter(
            registry(),
            ids or [one.id for one in found],
            number=number,
            on_day=day_of("on_day") or today(),
            person=current_person(),
            organisation=to,
            since=since_of(form),
        )
    except RefusalError as error:
        return refusals.refused(error, lambda why: _page(to, why))
    flash(_("Đã ghi công văn %(number)s cho %(count)s tồn tại.", number=number, count=count))
    return redirect(url_for("defects.letters"), 303)


def _page(to: str, refusal: RefusalError | None = None) -> str:
    since = present_number()  # before what it covers is read
    found = chosen_defects(registry(), to, person=current_person())
    aside = put_aside(registry(), found, person=current_person())
    known = names()
    return render_template(
        "field/defects/letter.html",
        to=to,
        since=since,
        name=known.get(to, to),
        items=[line_of(one, today(), known) for one in found],
        refusal=refusals.said(refusal),
        form=request.form,
        chosen=request.form.getlist("id") or _proposed([one for one in found if one.id not in aside]),
        aside=aside,
        corrected=corrected_among(found, current_person(), language()),
        late=sum(one.untold and one.overdue(today(), now()) for one in found),
        today=today(),
    )


def _proposed(found: list[Defect]) -> list[str]:
    """Return what a letter lists unless an officer says otherwise: what was not told, else all not mended."""
    return [one.id for one in found if one.untold] or [
        one.id for one in found if one.state is not DefectState.ANSWERED
    ]
