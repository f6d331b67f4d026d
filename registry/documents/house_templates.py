"""How the house's own templates are drawn, in the form of official letters of NĐ 30/2020/NĐ-CP (Phụ lục I).

``templates`` says which kinds there are and asks for this when one has to be written: only then is the
library of .docx read.
"""

from collections.abc import Callable
from pathlib import Path

from docx.document import Document as Docx

from registry.documents.after_action_templates import after_action
from registry.documents.briefing_templates import briefing, programme
from registry.documents.commune_templates import commune
from registry.documents.company.paper_templates import COMPANY_LETTERS, COMPANY_TITLED, announcing
from registry.documents.design_templates import design, design_annexes
from registry.documents.desk_templates import (
    consultation,
    consultation_annexes,
    extension,
    minutes,
    revocation,
    supplement,
    withdrawal,
)
from registry.documents.duty_templates import changes, compliance, reminder
from registry.documents.field_templates import defects, defects_annexes, inspection
from registry.documents.hazard_templates import hazard_order, hazard_order_annexes
from registry.documents.kinds import Kind
from registry.documents.layout import (
    heading,
    page,
    signature,
)
from registry.documents.note_templates import note
from registry.documents.outage_templates import situation
from registry.documents.reply_templates import reply
from registry.documents.report_templates import report
from registry.documents.sharing_templates import sharing, sharing_note
from registry.documents.storm_templates import (
    storm_order,
    storm_order_annexes,
    storm_power,
    storm_power_annexes,
    storm_stand_down,
    storm_stand_down_annexes,
)
from registry.documents.template_words import WORDS
from registry.messages import Language

_LETTERS: dict[Kind, Callable[[Docx, dict[str, str]], None]] = {
    "consultation": consultation,
    "supplement": supplement,
    "revocation": revocation,
    "extension": extension,
    "withdrawal": withdrawal,
    "sharing": sharing,
    "sharing_note": sharing_note,
    "situation": situation,
    "after_action": after_action,
    "storm_order": storm_order,
    "storm_power": storm_power,
    "storm_stand_down": storm_stand_down,
    "hazard_order": hazard_order,
    "reminder": reminder,
    "compliance": compliance,
    "changes": changes,
    "defects": defects,
    "report": report,
    "commune": commune,
    "briefing": briefing,
    "programme": programme,
    **COMPANY_LETTERS,
    "design": design,
}
_ANNEXES: dict[Kind, Callable[[Docx, dict[str, str]], None]] = {
    "consultation": consultation_annexes,
    "defects": defects_annexes,
    "design": design_annexes,
    "storm_order": storm_order_annexes,
    "storm_power": storm_power_annexes,
    "storm_stand_down": storm_stand_down_annexes,
    "hazard_order": hazard_order_annexes,
}


_NO_LETTERS = (
    frozenset({"note", "minutes", "inspection", "report", "after_action", "commune", "briefing", "programme"})
    | COMPANY_TITLED
)
"""Papers that go to nobody by name."""


def write_template(path: Path, kind: Kind, lang: Language) -> None:
    """Write the house's own template of a kind (reply letter, appraisal note, …) in a language."""
    words = WORDS[lang]
    document = page()
    heading(document, words, letter=kind not in _NO_LETTERS)
    if kind == "reply":
        reply(document, words)
    elif kind == "note":
        note(document, words, lang)
    elif kind == "minutes":
        minutes(document, words)
    elif kind == "inspection":
        inspection(document, words)
    elif kind == "company_announcing":
        announcing(document, words)
    else:
        _LETTERS[kind](document, words)
        signature(document, words, letter=True)
        if kind in _ANNEXES:
            _ANNEXES[kind](document, words)
    with path.open("wb") as stream:
        document.save(stream)
