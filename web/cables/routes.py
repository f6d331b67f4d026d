"""Outside cable (mạng cáp ngoại vi): the list of routes, one route, segment or node, tiles and exports."""

from typing import Any

import shapely
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.model.numbers import rounded
from registry.services.cables import editing as service
from registry.services.cables.routes import Filter, RouteLine, list_routes, route_with_segments
from registry.services.cables.tiles import cable_tile, node_kinds
from registry.services.register.exports.export import export_layer
from web.cables.frame import (
    MOUNTS,
    READ,
    STATES,
    UNITS,
    blueprint,
    cable_map,
    capacity_text,
    check_own,
    entry_view,
    kind_word,
    line_features,
    may_write,
    names,
    own,
)
from web.frame import parameters
from web.frame.data_answer import payload, send
from web.frame.downloads import list_template, made_file
from web.frame.guard import current_person, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry
from web.frame.security.csp import nonce
from web.map.folium_page import folium_page

A_PAGE = 50
MOST_DRAWN = 1500
_FORMATS = ("xlsx", "geojson", "gpkg")
_LAYERS = {"cables": "tuyen-cap", "cable_nodes": "nut-cap"}


@blueprint.get("")
@guarded(*READ)
def listed() -> str | Response:
    """List the routes that the person may see, searched, narrowed and sorted; or as a workbook."""
    parameters.known_only(request.args, ("owner", "mount", "state", *NAMES))
    asked = Filter(
        asked=request.args.get("q", "").strip()[:100],
        owner=request.args.get("owner", "").strip()[:120],
        mount=_choice("mount", MOUNTS),
        state=_choice("state", STATES),
        own=own(),
    )
    whole = wants_book() or bool(request.args.get("sort"))  # else the store brings a page only
    page = parameters.whole(request.args, "page") or 1
    found = list_routes(registry(), asked, page=page, per_page=A_PAGE, whole=whole)
    filters = ("owner", "mount", "state")
    shown = listing(found.lines, _columns(), filters=filters, searched=True, per_page=A_PAGE)
    if wants_book():
        return shown.book(_("Tuyến cáp"))
    return render_template(
        "cables/list.html",
        lines=shown.items if whole else found.lines,
        listed=shown,
        found=found.found,
        page=found.page,
        pages=found.pages,
        asked=asked,
        totals=found.totals,
        owners=found.owners,
        dates=found.dates,
        names=names(),
        mounts=MOUNTS,
        states=STATES,
        may_write=may_write(),
        own_only=own() is not None,
    )


def _columns() -> list[Column]:
    known = names()
    return [
        Column("code", _("Mã tuyến"), lambda line: line.route.code),
        Column("owner", _("Chủ sở hữu"), lambda line: known.get(line.route.owner, line.route.owner)),
        Column(
            "mount", _("Hình thức lắp đặt"), lambda line: ", ".join(str(MOUNTS[one]) for one in line.mounts)
        ),
        Column("segments", _("Số đoạn"), lambda line: line.segments, number=True),
        Column("length", _("Chiều dài (km)"), lambda line: rounded(line.length_m / 1000, 2), number=True),
        Column("spare", _("Dung lượng còn dư"), _spare),
        Column("name", _("Tên tuyến"), lambda line: line.route.name, heading=False, sorts=True),
    ]


def _spare(line: RouteLine) -> str:
    if line.spare_unknown:
        return str(_("%(count)s đoạn chưa biết", count=line.spare_unknown))
    return str(_("đã khai đủ")) if line.segments else ""


@blueprint.get("/route/<route>")
@guarded(*READ)
def route(route: str) -> str:
    """Show one route: its segments on a map and in a table."""
    found, segments = route_with_segments(registry(), route)
    mine = own()
    if mine is not None:
        segments = [item for item in segments if mine == item.owner or mine in item.operators]
    if found is None or (mine is not None and found.owner != mine and not segments):
        raise RefusalError("CABLE-UNKNOWN")
    drawn = segments[:MOST_DRAWN]
    made = cable_map(context(), [item.geometry for item in drawn], features=line_features(drawn), pick=True)
    return render_template(
        "cables/route.html",
        route=found,
        segments=segments,
        map=folium_page(made, nonce()),
        total_m=sum(item.length_m for item in segments if item.state != "retired"),
        names=names(),
        may_write=may_write(),
        large=_on_desk(segments[0].geometry.centroid if segments else None),
        **tellers(),
    )


@blueprint.get("/segment/<segment>")
@guarded(*READ)
def segment(segment: str) -> str:
    """Show one segment: what is known of it, where it lies, its history."""
    found = service.get_segment(registry(), segment)
    check_own(found and found[0])
    assert found is not None
    item, of = found
    made = cable_map(context(), [item.geometry], features=line_features([item]), pick=False)
    return render_template(
        "cables/segment.html",
        item=item,
        route=of,
        others_nodes=service.nodes_of_others(registry(), item),
        map=folium_page(made, nonce()),
        history=_history("cable_segments", item.id),
        names=names(),
        may_write=may_write() and own() in (None, item.owner),
        large=_on_desk(item.geometry.interpolate(0.5, normalized=True), f"segment:{item.id}"),
        **tellers(),
    )


