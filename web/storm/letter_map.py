"""The masts of one letter on a map and in a table: a carrier sees what its own meet, and nobody else's.

Everything comes from the rows that the letter froze, which name the recipient's masts alone.
"""

from typing import Any

import numpy as np
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.storm.storm_records import Bulletin, OrderKind, OrderRow, StormOrder
from registry.services.register.place_names import opening_box
from registry.services.storm.actions import BANDS, actions_of
from registry.services.storm.answers import done_of, said_before
from registry.services.storm.moments import times_of
from registry.services.storm.orders import POWER, rows_of
from registry.services.storm.rank_words import whole_percent
from registry.services.storm.vocabulary import asked, clock_of, has_passed, moment, storm_name
from web.frame import parameters
from web.frame.data_answer import json_payload, payload, send
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.people import own_code
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address
from web.storm import words
from web.storm.data import masts_bytes, times_json
from web.storm.frame import SEE, blueprint, now, order_of, storm_of
from web.storm.map import band_texts, map_config, track_box
from web.storm.orders import power_name

__all__ = ["blueprint"]

A_PAGE = 50
_FILTERS = ("band", "q", "page")


@blueprint.get("/letters/<order>/map")
@guarded(*SEE)
def letter_map(order: str) -> str:
    """Show the letter's masts on the map and in a table; ``band``, ``q`` and ``page`` choose of the table."""
    parameters.known_only(request.args, _FILTERS)
    found = order_of(order)
    file, lang, known = storm_of(found.storm), language(), actions_of(settings().home)
    bulletin, rows = _bulletin(found), rows_of(registry(), found)
    track = file.track_of(bulletin)
    chosen = _matching(rows)
    pages = max(1, -(-len(chosen) // A_PAGE))
    page = min(max(parameters.whole(request.args, "page") or 1, 1), pages)
    urls = {
        "borders": borders_address(),
        "masts": url_for("storms.letter_masts", order=order),
        "times": url_for("storms.letter_times", order=order),
        "mast": url_for("storms.letter_mast", order=order, row=0).rsplit("/", maxsplit=1)[0] + "/",
    }
    box = _box(rows) or opening_box(context())
    config = map_config(track, urls, bands=band_texts(known), bulletin=bulletin.id, office=box)
    said = said_before(registry(), found)
    counts = {code: sum(row.band == code for row in rows) for code in BANDS}
    return render_template(
        "storm/letter_map.html",
        order=found,
        file=file,
        bulletin=bulletin,
        name=storm_name(file.storm, lang),
        to_name=(power_name() or _("Đơn vị điện lực")) if found.recipient == POWER else found.recipient_name,
        rows=chosen[(page - 1) * A_PAGE : page * A_PAGE],
        total=len(chosen),
        all=len(rows),
        page=page,
        pages=pages,
        asked={name: request.args.get(name, "").strip() for name in _FILTERS},
        counts=counts,
        said=said,
        done=done_of(said, rows),
        view={"bands": band_texts(known)},
        known=known,
        whole_percent=whole_percent,
        lang=lang,
        moment=moment,
        words=words,
        own=own_code(current_person()),
        carrier=found.kind is OrderKind.CARRIER,
        map=folium_page(desk_map(settings(), track_box(track, box), config), nonce()),
    )


@blueprint.get("/letters/<order>/masts.bin")
@guarded(*SEE)
def letter_masts(order: str) -> Response:
    """Send the letter's masts for the map; a row's place is its number for ``letter_mast``."""
    rows = rows_of(registry(), order_of(order))
    content = masts_bytes(
        np.array([row.lon for row in rows], dtype=float),
        np.array([row.lat for row in rows], dtype=float),
        np.array([BANDS.index(row.band) for row in rows], dtype=np.uint8),
        np.array([row.gust_level for row in rows], dtype=np.uint8),
    )
    return send(payload(content, "application/octet-stream"))


@blueprint.get("/letters/<order>/times.json")
@guarded(*SEE)
def letter_times(order: str) -> Response:
    """Send the moments of the storm as the letter's bulletin left it: no mast is in them."""
    found = order_of(order)
    track = storm_of(found.storm).track_of(_bulletin(found))
    return send(json_payload(times_json(times_of(registry(), track, context(), now()))))


@blueprint.get("/letters/<order>/masts/<int:row>")
@guarded(*SEE)
def letter_mast(order: str, row: int) -> Any:
    """Show what one mast of the letter meets and what to do there (a part of the page)."""
    found, lang = order_of(order), language()
    rows, clock = rows_of(registry(), found), clock_of(_bulletin(found).track, now())
    if not request.headers.get("X-Part"):  # opened by itself: the part belongs on the map
        return redirect(url_for("storms.letter_map", order=order))
    if row >= len(rows):
        raise RefusalError("WEB-NOT-FOUND")
    known, seen = actions_of(settings().home), rows[row]
    gusts = has_passed(seen.onset_at, clock)
    return render_template(
        "storm/mast.html",
        seen=seen,
        why=seen.why.get(lang, ""),
        band_code=seen.band,
        known=known,
        commune=seen.commune,
        operators=[seen.own_code] if seen.own_code and seen.own_code != seen.code else [],
        own_only=True,
        actions=[
            (say(known.words_of(item.code, gusts=gusts), lang), item.by, has_passed(item.by, clock))
            for item in asked(seen, known, clock)
        ],
        moment=moment,
        lang=lang,
        words=words,
        title=_("Cột %(code)s", code=seen.own_code or seen.code),
    )


def _bulletin(order: StormOrder) -> Bulletin:
    """Return the bulletin that the letter was drafted from."""
    return next(item for item in storm_of(order.storm).bulletins if item.id == order.bulletin)


def _matching(rows: list[OrderRow]) -> list[OrderRow]:
    """Return the rows that the filters let through, the most urgent first."""
    band, text = request.args.get("band", ""), request.args.get("q", "").strip().upper()
    found = [
        row
        for row in rows
        if (band not in BANDS or row.band == band)
        and (not text or any(text in value.upper() for value in (row.code, row.own_code, row.commune)))
    ]
    return sorted(found, key=lambda row: row.rank)


def _box(rows: list[OrderRow]) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of the masts; None for none."""
    if not rows:
        return None
    lon, lat = [row.lon for row in rows], [row.lat for row in rows]
    return min(lon), min(lat), max(lon), max(lat)
