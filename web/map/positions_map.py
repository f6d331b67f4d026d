"""A small map of some positions: what ``static/js/map/positions_map.js`` needs to know."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from web.frame.languages import language
from web.frame.office import context
from web.map.desk_map import Box
from web.map.layers import borders_address

_LEAST_DEG = 0.004  # a single position is shown with some 400 m around it


def positions_config(
    points: Sequence[dict[str, Any]], *, joined: bool = False, lines: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    """Return the configuration as JSON values.

    A point has ``at`` (lat, lon), ``label``, ``group`` (its colour, see the styles) and perhaps ``url``, or
    the ``number`` that it bears in the list beside the map.
    ``joined`` draws a line from the first point to each other. ``lines`` are drawn as they run: ``path`` of
    (lat, lon), ``label``, ``group``.
    """
    return {
        "lang": language(),
        "urls": {"borders": borders_address(), "zones": url_for("map.zones", layer="LAYER")},
        "points": list(points),
        "joined": joined,
        "lines": list(lines),
        "texts": {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")},
    }


def box_around(points: Sequence[dict[str, Any]]) -> Box:
    """Return west, south, east, north around the points; the office's box where there is none."""
    if not points:
        from registry.services.register.place_names import opening_box

        return opening_box(context())
    lats, lons = [item["at"][0] for item in points], [item["at"][1] for item in points]
    return (
        min(lons) - _LEAST_DEG, min(lats) - _LEAST_DEG, max(lons) + _LEAST_DEG, max(lats) + _LEAST_DEG
    )  # fmt: skip
