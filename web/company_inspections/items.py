"""One item of the conclusion: the rule of the day of the facts, evidence from the file, a verdict."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.company_inspections.conclusions import ConclusionItem, Evidence, EvidenceKind, Verdict
from registry.model.company_inspections.gathered import FileLine
from registry.model.company_inspections.inspection import Matter
from registry.services.company_inspections import conclusions
from registry.services.company_inspections.citable import CitableRule, rules_on
from registry.services.company_inspections.conclusions import ItemWish, wish_of
from registry.services.company_inspections.file.gathering import file_of
from registry.services.company_inspections.held import InspectionParts
from registry.services.company_inspections.visits import photo_evidence
from registry.services.office.calendar import today
from web.company_inspections.frame import OFFICERS, READERS, blueprint, parts_found, shown
from web.company_inspections.gathered import text_of
from web.frame import parameters, refusals
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry

MOST_OFFERED = 120
"""So many lines of the file are offered as evidence beside those of the item's own mast."""


_SAID_ONLY = frozenset({EvidenceKind.FINDING, EvidenceKind.CABLE})
"""Evidence of which one record says several things: which one is told by its words."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """A piece of evidence that may be chosen, said in the reader's language; kept as ``evidence`` says it."""

    evidence: Evidence
    text: str


@blueprint.get("/<identity>/items/new")
@guarded(*OFFICERS)
def new_item(identity: str) -> str:
    """Show where an item is typed that the file did not draft."""
    parameters.known_only(request.args, ())
    found = parts_found(identity).inspection
    if found.stage not in conclusions.DRAFTED_IN:
        raise RefusalError("COMPANY-INSPECTION-STAGE", code=found.code, stage=found.stage.value)
    return _page(identity, None)


@blueprint.post("/<identity>/items/new")
@guarded(*OFFICERS)
def add_item(identity: str) -> Any:
    """Add an item that was typed."""
    try:
        conclusions.add_item(registry(), identity, _wish(identity, None), person=current_person())
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(identity, None, why))
    flash(_("Đã thêm mục vào dự thảo kết luận."))
    return redirect(url_for("company_inspections.conclusion", identity=identity), 303)


@blueprint.get("/<identity>/items/<item>")
@guarded(*READERS)
def item(identity: str, item: str) -> str:
    """Show one item with its evidence; while the conclusion is drafted, to be changed."""
    parameters.known_only(request.args, ())
    return _page(identity, item)


@blueprint.post("/<identity>/items/<item>")
@guarded(*OFFICERS)
def save_item(identity: str, item: str) -> Any:
    """Keep an item as it was typed, with its verdict where one is given."""
    try:
        conclusions.save_item(
            registry(), identity, item, _wish(identity, item), seen=version_of(), person=current_person()
        )
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(identity, item, why))
    flash(_("Đã lưu mục kết luận."))
    return redirect(url_for("company_inspections.conclusion", identity=identity), 303)


def _found(parts: InspectionParts, item: str | None) -> ConclusionItem | None:
    if item is None:
        return None
    for one in parts.items:
        if one.id == item:
            return one
    raise RefusalError("COMPANY-INSPECTION-PART", id=item[:40])


def _wish(identity: str, item: str | None) -> ItemWish:
    """Return what the form says of an item; refused where evidence that was ticked is there no more."""
    form = request.form
    parts = parts_found(identity)
    offered = _offered(parts, _found(parts, item), most=None)  # also what newer lines crowd off the page
    if gone := [key for key in form.getlist("evidence") if key not in offered]:
        raise RefusalError("COMPANY-INSPECTION-OFFER", count=len(gone))
    verdict = form.get("verdict", "")
    return ItemWish(
        one_of(Matter, form.get("matter", "")),
        form.get("fact", ""),
        form.get("rule", ""),
        day_of("facts_on"),
        tuple(offered[key].evidence for key in form.getlist("evidence")),
        one_of(Verdict, verdict) if verdict else None,
        form.get("why", ""),
    )


