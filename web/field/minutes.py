"""Minutes of inspections: the units of a campaign or a day, what is stated of each, and who signs."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.field.defects import Defect, DefectState
from registry.model.field.minutes import TEAM, UNIT, Present
from registry.services.field.checklists.absent import gone
from registry.services.field.minutes.at_the_mast import mast_signatures
from registry.services.field.minutes.counting import by_mast, cable_only, fallen_defects, untold_answers
from registry.services.field.minutes.signed import Later
from registry.services.field.minutes.stating import (
    check_ready,
    known_delegation,
    known_people,
    refuse_to_sign,
    sign_minutes,
    state_minutes,
)
from registry.services.field.minutes.units import MinutesFile, Unit, minutes_of
from registry.services.field.minutes.writing import later_changes, text_digest, unit_minutes
from registry.services.field.vocabulary import SEVERITIES, deadline_words, told_name
from registry.services.office.attachments import file_path
from web.field.corrected import corrected
from web.field.defects_frame import sent
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.forms import version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import organisation_names
from web.frame.wording.moments import phone_moment

blueprint = Blueprint("minutes", __name__, url_prefix="/minutes")

SPARE = 2  # empty lines for people whom nobody named yet


@blueprint.get("/<about>")
@guarded(*WORKERS)
def show(about: str) -> str:
    """Show the minutes of a campaign, or of the day of a visit: a part for each unit."""
    parameters.known_only(request.args, ())
    return page(about)


@blueprint.post("/<about>")
@guarded(*WORKERS)
def state(about: str) -> Any:
    """Save by whose delegation, where and with whom a unit was inspected."""
    form, seen = request.form, version_of()
    people = [
        {"side": side, "name": name, "post": post, "account": account}
        for side, name, post, account in zip(
            form.getlist("side"), form.getlist("name"), form.getlist("post"), form.getlist("account"),
            strict=False,
        )
    ]  # fmt: skip
    state_minutes(
        registry(), about, form.get("unit", ""), delegation=form.get("delegation", ""),
        place=form.get("place", ""), people=people, opinion=form.get("opinion", ""),
        person=current_person(), seen=seen,
    )  # fmt: skip
    flash(
        _("Đã lưu. Chữ ký đã vẽ trước khi sửa không còn tính; ký lại ở dưới.")
        if seen
        else _("Đã lưu. Tải biên bản đọc lại cho các bên, rồi từng người ký ở dưới.")
    )
    return redirect(url_for("minutes.show", about=about), 303)


@blueprint.post("/<about>/sign")
@guarded(*WORKERS)
def sign(about: str) -> Any:
    """Keep a signature that somebody present drew on the page, or why he does not sign."""
    form = request.form
    if "refused" in form:
        refuse_to_sign(
            registry(), about, form.get("unit", ""), signer=form.get("signer", ""), reason=form["refused"],
            person=current_person(),
        )  # fmt: skip
        flash(_("Đã ghi là không ký; lý do có trong biên bản."))
        return redirect(url_for("minutes.show", about=about), 303)
    sign_minutes(
        registry(), about, form.get("unit", ""), signer=form.get("signer", ""),
        drawn=form.get("drawn", ""), digest=form.get("digest", ""), person=current_person(),
    )  # fmt: skip
    flash(_("Đã lưu chữ ký."))
    return redirect(url_for("minutes.show", about=about), 303)


@blueprint.get("/<about>/minutes.docx")
@guarded(*WORKERS)
def document(about: str) -> Response:
    """Send the minutes of a unit."""
    parameters.known_only(request.args, ("unit",))
    file = minutes_of(registry(), about, person=current_person())
    unit = file.unit(request.args.get("unit", ""))
    check_ready(unit)
    return download(unit_minutes(registry(), file, unit, language()), "bien-ban-kiem-tra.docx")


@blueprint.get("/<about>/signatures/<sha256>")
@guarded(*WORKERS)
def signature(about: str, sha256: str) -> Response:
    """Send the picture of a signature of these minutes."""
    file = minutes_of(registry(), about, person=current_person())
    if sha256 not in {one.picture_sha256 for unit in file.units for one in unit.signatures}:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return sent(file_path(registry(), sha256, "chu-ky.png"), "image/png")


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say a refusal on the page of the minutes; of minutes that are not there, as every page does."""
    about = (request.view_args or {}).get("about", "")
    if error.code in ("INSPECTION-UNKNOWN", "ATTACHMENT-UNKNOWN", "FIELD-NOT-ALLOWED"):
        return None
    return page(about, error)


def page(about: str, refusal: RefusalError | None = None) -> str:
    """Render the page of minutes, with a refusal where a deed on it was refused."""
    file = minutes_of(registry(), about, person=current_person())
    known = known_people(registry())
    return render_template(
        "field/minutes/show.html",
        file=file,
        about=about,
        units=[_unit(file, unit, known) for unit in file.units],
        refusal=refusals.said(refusal),
        form=request.form,
        team=TEAM,
        single=None if file.campaign else file.about,
    )


