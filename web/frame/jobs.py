"""How far work is that is done beside the pages: a page asks again and again, and shows what came of it."""

from typing import Any

from flask import Blueprint, jsonify, url_for

from registry.errors import RefusalError
from registry.model.jobs import Job
from registry.services.office import jobs
from web.frame import refusals
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.office import registry
from web.frame.people import who

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")


@blueprint.get("/<job>.json")
@guarded(*SENDERS)
def progress(job: str) -> Any:
    """Return how far a job is; a carrier is told of those that it asked for itself."""
    found = jobs.get_job(registry(), job)
    if not current_person().sees_all and found.who != who():
        raise RefusalError("JOB-UNKNOWN")
    return jsonify(state=found.state.value, done=found.done, total=found.total)


def shown(job: Job | None) -> dict[str, Any] | None:
    """Return a job as the macro ``job`` of ``job.html`` writes it; None where there is nothing to say."""
    if job is None:
        return None
    refusal = refusals.said(jobs.refusal_of(job))
    if refusal is None and not job.under_way:
        return None
    return {
        "url": url_for("jobs.progress", job=job.id),
        "done": job.done,
        "total": job.total,
        "under_way": job.under_way,
        "refusal": refusal,
    }
