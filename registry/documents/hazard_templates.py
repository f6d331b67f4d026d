"""The house's template of a letter to a carrier before rain, flood, landslide or thunderstorms."""

from docx.document import Document as Docx

from registry.documents.layout import addressee, annex, line, list_table, tag
from registry.documents.storm_templates import express

_MASTS = {"row": 10, "code": 38, "commune": 36, "stand": 48, "danger": 33}


def hazard_order(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to make its masts and stations ready."""
    express(document, words["hazard_urgency"])
    addressee(document, words)
    line(document, words["hazard_opening"])
    line(document, words["hazard_one"])
    line(document, words["hazard_two"])
    tag(document, "for text in general")
    line(document, "- {{ text }}.")
    tag(document, "endfor")
    for part in ("hazard_three", "storm_four", "hazard_five"):
        line(document, words[part])
    line(document, words["hazard_estimate"], italic=True, size=12)
    line(document, words["storm_closing"])


def hazard_order_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the list of the letter's masts behind its signature."""
    annex(document, number=words["annex"], title=words["hazard_annex"], of=words["annex_kept"])
    list_table(document, words, "masts", _MASTS, heading="hazard_")
    tag(document, "if total > masts|length")
    line(document, words["hazard_more"], italic=True)
    tag(document, "endif")