def _unit(file: MinutesFile, unit: Unit, known: dict[str, Present]) -> dict[str, Any]:
    """Return what the page shows of a unit; a form that was refused keeps what was typed."""
    digest = text_digest(registry(), file, unit)
    typed = request.form if request.form.get("unit") == unit.organisation else None
    fallen = fallen_defects(registry(), file, unit)
    ready = not unit.undecided and unit.standing.version > 0
    counting = {one.signer: one for one in unit.signatures if one.text_digest == digest}
    before = {one.signer for one in unit.signatures}
    offered = known_delegation(registry(), file.campaign.id if file.campaign else "")
    present = unit.standing.present if ready else ()
    return {
        "unit": unit,
        "ungraded": [
            defect
            for view in unit.views
            for defect in view.defects
            if defect.standing and not defect.severity and defect not in fallen
        ],
        "fallen": fallen,
        "corrected": [
            one
            for view in unit.views
            for one in corrected(view, language()).values()
            if one["defect"] not in fallen
        ],
        "later": [_later(one) for one in later_changes(registry(), file, unit)] if ready else [],
        "untold": untold_answers(registry(), file, unit),
        "unfinished": [view for view in unit.views if not view.inspection.finished_at],
        "cable_only": [views[0].mast.code for views in by_mast(unit) if cable_only(file, views)],
        "gone": [views[0].mast.code for views in by_mast(unit) if gone(views[-1].items)],
        "masts": list(dict.fromkeys(view.mast.code for view in unit.views)),
        "delegation": _typed(typed, "delegation") or unit.standing.delegation or offered,
        "place": _typed(typed, "place") or unit.standing.place,
        "opinion": _typed(typed, "opinion") or unit.standing.opinion,
        "people": _people(file, unit, known, typed),
        "ready": ready,
        "signed": bool(present) and all(one.refused or one.key in counting for one in present),
        "digest": digest,
        "signers": [
            (
                one,
                counting.get(one.key),
                one.key in before,
                phone_moment(_at(counting.get(one.key))),
                _refused_at_a_mast(unit, one),
            )
            for one in present
        ],
    }


def _later(one: Later) -> dict[str, Any]:
    """Return what the page says of a defect that is another since the minutes were signed."""
    shown = one.now or one.then
    assert shown is not None
    moved = one.then and one.now and one.then.organisation != one.now.organisation
    return {
        "defect": shown,
        "stands": one.now is not None,
        "name": told_name(shown, language()),
        "then": _whose(one.then) if moved else _asked(one.then),
        "now": _whose(one.now) if moved else _asked(one.now),
    }


def _whose(one: Defect | None) -> str:
    """Return grade and deadline of a defect, and who has to remedy it."""
    if one is None or not one.organisation:
        return str(_("%(asked)s, chưa rõ đơn vị", asked=_asked(one)))
    name = organisation_names().get(one.organisation, one.organisation)
    return str(_("%(asked)s, của %(name)s", asked=_asked(one), name=name))


def _asked(one: Defect | None) -> str:
    """Return grade and deadline of a defect; of what is none, or was not there, that."""
    if one is None:
        return str(_("không có"))
    if one.state is DefectState.WITHDRAWN:
        return str(_("không phải tồn tại"))
    grade = say(SEVERITIES[one.severity], language())
    return str(_("%(grade)s, hạn %(day)s", grade=grade, day=deadline_words(one)))


def _signed(unit: Unit, account: str) -> Present | None:
    """Return how the person of an account signed at a mast, None where he did not."""
    for view in unit.views:
        for one in mast_signatures(view.items):
            if one.side == TEAM and view.inspection.person == account and one.name:
                return Present(TEAM, one.name, one.post, account)
    return None


def _signed_for_unit(unit: Unit) -> list[Present]:
    """Return whoever signed for the unit at one of its masts, each once."""
    signed = [one for view in unit.views for one in mast_signatures(view.items)]
    found = [Present(UNIT, one.name, one.post) for one in signed if one.side == UNIT and one.name]
    return list(dict.fromkeys(found))


def _refused_at_a_mast(unit: Unit, one: Present) -> str:
    """Return why somebody did not sign at one of the masts, "" where he did or was not there."""
    signed = [mark for view in unit.views for mark in mast_signatures(view.items)]
    return next((mark.refused for mark in signed if mark.side == one.side and mark.name == one.name), "")


def _joined(found: list[Present], one: Present) -> list[Present]:
    """Return who is present with one more; a member of the team of the same name is the same person."""
    same = [
        at
        for at, held in enumerate(found)
        if one.name and not held.account and (held.side, _plain(held.name)) == (one.side, _plain(one.name))
    ]
    if not same:
        return [*found, one]
    at = same[0]
    return [
        *found[:at],
        replace(found[at], post=found[at].post or one.post, account=one.account),
        *found[at + 1 :],
    ]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _typed(typed: Any, name: str) -> str:
    return typed.get(name, "") if typed is not None and "delegation" in typed else ""


def _at(signed: Any) -> str:
    return signed.at if signed is not None else ""


def _people(file: MinutesFile, unit: Unit, known: dict[str, Present], typed: Any) -> dict[str, list[Present]]:
    """Return who is offered on each side: as typed or stated, else the campaign's team and who recorded."""
    if typed is not None and typed.getlist("side"):
        rows = zip(*(typed.getlist(name) for name in ("side", "name", "post", "account")), strict=False)
        found = [Present(*row) for row in rows]
    elif unit.standing.version:
        found = list(unit.standing.present)
    else:
        team = file.campaign.team if file.campaign else ()
        found = [
            Present(TEAM, one.get("name", ""), one.get("post", ""), one.get("account", "")) for one in team
        ]
        named = {one.account for one in found}
        for account in dict.fromkeys(view.inspection.person for view in unit.views):
            if account and account not in named:
                one = known.get(account) or _signed(unit, account) or Present(TEAM, "", "", account)
                found = _joined(found, one)
        found += _signed_for_unit(unit)
    sides = {side: [one for one in found if one.side == side] for side in (UNIT, TEAM)}
    for side, own in sides.items():
        empty = sum(not (one.name or one.account) for one in own)
        own.extend([Present(side, "", "")] * (SPARE - empty))
    return sides
