"""How the house's own templates are drawn, in the form of official letters of NĐ 30/2020/NĐ-CP (Phụ lục I).

``templates`` says which kinds there are and asks for this when one has to be written: only then is the
library of .docx read.
"""

from collections.abc import Callable
from pathlib import Path

from docx.document import Document as Docx
from docx.enum.text import WD_BREAK

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
from registry.documents.kinds import Kind
from registry.documents.layout import (
    CENTRE,
    fill_rows,
    heading,
    line,
    page,
    rows_table,
    signature,
    table,
    tag,
    widths,
)
from registry.documents.note_templates import note
from registry.documents.outage_templates import situation
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
    "storm_order": storm_order,
    "storm_power": storm_power,
    "storm_stand_down": storm_stand_down,
    "reminder": reminder,
    "compliance": compliance,
    "changes": changes,
    "defects": defects,
    "report": report,
}
_ANNEXES: dict[Kind, Callable[[Docx, dict[str, str]], None]] = {
    "consultation": consultation_annexes,
    "defects": defects_annexes,
    "storm_order": storm_order_annexes,
    "storm_power": storm_power_annexes,
    "storm_stand_down": storm_stand_down_annexes,
}


def write_template(path: Path, kind: Kind, lang: Language) -> None:
    """Write the house's own template of a kind (reply letter, appraisal note, …) in a language."""
    words = WORDS[lang]
    document = page()
    heading(document, words, letter=kind not in ("note", "minutes", "inspection", "report"))
    if kind == "reply":
        _reply(document, words)
        signature(document, words, letter=True)
        _annex(document, words)
    elif kind == "note":
        note(document, words, lang)
    elif kind == "minutes":
        minutes(document, words)
    elif kind == "inspection":
        inspection(document, words)
    else:
        _LETTERS[kind](document, words)
        signature(document, words, letter=True)
        if kind in _ANNEXES:
            _ANNEXES[kind](document, words)
    with path.open("wb") as stream:
        document.save(stream)


def _reply(document: Docx, words: dict[str, str]) -> None:
    line(document, words["to"], align=CENTRE, size=14)
    line(document, words["opening"])
    for part in ("agreed", "refused", "supplement"):
        tag(document, f"if {part}")
        line(document, words[part], bold=True)
        if part == "agreed":
            columns = ("row", "code", "where", "position", "mast")
            rows_table(document, words, part, columns)
            tag(document, "if conditioned")
            line(document, words["conditioned"])
            tag(document, "endif")
            tag(document, "if conditional")
            line(document, words["conditional"], italic=True)
            tag(document, "for item in conditional")
            line(document, words["condition"])
            tag(document, "endfor")
            tag(document, "endif")
            tag(document, "if to_check")
            line(document, words["to_check"], italic=True)
            tag(document, "for item in to_check")
            line(document, words["condition"])
            tag(document, "endfor")
            tag(document, "endif")
        else:
            rows_table(document, words, part, ("row", "code", "where", "reasons"))
        tag(document, "endif")
    tag(document, "if next_stages")
    line(document, words["next_stages"], bold=True)
    tag(document, "for text in next_stages")
    line(document, "- {{ text }}{% if loop.last %}.{% else %};{% endif %}")
    tag(document, "endfor")
    tag(document, "endif")
    tag(document, "for text in remarks")
    line(document, "{{ text }}")
    tag(document, "endfor")
    line(document, words["closing"])


def _annex(document: Docx, words: dict[str, str]) -> None:
    tag(document, "if annex")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    line(document, words["annex_title"], align=CENTRE, size=14, bold=True)
    line(document, words["annex_of"], align=CENTRE, italic=True)
    line(document, "{{ annex.crs }}", align=CENTRE, size=11)
    columns = ("row", "code", "wgs84", "vn2000", "decision")
    found = table(document, [words[f"column_{name}"] for name in columns])
    fill_rows(found, "row in annex.rows", [f"row.{name}" for name in columns])
    widths(found, (10, 27, 48, 45, 35))
    tag(document, "for row in annex.rows")
    tag(document, "if row.map")
    caption = line(document, words["map_title"], align=CENTRE, size=12, bold=True)
    caption.paragraph_format.keep_with_next = True
    line(document, "{{ row.map }}", align=CENTRE)
    tag(document, "endif")
    tag(document, "endfor")
    tag(document, "if marks")
    line(document, "{{ marks }}", align=CENTRE, bold=True)
    tag(document, "endif")
    tag(document, "endif")
