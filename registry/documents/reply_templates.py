"""The house's template of the reply: grounds, a body of two pages at most, annexes that lie across, maps."""

from collections.abc import Mapping

from docx.document import Document as Docx

from registry.documents.layout import (
    CENTRE,
    addressee,
    annex,
    fill_rows,
    grounds,
    in_cell,
    landscape,
    line,
    list_table,
    signature,
    table,
    tag,
    whole_rows,
    widths,
)

_PLACE = {"row": 10, "code": 24, "where": 38, "wgs84": 29, "plane": 31}
_AGREED = {**_PLACE, "asked": 34, "decision": 23, "todo": 63}
_BESIDE = {**_PLACE, "asked": 28, "beside": 28, "decision": 22, "todo": 42}
_REFUSED = {**_PLACE, "asked": 28, "kind": 19, "reasons": 43, "remedy": 30}
_SUPPLEMENT = {**_PLACE, "asked": 30, "kind": 20, "supplement": 70}
_INDEX = (27, 36)


def reply(document: Docx, words: dict[str, str]) -> None:
    """Lay out the reply letter."""
    addressee(document, words)
    grounds(document, words)
    line(document, "{{ opening }}")
    tag(document, "for part in body")
    tag(document, "if part.bold")
    line(document, "{{ part.text }}", bold=True, keep=True)
    tag(document, "else")
    line(document, "{{ part.text }}")
    tag(document, "endif")
    tag(document, "endfor")
    line(document, "{{ closing }}")
    signature(document, words)
    landscape(document)
    _index(document, words)
    tag(document, "for annex in annexes")
    annex(document, number=words["annex_number"], title=words["annex_name"], of=words["annex_letter"])
    line(document, words["annex_crs"], italic=True, size=11, align=CENTRE, keep=True)
    tag(document, "if annex.common")
    line(document, words["annex_common"], size=12, keep=True)
    tag(document, "for item in annex.common")
    line(document, words["annex_condition"], size=12)
    tag(document, "endfor")
    tag(document, "endif")
    _tables(document, words)
    tag(document, "endfor")
    _maps(document, words)


def _tables(document: Docx, words: dict[str, str]) -> None:
    """Add the table of each layout; one of them stands in an annex."""
    layouts: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("annex.layout == 'agreed' and not annex.beside", _AGREED),
        ("annex.layout == 'agreed' and annex.beside", _BESIDE),
        ("annex.layout == 'refused'", _REFUSED),
        ("annex.layout == 'supplement'", _SUPPLEMENT),
    )
    for where, columns in layouts:
        tag(document, f"if {where}")
        list_table(document, words, "annex.rows", columns, heading="reply_")
        tag(document, "endif")


def _index(document: Docx, words: dict[str, str]) -> None:
    """Add the index of codes before the annexes."""
    tag(document, "if index")
    line(document, "{{ index_title }}", align=CENTRE, bold=True, size=14, keep=True)
    line(document, words["annex_letter"], align=CENTRE, italic=True, keep=True)
    made = table(document, [words[f"index_{name}"] for name in ("code", "annex")] * 4, size=10)
    fields = [f"line.{at}.{name}" for at in "abcd" for name in ("code", "at")]
    fill_rows(made, "line in index", fields, size=10)
    widths(made, _INDEX * 4)
    tag(document, "endif")


def _maps(document: Docx, words: dict[str, str]) -> None:
    """Add the annex of maps, two on a page beside each other."""
    tag(document, "if map_pairs")
    annex(document, number="{{ maps_number }}", title="{{ maps_title }}", of=words["annex_letter"])
    made = document.add_table(rows=3, cols=2)
    made.rows[0].cells[0].text = "{%tr for pair in map_pairs %}"
    for cell, side in zip(made.rows[1].cells, ("left", "right"), strict=True):
        lines = [(f"{{{{ pair.{side}.title }}}}", 11.0, True, False)]
        in_cell(cell, [*lines, (f"{{{{ pair.{side}.map }}}}", 11.0, False, False)])
    made.rows[2].cells[0].text = "{%tr endfor %}"
    whole_rows(made)
    widths(made, (126, 126))
    tag(document, "endif")
