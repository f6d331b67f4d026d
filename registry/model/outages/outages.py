"""Outages (mất liên lạc): events with reporting cycles, what carriers state, and incidents with clocks.

The unit that is counted is a *station site* (vị trí trạm): one operator's station or stations at one site,
whatever their technologies. Moments are aware datetimes; communes are GSO codes of units in force.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class EventKind(StrEnum):
    """What an event is of."""

    STORM = "storm"  # bão, áp thấp nhiệt đới
    FLOOD = "flood"  # mưa lũ, ngập
    GRID = "grid"  # sự cố lưới điện diện rộng
    OTHER = "other"


class Cause(StrEnum):
    """Why a station site is off the air, as the carrier states it."""

    GRID = "grid"  # mất điện lưới
    GENERATOR = "generator"  # máy nổ, ắc quy hết hoặc hỏng
    FIBRE = "fibre"  # đứt cáp, mất truyền dẫn
    FLOOD = "flood"  # ngập
    COLLAPSE = "collapse"  # gãy, đổ cột
    EQUIPMENT = "equipment"  # hỏng thiết bị
    OTHER = "other"  # khác, chưa rõ


class LineState(StrEnum):
    """What a line states of a station site; a line that corrects another may take it back."""

    DOWN = "down"  # mất liên lạc
    RESTORED = "restored"  # đã khôi phục
    POWER = "power"  # còn liên lạc, mất điện lưới: chạy ắc quy hoặc máy nổ
    COUNT = "count"  # counts of a commune, no station named
    VOID = "void"  # taken back: the line that it corrects should not have been


class ReportKind(StrEnum):
    """What a carrier says in a cycle."""

    STATIONS = "stations"  # stations, or counts of communes
    UNCHANGED = "unchanged"  # không thay đổi
    POWER = "power"  # nguồn điện của trạm, giữa hai kỳ: answers no cycle


class ReportSource(StrEnum):
    """How a report came; the last four are entered by the duty officer."""

    FORM = "form"
    WORKBOOK = "workbook"
    PHONE = "phone"
    MESSAGE = "message"
    LETTER = "letter"  # văn bản, thư điện tử
    OTHER = "other"


BY_OFFICER = (ReportSource.PHONE, ReportSource.MESSAGE, ReportSource.LETTER, ReportSource.OTHER)
"""Sources of what the duty officer enters for a carrier."""


class ReportState(StrEnum):
    """A workbook's report is a draft until it is sent; only what is sent counts."""

    DRAFT = "draft"
    SENT = "sent"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class OutageEvent:
    """An event with its cycles. ``storm`` is the id of a storm's record, "" for an event of its own.

    Reports are due at ``first_due`` and every ``hours`` after it; ``changes`` are (from which due moment, new
    hours), in order. ``operators`` are those whose reports are awaited. ``public``: the summary by area is
    open to everybody. ``reminds``: carriers are reminded by the program itself when a cycle is past.
    """

    id: str
    name: str
    kind: EventKind
    started_at: dt.datetime
    first_due: dt.datetime
    hours: int
    operators: tuple[str, ...]
    storm: str = ""
    changes: tuple[tuple[dt.datetime, int], ...] = ()
    note: str = ""
    closed_at: dt.datetime | None = None
    public: bool = False
    reminds: bool = False
    who: str = ""
    at: str = ""
    version: int = 1

    @property
    def open(self) -> bool:
        """Whether reports are still awaited."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class OutageReport:
    """What a carrier stated for a cycle (``due``) as of a moment; ``received_at`` is when it came.

    ``rest`` are the rows that were not understood and still wait for somebody to say what they mean;
    ``counts`` is whether anything that it says is counted: a report of rows that all wait is kept, and its
    cycle stays owed.
    """

    id: str
    event: str
    operator: str
    due: dt.datetime
    as_of: dt.datetime
    received_at: dt.datetime
    kind: ReportKind
    source: ReportSource
    state: ReportState
    source_note: str = ""
    file_name: str = ""
    file_sha256: str = ""
    note: str = ""
    rest: tuple[dict[str, Any], ...] = ()
    who: str = ""
    version: int = 1
    counts: bool = True


@dataclass(frozen=True, slots=True)
class OutageLine:
    """One statement: of a station site (``site``: the site's id), or of a commune's counts (``site`` "").

    ``down`` and ``restored`` of a COUNT are station sites off the air at ``as_of``, and those restored since
    the event began; ``generators`` those that run on one. None: not stated, which is not 0.
    ``power_lost_at`` is since when the station has no grid power, ``battery_hours`` how long its battery
    carries it from then on, ``battery_left`` how long from ``as_of`` on; None: not stated.
    ``corrects`` is the line that this one stands for. Lines are never changed: a correction is a new line
    with its reason.
    """

    id: str
    report: str
    operator: str
    as_of: dt.datetime
    state: LineState
    commune: str
    site: str = ""
    code: str = ""
    cause: Cause | None = None
    generator: bool | None = None
    occurred_at: dt.datetime | None = None
    detected_at: dt.datetime | None = None
    restored_at: dt.datetime | None = None
    down: int = 0
    restored: int | None = 0
    generators: int | None = None
    power_lost_at: dt.datetime | None = None
    battery_hours: float | None = None
    battery_left: float | None = None
    corrects: str = ""
    reason: str = ""
    note: str = ""
    who: str = ""
    at: str = ""


class IncidentKind(StrEnum):
    """Kinds of incidents with a legal time each (QĐ 72/2025 Điều 10)."""

    MAST = "mast"  # gãy, đổ cột ăng ten
    POLE = "pole"  # gãy, đổ, nghiêng cột treo cáp
    CABLE = "cable"  # đứt cáp, mất truyền dẫn
    EQUIPMENT = "equipment"  # hỏng thiết bị


class Damage(StrEnum):
    """Class of damage in the forms of TTLT 43/2015: share of what was destroyed, in per cent."""

    TOTAL = "total"  # trên 70 %
    VERY_HEAVY = "very_heavy"  # từ 50 % đến 70 %
    HEAVY = "heavy"  # từ 30 % đến 50 %
    PARTIAL = "partial"  # dưới 30 %


@dataclass(frozen=True, slots=True)
class Incident:
    """A broken mast, pole, cable or equipment; both moments are kept, when it happened and when it was found.

    ``resolved_at`` is when what the law asks for was done; ``quantity`` counts masts, poles or cables.
    ``line`` is the report's line that it was made of, "" for one entered by itself. ``withdrawn``: it was
    reported by mistake, stays on record and counts for nothing.
    """

    id: str
    event: str
    operator: str
    kind: IncidentKind
    commune: str
    place: str = ""
    site: str = ""
    code: str = ""
    occurred_at: dt.datetime | None = None
    detected_at: dt.datetime | None = None
    notified_at: dt.datetime | None = None
    resolved_at: dt.datetime | None = None
    resolution: str = ""
    damage: Damage | None = None
    quantity: int = 1
    description: str = ""
    reason: str = ""
    line: str = ""
    withdrawn: bool = False
    who: str = ""
    at: str = ""
    version: int = 1
