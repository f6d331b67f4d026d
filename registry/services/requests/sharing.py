"""Sharing requests (đề nghị dùng chung) and their replies, each with its clock; reasons are kept."""

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.requests.desk_records import SharingRequest
from registry.model.requests.sharing_grounds import WITHDRAWN, SharingGround
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import file_path, keep_file
from registry.services.office.calendar import today as present_day
from registry.services.office.deeds import KIND, Deed, deed
from registry.services.office.registry import Registry
from registry.services.office.working_days import calendar_of
from registry.services.requests.reading import with_reply_limit
from registry.services.requests.requests import attach
from registry.services.requests.told import tell_asked_to_share, tell_sharing_answered
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.office.operators import load_settings
from registry.store.requests import requests as store
from registry.store.requests.sharing import get_sharing, list_sharing, sharing_by_letter
from registry.store.requests.tables import attachments, sharing_requests
from registry.typed_text import within

UNKNOWN = "SHARING-UNKNOWN"
LONGEST = 1_000
ANSWERS = frozenset({"agree", "conditions", "refuse"})
_NEEDS_REASON = frozenset({"conditions", "refuse"})


@one_moment()
def ask_to_share(
    registry: Registry,
    *,
    asker: str,
    owner: str,
    mast: str,
    sent_on: dt.date,
    who: str,
    request: str = "",
    row: int | None = None,
    asker_named: bool = False,
    survey: bool = False,
    letter_number: str = "",
    wanted: str = "",
    files: Sequence[str] = (),
) -> SharingRequest:
    """Record that ``asker`` (operator) asked ``owner`` to share a mast (its code), for a row or not.

    ``asker_named``: its code or description is the asker's own, which it may read again; False where a row's
    page offered the mast. ``wanted`` says what would be put on it. ``survey`` gives the owner 15 days instead
    of 7 working days (QĐ 72/2025 Điều 28(2), 7(4)).
    """
    if sent_on > present_day():
        raise RefusalError("REQUEST-DAY", day=sent_on, first=dt.date(2000, 1, 1), last=present_day())
    if not asker.strip() or not owner.strip() or not mast.strip():
        raise RefusalError("REQUEST-VALUE", value=mast)
    identity = new_id()
    with _deed(registry, identity, who) as made:
        connection = made.connection
        found = store.get_request(connection, request) if request else None
        if found is not None and row is not None and not 0 <= row < found.list_rows:
            raise RefusalError("REQUEST-ROW", number=found.number, rows=found.list_rows, row=row + 1)
        sides = (asker.strip(), owner.strip(), mast.strip())
        _refuse_recorded(connection, *sides, letter_number.strip(), named=asker_named)
        written = {
            "id": identity,
            "request": found.id if found else None,
            "list_version": found.list_version if found else None,
            "row": row,
            "asker": asker.strip(),
            "owner": owner.strip(),
            "mast": mast.strip(),
            "asker_named": asker_named,
            "letter_number": letter_number.strip(),
            "sent_on": sent_on,
            "survey": survey,
            "wanted": within(wanted, LONGEST),
            "files": _known(
                registry, store.of_request(connection, attachments, found.id) if found else [], files
            ),
            "who": made.who,
            "at": made.at,
        }
        made.create(sharing_requests, written)
        tell_asked_to_share(made, store.sharing_of({**written, "version": 1}))
    return _one(registry, identity)


def _refuse_recorded(
    connection: Connection, asker: str, owner: str, mast: str, letter_number: str, *, named: bool
) -> None:
    """Refuse a letter about a mast that somebody recorded already under its number.

    The mast's code is said where it was typed (``named``): one that was chosen beside a row may be hidden.
    """
    known = sharing_by_letter(connection, asker=asker, owner=owner, mast=mast, letter_number=letter_number)
    if known is not None and not named:
        raise RefusalError("SHARING-RECORDED-HERE", number=letter_number, by=known.who)
    if known is not None:
        raise RefusalError("SHARING-RECORDED", number=letter_number, mast=mast, by=known.who)


@one_moment()
def record_reply(
    registry: Registry,
    sharing: str,
    *,
    answer: str,
    replied_on: dt.date,
    who: str,
    seen: int,
    reason: str = "",
    ground: str = "",
    survey: bool | None = None,
    received_on: dt.date | None = None,
    files: Sequence[str] = (),
) -> SharingRequest:
    """Record the owner's reply: agree, conditions or refuse; the last two need their reason.

    ``ground`` (``SharingGround``) says on which ground it refuses, none named is another one.
    ``received_on`` is the day on which it received the request, None where that is not stated here.
    """
    if answer not in ANSWERS:
        raise RefusalError("REQUEST-VALUE", value=answer)
    if ground and ground not in set(SharingGround):
        raise RefusalError("REQUEST-VALUE", value=ground[:40])
    if answer in _NEEDS_REASON and not reason.strip():
        raise RefusalError("REQUEST-REASON")
    offered: dict[str, Any] = {"answer": answer, "replied_on": replied_on, "reason": reason.strip()}
    offered["ground"] = (ground or SharingGround.OTHER.value) if answer == "refuse" else ""
    if survey is not None:
        offered["survey"] = survey
    if received_on is not None:
        offered["received_on"] = received_on
    with _deed(registry, sharing, who) as made:
        standing = made.standing(sharing_requests, sharing, unknown=UNKNOWN, seen=seen, offered=offered)
        if standing.get("answer") == WITHDRAWN:
            raise RefusalError("SHARING-WITHDRAWN")
        first = _read_day(standing["sent_on"])
        if received_on is not None:
            _check_day(received_on, first, replied_on)
        _check_day(replied_on, received_on or _read_day(standing.get("received_on")) or first, present_day())
        own = standing.get("request")
        known = store.of_request(made.connection, attachments, own) if own else []
        kept = list(dict.fromkeys([*standing.get("files", []), *_known(registry, known, files)]))
        made.amend(sharing_requests, sharing, **offered, files=kept)
        tell_sharing_answered(made, get_sharing(made.connection, sharing))
    return _one(registry, sharing)


