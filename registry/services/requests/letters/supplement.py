"""The letter that asks a carrier to supplement its request (công văn đề nghị bổ sung), as .docx.

It says what was asked for together, row by row and paper by paper, each with its reason; the reasons are an
officer's words, so other carriers' codes and places are taken out of them. A row is named as it was when it
was asked about: the list that answers the letter changes nothing of what the letter said.
"""

from collections.abc import Mapping
from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words
from registry.model.requests.kept_proposals import proposal_from_json
from registry.services.appraise.free_text import hidden_related, shareable
from registry.services.appraise.row_texts import POSITION, label_of, texts_of
from registry.services.office.letters.letter_copies import copies
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated
from registry.services.office.registry import Registry
from registry.services.requests.letters.places import commune_then
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.sentences import where
from registry.services.requests.opened import RequestFile, load_request
from registry.services.requests.supplements import Asked, paper_name, round_of
from registry.store.reading import Row
from registry.store.requests.requests import of_request
from registry.store.requests.tables import request_rows

Then = tuple[int, Row | None]
"""Where a row stood (from 0) in an earlier list, and the row as it was kept; None where it is not."""
_PARTS = ("rows", "papers", "others")
_PLACE = (POSITION, "site_code", "address", "commune")
_SUBJECT = Words("đề nghị bổ sung hồ sơ ", "supplementing the request for ")


def supplement_letter(registry: Registry, request: str, lang: Language = "vi", *, asked_as: int = 0) -> bytes:
    """Return the letter about what a request (id or number) was asked to supplement last.

    ``asked_as`` tells an earlier letter: the first is 1. Refused where nothing was asked so
    (``SUPPLEMENT-NONE``).
    """
    file = load_request(registry, request)
    asked = round_of(file, asked_as)
    if not asked:
        raise RefusalError("SUPPLEMENT-NONE", number=file.request.number)
    writer = Writer(registry, file, lang)
    values = writer.values()
    parts: dict[str, list[Any]] = {
        "rows": _rows(writer, values["rows"], asked, _rows_then(registry, file, asked)),
        "papers": [
            {"name": writer.say(paper_name(file, one.item.paper)), "reason": _said(writer, one)}
            for one in asked
            if one.item.paper
        ],
        "others": [_said(writer, one) for one in asked if one.item.row < 0 and not one.item.paper],
    }
    used = [name for name in _PARTS if parts[name]]
    marks = [DRAFT, *([DEMO] if writer.demo else [])]
    values |= {
        **parts,
        "numbers": {name: used.index(name) + 1 if name in used else 0 for name in _PARTS},
        "number": f"       {writer.head['symbol']}",
        "dated": dated(None, lang),
        "marks": " · ".join(writer.say(mark) for mark in marks),
        "subject": writer.say(_SUBJECT) + values["subject"],
        "copies": copies(writer.head, lang),
    }
    return fill(template(registry.settings.home / "templates", "supplement", lang), values)


def shared_reason(file: RequestFile, asked: Asked, viewer: str, lang: Language = "vi") -> str:
    """Return why an item is asked for, as the carrier ``viewer`` may read it."""
    if file.appraisal is None:
        return asked.item.reason
    rows = [asked.row] if asked.row is not None else list(file.rows)
    related = hidden_related((found for row in rows for found in row.findings), viewer)
    own = asked.row.proposal.position if asked.row is not None else None
    stated = asked.item.before.get(POSITION, "")  # what the row said when this was asked of it
    return shareable(
        asked.item.reason, file.appraisal.context, viewer, related=related, own=own, stated=stated, lang=lang
    )


def _said(writer: Writer, asked: Asked) -> str:
    return shared_reason(writer.file, asked, writer.viewer, writer.lang).rstrip(" .;")


def _rows_then(registry: Registry, file: RequestFile, asked: list[Asked]) -> dict[str, Then]:
    """Return of each item where its row stood (from 0) in the list of the time, and that row as it was."""
    then = max((one.ordinal for one in file.lists if one.at <= asked[0].item.at), default=1)
    found: dict[str, Then] = {}
    named: dict[str, int] = {}
    with registry.database.read() as connection:
        kept = of_request(connection, request_rows, file.request.id)
    listed = {row["row"]: row for row in kept if row["list_version"] == then}
    for at, row in listed.items():
        named.setdefault(str(row["sheet_row"]), at)
        named.setdefault(f"{row['sheet_row']} · {row['site_code']}", at)
    for item in (one.item for one in asked if one.item.row >= 0):
        at = item.row
        if item.list_version != then:
            at = named.get(item.label, named.get(item.label.split(" · ")[0], at))
        found[item.id] = at, listed.get(at)
    return found


def _rows(
    writer: Writer, rows: list[dict[str, Any]], asked: list[Asked], then: Mapping[str, Then]
) -> list[dict[str, Any]]:
    """Return the rows that are asked about, each once, with all that is asked of it."""
    found: dict[int, list[str]] = {}
    named: dict[int, dict[str, Any]] = {}
    for one in asked:
        if one.item.row >= 0 and not one.item.paper:
            at, listed = then[one.item.id]
            cell = f"{label_of(one.item.cell, writer.lang)}: " if one.item.cell else ""
            found.setdefault(at, []).append(cell + _said(writer, one))
            named.setdefault(at, _named(writer, rows, one, listed))
    return [
        {**named[at], "row": at + 1, "asked_for": "; ".join(texts)} for at, texts in sorted(found.items())
    ]


def _named(writer: Writer, rows: list[dict[str, Any]], asked: Asked, listed: Row | None) -> dict[str, Any]:
    """Return code and place of a row as the letter told them: as they stand, else as the list had them."""
    before = asked.item.before
    if asked.row is not None:
        now = texts_of(asked.row.proposal)
        if all(before.get(name, "") == now.get(name, "") for name in _PLACE):
            return rows[asked.row.index]
    commune = before.get("commune", "")
    if not commune and listed is not None:
        then = proposal_from_json(listed["proposal"])
        commune = commune_then(writer.file, then, str(listed["commune_code"]), writer.lang)
    place = where(before.get("address", ""), commune)
    return {"code": before.get("site_code") or "–", "where": place or "–"}
