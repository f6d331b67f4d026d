"""The house's templates of inspections: the letter about a carrier's defects, and the minutes."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, addressee, annex, in_cell, line, list_table, tag, whole_rows

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
    """Lay out the minutes of the inspection of one unit and its masts (biên bản kiểm tra)."""
    line(document, words["visit_title"], align=CENTRE, size=14, bold=True)
    line(document, words["visit_about"], align=CENTRE, bold=True)
    line(document, words["visit_when"])
    tag(document, "if basis")
    line(document, words["visit_basis"])
    tag(document, "endif")
    line(document, words["visit_delegation"])
    line(document, words["visit_present"], bold=True)
    line(document, words["visit_team"])
    tag(document, "for member in team")
    line(document, "- {{ member }}")
    tag(document, "endfor")
    line(document, words["visit_organisation"])
    line(document, words["visit_content"], bold=True)
    _masts(document, words)
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
    tag(document, "if opinion")
    line(document, "{{ opinion }}")
    tag(document, "else")
    for _blank in range(3):
        line(document, "." * 110, indent=False)
    tag(document, "endif")
    line(document, words["visit_conclusion"], bold=True)
    tag(document, "for text in conclusions")
    line(document, "- {{ text }}")
    tag(document, "endfor")
    line(document, words["visit_end"], keep=True)
    _signatures(document, words)


def _masts(document: Docx, words: dict[str, str]) -> None:
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
    tag(document, "if mast.pictures.images")
    line(document, "{% for image in mast.pictures.images %}{{ image }} {% endfor %}", align=CENTRE, keep=True)
    tag(document, "endif")
    tag(document, "if mast.signed")
    line(document, words["visit_signed_at_mast"])
    tag(document, "for text in mast.signed")
    line(document, "- {{ text }}")
    tag(document, "endfor")
    tag(document, "endif")
    tag(document, "if mast.pictures.captions")
    line(document, "{{ mast.pictures.captions }}.", align=CENTRE, italic=True, size=11)
    tag(document, "endif")
    tag(document, "endfor")


def _signatures(document: Docx, words: dict[str, str]) -> None:
    """Add a place for each person's drawn signature, the unit at the left."""
    document.add_paragraph().paragraph_format.keep_with_next = True
    signed = document.add_table(rows=1, cols=2)
    whole_rows(signed)
    for cell, title, side in zip(
        signed.rows[0].cells,
        (words["visit_signed_by"], words["visit_led_by"]),
        ("unit_signs", "team_signs"),
        strict=True,
    ):
        in_cell(
            cell,
            [
                (title, 12, True, False),
                (f"{{%p for one in {side} %}}", 12, False, False),
                ("{{ one.post }}", 12, False, True),
                ("{% if one.drawn %}{{ one.drawn }}{% endif %}", 12, False, False),
                *[("{%p if not one.drawn %}", 12, False, False), ("", 24, False, False)],
                ("{%p endif %}", 12, False, False),
                ("{{ one.name }}", 12, True, False),
                *[("{%p if one.refused %}", 12, False, False), (words["visit_refused"], 12, False, True)],
                ("{%p endif %}", 12, False, False),
                ("{%p endfor %}", 12, False, False),
            ],
        )
