"""What an inspection looks at and hears: sample, requested reports, places, the company's explanation."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from registry.model.company_inspections.inspection import KeptFile


class SampleKind(StrEnum):
    """What a line of the sample is."""

    MAST = "mast"
    CABLE = "cable"


class Why(StrEnum):
    """Why something is in the sample."""

    RISK = "risk"  # by its risk score
    LAW = "law"  # an open violation in the compliance run
    REPORTS = "reports"  # citizens' reports
    RANDOM = "random"  # drawn with the seed kept
    CHOSEN = "chosen"  # by an officer, with his reason


@dataclass(frozen=True, slots=True)
class SampleItem:
    """A mast or cable line of the sample. ``detail`` says the why in figures ("81,2 điểm", "2 phản ánh").

    Where it was drawn, ``seed``, ``drawn`` of ``drawn_from`` and ``pool`` (SHA-256 of the sorted keys that
    it was drawn from) let anybody draw it again.
    """

    id: str
    version: int
    company_inspection: str
    kind: SampleKind
    record: str  # the structure's or route's id
    code: str
    why: Why
    detail: str = ""
    seed: str = ""
    drawn: int = 0
    drawn_from: int = 0
    pool: str = ""
    who: str = ""
    at: str = ""


class ReportForm(StrEnum):
    """The forms of reports that a company is asked for; each has its .xlsx."""

    MASTS = "masts"  # danh sách cột, trạm với giấy tờ
    EMF = "emf"  # giấy chứng nhận kiểm định
    SHARING = "sharing"  # hợp đồng dùng chung
    MAINTENANCE = "maintenance"  # bảo trì, kiểm định kết cấu
    CABLE = "cable"  # tuyến cáp, đánh dấu, ngầm hóa
    SUMMARY = "summary"  # báo cáo chung
    OTHER = "other"


class ReportState(StrEnum):
    """Where a requested report stands."""

    ASKED = "asked"
    HANDED_IN = "handed_in"
    TAKEN = "taken"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class RequestedReport:
    """A report that the company is asked for, until ``due_on`` (None: no day was named)."""

    id: str
    version: int
    company_inspection: str
    form: ReportForm
    title: str
    what: str = ""
    due_on: dt.date | None = None
    state: ReportState = ReportState.ASKED
    file: KeptFile | None = None
    note: str = ""  # what the company says of it
    handed_on: dt.date | None = None
    handed_by: str = ""
    reason: str = ""  # why it was returned
    looked_by: str = ""
    who: str = ""
    at: str = ""

    def late(self, day: dt.date) -> bool:
        """Whether it was handed in late, or is not there and its day is over."""
        on = self.handed_on if self.state in (ReportState.HANDED_IN, ReportState.TAKEN) else day
        return self.due_on is not None and on is not None and on > self.due_on


@dataclass(frozen=True, slots=True)
class Place:
    """A place that was inspected outside the visits of masts: a cable line, a house, with its minutes.

    ``found`` is what was seen; ``files`` are the minutes as signed and photos.
    """

    id: str
    version: int
    company_inspection: str
    kind: SampleKind
    record: str
    name: str
    held_on: dt.date | None = None
    found: str = ""
    present: str = ""  # who was there for the company
    files: tuple[KeptFile, ...] = ()
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the company is asked to explain (``asked``, in the letter's words) and what it says, with files.

    ``item`` is the item of the draft findings that it is about; without one the company said it unasked.
    """

    id: str
    version: int
    company_inspection: str
    asked: str = ""
    text: str = ""
    item: str = ""
    files: tuple[KeptFile, ...] = ()
    given_on: dt.date | None = None
    who: str = ""
    at: str = ""
