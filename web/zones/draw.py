"""Drawing a zone of a draft over the map and a pinned scan: the page, the scan, and what its scripts send."""

from typing import Any

import shapely
from flask import Response, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.model.areas import LAYERS, Layer
from registry.model.drafts import DraftZone, ZoneScan
from registry.model.sites import MastClass
from registry.services.register.disclosed_zones import may_see_layer
from registry.services.zones import plan_drafts
from registry.services.zones.drawn_zones import chosen_shape, drawn_shape, read_points, stated_error
from registry.services.zones.features import LINES, height_limit, layer_of
from registry.services.zones.listed_zones import MADE_BY, SENTENCE
from registry.services.zones.scans import add_scan, fitted, get_scan, picture_of, pin
from registry.typed_text import within
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.json_bodies import json_body
from web.frame.office import context, registry, settings
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.frame.wording import words
from web.map.background import background_config
from web.map.chosen import area_config
from web.map.desk_config import desk_config
from web.map.folium_page import folium_page
from web.zones.frame import WRITERS, blueprint, box_of, height_text, sentence_of, zones_map

MOST_EDITED = 400  # corners that a person can move by hand


@blueprint.get("/drafts/<draft>/draw")
@guarded(*WRITERS)
def draw(draft: str) -> str:
    """Show the drawing board: a new zone, or ``zone`` of the draft; over ``scan`` where one is named, begun
    with ``area`` where one was chosen on the map."""
    file = plan_drafts.get_draft(registry(), draft)
    if file.draft.state != "draft":
        raise RefusalError("DRAFT-CLOSED", name=file.draft.name)
    wanted = request.args.get("zone", "")
    zone = next((item for item in file.zones if item.id == wanted), None)
    if wanted and zone is None:
        raise RefusalError("DRAFT-ZONE-UNKNOWN")
    known = context()
    scans = [_scan_view(scan) for scan in file.scans]
    asked = request.args.get("scan", "")
    made = zones_map(
        known,
        [item for item in file.zones if item is not zone],
        start=_start_box(known, file.zones, zone),
        editing=None if zone is None else _editable(zone),
        scans=scans,
        scan=asked or (scans[-1]["id"] if scans else ""),
        lineLayers=sorted(LINES),
        around=_around(known),
        area=area_config(),
        chosen=request.args.get("area", ""),
        **_mast_signs(known),
        urls={
            "masts": url_for("map.masts"),
            "save": url_for("zones.draw_save", draft=draft),
            "points": url_for("zones.draw_points"),
            "draft": url_for("zones.draft", draft=draft),
        },
        texts=_texts(),
    )
    return render_template(
        "zones/draw.html",
        draft=file.draft,
        zone=zone,
        limit=height_text(zone.max_height_m).removesuffix(" m") if zone else "",
        sentence=sentence_of(zone.attributes) if zone else "",
        whole=zone is not None and _editable(zone)["points"] is None,
        map=folium_page(made, nonce()),
        layers=words.LAYERS,
        classes=[item.value for item in MastClass],
        scans=file.scans,
    )


