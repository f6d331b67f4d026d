"""Packages made beside the pages: a job each, which tells how far it is.

A package that was broken off (the process killed, the disk full) has left no record, and is made again: by
the next worker, by the button of the request's page, or by ``bts seal``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.jobs import Job, JobState
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.requests.sealing import seal_request, unsealed

KIND = "seal"
"""The kind of the jobs; their subject is the id of the request."""


@dataclass(frozen=True, slots=True)
class SealProgress:
    """How far a package is: maps drawn of all; ``refusal`` says why it could not be made."""

    done: int = 0
    total: int = 0
    running: bool = False
    refusal: RefusalError | None = None


def start(registry: Registry, request: str, *, who: str) -> Job:
    """Have the package of an issued request (its id) made soon; the job that is under way where one is."""
    return jobs.start(registry, KIND, request, who=who)


def progress(registry: Registry, request: str) -> SealProgress | None:
    """Return how far the package of a request (its id) is; None where nothing is under way or went wrong."""
    job = jobs.newest_job(registry, KIND, request)
    if job is None or job.state is JobState.DONE:
        return None
    running = job.state is JobState.RUNNING
    return SealProgress(job.done, job.total, running=running, refusal=jobs.refusal_of(job))


def resume(registry: Registry, *, who: str) -> int:
    """Have every package made that is missing; return how many."""
    missing = unsealed(registry)
    for request in missing:
        start(registry, request, who=who)
    return len(missing)


def seal_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Make and keep a package (the work of the job)."""
    sealed = seal_request(registry, job.subject, who=job.who, progress=told)
    return {"name": sealed.name}
