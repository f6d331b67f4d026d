"""One commune on one page, and its document."""

from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.services.overview.attention import ranked_row
from registry.services.overview.figures import Overview
from registry.services.overview.matters import Matter
from registry.services.overview.sheet import (
    alone_words,
    critical_of,
    lines_of,
    names,
    notes_of,
    row_of,
    sheet_document,
    streets_of,
)
from web.frame import parameters
from web.frame.data_answer import json_payload, send
from web.frame.downloads import download
from web.frame.guard import current_person, guarded, is_for
from web.frame.languages import language
from web.frame.office import registry, settings
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.overview.frame import READ, blueprint, day_of, found, shared

MATTERS = {
    "requests": (_l("Hồ sơ"), "requests.show", "address"),
    "defects_late": (_l("Tồn tại quá hạn"), "defects.show", "identity"),
    "reports": (_l("Phản ánh hiện trường"), "field_reports_desk.show", "identity"),
    "troubles": (_l("Sự cố cáp phát hiện ngày"), "cables.trouble", "trouble"),
}
"""What an open matter is called, and the page where it is followed."""


@blueprint.get("/communes/<code>")
@guarded(*READ)
def commune(code: str) -> str:
    """Show one commune: figures, map, what is missing, what rests on one mast, the matters that are open."""
    parameters.known_only(request.args, ("day",))
    shown, lang = found(), language()
    row = row_of(shown, code)
    staff = current_person().is_staff
    return render_template(
        "overview/commune.html",
        code=code,
        row=row,
        name=shown.names[row],
        district=shown.districts[row],
        groups=lines_of(shown, row, lang),
        ranked=ranked_row(shown, row, lang),
        present=names(shown, shown.present[row]),
        missing=names(shown, shown.missing[row]),
        technologies=", ".join(shown.technologies[row]),
        carriers=[
            (shown.operators.get(operator, operator), counts[row])
            for operator, counts in shown.by_operator.items()
            if counts[row]
        ],
        alone=[(one, alone_words(shown, one.operators, lang)) for one in shown.alone[row]],
        places=critical_of(registry(), code) if staff and not shown.past else [],
        streets=streets_of(shown, row),
        matters=[(MATTERS[one.kind][0], _address(one), one) for one in shown.matters[row]],
        below=0 if not staff or shown.past else shown.at("breaches", row) or 0,
        notes=notes_of(shown, row, lang),
        links=_links(code, shown.units[row].name),
        map=_map(shown, row) if shown.units[row].boundary is not None else None,
        **shared(shown),
    )


@blueprint.get("/communes/<code>/ground.json")
@guarded(*READ)
def ground(code: str) -> Response:
    """Send a commune's border, and for the staff the masts that alone serve and the critical places."""
    parameters.known_only(request.args, ("day",))
    shown, lang = found(), language()
    row = row_of(shown, code)
    unit = shown.units[row]
    points = [
        _point(one.lon, one.lat, "alone", f"{one.code}: {alone_words(shown, one.operators, lang)}")
        for one in shown.alone[row]
    ]
    if current_person().is_staff and not shown.past:
        points += [
            _point(one.place.lon, one.place.lat, "place", one.place.name)
            for one in critical_of(registry(), code)
            if one.place.lon is not None and one.place.lat is not None
        ]
    border = [] if unit.boundary is None else [_border(unit.boundary)]
    body = {"type": "FeatureCollection", "features": [*border, *points]}
    return send(json_payload(body, "application/geo+json"))


@blueprint.get("/communes/<code>/sheet.docx")
@guarded(*READ)
def document(code: str) -> Response:
    """Send a commune's sheet as .docx."""
    parameters.known_only(request.args, ("day", "as"))
    shown = found()
    body = sheet_document(registry(), shown, code, language())
    return download(body, f"phieu-{code}-{shown.day:%Y%m%d}.docx")


def _address(one: Matter) -> str:
    """Return the page where a matter is followed; "" for whoever may not open it."""
    _words, endpoint, name = MATTERS[one.kind]
    values: dict[str, Any] = {name: one.id}
    return url_for(endpoint, **values) if is_for(current_app, endpoint) else ""


def _links(code: str, name: str) -> dict[str, str]:
    """Return where the lists behind a commune's numbers stand, by measure."""
    return {
        "requests": url_for("requests.start", commune=code),
        "breaches": url_for("compliance.rows", commune=code, group="violation"),
        "risk_high": url_for("campaigns.risk", commune=code, sort="-total"),
        "critical": url_for("critical.listed", q=name),
    }


def _point(lon: float | None, lat: float | None, kind: str, text: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {"kind": kind, "text": text},
    }


def _border(boundary: Any) -> dict[str, Any]:
    import shapely

    shape = shapely.set_precision(boundary.simplify(0.0001), 0.00001)
    return {
        "type": "Feature",
        "geometry": shapely.geometry.mapping(shape),
        "properties": {"kind": "border", "text": ""},
    }


def _map(shown: Overview, row: int) -> Any:
    unit = shown.units[row]
    config = {
        "lang": language(),
        "urls": {"ground": url_for("overview.ground", code=unit.code, **day_of(shown))},
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
        },
    }
    west, south, east, north = unit.boundary.bounds
    return folium_page(desk_map(settings(), (west, south, east, north), config), nonce())
