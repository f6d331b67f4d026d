"""What stands beside a request: lists and states, consultations, attachments, sharing, what became of it.

Days are days in Vietnam, moments ISO text in UTC, positions EPSG:4326 degrees, distances metres.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.model.requests.desk import RequestState


@dataclass(frozen=True, slots=True)
class StateChange:
    """A state that a request entered on a day, and who said so."""

    id: str
    request: str
    ordinal: int
    state: RequestState
    on_day: dt.date
    at: str
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One version of a request's list (``ordinal`` from 1); the file lies under its SHA-256."""

    id: str
    request: str
    ordinal: int
    file_name: str
    file_sha256: str
    rows: int
    received_on: dt.date
    at: str
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept by its SHA-256; ``kind``: dossier, letter, photo, minutes, answer, signed, sharing.

    ``signature``: of a signed letter what its signatures said when it was issued (``signed_papers.kept``).
    """

    id: str
    request: str
    kind: str
    name: str
    sha256: str
    size_bytes: int
    who: str
    at: str
    signature: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LetterEdit:
    """A sentence of a letter as somebody wrote it instead of the program's.

    ``kind``: of the letter (``reply``); ``sentence``: the key of its writer; ``base``: what the program said
    when it was edited, so that a sentence that says something else since is told.
    """

    id: str
    request: str
    kind: str
    sentence: str
    base: str
    text: str
    who: str
    at: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class Consultation:
    """A question to a body (``kind`` letter, or meeting with minutes) and its answer.

    ``rows`` are indices in list ``list_version``, empty: all. ``outcome``: agree, conditions, object,
    no_answer, or "" while it is waited for. ``to`` is who is written to for the body ("" not read).
    ``letter_sha256`` is of the letter as it was sent, "" where it was not, or before letters were kept.
    """

    id: str
    request: str
    kind: str
    body: str
    question: str
    list_version: int = 1
    rows: tuple[int, ...] = ()
    letter_number: str = ""
    sent_on: dt.date | None = None
    answer_by: dt.date | None = None
    answered_on: dt.date | None = None
    answer_number: str = ""
    answer: str = ""
    outcome: str = ""
    files: tuple[str, ...] = ()
    who: str = ""
    at: str = ""
    version: int = 1
    to: str = ""
    letter_sha256: str = ""

    @property
    def said_by(self) -> str:
        """Return whose word the answer is: who was written to, not who the law names."""
        return self.to or self.body

    @property
    def unsent(self) -> bool:
        """Whether it is the draft of a letter: nobody was asked yet, so nobody can have failed to answer."""
        return self.kind == "letter" and self.sent_on is None and not self.outcome

    @property
    def letter(self) -> tuple[object, ...]:
        """Return what is the same in all parts of one letter: answered apart of some rows it has several."""
        if self.kind != "letter" or not (self.letter_number or self.outcome):
            return (self.id,)
        return (self.request, self.body, self.list_version, self.letter_number, self.sent_on, self.question)

    def concerns(self, row: int) -> bool:
        """Whether it is about the row (its index in the list)."""
        return not self.rows or row in self.rows


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing that a carrier was asked to supplement, and its words on it ("" none).

    ``row`` is an index in list ``list_version`` (-1: no row), ``label`` how that row was called, ``before``
    what it said then, by field; ``paper`` is a paper of the dossier. What is asked together has one ``at``.
    """

    id: str
    request: str
    reason: str
    list_version: int = 1
    row: int = -1
    label: str = ""
    cell: str = ""
    paper: str = ""
    before: dict[str, str] = field(default_factory=dict)
    who: str = ""
    at: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class SharingRequest:
    """An operator asks an owner to share a mast, and the reply; ``answer``: agree, conditions, refuse, "",
    or withdrawn where the asker took it back.

    ``asker_named``: it named the mast itself; else the register found it for a row, or nobody knows.
    ``wanted`` is what the asker would put on it; ``ground`` (``SharingGround``) why it was refused.
    ``files`` are SHA-256 of the request's attachments, outside a request "SHA-256:name".
    ``due_on`` follows from the time limit of the law in force on ``sent_on``: ``limit_days``, of work or not,
    counted from ``received_on``; where nobody stated that day from ``sent_on``, before which it cannot begin.
    """

    id: str
    asker: str
    owner: str
    mast: str
    sent_on: dt.date
    survey: bool = False
    request: str = ""
    list_version: int = 0
    row: int = -1
    letter_number: str = ""
    replied_on: dt.date | None = None
    answer: str = ""
    reason: str = ""
    wanted: str = ""
    ground: str = ""
    files: tuple[str, ...] = ()
    who: str = ""
    at: str = ""
    version: int = 1
    due_on: dt.date | None = None
    limit_source: str = ""
    overdue: bool = False
    limit_days: int | None = None
    limit_working: bool = True
    received_on: dt.date | None = None
    asker_named: bool = False

    @property
    def counted_from(self) -> dt.date:
        """Return the day from which the time to answer is counted."""
        return self.received_on or self.sent_on


class ApprovalState(StrEnum):
    """What became of an agreed position."""

    APPROVED = "approved"  # chưa xây dựng
    COMPLETED = "completed"  # đã hoàn thành
    REPLACED = "replaced"  # đã điều chỉnh by a later request
    REVOKED = "revoked"  # đã thu hồi, by a decision of the office


@dataclass(frozen=True, slots=True)
class Approval:
    """An agreed position after the letter was issued, and its site in the register.

    ``limit_months`` None: the office has set none for the law of that day. ``built_outcome``: match, note,
    review (as-built against approved position, ``built_off_m`` metres on the ellipsoid). ``built_height_m``:
    the mast's height as the report states it (None: not stated); ``built_higher_m`` how much that is above
    the agreed height (negative: below; None where either is not known).
    """

    id: str
    request: str
    row: int
    site_id: str
    code: str
    operator: str
    lon: float
    lat: float
    decision: str
    approved_on: dt.date
    state: ApprovalState = ApprovalState.APPROVED
    limit_months: int | None = None
    limit_source: str = ""
    extended_months: int = 0
    extension_ground: str = ""
    completed_on: dt.date | None = None
    built_lon: float | None = None
    built_lat: float | None = None
    built_off_m: float | None = None
    built_outcome: str = ""
    built_height_m: float | None = None
    built_higher_m: float | None = None
    reason: str = ""
    version: int = 1
    build_by: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of a request on a day: working days used and left, and the day by which it is due.

    ``limit_days`` None and ``due_on`` None: no limit is known (``source`` says so). ``running`` False while
    the carrier supplements, and once it is decided. ``used_days`` never counts days of supplementing.
    """

    limit_days: int | None
    source: str
    due_on: dt.date | None
    used_days: int
    left_days: int | None
    running: bool
    overdue: bool
    office_setting: bool = False


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened to a request, from the ledger: ``what`` names the table and what was done."""

    seq: int
    at: str
    who: str
    batch: str
    what: str
    record: str
    before: dict[str, object] | None
    after: dict[str, object] | None