def sharing_of(
    registry: Registry, *, request: str = "", mast: str = "", today: dt.date | None = None
) -> list[SharingRequest]:
    """Return sharing requests with their clocks, the oldest first; of one request, or about one mast."""
    with registry.database.read() as connection:
        calendar = calendar_of(load_settings(connection))
        found = list_sharing(connection, request=request, mast=mast)
    return [with_reply_limit(registry, item, calendar, today or present_day()) for item in found]


@one_moment()
def state_survey(registry: Registry, sharing: str, *, who: str, seen: int) -> SharingRequest:
    """Record that the owner has to survey the mast, which gives it 15 days from the letter (Điều 28(2))."""
    needed = {"survey": True}
    with _deed(registry, sharing, who) as made:
        standing = made.standing(sharing_requests, sharing, unknown=UNKNOWN, seen=seen, offered=needed)
        if not standing.get("survey"):
            made.amend(sharing_requests, sharing, **needed)
    return _one(registry, sharing)


@one_moment()
def state_receipt(
    registry: Registry, sharing: str, *, received_on: dt.date, who: str, seen: int
) -> SharingRequest:
    """Record on which day the owner received it: its time to answer is counted from there (Điều 7(4))."""
    offered = {"received_on": received_on}
    with _deed(registry, sharing, who) as made:
        standing = made.standing(sharing_requests, sharing, unknown=UNKNOWN, seen=seen, offered=offered)
        if standing.get("answer") == WITHDRAWN:
            raise RefusalError("SHARING-WITHDRAWN")
        last = _read_day(standing.get("replied_on")) or present_day()
        _check_day(received_on, _read_day(standing["sent_on"]), last)
        if _read_day(standing.get("received_on")) != received_on:
            made.amend(sharing_requests, sharing, **offered)
    return _one(registry, sharing)


def _read_day(said: str | None) -> dt.date | None:
    return dt.date.fromisoformat(said) if said else None


def _check_day(day: dt.date, first: dt.date | None, last: dt.date) -> None:
    if not (first or day) <= day <= last:
        raise RefusalError("REQUEST-DAY", day=day, first=first, last=last)


@one_moment()
def withdraw_sharing(registry: Registry, sharing: str, *, reason: str, who: str, seen: int) -> SharingRequest:
    """Take back a sharing request before it is answered, with a reason that its owner reads.

    ``SHARING-ANSWERED`` where its owner replied already: what it said stands.
    """
    if not reason.strip():
        raise RefusalError("REQUEST-REASON")
    offered: dict[str, Any] = {
        "answer": WITHDRAWN, "replied_on": present_day(), "reason": within(reason, LONGEST).strip(),
    }  # fmt: skip
    with _deed(registry, sharing, who) as made:
        standing = made.standing(sharing_requests, sharing, unknown=UNKNOWN, seen=seen, offered=offered)
        if standing.get("answer"):
            raise RefusalError("SHARING-ANSWERED")
        made.amend(sharing_requests, sharing, **offered)
    return _one(registry, sharing)


@one_moment()
def keep_letter(registry: Registry, request: str, path: Path, *, name: str, who: str) -> str:
    """Keep a letter of a sharing request and return how ``files`` names it.

    Where the sharing request belongs to a request it is an attachment of that, named by its SHA-256; else
    "SHA-256:name".
    """
    if request:
        return attach(registry, request, path, name=name, kind="sharing", who=who)
    return f"{keep_file(registry, path, name).sha256}:{Path(name).name}"


def letters_of(registry: Registry, sharing: str) -> dict[str, str]:
    """Return the name of every letter of a sharing request by its SHA-256."""
    asked = _one(registry, sharing)
    named: dict[str, str] = {}
    if asked.request:
        with registry.database.read() as connection:
            rows = store.of_request(connection, attachments, asked.request)
        named = {row["sha256"]: row["name"] for row in rows}
    found = {}
    for item in asked.files:
        sha256, _colon, name = item.partition(":")
        found[sha256] = name or named.get(sha256, sha256[:12])
    return found


def _known(registry: Registry, attached: Sequence[Mapping[str, Any]], files: Sequence[str]) -> list[str]:
    """Return the files; refused where one is neither attached to the request nor kept apart."""
    known = {item["sha256"] for item in attached}
    for item in files:
        sha256, colon, name = item.partition(":")
        if colon:
            file_path(registry, sha256, name)
        elif sha256 not in known:
            raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return list(files)


def _deed(registry: Registry, sharing: str, who: str) -> AbstractContextManager[Deed]:
    return deed(registry, f"{KIND}sharing", who, options={"sharing": sharing})


def _one(registry: Registry, sharing: str) -> SharingRequest:
    with registry.database.read() as connection:
        calendar = calendar_of(load_settings(connection))
        found = get_sharing(connection, sharing)
    return with_reply_limit(registry, found, calendar, present_day())
