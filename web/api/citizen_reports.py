"""Citizens' reports that another system hands on: in with its case number, back with state and answer."""

import base64
import binascii
import contextlib
import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from flask import url_for
from pydantic import AwareDatetime, Field

from registry.errors import RefusalError
from registry.model.field.field_reports import CitizenReportKind, Contact
from registry.model.sign_in.tokens import Scope
from registry.model.vietnam_time import in_vietnam
from registry.services.public import cases
from registry.services.public.cases import Case, Outcome, SentCase
from registry.services.public.report_photos import MOST_PHOTOS
from web.api.operations import Asked, Told, known_entry, operation
from web.frame.guard import WORKERS
from web.frame.office import registry
from web.frame.people import who
from web.frame.wording.appraised_rows import Model

GROUP = "Citizens' reports"


class Said(Model):
    """Words in both languages."""

    vi: str
    en: str


class ApiCase(Model):
    """A report of another system: what its citizen is told now, the same everywhere.

    `number` is the register's own. `entry` is the ledger's entry that changed it last.
    `answer_before_reopening`: `answer` was given before the report was opened again; a new one is to come.
    """

    case_number: str
    system: str
    number: str
    state: str
    state_words: Said
    reason: Said
    answer: str
    answered_elsewhere: str
    due_on: dt.date | None
    received_at: dt.datetime | None
    taken_at: dt.datetime
    changed_at: dt.datetime | None
    photos: int
    entry: int | None = None
    answer_before_reopening: bool = False


class ApiCases(Model):
    """Cases in the order in which they changed; ask with `next` as `changed_since`, at once where `more`."""

    reports: list[ApiCase]
    next: int
    more: bool


class CasePosition(Model):
    """A position in EPSG:4326 degrees."""

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]


class CasePhoto(Model):
    """A picture: JPEG, PNG or WebP in base64."""

    name: Annotated[str, Field(max_length=200)] = "photo.jpg"
    content: str


class NewCase(Model):
    """What the other system says of a case; what is left out is left as it stands.

    `received_at`: when it came in there. `as_of`: the moment that this statement is of, so that an older one
    never goes over a newer. `answered_elsewhere`: the answer, where somebody gave one there.
    """

    case_number: Annotated[str, Field(min_length=1, max_length=cases.LONGEST_NUMBER)]
    system: Annotated[str, Field(max_length=cases.LONGEST_SYSTEM)] = ""
    kind: CitizenReportKind | None = None
    words: Annotated[str, Field(max_length=cases.LONGEST_WORDS)] = ""
    place: Annotated[str, Field(max_length=200)] = ""
    position: CasePosition | None = None
    received_at: AwareDatetime | None = None
    due_on: dt.date | None = None
    as_of: AwareDatetime | None = None
    answered_elsewhere: Annotated[str, Field(max_length=cases.LONGEST_WORDS)] = ""
    reporter_name: Annotated[str, Field(max_length=200, description="Only where it is needed.")] = ""
    reporter_phone: Annotated[str, Field(max_length=40, description="Only where it is needed.")] = ""
    photos: Annotated[list[CasePhoto], Field(max_length=MOST_PHOTOS)] = Field(default_factory=list)


class CaseQuery(Model):
    """Which cases."""

    changed_since: Annotated[int, Field(ge=0, description="`next` of the answer before; 0: all.")] = 0
    case_number: Annotated[str, Field(max_length=200, description="Only this one, whatever its signs.")] = ""
    limit: Annotated[int, Field(ge=1, le=cases.MOST)] = 100


@operation(
    "GET", "/citizen-reports", *WORKERS, scope=Scope.CITIZEN_REPORTS, answers={200: ApiCases}, group=GROUP,
    query=CaseQuery,
)  # fmt: skip
def list_citizen_reports(asked: Asked) -> ApiCases:
    """List what became of another system's reports, those that changed first first.

    Reports that citizens made at the register itself are not told here.
    """
    query: CaseQuery = asked.query
    if query.case_number:
        one = cases.case(registry(), query.case_number)
        return ApiCases(reports=[_told(one)], next=query.changed_since, more=False)
    known_entry(query.changed_since)
    found = cases.changed_cases(registry(), query.changed_since, query.limit)
    return ApiCases(reports=[_told(one) for one in found.cases], next=found.until, more=found.more)


@operation(
    "GET", "/citizen-reports/<case_number>", *WORKERS, scope=Scope.CITIZEN_REPORTS, answers={200: ApiCase},
    group=GROUP,
)  # fmt: skip
def get_citizen_report(asked: Asked, case_number: str) -> ApiCase:  # noqa: ARG001 - as every operation
    """Return state and answer of a case by its number in the other system."""
    return _told(cases.case(registry(), case_number))


@operation(
    "POST", "/citizen-reports", *WORKERS, scope=Scope.SEND_CITIZEN_REPORTS,
    answers={201: ApiCase, 200: ApiCase}, group=GROUP, body=NewCase, writes=True,
)  # fmt: skip
def send_citizen_report(asked: Asked) -> Told:
    """Hand on a citizen's report, or say anew what was handed on before.

    201: it is new. 200: a report has this case number; what is the sender's to say was brought up to date,
    and nothing was made twice. A number that is another case's, or an older statement, is refused (409).
    """
    sent: NewCase = asked.body
    with _photos(sent.photos) as photos:
        made, outcome = cases.take_case(
            registry(),
            SentCase(
                number=sent.case_number, system=sent.system, kind=sent.kind, words=sent.words,
                place=sent.place,
                position=(sent.position.lon, sent.position.lat) if sent.position else None,
                received_at=sent.received_at, due_on=sent.due_on, as_of=sent.as_of,
                answer_there=sent.answered_elsewhere,
                contact=Contact(sent.reporter_name, sent.reporter_phone), photos=photos,
            ),
            who=who(),
        )  # fmt: skip
    told = _told(cases.case(registry(), made.case_number))
    where = {"Location": url_for("api.get_citizen_report", case_number=made.case_number)}
    return Told(told, 201, where) if outcome is Outcome.NEW else Told(told, 200)


@contextlib.contextmanager
def _photos(sent: Sequence[CasePhoto]) -> Iterator[list[tuple[Path, str]]]:
    """Yield the pictures as files for as long as they are read; ``API-BODY`` for what is no base64."""
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        made = []
        for at, one in enumerate(sent):
            path = Path(folder, f"{at}")
            try:
                path.write_bytes(base64.b64decode(one.content, validate=True))
            except (binascii.Error, ValueError) as error:
                raise RefusalError("API-BODY", where=f"photos/{at}/content", reason="base64") from error
            made.append((path, one.name))
        yield made


def _told(one: Case) -> ApiCase:
    found, said = one.report, one.told
    words: Any = {"state_words": Said(**said.state), "reason": Said(**said.reason)}
    return ApiCase(
        case_number=found.case_number, system=found.system, number=found.number, state=said.code,
        answer=said.answer, answered_elsewhere=found.answer_there, due_on=found.due_on,
        received_at=in_vietnam(found.received_at) if found.received_at else None,
        taken_at=in_vietnam(found.at),
        changed_at=in_vietnam(found.handled_at) if found.handled_at else None,
        photos=len(found.photos), entry=one.entry or None,
        answer_before_reopening=one.before_reopening, **words,
    )  # fmt: skip
