"""A task of a run, and how it is done wherever it is run: in this process, beside it, on another machine."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from registry.collector import paused_collector
from registry.errors import WrongCallError
from registry.model.storm.storms import StormTrack
from registry.national.appraising import Part, Rows, appraise_part
from registry.national.complying import comply_part
from registry.national.prepared import prepared
from registry.national.storms import storm_part


class Run(StrEnum):
    """What is worked out of every province."""

    APPRAISE = "appraise"
    COMPLIANCE = "compliance"
    STORM = "storm"


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a run: a portion of a province's rows. ``weight`` is about how much work it is.

    ``mark`` stands for the lake's manifests, so that nobody answers out of a lake that was exported anew.
    """

    run: Run
    folder: Path
    day: dt.date
    province: str
    mark: str
    rows: Rows = Rows.PROPOSALS
    portion: int = 0
    portions: int = 1
    track: StormTrack | None = None
    weight: int = 0

    @property
    def name(self) -> str:
        """Name the task among those of its run."""
        return f"{self.run}-{self.province}-{self.portion}"


def done(task: Task) -> Part:
    """Do a task; the same lake and task give the same bytes wherever it is done."""
    of = prepared(task.folder, task.day, task.province, task.mark)
    with paused_collector():
        match task.run:
            case Run.APPRAISE:
                return appraise_part(of, task.rows, task.portion, task.portions)
            case Run.COMPLIANCE:
                return comply_part(of)
            case Run.STORM if task.track is not None:
                return storm_part(of, task.track)
    raise WrongCallError(f"a task of {task.run} lacks what it needs")


def done_in_turn(tasks: Sequence[Task]) -> list[Part]:
    """Do tasks one after the other: those of one province prepare it once."""
    return [done(task) for task in tasks]
