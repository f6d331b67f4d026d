"""The house's templates of a storm's letters: to a carrier, to the power company, and when it is over."""

from docx.document import Document as Docx

from registry.documents.annex_templates import begin_annex
from registry.documents.layout import CENTRE, line, list_table, tag

_HEADING = "storm_"
_COMMUNES = {"row": 10, "commune": 36, "masts": 14, "band": 33, "gust": 24, "onset": 24, "by": 24}
_URGENT = {"row": 10, "code": 26, "commune": 36, "gust": 41, "by": 26, "all_by": 26}
_DEEDS = {"row": 10, "what": 110, "when": 45}
_AGAIN = {"row": 10, "code": 40, "commune": 60, "gust": 55}
_POWERED = {"row": 10, "code": 30, "commune": 40, "why": 55, "onset": 30}


def storm_order(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to make its masts and stations ready."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["storm_opening"])
    for part in ("storm_one", "storm_two", "storm_three", "storm_four", "storm_five"):
        line(document, words[part])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["storm_closing"])


def storm_power(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks for grid power first for some stations."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["power_opening"])
    line(document, words["power_ask"])
    line(document, words["power_more"])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["power_closing"])


def storm_stand_down(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that says that the storm is over, and what follows."""
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["over_opening"])
    tag(document, "if carrier")
    for part in ("over_ask", "over_one", "over_two", "over_three"):
        line(document, words[part])
    tag(document, "if again")
    line(document, words["storm_estimate"], italic=True, size=12)
    tag(document, "endif")
    tag(document, "else")
    line(document, words["over_power"])
    tag(document, "endif")
    line(document, words["power_closing"])


def storm_order_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the lists of the letter to a carrier behind its signature, so that the letter is one page."""
    begin_annex(document, words, "storm_annex_urgent")
    list_table(document, words, "urgent", _URGENT, heading=_HEADING)
    line(document, words["storm_deeds"], bold=True)
    list_table(document, words, "deeds", _DEEDS, heading=_HEADING)
    begin_annex(document, words, "storm_annex_communes")
    list_table(document, words, "communes", _COMMUNES, heading=_HEADING)


def storm_power_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the list of the letter to the power company behind its signature."""
    begin_annex(document, words, "storm_annex_powered")
    list_table(document, words, "powered", _POWERED, heading=_HEADING)


def storm_stand_down_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the masts to inspect again behind the signature; nothing where there are none."""
    tag(document, "if carrier and again")
    begin_annex(document, words, "storm_annex_again")
    list_table(document, words, "again", _AGAIN, heading=_HEADING)
    tag(document, "endif")
