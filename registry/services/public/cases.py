"""Reports that another system hands on (hệ thống phản ánh hiện trường của tỉnh): one report a case number,
always.

What the other system says again brings its report up to date in what is that system's to say: words, place,
due day, photos, what was answered there. What the office made of it stays. A case number is compared without
regard to capitals and to how its signs are composed, and is given back as it came.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.geo.country import in_country
from registry.model.field.citizen_states import CitizenTold, told
from registry.model.field.field_reports import CitizenReportKind, Contact, FieldReport, PlaceSource
from registry.model.vietnam_time import in_vietnam, now, one_moment
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.services.office.security import secrets_seal
from registry.services.public import citizen_reports as reports
from registry.services.public.report_photos import MOST_PHOTOS, kept_photo
from registry.services.public.report_story import stories_of, story_of
from registry.store.changes import new_id
from registry.store.images import encode
from registry.store.ledger import head, stamp
from registry.store.public import citizen_reports as store
from registry.store.public.tables import citizen_reports
from registry.typed_text import line_within, within

SYSTEM = "Hệ thống phản ánh hiện trường của tỉnh"
"""How the other system is called where it does not say."""
LONGEST_NUMBER, LONGEST_SYSTEM = 60, 80
LONGEST_WORDS = 8000
MOST = 200
"""Changed cases that are told at once."""
EARLIEST = dt.date(2000, 1, 1)
_AHEAD = dt.timedelta(days=1)
"""By how much another system's clock may go before ours."""
_LATEST = dt.timedelta(days=3660)


@dataclass(frozen=True, slots=True)
class SentCase:
    """What another system says of a case. ``position`` is (lon, lat) in EPSG:4326; ``photos`` (file, name).

    ``kind`` None: it does not say, or not in words that are understood. ``received_at``: when it came in
    there; ``as_of``: the moment that the statement is of; ``answer_there``: what was answered elsewhere.
    """

    number: str
    system: str = ""
    kind: CitizenReportKind | None = None
    words: str = ""
    place: str = ""
    position: tuple[float, float] | None = None
    received_at: dt.datetime | None = None
    due_on: dt.date | None = None
    as_of: dt.datetime | None = None
    answer_there: str = ""
    contact: Contact = field(default_factory=Contact)
    photos: Sequence[tuple[Path, str]] = ()


