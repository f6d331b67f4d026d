"""A paper of an inspection as .docx: its kind's template filled."""

import datetime as dt
from typing import Any

from registry.documents.filling import fill
from registry.documents.kinds import Kind
from registry.documents.templates import template
from registry.messages import Language, say
from registry.model.company_inspections.inspection import PaperKind
from registry.provinces import province
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
    body = body_of(kind, parts, lang, committee, office)
    common = letter_values(
        connection, lang, registry.settings.province,
        recipient=company, subject=say(body.about, lang), number=number, day=day,
    )  # fmt: skip
    values: dict[str, Any] = {
        **common,
        "about": say(body.about, lang),
        "grounds": body.grounds,
        "opening": body.opening,
        "sections": body.sections,
        "closing": body.closing,
        "signers": [{"title": title, "name": name} for title, name in body.signers],
    }
    return fill(template(registry.settings.home / "templates", TEMPLATES[kind], lang), values)
