"""Kế hoạch ngầm hóa: areas with their decision and day, and the aerial lines that still stand in each."""

from typing import Any

import shapely
from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.cables import UndergroundArea, UndergroundState
from registry.model.numbers import rounded
from registry.services.cables import undergrounding as service
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.zones.drawn_zones import read_points
from web.cables.frame import READ, blueprint, cable_map, line_features, names, own
from web.cables.routes import tellers
from web.frame import parameters, refusals
from web.frame.downloads import made_file
from web.frame.guard import guarded
from web.frame.office import context, registry
from web.frame.people import who
from web.frame.security.csp import nonce
from web.frame.uploads import uploaded
from web.map.folium_page import folium_page

STATES: dict[str, Any] = {
    "planned": _l("Chưa thực hiện"),
    "done": _l("Đã hạ ngầm"),
    "cancelled": _l("Đã bỏ"),
}


@blueprint.get("/underground")
@guarded(*READ)
def underground() -> str:
    """List the areas with how much aerial line is left in each."""
    return _list_page({})


@blueprint.post("/underground")
@guarded("administrator", "appraiser")
def underground_add() -> Any:
    """Record an area from a map file or pasted corners; a refusal is said on the form."""
    form = dict(request.form)
    try:
        made = service.add_area(
            registry(), _shape(form), name=form.get("name", ""), decision=form.get("decision", ""),
            due_on=parameters.written_day(form.get("due_on", "")), who=who(), note=form.get("note", ""),
        )  # fmt: skip
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _list_page(form, why))
    flash(_("Đã ghi vùng ngầm hóa."))
    return redirect(url_for("cables.underground_area", area=made), 303)


@blueprint.get("/underground/<area>")
@guarded(*READ)
def underground_area(area: str) -> str:
    """Show one area with the aerial segments in it that the person may see."""
    found = service.get_area(registry(), area)
    left = service.aerial_in(registry(), found, own())
    features = line_features([item.segment for item in left[:1500]])
    features["features"].insert(0, _feature(found))
    made = cable_map(context(), [found.geometry], features=features, pick=True)
    return render_template(
        "cables/underground_area.html",
        area=found,
        left=left,
        inside_m=sum(item.inside_m for item in left),
        map=folium_page(made, nonce()),
        names=names(),
        area_states=STATES,
        overdue=_overdue(found),
        office=own() is None,
        **tellers(),
    )


@blueprint.post("/underground/<area>/state")
@guarded("administrator", "appraiser")
def underground_state(area: str) -> Any:
    """Record that an area is done, given up or planned again."""
    text = request.form.get("state", "")
    if text not in STATES:
        raise RefusalError("REQUEST-VALUE", value=text[:40])
    seen = parameters.seen(request.form.get("version", ""))
    service.set_state(registry(), area, UndergroundState(text), seen=seen, who=who())
    flash(_("Đã lưu."))
    return redirect(url_for("cables.underground_area", area=area), 303)


@blueprint.get("/underground/<area>/lines.xlsx")
@guarded(*READ)
def underground_lines(area: str) -> Response:
    """Send the aerial segments of an area as a workbook."""
    found = service.get_area(registry(), area)
    known = names()
    rows = [
        [known.get(item.segment.owner, item.segment.owner), item.segment.code,
         ", ".join(item.segment.operators), rounded(item.inside_m, 1), found.name, found.due_on]
        for item in service.aerial_in(registry(), found, own())
    ]  # fmt: skip
    header = [_("Chủ sở hữu"), _("Mã đoạn"), _("Doanh nghiệp sử dụng"), _("Chiều dài trong vùng (m)"),
              _("Vùng ngầm hóa"), _("Hạ ngầm trước")]  # fmt: skip
    content = table_book(registry(), _("Cáp treo trong vùng ngầm hóa"), header, rows)
    return made_file(lambda path: path.write_bytes(content), "cap-treo-vung-ngam-hoa.xlsx")


def _shape(form: dict[str, str]) -> Any:
    file = request.files.get("list")
    if file is not None and file.filename:
        with uploaded("list") as (path, _name):
            return service.area_from_file(path, form.get("crs") or None)
    if not form.get("points", "").strip():
        raise RefusalError("UNDERGROUND-NO-AREA")
    points = read_points(context(), form["points"])
    if len(points) < 3:
        raise RefusalError("UNDERGROUND-NO-AREA")
    return shapely.Polygon(points)


def _feature(area: UndergroundArea) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(area.geometry),
        "properties": {"id": area.id, "label": area.name, "mount": "area", "state": area.state.value},
    }


def _overdue(area: UndergroundArea) -> bool:
    return area.state is UndergroundState.PLANNED and area.due_on is not None and area.due_on < today()


def _list_page(form: dict[str, str], refusal: RefusalError | None = None) -> str:
    lines = []
    for area in service.all_areas(registry()):
        left = service.aerial_in(registry(), area, own())
        lines.append((area, len(left), sum(item.inside_m for item in left), _overdue(area)))
    return render_template(
        "cables/underground.html",
        lines=lines,
        form=form,
        refusal=refusals.said(refusal),
        area_states=STATES,
        own_only=own() is not None,
    )
