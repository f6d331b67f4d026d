"""A dossier taken in with what is stated of it, stated otherwise, given to oneself, withdrawn."""

from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.designs.design_papers import design_papers
from registry.model.designs.desk import DeskDossier, Purpose
from registry.model.numbers import plain_number
from registry.services.designs import intake as service
from registry.services.designs.communes import communes_offered
from registry.services.designs.drawings import add_file
from registry.services.office.calendar import today
from web.designs import words
from web.designs.frame import WORK, blueprint, opened
from web.frame import refusals
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.uploads import uploaded

_TEXTS = ("applicant", "area_name", "contact", "letter_number", "approval", "ducts_offered")
_DAYS = ("received_on", "letter_on", "approved_on")
_UNDERGROUND = {"": None, "yes": True, "no": False}


@blueprint.get("/new")
@guarded(*WORK)
def new() -> str:
    """Show the form of a new dossier."""
    return _page(None, {"received_on": today()})


@blueprint.post("/new")
@guarded(*WORK)
def take_in() -> Any:
    """Take a dossier in, with its drawing where one was sent."""
    try:
        made = service.take_in(registry(), _stated(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(None, dict(request.form), why))
    flash(_("Đã tiếp nhận hồ sơ."))
    file = request.files.get("drawing")
    if file is not None and file.filename:
        try:
            with uploaded("drawing") as (path, name):
                add_file(
                    registry(), made, path, name, purpose=Purpose.DESIGN, plane=plane_of(), seen=1,
                    received_on=day_of("received_on"), person=current_person(),
                )  # fmt: skip
        except RefusalError as refusal:
            said = refusals.said(refusal) or {}
            why = str(said.get("message", refusal.code)).replace(
                f"file{Path(file.filename).suffix.lower()[:12]}", file.filename
            )
            flash(_("Hồ sơ đã ghi, bản vẽ chưa nhận được: %(why)s", why=why), "refused")
        return redirect(url_for("designs.drawings", dossier=made), 303)
    return redirect(url_for("designs.drawings", dossier=made), 303)


@blueprint.get("/<dossier>/edit")
@guarded(*WORK)
def edit(dossier: str) -> str:
    """Show what is stated of a dossier, to be stated otherwise."""
    return _page(opened(dossier).dossier)


@blueprint.post("/<dossier>/edit")
@guarded(*WORK)
def restate(dossier: str) -> Any:
    """State a dossier otherwise."""
    found = opened(dossier).dossier
    try:
        service.restate(registry(), dossier, _stated(), seen=version_of(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(found, dict(request.form), why))
    flash(_("Đã lưu thông tin hồ sơ. Nếu thay đổi ảnh hưởng kết quả, bấm xem xét lại ở tab Kết quả."))
    return redirect(url_for("designs.show", dossier=dossier), 303)


@blueprint.post("/<dossier>/take")
@guarded(*WORK)
def take(dossier: str) -> Any:
    """Become the officer of a dossier."""
    service.take_over(registry(), dossier, seen=version_of(), person=current_person())
    flash(_("Hồ sơ do bạn xử lý."))
    return redirect(url_for("designs.show", dossier=dossier), 303)


@blueprint.post("/<dossier>/withdraw")
@guarded(*WORK)
def withdraw(dossier: str) -> Any:
    """Put away a dossier that its sender took back."""
    service.withdraw(
        registry(), dossier, reason=request.form.get("reason", ""), seen=version_of(), person=current_person()
    )
    flash(_("Đã ghi hồ sơ rút."))
    return redirect(url_for("designs.show", dossier=dossier), 303)


def plane_of() -> int | None:
    """Return the plane that a form states; None where the file says it."""
    text = request.form.get("plane", "").strip().upper().removeprefix("EPSG:")
    return int_of(text) if text else None


def _stated() -> dict[str, Any]:
    form = request.form
    stated: dict[str, Any] = {name: form.get(name, "") for name in _TEXTS}
    stated |= {name: day_of(name) for name in _DAYS}
    for name, known in (("applicant_kind", words.APPLICANTS), ("stage", words.STAGES)):
        value = form.get(name, "")
        if value and value not in known:
            raise RefusalError("REQUEST-VALUE", value=value[:40])
        stated[name] = value
    stated["kinds"] = [kind for kind in form.getlist("kinds") if kind in words.AREA_KINDS]
    offered = communes_offered(registry())
    stated["communes"] = [code for code in form.getlist("communes") if code in offered]
    stated["underground"] = _UNDERGROUND.get(form.get("underground", ""))
    stated["fibres_per_home"] = _number(form.get("fibres_per_home", ""))
    papers = {code: form.get(f"paper-{code}", "") for code in design_papers()}
    stated["papers"] = {
        code: state for code, state in papers.items() if state in words.PAPER_STATES and state != "unstated"
    }
    return stated


def _number(text: str) -> float | None:
    if not text.strip():
        return None
    value = plain_number(text.strip())
    if value is None or not 0 <= value <= 1000:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    return value


def _shown(found: DeskDossier) -> dict[str, Any]:
    shown: dict[str, Any] = {name: getattr(found, name) or "" for name in (*_TEXTS, *_DAYS)}
    shown |= {"applicant_kind": found.applicant_kind.value, "stage": found.stage.value}
    shown["underground"] = {None: "", True: "yes", False: "no"}[found.underground]
    fibres = found.fibres_per_home
    shown["fibres_per_home"] = "" if fibres is None else f"{fibres:g}".replace(".", ",")
    return shown | {f"paper-{code}": state for code, state in found.papers.items()}


def _page(
    found: DeskDossier | None, typed: dict[str, Any] | None = None, refusal: RefusalError | None = None
) -> str:
    kinds: list[str] = [kind.value for kind in found.kinds] if found else []
    communes = list(found.communes) if found else []
    if refusal is not None:
        kinds, communes = request.form.getlist("kinds"), request.form.getlist("communes")
    values = typed if typed is not None else _shown(found) if found else {}
    lang = language()
    return render_template(
        "designs/form.html",
        found=found,
        values=values,
        kinds=kinds,
        chosen_communes=communes,
        communes=communes_offered(registry()),
        papers=[(paper.code, paper.en if lang == "en" else paper.vi) for paper in design_papers().values()],
        words=words,
        refusal=refusals.said(refusal),
        today=today(),
    )
