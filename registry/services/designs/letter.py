"""The answer to a design dossier as .docx: what is agreed, what to change and why, what is not known.

A draft until it has its number; what it says follows from the findings as the office confirmed or overruled
them, from its own remarks and conditions.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from registry.checks.designs import TITLES
from registry.checks.registered import CHECKS
from registry.documents.filling import Picture, fill
from registry.documents.templates import template
from registry.intake.drawings import naming
from registry.messages import Language, Words, number, say
from registry.model.designs.design_papers import design_papers
from registry.model.designs.desk import Answer, DesignCondition, OpinionKind
from registry.model.designs.dossiers import AreaKind, DesignStage
from registry.model.english import for_ones
from registry.model.findings import Finding, Outcome
from registry.model.people import Person
from registry.services.appraise.finding_texts import sentence
from registry.services.designs.communes import commune_names
from registry.services.designs.judged import SaidFinding
from registry.services.designs.marked_map import marked_map
from registry.services.designs.opened import OpenedDossier, open_dossier
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.letters.citations import cited, written_out
from registry.services.office.letters.letter_values import ground_lines, letter_values
from registry.services.office.own_law import citable_documents
from registry.services.office.registry import Registry
from registry.services.requests.letters.annex_maps import grid_name
from registry.store.designs.tables import design_dossiers
from registry.store.office.settings_then import settings_when

STAGES: dict[DesignStage, Words] = {
    DesignStage.PLAN_500: Words("quy hoạch chi tiết tỷ lệ 1/500", "the detailed plan 1:500"),
    DesignStage.BASIC_DESIGN: Words("thiết kế cơ sở", "the basic design"),
    DesignStage.CONSTRUCTION: Words("thiết kế bản vẽ thi công", "the construction drawings"),
}
AREA_KINDS: dict[AreaKind, Words] = {
    AreaKind.RESIDENTIAL: Words("khu dân cư", "residential area"),
    AreaKind.URBAN: Words("khu đô thị", "urban area"),
    AreaKind.INDUSTRIAL: Words("khu, cụm công nghiệp", "industrial area"),
}
OUTCOMES: dict[Outcome, Words] = {
    Outcome.PASS: Words("đạt", "passes"),
    Outcome.FAIL: Words("không đạt", "fails"),
    Outcome.CONSENT: Words("cần văn bản đồng ý", "needs a written consent"),
    Outcome.REVIEW: Words("cần xem xét", "to be weighed"),
    Outcome.UNKNOWN: Words("chưa đủ căn cứ", "not enough basis"),
    Outcome.NA: Words("không áp dụng", "does not apply"),
}
_SUBJECT = Words(
    "ý kiến về hạ tầng kỹ thuật viễn thông thụ động của {area}",
    "the passive telecom infrastructure of {area}",
)
_LETTER = Words("Văn bản số {number} ngày {day:%d/%m/%Y}", "letter {number} of {day:%d/%m/%Y}")
_NO_LETTER = Words("hồ sơ nhận ngày {day:%d/%m/%Y}", "a dossier handed in on {day:%d/%m/%Y}")
_DUE = Words(", hoàn thành trước ngày {day:%d/%m/%Y}", ", by {day:%d/%m/%Y}")
_LIMIT = Words("yêu cầu {limit}", "limit {limit}")
_UNVERIFIED = Words("căn cứ chưa kiểm chứng", "its ground was not verified")
_NOT_VERIFIED = "DSG-NOT-VERIFIED"
_CONFIRMED, _OVERRULED = (
    Words("Thống nhất với kết quả", "Confirmed"),
    Words("Kết luận lại: {outcome}", "Overruled: {outcome}"),
)
_UNITS: dict[str, str | Words] = {
    "m": "m",
    "mm": "mm",
    "%": "%",
    "share": "%",
    "ways": Words("ống", "ways"),
    "routes": Words("hướng", "routes"),
    "operators": Words("doanh nghiệp", "carriers"),
    "fibres": Words("sợi", "fibres"),
}
"""What units are called; a bare count says nothing beside its sentence, and is left out."""
MAP_MM = 235.0
LETTER_NAME = "tra-loi.docx"


def answer_letter(
    registry: Registry, dossier: str, lang: Language = "vi", *, person: Person, with_map: bool = True
) -> bytes:
    """Return the answer to a dossier as .docx: a draft until it was issued, then as it went out.

    The English, and what was issued before letters were kept, are made now.
    """
    opened = open_dossier(registry, dossier, person=person)
    if opened.dossier.letter_sha256 and lang == "vi":
        return file_path(registry, opened.dossier.letter_sha256, LETTER_NAME).read_bytes()
    return _filled(registry, opened, lang, with_map=with_map)


def keep_answer(
    registry: Registry, dossier: str, issued_number: str, issued_on: dt.date, person: Person
) -> str:
    """Keep the answer as it goes out under a number on a day; return the file's SHA-256."""
    opened = open_dossier(registry, dossier, person=person)
    issued = replace(opened.dossier, issued_number=issued_number, issued_on=issued_on)
    content = _filled(registry, replace(opened, dossier=issued), "vi", with_map=True)
    return keep_bytes(registry, content, LETTER_NAME).sha256


