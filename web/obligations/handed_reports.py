"""Reports for obligations: a carrier hands one in on the page of what it owes, the office looks at it."""

from typing import Any

from flask import Response, flash, redirect, request, send_file, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.people import Role
from registry.services.obligations.handed_reports import (
    ENDINGS,
    hand_in,
    report_file,
    reports_of,
    return_report,
    take,
)
from registry.services.obligations.obligations import duty_of
from web.frame import parameters
from web.frame.forms import version_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry
from web.frame.people import OFFICERS, own_code, who
from web.frame.uploads import kept_aside
from web.obligations.obligations import READ, blueprint

SENDERS = (*OFFICERS, Role.CARRIER)


@blueprint.post("/<key>/reports")
@guarded(*SENDERS)
def hand(key: str) -> Any:
    """Keep a report that meets the obligation: from its carrier, or by the office for one on paper."""
    own = own_code(current_person())
    duty = duty_of(registry(), key, organisation=own)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise RefusalError("DUTY-REPORT-FILE", name="–", known=" ".join(ENDINGS))
    form = request.form
    with kept_aside(file) as (path, name):
        hand_in(
            registry(), duty, path, name=name, number=form.get("number", ""), note=form.get("note", ""),
            who=who(),
        )  # fmt: skip
    if own is not None:
        flash(_("Đã nộp %(name)s. Việc này đã xong, trừ khi cơ quan trả lại báo cáo.", name=name))
    else:
        flash(_("Đã ghi %(name)s vào việc này.", name=name))
    return redirect(url_for("obligations.show", key=key), 303)


@blueprint.get("/<key>/reports/<report>")
@guarded(*READ)
def report(key: str, report: str) -> Response:
    """Send the file of a report as it was handed in."""
    parameters.known_only(request.args, ())
    duty = duty_of(registry(), key, organisation=own_code(current_person()))
    path, name = report_file(registry(), duty, report)
    return send_file(path, as_attachment=True, download_name=name)


@blueprint.post("/<key>/reports/<report>/take")
@guarded(*OFFICERS)
def take_report(key: str, report: str) -> Any:
    """Note that the office takes a report."""
    take(registry(), _of(key, report), who=who(), seen=version_of())
    return redirect(url_for("obligations.show", key=key), 303)


@blueprint.post("/<key>/reports/<report>/return")
@guarded(*OFFICERS)
def send_back(key: str, report: str) -> Any:
    """Return a report to its carrier, with the reason."""
    reason = request.form.get("reason", "")
    return_report(registry(), _of(key, report), reason=reason, who=who(), seen=version_of())
    return redirect(url_for("obligations.show", key=key), 303)


def _of(key: str, report: str) -> str:
    """Return the id of a report; refused where it is another obligation's."""
    duty = duty_of(registry(), key)
    if report not in {item.id for item in reports_of(registry(), duty.key)}:
        raise RefusalError("DUTY-REPORT-UNKNOWN")
    return report
