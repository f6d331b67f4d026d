"""What a request leaves open, as its page and its preview show it: which rows, why, where it is mended."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from registry.messages import Language
from registry.model.desk import NoteKind, RowNote
from registry.model.matters import Matter, Weight
from registry.services.matter_answers import barring
from registry.services.matters import said
from registry.services.request_file import FileRow, RequestFile
from registry.services.settling import open_rows
from web.languages import language


def matters_shown(file: RequestFile) -> dict[str, Any]:
    """Return what an open request leaves open and what was answered, for the office's eyes."""
    lang = language()
    if not file.request.open:
        return {"whole": [], "rows": [], "answered": [], "said": []}
    whole = dict.fromkeys((*barring(file.matters), *file.unsettled))
    return {
        "whole": [_whole(one, lang) for one in whole],
        "said": [_whole(one, lang) for one in file.matters if one.weight is Weight.SAYS],
        "rows": [
            {
                "at": row.index + 1,
                "row": row_named(file, row),
                "matters": [matter_view(m, lang) for m in left],
            }
            for row, left in open_rows(file)
        ],
        "answered": [_answer(file, note) for note in file.notes if _answers(note)],
    }


def asked_of_sender(matters: list[Matter]) -> dict[str, Any]:
    """Return what a preview says of what was received before: whether it bars, whether it wants a reason."""
    lang = language()
    return {
        "all": [_whole(one, lang) for one in matters],
        "bars": any(one.weight is Weight.BARS for one in matters),
        "asks": any(one.weight is Weight.ASKS for one in matters),
    }


def of_row(row: FileRow, lang: Language) -> list[dict[str, Any]]:
    """Return what is open of a row, for the panel in which it is decided."""
    return [matter_view(one, lang) for one in dict.fromkeys((*row.unsettled, *barring(row.matters)))]


def matter_view(matter: Matter, lang: Language) -> dict[str, Any]:
    """Return a matter as pages write it: its sentence and the cell that mends it."""
    text = said(matter, lang)
    return {
        "text": f"{text[:1].upper()}{text[1:]}",
        "cell": matter.cell,
        "bars": matter.weight is Weight.BARS,
    }


def answered_text(note: RowNote) -> str:
    """Return the text of a note; of an answer, what was answered stands before the reason."""
    what = "; ".join(note.details.get("said", ())) if note.kind == NoteKind.MATTER else ""
    return f"{what} – {note.text}" if what else note.text


def row_named(file: RequestFile, row: FileRow) -> str:
    """Return a row as Excel numbers it, with its code, and its sheet where that is not the first one's."""
    proposal = row.proposal
    sheet = proposal.sheet if proposal.sheet != file.rows[0].proposal.sheet else ""
    return " · ".join(filter(None, (str(proposal.row), sheet, proposal.site_code)))


def _whole(matter: Matter, lang: Language) -> dict[str, Any]:
    """Return a matter about the letter or the list with the address of the other request."""
    ours = matter.code not in ("MATTER-ROWS",)
    return {
        **matter_view(matter, lang),
        "number": str(matter.params.get("request", "")) if ours else "",
        "url": url_for("requests.show", address=matter.about) if ours else "",
    }


def _answers(note: RowNote) -> bool:
    return note.kind == NoteKind.MATTER and not note.withdrawn


def _answer(file: RequestFile, note: RowNote) -> dict[str, Any]:
    row = next((row for row in file.rows if row.index == note.row), None)
    return {
        "at": note.row + 1,
        "row": row_named(file, row) if row is not None else "",
        "text": answered_text(note),
        "who": note.who or _("không rõ"),
    }
