"""Checklists at the office: every version, what it asks, and own versions drawn up, published, retired."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import Language, render
from registry.model.people import INSIDE
from registry.safety.checklists import Checklist, vocabulary
from registry.safety.sheets.answers import COMPUTED
from registry.safety.sheets.grammar import Fault
from registry.services.field.checklists import own
from registry.services.field.checklists.held import sheets_held
from registry.services.office.calendar import today
from web.field.checklist_form import (
    AXIS_NUMBERS,
    LIMIT_NUMBERS,
    LIMIT_TEXTS,
    condition_line,
    content_of,
    lines_unread,
    moved,
    option_line,
)
from web.field.visits_frame import moment
from web.frame import parameters, refusals
from web.frame.forms import day_of, int_of, version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry

blueprint = Blueprint("checklists", __name__, url_prefix="/office/checklists")


def answer_words() -> dict[str, str]:
    """Return how an entry may be answered, in words."""
    return {
        "yes_no": _("Có / không"),
        "choice": _("Chọn một"),
        "number": _("Số"),
        "text": _("Chữ"),
        "date": _("Ngày"),
        "photo": _("Ảnh"),
        "position": _("Vị trí"),
        "computed": _("Giá trị tính"),
    }


@blueprint.get("")
@guarded(*sorted(INSIDE))
def listed() -> str:
    """Show every checklist with its versions."""
    parameters.known_only(request.args, ())
    person, day, held = current_person(), today(), sheets_held(registry())
    drawn = own.own_versions(registry(), person=person)
    sheets = []
    for sheet in held.all_current(day):
        of_code = (one for (code, _n), one in held.versions.items() if code == sheet.code)
        versions = sorted(of_code, key=lambda one: one.version)
        sheets.append(
            {
                "sheet": sheet,
                "title": _title(sheet, language()),
                "versions": [(one, version_words(one.version)) for one in reversed(versions)],
                "drafts": [one for one in drawn if one.sheet == sheet.code and one.is_draft],
                "name": version_words(sheet.version),
                "editable": sheet.of_mast and person.is_staff,
            }
        )
    return render_template("field/checklists/list.html", sheets=sheets)


@blueprint.get("/<code>/<number>")
@guarded(*sorted(INSIDE))
def version(code: str, number: str) -> str:
    """Show what a version asks, as a phone goes through it."""
    parameters.known_only(request.args, ())
    sheet = sheets_held(registry()).get(code, int_of(number))
    if sheet is None:
        raise RefusalError(own.UNKNOWN, id=f"{code} {number}"[:40])
    return _version_page(sheet)


@blueprint.post("/<code>/<number>/draft")
@guarded(*WORKERS)
def draw_up(code: str, number: str) -> Any:
    """Begin a new version from this one."""
    identity = own.draw_up(registry(), code, int_of(number), person=current_person())
    return redirect(url_for("checklists.draft", identity=identity), 303)


@blueprint.get("/draft/<identity>")
@guarded(*sorted(INSIDE))
def draft(identity: str) -> Any:
    """Show a draft to be worked on; one that was published is shown as it is."""
    parameters.known_only(request.args, ())
    found = own.own_version(registry(), identity, person=current_person())
    if found.state == "published":
        return redirect(url_for("checklists.version", code=found.sheet, number=found.number), 303)
    return _draft_page(identity)


@blueprint.post("/draft/<identity>")
@guarded(*WORKERS)
def save(identity: str) -> Any:
    """Keep the draft as it was typed, and do what the button asks of its parts."""
    person = current_person()
    before = own.own_version(registry(), identity, person=person)
    content = content_of(request.form, before.content)
    place = moved(content, request.form.get("do", ""))
    try:
        own.save_draft(registry(), identity, content, seen=version_of(), person=person)
    except RefusalError as refusal:
        return refusals.refused(refusal, page=lambda why: _draft_page(identity, why, content))
    if not place:
        flash(_("Đã lưu bản nháp."))
    return redirect(url_for("checklists.draft", identity=identity, _anchor=place or None), 303)


@blueprint.post("/draft/<identity>/publish")
@guarded(*WORKERS)
def publish(identity: str) -> Any:
    """Put the draft in force from a day on."""
    try:
        sheet = own.publish(
            registry(), identity, valid_from=day_of("valid_from"), reason=request.form.get("reason", ""),
            seen=version_of(), person=current_person(),
        )  # fmt: skip
    except RefusalError as refusal:
        return refusals.refused(refusal, page=lambda why: _draft_page(identity, why))
    flash(_("Đã ban hành. Đợt kiểm tra lập từ ngày đó dùng bản này; đợt đã lập giữ bản của nó."))
    return redirect(url_for("checklists.version", code=sheet.code, number=sheet.version), 303)


@blueprint.post("/draft/<identity>/drop")
@guarded(*WORKERS)
def drop(identity: str) -> Any:
    """Put the draft away."""
    own.drop_draft(registry(), identity, seen=version_of(), person=current_person())
    flash(_("Đã bỏ bản nháp; sổ cái còn giữ."))
    return redirect(url_for("checklists.listed"), 303)


@blueprint.post("/own/<identity>/retire")
@guarded(*WORKERS)
def retire(identity: str) -> Any:
    """Say the last day of a published version."""
    person = current_person()
    found = own.own_version(registry(), identity, person=person)
    try:
        own.retire(
            registry(), identity, last_day=day_of("last_day"), reason=request.form.get("reason", ""),
            seen=version_of(), person=person,
        )  # fmt: skip
    except RefusalError as refusal:
        sheet = sheets_held(registry()).get(found.sheet, found.number)
        if sheet is None:
            raise
        return refusals.refused(refusal, page=lambda why: _version_page(sheet, why))
    flash(_("Đã ghi ngày cuối dùng bản này."))
    return redirect(url_for("checklists.version", code=found.sheet, number=found.number), 303)


def version_words(number: int) -> str:
    """Return what a version is called: the product's by their number, the office's own by theirs."""
    if number < own.FIRST_OWN:
        return str(_("bản %(n)s của phần mềm", n=number))
    return str(_("bản riêng %(n)s", n=number - own.FIRST_OWN + 1))


def _title(sheet: Checklist, lang: Language) -> str:
    return sheet.title_vi if lang == "vi" else sheet.title_en


def _version_page(sheet: Checklist, refusal: RefusalError | None = None) -> str:
    person = current_person()
    mine = next(
        (
            one
            for one in own.own_versions(registry(), person=person)
            if (one.sheet, one.number) == (sheet.code, sheet.version)
        ),
        None,
    )
    return render_template(
        "field/checklists/version.html",
        sheet=sheet,
        title=_title(sheet, language()),
        name=version_words(sheet.version),
        own=mine,
        published=moment(mine.published_at) if mine else "",
        answers=answer_words(),
        asked=[(entry, [condition_line(_as_written(one)) for one in entry.when]) for entry in sheet.entries],
        editable=sheet.of_mast and person.is_staff,
        may_publish=own.may_publish(person),
        refusal=refusals.said(refusal),
        form=request.form,
    )


def _as_written(condition: Any) -> dict[str, Any]:
    return {name: getattr(condition, name) for name in ("entry", "height", "any", "least", "most")}


def _draft_page(
    identity: str, refusal: RefusalError | None = None, content: dict[str, Any] | None = None
) -> str:
    person, lang = current_person(), language()
    found = own.own_version(registry(), identity, person=person)
    shown = dict(content if content is not None else found.content)
    unread = lines_unread(shown)
    faults = unread or own.faults_of_draft(shown, sheets_held(registry()))
    at: dict[str, list[str]] = {}
    for one in faults:
        at.setdefault(one.at, []).append(_fault_words(one, lang))
    codes = {part.get("code") for kind in ("group", "entry") for part in shown.get(kind, ())}
    return render_template(
        "field/checklists/draft.html",
        own=found,
        head={
            name: shown.get("checklist", {}).get(name)
            for name in ("title_vi", "title_en", "source", "minutes")
        },
        name=version_words(found.number),
        based_on=None if found.based_on is None else version_words(found.based_on),
        groups=[_shown(part) for part in shown.get("group", [])],
        entries=[_shown(part) for part in shown.get("entry", [])],
        faults=at,
        elsewhere=[text for code, texts in at.items() if code not in codes for text in texts],
        count=len(faults),
        answers=answer_words(),
        computed=sorted(COMPUTED),
        defects=sorted(vocabulary().defects),
        may_publish=own.may_publish(person),
        editable=person.is_staff and found.is_draft,
        refusal=refusals.said(refusal),
        form=request.form,
    )


_OF_PART = (
    "code", "vi", "en", "help_vi", "help_en", "answer", "group", "good", "unit", "step", "photos", "item",
    "optional", "instrument",
)  # fmt: skip


def _shown(part: dict[str, Any]) -> dict[str, Any]:
    """Return a part as the form shows it: what is not written is None, lists stand as lines."""

    def inner(name: str, names: Iterable[str], held: Any) -> dict[str, Any]:
        return {name: {one: (held or {}).get(one) for one in names}}

    lines = {"options": option_line, "when": condition_line}
    axes = part.get("axes") or [{}]
    return (
        {name: part.get(name) for name in _OF_PART}
        | {f"{name}_text": "\n".join(map(line, part.get(name, ()))) for name, line in lines.items()}
        | {"defects": ", ".join(part.get("defects", ()))}
        | {"limited": bool(part.get("limit")), "computed": bool(part.get("compute"))}
        | inner("limit", (*LIMIT_TEXTS, *LIMIT_NUMBERS, "verified"), part.get("limit"))
        | inner("axis", ("prefix", "source", *AXIS_NUMBERS), axes[0])
        | {"compute_kind": (part.get("compute") or {}).get("kind")}
        | {"compute_of": ", ".join((part.get("compute") or {}).get("of", ()))}
    )


def _fault_words(one: Fault, lang: Language) -> str:
    return render(one.code, {"at": one.at, "what": one.what}, lang)
