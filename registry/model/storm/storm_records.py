"""What the office keeps of a storm: its bulletins, the letters drafted from them, and what was answered.

Moments are ISO text in UTC as in the ledger (``at``), days are Vietnam's.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from registry.model.storm.storms import StormTrack


class StormState(StrEnum):
    """Whether a storm is watched."""

    OPEN = "open"  # đang theo dõi
    CLOSED = "closed"  # đã kết thúc


class OrderKind(StrEnum):
    """What a letter of a storm asks, and of whom."""

    CARRIER = "carrier"  # yêu cầu doanh nghiệp bảo vệ cột, trạm
    POWER = "power"  # đề nghị ưu tiên cấp điện lưới
    STAND_DOWN = "stand_down"  # kết thúc ứng phó


class OrderState(StrEnum):
    """How far a letter is. Nothing is sent by the programme: the office sends and records it here."""

    DRAFT = "draft"  # dự thảo
    SENT = "sent"  # đã gửi
    REPLACED = "replaced"  # được thay bằng dự thảo theo bản tin mới


class MastDeed(StrEnum):
    """What a carrier says of one mast of its letter."""

    DONE = "done"  # đã thực hiện
    NOT_DONE = "not_done"  # chưa thực hiện được


DEPRESSION = "Áp thấp nhiệt đới"
"""How a tropical depression is named: it has neither an international name nor a number of the year."""


def depression_of(name: str) -> str | None:
    """Return what stands behind "áp thấp nhiệt đới" (or "ATNĐ") in a name; None for a name of a storm."""
    for word in (DEPRESSION, "ATNĐ"):
        if name.casefold().startswith(word.casefold()):
            return name[len(word) :].strip()
    return None


@dataclass(frozen=True, slots=True)
class StormRecord:
    """A storm or a tropical depression that the office watches. ``bulletin`` is the id of the version in use.

    A depression is named so (``depression_of``) until a bulletin gives it a number or a name.
    """

    id: str
    name: str
    number: int | None
    year: int
    state: StormState
    bulletin: str
    who: str
    at: str
    closed_at: str = ""
    closed_by: str = ""
    close_reason: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One version (``ordinal`` from 1) of what a storm's sources say; an older one stays readable.

    The text lies among the kept files under ``sha256`` as ``file_name``. ``reader`` is what read it, with the
    ``answers`` that were given where it states no unit, averaging period or time zone. ``disaster_level`` is
    the bulletin's own (cấp độ rủi ro thiên tai) for the province, None where it states none.
    """

    id: str
    storm: str
    ordinal: int
    file_name: str
    sha256: str
    source: str
    reader: str
    answers: Mapping[str, str]
    track: StormTrack
    disaster_level: int | None
    reason: str
    who: str
    at: str
    version: int = 1

    @property
    def publisher(self) -> str:
        """Who published it, "" where it does not say: such a text is kept as "bản tin"."""
        return "" if self.source.strip() == "bản tin" else self.source

    @property
    def level_elsewhere(self) -> bool:
        """Whether the levels that it states are for other areas, none of them for the province."""
        return self.disaster_level is None and self.track.disaster_level is not None


@dataclass(frozen=True, slots=True)
class StormOrder:
    """A letter with its list. ``recipient`` is an organisation's code, or "power_company".

    The masts it names are frozen among the kept files under ``rows_sha256``; ``bands`` counts them by
    exposure. ``letter_sha256`` and ``book_sha256`` are the files as they were when it was sent.
    ``ack_source`` says how an acknowledgement came: "account", else the officer's words (a phone call).
    """

    id: str
    storm: str
    bulletin: str
    kind: OrderKind
    recipient: str
    recipient_name: str
    state: OrderState
    masts: int
    bands: Mapping[str, int]
    first_by: str  # the earliest moment by which something is to be done, ISO; "" for none
    rows_sha256: str
    who: str
    at: str
    number: str = ""
    sent_on: dt.date | None = None
    sent_at: str = ""
    sent_by: str = ""
    letter_sha256: str = ""
    book_sha256: str = ""
    acknowledged_at: str = ""
    acknowledged_by: str = ""
    ack_source: str = ""
    ack_note: str = ""
    version: int = 1

    @property
    def acknowledged(self) -> bool:
        """Whether the recipient said that it has the letter."""
        return bool(self.acknowledged_at)

    def waits(self, storm: StormState) -> bool:
        """Whether it is a draft to be sent while the storm is so: a response while watched, then its end."""
        ended = storm is StormState.CLOSED
        return self.state is OrderState.DRAFT and (self.kind is OrderKind.STAND_DOWN) is ended


@dataclass(frozen=True, slots=True)
class MastReport:
    """What was said last of one mast of a letter, by whom; ``source`` "account" or how it came."""

    id: str
    order: str
    structure: str
    state: MastDeed
    note: str
    source: str
    who: str
    at: str
    version: int = 1


@dataclass(frozen=True, slots=True)
class OrderAction:
    """Something to do at a mast, and by when (ISO in UTC; "": at once, or no moment is known)."""

    code: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class OrderDanger:
    """A dangerous defect that stood at a mast when a letter was drafted: codes of the vocabulary, ISO day."""

    defect: str
    component: str
    found_on: str


class LetterMast(Protocol):
    """What is said the same of a mast in every letter: its codes, dangerous defects, places it serves."""

    @property
    def code(self) -> str:
        """The register's code."""

    @property
    def own_code(self) -> str:
        """The recipient's own code, "" where it has none."""

    @property
    def dangers(self) -> tuple[OrderDanger, ...]:
        """Dangerous defects that the recipient answers for."""

    @property
    def serves(self) -> tuple[str, ...]:
        """Critical places that hang on the mast."""

    @property
    def places_known(self) -> bool:
        """Whether the office has entered any such place."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """A mast of a letter as it stood when the letter was drafted.

    ``own_code`` is the recipient's own code, ``band`` the exposure (see ``data/storm/actions.toml``).
    ``score`` and ``rank`` are of the whole list of masts that may fall, ``chance`` that it may (None in
    letters of before); ``flagged`` where the warning singles it out, and then ``why``, a sentence by
    language. Winds are estimates in m/s, ``error`` relative. ``dangers`` are those that the recipient
    answers for, ``serves`` the critical places that hang on the mast; ``places_known``: the office has
    entered any. ``corrected`` is as in ``Exposure``.
    """

    structure: str
    code: str
    own_code: str
    commune_code: str
    commune: str
    lon: float
    lat: float
    form: str
    band: str
    rank: int
    score: float
    gust_ms: float
    gust_level: int
    mean_level: int
    design_ms: float | None
    design_source: str
    ratio: float | None
    error: float
    onset_at: str
    peak_at: str
    actions: tuple[OrderAction, ...] = ()
    dangers: tuple[OrderDanger, ...] = ()
    dependence: Mapping[str, int | bool | str] = field(default_factory=dict)
    serves: tuple[str, ...] = ()
    places_known: bool = False
    chance: float | None = None
    flagged: bool = False
    why: Mapping[str, str] = field(default_factory=dict)
    corrected: tuple[float, int] | None = None
