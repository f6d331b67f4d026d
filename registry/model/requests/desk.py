"""The desk (hồ sơ đề nghị): a request with its rows, what was consulted, and what was decided row by row."""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.model.findings import Outcome


class RequestKind(StrEnum):
    """What a carrier asks the office for; each has its own time limit and dossier."""

    POSITION = "position"  # chấp thuận vị trí
    ANNUAL_PLAN = "annual_plan"  # kế hoạch năm
    SHARING = "sharing"  # chấp thuận sử dụng chung
    COMMENCEMENT = "commencement"  # thông báo khởi công
    AMENDMENT = "amendment"  # điều chỉnh


class RequestState(StrEnum):
    """Where a request is; every change is in the ledger."""

    RECEIVED = "received"  # đã tiếp nhận
    SUPPLEMENT = "supplement"  # chờ bổ sung; the clock stops
    APPRAISING = "appraising"  # đang thẩm định
    CONSULTING = "consulting"  # đang lấy ý kiến
    DRAFT = "draft"  # dự thảo văn bản
    SUBMITTED = "submitted"  # trình lãnh đạo
    ISSUED = "issued"  # đã ban hành
    WITHDRAWN = "withdrawn"  # đã rút


_NUMBER = re.compile(r"\d+/\d{4}/HS-VT")
CLOSED = frozenset({RequestState.ISSUED, RequestState.WITHDRAWN})
"""Where a request waits for no decision any more."""
NEXT_STATES: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECEIVED: frozenset(
        {RequestState.SUPPLEMENT, RequestState.APPRAISING, RequestState.WITHDRAWN}
    ),
    RequestState.SUPPLEMENT: frozenset({RequestState.APPRAISING, RequestState.WITHDRAWN}),
    RequestState.APPRAISING: frozenset(
        {RequestState.SUPPLEMENT, RequestState.CONSULTING, RequestState.DRAFT, RequestState.WITHDRAWN}
    ),
    RequestState.CONSULTING: frozenset(
        {RequestState.APPRAISING, RequestState.SUPPLEMENT, RequestState.DRAFT, RequestState.WITHDRAWN}
    ),
    RequestState.DRAFT: frozenset({RequestState.APPRAISING, RequestState.SUBMITTED, RequestState.WITHDRAWN}),
    RequestState.SUBMITTED: frozenset({RequestState.DRAFT, RequestState.ISSUED, RequestState.WITHDRAWN}),
    RequestState.ISSUED: frozenset(),
    RequestState.WITHDRAWN: frozenset(),
}


class RowDecision(StrEnum):
    """The officer's decision on one row; the recommendation stands apart."""

    AGREE = "agree"  # thống nhất
    AGREE_WITH_CONDITIONS = "agree_with_conditions"  # thống nhất có điều kiện
    REFUSE = "refuse"  # chưa thống nhất
    SUPPLEMENT = "supplement"  # đề nghị bổ sung

    @property
    def agrees(self) -> bool:
        """Whether the row is agreed to, on conditions or without."""
        return self in (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was received. ``organisation`` is an operator's code or a tower company's owner id.

    ``due_on`` follows from the kind's time limit in working days (``limit_days`` with ``limit_source``: the
    article, or the office's setting) less the days on which the carrier was supplementing.
    """

    id: str
    number: str
    kind: RequestKind
    organisation: str
    letter_number: str
    letter_date: dt.date | None
    received_on: dt.date
    state: RequestState
    officer: str
    file_name: str
    file_sha256: str
    limit_days: int | None = None
    limit_source: str = ""
    due_on: dt.date | None = None
    as_of: dt.date | None = None
    issued_number: str = ""
    issued_on: dt.date | None = None
    version: int = 1
    list_version: int = 0
    list_rows: int = 0
    limit_date: dt.date | None = None
    judged_on: str = ""
    transition: str = ""
    signed_name: str = ""
    signed_sha256: str = ""
    amends: str = ""
    note: str = ""

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state not in CLOSED


def is_request_number(text: str) -> bool:
    """Whether a text is a request's whole number: "1/2026/HS-VT" also stands within "11/2026/HS-VT"."""
    return _NUMBER.fullmatch(text) is not None


class NoteKind(StrEnum):
    """What is added to a row or a list; MANUAL_CHECK, TAKEOVER and URBAN change what is found or judged."""

    NOTE = "note"  # ghi chú
    VISIT = "visit"  # kết quả kiểm tra thực địa
    PHOTO = "photo"  # ảnh
    CONSULTED = "consulted"  # ý kiến của cơ quan được hỏi
    MANUAL_CHECK = "manual_check"  # đã kiểm tra thủ công: of a rule whose layer or number the office lacks
    TAKEOVER = "takeover"  # the officer's own finding instead of the computed one, with a reason
    URBAN = "urban"  # the officer states whether a row is urban
    MEETING = "meeting"  # biên bản họp: who attended and what was concluded, in the note's details
    BEHALF = "behalf"  # nộp thay: rows are filed for the operator of the note's details, its text the paper
    CORRECTION = "correction"  # what a row said before and after, and why it was corrected
    MATTER = "matter"  # trả lời điều phải trả lời: its reason, and the keys of what it answers in its details
    SHEET = "sheet"  # bảng kiểm tra as it stood when the request was sent, submitted or issued


@dataclass(frozen=True, slots=True)
class RowNote:
    """What an officer adds to a row (``row`` -1: to the whole list); ``kind`` is one of ``NoteKind``.

    ``files`` are SHA-256 of attachments, ``details`` what the kind needs besides ({"urban": true}).
    """

    id: str
    request: str
    row: int
    kind: str
    text: str
    who: str
    at: str
    rule: str = ""
    outcome: Outcome | None = None
    files: tuple[str, ...] = ()
    evidence: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    list_version: int = 1
    version: int = 1
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """The decision on one row (its index in the list), with the reason where it differs from the verdict."""

    request: str
    row: int
    decision: RowDecision
    reason: str = ""
    conditions: tuple[str, ...] = ()
    who: str = ""
    at: str = ""
    version: int = 1
    details: dict[str, Any] = field(default_factory=dict)
    recommended: str = ""
    list_version: int = 1
    id: str = ""
