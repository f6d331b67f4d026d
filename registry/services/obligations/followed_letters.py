"""Letters that are followed: drafted for several carriers at once, sent, answered, or still open.

A draft says what stood on its day: its lines and its workbook are kept with it. Nothing is sent by the
program: an officer records number and day when the office has sent it, and the letter is kept as it went out.
A carrier has one draft of a kind; when it is drafted again the one that nobody sent is brought up to date.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.duties import DutyLetter, LetterKind, LetterState
from registry.model.notices import NoticeKind, Subject
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.calendar import in_vietnam
from registry.services.office.calendar import today as present_day
from registry.services.office.deeds import KIND
from registry.services.office.deeds import deed as deed_of
from registry.services.office.deeds import standing as row_seen
from registry.services.office.letters.letterhead import answer_day
from registry.services.office.notices import organisation, tell
from registry.services.office.registry import Registry
from registry.services.office.working_days import calendar_of
from registry.store import ledger
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.ledger import Head
from registry.store.obligations import letters
from registry.store.obligations.tables import duty_letters
from registry.store.office.operators import load_settings

ANSWER_DAYS = 10
"""Working days to answer where the office has set none; a choice of this program, shown in the draft."""
BOOK = "danh-sach.xlsx"
LETTER_NAME = "cong-van.docx"
LETTER = "duty_letter"
"""The kind of document that a notice of such a letter leads to."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter asks of one organisation.

    ``lines``: dictionaries with ``what_vi``, ``what_en`` and what the template's table shows (``basis``,
    ``due`` as an ISO day, ``items``, ``part``, ``verified``, ``key``). ``facts`` are further values. ``book``
    is the workbook that goes with it.
    """

    lines: Sequence[Mapping[str, Any]]
    book: bytes
    facts: Mapping[str, Any]


def present_head(registry: Registry) -> Head:
    """Return the ledger's head, to be taken before what letters ask is worked out."""
    with registry.database.read() as connection:
        return ledger.head(connection)


@one_moment()
def draft_letters(
    registry: Registry, kind: LetterKind, contents: Mapping[str, Content], *, who: str, since: Head
) -> list[DutyLetter]:
    """Draft a letter of a kind for each organisation that has lines, as one batch.

    ``since`` is the ledger's head from before the contents were worked out: where somebody drafted, sent or
    answered such a letter of one of them after it, nothing is written (``DUTY-LETTERS-MEANWHILE``).
    """
    wanted = {name: content for name, content in contents.items() if name and content.lines}
    if not wanted:
        raise RefusalError("DUTY-NOTHING-TO-ASK")
    kept = {name: keep_bytes(registry, content.book, BOOK).sha256 for name, content in wanted.items()}
    day = present_day()
    with deed_of(registry, f"{KIND}{kind.value}", who) as made:
        connection = made.connection
        _refuse_meanwhile(connection, kind, wanted, since)
        settings = load_settings(connection)
        answer_by = answer_day(settings, day) or calendar_of(settings).after(day, ANSWER_DAYS)
        drafts = letters.drafts_of(connection, kind)
        standing = ledger.rows_by_key(connection, duty_letters, list(drafts.values()))
        ids = []
        for organisation, content in wanted.items():
            row = {
                "drafted_on": day,
                "answer_by": answer_by,
                "items": {
                    "lines": [dict(line) for line in content.lines],
                    "facts": dict(content.facts),
                    "book": kept[organisation],
                },
                "who": made.who,
                "at": made.at,
            }
            draft = standing.get(drafts.get(organisation, ""))
            if draft is not None:
                made.amend(duty_letters, draft["id"], **row)
                ids.append(draft["id"])
                continue
            identity = new_id()
            first = {"id": identity, "kind": kind.value, "organisation": organisation, "discarded": False}
            made.create(duty_letters, {**first, **row})
            ids.append(identity)
        made.about["summary"] = {"letters": len(ids)}
    return [get_letter(registry, identity) for identity in ids]


def letters_of(
    registry: Registry,
    *,
    organisation: str | None = None,
    kind: LetterKind | None = None,
    day: dt.date | None = None,
) -> list[DutyLetter]:
    """Return the letters, the newest first. An ``organisation`` sees those that were sent to it only."""
    with registry.database.read() as connection:
        return letters.letters_of(connection, day or present_day(), organisation=organisation, kind=kind)


def get_letter(registry: Registry, letter: str, *, organisation: str | None = None) -> DutyLetter:
    """Return one letter; ``DUTY-LETTER-UNKNOWN`` for none, another organisation's, or its unsent draft."""
    with registry.database.read() as connection:
        found = letters.get_letter(connection, letter, present_day())
    if found is None:
        raise RefusalError("DUTY-LETTER-UNKNOWN")
    if organisation is not None and (found.organisation != organisation or found.sent_on is None):
        raise RefusalError("DUTY-LETTER-UNKNOWN")
    return found


