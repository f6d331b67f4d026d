"""The house's templates of a storm's letters: to a carrier, to the power company, and when it is over."""

from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Mm

from registry.documents.layout import CENTRE, addressee, annex, line, list_table, tag

_HEADING = "storm_"
_COMMUNES = {"row": 10, "commune": 41, "masts": 14, "band": 38, "gust": 30, "onset": 32}
_COMMUNES_TIMED = {"row": 10, "commune": 36, "masts": 14, "band": 33, "gust": 24, "onset": 24, "next": 24}
_MASTS = {"row": 9, "code": 28, "commune": 32, "gust": 70, "onset": 26}  # a chance is said with its reasons
_MASTS_TIMED = {"row": 9, "code": 25, "commune": 29, "gust": 56, "onset": 23, "next": 23}
_DANGERS = {"row": 9, "code": 24, "commune": 29, "danger": 36, "gust": 44, "onset": 23}
_AGAIN = {"row": 10, "code": 40, "commune": 60, "gust": 55}
_POWERED = {"row": 10, "code": 30, "commune": 40, "why": 55, "onset": 30}


def express(document: Docx, urgency: str) -> None:
    """Add the mark of how urgent a letter is, in its frame at the left (NĐ 30/2020, Phụ lục I, box 10b)."""
    mark = line(document, urgency, align=CENTRE, bold=True)
    mark.paragraph_format.left_indent, mark.paragraph_format.right_indent = Mm(18), Mm(110)
    frame = mark._p.get_or_add_pPr().makeelement(qn("w:pBdr"), {})
    for side in ("top", "left", "bottom", "right"):
        frame.append(
            frame.makeelement(qn(f"w:{side}"), {qn("w:val"): "single", qn("w:sz"): "8", qn("w:space"): "2"})
        )
    mark._p.get_or_add_pPr().insert_element_before(frame, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def storm_order(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to make its masts and stations ready."""
    express(document, words["storm_urgency"])
    addressee(document, words)
    line(document, words["storm_opening"])
    for part in ("storm_one", "storm_two", "storm_three", "storm_four", "storm_five"):
        line(document, words[part])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["storm_closing"])


def storm_power(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks for grid power first for some stations."""
    express(document, words["storm_urgency"])
    addressee(document, words)
    line(document, words["power_opening"])
    line(document, words["power_ask"])
    line(document, words["power_more"])
    line(document, words["storm_estimate"], italic=True, size=12)
    line(document, words["power_closing"])


def storm_stand_down(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that says that the storm is over, and what follows."""
    addressee(document, words)
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
    _annex(document, words, "storm_annex_urgent", "1")
    tag(document, "for section in sections")
    line(document, "{{ section.title }}", bold=True).paragraph_format.keep_with_next = True
    tag(document, "for text in section.deeds")
    line(document, "- {{ text }}.").paragraph_format.keep_with_next = True
    tag(document, "endfor")
    tag(document, "if section.dangers")
    list_table(document, words, "section.rows", _DANGERS, heading=_HEADING)
    tag(document, "elif section.timed")
    list_table(document, words, "section.rows", _MASTS_TIMED, heading=_HEADING)
    tag(document, "else")
    list_table(document, words, "section.rows", _MASTS, heading=_HEADING)
    tag(document, "endif")
    tag(document, "endfor")
    tag(document, "if general")
    line(document, words["storm_deeds"], bold=True).paragraph_format.keep_with_next = True
    tag(document, "for text in general")
    line(document, "- {{ text }}.")
    tag(document, "endfor")
    tag(document, "endif")
    _annex(document, words, "storm_annex_communes", "2")
    line(document, words["storm_now"], italic=True)
    tag(document, "if communes_timed")
    list_table(document, words, "communes", _COMMUNES_TIMED, heading=_HEADING)
    tag(document, "else")
    list_table(document, words, "communes", _COMMUNES, heading=_HEADING)
    tag(document, "endif")


def storm_power_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the list of the letter to the power company behind its signature."""
    _annex(document, words, "storm_annex_powered")
    list_table(document, words, "powered", _POWERED, heading=_HEADING)


def storm_stand_down_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the masts to inspect again behind the signature; nothing where there are none."""
    tag(document, "if carrier and again")
    _annex(document, words, "storm_annex_again")
    list_table(document, words, "again", _AGAIN, heading=_HEADING)
    tag(document, "endif")


def _annex(document: Docx, words: dict[str, str], title: str, number: str = "") -> None:
    """Begin an annex; ``number`` where the letter has several."""
    annex(document, number=f"{words['annex']} {number}".strip(), title=words[title], of=words["annex_kept"])
