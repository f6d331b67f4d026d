"""A design dossier at the desk: how far it is, its files, what the office says of it, what it has to keep.

A dossier (hồ sơ thiết kế) comes from a developer or a body of the commune. Each file it hands in is a version
of its own; the office's opinion is of one version, and its answer leaves conditions behind that are followed
until the works are accepted. Moments are ISO text in UTC, as the ledger writes them.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.model.designs.design_papers import PaperState
from registry.model.designs.dossiers import ApplicantKind, AreaKind, DesignDossier, DesignStage


class DossierState(StrEnum):
    """Where a dossier is."""

    RECEIVED = "received"  # with the appraiser
    SUBMITTED = "submitted"  # the answer waits for the leader
    RETURNED = "returned"  # answered: the developer completes it and hands in another version
    ANSWERED = "answered"  # answered; its conditions are followed
    ACCEPTED = "accepted"  # conditions settled, what was built taken over
    WITHDRAWN = "withdrawn"


UNDER_WAY = frozenset({DossierState.RECEIVED, DossierState.SUBMITTED})
"""States in which the office owes an answer."""
FOLLOWED = frozenset({DossierState.ANSWERED})
"""States in which conditions are followed."""


class Answer(StrEnum):
    """What the answer says as a whole; what of it is agreed and what not, its lines say."""

    AGREE = "agree"
    CONDITIONS = "conditions"
    COMPLETE = "complete"  # to be changed or completed, and handed in again


class OpinionKind(StrEnum):
    """What the office says of a finding, or beside the findings."""

    CONFIRMED = "confirmed"
    OVERRULED = "overruled"  # another outcome than the one found, with the reason
    CHANGE = "change"  # the office's own remark: has to be changed
    NOTE = "note"  # the office's own remark: to be heeded


class ConditionState(StrEnum):
    """Where a condition of the answer is."""

    PROPOSED = "proposed"  # in the draft of the answer
    OPEN = "open"
    MET = "met"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """An answer that asked for completion, kept as it was issued when the completed drawing came in.

    ``on`` is its day as text, for it is held whole in one column.
    """

    answer: Answer
    number: str
    on: str
    signed_name: str = ""
    signed_sha256: str = ""
    signature: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    letter_sha256: str = ""

    @property
    def day(self) -> dt.date:
        """Return the day on which it was issued."""
        return dt.date.fromisoformat(self.on)


@dataclass(frozen=True, slots=True)
class DeskDossier:
    """A dossier as the desk has it; "" and None are "not stated".

    What it is judged by is said by ``design``; ``communes`` are codes of units. ``ducts_offered`` is what the
    developer lets carriers use, in its own words; ``told_on`` the day on which the carriers were told of the
    area. ``handed_batch`` is the batch by which the built works came in. ``earlier`` are the answers
    that were issued before the one in hand, the first first.
    """

    id: str
    code: str
    applicant: str
    applicant_kind: ApplicantKind
    area_name: str
    stage: DesignStage
    received_on: dt.date
    kinds: tuple[AreaKind, ...] = ()
    contact: str = ""
    communes: tuple[str, ...] = ()
    letter_number: str = ""
    letter_on: dt.date | None = None
    approved_on: dt.date | None = None
    approval: str = ""
    underground: bool | None = None
    fibres_per_home: float | None = None
    papers: Mapping[str, str] = field(default_factory=dict)
    ducts_offered: str = ""
    state: DossierState = DossierState.RECEIVED
    officer: str = ""
    answer: Answer | None = None
    returned: str = ""
    submitted_by: str = ""
    issued_number: str = ""
    issued_on: dt.date | None = None
    signed_name: str = ""
    signed_sha256: str = ""
    letter_sha256: str = ""
    signature: Mapping[str, Any] = field(default_factory=dict)
    earlier: tuple[EarlierAnswer, ...] = ()
    told_on: dt.date | None = None
    handed_batch: str = ""
    reason: str = ""
    version: int = 0
    who: str = ""
    at: str = ""

    @property
    def design(self) -> DesignDossier:
        """Return what of the dossier the checks ask."""
        return DesignDossier(
            code=self.code,
            area_name=self.area_name,
            stage=self.stage,
            applicant_kind=self.applicant_kind,
            applicant=self.applicant,
            contact=self.contact,
            kinds=frozenset(self.kinds),
            communes=self.communes,
            approved_on=self.approved_on,
            approval=self.approval,
            received_on=self.received_on,
            letter_number=self.letter_number,
            underground=self.underground,
            fibres_per_home=self.fibres_per_home,
            papers={code: PaperState(state) for code, state in self.papers.items()},
            version=self.version,
        )


class Purpose(StrEnum):
    """What a drawing shows."""

    DESIGN = "design"
    BUILT = "built"  # hoàn công: what stands after the works


@dataclass(frozen=True, slots=True)
class DossierFile:
    """One version of the drawing of a dossier, as it came in and as it was judged.

    ``joins``: it adds to the version before it (a list beside a drawing) and does not take its place.
    ``plane`` is the EPSG code that the officer stated (None: the file says it), ``layers`` what each layer of
    the file is, as the officer confirmed; ``confirmed_by`` is "" until then. ``read_sha256`` is what the file
    was read as, ``content_sha256`` what it holds by its layers, ``judged_sha256`` the findings, all kept
    files; ``counts`` how many of each outcome.
    """

    id: str
    dossier: str
    number: int
    name: str
    sha256: str
    purpose: Purpose = Purpose.DESIGN
    joins: bool = False
    plane: int | None = None
    layers: Mapping[str, str] = field(default_factory=dict)
    confirmed_by: str = ""
    read_sha256: str = ""
    content_sha256: str = ""
    judged_sha256: str = ""
    judged_by: str = ""
    judged_at: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    received_on: dt.date | None = None
    note: str = ""
    version: int = 0
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class DesignOpinion:
    """What the office says of a finding (``finding``: its key) of one version, or of its own ("")."""

    id: str
    dossier: str
    number: int
    kind: OpinionKind
    finding: str = ""
    outcome: str = ""
    text: str = ""
    source: str = ""
    version: int = 0
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class DesignCondition:
    """A condition of the answer: what, by which text, by when; met with what evidence, by whom, when."""

    id: str
    dossier: str
    ordinal: int
    text: str
    source: str = ""
    finding: str = ""
    due_on: dt.date | None = None
    state: ConditionState = ConditionState.PROPOSED
    evidence: str = ""
    file_name: str = ""
    file_sha256: str = ""
    settled_on: dt.date | None = None
    settled_by: str = ""
    version: int = 0
    who: str = ""
    at: str = ""

    def late(self, day: dt.date) -> bool:
        """Whether it is open after its day."""
        return self.state is ConditionState.OPEN and self.due_on is not None and self.due_on < day
