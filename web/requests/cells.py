"""The table of a preview's cells: what each says, its repairs in the table, and the repaired workbook."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import Language
from registry.services.appraise.appraise_list import Appraisal
from registry.services.appraise.cell_table import cell_table, typed_cell
from registry.services.appraise.repaired_workbook import write_repaired
from registry.services.requests.drafting.kept_drafts import Draft
from web.frame import refusals
from web.frame.data_answer import json_payload, send
from web.frame.downloads import download
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import language
from web.frame.people import own_code
from web.requests.intake import blueprint
from web.requests.preview import drafts, preview_parts

__all__ = ["blueprint"]

MOST_CELLS = 5_000
"""So many cells are repaired at once: a block that is pasted."""


@blueprint.get("/drafts/<address>/cells.json")
@guarded(*SENDERS)
def draft_cells(address: str) -> Response:
    """Send the cells of a preview's list."""
    return send(json_payload(_table(_draft(address))))


@blueprint.post("/drafts/<address>/cells")
@guarded(*SENDERS)
def draft_repair(address: str) -> ResponseReturnValue:
    """Repair cells: texts by row and field, null takes a repair back.

    The answer has the rows that say something else now, the cells that were not read with the reason, and
    what stands above the rows.
    """
    asked = request.get_json(silent=True)
    cells = _asked(asked.get("cells") if isinstance(asked, dict) else None)
    draft = _draft(address)
    before = _table(draft)["rows"]
    made, refused = drafts().answer_cells(draft, cells)
    after = _table(made)["rows"]
    return jsonify(
        ok=True,
        rows={str(at): row for at, row in enumerate(after) if row != before[at]},
        refused=[{"row": item.row, "field": item.field, **_said(item.refusal)} for item in refused],
        parts=preview_parts(made),
    )


@blueprint.get("/drafts/<address>/repaired.xlsx")
@guarded(*SENDERS)
def draft_repaired(address: str) -> Response:
    """Send the sender's own workbook with the cells that were repaired."""
    draft = _draft(address)
    now, read = _now(draft), drafts().as_read(draft)
    pairs = [
        (read.rows[int(at)].proposal, now.rows[int(at)].proposal, tuple(texts))
        for at, texts in draft.answers.items()
        if int(at) < len(read.rows)
    ]
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder) / "repaired.xlsx"
        write_repaired(read.source, read.sheets, pairs, path, name=draft.list_name, lang=language())
        content = path.read_bytes()
    stem = Path(draft.list_name).stem[:80] or "danh-sach"
    what = _("da-sua")  # in plain letters, as other files are called
    return download(content, f"{stem} - {what}.xlsx")


def _draft(address: str) -> Draft:
    return drafts().of(address, own_code(current_person()))


def _table(draft: Draft) -> dict[str, Any]:
    answered = {int(row): texts for row, texts in draft.answers.items()}
    return cell_table(_now(draft), drafts().as_read(draft), answered, language())


def _now(draft: Draft) -> Appraisal:
    """Return the list as it is repaired; a cell says nothing of findings, which are masked for others."""
    return drafts().appraisal(draft) or drafts().as_read(draft)


def _asked(cells: Any) -> dict[int, dict[str, str | None]]:
    """Return the cells of a call; refused where it has another shape, or too many (``REQUEST-CELLS``)."""
    lang = language()
    found: dict[int, dict[str, str | None]] = {}
    if not isinstance(cells, Mapping):
        raise RefusalError("REQUEST-VALUE", value="cells")
    for row, texts in cells.items():
        right = isinstance(texts, Mapping) and all(isinstance(text, str | None) for text in texts.values())
        if not str(row).isdecimal() or len(str(row)) > 6 or not right:
            raise RefusalError("REQUEST-VALUE", value=f"cells {row}"[:40])
        found[int(row)] = {
            str(name): None if text is None else _kept(str(name), text, lang) for name, text in texts.items()
        }
    count = sum(map(len, found.values()))
    if count > MOST_CELLS:
        raise RefusalError("REQUEST-CELLS", count=count, most=MOST_CELLS)
    return found


def _kept(name: str, text: str, lang: Language) -> str:
    try:
        return typed_cell(name, text, lang)
    except KeyError as error:
        raise RefusalError("REQUEST-VALUE", value=name[:40]) from error


def _said(error: RefusalError) -> dict[str, str]:
    said = refusals.said(error) or {}
    return {"message": " ".join(str(said[key]) for key in ("message", "remedy") if said.get(key))}
