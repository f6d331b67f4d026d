"""The steps of a company's inspection, which may follow which, who takes each and by which clock.

The order is the office's reading of NĐ 217/2025/NĐ-CP Điều 11 and 13 to 16 (decision, plan, announcing,
carrying out, minutes). The time limits inside those articles were not read, so every clock is the office's
own number.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from registry.model.people import Role


class Stage(StrEnum):
    """How far an inspection is."""

    DRAFTED = "drafted"  # đang soạn đề xuất
    PROPOSED = "proposed"  # đã trình
    DECIDED = "decided"  # đã có quyết định
    ANNOUNCED = "announced"  # đã gửi kế hoạch và thông báo
    REPORTS = "reports"  # đã yêu cầu báo cáo
    UNDER_WAY = "under_way"  # đang kiểm tra tại chỗ
    EXPLAINED = "explained"  # doanh nghiệp đã giải trình, hoặc hết hạn giải trình
    SUBMITTED = "submitted"  # dự thảo kết luận đã trình
    CONCLUDED = "concluded"  # đã kết luận
    FOLLOWED = "followed"  # kiến nghị đã được theo dõi xong
    SEALED = "sealed"  # hồ sơ đã niêm phong
    STOPPED = "stopped"  # dừng, có lý do


WRITERS = frozenset({Role.ADMINISTRATOR, Role.APPRAISER, Role.INSPECTOR, Role.LEADER})
"""Who draws up an inspection and carries it out."""
DECIDERS = frozenset({Role.ADMINISTRATOR, Role.LEADER})
"""Who decides one, signs its conclusion, stops it and seals it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be taken: by whom, and whether by somebody else than who took the one before it."""

    to: Stage
    roles: frozenset[Role]
    second_person: bool = False


STEPS: Mapping[Stage, tuple[Step, ...]] = {
    Stage.DRAFTED: (Step(Stage.PROPOSED, WRITERS),),
    Stage.PROPOSED: (Step(Stage.DECIDED, DECIDERS, second_person=True), Step(Stage.DRAFTED, WRITERS)),
    Stage.DECIDED: (Step(Stage.ANNOUNCED, WRITERS),),
    Stage.ANNOUNCED: (Step(Stage.REPORTS, WRITERS),),
    Stage.REPORTS: (Step(Stage.UNDER_WAY, WRITERS),),
    Stage.UNDER_WAY: (Step(Stage.EXPLAINED, WRITERS),),
    Stage.EXPLAINED: (Step(Stage.SUBMITTED, WRITERS),),
    Stage.SUBMITTED: (Step(Stage.CONCLUDED, DECIDERS, second_person=True), Step(Stage.EXPLAINED, WRITERS)),
    Stage.CONCLUDED: (Step(Stage.FOLLOWED, WRITERS),),
    Stage.FOLLOWED: (Step(Stage.SEALED, DECIDERS, second_person=True),),
}
"""The steps from each stage; whatever is not sealed or stopped may also be stopped by a decider."""
ORDER: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.STOPPED)
"""The stages in order, for the line of steps on a page."""
ENDED = frozenset({Stage.SEALED, Stage.STOPPED})
KNOWN_TO_COMPANY = frozenset(ORDER[ORDER.index(Stage.ANNOUNCED) :])
"""From when on the company sees its inspection: the notice. One stopped before it never was the company's."""


def steps_from(stage: Stage) -> tuple[Step, ...]:
    """Return the steps that may be taken from a stage."""
    stop = () if stage in ENDED else (Step(Stage.STOPPED, DECIDERS),)
    return (*STEPS.get(stage, ()), *stop)


def step_between(before: Stage, after: Stage) -> Step | None:
    """Return the step from one stage to another, None where there is none."""
    return next((step for step in steps_from(before) if step.to is after), None)


class Clock(StrEnum):
    """What runs a clock: the value names the office's number (``LIM-COMPANY-INSPECTION.<value>_days``)."""

    DECIDE = "decide"  # from the proposal to the decision
    ANNOUNCE = "announce"  # from the decision to plan and notice
    REPORT = "report"  # for the company's reports, from their request
    BEGIN = "begin"  # from the request of reports to the first day on the spot
    EXPLAIN = "explain"  # for the company's explanation
    CONCLUDE = "conclude"  # from the end on the spot to the conclusion
    FOLLOW = "follow"  # for what is recommended, where the conclusion names no day
    SEAL = "seal"  # from the last recommendation to the sealed file


REPORTS_TAKEN_IN = (Stage.REPORTS, Stage.UNDER_WAY, Stage.EXPLAINED)
"""The stages in which the company hands reports in: outside them nothing can come of one that is lacking."""

NEXT_CLOCK: Mapping[Stage, Clock] = {
    Stage.PROPOSED: Clock.DECIDE,
    Stage.DECIDED: Clock.ANNOUNCE,
    Stage.ANNOUNCED: Clock.REPORT,
    Stage.REPORTS: Clock.BEGIN,
    Stage.UNDER_WAY: Clock.EXPLAIN,
    Stage.EXPLAINED: Clock.CONCLUDE,
    Stage.SUBMITTED: Clock.CONCLUDE,
    Stage.CONCLUDED: Clock.FOLLOW,
    Stage.FOLLOWED: Clock.SEAL,
}
"""By which clock the next step of a stage goes."""


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due: ``due_on`` None where the office stated no number, and nothing else names a day.

    ``source`` is "office" (its own number), "stated" (a day that the decision or a letter names) or "unset".
    ``pattern`` is the number of days that another trade's procedure has, with its unit ("working days",
    "days"), as reference only: it was read second-hand, is no law here, and nothing is counted by it.
    """

    clock: Clock
    started_on: dt.date | None
    days: int | None
    due_on: dt.date | None
    source: str
    pattern: int | None = None
    pattern_unit: str = ""

    def late(self, day: dt.date) -> bool:
        """Whether its day is over."""
        return self.due_on is not None and self.due_on < day