@blueprint.get("/node/<node>")
@guarded(*READ)
def node(node: str) -> str:
    """Show one node."""
    item = service.get_node(registry(), node)
    check_own(item)
    assert item is not None
    features = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [item.lon, item.lat]},
                "properties": {"id": item.id, "label": item.code or kind_word(item.kind), "mount": ""},
            }
        ],
    }
    made = cable_map(
        context(), [shapely.Point(item.lon, item.lat).buffer(0.0008)], features=features, pick=False
    )
    return render_template(
        "cables/node.html",
        item=item,
        map=folium_page(made, nonce()),
        history=_history("cable_nodes", item.id),
        names=names(),
        may_write=may_write() and own() in (None, item.owner),
        large=_on_desk(shapely.Point(item.lon, item.lat), f"node:{item.id}"),
        **tellers(),
    )


@blueprint.get("/part")
@guarded(*READ)
def part() -> Any:
    """Show the sheet of a segment or node (a part of the desk), by id or by its number in tiles."""
    parameters.known_only(request.args, ("kind", "number", "id"))
    kind = request.args.get("kind", "")
    number = parameters.whole(request.args, "number")
    wanted: str | int = number if number is not None else request.args.get("id", "")
    if kind == "segment":
        found = service.get_segment(registry(), wanted)
        item: Any = found and found[0]
        of = found[1] if found else None
    elif kind == "node":
        item, of = service.get_node(registry(), wanted), None
    else:
        raise RefusalError("CABLE-UNKNOWN")
    check_own(item)
    if not request.headers.get("X-Part"):
        return redirect(url_for(f"cables.{kind}", **{kind: item.id}), 303)
    return render_template(
        "cables/part.html",
        kind=kind,
        item=item,
        route=of,
        others_nodes=service.nodes_of_others(registry(), item) if kind == "segment" else (),
        names=names(),
        may_write=may_write() and own() in (None, item.owner),
        **tellers(),
    )


@blueprint.get("/tiles/<z>/<x>/<y>.bin")
@guarded(*READ)
def tile(z: str, x: str, y: str) -> Response:
    """Send a tile of the plant that the person may see."""
    if not all(text.isascii() and text.isdigit() and len(text) < 9 for text in (z, x, y)):
        raise RefusalError("WEB-NOT-FOUND")
    content, _version = cable_tile(registry(), int(z), int(x), int(y), own())
    return send(payload(content, "application/octet-stream"))


@blueprint.get("/export/<layer>.<form>")
@guarded(*READ)
def export(layer: str, form: str) -> Response:
    """Send the segments or nodes that the person may see as a workbook or a map file."""
    if layer not in _LAYERS or form not in _FORMATS:
        raise RefusalError("EXPORT-FORMAT", extension=form[:20], known=" ".join(_FORMATS))
    return made_file(
        lambda path: export_layer(registry(), layer, path, viewer=current_person()),
        f"{_LAYERS[layer]}.{form}",
    )


@blueprint.get("/template/<kind>.xlsx")
@guarded(*READ)
def template(kind: str) -> Response:
    """Send the template workbook of segments or of nodes."""
    if kind not in ("cables", "cable_nodes"):
        raise RefusalError("WEB-NOT-FOUND")
    name = "mau-doan-cap.xlsx" if kind == "cables" else "mau-nut-cap.xlsx"
    return list_template(ListKind(kind), name)


def tellers() -> dict[str, Any]:
    """Return what templates need to tell plant in words."""
    return {
        "mounts": MOUNTS,
        "states": STATES,
        "units": UNITS,
        "kind_word": kind_word,
        "kinds": node_kinds(),
        "capacity_text": capacity_text,
        "epsg": context().metric_epsg,
    }


def _history(table: str, record: str) -> list[dict[str, Any]]:
    if not current_person().sees_all:
        return []
    return [entry_view(entry) for entry in reversed(service.history(registry(), table, record))]


def _on_desk(place: Any, chosen: str = "") -> str:
    """Return the address of the desk's map over a place with cables shown."""
    at = f"at={place.y:.5f},{place.x:.5f},16&" if place is not None else ""
    mark = f"&cable={chosen}" if chosen else ""
    return f"{url_for('map.desk')}#{at}hide=state-dismantled{mark}"


def _choice(name: str, known: dict[str, Any]) -> str:
    value = request.args.get(name, "")
    if value and value not in known:
        wanted = {"wanted_vi": "một giá trị của bộ lọc", "wanted_en": "a value of the filter"}
        raise RefusalError("WEB-PARAMETER", name=name, value=value[:40], **wanted)
    return value
