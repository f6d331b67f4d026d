"""The letter to a body as it was sent: its number, its day, its file, and sent by mistake."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from registry.errors import RefusalError
from registry.messages import Language
from registry.model.requests.desk_records import Consultation
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_bytes
from registry.services.office.deeds import standing as row_seen
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.consulted.consulted_body import accounts_asked
from registry.services.requests.letters.consultation import consultation_letter
from registry.services.requests.notes import check_past
from registry.services.requests.opened import load_request
from registry.services.requests.state_history import appraising_again, consulting
from registry.services.requests.told import tell_consulted
from registry.store.requests.requests import consultation_of
from registry.store.requests.tables import consultations

LETTER_NAME = "lay-y-kien.docx"


def letter_to_body(registry: Registry, request: str, consultation: str, lang: Language = "vi") -> bytes:
    """Return the letter as it was sent; made now: a draft, the English, and one sent before files were kept.

    Of one about an earlier list there is no English any more: the Vietnamese as it was sent. Refused as
    ``consultation_letter``.
    """
    item = _one(registry, request, consultation)
    earlier = item.list_version != load_request(registry, request).request.list_version
    if item.letter_sha256 and (lang == "vi" or earlier):
        return file_path(registry, item.letter_sha256, LETTER_NAME).read_bytes()
    return consultation_letter(registry, request, consultation, lang)


def _one(registry: Registry, request: str, consultation: str) -> Consultation:
    for item in load_request(registry, request).consultations:
        if item.id == consultation:
            return item
    raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")


@one_moment()
def record_sent(
    registry: Registry,
    request: str,
    consultation: str,
    *,
    letter_number: str,
    sent_on: dt.date,
    answer_by: dt.date | None,
    who: str,
    seen: int,
) -> None:
    """Record that a drafted letter was sent: its number and day, and by which day it asks for the answer.

    The letter is kept as it goes out: a later list, an answer or more time to answer change nothing of it.
    Another number or day makes it anew; another day to answer by moves that day alone.
    With the first letter that goes out the request waits for an opinion. Refused without a number
    (``REQUEST-NUMBER``), for an answer asked for before the letter is sent (``CONSULTATION-DAYS``) or sent on
    a day to come (``REQUEST-DAY``), or where somebody changed it first (``CHANGED-MEANWHILE``).
    """
    if not letter_number.strip():
        raise RefusalError("REQUEST-NUMBER")
    check_past(sent_on)
    if answer_by is not None and answer_by < sent_on:
        raise RefusalError("CONSULTATION-DAYS", sent=sent_on, by=answer_by)
    written = {"letter_number": letter_number.strip(), "sent_on": sent_on, "answer_by": answer_by}
    with registry.database.read() as connection:
        row_seen(
            connection, consultations, consultation, unknown="REQUEST-CONSULTATION-UNKNOWN", seen=seen,
            offered=written,
        )  # fmt: skip
    kept = _kept(registry, _one(registry, request, consultation), written)
    with action(registry, request, "consulted", who=who) as made:
        bodies = {item["id"]: str(item["body"]) for item in made.rows(consultations)}
        made.check(consultations, consultation, seen, written)
        for part in _parts(made, consultation):
            made.amend(consultations, part, **written, letter_sha256=kept)
        asked = accounts_asked(registry, bodies[consultation])
        tell_consulted(made, asked, consultation, letter_number.strip(), answer_by)
        consulting(made, sent_on)


def _kept(registry: Registry, item: Consultation, written: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the letter as it goes out, "" where it can be made no more.

    A letter about an earlier list is recorded late, or its number put right: what is kept of it stays.
    """
    same = (item.letter_number, item.sent_on) == (written["letter_number"], written["sent_on"])
    if item.letter_sha256 and same:
        return item.letter_sha256
    try:
        sent = item if same else replace(item, **written)  # sent before files were kept: with its own day
        paper = consultation_letter(registry, item.request, item.id, sent=sent)
    except RefusalError as refusal:
        if refusal.code != "CONSULTATION-EARLIER-LIST":
            raise
        return item.letter_sha256
    return keep_bytes(registry, paper, LETTER_NAME).sha256


def _parts(made: Action, consultation: str) -> list[str]:
    """Return the consultations that are parts of one letter with this one, itself among them."""
    every = [consultation_of(row) for row in made.rows(consultations)]
    letter = next(item.letter for item in every if item.id == consultation)
    return [item.id for item in every if item.letter == letter]


@one_moment()
def take_back_sent(registry: Registry, request: str, consultation: str, *, who: str, seen: int) -> None:
    """Make a letter a draft again that was recorded as sent by mistake: it has no number and no day.

    Where no other letter is out the request is appraised again. Refused once the body answered
    (``CONSULTATION-SENT``), or where somebody changed it first (``CHANGED-MEANWHILE``).
    """
    with action(registry, request, "consulted", who=who) as made:
        rows = {item["id"]: item for item in made.rows(consultations)}
        standing = rows.get(consultation)
        if standing is None:
            raise RefusalError("REQUEST-CONSULTATION-UNKNOWN")
        made.check(consultations, consultation, seen, {"letter_number": ""})
        if standing["outcome"] or standing["kind"] != "letter":
            raise RefusalError("CONSULTATION-SENT", number=standing["letter_number"] or "–")
        made.amend(consultations, consultation, letter_number="", sent_on=None, letter_sha256="")
        if not any(item["sent_on"] for item in rows.values() if item["id"] != consultation):
            appraising_again(made)
