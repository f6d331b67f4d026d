"""Drawing a segment on the map: a new one, its points moved, divided, retired; a node's fields and place."""

from typing import Any

import shapely
from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.cables import CableSegment
from registry.services.cables import editing as service
from registry.services.cables.forms import NODE_FIELDS, SEGMENT_FIELDS, columns_of
from registry.services.cables.listed_cables import points_of
from registry.services.zones.drawn_zones import read_points
from registry.typed_text import within
from web.cables.frame import (
    WRITE,
    blueprint,
    cable_map,
    check_own,
    check_owner,
    line_of,
    own,
    owners_offered,
)
from web.cables.routes import tellers
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.json_bodies import json_body
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.security.csp import nonce
from web.map.folium_page import folium_page

MOST_EDITED = 500  # points that a person can move by hand


@blueprint.get("/draw")
@guarded(*WRITE)
def draw() -> str:
    """Show the drawing board: a new segment, or the one that ``segment`` names."""
    wanted = request.args.get("segment", "")
    found = service.get_segment(registry(), wanted) if wanted else None
    item = found[0] if found else None
    if wanted:
        check_own(item)
        assert item is not None
        check_owner(item.owner)
    values = _values(item, found[1].code if found else request.args.get("route", ""))
    made = cable_map(
        context(),
        [item.geometry] if item else [],
        editing=None if item is None else _editing(item),
        urls={
            "save": url_for("cables.draw_save"),
            "points": url_for("cables.draw_points"),
            "divide": url_for("cables.draw_divide"),
        },
        texts=_texts(),
    )
    return render_template(
        "cables/draw.html",
        item=item,
        values=values,
        owners=owners_offered(),
        map=folium_page(made, nonce()),
        fixed=item is not None and len(item.geometry.coords) > MOST_EDITED,
        own_only=own() is not None,
        **tellers(),
    )


@blueprint.post("/draw")
@guarded(*WRITE)
def draw_save() -> Any:
    """Keep a segment (JSON ``segment``, ``seen``, ``points`` or null, ``fields``); answers where to go."""
    asked = json_body()
    fields = asked.get("fields")
    if not isinstance(fields, dict):
        raise RefusalError("CABLE-NO-LINE")
    columns = columns_of(fields, SEGMENT_FIELDS)
    route = within(fields.get("cable_route"), 120)
    points = asked.get("points")
    line = None if points is None else line_of(points)
    wanted = str(asked.get("segment") or "")
    if not wanted:
        check_owner(str(columns.get("owner") or own() or ""))
        made = service.draw_segment(registry(), columns, line, route_code=route, who=who())
        flash(_("Đã thêm đoạn cáp vào sổ."))
        return jsonify(url=url_for("cables.segment", segment=made))
    found = service.get_segment(registry(), wanted)
    check_own(found and found[0])
    assert found is not None
    check_owner(found[0].owner)
    check_owner(str(columns.get("owner") or found[0].owner))
    try:
        service.change_segment(
            registry(), wanted, columns, seen=_seen(asked), who=who(), shape=line, route_code=route
        )
    except RefusalError as refusal:
        if refusal.code != "CHANGED-MEANWHILE":
            raise
        said = refusals.said(refusal) or {}
        now, of = found
        theirs = {**_editing(now), "fields": _values(now, of.code)}
        return jsonify(error=said, theirs=theirs), 409
    flash(_("Đã lưu đoạn cáp."))
    return jsonify(url=url_for("cables.segment", segment=wanted))


@blueprint.post("/draw/divide")
@guarded(*WRITE)
def draw_divide() -> Response:
    """Divide a segment at its inner point ``vertex`` (JSON ``segment``, ``seen``, ``vertex``)."""
    asked = json_body()
    wanted = str(asked.get("segment") or "")
    found = service.get_segment(registry(), wanted)
    check_own(found and found[0])
    assert found is not None
    check_owner(found[0].owner)
    vertex = asked.get("vertex")
    made = service.divide_segment(
        registry(), wanted, vertex if isinstance(vertex, int) else -1, seen=_seen(asked), who=who()
    )
    flash(_("Đã tách thành hai đoạn; phần thứ hai hiện ở đây."))
    return jsonify(url=url_for("cables.segment", segment=made))


@blueprint.post("/draw/points")
@guarded(*WRITE)
def draw_points() -> Response:
    """Read typed or pasted positions, one a line; answers [longitude, latitude] pairs."""
    text = "\n".join(points_of(str(json_body().get("text", ""))))
    return jsonify(points=read_points(context(), text))


@blueprint.post("/<kind>/<identity>/retire")
@guarded(*WRITE)
def retire(kind: str, identity: str) -> Any:
    """Mark a segment or node as removed, with its reason; it stays in the register."""
    if kind not in service.TABLES:
        raise RefusalError("CABLE-UNKNOWN")
    item: Any = service.get_node(registry(), identity)
    if kind == "segment":
        found = service.get_segment(registry(), identity)
        item = found and found[0]
    check_own(item)
    check_owner(item.owner)
    service.retire(
        registry(), kind, identity, seen=parameters.seen(request.form.get("version")), who=who(),
        reason=request.form.get("reason", ""), on=parameters.written_day(request.form.get("on", "")),
    )  # fmt: skip
    flash(_("Đã ghi nhận thu hồi; bản ghi vẫn được giữ trong sổ."))
    where: dict[str, Any] = {kind: identity}
    return redirect(url_for(f"cables.{kind}", **where), 303)


