"""Examples that the office types: cases with the answer it expects, judged by the real checks."""

import re
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.model.regulations import Example, Regulation, RegulationContent
from registry.regulations.faults import Fault
from registry.regulations.forms import forms
from registry.services.appraise.finding_texts import sentence
from registry.services.regulations import drafting, held
from registry.services.regulations.examples import ASKED_CODES, edge_examples, tried_numbers
from registry.typed_text import within
from web.frame import refusals
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording.words import CLASSES, KINDS, OUTCOMES, SUPPORTS
from web.map.rule_signs import SIGNS
from web.regulations.example_form import MOST, alike, examples_of, examples_shown
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
from web.regulations.matters import words


@blueprint.get("/own/<identity>/examples")
@guarded(*READERS)
def examples(identity: str) -> str:
    """Show the examples of a regulation with what the checks say of each."""
    return _page(found_regulation(identity))


@blueprint.post("/own/<identity>/examples")
@guarded(*WRITERS)
def save_examples(identity: str) -> Any:
    """Keep the examples as typed; ``do`` adds one, drops one, proposes some at the edge of numbers."""
    found = found_regulation(identity)
    try:
        typed, unread = examples_of(request.form)
        if unread:
            return _page(found, unread), 400
        do = request.form.get("do", "")
        content = replace(found.content, examples=typed, reasons=_reasons(found.content))
        changed, at = _done(content, do)
        kept = drafting.save(registry(), identity, changed, seen=seen(), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(found, (), why))
    added = len(changed.examples) - len(typed)
    if do.startswith("edges"):
        flash(_("Đã thêm %(count)s ví dụ tại ngưỡng. Xem lại kết quả mong đợi trước khi trình.", count=added))
    elif do in ("", "next"):
        flash(_("Đã lưu và thử các ví dụ."))
    if do == "next" and held.readiness(registry(), kept).tried:
        return redirect(url_for("regulations.replayed", identity=identity), 303)
    return redirect(url_for("regulations.examples", identity=identity, _anchor=at or None), 303)


def _reasons(content: RegulationContent) -> dict[str, str]:
    """Return why numbers have no example on each side: what the form says of those that it shows."""
    found = dict(content.reasons)
    for number in forms().numbers():
        if f"reason-{number.key}" in request.form:
            found[number.key] = within(request.form[f"reason-{number.key}"], 500)
    return {key: why for key, why in found.items() if why}


def _done(content: RegulationContent, do: str) -> tuple[RegulationContent, str]:
    """Do what a button asks of the examples; returns where on the page to go on."""
    own = list(content.examples)
    if do == "add":
        own.append(Example())
    elif found := re.fullmatch(r"drop-(\d{1,6})", do):
        at = int(found[1])
        if at < len(own):
            del own[at]
        return replace(content, examples=tuple(own)), "examples-title"
    elif do == "edges" or do.startswith("edges-"):
        key = do.removeprefix("edges").removeprefix("-")
        numbers = [one for one in tried_numbers(content) if not key or one.key == key]
        for number in numbers:
            offered = edge_examples(content, number)
            own += [one for one in offered if not any(alike(one, other) for other in own)]
    if len(own) > MOST:
        raise RefusalError("REGULATION-EXAMPLES-MANY", most=MOST)
    first = len(content.examples)
    return replace(content, examples=tuple(own)), f"example-{first}" if len(own) > first else ""


def _page(found: Regulation, unread: tuple[Fault, ...] = (), refusal: RefusalError | None = None) -> str:
    refused = bool(unread) or refusal is not None
    ready = held.readiness(registry(), found)
    lang = language()
    typed = found.content.examples
    values: Any = examples_shown(typed)
    count = len(typed)
    if refused:
        values = request.form
        sent = request.form.get("examples", "")
        count = min(int(sent), MOST) if sent.isascii() and sent.isdecimal() and len(sent) < 9 else 0
    results = {} if refused else dict(enumerate(ready.trial.results))
    return render_template(
        "regulations/examples.html",
        found=found,
        ready=ready,
        stages=stages(found, ready),
        values=values,
        count=count,
        results=results,
        passed=sum(one.passed for one in ready.trial.results),
        unanswered=sum(not one.example.expected for one in ready.trial.results),
        faults=fault_texts(unread),
        unread=len(unread),
        reasons=found.content.reasons,
        tried=tried_numbers(found.content),
        matter_of=lambda number: forms().matters[number.key.partition(".")[0]].words,
        codes=ASKED_CODES,
        titles={check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS},
        sentence=lambda finding: sentence(finding, lang),
        outcomes=OUTCOMES,
        signs=SIGNS,
        kinds=KINDS,
        classes={code: word for code, word in CLASSES.items() if code},
        supports=SUPPORTS,
        editable=may_write() and found.is_draft,
        refusal=refusals.said(refusal),
        **words(),
    )
