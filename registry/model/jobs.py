"""Work that is done beside the pages (việc chạy nền): what it is about, how far it is, what came of it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"  # ended without what it was for; the code says why


class WorkerKind(StrEnum):
    """How a process came to do jobs."""

    INSIDE = "inside"  # it serves pages as well
    BESIDE = "beside"  # it was started for them (``bts work``)


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that does jobs: the machine and number by which it is found, and when it was there last."""

    id: str
    kind: WorkerKind
    host: str
    pid: int
    began_at: dt.datetime
    beat_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: how many jobs wait and run, since when the oldest waits (None: none does)."""

    waiting: int
    running: int
    oldest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Ended:
    """Jobs of a kind that ended since a moment: with what code ("": done), how many, seconds of all."""

    kind: str
    code: str
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Job:
    """One job. ``total`` is 0 where it is not known how much there is to do.

    ``kind`` and ``subject`` (the id of what it is about) say what is done, ``options`` how; ``result`` is
    what came of it, ``code`` and ``params`` the refusal in which it ended. ``only`` is the worker that alone
    can do it, ``ended_by`` who asked that it be ended.
    """

    id: str
    kind: str
    subject: str
    state: JobState
    who: str
    asked_at: dt.datetime
    options: Mapping[str, Any] = field(default_factory=dict)
    done: int = 0
    total: int = 0
    tries: int = 0
    holder: str = ""
    began_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    result: Mapping[str, Any] = field(default_factory=dict)
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    only: str = ""
    ended_by: str = ""

    @property
    def under_way(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in (JobState.WAITING, JobState.RUNNING)
