"""The house's templates of inspections: the letter about a carrier's defects, and the minutes."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, addressee, annex, in_cell, line, list_table, tag

_HEADING = "field_column_"
_DEFECTS = {"row": 10, "code": 25, "where": 38, "what": 50, "severity": 20, "deadline": 25}
_READINGS = {"entry": 68, "value": 40, "limit": 32, "judged": 28}


def defects(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to remedy its defects (công văn yêu cầu khắc phục)."""
    addressee(document, words)
    line(document, words["defects_opening"])
    list_table(document, words, "defects", _DEFECTS, heading=_HEADING)
    tag(document, "if more")
    line(document, words["defects_more"], italic=True)
    tag(document, "elif not cable")
    line(document, words["defects_annex"], italic=True)
    tag(document, "endif")
    tag(document, "if basis or office_days")
    line(document, words["defects_basis"])
    tag(document, "endif")
    line(document, words["defects_ask"])
    tag(document, "if urgent")
    line(document, words["defects_urgent"])
    tag(document, "endif")
    line(document, words["defects_then"])
    line(document, words["closing"])


def defects_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the pictures behind the signature, a line of small ones for each mast; nothing without any."""
    tag(document, "if pictures")
    annex(document, number=words["annex"], title=words["defects_pictures"], of=words["annex_kept"])
    tag(document, "for mast in pictures")
    line(document, words["defects_pictures_of"], bold=True, keep=True)
    shown = "{% for image in mast.images %}{{ image }} {% endfor %}"
    line(document, shown, align=CENTRE, keep=True)
    line(document, words["defects_captions"], align=CENTRE, italic=True, size=11)
    tag(document, "endfor")
    tag(document, "endif")


def inspection(document: Docx, words: dict[str, str]) -> None:
    """Lay out the minutes of a visit, or of an inspection of several masts with the carrier (biên bản)."""
    line(document, words["visit_title"], align=CENTRE, size=14, bold=True)
    line(document, words["visit_about"], align=CENTRE, bold=True)
    line(document, words["visit_when"])
    tag(document, "if basis")
    line(document, words["visit_basis"])
    tag(document, "endif")
    line(document, words["visit_present"], bold=True)
    line(document, words["visit_team"])
    tag(document, "for member in team")
    line(document, "- {{ member }}")
    tag(document, "endfor")
    line(document, words["visit_organisation"])
    line(document, words["visit_content"], bold=True)
    tag(document, "for mast in masts")
    line(document, words["visit_mast"], bold=True)
    tag(document, "if mast.measured")
    line(document, words["visit_measured"])
    tag(document, "else")
    line(document, words["visit_not_measured"])
    tag(document, "endif")
    tag(document, "if mast.readings")
    list_table(document, words, "mast.readings", _READINGS, heading=_HEADING, item="item")
    tag(document, "else")
    line(document, words["visit_nothing"])
    tag(document, "endif")
    tag(document, "if mast.photos")
    line(document, words["visit_photos"], size=12, italic=True)
    tag(document, "endif")
    tag(document, "endfor")
    tag(document, "if unverified")
    line(document, words["visit_unverified"], size=11, italic=True)
    tag(document, "endif")
    line(document, words["visit_defects"], bold=True)
    tag(document, "if defects")
    list_table(document, words, "defects", _DEFECTS, heading=_HEADING)
    tag(document, "else")
    line(document, words["visit_no_defects"])
    tag(document, "endif")
    line(document, words["visit_opinion"], bold=True)
    for _blank in range(3):
        line(document, "." * 110, indent=False)
    line(document, words["visit_conclusion"], bold=True)
    tag(document, "for text in conclusions")
    line(document, "- {{ text }}")
    tag(document, "endfor")
    line(document, words["visit_end"])
    document.add_paragraph()
    signed = document.add_table(rows=1, cols=2)
    for cell, title in zip(
        signed.rows[0].cells, (words["visit_signed_by"], words["visit_led_by"]), strict=True
    ):
        in_cell(cell, [(title, 12, True, False), *[("", 13, False, False)] * 4])