@blueprint.post("/drafts/<draft>/draw")
@guarded(*WRITERS)
def draw_save(draft: str) -> Response:
    """Keep what was drawn (JSON) as a zone of the draft: a new one, or one that was edited."""
    asked = json_body()
    known = context()
    file = plan_drafts.get_draft(registry(), draft)
    layer = layer_of(str(asked.get("layer", "")))
    scan = next((item for item in file.scans if item.id == asked.get("scan")), None)
    standing = next((item for item in file.zones if item.id == asked.get("zone")), None)
    terms = _terms(asked)
    drawn = asked.get("drawn")
    attributes: dict[str, Any] = dict(standing.attributes) if standing else {}
    if drawn is not None or standing is None:
        least = 0.0
        if isinstance(drawn, dict) and drawn.get("kind") == "area":
            there = chosen_shape(registry(), known, str(drawn.get("area", "")))
            terms["geometry"], least = there.shape, there.error_m
        else:
            terms["geometry"] = drawn_shape(known, layer, drawn)
        terms["error_m"] = stated_error(known, scan, terms["error_m"], least=least)
        attributes = {MADE_BY: "scan" if scan is not None and scan.pins else "drawn"}
        if scan is not None and scan.pins:
            attributes |= {"scan": scan.name, "scan_sha256": scan.sha256, "pins": len(scan.pins)}
    elif terms["error_m"] is None:
        terms["error_m"] = standing.error_m
    else:
        under = attributes.get("scan_sha256")
        beneath = next((item for item in file.scans if item.sha256 == under), None)
        terms["error_m"] = stated_error(known, beneath, terms["error_m"])
    if asked.get("sentence"):
        attributes[SENTENCE] = within(asked["sentence"], 2000)
    terms |= {"layer": layer, "attributes": attributes}
    if standing is None:
        plan_drafts.add_zones(registry(), draft, [DraftZone(id="", draft=draft, **terms)], who=who())
    else:
        seen = asked.get("seen")
        plan_drafts.change_zone(
            registry(), draft, standing.id, seen=seen if isinstance(seen, int) else -1, who=who(), **terms
        )
    flash(_("Đã lưu vùng “%(name)s” vào bản dự thảo.", name=terms["name"]))
    return jsonify(url=url_for("zones.draft", draft=draft))


@blueprint.post("/drafts/<draft>/scans")
@guarded(*WRITERS)
def scan_add(draft: str) -> Any:
    """Keep a scan of the plan and return to the drawing board with it."""
    with uploaded("scan") as (path, name):
        made = add_scan(registry(), draft, path, name, who=who())
    return redirect(url_for("zones.draw", draft=draft, scan=made.id), 303)


@blueprint.get("/scans/<scan>.jpg")
@guarded(*WORKERS)
def scan_picture(scan: str) -> Response:
    """Send the picture of a scan."""
    answer = send_file(picture_of(registry(), get_scan(registry(), scan)), mimetype="image/jpeg")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer


@blueprint.post("/scans/<scan>/pins")
@guarded(*WRITERS)
def scan_pin(scan: str) -> Response:
    """Keep the pins of a scan (JSON ``pins``, ``seen``) and say how it lies now."""
    asked = json_body()
    pins = asked.get("pins")
    seen = asked.get("seen")
    try:
        given = [(float(x), float(y), float(lon), float(lat)) for x, y, lon, lat in pins]  # type: ignore[union-attr]  # checked by the conversion
    except (TypeError, ValueError) as error:
        raise RefusalError("PINS-NOT-FINITE") from error
    made = pin(registry(), scan, given, seen=seen if isinstance(seen, int) else -1, who=who())
    return jsonify(_scan_view(made))


@blueprint.post("/points")
@guarded(*WRITERS)
def draw_points() -> Response:
    """Read typed or pasted positions, one a line; answers [longitude, latitude] pairs."""
    return jsonify(points=read_points(context(), str(json_body().get("text", ""))))


def _terms(asked: dict[str, Any]) -> dict[str, Any]:
    name = within(asked.get("name"), plan_drafts.LONGEST_NAME)
    if not name:
        raise RefusalError("DRAWN-NO-NAME")
    written = str(asked.get("height", "")).strip()
    height = height_limit(written) if written else None
    if written and height is None:
        raise RefusalError("ZONE-ROW-HEIGHT", value=written[:40])
    chosen = asked.get("classes")
    classes = None
    if isinstance(chosen, list):
        classes = frozenset(item.value for item in MastClass if item.value in chosen)
    error = asked.get("error_m")
    return {
        "name": name,
        "article": within(asked.get("article"), 200),
        "max_height_m": height,
        "allowed_classes": classes,
        "error_m": float(error) if isinstance(error, int | float) and not isinstance(error, bool) else None,
    }


def _scan_view(scan: ZoneScan) -> dict[str, Any]:
    """Return a scan as its script wants it: its pins, and where it lies once they fix that."""
    view: dict[str, Any] = {
        "id": scan.id,
        "name": scan.name,
        "width": scan.width,
        "height": scan.height,
        "pins": [list(item) for item in scan.pins],
        "version": scan.version,
        "picture": url_for("zones.scan_picture", scan=scan.id),
        "save": url_for("zones.scan_pin", scan=scan.id),
        "lies": None,
    }
    if scan.pins:
        _affine, pinned = fitted(scan, registry().settings.metric_epsg)
        view["lies"] = {
            "residuals": list(pinned.residuals_m),
            "error": pinned.error_m,
            "pixel": pinned.metres_per_pixel,
            "corners": [list(corner) for corner in pinned.corners],
        }
    return view


