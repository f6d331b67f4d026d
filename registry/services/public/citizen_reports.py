"""Field reports (phản ánh hiện trường): taken from anybody, linked to a mast, visited or closed.

A report that an officer joined to another one (``joining``) is dealt with by that one: its own deeds are
refused.
"""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.geo.country import in_country
from registry.model.field.field_reports import (
    DANGEROUS,
    CitizenReportKind,
    Contact,
    FieldReport,
    PlaceSource,
    ReportState,
)
from registry.model.vietnam_time import now, one_moment
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND, Deed, changed
from registry.services.office.deeds import deed as deed_of
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.public import alike
from registry.services.public.report_photos import MOST_PHOTOS, kept_photo
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.ledger import stamp
from registry.store.public import citizen_reports as store
from registry.store.public.tables import citizen_reports
from registry.typed_text import within as cut

LONGEST_WORDS = 2000
LONGEST_LINE = 200
LONGEST_PHONE = 40
FORGET_AFTER = dt.timedelta(days=90)
"""How long after its report is closed a reporter's name and telephone are kept."""

TOLD = frozenset({"state", "reason", "reply", "closed_on"})
"""What is said of a report to whoever reported it: one thing of all that were joined."""
KIND_OF_REPORT = f"{KIND}report"
"""The kind of the batches of these deeds."""
PUBLIC = "người dân"
"""Who answers in the ledger for what came without an account."""


@one_moment()
def take_report(
    registry: Registry,
    *,
    kind: CitizenReportKind,
    words: str = "",
    place: str = "",
    position: tuple[float, float] | None = None,
    accuracy_m: float | None = None,
    source: PlaceSource = PlaceSource.WORDS,
    structure: str = "",
    photos: Sequence[tuple[Path, str]] = (),
    contact: Contact | None = None,
) -> FieldReport:
    """Keep a report and return it with its number and token.

    ``position`` is (lon, lat) in EPSG:4326, ``structure`` the mast whose plate was read, ``photos`` files
    with their senders' names. Refused without any place (``REPORT-NO-PLACE``), with neither words nor photo
    (``REPORT-EMPTY``), outside Vietnam (``REPORT-OUTSIDE``), too long (``REPORT-LONG``), with too many photos
    (``REPORT-PHOTOS``) or one that is no picture (``REPORT-PHOTO``).
    """
    words, place = words.strip(), " ".join(place.split())
    refuse_incomplete(words, place, position, structure, len(photos))
    kept = [kept_photo(registry, path, name) for path, name in photos]
    identity, day = new_id(), today()
    row: dict[str, Any] = {
        "id": identity,
        "kind": kind.value,
        "words": words,
        "lon": None if position is None else position[0],
        "lat": None if position is None else position[1],
        "accuracy_m": accuracy_m,
        "source": source.value,
        "place": place,
        "structure": structure,
        "photos": kept,
    }
    sealed = partial(secrets_seal.writing, registry)
    with report_deed(registry, identity, "taken", PUBLIC, opened=sealed) as made:
        enter(made, row)
        keep_contact(made, identity, contact)
        store.forget_contacts(made.connection, day - FORGET_AFTER)
        return found_in(made.connection, identity)


def enter(made: Deed, row: dict[str, Any]) -> None:
    """Write a new report within a deed: numbered, with a token, below the one that it is like (``alike``)."""
    connection, year = made.connection, today().year
    since = stamp(now() - dt.timedelta(hours=alike.WITHIN_HOURS))
    numbered = {
        "year": year,
        "ordinal": store.next_ordinal(connection, year),
        "token": secrets.token_hex(10),
        "at": made.at,
        "state": ReportState.NEW.value,
        "twin_of": alike.first_like(row, store.open_since(connection, since)),
    }
    made.create(citizen_reports, row | numbered)
    made.write()


def keep_contact(made: Deed, identity: str, contact: Contact | None) -> None:
    """Keep who reported, outside the ledger, where anything of it was said."""
    if contact is not None and (contact.name or contact.phone):
        name, phone = cut(contact.name, LONGEST_LINE), cut(contact.phone, LONGEST_PHONE)
        store.keep_contact(made.connection, identity, Contact(name, phone))


