"""Letters of a warning recorded as sent, as a storm's are: files, acknowledgement, correction, taking back.

A carrier acknowledges in its own account; what comes by phone is entered by the officer with its source.
"""

import datetime as dt
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.notices import NoticeKind, Subject
from registry.model.notices import Recipient as Told
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.storm_records import OrderState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path
from registry.services.office.deeds import Deed, deed
from registry.services.office.deeds import standing as row_seen
from registry.services.office.notices import tell
from registry.services.office.registry import Registry
from registry.services.storm.hazards.deeds import HAZARD_LETTER, KIND
from registry.services.storm.hazards.drafts import all_letters, get_letter, kept_letter
from registry.services.storm.sending import (
    ACCOUNT,
    BOOK_NAME,
    LETTER_NAME,
    LONGEST,
    NOT_HEARD,
    NOT_SENT,
    checked_number,
    heard_from,
    kept_papers,
    reason_to_take_back,
    untell,
)
from registry.services.storm.vocabulary import moment
from registry.store.storm import hazards as store
from registry.store.storm.hazard_tables import hazard_letters
from registry.typed_text import line_within


def letter_file(registry: Registry, letter: str, lang: Language = "vi") -> bytes:
    """Return a letter as .docx: as it was sent, or as it would be."""
    from registry.services.storm.hazards.letters import letter_of  # noqa: PLC0415  fills a document

    found = get_letter(registry, letter)
    if found.letter_sha256 and lang == "vi":
        return file_path(registry, found.letter_sha256, LETTER_NAME).read_bytes()
    return letter_of(
        registry, kept_letter(registry, found), (found.recipient, found.recipient_name), lang,
        number_=found.number, sent_on=found.sent_on, before=_before(registry, found),
    )  # fmt: skip


def _before(registry: Registry, letter: HazardLetter) -> HazardLetter | None:
    """Return the letter of the same warnings that was sent last to the same carrier before this one."""
    sent = [
        one
        for one in all_letters(registry, recipient=letter.recipient)
        if one.state is OrderState.SENT and one.id != letter.id and one.is_of(letter.warnings)
    ]
    earlier = [one for one in sent if not letter.sent_at or one.sent_at < letter.sent_at]
    return max(earlier, key=lambda one: one.sent_at, default=None)


def letter_book(registry: Registry, letter: str, lang: Language = "vi") -> bytes:
    """Return the workbook of a letter: as it was sent, or as it would be."""
    from registry.services.storm.hazards.letters import book_of  # noqa: PLC0415  as above

    found = get_letter(registry, letter)
    if found.book_sha256 and lang == "vi":
        return file_path(registry, found.book_sha256, BOOK_NAME).read_bytes()
    return book_of(registry, kept_letter(registry, found), lang)


@one_moment()
def record_sent(
    registry: Registry, letter: str, *, number: str, sent_on: dt.date, seen: int, who: str
) -> HazardLetter:
    """Record that the office sent a letter, with the files as they were; only a draft can be sent.

    Its carrier is told. Refused: no number (``STORM-ORDER-NUMBER``), a day before the draft or after today
    (``STORM-ORDER-DAY``).
    """
    said, files = _papers(registry, letter, number, sent_on, state=OrderState.DRAFT, seen=seen)
    with deed(registry, KIND, who) as made:
        row = _check(made, letter, OrderState.DRAFT, seen, said)
        sent: dict[str, Any] = {"state": OrderState.SENT.value, "sent_at": made.at, "sent_by": made.who}
        made.amend(hazard_letters, letter, **sent, **said, **files)
        told = [Told(organisation=row.recipient)]
        tell(made, NoticeKind.LETTER, told, Subject(HAZARD_LETTER, letter), number=str(said["number"]))
    return get_letter(registry, letter)


@one_moment()
def correct_sent(
    registry: Registry, letter: str, *, number: str, sent_on: dt.date, seen: int, who: str
) -> HazardLetter:
    """Put right the number or the day of a letter that was sent; its files bear the new ones.

    When it was recorded and who acknowledged it stay. Refused as ``record_sent``.
    """
    said, files = _papers(registry, letter, number, sent_on, state=OrderState.SENT, seen=seen)
    with deed(registry, KIND, who) as made:
        _check(made, letter, OrderState.SENT, seen, said)
        made.amend(hazard_letters, letter, **said, **files)
    return get_letter(registry, letter)


