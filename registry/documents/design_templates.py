"""The house's template of the answer to a design dossier, with its list of findings and its map."""

from docx.document import Document as Docx

from registry.documents.layout import (
    CENTRE,
    addressee,
    annex,
    grounds,
    landscape,
    line,
    list_table,
    tag,
)

_FOUND = {"row": 10, "title": 42, "said": 72, "measured": 34, "basis": 46, "opinion": 48}
_PARTS = (
    ("agreed", "design_agreed"),
    ("changes", "design_changes"),
    ("unjudged", "design_unjudged"),
    ("conditions", "design_conditions"),
    ("notes", "design_notes"),
)


def design(document: Docx, words: dict[str, str]) -> None:
    """Lay out the letter to who handed the dossier in (công văn trả lời hồ sơ thiết kế)."""
    addressee(document, words)
    grounds(document, words)
    line(document, words["design_opening"])
    for name, heading in _PARTS:
        tag(document, f"if {name}")
        line(document, words[heading], bold=True, keep=True)
        tag(document, f"for text in {name}")
        line(document, "- {{ text }}{% if loop.last %}.{% else %};{% endif %}")
        tag(document, "endfor")
        tag(document, "endif")
    line(document, words["design_conclusion"])
    tag(document, "if follow")
    line(document, words["design_follow"])
    tag(document, "endif")
    line(document, words["design_closing"])


def design_annexes(document: Docx, words: dict[str, str]) -> None:
    """Lay out the list of findings, and the map on which their places are marked."""
    landscape(document)
    annex(
        document,
        number=words["design_annex_list"],
        title=words["design_list"],
        of=words["design_kept"],
        breaks=False,
    )
    list_table(document, words, "found", _FOUND, heading="design_")
    tag(document, "if map")
    annex(document, number=words["design_annex_map"], title=words["design_map"], of=words["design_kept"])
    line(document, "{{ map }}", align=CENTRE)
    line(document, words["design_map_note"], align=CENTRE, italic=True, size=11)
    tag(document, "endif")
