"""The cells of a list as a table that is repaired in its place: what each says, what it said, what is wrong.

One column for every field of a row's form, in the order of the form; the parts of a position are one cell.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from registry.columns import column
from registry.intake.parsed import SheetReading
from registry.messages import Language, remedy, render
from registry.model.issues import Severity
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.list_doubts import DOUBTS
from registry.services.appraise.row_texts import FIELDS, POSITION, answer_to, choices_of, shown, texts_of

_PLACES = frozenset({"lon", "lat", "position", "northing", "easting"})
_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def field_of(name: str) -> str:
    """Return the field of a row's form that a column of the dictionary is, "" for none."""
    base = name.partition(":")[0]
    return POSITION if base in _PLACES else base if base in FIELDS else ""


def cell_table(
    appraisal: Appraisal, read: Appraisal, answered: Mapping[int, Mapping[str, str]], lang: Language
) -> dict[str, Any]:
    """Return the table of a list: its columns, and by row the texts, the repaired cells and the marks.

    ``read`` is the list as it came, ``answered`` the texts that were put in the place of its cells.
    """
    headers = _headers(appraisal.sheets)
    rows: list[dict[str, Any]] = [
        {
            "sheet": now.proposal.sheet,
            "row": now.proposal.row,
            "texts": _shown(texts_of(now.proposal, lang), lang),
        }
        for now in appraisal.rows
    ]
    unread = _marks(appraisal, read, {}, lang) if answered else {}
    for at, texts in answered.items():
        before = _shown(texts_of(read.rows[at].proposal, lang), lang)
        said = unread.get(at, {})  # what was not read stands in the file all the same
        rows[at]["before"] = {name: before.get(name) or said.get(name, {}).get("value", "") for name in texts}
    for at, marks in _marks(appraisal, read, answered, lang).items():
        rows[at]["marks"] = marks
        for name, mark in marks.items():  # what was not read is there to be repaired
            if not rows[at]["texts"].get(name):
                rows[at]["texts"][name] = mark["value"]
    used = {name for row in rows for name in row["texts"]} | headers.keys()
    return {
        "columns": [
            {
                "name": name,
                "label": column(name).with_unit(lang) if name != POSITION else column(name).label(lang),
                "header": headers.get(name, ""),
                "listed": name in used,
                "choices": list(choices_of(name, lang).values()),
            }
            for name in FIELDS
        ],
        "rows": rows,
    }


def typed_cell(name: str, text: str, lang: Language) -> str:
    """Return a text of a cell as it is kept: the code of a choice that was written in the reader's words."""
    for code, word in choices_of(name, lang).items():
        if word == text.strip():
            return code
    return text.strip()


def _headers(sheets: Sequence[SheetReading]) -> dict[str, str]:
    """Return by field what the first sheet that states it calls it, with its letter."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for item in sheet.columns:
            if name := field_of(item.name):
                found.setdefault(name, f"{item.letter} · {item.header}".strip(" ·"))
    return found


def _shown(texts: Mapping[str, str], lang: Language) -> dict[str, str]:
    return {name: shown(name, text, lang) for name, text in texts.items()}


def _marks(
    appraisal: Appraisal, read: Appraisal, answered: Mapping[int, Mapping[str, str]], lang: Language
) -> dict[int, dict[str, dict[str, str]]]:
    """Return what is said of cells, by row and field: the weightiest severity, the sentences, the value."""
    at_row = {(row.proposal.sheet, row.proposal.row): at for at, row in enumerate(read.rows)}
    found: dict[int, dict[str, dict[str, str]]] = {}
    for issue in sorted(appraisal.issues, key=lambda item: _WEIGHT[item.severity]):
        at = at_row.get((issue.sheet, issue.row), -1)
        if at < 0:
            continue
        name, accept = answer_to(issue, appraisal.sheets, read.rows[at].proposal)
        if not name or (issue.code not in DOUBTS and name in answered.get(at, {})):
            continue
        said = " ".join(
            text
            for text in (
                f"{render(issue.code, issue.params, lang)}.", remedy(issue.code, issue.params, lang)
            )
            if text
        )  # fmt: skip
        mark = found.setdefault(at, {}).setdefault(
            name, {"severity": issue.severity.value, "message": "", "value": issue.value, "accept": ""}
        )
        mark["message"] = f"{mark['message']}\n{said}".strip()
        if accept and issue.proposed:
            mark["accept"] = shown(name, accept, lang)
    return found
