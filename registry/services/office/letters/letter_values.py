"""What every letter of the office says of itself, whoever drafts it: head, number, day, marks, copies.

So that no kind of letter has a form of its own: the values that ``documents.layout`` names, filled from the
office's settings. A letter without a number is a draft and says so.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from registry.documents.kinds import Kind
from registry.messages import Language, Words, say
from registry.services.office.letters.citations import Documents, grounds
from registry.services.office.letters.letter_copies import copies
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated, letterhead, open_number
from registry.store.database import Connection
from registry.store.office.operators import is_demo, load_settings

_BY = Words("Căn cứ", "On the basis of")


def letter_values(
    connection: Connection,
    lang: Language,
    code: str,
    *,
    recipient: str,
    subject: str,
    number: str = "",
    day: dt.date | None = None,
    also: Sequence[str] = (),
    communes: Iterable[str] = (),
    settings: Mapping[str, Any] | None = None,
    kind: Kind | None = None,
) -> dict[str, Any]:
    """Return the values that every letter has; ``also`` are who gets a copy besides the standing ones, as
    do the committees of ``communes`` (full names).

    ``code`` is the province's, as of ``letterhead``; ``settings`` are the office's of another day than today.
    Without a ``number`` (that of a letter that was sent) the letter is marked as a draft and its day is left
    open; ``kind`` is whose sign its number bears.
    """
    head = letterhead(load_settings(connection) if settings is None else settings, lang, code)
    marks = [*([] if number else [DRAFT]), *([DEMO] if is_demo(connection) else [])]
    return {
        "letterhead": head,
        "number": number or open_number(head, kind),
        "dated": dated(day, lang),
        "marks": " · ".join(say(mark, lang) for mark in marks),
        "subject": subject,
        "recipient": recipient,
        "copies": copies(head, lang, communes=communes, also=also),
    }


def ground_lines(names: Iterable[str], lang: Language, documents: Documents | None = None) -> list[str]:
    """Return the grounds of a letter, a line each: the documents in full, by rank ("Căn cứ Nghị định …;")."""
    return [f"{say(_BY, lang)} {text};" for text in grounds(names, lang, documents)]


def day_to_answer(day: dt.date | None, lang: Language) -> str:
    """Write the day before which an answer is asked; blank places for one that nobody has set."""
    if day is None:
        return dated(None, lang)
    return f"ngày {day:%d/%m/%Y}" if lang == "vi" else f"{day:%d/%m/%Y}"
