"""What the pages of zones share: who writes, how a form is read, how a zone is told and drawn."""

import math
from typing import TYPE_CHECKING, Any

import shapely
from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.checks.context import Context
from registry.errors import RefusalError
from registry.geo.lost_shapes import lost_in_degrees
from registry.geo.outlines import outlines
from registry.messages import number
from registry.model.areas import Layer, Zone
from registry.model.people import Role
from registry.services.office.batches import present_user
from registry.services.register.place_names import opening_box
from registry.services.zones.draft_publication import waiting
from registry.services.zones.listed_zones import MADE_BY, SENTENCE, RowDefaults
from registry.typed_text import within
from web.frame import parameters
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry, settings
from web.map.desk_map import Box, desk_map
from web.map.layers import borders_address
from web.map.zone_grades import grade

if TYPE_CHECKING:
    import folium

blueprint = Blueprint("zones", __name__, url_prefix="/zones")


@blueprint.app_template_test("lost")
def is_lost(zone: Zone) -> bool:
    """Whether a zone may be off by more than it measures."""
    return lost_in_degrees(zone.geometry, zone.error_m)


WRITERS = (Role.ADMINISTRATOR, Role.APPRAISER)
"""Who enters zones, draws them and publishes a plan."""

MOST_DRAWN = 1500
"""Zones on one map; a table beside it has them all."""

SOURCES: dict[str, Any] = {
    "rows": _l("danh mục Excel"),
    "drawn": _l("vẽ trên bản đồ"),
    "scan": _l("vẽ theo bản quét"),
    "file": _l("tệp bản đồ"),
}


def who() -> str:
    """Return who answers for a deed: the account, and at the open desk the machine's user."""
    return current_person().name or present_user()


def may_write() -> bool:
    """Whether the person enters zones."""
    return current_person().is_one_of(*WRITERS)


def waiting_drafts() -> int:
    """Return how many drafts wait for a leader to put them in force; 0 for whoever is none."""
    return len(waiting(registry())) if current_person().is_one_of(Role.LEADER) else 0


def terms_of(values: Any) -> RowDefaults:
    """Return what a form says of all zones of a file."""
    return RowDefaults(
        layer=values.get("layer", "").strip(),
        decision=within(values.get("decision"), 300),
        article=within(values.get("article"), 200),
        valid_from=parameters.written_day(values.get("valid_from", "")),
        valid_to=parameters.written_day(values.get("valid_to", "")),
    )


def classes_text(classes: frozenset[str] | None) -> str:
    """Return the allowed classes in words."""
    if classes is None:
        return ""
    return ", ".join(sorted(classes)) or _("không loại nào")


def height_text(limit: float | None) -> str:
    """Return the limit of height in words, "" where the decision does not say."""
    if limit is None:
        return ""
    if math.isinf(limit):
        return str(_("không giới hạn"))
    return f"{number(limit, 0 if limit == int(limit) else 1, language())} m"


def source_of(attributes: dict[str, Any] | None) -> Any:
    """Return how a zone was made, in words; that of imports is a map file."""
    return SOURCES.get(str((attributes or {}).get(MADE_BY, "file")), SOURCES["file"])


def sentence_of(attributes: dict[str, Any] | None) -> str:
    """Return the sentence of the decision that a zone was made from, "" where none was kept."""
    return str((attributes or {}).get(SENTENCE, ""))


def features(zones: list[Any]) -> dict[str, Any]:
    """Return zones (of the register or of a draft) as GeoJSON to draw."""
    drawn = outlines([zone.geometry for zone in zones])
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": shape,
                "properties": {
                    "id": zone.id,
                    "name": zone.name,
                    "layer": zone.layer.value,
                    "grade": grade(zone),
                    "error": zone.error_m,
                },
            }
            for zone, shape in zip(zones, drawn, strict=True)
            if shape is not None
        ],
    }


def box_of(context: Context, zones: list[Any]) -> Box:
    """Return west, south, east, north of zones, the office's where there is none."""
    shapes = [zone.geometry for zone in zones if zone.geometry is not None and not zone.geometry.is_empty]
    if not shapes:
        return opening_box(context)
    west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
    return west, south, east, north


def zones_map(context: Context, zones: list[Any], **more: Any) -> "folium.Map":
    """Return a map of zones (at most ``MOST_DRAWN``) for the scripts; ``more`` joins its configuration."""
    box = box_of(context, zones)
    west, south, east, north = box
    config = {
        "lang": language(),
        "box": [[south, west], [north, east]],
        "features": features(zones[:MOST_DRAWN]),
        **more,
        "urls": {
            "borders": borders_address(),
            "zones": url_for("map.zones", layer="LAYER"),
            **more.get("urls", {}),
        },
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            **more.get("texts", {}),
        },
    }
    return desk_map(settings(), box, config)


def asked_layer(name: str = "layer") -> Layer | None:
    """Return the layer that an address asks for, None for all."""
    text = request.args.get(name, "")
    if not text:
        return None
    try:
        return Layer(text)
    except ValueError as error:
        raise RefusalError("LAYER-UNKNOWN", layer=text[:40], known=", ".join(Layer)) from error
