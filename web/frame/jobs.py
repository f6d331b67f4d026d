"""How far work is that is done beside the pages: a page asks again and again, and shows what came of it."""

from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import generate_csrf

from registry.errors import RefusalError
from registry.model.jobs import Job, JobState
from registry.model.people import Role
from registry.services.office.operation import jobs
from web.frame import refusals
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.languages import own_path
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


@blueprint.post("/<job>/end")
@guarded(*SENDERS)
def end(job: str) -> Response:
    """Have a job ended, at the wish of whoever began it or of an administrator."""
    found = jobs.get_job(registry(), job)
    if not current_person().sees_all and found.who != who():
        raise RefusalError("JOB-UNKNOWN")
    if not _may_end(found):
        abort(403)
    jobs.cancel(registry(), job, who=who())
    return make_response(redirect(own_path(request.form.get("next", "/")), 303))


def _may_end(job: Job) -> bool:
    return job.who == who() or Role.ADMINISTRATOR in current_person().roles


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
        "waiting": job.state is JobState.WAITING,
        "end": url_for("jobs.end", job=job.id) if job.under_way and _may_end(job) else "",
        "ending": bool(job.ended_by),
        "token": generate_csrf(),
        "next": request.full_path.rstrip("?") if request.method == "GET" else "/",
        "refusal": refusal,
    }
