"""The house's templates around a request: asking a body, minutes of a meeting, revocation, extension."""

from docx.document import Document as Docx
from docx.shared import Mm

from registry.documents.layout import (
    CENTRE,
    addressee,
    annex,
    fill_rows,
    grounds,
    in_cell,
    line,
    list_table,
    rows_table,
    table,
    tag,
    widths,
)

_ASKED = {"row": 10, "code": 24, "where": 39, "wgs84": 31, "vn2000": 31, "mast": 30}
_CONCERNED = {"row": 9, "code": 21, "where": 31, "wgs84": 27, "vn2000": 27, "mast": 23, "concerned": 27}
_APPROVALS = {"row": 10, "code": 27, "coordinates": 60, "approved": 40, "build_by": 28}
_WITHDRAWN = {"row": 10, "code": 30, "coordinates": 75, "approved": 50}
_COLUMNS = {"row": 10, "code": 22, "wgs84": 35, "vn2000": 32, "mast": 27, "where": 39}


def consultation(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a body about some positions: what is asked, on what ground, by when."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["consult_opening"])
    tag(document, "for group in groups")
    line(document, words["consult_about"], bold=True).paragraph_format.keep_with_next = True
    line(document, words["consult_question"])
    tag(document, "if group.ground")
    line(document, words["consult_ground"], italic=True)
    tag(document, "endif")
    tag(document, "endfor")
    line(document, words["consult_ask"])
    line(document, words["consult_closing"])


def consultation_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the positions behind the signature: a table for each ground, and one map of its positions."""
    annex(document, number=words["annex"], title=words["consult_list"], of=words["annex_kept"])
    line(document, words["consult_crs"], italic=True, size=11)
    tag(document, "for group in groups")
    tag(document, "if group.rows")
    line(document, words["consult_table"], bold=True).paragraph_format.keep_with_next = True
    tag(document, "if group.concerned")
    list_table(document, words, "group.rows", _CONCERNED)
    tag(document, "else")
    list_table(document, words, "group.rows", _ASKED)
    tag(document, "endif")
    tag(document, "if group.map")
    line(document, "{{ group.map }}", align=CENTRE).paragraph_format.keep_with_next = True
    line(document, words["consult_map"], align=CENTRE, italic=True, size=11)
    tag(document, "endif")
    tag(document, "endif")
    tag(document, "endfor")


def supplement(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter that asks a carrier to supplement its request: rows, papers, the whole."""
    addressee(document, words)
    line(document, words["supplement_opening"])
    tag(document, "if rows")
    line(document, words["supplement_rows"], bold=True)
    rows_table(document, words, "rows", ("row", "code", "where", "asked_for"))
    tag(document, "endif")
    tag(document, "if papers")
    line(document, words["supplement_papers"], bold=True)
    tag(document, "for item in papers")
    line(document, "- {{ item.name }}: {{ item.reason }}{% if loop.last %}.{% else %};{% endif %}")
    tag(document, "endfor")
    tag(document, "endif")
    tag(document, "if others")
    line(document, words["supplement_others"], bold=True)
    tag(document, "for text in others")
    line(document, "- {{ text }}{% if loop.last %}.{% else %};{% endif %}")
    tag(document, "endfor")
    tag(document, "endif")
    line(document, words["supplement_clock"])
    line(document, words["supplement_closing"])


def minutes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the minutes (biên bản) of a meeting with several bodies."""
    line(document, words["minutes_title"], align=CENTRE, size=14, bold=True)
    line(document, words["minutes_about"], align=CENTRE, bold=True)
    for part in ("minutes_when", "minutes_chair", "minutes_secretary"):
        line(document, words[part])
    line(document, words["minutes_attended"], bold=True)
    made = table(document, [words[f"column_{name}"] for name in ("body", "people")])
    fill_rows(made, "item in attended", ["item.body", "item.people"])
    widths(made, (70, 95))
    line(document, words["minutes_rows"], bold=True)
    list_table(document, words, "rows", _COLUMNS)
    line(document, words["minutes_opinions"], bold=True)
    tag(document, "if opinions")
    made = table(document, [words[f"column_{name}"] for name in ("body", "asked", "opinion")])
    fill_rows(made, "item in opinions", ["item.body", "item.labels", "item.opinion"])
    widths(made, (40, 45, 80))
    tag(document, "else")
    line(document, words["minutes_none"])
    tag(document, "endif")
    line(document, words["minutes_conclusions"], bold=True)
    made = table(document, [words[f"column_{name}"] for name in ("row", "code", "conclusion")])
    fill_rows(made, "row in conclusions", ["row.row", "row.code", "row.conclusion"])
    widths(made, (10, 35, 120))
    line(document, words["minutes_end"])
    document.add_paragraph()
    signed = document.add_table(rows=1, cols=2)
    for cell, title, name in zip(
        signed.rows[0].cells,
        (words["minutes_by"], words["minutes_led"]),
        ("{{ secretary }}", "{{ chair }}"),
        strict=True,
    ):
        in_cell(cell, [(title, 13, True, False), *[("", 13, False, False)] * 4, (name, 13, True, False)])
    tag(document, "if attended")
    line(document, words["minutes_bodies"], align=CENTRE, bold=True)
    made = table(document, [words[f"column_{name}"] for name in ("body", "people", "signature")])
    fill_rows(made, "item in attended", ["item.body", "item.people", "''"])
    made.rows[2].height = Mm(18)  # room for a hand
    widths(made, (60, 50, 55))
    tag(document, "endif")


def revocation(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter about agreed positions that were not built in time."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["revoke_opening"])
    _approvals(document, words)
    line(document, words["revoke_law"])
    line(document, words["revoke_ask"])
    line(document, words["revoke_then"])
    line(document, words["closing"])


def withdrawal(document: Docx, words: dict[str, str]) -> None:
    """Lay out the notice that agreed positions were taken back by a decision (thông báo thu hồi)."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["withdraw_opening"])
    list_table(document, words, "approvals", _WITHDRAWN)
    line(document, words["withdraw_reason"])
    line(document, words["withdraw_then"])
    line(document, words["closing"])


def extension(document: Docx, words: dict[str, str]) -> None:
    """Lay out the answer to a carrier that asked for more time to build."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["extend_opening"])
    tag(document, "if granted")
    line(document, words["extend_granted"])
    _approvals(document, words)
    line(document, words["extend_then"])
    tag(document, "else")
    line(document, words["extend_refused"])
    _approvals(document, words)
    tag(document, "endif")
    line(document, words["extend_law"])
    line(document, words["closing"])


def _approvals(document: Docx, words: dict[str, str]) -> None:
    list_table(document, words, "approvals", _APPROVALS)
    document.add_paragraph().paragraph_format.space_after = Mm(1)
