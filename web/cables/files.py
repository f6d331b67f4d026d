"""Outside cable from a file: looked at first, then written as one batch that can be taken back whole."""

from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.cables import Mount
from registry.services.cables.import_cables import KIND, SPREADSHEETS, read_plant, write_plant
from registry.services.cables.records import PlantList
from registry.services.cables.tiles import node_kinds
from registry.services.office.attachments import file_copy, keep_file
from registry.services.office.batches import list_batches
from registry.services.office.calendar import today
from registry.services.zones.files import EXTENSIONS
from web.cables.frame import (
    MOUNTS,
    WRITE,
    blueprint,
    cable_map,
    kind_word,
    line_features,
    names,
    own,
    owners_offered,
)
from web.cables.routes import tellers
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording.issues import issue_view
from web.map.folium_page import folium_page

TERMS = ("owner", "crs", "complete", "list_date", "cable_mount", "node_kind")
SHOWN_ISSUES = 200
MOST_DRAWN = 1500


@blueprint.get("/file")
@guarded(*WRITE)
def file_start() -> str:
    """Show where a file of segments or nodes is handed in."""
    return _start_page({"owner": own() or ""})


@blueprint.post("/file")
@guarded(*WRITE)
def file_upload() -> Any:
    """Keep the file and go to its preview; a file that cannot be read is refused on this page."""
    form = {name: request.form.get(name, "").strip() for name in TERMS}
    try:
        _options(form)
        with uploaded("list") as (path, name):
            _read(path, name, form)
            held = keep_file(registry(), path, name)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _start_page(form, why))
    given: dict[str, Any] = {key: value for key, value in form.items() if value}
    return redirect(url_for("cables.file_preview", sha256=held.sha256, name=name, **given), 303)


@blueprint.get("/file/<sha256>")
@guarded(*WRITE)
def file_preview(sha256: str) -> str:
    """Show what a kept file would give: lines on a map, counts, and what is not understood."""
    found, name = _kept(sha256, request.args)
    outcome = write_plant(registry(), found, options=_options(request.args), yes=False, who=who())
    segments = list(found.segments.values())[:MOST_DRAWN]
    made = cable_map(
        context(), [item.geometry for item in segments], features=line_features(segments), pick=True,
        points=[[node.lon, node.lat] for node in list(found.nodes.values())[:MOST_DRAWN]],
    )  # fmt: skip
    issues = [issue_view(issue) for issue in found.issues]
    issues.sort(key=lambda item: ("error", "warning", "info").index(item["severity"]))
    return render_template(
        "cables/preview.html",
        map=folium_page(made, nonce()),
        name=name,
        sha256=sha256,
        segments=len(found.segments),
        nodes=len(found.nodes),
        lines=[(item, found.places[item.id]) for item in segments[:200]],
        issues=issues[:SHOWN_ISSUES],
        more_issues=max(0, len(issues) - SHOWN_ISSUES),
        left_out=found.left_out,
        counts=outcome.counts,
        terms={key: request.args.get(key, "") for key in TERMS},
        names=names(),
        may_undo=own() is None,
        **tellers(),
    )


@blueprint.post("/file/<sha256>")
@guarded(*WRITE)
def file_commit(sha256: str) -> Any:
    """Write what a kept file gives as one batch."""
    found, _name = _kept(sha256, request.form)
    outcome = write_plant(registry(), found, options=_options(request.form), yes=True, who=who())
    if outcome.batch is None:
        flash(_("Dữ liệu này đã có trong sổ; không có gì thay đổi."))
    else:
        flash(
            _(
                "Đã ghi %(new)s bản ghi mới, %(changed)s bản ghi thay đổi (lô %(batch)s).",
                new=outcome.counts["new"],
                changed=outcome.counts["changed"],
                batch=outcome.batch,
            )
        )
    return redirect(url_for("cables.batches"), 303)


@blueprint.get("/batches")
@guarded(*WRITE)
def batches() -> str:
    """List the imports of outside cable, the newest first, each to be taken back whole."""
    mine = own()
    found = [
        item
        for item in reversed(list_batches(registry()))
        if item.kind == KIND and (mine is None or (item.options or {}).get("owner") == mine)
    ]
    return render_template("cables/batches.html", items=found[:100], names=names(), may_undo=mine is None)


def _kept(sha256: str, values: Any) -> tuple[PlantList, str]:
    name = values.get("name", "")
    with file_copy(registry(), sha256, name) as path:
        return _read(path, name, values), name


def _read(path: Path, name: str, values: Any) -> PlantList:
    mine = own()
    owner = mine if mine is not None else values.get("owner", "")
    found = read_plant(
        registry(), path, owner=owner, crs=values.get("crs") or None, name=name, reader=mine,
        otherwise=_otherwise(values),
    )  # fmt: skip
    if mine is not None:
        _own_only(found, mine)
    return found


def _otherwise(values: Any) -> dict[str, str]:
    """Return what holds for rows that do not state it: a drawing of lines says nothing of them."""
    known: dict[str, set[str]] = {"cable_mount": set(Mount), "node_kind": set(node_kinds())}
    given = {name: values.get(name, "").strip() for name in known}
    for name, value in given.items():
        if value and value not in known[name]:
            raise RefusalError("REQUEST-VALUE", value=value[:40])
    return {name: value for name, value in given.items() if value}


def _own_only(found: PlantList, mine: str) -> None:
    """Leave out what an account's organisation does not own, and say it."""
    for records in (found.segments, found.nodes):
        for key in [key for key, item in records.items() if item.owner != mine]:
            sheet, row = found.places[key]
            owner = records.pop(key).owner
            found.left_out += 1
            found.say("CABLE-NOT-OWN", sheet=sheet, row=row, params={"owner": owner})
    used = {item.route for item in found.segments.values()}
    found.routes = {key: route for key, route in found.routes.items() if key in used}


def _options(values: Any) -> dict[str, Any]:
    owner = own() or values.get("owner", "").strip()
    options: dict[str, Any] = {"owner": owner, **_otherwise(values)}
    if values.get("complete"):
        day = parameters.written_day(values.get("list_date", "")) or today()
        if day > today():
            raise RefusalError("LIST-DATE-AHEAD", day=day)
        if not owner:
            raise RefusalError("CABLE-COMPLETE-OWNER")
        options |= {"complete_for": owner, "list_date": day.isoformat()}
    return options


def _start_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    return render_template(
        "cables/file.html",
        form=form,
        refusal=refusals.said(refusal),
        owners=owners_offered(),
        extensions=EXTENSIONS,
        spreadsheets=sorted(SPREADSHEETS),
        today=today(),
        kinds=[(code, kind_word(code)) for code in node_kinds()],
        mounts=MOUNTS,
        own_only=own() is not None,
    )