@one_moment()
def record_sent(
    registry: Registry,
    letter: str,
    *,
    number: str,
    sent_on: dt.date,
    answer_by: dt.date | None,
    who: str,
    seen: int,
) -> None:
    """Record that the office sent a letter, under which number and when, and until when it asks to answer.

    The letter is kept as it goes out: who signs or what a carrier is called later changes nothing of it.
    Another number or day makes it anew; another day to answer by moves that day alone.
    """
    if not number.strip():
        raise RefusalError("DUTY-LETTER-NUMBER")
    found = get_letter(registry, letter)
    if found.state is LetterState.DISCARDED or not found.drafted_on <= sent_on <= present_day():
        raise RefusalError("REQUEST-DAY", day=sent_on, first=found.drafted_on, last=present_day())
    if answer_by is not None and answer_by < sent_on:
        raise RefusalError("DUTY-ANSWER-BEFORE-SENT", day=answer_by, sent=sent_on)
    offered = {"number": number.strip(), "sent_on": sent_on, "answer_by": answer_by}
    with registry.database.read() as connection:
        row_seen(connection, duty_letters, letter, unknown="DUTY-LETTER-UNKNOWN", seen=seen, offered=offered)
    _amend(registry, letter, "sent", offered, who=who, seen=seen, paper=_paper(registry, found, offered))


@one_moment()
def record_answer(
    registry: Registry,
    letter: str,
    *,
    answered_on: dt.date,
    number: str,
    answer: str,
    who: str,
    seen: int,
) -> None:
    """Record the answer to a letter that was sent: its day, number and what it says in short."""
    found = get_letter(registry, letter)
    if found.sent_on is None:
        raise RefusalError("DUTY-LETTER-NOT-SENT")
    if not found.sent_on <= answered_on <= present_day():
        raise RefusalError("REQUEST-DAY", day=answered_on, first=found.sent_on, last=present_day())
    if not number.strip() and not answer.strip():
        raise RefusalError("REQUEST-REASON")
    offered = {"answered_on": answered_on, "answer_number": number.strip(), "answer": answer.strip()}
    _amend(registry, letter, "answered", offered, who=who, seen=seen)


@one_moment()
def discard(registry: Registry, letter: str, *, who: str, seen: int) -> None:
    """Put a draft away that will not be sent; what was sent stays."""
    if get_letter(registry, letter).sent_on is not None:
        raise RefusalError("DUTY-LETTER-SENT")
    _amend(registry, letter, "discarded", {"discarded": True}, who=who, seen=seen)


def letter_file(registry: Registry, letter: DutyLetter, lang: Language = "vi") -> bytes:
    """Return a letter as .docx: as it went out; a draft, the English and what was sent earlier made now."""
    from registry.services.obligations.letter_documents import letter_document  # noqa: PLC0415  fills a document

    if letter.paper and lang == "vi":
        return file_path(registry, letter.paper, LETTER_NAME).read_bytes()
    return letter_document(registry, letter, lang)


def _paper(registry: Registry, found: DutyLetter, offered: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a letter as it goes out under the number and on the day that are ``offered``."""
    from registry.services.obligations.letter_documents import letter_document  # noqa: PLC0415  as above

    if found.paper and (found.number, found.sent_on) == (offered["number"], offered["sent_on"]):
        return found.paper
    return keep_bytes(registry, letter_document(registry, replace(found, **offered)), LETTER_NAME).sha256


def book_of(registry: Registry, letter: DutyLetter) -> bytes:
    """Return the workbook that goes with a letter, as it was when the letter was drafted."""
    return file_path(registry, letter.book, BOOK).read_bytes()


def _amend(
    registry: Registry,
    letter: str,
    deed: str,
    offered: dict[str, Any],
    *,
    who: str,
    seen: int,
    paper: str = "",
) -> None:
    with deed_of(registry, f"{KIND}letter-{deed}", who, options={"letter": letter}) as made:
        row = made.standing(duty_letters, letter, unknown="DUTY-LETTER-UNKNOWN", seen=seen, offered=offered)
        kept = {"items": {**row["items"], "paper": paper}} if paper else {}
        made.amend(duty_letters, letter, **offered, **kept)
        if deed == "sent":
            to = organisation(made.standing(duty_letters, letter)["organisation"])
            tell(made, NoticeKind.LETTER, [to], Subject(LETTER, letter), number=offered["number"])


def _refuse_meanwhile(
    connection: Connection, kind: LetterKind, organisations: Collection[str], since: Head
) -> None:
    entries = [
        item for item in ledger.entries(connection, since=since.seq) if item.change.table == duty_letters.name
    ]
    standing = ledger.rows_by_key(connection, duty_letters, [item.change.record for item in entries])
    for entry in entries:
        letter = standing.get(entry.change.record, {})
        if letter.get("kind") == kind.value and letter.get("organisation") in organisations:
            at = f"{in_vietnam(entry.at):%d/%m/%Y %H:%M}"
            to = letter["organisation"]
            raise RefusalError("DUTY-LETTERS-MEANWHILE", organisation=to, by=entry.who, at=at)