def _filled(registry: Registry, opened: OpenedDossier, lang: Language, *, with_map: bool) -> bytes:
    return fill(
        template(registry.settings.home / "templates", "design", lang),
        letter_of(registry, opened, lang, with_map=with_map),
    )


def letter_of(registry: Registry, opened: OpenedDossier, lang: Language, *, with_map: bool) -> dict[str, Any]:
    """Return the values of the answer's template."""
    item = opened.dossier
    area = item.area_name
    with registry.database.read() as connection:
        signed = None  # who signed it then signed it for ever
        if item.issued_number:
            said = {"issued_number": item.issued_number}
            signed = settings_when(connection, design_dossiers, item.id, said)
        common = letter_values(
            connection, lang, registry.settings.province, recipient=item.applicant,
            subject=say(_SUBJECT, lang).format(area=area), number=item.issued_number, day=item.issued_on,
            settings=signed,
        )  # fmt: skip
    parts = {
        "agreed": [_agreed(one, lang) for one in opened.of(Outcome.PASS)],
        "changes": [
            *(_line(one, lang) for one in opened.of(Outcome.FAIL, Outcome.CONSENT)),
            *(
                _remark(one.text, one.source, lang)
                for one in opened.remarks
                if one.kind is OpinionKind.CHANGE
            ),
        ],
        "unjudged": [_line(one, lang) for one in opened.of(Outcome.REVIEW, Outcome.UNKNOWN)],
        "conditions": [_condition(one, lang) for one in _conditions(opened)],
        "notes": [
            _remark(one.text, one.source, lang) for one in opened.remarks if one.kind is OpinionKind.NOTE
        ],
    }
    answer = item.answer or proposed_answer(opened)
    numbers, at = {}, 0
    for name, lines in parts.items():
        at += bool(lines)
        numbers[name] = at
    documents = citable_documents(registry)
    sources = dict.fromkeys(one.judged.finding.source for one in opened.said if one.outcome is not Outcome.NA)
    day = item.letter_on or item.received_on
    letter = _LETTER if item.letter_number else _NO_LETTER
    return {
        **common,
        **parts,
        "numbers": numbers,
        "grounds": ground_lines(sources, lang, documents),
        "letter": say(letter, lang).format(number=item.letter_number, day=day),
        "stage": say(STAGES[item.stage], lang),
        "area": area,
        "place": ", ".join(commune_names(registry, item.communes)),
        "drawing": opened.file.name if opened.file else "–",
        "answer": answer.value,
        "follow": bool(parts["conditions"]) and answer is not Answer.COMPLETE,
        "found": [_row(at, one, lang) for at, one in enumerate(opened.said, 1)],
        "map": _map(registry, opened, lang) if with_map else "",
        "crs": grid_name(registry.settings.metric_epsg, lang),
    }


def proposed_answer(opened: OpenedDossier) -> Answer:
    """Return the answer that follows from what the office says so far, for a draft that nobody submitted."""
    changes = any(one.kind is OpinionKind.CHANGE for one in opened.remarks)
    if changes or opened.of(Outcome.FAIL):
        return Answer.COMPLETE
    return Answer.CONDITIONS if opened.conditions else Answer.AGREE


def _conditions(opened: OpenedDossier) -> Sequence[DesignCondition]:
    return opened.set_conditions or opened.proposed


def _map(registry: Registry, opened: OpenedDossier, lang: Language) -> Any:
    png = marked_map(registry, opened, lang)
    return Picture(png, MAP_MM) if png else ""


def title_of(rule: str, lang: Language) -> str:
    """Return what a question is called."""
    found = TITLES.get(rule)
    return rule if found is None else say(found, lang)


_OTHER_QUANTITY = frozenset({"DSG-STREETS-BARE"})
"""What was measured there (metres of street) is not what is limited (metres to the nearest duct)."""


def measured_of(finding: Finding, lang: Language) -> str:
    """Return the measured value and its limit in words; "–" where nothing was measured."""
    parts = []
    if not finding.unit:
        return "–"
    if finding.measured is not None:
        parts.append(_figure(finding.measured, finding.unit, lang))
    if finding.limit is not None and finding.code not in _OTHER_QUANTITY:
        parts.append(say(_LIMIT, lang).format(limit=_figure(finding.limit, finding.unit, lang)))
    return "; ".join(parts) or "–"