def _editable(zone: DraftZone) -> dict[str, Any]:
    """Return a zone's corners to move by hand; None where it has holes, parts or too many of them."""
    shape = zone.geometry
    points = None
    kind = "polygon"
    if shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1:
        shape = shape.geoms[0]
    if shape.geom_type == "Polygon" and not shape.interiors:
        points = shapely.get_coordinates(shape.exterior)[:-1].tolist()
    elif shape.geom_type == "LineString":
        kind, points = "line", shapely.get_coordinates(shape).tolist()
    if points is not None and len(points) > MOST_EDITED:
        points = None
    return {
        "id": zone.id, "version": zone.version, "kind": kind, "points": points,
        "shape": shapely.geometry.mapping(zone.geometry),
    }  # fmt: skip


def _start_box(known: Any, zones: list[DraftZone], zone: DraftZone | None) -> list[list[float]]:
    west, south, east, north = box_of(known, [zone] if zone else zones)
    return [[south, west], [north, east]]


def _around(known: Context) -> list[dict[str, Any]]:
    """Return the layers in force that one may see, to draw by; a true background has the roads already."""
    background = background_config(settings())
    backed = background is not None and not background["rough"]
    shown = {Layer.PLANNING} if backed else {Layer.PLANNING, Layer.ROAD, Layer.RAILWAY}
    return [
        {
            "layer": layer.value,
            "name": str(words.LAYERS[layer.value]),
            "shown": layer in shown,
            "snaps": LAYERS[layer].snaps,
        }
        for layer in LAYERS
        if known.layer(layer).zones and may_see_layer(current_person(), layer)
    ]


def _mast_signs(known: Context) -> dict[str, Any]:
    desk = desk_config(known)
    return {name: desk[name] for name in ("operators", "classes", "states")}


def _texts() -> dict[str, str]:
    return {
        "around": _("Lớp nền"),
        "communes": _("Ranh giới và tên xã, phường"),
        "masts": _("Cột, trạm"),
        "corner": _("Đỉnh"),
        "points": _("đỉnh"),
        "area": _("diện tích"),
        "length": _("chiều dài"),
        "pickMap": _("Bây giờ bấm đúng điểm đó trên bản đồ, hoặc gõ tọa độ rồi bấm Thêm cặp điểm."),
        "pickImage": _("Bấm một điểm dễ nhận trên bản quét."),
        "more": _("Cần ít nhất 3 cặp điểm; nên có từ 4 để biết sai số."),
        "three": _("Ba điểm luôn khớp đúng nên chưa biết sai số: ghim thêm điểm thứ tư, hoặc tự ghi sai số."),
        "error": _("Sai số vị trí của bản quét: %(value)s m"),
        "pixel": _("mỗi điểm ảnh khoảng %(value)s m"),
        "residual": _("lệch"),
        "remove": _("Bỏ điểm"),
        "failed": _("Không lưu được. Kiểm tra kết nối tới máy chủ rồi thử lại."),
        "need": _("Hãy vẽ hình trên bản đồ hoặc dán tọa độ trước khi lưu."),
        "circleHint": _("Bấm tâm vòng tròn rồi ghi bán kính."),
        "polygonHint": _(
            "Bấm từng đỉnh trên bản đồ; kéo đỉnh để sửa, Ctrl+Z để hoàn tác, Delete để xóa đỉnh đang chọn."
        ),
        "areaHint": _(
            "Tìm tên xã, phường, huyện (cũ) hoặc khoanh tay; ranh giới được lấy đúng như sổ đăng ký đang giữ."
        ),
        "cornersMany": _(
            "Đường bao này có nhiều phần hoặc quá nhiều đỉnh để kéo tay; cứ lưu theo vùng đã chọn."
        ),
        "lineHint": _("Bấm từng điểm của tuyến; kéo để sửa, Ctrl+Z để hoàn tác."),
    }
