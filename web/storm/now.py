"""The province now (tình hình lúc này): one page for the leader's telephone, the shift and the wall."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from registry.model.people import Role
from registry.services.register.place_names import opening_box
from registry.services.storm.hazards.words import hazard_said
from registry.services.storm.now import ProvinceNow, province_now, storm_is_on
from registry.services.storm.now_sentences import sentences
from registry.services.storm.vocabulary import correction_words, storm_name
from web.frame import parameters
from web.frame.guard import EVERYONE, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.people import operator_names
from web.frame.security.csp import nonce
from web.frame.wording import outage_words
from web.frame.wording.report_places import where_said
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address
from web.storm import words
from web.storm.map import map_config, track_box, track_points
from web.storm.now_tiles import link, tiles

blueprint = Blueprint("now", __name__)

FIRST = (Role.LEADER, Role.DUTY_OFFICER)
"""Whose first page it is while a storm is on."""

RENEW_S = 45
"""How often the page asks for what is new."""

SHOWN, SHOWN_ON_WALL = 6, 4
"""So many lines of a list stand on the page: a wall does not scroll."""


def starts() -> dict[Role, str]:
    """Return whose day begins here at this moment: nobody's while no storm is on."""
    return dict.fromkeys(FIRST, "now.show") if is_on() else {}


def is_on() -> bool:
    """Whether a storm is on."""
    return storm_is_on(registry())


@blueprint.get("/now")
@guarded(*EVERYONE)
def show() -> str:
    """Show the province now; with ``?wall`` for a wall, and its live parts alone to the page's own script."""
    parameters.known_only(request.args, ("wall",))
    wall = "wall" in request.args
    found = province_now(registry(), current_person())
    told = _told(found, wall=wall)
    if request.headers.get("X-Part"):
        return render_template("storm/now/live.html", **told)
    made = desk_map(settings(), _box(found), _config(found))
    template = "storm/now/wall.html" if wall else "storm/now/show.html"
    return render_template(template, map=folium_page(made, nonce()), **told)


def _told(found: ProvinceNow, *, wall: bool) -> dict[str, Any]:
    lang = language()
    return {
        "now": found,
        "where_said": where_said,
        "wall": wall,
        "said": sentences(found, lang),
        "tiles": tiles(found),
        "live": {
            "at": int(found.at.timestamp() * 1000),
            "dark": _dark(found),
            "track": _track(found),
            "cone": _cone(found),
        },
        "renew": RENEW_S,
        "shown": SHOWN_ON_WALL if wall else SHOWN,
        "corrected": [said for one in found.storms if (said := correction_words(one.track.correction, lang))],
        "storm_name": lambda storm: storm_name(storm, lang),
        "warned": lambda one: hazard_said(one, lang),
        "names": operator_names(),
        "link": link,
        "words": words,
        "outage_words": outage_words,
        "moment": outage_words.moment,
        "short": outage_words.short,
        "span": outage_words.span,
    }


def _track(found: ProvinceNow) -> list[dict[str, Any]]:
    return [] if found.storm is None else track_points(found.storm.track)


def _cone(found: ProvinceNow) -> list[list[float]]:
    """Return the outline within which the source expects the centre, as (lat, lon); [] where it gave none."""
    return [] if found.storm is None else [[lat, lon] for lon, lat in found.storm.track.cone]


def _dark(found: ProvinceNow) -> list[dict[str, Any]]:
    """Return the communes with stations off the air, as the map's script joins them to the borders."""
    units = {unit.code: unit for unit in context().units.communes}
    rows = []
    for event, row in ((one.event.id, row) for one in found.networks for row in one.communes):
        unit = units.pop(row.code, None)  # told once, of the event that stands on top
        if unit is None:
            continue
        word, sign = outage_words.SERVICE[row.service.value]
        text = _(
            "%(commune)s: %(down)s/%(stations)s vị trí trạm mất liên lạc", commune=row.name, down=row.down,
            stations=row.stations,
        )  # fmt: skip
        rows.append({
            "kind": unit.kind, "name": unit.name, "down": row.down, "service": row.service.value,
            "sign": sign, "text": f"{text} · {word}",
            "url": link("outages.rows", event=event, commune=row.code, state="down"),
        })  # fmt: skip
    return rows


def _box(found: ProvinceNow) -> tuple[float, float, float, float]:
    office = opening_box(context())
    return office if found.storm is None else track_box(found.storm.track, office)


def _config(found: ProvinceNow) -> dict[str, Any]:
    urls = {"borders": borders_address()}
    office = opening_box(context())
    if found.storm is not None:
        return map_config(found.storm.track, urls, office=office)
    texts = {"zoomIn": _("Phóng to"), "zoomOut": _("Thu nhỏ")}
    return {
        "lang": language(),
        "urls": urls,
        "land": [],
        "places": [],
        "track": [],
        "texts": texts,
        "office": office,
    }