def refuse_incomplete(
    words: str, place: str, position: tuple[float, float] | None, structure: str, photos: int
) -> None:
    """Refuse a report as ``take_report`` says, before anything of it is kept; ``photos`` says how many."""
    words, place = words.strip(), " ".join(place.split())
    if len(words) > LONGEST_WORDS or len(place) > LONGEST_LINE:
        raise RefusalError(
            "REPORT-LONG", longest=LONGEST_WORDS if len(words) > LONGEST_WORDS else LONGEST_LINE
        )
    if position is not None and not in_country(*position):
        raise RefusalError("REPORT-OUTSIDE")
    if position is None and not place and not structure:
        raise RefusalError("REPORT-NO-PLACE")
    if not words and not photos:
        raise RefusalError("REPORT-EMPTY")
    if photos > MOST_PHOTOS:
        raise RefusalError("REPORT-PHOTOS", most=MOST_PHOTOS)


def reports(registry: Registry, *, structure: str = "") -> list[FieldReport]:
    """Return the reports: those that wait first, the dangerous ones before others, then the newest."""
    with registry.database.read() as connection:
        found = store.load_reports(connection, structure=structure)
    order = list(ReportState)
    return sorted(found, key=lambda one: (order.index(one.state), waits(one) and one.kind not in DANGEROUS))


def waits(report: FieldReport) -> bool:
    """Whether nobody has dealt with a report."""
    return report.state is ReportState.NEW


def waiting(registry: Registry) -> int:
    """Return how many reports nobody has dealt with; those below another open one (``alike``) not counted."""
    with registry.database.read() as connection:
        return store.count_new(connection)


def dangerous_waiting(registry: Registry) -> list[FieldReport]:
    """Return the reports that nobody has dealt with and that are dangerous, or lead one that is.

    Those below another one (``below``) go with it, as ``waiting`` counts them.
    """
    found = reports(registry)
    gathered = below(found)
    under = {one.id for ones in gathered.values() for one in ones}
    return [
        one
        for one in found
        if waits(one) and one.id not in under and is_dangerous(one, gathered.get(one.id, ()))
    ]


def is_dangerous(found: FieldReport, gathered: Iterable[FieldReport] = ()) -> bool:
    """Whether a report, or one of those that stand below it, is of something dangerous."""
    return any(one.kind in DANGEROUS for one in (found, *gathered))


def below(found: Sequence[FieldReport]) -> dict[str, list[FieldReport]]:
    """Return the open reports that stand below another open one, by the id of that one, and those joined to
    it.

    One that is like a report which was joined to another stands below that other.
    """
    lead = {one.id: one.joined_to or one.id for one in found}
    first = {one.id for one in found if one.open and not one.joined_to}
    gathered: dict[str, list[FieldReport]] = {}
    for one in found:
        above = one.joined_to or (lead.get(one.twin_of, "") if one.id in first else "")
        if above != one.id and (one.joined_to or above in first):
            gathered.setdefault(above, []).append(one)
    return gathered


def report(registry: Registry, identity: str) -> FieldReport:
    """Return a report by its id (``REPORT-UNKNOWN``)."""
    with registry.database.read() as connection:
        return found_in(connection, identity)


def report_by_token(registry: Registry, token: str) -> FieldReport:
    """Return the report that a reporter's own address opens (``REPORT-UNKNOWN``)."""
    with registry.database.read() as connection:
        return _found(store.by_token(connection, token))


def contact(registry: Registry, identity: str) -> Contact | None:
    """Return who made a report; for the office's staff alone."""
    with registry.database.read() as connection:
        return store.contact_of(connection, identity)


@one_moment()
def forget(registry: Registry, identity: str) -> None:
    """Forget who made a report, now."""
    with secrets_seal.writing(registry) as connection:
        store.forget_contact(connection, identity)


def photo_path(registry: Registry, found: FieldReport, index: int) -> Path:
    """Return where a report's photo (from 0) lies, as JPEG without metadata."""
    if not 0 <= index < len(found.photos):
        raise RefusalError("REPORT-UNKNOWN")
    return file_path(registry, found.photos[index].sha256, "photo.jpg")


