"""What a regulation lays down, matter by matter: numbers with an article beside each, or nothing."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import Words, say
from registry.model.regulations import Regulation, RegulationContent
from registry.regulations.faults import Fault, faults_of
from registry.regulations.forms import NumberForm, forms
from registry.services.regulations import drafting
from web.frame import refusals
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.regulations.frame import (
    READERS,
    WRITERS,
    blueprint,
    fault_texts,
    found_regulation,
    may_write,
    seen,
    stages,
)
from web.regulations.number_words import plain, unit_name
from web.regulations.typed import matters_of, matters_shown


@blueprint.get("/own/<identity>/matters")
@guarded(*READERS)
def matters(identity: str) -> str:
    """Show what a regulation lays down, to be typed while it is a draft."""
    return _page(found_regulation(identity))


@blueprint.post("/own/<identity>/matters")
@guarded(*WRITERS)
def save_matters(identity: str) -> Any:
    """Keep what was typed, faults and all; what cannot be read is shown again and not kept."""
    found = found_regulation(identity)
    try:
        content, unread = matters_of(request.form, found.content)
        if unread:
            return _page(found, unread, typed=content), 400
        kept = drafting.save(registry(), identity, content, seen=seen(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(found, (), why))
    wrong = sum(not one.key.startswith("head.") for one in faults_of(kept.content))
    if wrong:
        flash(_("Đã lưu bản đang soạn; phần nội dung còn %(count)s chỗ phải sửa.", count=wrong))
        return redirect(url_for("regulations.matters", identity=identity), 303)
    flash(_("Đã lưu phần nội dung."))
    return redirect(url_for("regulations.examples", identity=identity), 303)


def _page(
    found: Regulation,
    unread: tuple[Fault, ...] = (),
    refusal: RefusalError | None = None,
    typed: RegulationContent | None = None,
) -> str:
    refused = bool(unread) or refusal is not None
    faults = (*unread, *faults_of(typed or found.content)) if refusal is None else ()
    lang = language()
    shapes = list(forms().matters.values())
    return render_template(
        "regulations/matters.html",
        found=found,
        stages=stages(found),
        families=[
            (code, say(words, lang), [shape for shape in shapes if shape.family == code])
            for code, words in forms().families.items()
        ],
        values=request.form if refused else matters_shown(found.content),
        faults=fault_texts(faults),
        count=sum(not one.key.startswith("head.") for one in faults),
        unread=len(unread),
        fresh=not found.content.matters,
        wrong_in={one.key.partition(".")[0] for one in faults},
        editable=may_write() and found.is_draft,
        refusal=refusals.said(refusal),
        **words(),
    )


def words() -> dict[str, Any]:
    """Return what templates of matters say things by."""
    lang = language()

    def said(told: Words) -> str:
        return say(told, lang)

    def bounds(number: NumberForm) -> str:
        least, most = plain(number.least, lang), plain(number.most, lang)
        text = _("từ %(least)s đến %(most)s", least=least, most=most)
        whole = _("số nguyên")
        return f"{text}, {whole}" if number.whole else str(text)

    return {"said": said, "bounds": bounds, "unit": lambda code: unit_name(code, lang)}
