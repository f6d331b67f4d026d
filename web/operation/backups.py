"""Backups (sao lưu): made in the background, kept, downloaded, tried as a restore would.

A restore replaces the register and is done on the server only; from here a backup is tried aside.
"""

import datetime as dt
import logging
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.messages import render
from registry.model.jobs import Job
from registry.model.people import Role
from registry.services.office.backups import backup_jobs, backup_seal, kept_backups
from registry.services.office.operation import jobs, operation_reports
from registry.services.register.verify import verified
from web.frame import refusals
from web.frame.guard import guarded
from web.frame.jobs import shown
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded
from web.operation import condition

blueprint = Blueprint("operation", __name__, url_prefix="/operation")

UPLOAD_LIMIT = 1 << 30
"""Bytes of a backup that is handed in to be tried: what the server itself takes of one request."""
_UPLOAD = "operation.hand_in"
_MEGABYTE = 1_000_000
_LINKS: dict[str, Any] = {
    "checkpoints.listed": _l("Kiểm tra sổ, mốc sổ cái"),
    "ledger.listed": _l("Sổ cái"),
    "security_log.listed": _l("Nhật ký an ninh"),
    "batches.listed": _l("Lô nhập"),
    "packages.check": _l("Kiểm tra gói hồ sơ"),
    "accounts.all_accounts": _l("Quản lý tài khoản"),
    "coverage.show": _l("Phạm vi dữ liệu"),
    "office_calendar.show": _l("Lịch làm việc"),
    "background.show": _l("Bản đồ nền"),
    "letters.settings": _l("Văn bản của cơ quan"),
    "style.show": _l("Mẫu trình bày"),
}
"""Where the rest of the operation is done."""


@blueprint.get("")
@guarded(Role.ADMINISTRATOR)
def show() -> str:
    """Show the backups, what trials of them found, and where the rest of the operation is done."""
    return _page()


@blueprint.post("/backups")
@guarded(Role.ADMINISTRATOR)
def make() -> Any:
    """Have a backup made, sealed and under a passphrase where one is given."""
    form = request.form
    backup_jobs.ask_for_backup(
        registry(), passphrase=form.get("passphrase", ""), again=form.get("again", ""), who=who()
    )
    return redirect(url_for("operation.show", _anchor="backups"), 303)


@blueprint.get("/backups/<name>.zip")
@guarded(Role.ADMINISTRATOR)
def download(name: str) -> Response:
    """Send a kept backup; who took it away stands in the server's log."""
    path = kept_backups.backup_path(registry(), name)
    logging.getLogger("bts").info("backup %s downloaded by %s", name, who())
    answer = send_file(path, mimetype="application/zip", as_attachment=True, download_name=path.name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/backups/<name>/try")
@guarded(Role.ADMINISTRATOR)
def try_one(name: str) -> Any:
    """Have a kept backup tried."""
    backup_jobs.ask_for_trial(registry(), name, passphrase=request.form.get("passphrase", ""), who=who())
    return redirect(url_for("operation.show", _anchor="backups"), 303)


@blueprint.post("/backups/<name>/drop")
@guarded(Role.ADMINISTRATOR)
def drop(name: str) -> Any:
    """Remove a kept backup."""
    kept_backups.drop(registry(), name)
    logging.getLogger("bts").info("backup %s removed by %s", name, who())
    flash(_("Đã xóa bản sao lưu %(name)s.", name=name))
    return redirect(url_for("operation.show"), 303)


@blueprint.post("/handed-in")
@guarded(Role.ADMINISTRATOR)
def hand_in() -> Any:
    """Keep a backup from elsewhere and have it tried."""
    with uploaded("backup") as (path, name):
        kept = kept_backups.take_in(registry(), path, name)
    backup_jobs.ask_for_trial(registry(), kept, passphrase=request.form.get("passphrase", ""), who=who())
    return redirect(url_for("operation.show", _anchor="backups"), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say on the page why something is not done."""
    return _page(error)


def limit_uploads(app: Flask) -> None:
    """Let a backup that is handed in be larger than other forms; before its form is read for the token."""

    def widen() -> None:
        if request.endpoint == _UPLOAD:
            request.max_content_length = UPLOAD_LIMIT

    app.before_request_funcs.setdefault(None, []).insert(0, widen)


def _page(refusal: RefusalError | None = None) -> str:
    found = kept_backups.kept_backups(registry())
    making = jobs.newest_job(registry(), backup_jobs.MAKE, "")
    return render_template(
        "operation/show.html",
        backups=[(one, _trial(one.name)) for one in found],
        drilled=_drilled(),
        total=sum(one.size for one in found) / _MEGABYTE,
        megabytes=lambda size: size / _MEGABYTE,
        making=shown(making),
        shortest=backup_seal.SHORTEST,
        links=[(url_for(endpoint), word) for endpoint, word in _LINKS.items()],
        verified=next(iter(verified(registry(), 1)), None),
        refusal=refusals.said(refusal),
        standing=condition.standing(),
        about=condition.about(),
    )


def _drilled() -> dict[str, Any]:
    """Return of which backup the newest drill was (``bts drill``), when and whether it held; {} for none."""
    report = operation_reports.newest(registry().settings, operation_reports.DRILL)
    if report is None:
        return {}
    at = dt.datetime.fromisoformat(report.at)
    return {"name": report.figures.get("backup", ""), "sound": report.sound, "at": at}


def _trial(name: str) -> dict[str, Any] | None:
    """Return what the last trial of a backup found, as the template says it; None where there was none."""
    job: Job | None = jobs.newest_job(registry(), backup_jobs.TRY, name)
    if job is None:
        return None
    result = job.result
    return {
        "job": shown(job),
        "done": bool(result),
        "who": job.who,
        "at": job.ended_at or job.asked_at,
        "counts": result.get("counts", {}),
        "files": result.get("files", 0),
        "continues": result.get("continues", False),
        "notes": [render(code, {"file": name}, language()) for code in result.get("notes", ())],
    }