@blueprint.get("/node-form")
@guarded(*WRITE)
def node_form() -> str:
    """Show the form of a new node, or of the one that ``node`` names."""
    wanted = request.args.get("node", "")
    item = service.get_node(registry(), wanted) if wanted else None
    if wanted:
        check_own(item)
        assert item is not None
        check_owner(item.owner)
    return _node_page(item, _node_values(item))


@blueprint.post("/node-form")
@guarded(*WRITE)
def node_save() -> Any:
    """Keep a node; a refusal is said on the form, with everything that was typed."""
    wanted = request.form.get("node", "")
    item = service.get_node(registry(), wanted) if wanted else None
    if wanted:
        check_own(item)
        assert item is not None
        check_owner(item.owner)
    try:
        columns = columns_of(request.form, NODE_FIELDS)
        check_owner(str(columns.get("owner") or ""))
        columns |= _place_of(request.form.get("at", ""))
        if item is None:
            wanted = service.add_node(registry(), columns, who=who())
        else:
            service.change_node(
                registry(), wanted, columns, seen=parameters.seen(request.form.get("version")), who=who()
            )
    except RefusalError as refusal:
        now = service.get_node(registry(), wanted) if item is not None else None
        theirs = _node_values(now) if refusal.code == "CHANGED-MEANWHILE" else None
        return refusals.refused(refusal, lambda why: _node_page(now, dict(request.form), why, theirs))
    flash(_("Đã lưu nút cáp."))
    return redirect(url_for("cables.node", node=wanted), 303)


def _place_of(text: str) -> dict[str, float]:
    places = read_points(context(), text)
    if len(places) != 1:
        raise RefusalError("CABLE-POINT-NOT-READ", value=text[:60])
    return {"lon": round(places[0][0], 8), "lat": round(places[0][1], 8)}


def _node_page(
    item: Any,
    values: dict[str, Any],
    refusal: RefusalError | None = None,
    theirs: dict[str, Any] | None = None,
) -> str:
    return render_template(
        "cables/node_form.html",
        item=item,
        values={**dict.fromkeys((*NODE_FIELDS, "at"), ""), **values},
        theirs=theirs,
        refusal=refusals.said(refusal),
        owners=owners_offered(),
        **tellers(),
    )


def _node_values(item: Any) -> dict[str, Any]:
    if item is None:
        return {"cable_owner": own() or "", "cable_state": "in_service"}
    row = {name: getattr(item, attribute) for name, attribute in NODE_FIELDS.items()}
    return {**_texts_of(row), "at": f"{item.lat:.7f}, {item.lon:.7f}"}


def _values(item: CableSegment | None, route: str) -> dict[str, str]:
    if item is None:
        start = {"cable_owner": own() or "", "cable_state": "in_service", "cable_mount": "aerial"}
        return {**dict.fromkeys(SEGMENT_FIELDS, ""), **start, "cable_route": route}
    row = {name: getattr(item, attribute) for name, attribute in SEGMENT_FIELDS.items()}
    return {**_texts_of(row), "cable_route": route}


def _texts_of(row: dict[str, Any]) -> dict[str, str]:
    """Return values as a form shows them: yes and no as words, numbers with the language's comma."""
    found = {}
    for name, value in row.items():
        if value is None:
            found[name] = ""
        elif isinstance(value, bool):
            found[name] = "có" if value else "không"
        elif isinstance(value, float):
            text = f"{value:g}"
            found[name] = text.replace(".", ",") if language() == "vi" else text
        elif isinstance(value, tuple):
            found[name] = ", ".join(value)
        else:
            found[name] = str(value)
    return found


def _editing(item: CableSegment) -> dict[str, Any]:
    coordinates = shapely.get_coordinates(item.geometry)
    return {
        "id": item.id,
        "version": item.version,
        "points": coordinates.tolist() if len(coordinates) <= MOST_EDITED else None,
        "shape": shapely.geometry.mapping(item.geometry),
    }


def _seen(asked: dict[str, Any]) -> int:
    seen = asked.get("seen")
    return seen if isinstance(seen, int) else -1


def _texts() -> dict[str, str]:
    return {
        "corner": _("Đỉnh"),
        "points": _("đỉnh"),
        "length": _("chiều dài"),
        "need": _("Hãy vẽ tuyến trên bản đồ hoặc dán tọa độ trước khi lưu."),
        "pickDivide": _("Bấm chọn một đỉnh giữa của đoạn, rồi bấm Tách tại đỉnh đang chọn."),
        "unsaved": _("Có thay đổi chưa lưu."),
        "theirs": _("Bản của người kia"),
        "same": _("giống nhau"),
    }
