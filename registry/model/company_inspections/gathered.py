"""What the register holds of a company for an inspection: counted, listed, with links.

Nothing here concludes anything: a line may be offered as the draft of an item of the conclusion, and a person
gives the verdict.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from registry.model.company_inspections.conclusions import Evidence
from registry.model.company_inspections.inspection import Matter


class Source(StrEnum):
    """Where a line comes from, in the order in which the file shows them."""

    COMPLIANCE = "compliance"
    VISITS = "visits"
    DEFECTS = "defects"
    PERMITS = "permits"
    CABLE = "cable"
    CITIZENS = "citizens"
    DUTIES = "duties"
    LISTS = "lists"


@dataclass(frozen=True, slots=True)
class FileLine:
    """One thing that the register knows: ``key`` stays the same from look to look.

    ``link`` is (kind, id) of the page where it is ("mast", "visit", "defect", "request", "cable", "report").
    ``rule`` is the code of the law that it was held against, "" where none; ``drafts``: it may become an
    item.
    """

    key: str
    source: Source
    matter: Matter
    text_vi: str
    text_en: str
    on: dt.date | None = None
    code: str = ""  # the mast's or line's code
    link: tuple[str, str] = ("", "")
    rule: str = ""
    document: str = ""
    article: str = ""
    verified: bool = False
    violation: bool = False  # the register's own checks say fail by verified law
    evidence: Evidence | None = None
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class FileCount:
    """How many lines a source has, and how many of them speak against the company."""

    source: Source
    lines: int
    against: int


@dataclass(frozen=True, slots=True)
class GatheredFile:
    """The file of a company over a span of days."""

    company: str
    first: dt.date
    last: dt.date
    lines: tuple[FileLine, ...]

    @property
    def counts(self) -> tuple[FileCount, ...]:
        """Return the counts by source, each source once, also where it holds nothing."""
        found = []
        for source in Source:
            own = [line for line in self.lines if line.source is source]
            found.append(FileCount(source, len(own), sum(line.drafts for line in own)))
        return tuple(found)

    def of(self, source: Source) -> tuple[FileLine, ...]:
        """Return the lines of one source."""
        return tuple(line for line in self.lines if line.source is source)
