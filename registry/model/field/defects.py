"""What comes of inspections and reports: defects and their remedy, corrections of positions.

Days are days in Vietnam, moments ISO text, positions EPSG:4326, distances metres.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.model.field.inspections import MastLabel


class Severity(StrEnum):
    """Severity of a defect (mức độ)."""

    URGENT = "urgent"  # nguy hiểm: may fall, or hurt somebody
    SERIOUS = "serious"  # nặng
    MINOR = "minor"  # nhẹ


class DefectState(StrEnum):
    """State of a defect (tồn tại). Overdue is no state: it follows from the deadline and the day."""

    OPEN = "open"  # chờ khắc phục
    ANSWERED = "answered"  # đơn vị đã báo cáo khắc phục
    REINSPECTED = "reinspected"  # đã phúc tra, chưa kết thúc
    CLOSED = "closed"  # đã khắc phục
    WITHDRAWN = "withdrawn"  # bỏ: an officer found that it was none
    REPLACED = "replaced"  # its item was replaced by a later one


STANDING_DEFECTS = frozenset({DefectState.OPEN, DefectState.ANSWERED, DefectState.REINSPECTED})
"""States in which a defect still has to be remedied or looked at."""

FOUND_DEFECTS = STANDING_DEFECTS | {DefectState.CLOSED}
"""States of what was a defect, remedied since or not: what is counted of a visit, a campaign, a year."""

UNREMEDIED_DEFECTS = frozenset({DefectState.OPEN, DefectState.REINSPECTED})
"""States in which its organisation owes the remedy: only then is a defect ever overdue."""


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect (tồn tại, hư hỏng) of a structure and what its remedy waits for."""

    id: str
    mast: MastLabel
    organisation: str
    defect: str
    severity: str
    found_on: dt.date
    state: DefectState
    component: str = ""
    entry: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()
    deadline: dt.date | None = None
    deadline_at: str = ""
    deadline_basis: str = ""
    inspection: str = ""
    item: str = ""
    campaign: str = ""
    closed_on: dt.date | None = None
    reason: str = ""
    letter_number: str = ""
    letter_on: dt.date | None = None
    who: str = ""
    at: str = ""
    version: int = 0

    @property
    def standing(self) -> bool:
        """Whether it still has to be remedied or looked at."""
        return self.state in STANDING_DEFECTS

    @property
    def untold(self) -> bool:
        """Whether it stands, nobody says that it is remedied, and no letter has told of it."""
        return self.standing and not self.letter_number and self.state is not DefectState.ANSWERED

    def overdue(self, day: dt.date, at: dt.datetime | None = None) -> bool:
        """Whether its deadline has passed on ``day`` while it stands unanswered or not remedied.

        ``at`` is the moment of that day where one is meant: a deadline of hours has passed at its moment.
        """
        owed = self.state in UNREMEDIED_DEFECTS
        return owed and past_deadline(self.deadline, self.deadline_at, day, at)


def past_deadline(
    deadline: dt.date | None, deadline_at: str, day: dt.date, at: dt.datetime | None = None
) -> bool:
    """Whether a deadline, or its moment where hours count, has passed on ``day``; see ``Defect.overdue``."""
    if deadline is None:
        return False
    return deadline < day or bool(at and deadline_at and dt.datetime.fromisoformat(deadline_at) < at)


@dataclass(frozen=True, slots=True)
class DefectStep:
    """One step of a defect.

    Its kind: answer, reinspection, deadline, severity, organisation, letter, closed, reopened, withdrawn,
    same.
    """

    id: str
    defect: str
    kind: str
    on_day: dt.date | None = None
    words: str = ""
    result: str = ""  # remedied, not_remedied; a severity; an organisation; progress of an answer
    inspection: str = ""
    photos: tuple[Mapping[str, str], ...] = ()
    organisation: str = ""
    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class PositionProposal:
    """A measured position that lies beyond combined accuracy from the registered one."""

    id: str
    mast: MastLabel
    inspection: str
    lon: float
    lat: float
    accuracy_m: float
    fixes: int
    left_out: int
    registered_lon: float
    registered_lat: float
    registered_accuracy_m: float
    distance_m: float
    limit_m: float
    items: tuple[str, ...] = ()
    state: str = "open"
    person: str = ""
    at: str = ""
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    version: int = 0