class Outcome(StrEnum):
    """What a statement of a case made of it."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Case:
    """A report of another system, with what its citizen is told; ``entry``: the ledger's that changed it
    last; ``before_reopening``: its answer was given before it was opened again."""

    report: FieldReport
    told: CitizenTold
    entry: int = 0
    before_reopening: bool = False


@dataclass(frozen=True, slots=True)
class ChangedCases:
    """Cases that changed after an entry, those changed first first; ``until``: to ask on from."""

    cases: list[Case]
    until: int
    more: bool


def case_key(number: str) -> str:
    """Return a case number as it is compared (``REPORT-CASE-NUMBER`` where it is none)."""
    plain = number_of(number)
    return unicodedata.normalize("NFC", plain).casefold()


def number_of(number: str) -> str:
    """Return a case number as it is kept: its blanks single (``REPORT-CASE-NUMBER``)."""
    plain = " ".join(number.split())
    if not plain or len(plain) > LONGEST_NUMBER or not plain.isprintable():
        raise RefusalError("REPORT-CASE-NUMBER", value=plain[:LONGEST_NUMBER], longest=LONGEST_NUMBER)
    return plain


@one_moment()
def take_case(registry: Registry, sent: SentCase, *, who: str) -> tuple[FieldReport, Outcome]:
    """Take what another system says of a case: a new report, or what it says anew of one that stands.

    Refused: no case number (``REPORT-CASE-NUMBER``), neither words nor photo of a new one (``REPORT-EMPTY``),
    a position outside Vietnam (``REPORT-OUTSIDE``), a day that cannot be (``REPORT-CASE-DAY``), too many
    photos (``REPORT-PHOTOS``) or one that is no picture (``REPORT-PHOTO``), a number that is another case's
    (``REPORT-CASE-OTHER``), and a statement older than the one that was taken (``REPORT-CASE-OLD``).
    """
    row = stated(sent)
    if len(sent.photos) > MOST_PHOTOS:
        raise RefusalError("REPORT-PHOTOS", most=MOST_PHOTOS)
    kept = [kept_photo(registry, path, name) for path, name in sent.photos]
    sealed = partial(secrets_seal.writing, registry)
    with reports.report_deed(registry, "", "sent", who, opened=sealed) as made:
        identity, outcome = put(made, row, kept)
        reports.keep_contact(made, identity, sent.contact)
        store.forget_contacts(made.connection, today() - reports.FORGET_AFTER)
        return reports.found_in(made.connection, identity), outcome


def stated(sent: SentCase) -> dict[str, Any]:
    """Return what a statement says, by columns; refused as ``take_case`` says, before anything is kept."""
    if sent.position is not None and not in_country(*sent.position):
        raise RefusalError("REPORT-OUTSIDE")
    for moment in (sent.received_at, sent.as_of):
        if moment is not None and not EARLIEST <= moment.date() <= (now() + _AHEAD).date():
            raise RefusalError("REPORT-CASE-DAY", day=moment.date(), first=EARLIEST, last=today())
    if sent.due_on is not None and not EARLIEST <= sent.due_on <= today() + _LATEST:
        raise RefusalError("REPORT-CASE-DAY", day=sent.due_on, first=EARLIEST, last=today() + _LATEST)
    lon, lat = sent.position or (None, None)
    said: dict[str, Any] = {
        "case_number": number_of(sent.number),
        "case_key": case_key(sent.number),
        "system": line_within(sent.system, LONGEST_SYSTEM),
        "kind": sent.kind.value if sent.kind else None,
        "words": within(sent.words, LONGEST_WORDS),
        "place": line_within(sent.place, reports.LONGEST_LINE),
        "lon": lon,
        "lat": lat,
        "source": PlaceSource.SENT.value if sent.position else None,
        "received_at": _stamp(sent.received_at),
        "due_on": sent.due_on,
        "as_of": _stamp(sent.as_of),
        "answer_there": within(sent.answer_there, LONGEST_WORDS),
    }
    return {name: value for name, value in said.items() if value not in (None, "")}


def put(made: Deed, row: Mapping[str, Any], photos: Sequence[dict[str, Any]]) -> tuple[str, Outcome]:
    """Write a statement (``stated``) within a deed; return the id of its report, and what it made of it."""
    standing = store.by_case(made.connection, row["case_key"])
    if standing is None:
        if not row.get("words") and not photos:
            raise RefusalError("REPORT-EMPTY")
        identity = new_id()
        own = {
            "id": identity, "system": SYSTEM, "kind": CitizenReportKind.OTHER.value,
            "source": PlaceSource.WORDS.value, "words": "", "place": "", "structure": "", "lon": None,
            "lat": None, "photos": list(photos), "sent_at": made.at,
        }  # fmt: skip
        reports.enter(made, {**own, **row})
        return identity, Outcome.NEW
    changed, outcome = news(made, standing, row, photos)
    if changed:
        made.amend(citizen_reports, standing.id, **changed)
        made.write()
    return standing.id, outcome


def news(
    made: Deed, standing: FieldReport, row: Mapping[str, Any], photos: Sequence[dict[str, Any]] = ()
) -> tuple[dict[str, Any], Outcome]:
    """Return what a statement changes of the report that has its number, by columns, and whether it says
    anything.

    What it is silent about stays. Refused as ``take_case`` says.
    """
    image = made.standing(citizen_reports, standing.id)
    _same_case(standing, row)
    if row.get("as_of") and standing.as_of > row["as_of"]:
        raise RefusalError("REPORT-CASE-OLD", number=standing.case_number, at=standing.as_of)
    there = {one.sha256 for one in standing.photos}
    new = [one for one in photos if one["sha256"] not in there]
    if len(there) + len(new) > MOST_PHOTOS:
        raise RefusalError("REPORT-PHOTOS", most=MOST_PHOTOS)
    own = _ITS_OWN | ({"received_at"} if standing.received_at else set())
    said = {name: value for name, value in row.items() if name not in own}
    if new:
        said["photos"] = [*image.get("photos", ()), *new]
    written = encode(citizen_reports, said)
    found = {name: value for name, value in said.items() if written.get(name) != image.get(name)}
    outcome = Outcome.CHANGED if found.keys() - {"as_of"} else Outcome.SAME
    return (found | {"sent_at": made.at} if found else {}), outcome


_ITS_OWN = frozenset({"case_number", "case_key", "system"})
"""What is of a case as long as it is that case; the moment it was received at, too, once it is known."""


def _same_case(standing: FieldReport, row: Mapping[str, Any]) -> None:
    """Refuse (``REPORT-CASE-OTHER``) what cannot be the case that stands: of another system, of another
    day."""
    system, moment = row.get("system", standing.system), row.get("received_at", "")
    known = moment and standing.received_at
    if system != standing.system or (known and _day(moment) != _day(standing.received_at)):
        raise RefusalError("REPORT-CASE-OTHER", number=standing.case_number, ours=standing.number)


def case(registry: Registry, number: str) -> Case:
    """Return a case by its number in the other system (``REPORT-CASE-UNKNOWN``)."""
    with registry.database.read() as connection:
        found = store.by_case(connection, case_key(number))
    if found is None:
        raise RefusalError("REPORT-CASE-UNKNOWN", number=number[:LONGEST_NUMBER])
    return Case(found, told(found), before_reopening=story_of(registry, found).before_reopening)


def changed_cases(registry: Registry, after: int, most: int = MOST) -> ChangedCases:
    """Return the cases that changed after an entry of the ledger (0: all)."""
    with registry.database.read() as connection:
        found = store.cases_since(connection, after, most + 1)
        newest = head(connection).seq
    stories = stories_of(registry, [one for one, _entry in found[:most]])
    cases = [Case(one, told(one), entry, stories[one.id].before_reopening) for one, entry in found[:most]]
    more = len(found) > most
    return ChangedCases(cases, cases[-1].entry if more else max(after, newest), more)


def due_cases(registry: Registry) -> list[FieldReport]:
    """Return the open cases that are due in the other system, the first due first; joined ones by
    themselves."""
    with registry.database.read() as connection:
        return store.due_cases(connection)


def _day(moment: str) -> dt.date:
    """Return the day in Vietnam: a workbook says no more of when a case came in."""
    return in_vietnam(moment).date()


def _stamp(moment: dt.datetime | None) -> str:
    return "" if moment is None else stamp(moment.astimezone(dt.UTC))