@one_moment()
def take_back_sent(registry: Registry, letter: str, *, reason: str, seen: int, who: str) -> HazardLetter:
    """Take back that a letter was sent: it is a draft again, or replaced where a newer one stands.

    Refused without a reason (``STORM-ORDER-REASON``), once it was acknowledged (``HAZARD-LETTER-ANSWERED``),
    where a later one that was sent follows it (``STORM-ORDER-FOLLOWED``), and for one that was not sent.
    """
    reason = line_within(reason, LONGEST)
    if not reason:
        raise RefusalError("STORM-ORDER-REASON")
    with deed(registry, KIND, who, options={"letter": letter}) as made:
        found = _check(made, letter, OrderState.SENT, seen, NOT_SENT)
        if found.acknowledged:
            at = moment(found.acknowledged_at)
            raise RefusalError("HAZARD-LETTER-ANSWERED", number=found.number, at=at)
        state = OrderState.REPLACED if _newer(made, found) else OrderState.DRAFT
        made.about["options"] |= {"number": found.number, "reason": reason}
        made.amend(hazard_letters, letter, state=state.value, **NOT_SENT)
        untell(made, HAZARD_LETTER, letter, organisation=found.recipient, number=found.number)
    return get_letter(registry, letter)


@one_moment()
def acknowledge(
    registry: Registry, letter: str, *, seen: int, who: str, source: str = ACCOUNT, note: str = ""
) -> HazardLetter:
    """Record that the recipient has a letter and acts on it, with what it says besides (``note``).

    ``source``: by its own account, else who said so and how (``STORM-ACK-SOURCE`` where that is missing).
    Only a letter that was sent can be acknowledged; a second acknowledgement changes nothing.
    """
    said = heard_from(source, note)
    with deed(registry, KIND, who) as made:
        if not _check(made, letter, OrderState.SENT, seen, said).acknowledged:
            made.amend(hazard_letters, letter, acknowledged_at=made.at, acknowledged_by=made.who, **said)
    return get_letter(registry, letter)


@one_moment()
def take_back_heard(registry: Registry, letter: str, *, reason: str, seen: int, who: str) -> HazardLetter:
    """Take back an acknowledgement that the office wrote down by mistake, as that of a storm's letter."""
    with deed(registry, KIND, who, options={"letter": letter}) as made:
        found = _check(made, letter, OrderState.SENT, seen, NOT_HEARD)
        said = reason_to_take_back(found.ack_source, reason)
        made.about["options"] |= {"number": found.number, "reason": said, "heard": found.ack_source}
        if found.acknowledged:
            made.amend(hazard_letters, letter, **NOT_HEARD)
    return get_letter(registry, letter)


def _papers(
    registry: Registry, letter: str, number: str, sent_on: dt.date, *, state: OrderState, seen: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a letter's number and day, checked, and its files with them, kept."""
    from registry.services.storm.hazards.letters import book_of, letter_of  # noqa: PLC0415  as above

    offered = {"number": line_within(number, 60), "sent_on": sent_on}
    with registry.database.read() as connection:
        row_seen(
            connection, hazard_letters, letter, unknown="STORM-ORDER-UNKNOWN", seen=seen, offered=offered
        )
    found = get_letter(registry, letter)
    if found.state is not state:
        raise RefusalError("STORM-ORDER-STATE", state=found.state.value)
    number = checked_number(number, sent_on, found.at)
    kept, to = kept_letter(registry, found), (found.recipient, found.recipient_name)
    before = _before(registry, found)
    paper = letter_of(registry, kept, to, "vi", number_=number, sent_on=sent_on, before=before)
    return {"number": number, "sent_on": sent_on}, kept_papers(registry, paper, book_of(registry, kept, "vi"))


def _check(made: Deed, letter: str, state: OrderState, seen: int, offered: dict[str, Any]) -> HazardLetter:
    row = made.standing(hazard_letters, letter, unknown="STORM-ORDER-UNKNOWN", seen=seen, offered=offered)
    if row["state"] != state.value:
        raise RefusalError("STORM-ORDER-STATE", state=row["state"])
    return store.load_letters(made.connection, id=row["id"])[0]


def _newer(made: Deed, letter: HazardLetter) -> list[HazardLetter]:
    """Return what was drafted since to the same carrier; refused where any of it was sent and follows it."""
    others = [
        one
        for one in store.load_letters(made.connection, recipient=letter.recipient)
        if one.id != letter.id and one.state is not OrderState.REPLACED and one.is_of(letter.warnings)
    ]
    for one in others:
        if one.state is OrderState.SENT and one.sent_at > letter.sent_at:
            raise RefusalError("STORM-ORDER-FOLLOWED", number=letter.number, later=one.number)
    return [one for one in others if one.at > letter.at]