@one_moment()
def link(registry: Registry, identity: str, structure: str, *, who: str, seen: int) -> FieldReport:
    """Say which mast a report is about; "" says that it is about none that is known."""
    return _change(registry, identity, who=who, seen=seen, deed="linked", structure=structure)


@one_moment()
def stand_alone(registry: Registry, identity: str, *, who: str, seen: int) -> FieldReport:
    """Take a report out from below another one: it is about something else."""
    return _change(registry, identity, who=who, seen=seen, deed="apart", twin_of="")


@one_moment()
def sent_to_visit(
    registry: Registry, identity: str, target: str, *, structure: str, who: str, seen: int, reply: str = ""
) -> FieldReport:
    """Record that a report became a visit: ``target`` is that of the campaign.

    Without a ``reply`` one that was given before stays: whoever reported has read it.
    """
    said: dict[str, Any] = {"reply": reply.strip()} if reply.strip() else {}
    return _change(
        registry, identity, who=who, seen=seen, deed="visit", state=ReportState.VISIT.value, target=target,
        structure=structure, **said,
    )  # fmt: skip


@one_moment()
def answer(registry: Registry, identity: str, reply: str, *, who: str, seen: int) -> FieldReport:
    """Tell the reporter how a report stands to which somebody was sent; it stays open.

    Refused without an answer (``REPORT-REPLY``), too long (``REPORT-LONG``), and where it is not given out.
    """
    reply = reply.strip()
    if not reply:
        raise RefusalError("REPORT-REPLY")
    if len(reply) > LONGEST_WORDS:
        raise RefusalError("REPORT-LONG", longest=LONGEST_WORDS)
    given = frozenset({ReportState.VISIT})
    return _change(registry, identity, who=who, seen=seen, deed="answered", within=given, reply=reply)


_OPEN = frozenset(ReportState) - {ReportState.CLOSED}


def _change(
    registry: Registry,
    identity: str,
    *,
    who: str,
    seen: int,
    deed: str,
    within: frozenset[ReportState] = _OPEN,
    **columns: Any,
) -> FieldReport:
    """Change a report that is in one of some states."""
    with report_deed(registry, identity, deed, who) as made:
        standing = made.standing(
            citizen_reports, identity, unknown="REPORT-UNKNOWN", seen=seen, offered=columns
        )
        if ReportState(standing["state"]) not in within:
            raise changed(made.connection, citizen_reports, identity, standing, columns)
        if TOLD & columns.keys():
            refuse_joined(made.connection, standing)
        if all((standing.get(name) or "") == (value or "") for name, value in columns.items()):
            return found_in(made.connection, identity)  # so it stands already
        made.amend(citizen_reports, identity, who=made.who, handled_at=made.at, **columns)
        told_alike(made, identity, columns)
        made.write()
        return found_in(made.connection, identity)


def refuse_joined(connection: Connection, standing: Mapping[str, Any]) -> None:
    """Refuse (``REPORT-JOINED``) a deed at a report that was joined to another: that one leads."""
    if standing.get("joined_to"):
        lead = store.get_report(connection, standing["joined_to"])
        raise RefusalError("REPORT-JOINED", number=lead.number if lead else "?")


def told_alike(made: Deed, lead: str, columns: Mapping[str, Any]) -> None:
    """Say of the reports that are joined to a lead what is said of it, within the same deed."""
    said = {name: value for name, value in columns.items() if name in TOLD}
    if said:
        for one in store.joined_to(made.connection, lead):
            made.amend(citizen_reports, one.id, who=made.who, handled_at=made.at, **said)


def found_in(connection: Connection, identity: str) -> FieldReport:
    """Return a report by its id (``REPORT-UNKNOWN``)."""
    return _found(store.get_report(connection, identity))


def _found(report: FieldReport | None) -> FieldReport:
    if report is None:
        raise RefusalError("REPORT-UNKNOWN")
    return report


def report_deed(
    registry: Registry,
    report: str,
    name: str,
    who: str,
    *,
    opened: Callable[[], AbstractContextManager[Connection]] | None = None,
    **options: Any,
) -> AbstractContextManager[Deed]:
    """Open a deed about a report ("": several); ``options`` are kept with its batch."""
    said = {"report": report, "deed": name, **options}
    return deed_of(registry, KIND_OF_REPORT, who, opened=opened, options=said)
