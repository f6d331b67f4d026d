"""The house's template of the situation report of an outage event."""

from collections.abc import Mapping

from docx.document import Document as Docx

from registry.documents.layout import addressee, line, list_table, tag

_CARRIERS = {"carrier": 35, "affected": 25, "down": 25, "restored": 25, "generators": 22, "last": 33}


def situation(document: Docx, words: dict[str, str]) -> None:
    """Lay out the situation report (báo cáo nhanh)."""
    addressee(document, words)
    line(document, words["situation_opening"])
    line(document, words["situation_1"], bold=True)
    tag(document, "if known")
    line(document, words["situation_sums"])
    tag(document, "else")
    line(document, words["situation_unknown"])
    tag(document, "endif")
    list_table(document, words, "carriers", _CARRIERS)
    line(document, words["situation_unit"], italic=True, size=11)
    tag(document, "if missing")
    line(document, words["situation_missing"])
    tag(document, "endif")
    tag(document, "if unclear")
    line(document, words["situation_unclear"])
    tag(document, "endif")
    _part(document, words, "situation_2", "communes", {"commune": 60, "down": 30, "service": 75})
    line(document, words["situation_3"], bold=True)
    tag(document, "if cut_places")
    list_table(document, words, "cut_places", {"place": 60, "commune": 40, "masts": 65})
    line(document, words["situation_nearest"], italic=True, size=11)
    tag(document, "endif")
    _part(document, words, "situation_4", "roaming", {"commune": 50, "without": 57, "live": 58})
    found = {"incident": 45, "carrier": 25, "happened": 30, "found": 30, "term": 35}
    _part(document, words, "situation_5", "incidents", found)
    _part(document, words, "situation_6", "damage", {"indicator": 60, "damage": 65, "count": 40})
    line(document, words["situation_own"], italic=True, size=11)
    line(document, words["situation_closing"])


def _part(
    document: Docx,
    words: dict[str, str],
    title: str,
    rows: str,
    columns: Mapping[str, int],
) -> None:
    line(document, words[title], bold=True)
    tag(document, f"if {rows}")
    list_table(document, words, rows, columns)
    tag(document, "else")
    line(document, words["situation_none"])
    tag(document, "endif")
