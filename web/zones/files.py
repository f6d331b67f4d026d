"""Zones from a file: a workbook of sentences or a map file is looked at first, then put into a draft."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.drafts import DraftState, PlanDraft
from registry.services.office.attachments import file_copy, keep_file
from registry.services.zones.files import EXTENSIONS, as_draft, drafts_terms, read_zone_file
from registry.services.zones.import_zone_list import write_zone_rows
from registry.services.zones.listed_zones import RowDefaults, ZoneList
from registry.services.zones.plan_drafts import add_zones, create_draft, get_draft, list_drafts
from web.frame import refusals
from web.frame.guard import guarded
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording import words
from web.frame.wording.issues import issue_view
from web.map.folium_page import folium_page
from web.zones.frame import WRITERS, blueprint, terms_of, zones_map
from web.zones.register import tellers
from web.zones.sentences import sentences

TERMS = ("layer", "decision", "article", "valid_from", "valid_to", "crs")


@blueprint.get("/file")
@guarded(*WRITERS)
def file_start() -> str:
    """Show where a file of zones is handed in."""
    return _start_page({name: request.args.get(name, "") for name in ("draft", "layer")})


@blueprint.post("/file")
@guarded(*WRITERS)
def file_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    form = {name: request.form.get(name, "").strip() for name in (*TERMS, "draft")}
    try:
        draft = _draft_of(form["draft"])
        with uploaded("list") as (path, name):
            read_zone_file(registry(), path, name, defaults=_defaults(form, draft), crs=form["crs"])
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(form, why))
    given: dict[str, Any] = {key: value for key, value in form.items() if value}
    return redirect(url_for("zones.file_preview", sha256=held.sha256, name=name, **given), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WRITERS)
def file_preview(sha256: str) -> str:
    """Show what a kept file would give: zones on a map, and what is not understood."""
    draft = _draft_of(request.args.get("draft", ""))
    found, name = _read(sha256, request.args, draft)
    outcome = write_zone_rows(registry(), found, [], yes=False, who=who())
    lines = [
        {"sheet": sheet, "row": row, "zone": zone}
        for (sheet, row), zone in zip(found.rows, found.zones, strict=True)
    ]
    known = context()
    made = zones_map(known, found.zones, pick=True)
    severe = [issue_view(issue) for issue in found.issues]
    return render_template(
        "zones/preview.html",
        map=folium_page(made, nonce()),
        name=name,
        sha256=sha256,
        lines=lines,
        issues=sorted(severe, key=lambda item: ("error", "warning", "info").index(item["severity"])),
        left_out=found.left_out,
        counts=outcome.counts,
        terms={key: request.args.get(key, "") for key in TERMS},
        draft=draft,
        drafts=[item for item in list_drafts(registry()) if item.state is DraftState.DRAFT],
        layers=words.LAYERS,
        again=url_for("zones.file_start", draft=draft.id if draft else None),
        **tellers(),
    )


@blueprint.post("/file/<sha256>")
@guarded(*WRITERS)
def file_commit(sha256: str) -> Any:
    """Put the zones of a kept file into a draft, a new one where none is named; law they become by two."""
    draft = _draft_of(request.form.get("draft", ""))
    found, name = _read(sha256, request.form, draft)
    if not found.zones:
        raise RefusalError("DRAFT-NO-ZONES")
    if draft is None:
        given = terms_of(request.form)
        draft = create_draft(
            registry(), request.form.get("draft_name", "").strip() or name, decision=given.decision,
            article=given.article, valid_from=given.valid_from, valid_to=given.valid_to, who=who(),
        )  # fmt: skip
    made = [as_draft(zone, draft, undated=found.undated) for zone in found.zones]
    add_zones(registry(), draft.id, made, who=who(), file_name=name, file_sha256=found.sha256)
    flash(_("Đã đưa %(count)s vùng vào bản dự thảo.", count=len(made)))
    return redirect(url_for("zones.draft", draft=draft.id), 303)


def _read(sha256: str, values: Any, draft: PlanDraft | None) -> tuple[ZoneList, str]:
    name = values.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        found = read_zone_file(
            registry(), path, name, defaults=_defaults(values, draft), crs=values.get("crs", "")
        )
    return found, name


def _defaults(values: Any, draft: PlanDraft | None) -> RowDefaults:
    """Return the form's terms; what it leaves open, the draft says."""
    own = terms_of(values)
    return own if draft is None else drafts_terms(own, draft)


def _draft_of(address: str) -> PlanDraft | None:
    return get_draft(registry(), address).draft if address else None


def _start_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    try:
        draft = _draft_of(form.get("draft", ""))
    except RefusalError:
        draft = None
    return render_template(
        "zones/file.html",
        form=form,
        refusal=refusals.said(refusal),
        draft=draft,
        layers=words.LAYERS,
        extensions=EXTENSIONS,
        examples=sentences(context()),
    )
