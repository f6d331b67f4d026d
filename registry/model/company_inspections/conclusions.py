"""What an inspection comes to: items of the conclusion with evidence, recommendations, penalty proposals."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from registry.model.company_inspections.inspection import KeptFile, Matter


class Verdict(StrEnum):
    """What an item of the conclusion says; "" while it is a draft."""

    COMPLIED = "complied"
    VIOLATED = "violated"
    OPEN = "open"  # chưa đủ căn cứ kết luận, with why


class EvidenceKind(StrEnum):
    """What evidence is: a record of the register that can be opened, or a file by its hash."""

    FINDING = "finding"  # an answer of the compliance run, kept in words
    VISIT = "visit"
    PHOTO = "photo"
    MINUTES = "minutes"
    DEFECT = "defect"
    PERMIT = "permit"
    CABLE = "cable"
    CITIZEN = "citizen"
    DUTY = "duty"
    LIST = "list"
    REPORT = "report"
    EXPLANATION = "explanation"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: its record and, where it is a file, the SHA-256; ``label`` says it in words."""

    kind: EvidenceKind
    record: str
    label: str
    sha256: str = ""
    on: str = ""  # ISO day


@dataclass(frozen=True, slots=True)
class ConclusionItem:
    """An item of the conclusion: a matter held against an article in force on the day of the facts.

    ``rule`` is the code in the law's data ("" where none fits); ``document``, ``article`` and ``verified``
    are as that rule stood on ``facts_on``. ``source`` is the key of the line of the file that it was drafted
    from.
    """

    id: str
    version: int
    company_inspection: str
    number: int
    matter: Matter
    rule: str = ""
    facts_on: dt.date | None = None
    document: str = ""
    article: str = ""
    verified: bool = False
    fact: str = ""
    evidence: tuple[Evidence, ...] = ()
    verdict: Verdict | None = None
    why: str = ""
    source: str = ""
    who: str = ""
    at: str = ""


class RecommendationState(StrEnum):
    """Where a recommendation stands."""

    OPEN = "open"
    ANSWERED = "answered"  # the company says that it is done; the office's turn
    DONE = "done"
    NOT_DONE = "not_done"  # closed without being done, with why


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What is recommended, to whom ("" the company itself, else a body in words), until when."""

    id: str
    version: int
    company_inspection: str
    what: str
    to: str = ""
    item: str = ""
    due_on: dt.date | None = None
    state: RecommendationState = RecommendationState.OPEN
    answer: str = ""
    answered_on: dt.date | None = None
    answered_by: str = ""
    files: tuple[KeptFile, ...] = ()
    settled: str = ""  # why it counts as done or is closed
    settled_by: str = ""
    settled_on: dt.date | None = None
    who: str = ""
    at: str = ""

    @property
    def settled_already(self) -> bool:
        """Whether nothing is to be done about it any more."""
        return self.state in (RecommendationState.DONE, RecommendationState.NOT_DONE)


@dataclass(frozen=True, slots=True)
class PenaltyProposal:
    """A penalty proposed for a violation: for officers only, in no letter to the company and no page of it.

    ``ended``: the act had ended; then the decree of ``acted_on`` applies, else that of ``found_on`` (NĐ
    174/2026/NĐ-CP Điều 115). Amounts are an organisation's, in million VND.
    """

    id: str
    version: int
    company_inspection: str
    item: str
    act: str
    document: str
    article: str
    least_m: float | None = None
    most_m: float | None = None
    verified: bool = False
    ended: bool = False
    acted_on: dt.date | None = None
    found_on: dt.date | None = None
    limit_on: dt.date | None = None
    note: str = ""
    withdrawn: str = ""  # the reason
    who: str = ""
    at: str = ""

    def limited(self, day: dt.date) -> bool:
        """Whether the limitation is over."""
        return self.limit_on is not None and day > self.limit_on