def _page(identity: str, item: str | None, refusal: RefusalError | None = None) -> str:
    parts = parts_found(identity)
    held = _found(parts, item)
    wish = wish_of(held) if held is not None else ItemWish(Matter.OTHER, "")
    offered = _offered(parts, held)
    ticked = {key_of(one) for one in wish.evidence}
    values: dict[str, Any] = {
        "matter": wish.matter.value, "fact": wish.fact, "rule": wish.rule, "facts_on": wish.facts_on or "",
        "verdict": wish.verdict.value if wish.verdict else "", "why": wish.why,
    }  # fmt: skip
    if refusal is not None:
        values = {**values, **request.form.to_dict()}  # a form may leave fields out
        ticked = set(request.form.getlist("evidence"))
    return shown(
        "company_inspections/item.html", "conclusion", parts, refusal,
        item=held,
        values=values,
        evidence=[(key, one, key in ticked) for key, one in offered.items()],
        rules=_rules(wish.facts_on or parts.inspection.facts_to or today()),
        editable=parts.inspection.stage in conclusions.DRAFTED_IN,
    )  # fmt: skip


def key_of(one: Evidence) -> str:
    """Return by what a piece of evidence is known on its form."""
    said = hashlib.sha256(one.label.encode()).hexdigest() if one.kind in _SAID_ONLY else ""
    return f"{one.kind.value}:{one.record}:{(one.sha256 or said)[:16]}"


def _offered(
    parts: InspectionParts, held: ConclusionItem | None, most: int | None = MOST_OFFERED
) -> dict[str, _Choice]:
    """Return the evidence that may be chosen: the item's own as kept, its mast's, ``most`` of the rest."""
    lines = file_of(registry(), parts.inspection.id, person=current_person()).lines
    code = next((line.code for line in lines if held is not None and line.key == held.source), "")
    own = [one for one in lines if code and one.code == code]
    rest = [one for one in lines if not (code and one.code == code)][:most]
    photos = photo_evidence(registry(), parts.inspection.id, person=current_person())
    mast = [one for one in photos if code and one.label.partition(":")[0] == code]
    others = [one for one in photos if one not in mast][:most]
    found = [
        *(_Choice(one, one.label) for one in (held.evidence if held is not None else ())),
        *_of_lines(own), *_of_photos(mast), *(_Choice(one, one.label) for one in _given(parts)),
        *_of_lines(rest), *_of_photos(others),
    ]  # fmt: skip
    offered: dict[str, _Choice] = {}
    for one in found:
        offered.setdefault(key_of(one.evidence), one)
    return offered


def _of_lines(lines: list[FileLine]) -> list[_Choice]:
    return [_Choice(one.evidence, text_of(one)) for one in lines if one.evidence is not None]


def _of_photos(photos: list[Evidence]) -> list[_Choice]:
    return [
        _Choice(one, f"{one.label}, {dt.date.fromisoformat(one.on):%d/%m/%Y}" if one.on else one.label)
        for one in photos
    ]


def _given(parts: InspectionParts) -> list[Evidence]:
    """Return minutes, reports and explanations of the inspection as evidence, each file by its hash."""
    found = [
        Evidence(EvidenceKind.MINUTES, one.id, f"{one.name}: {file.name}", file.sha256, _iso(one.held_on))
        for one in parts.places
        for file in one.files
    ]
    found += [
        Evidence(
            EvidenceKind.REPORT, one.id, f"{one.title}: {one.file.name}", one.file.sha256, _iso(one.handed_on)
        )
        for one in parts.reports
        if one.file is not None
    ]
    found += [
        Evidence(
            EvidenceKind.EXPLANATION, one.id, one.text[:200] or file.name, file.sha256, _iso(one.given_on)
        )
        for one in parts.explanations
        for file in one.files
    ]
    return found


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _rules(day: dt.date) -> dict[str, list[CitableRule]]:
    """Return the rules in force here on a day by document."""
    found: dict[str, list[CitableRule]] = {}
    for one in rules_on(registry(), day):
        found.setdefault(one.document, []).append(one)
    return found
