"""A paper of an inspection as .docx: its kind's template filled."""

import datetime as dt
from dataclasses import replace
from typing import Any

from registry.documents.filling import fill
from registry.documents.kinds import Kind
from registry.documents.templates import template
from registry.messages import Language, Words, say
from registry.model.company_inspections.inspection import PaperKind
from registry.model.company_inspections.steps import Clock
from registry.provinces import province
from registry.services.company_inspections.clocks import Clocks
from registry.services.company_inspections.held import InspectionParts
from registry.services.company_inspections.letters.sections import body_of
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_values import letter_values
from registry.services.office.letters.letterhead import letterhead
from registry.services.office.registry import Registry
from registry.store.database import Connection
from registry.store.office.operators import load_settings

TEMPLATES: dict[PaperKind, Kind] = {
    PaperKind.PROPOSAL: "company_proposal",
    PaperKind.DECISION: "company_decision",
    PaperKind.PLAN: "company_plan",
    PaperKind.NOTICE: "company_notice",
    PaperKind.REPORTS: "company_reports",
    PaperKind.ANNOUNCING: "company_announcing",
    PaperKind.EXPLANATION: "company_explanation",
    PaperKind.CONCLUSION: "company_conclusion",
    PaperKind.FOLLOW_UP: "company_follow_up",
    PaperKind.PENALTY: "company_penalty",
}

_FIRST: dict[PaperKind, Words] = {
    PaperKind.PROPOSAL: Words("Lãnh đạo cơ quan", "Head of the office"),
    PaperKind.DECISION: Words("Như Điều 5", "As in Article 5"),
    PaperKind.PLAN: Words("Đoàn kiểm tra", "The team"),
    PaperKind.NOTICE: Words("{company}", "{company}"),
    PaperKind.CONCLUSION: Words("{company}", "{company}"),
    PaperKind.PENALTY: Words("Lãnh đạo cơ quan", "Head of the office"),
}
"""To whom a paper without an addressee goes first."""

_GIVES = {PaperKind.EXPLANATION: Clock.EXPLAIN, PaperKind.CONCLUSION: Clock.FOLLOW}
"""What the company is given time for by a paper that need not name the day."""


def paper_document(
    registry: Registry,
    connection: Connection,
    parts: InspectionParts,
    kind: PaperKind,
    lang: Language = "vi",
    *,
    number: str = "",
    day: dt.date | None = None,
) -> bytes:
    """Return a paper as .docx; without a number it is a draft and says so."""
    own = province(registry.settings.province)
    office = letterhead(load_settings(connection), lang, registry.settings.province)["office_name"]
    committee = own.committee_vi if lang == "vi" else own.committee_en
    company = addressed(connection).get(parts.inspection.company, parts.company_name)
    named = replace(parts, company_name=company)  # a paper calls the company by its name in law
    clock = _GIVES.get(kind)
    days = None if clock is None else Clocks(registry).due(clock, None).days
    body = body_of(kind, named, lang, committee, office, day=day, days_given=days)
    common = letter_values(
        connection, lang, registry.settings.province,
        recipient=company, subject=say(body.about, lang), number=number, day=day, kind=TEMPLATES[kind],
    )  # fmt: skip
    values: dict[str, Any] = {
        **common,
        "copies": _copies(kind, common["copies"], company, lang),
        "about": say(body.about, lang),
        "grounds": body.grounds,
        "opening": body.opening,
        "sections": body.sections,
        "closing": body.closing,
        "signers": [{"title": title, "name": name} for title, name in body.signers],
    }
    return fill(template(registry.settings.home / "templates", TEMPLATES[kind], lang), values)


def _copies(kind: PaperKind, lines: list[str], company: str, lang: Language) -> list[str]:
    """Return to whom copies go; a paper without an addressee names who gets it first."""
    if kind not in _FIRST:
        return lines
    first = say(_FIRST[kind], lang).format(company=company)
    return [f"{first};", *lines[1:]]
