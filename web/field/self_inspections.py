"""Self-inspections (tự kiểm tra): a carrier's list, previewed with its issues, then taken as a campaign."""

import datetime as dt
import secrets
import time
from pathlib import Path
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.model.people import Role
from registry.services.field.self_inspection import import_self_inspection
from registry.services.field.self_inspections_handed import handed_in, handed_list
from registry.services.office.attachments import file_path
from registry.services.office.calendar import in_vietnam
from registry.services.office.preview import ImportOutcome
from web.field.campaign import stated_rows
from web.field.campaigns_frame import blueprint
from web.field.defects_frame import sent
from web.field.self_inspection_words import self_row
from web.frame import parameters, refusals
from web.frame.downloads import list_template
from web.frame.forms import day_of, settings_limit_mb
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.responsible import own_organisation, responsible
from web.frame.uploads import uploaded
from web.frame.wording.issues import issue_view

SENDERS = (*WORKERS, Role.CARRIER)
MOST_SHOWN = 200
KEPT_S = 3600


@blueprint.get("/self")
@guarded(*SENDERS)
def self_start() -> str:
    """Show the form for a list of self-inspections."""
    parameters.known_only(request.args, ())
    return start_page()


@blueprint.get("/self/template.xlsx")
@guarded(*SENDERS)
def self_template() -> Response:
    """Send an empty list of self-inspections, its columns named as they are read."""
    parameters.known_only(request.args, ())
    return list_template(ListKind.SELF_INSPECTIONS, "mau-tu-kiem-tra.xlsx")


@blueprint.get("/self/<handed>")
@guarded(*SENDERS)
def self_shown(handed: str) -> str:
    """Show a list that was handed in: when, by whom, its file, its rows, and what became of it."""
    parameters.known_only(request.args, ())
    person, one = current_person(), handed_list(registry(), handed, current_person())
    return render_template(
        "field/campaigns/self_shown.html",
        one=one,
        campaign=one.campaign,
        at=in_vietnam(one.campaign.at),
        carrier=own_organisation(person) is not None,
        self_rows=stated_rows(one.campaign.id),
    )


@blueprint.get("/self/<handed>/files/<sha256>")
@guarded(*SENDERS)
def self_file(handed: str, sha256: str) -> Response:
    """Send the list as it was handed in."""
    files = handed_list(registry(), handed, current_person()).campaign.files
    name = next((item["name"] for item in files if item["sha256"] == sha256), None)
    if name is None:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=sha256[:12])
    return sent(file_path(registry(), sha256, name), "", name)


@blueprint.post("/self")
@guarded(*SENDERS)
def self_upload() -> Any:
    """Read a list and show what it would do; nothing is written yet."""
    with uploaded("file") as (path, name):
        outcome = _read(path, name, yes=False)
        token = _keep(path)
    return _preview(outcome, token, name)


@blueprint.post("/self/commit")
@guarded(*SENDERS)
def self_commit() -> Any:
    """Take the list that was previewed."""
    path = _kept(request.form.get("token", ""))
    name = Path(request.form.get("file_name", "")).name[:200]
    outcome = _read(path, name, yes=True)
    path.unlink(missing_ok=True)
    if current_person().sees_all:
        flash(_("Đã nhận danh sách tự kiểm tra: %(n)s dòng.", n=outcome.counts.get("new", 0)))
        return redirect(url_for("campaigns.listed"), 303)
    flash(
        _(
            "Đã nộp danh sách tự kiểm tra: %(n)s dòng. Cơ quan có thể rút một số cột để kiểm tra đối chứng; "
            "danh sách đã nộp xem lại được ở dưới.",
            n=outcome.counts.get("new", 0),
        )
    )
    return redirect(url_for("campaigns.self_start"), 303)


def start_page(refusal: RefusalError | None = None) -> str:
    """Render the form, with a refusal where a list was refused."""
    own = own_organisation(current_person())
    return render_template(
        "field/campaigns/self.html",
        refusal=refusals.said(refusal),
        form=request.form,
        own=own,
        organisations=responsible(),
        limit_mb=settings_limit_mb(),
        handed_in=handed_in(registry(), current_person()) if own is not None else [],
    )


def _read(path: Path, name: str, *, yes: bool) -> ImportOutcome:
    form, own = request.form, own_organisation(current_person())
    organisation = form.get("organisation", "") if own is None else own
    if not organisation:
        raise RefusalError("SHARING-SIDES")
    first, last = day_of("period_from"), day_of("period_to")
    period: tuple[dt.date, dt.date] | None = (first, last) if first and last else None
    return import_self_inspection(
        registry(),
        path,
        organisation=organisation,
        person=current_person(),
        name=name,
        title=form.get("title", "").strip(),
        period=period,
        yes=yes,
    )


def _preview(outcome: ImportOutcome, token: str, name: str) -> str:
    own = own_organisation(current_person())
    organisation = request.form.get("organisation", "") if own is None else own
    return render_template(
        "field/campaigns/self_preview.html",
        outcome=outcome,
        issues=[issue_view(issue) for issue in outcome.issues[:MOST_SHOWN]],
        total_issues=len(outcome.issues),
        self_rows=[
            self_row(
                row.code,
                {field.field: field.after for field in row.fields if field.table == "self_inspections"},
                language(),
                {field.field: field.after for field in row.fields if field.table == "mast_safety"},
            )
            for row in outcome.rows[:MOST_SHOWN]
        ],
        token=token,
        file_name=name,
        form=request.form,
        organisation=organisation,
        organisation_name=next((one.name for one in responsible() if one.code == organisation), organisation),
    )


def _folder() -> Path:
    """Return where previewed lists wait to be taken, at most an hour; shared by all processes of a server."""
    folder = settings().home / "previews"
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)
    return folder


def _keep(path: Path) -> str:
    owner = current_person().id or "desk"
    token = f"{owner}-{secrets.token_hex(16)}{path.suffix}"
    (_folder() / token).write_bytes(path.read_bytes())
    return token


def _kept(token: str) -> Path:
    owner = current_person().id or "desk"
    plain = Path(token).name
    path = _folder() / plain
    if plain != token or not token.startswith(f"{owner}-") or not path.is_file():
        raise RefusalError("SELF-LIST-GONE")
    return path
