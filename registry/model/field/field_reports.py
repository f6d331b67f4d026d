"""Field reports (phản ánh hiện trường): what anybody says of a mast or a cable, without an account.

Days are days in Vietnam, moments ISO text in UTC, positions EPSG:4326 degrees, distances metres.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class CitizenReportKind(StrEnum):
    """What is reported, from the most dangerous."""

    FALLEN = "fallen"  # cột đổ, gãy
    LEANING = "leaning"  # cột nghiêng
    GUY = "guy"  # dây co chùng, đứt, bật móng
    LOW_CABLE = "low_cable"  # cáp võng thấp, đứt
    POLE = "pole"  # cột treo cáp gãy, nghiêng
    PARTS = "parts"  # vật rơi, rỉ, sắp rơi
    ELECTRIC = "electric"  # rò điện, cháy
    FENCE = "fence"  # hàng rào hỏng, trẻ em trèo
    PERMIT = "permit"  # hỏi cột đã được phép chưa: a question, no trouble that anybody saw
    OTHER = "other"


DANGEROUS: frozenset[CitizenReportKind] = frozenset(
    {
        CitizenReportKind.FALLEN,
        CitizenReportKind.LEANING,
        CitizenReportKind.GUY,
        CitizenReportKind.LOW_CABLE,
        CitizenReportKind.ELECTRIC,
    }
)
"""What may hurt somebody before an office opens: said on the form, and first in the list."""

KEEP_AWAY: frozenset[CitizenReportKind] = DANGEROUS | {CitizenReportKind.POLE, CitizenReportKind.PARTS}
"""From what the form tells a passer-by to keep away: what leans or may fall as well."""


class ReportState(StrEnum):
    """Where a report stands."""

    NEW = "new"  # chưa xử lý
    VISIT = "visit"  # đã giao kiểm tra hiện trường
    CLOSED = "closed"  # đã đóng


class PlaceSource(StrEnum):
    """How the place of a report is known."""

    PLATE = "plate"  # the QR code of a mast
    GPS = "gps"
    MAP = "map"
    WORDS = "words"
    SENT = "sent"  # coordinates that another system sent


class CloseReason(StrEnum):
    """Why a report is closed (lý do đóng)."""

    MENDED = "mended"  # đã khắc phục
    NO_FAULT = "no_fault"  # đã kiểm tra, không có sự cố
    ELSEWHERE = "elsewhere"  # chuyển cơ quan khác
    TWICE = "twice"  # trùng phản ánh khác
    NOT_FOUND = "not_found"  # không xác định được nơi
    EMPTY = "empty"  # không phải phản ánh
    LOOKED_UP = "looked_up"  # đã tra hồ sơ, đã trả lời
    WITHDRAWN = "withdrawn"  # người phản ánh rút lại


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo as it is kept: made anew without its metadata; what its camera said of time and place."""

    sha256: str
    width: int
    height: int
    taken_at: str = ""
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True, slots=True)
class FieldReport:
    """One report. ``structure`` is the mast that it is about, "" where none is linked yet.

    ``twin_of`` is the id of the report like it below which it stands, "" where it stands by itself.
    ``token`` opens the reporter's own page. ``reply`` is what the reporter reads, ``note`` the office's own.

    A report that another system handed on has that one's ``case_number`` as it writes it (``case_key``: as it
    is compared, None without), the ``system``'s name, when it came in there, the day it is due there, the
    moment of what it last said (``as_of``) and when that came here (``sent_at``), and what was answered there
    (``answer_there``). ``joined_to`` is the id of the report that it was joined to by an officer.
    """

    id: str
    version: int
    number: str
    token: str
    at: str
    kind: CitizenReportKind
    words: str
    lon: float | None
    lat: float | None
    accuracy_m: float | None
    source: PlaceSource
    place: str
    structure: str
    photos: tuple[ReportPhoto, ...]
    state: ReportState
    twin_of: str = ""
    target: str = ""
    defect: str = ""
    reason: CloseReason | None = None
    reply: str = ""
    note: str = ""
    who: str = ""
    handled_at: str = ""
    closed_on: dt.date | None = None
    case_number: str = ""
    case_key: str | None = None
    system: str = ""
    received_at: str = ""
    due_on: dt.date | None = None
    as_of: str = ""
    sent_at: str = ""
    answer_there: str = ""
    joined_to: str = ""

    @property
    def open(self) -> bool:
        """Whether somebody still has to deal with it."""
        return self.state is not ReportState.CLOSED


@dataclass(frozen=True, slots=True)
class Contact:
    """Who reported, where he said so; never in the ledger, and forgotten some time after the report ends."""

    name: str = ""
    phone: str = ""
