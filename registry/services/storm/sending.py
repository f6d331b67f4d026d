"""What recording a letter as sent takes, of storm or warning: number, day, files, notices taken back."""

import datetime as dt
from typing import Any

from registry.errors import RefusalError
from registry.model.notices import NoticeKind, Subject
from registry.model.notices import Recipient as Told
from registry.model.vietnam_time import VIETNAM
from registry.services.office.attachments import keep_bytes
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.notices import tell
from registry.services.office.registry import Registry
from registry.store.office.notices import notices_about
from registry.store.office.tables import notices
from registry.typed_text import line_within, within

LETTER_NAME, BOOK_NAME = "cong-van.docx", "danh-sach.xlsx"
LONGEST = 500
"""Characters of what is said besides: who acknowledged it, a reason."""

NOT_SENT: dict[str, Any] = {
    "number": "", "sent_on": None, "sent_at": "", "sent_by": "", "letter_sha256": "", "book_sha256": "",
}  # fmt: skip
"""What a letter says of its sending that is a draft again."""
NOT_HEARD: dict[str, Any] = {
    "acknowledged_at": "", "acknowledged_by": "", "ack_source": "", "ack_note": "",
}  # fmt: skip
"""What a letter says of its acknowledgement that nobody has given."""
ACCOUNT = "account"
"""How an answer came that a carrier gave in its own account."""


def reason_to_take_back(source: str, reason: str) -> str:
    """Return why an acknowledgement that the office wrote down is taken back; a carrier's own is its word."""
    reason = line_within(reason, LONGEST)
    if not reason:
        raise RefusalError("STORM-ORDER-REASON")
    if source == ACCOUNT:
        raise RefusalError("STORM-ACK-ACCOUNT")
    return reason


def checked_number(number: str, sent_on: dt.date, drafted_at: str) -> str:
    """Return the number of a letter as it is kept; refused without one, and for a day that cannot be."""
    number = line_within(number, 60)
    if not number:
        raise RefusalError("STORM-ORDER-NUMBER")
    first = dt.datetime.fromisoformat(drafted_at).astimezone(VIETNAM).date()
    if not first <= sent_on <= today():
        raise RefusalError("STORM-ORDER-DAY", day=sent_on, first=first, last=today())
    return number


def kept_papers(registry: Registry, letter: bytes, book: bytes) -> dict[str, Any]:
    """Keep a letter and its workbook as they are sent; return what its row says of them."""
    return {
        "letter_sha256": keep_bytes(registry, letter, LETTER_NAME).sha256,
        "book_sha256": keep_bytes(registry, book, BOOK_NAME).sha256,
    }


def heard_from(source: str, note: str) -> dict[str, Any]:
    """Return what a letter's row says of who acknowledged it; ``STORM-ACK-SOURCE`` where nobody is named."""
    source = line_within(source, LONGEST)
    if not source:
        raise RefusalError("STORM-ACK-SOURCE")
    return {"ack_source": source, "ack_note": within(note, LONGEST)}


def untell(made: Deed, leads_to: str, letter: str, *, organisation: str, number: str) -> None:
    """Take away the notices that nobody opened; say to whoever opened one that it was by mistake.

    ``leads_to`` is the kind of document that they lead to; whoever has no account has no ``organisation``.
    """
    told = notices_about(made.connection, leads_to, letter)
    for notice in told:
        if not notice.opened_at:
            made.remove(notices, notice.id)
    if organisation and any(notice.opened_at for notice in told):
        to = [Told(organisation=organisation)]
        tell(made, NoticeKind.LETTER_TAKEN_BACK, to, Subject(leads_to, ""), number=number)
