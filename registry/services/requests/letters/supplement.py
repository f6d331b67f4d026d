"""The letter that asks a carrier to supplement its request (công văn đề nghị bổ sung), as .docx.

It says what was asked for last, row by row and paper by paper, each with its reason; the reasons are an
officer's words, so other carriers' codes and places are taken out of them.
"""

from typing import Any

from registry.documents.filling import fill
from registry.documents.templates import template
from registry.errors import RefusalError
from registry.messages import Language, Words
from registry.services.appraise.free_text import hidden_related, shareable
from registry.services.appraise.row_texts import POSITION, label_of
from registry.services.office.letters.letter_copies import copies
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated
from registry.services.office.registry import Registry
from registry.services.requests.letters.reply import Writer
from registry.services.requests.opened import RequestFile, load_request
from registry.services.requests.supplements import Asked, latest_round, paper_name

_PARTS = ("rows", "papers", "others")
_SUBJECT = Words("đề nghị bổ sung hồ sơ ", "supplementing the request for ")


def supplement_letter(registry: Registry, request: str, lang: Language = "vi") -> bytes:
    """Return the letter about what a request (id or number) was asked to supplement last.

    Refused where it was asked nothing (``SUPPLEMENT-NONE``).
    """
    file = load_request(registry, request)
    asked = latest_round(file)
    if not asked:
        raise RefusalError("SUPPLEMENT-NONE", number=file.request.number)
    writer = Writer(registry, file, lang)
    values = writer.values()
    parts: dict[str, list[Any]] = {
        "rows": _rows(writer, values["rows"], asked),
        "papers": [
            {"name": writer.say(paper_name(file, one.item.paper)), "reason": _said(writer, one)}
            for one in asked
            if one.item.paper
        ],
        "others": [_said(writer, one) for one in asked if one.row is None and not one.item.paper],
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
    text = shared_reason(writer.file, asked, writer.viewer, writer.lang).rstrip(" .;")
    gone = f"{asked.item.label}: " if asked.gone else ""
    return gone + text


def _rows(writer: Writer, rows: list[dict[str, Any]], asked: list[Asked]) -> list[dict[str, Any]]:
    """Return the rows that are asked about, each once, with all that is asked of it."""
    found: dict[int, list[str]] = {}
    for one in asked:
        if one.row is not None and not one.item.paper:
            cell = f"{label_of(one.item.cell, writer.lang)}: " if one.item.cell else ""
            found.setdefault(one.row.index, []).append(cell + _said(writer, one))
    return [{**rows[at], "asked_for": "; ".join(texts)} for at, texts in sorted(found.items())]
