"""The map of all masts of the country, with the totals and what is not there."""

from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.provinces import COUNTRY_CENTRE
from registry.services.country.borders import box_of
from registry.services.country.held import CountryHeld, province_name
from registry.services.country.masts import CARRIERS, Carrier, carriers_of, country_masts
from registry.services.register.map_masts import CLASSES, STATES
from web.country.frame import VIEWERS, blueprint, held, kept, over_a_lake, page
from web.frame import parameters
from web.frame.bundle import script_payload
from web.frame.data_answer import send
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, settings
from web.frame.security.csp import nonce
from web.frame.wording import words
from web.map.desk_map import Box, desk_map
from web.map.folium_page import folium_page
from web.map.mast_shapes import SHAPES

SCRIPT = "country/country"
_ABOUT_DEG = 5.0


@blueprint.get("")
@guarded(*VIEWERS)
@over_a_lake
def show() -> str:
    """Show the masts of all provinces on one map; ``province`` opens it there."""
    parameters.known_only(request.args, ("day", "province"))
    country = held()
    carriers = shown_carriers(country)
    masts = country_masts(country)
    counted = [facts for _, _, facts in country.read()]
    box = _box(country, request.args.get("province", ""))
    made = desk_map(settings(), box, _config(country, carriers, box))
    return page(
        "country/show.html",
        country,
        map=folium_page(made, nonce()),
        script_mark=script_payload(SCRIPT).etag,
        masts=sum(one.masts for one in counted),
        drawn=len(masts),
        stations=sum(one.stations or 0 for one in counted),
        networked=sum(one.networked for one in counted),
        shared=sum(one.shared or 0 for one in counted),
        carriers=carriers,
        most=CARRIERS,
        refused=[item for item in country.provinces if item.refused is not None],
        lacking=[province_name(code, language()) for code in country.lacking],
        items=[(item.code, item.name(language())) for item, _manifest, _facts in country.read()],
        asked=request.args.get("province", ""),
    )


@blueprint.get("/map.js")
@guarded(public=True)  # our own scripts, as static files are
def script() -> Response:
    """Send the map's modules as one script; an address that names its content (``v``) may be kept."""
    answer = send(script_payload(SCRIPT))
    if request.args.get("v") == script_payload(SCRIPT).etag:
        answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def shown_carriers(country: CountryHeld) -> list[Carrier]:
    """Return the carriers of the country; those that this office knows in the colours of its own map."""
    own = {item.code: item.colour for item in context().operators}
    return [
        Carrier(item.code, item.name, own.get(item.code, item.colour), item.masts)
        for item in carriers_of(country)
    ]


def _box(country: CountryHeld, code: str) -> Box:
    if code:
        item = country.province(code)
        if item is None or item.facts is None:
            raise RefusalError("COUNTRY-NO-PROVINCE", province=code[:10])
        columns = item.facts.columns
        if len(columns):
            return (
                float(columns.lon.min()), float(columns.lat.min()),
                float(columns.lon.max()), float(columns.lat.max()),
            )  # fmt: skip
    lon, lat = COUNTRY_CENTRE
    return box_of(country) or (lon - _ABOUT_DEG, lat - _ABOUT_DEG, lon + _ABOUT_DEG, lat + _ABOUT_DEG)


def _config(country: CountryHeld, carriers: list[Carrier], box: Box) -> dict[str, Any]:
    west, south, east, north = box
    return {
        "lang": language(),
        "urls": {
            "masts": url_for("country.masts", v=country.mark, **kept()),
            "borders": url_for("country.borders", v=country.mark, lang=language(), **kept()),
            "mast": url_for("country.mast", v=country.mark, **kept()),
        },
        "box": [[south, west], [north, east]],
        "operators": [
            {"code": item.code, "name": item.name, "colour": item.colour} for item in carriers[:CARRIERS]
        ],
        "classes": [
            {"code": code, "label": str(words.CLASSES[code]), "shape": SHAPES[code]} for code in CLASSES
        ],
        "states": [{"code": code, "label": str(words.STATES[code])} for code in STATES],
        "texts": {
            "masts": _("cột"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
        },
    }
