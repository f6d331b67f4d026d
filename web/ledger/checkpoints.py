"""Checkpoints of the ledger, to print and send elsewhere, and verifying the register against them."""

import datetime as dt
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.documents.qr_codes import qr_path
from registry.errors import RefusalError
from registry.model.jobs import JobState
from registry.services.office.calendar import today
from registry.services.office.heads import Noted, as_json, as_text, checkpoints, note_head, read_noted
from registry.services.office.operation import jobs
from registry.services.register import ledger_pages
from registry.services.register.verify import JOB, as_options, verified
from web.frame import refusals
from web.frame.downloads import download
from web.frame.guard import WORKERS, guarded
from web.frame.jobs import shown as job_shown
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded

blueprint = Blueprint("checkpoints", __name__, url_prefix="/ledger/checkpoints")

SUBJECT = "register"
SHOWN = 60
"""How many of the newest checkpoints the page lists; the files hold all."""


@blueprint.get("")
@guarded(*WORKERS)
def listed() -> str:
    """Show the head, who verified the register when, and the checkpoints of the last days."""
    return _page()


@blueprint.post("/verify")
@guarded(*WORKERS)
def verify() -> Any:
    """Verify the register beside the pages, against the checkpoints of a file where one is sent."""
    noted = Noted()
    file = request.files.get("checkpoints")
    if file is not None and file.filename:
        with uploaded("checkpoints") as (path, name):
            noted = read_noted(path)
        if not noted.checkpoints and not noted.heads:
            raise RefusalError("CHECKPOINTS-NONE", name=name)
    jobs.start(registry(), JOB, SUBJECT, who=who(), options=as_options(noted))
    return redirect(url_for("checkpoints.listed"), 303)


@blueprint.post("/note")
@guarded(*WORKERS)
def note() -> Any:
    """Note today's checkpoint where the day has none yet."""
    if note_head(registry()):
        flash(_("Đã ghi điểm mốc hôm nay."))
    else:
        flash(_("Hôm nay đã có điểm mốc."))
    return redirect(url_for("checkpoints.listed"), 303)


@blueprint.get("/<day>")
@guarded(*WORKERS)
def show(day: str) -> str:
    """Show the checkpoint of a day as a sheet to print: in words, in groups of digits, and as a QR code."""
    found = next((one for one in checkpoints(registry()) if f"{one.day:%Y-%m-%d}" == day), None)
    if found is None:
        raise RefusalError("CHECKPOINT-UNKNOWN", day=day[:20])
    line = as_text([found]).strip()
    code, side = qr_path(line)
    groups = [found.head[at : at + 8] for at in range(0, len(found.head), 8)]
    return render_template(
        "ledger/checkpoint.html", one=found, line=line, groups=groups, code=code, side=side
    )


@blueprint.get("/checkpoints.txt")
@guarded(*WORKERS)
def text() -> Response:
    """Send the checkpoints of all days as text."""
    return _file(as_text(checkpoints(registry())), "txt", "text/plain")


@blueprint.get("/checkpoints.json")
@guarded(*WORKERS)
def data() -> Response:
    """Send the checkpoints of all days as JSON."""
    return _file(as_json(checkpoints(registry())), "json", "application/json")


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str | None:
    """Say on the page why a file of checkpoints is not taken."""
    return _page(error) if error.code in _ON_PAGE else None


_ON_PAGE = frozenset({"CHECKPOINTS-NONE", "HEADS-NOT-READ", "UPLOAD-EMPTY"})


def _file(content: str, ending: str, mimetype: str) -> Response:
    return download(content.encode(), f"diem-moc-so-cai-{today():%Y%m%d}.{ending}", mimetype)


def _page(refusal: RefusalError | None = None) -> str:
    job = jobs.newest_job(registry(), JOB, SUBJECT)
    found = checkpoints(registry())
    return render_template(
        "ledger/checkpoints.html",
        head=ledger_pages.head_of(registry()),
        verified=verified(registry()),
        job=job_shown(job),
        result=_result(job.result) if job is not None and job.state is JobState.DONE else None,
        found=list(reversed(found))[:SHOWN],
        count=len(found),
        has_today=any(one.day == today() for one in found),
        days=_days_of,
        refusal=refusals.said(refusal),
    )


def _result(result: Any) -> dict[str, Any]:
    lang = language()
    return {
        **result,
        "differs": dt.date.fromisoformat(result["differs_from"]) if result.get("differs_from") else None,
        "problems": [(one[lang], one[f"todo_{lang}"], one["code"]) for one in result.get("problems", ())],
        "notes": [(one[lang], one["code"]) for one in result.get("notes", ())],
    }


def _days_of(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)
