"""Versions of a drawing: taken in, what each layer is confirmed, the file itself, what it holds as shapes."""

from typing import Any

import shapely
from flask import Response, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.geo.planes import CENTRAL_MERIDIANS
from registry.messages import render
from registry.model.designs.contents import FIELDS, DesignContent, ThingKind
from registry.model.designs.desk import DossierFile, DossierState, Purpose
from registry.model.designs.kept_contents import things_of
from registry.services.designs.contents import content_at, drawing_at
from registry.services.designs.drawings import add_file, confirm_layers
from registry.services.designs.opened import OpenedDossier
from registry.services.office.attachments import file_path
from registry.services.office.calendar import today
from registry.services.requests.letters.annex_maps import grid_name
from web.designs import words
from web.designs.frame import READ, WORK, blueprint, design_map, dossier_page, opened
from web.designs.intake import plane_of
from web.frame.downloads import UNOPENED, download
from web.frame.forms import day_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.map.folium_page import folium_page

_MANY = 1500  # things of one kind that are still told one by one


@blueprint.get("/<dossier>/drawings")
@guarded(*READ)
def drawings(dossier: str) -> str:
    """Show the versions of a dossier's drawing, and what the layers of the newest one are."""
    return drawings_page(opened(dossier))


@blueprint.post("/<dossier>/drawings")
@guarded(*WORK)
def add_drawing(dossier: str) -> Any:
    """Take a version of the drawing in."""
    purpose = Purpose.BUILT if request.form.get("purpose") == "built" else Purpose.DESIGN
    with uploaded("drawing") as (path, name):
        add_file(
            registry(), dossier, path, name, purpose=purpose, plane=plane_of(),
            joins=bool(request.form.get("joins")), received_on=day_of("received_on"),
            note=request.form.get("note", ""), seen=version_of(), person=current_person(),
        )  # fmt: skip
    flash(_("Đã nhận bản vẽ. Xem từng lớp là gì rồi bấm xác nhận."))
    return redirect(url_for("designs.drawings", dossier=dossier, _anchor="layers"), 303)


@blueprint.post("/<dossier>/drawings/<file>/layers")
@guarded(*WORK)
def confirm(dossier: str, file: str) -> Any:
    """Confirm what the layers of a version are; it is judged right after."""
    names = request.form.getlist("layer")
    kinds = request.form.getlist("kind")
    chosen = {name: kind for name, kind in zip(names, kinds, strict=False) if kind in words.THINGS}
    confirm_layers(
        registry(), dossier, file, chosen, plane=plane_of(), seen=version_of(), person=current_person()
    )
    found = opened(dossier)
    done = next((one for one in (*found.files, found.built) if one is not None and one.id == file), None)
    if done is None or not done.confirmed_by:
        flash(_("Chưa đọc được tọa độ của bản vẽ: chọn hệ tọa độ rồi xác nhận lại."))
        return redirect(url_for("designs.drawings", dossier=dossier, _anchor="layers"), 303)
    if done.purpose is Purpose.BUILT:
        flash(_("Đã xác nhận lớp của bản vẽ hoàn công."))
        return redirect(url_for("designs.following", dossier=dossier, _anchor="built"), 303)
    flash(_("Đã xác nhận lớp và xem xét bản vẽ."))
    return redirect(url_for("designs.show", dossier=dossier), 303)


@blueprint.get("/<dossier>/drawings/<file>/file")
@guarded(*READ)
def drawing_file(dossier: str, file: str) -> Response:
    """Send a drawing as it came in."""
    one = _file(opened(dossier), file)
    return download(file_path(registry(), one.sha256, one.name).read_bytes(), one.name, UNOPENED)


@blueprint.get("/<dossier>/drawings/<file>/shapes.json")
@guarded(*READ)
def shapes(dossier: str, file: str) -> Response:
    """Return what a version holds as GeoJSON, kind by kind."""
    content = content_at(registry(), _file(opened(dossier), file))
    features = [] if content is None else features_of(content)
    return jsonify(type="FeatureCollection", features=features)


def features_of(content: DesignContent) -> list[dict[str, Any]]:
    """Return what a design holds as features; of very many of one kind only the shapes together."""
    features = [] if content.outline is None else [_feature(content.outline, "outline", "")]
    for kind in FIELDS:
        things = things_of(content, kind)
        word = str(words.THINGS[kind.value])
        if len(things) > _MANY:
            features.append(
                _feature(shapely.GeometryCollection([one.geometry for one in things]), kind, word)
            )
            continue
        for one in things:
            more = str(one.kind.value) if kind is ThingKind.PLOT else ""
            features.append(_feature(one.geometry, kind, f"{word} {one.name}".strip(), more))
    return features


def _feature(shape: Any, kind: str, label: str, more: str = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(shape),
        "properties": {"kind": str(kind), "label": label, "more": more},
    }


def _file(found: OpenedDossier, file: str) -> DossierFile:
    every = [*found.files, *([found.built] if found.built else [])]
    one = next((one for one in every if one.id == file), None)
    if one is None:
        raise RefusalError("DESIGN-FILE-UNKNOWN", id=file[:40])
    return one


def drawings_page(found: OpenedDossier, refusal: RefusalError | None = None) -> str:
    """Render the page of a dossier's drawings."""
    item, lang = found.dossier, language()
    built = item.state is DossierState.ANSWERED
    in_hand = found.built if built and found.built is not None else found.file
    drawing = None if in_hand is None else drawing_at(registry(), in_hand)
    content = content_at(registry(), in_hand)
    made = None
    if in_hand is not None and content is not None:
        held = [] if content.outline is None else [content.outline]
        held += [one.geometry for kind in FIELDS for one in things_of(content, kind)]
        made = design_map(held, urls={"shapes": url_for("designs.shapes", dossier=item.id, file=in_hand.id)})
    planes = [(epsg, grid_name(epsg, lang)) for epsg in CENTRAL_MERIDIANS]
    likely = [] if drawing is None else list(drawing.likely)
    return dossier_page(
        "designs/drawings.html", found, "designs.drawings", refusal,
        in_hand=in_hand,
        drawing=drawing,
        issues=[] if drawing is None else [render(one.code, one.params, lang) for one in drawing.issues],
        map=None if made is None else folium_page(made, nonce()),
        planes=planes,
        likely=likely,
        own_plane=settings().metric_epsg,
        may_add=found.dossier.state in (DossierState.RECEIVED, DossierState.RETURNED, DossierState.ANSWERED),
        adds_built=built,
        today=today(),
    )  # fmt: skip