def basis_of(finding: Finding, lang: Language) -> str:
    """Return the ground of a finding in words, for the office; what was not verified says so."""
    said = _ground(finding, lang)
    if not finding.verified:
        said = f"{said}; {say(_UNVERIFIED, lang)}" if said else say(_UNVERIFIED, lang)
    return said or "–"


def _ground(finding: Finding, lang: Language) -> str:
    """Return the ground of a finding as a letter cites it: what the office has not compared stays inside."""
    return cited(finding.source, finding.article, lang) or written_out(
        ", ".join(filter(None, (finding.source, finding.article))), lang
    )


def said_of(finding: Finding, lang: Language) -> str:
    """Return what a finding says; things of the drawing are called in the reader's language."""
    names = finding.params.get("names")
    if isinstance(names, str):
        finding = replace(finding, params={**finding.params, "names": naming.said(names, lang)})
    return sentence(finding, lang)


def _told(finding: Finding, lang: Language) -> str:
    """Return what a letter says of a finding: rules by their names, without the office's own remark."""
    notes = tuple(note for note in finding.notes if note[0] != _NOT_VERIFIED)
    params = dict(finding.params)
    if isinstance(params.get("rules"), str):
        titles = {one.code: one.title_en if lang == "en" else one.title_vi for one in CHECKS}
        named = [titles.get(code, code) for code in params["rules"].split(", ")]
        params["rules"] = "; ".join(name[:1].lower() + name[1:] for name in named)
    return said_of(replace(finding, notes=notes, params=params), lang)


def objects_of(one: SaidFinding, lang: Language) -> list[str]:
    """Return the things of the drawing that a finding is about; papers are named in its sentence."""
    papers = design_papers()
    return [naming.said(name, lang) for name in one.judged.objects if name not in papers]


def _figure(value: float, unit: str, lang: Language) -> str:
    decimals = 0 if float(value).is_integer() else 1
    named = _UNITS.get(unit, unit)
    counted = f"{{n}} {say(named, lang) if isinstance(named, Words) else named}".strip()
    if lang == "en" and value == 1:
        counted = for_ones(counted, ["{n}"])
    return counted.format(n=number(value, decimals, lang))


def _agreed(one: SaidFinding, lang: Language) -> str:
    return _clause(title_of(one.judged.finding.rule, lang), _words(one, lang))


def _line(one: SaidFinding, lang: Language) -> str:
    finding = one.judged.finding
    ground = _ground(finding, lang)
    said = _clause(title_of(finding.rule, lang), _words(one, lang))
    return f"{said} ({ground})" if ground else said


def _words(one: SaidFinding, lang: Language) -> str:
    """Return what the office holds: its own reason where it overruled the finding, else the finding's."""
    if one.opinion is not None and one.opinion.kind is OpinionKind.OVERRULED:
        return one.opinion.text
    said = _told(one.judged.finding, lang)
    more = one.opinion.text if one.opinion is not None else ""
    return f"{said}. {more}" if more else said


def _remark(text: str, source: str, lang: Language) -> str:
    said = text.strip().rstrip(".;")
    return f"{said} ({written_out(source, lang)})" if source else said


def _condition(one: DesignCondition, lang: Language) -> str:
    said = _remark(one.text, one.source, lang)
    return said + (say(_DUE, lang).format(day=one.due_on) if one.due_on else "")


def _clause(title: str, said: str) -> str:
    return f"{title}: {said.strip().rstrip('.;')}"


def _row(at: int, one: SaidFinding, lang: Language) -> dict[str, Any]:
    finding = one.judged.finding
    opinion = ""
    if one.opinion is not None:
        over = one.opinion.kind is OpinionKind.OVERRULED
        opinion = (
            say(_OVERRULED, lang).format(outcome=say(OUTCOMES[one.outcome], lang))
            if over
            else say(_CONFIRMED, lang)
        )
        opinion += f". {one.opinion.text}" if one.opinion.text else ""
    named = objects_of(one, lang)
    objects = ", ".join(named[:12]) + (" …" if len(named) > 12 else "")
    said = f"{say(OUTCOMES[finding.outcome], lang).capitalize()}: {_told(finding, lang)}"
    return {
        "row": at,
        "title": title_of(finding.rule, lang),
        "said": f"{said} [{objects}]" if objects else said,
        "measured": measured_of(finding, lang),
        "basis": _ground(finding, lang) or "–",
        "opinion": opinion or "–",
    }
