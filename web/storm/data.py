"""Data for the maps of a storm: its masts by exposure as one binary, and the storm moment by moment."""

import struct
from typing import Any

import numpy as np
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.services.storm.actions import actions_for, actions_of, band_of
from registry.services.storm.moments import StormTimes, times_of
from registry.services.storm.rank_words import why
from registry.services.storm.two_lists import TwoLists
from registry.services.storm.vocabulary import (
    clock_of,
    correction_words,
    has_passed,
    hill_words,
    moment,
    still_asked,
    unfinished_words,
)
from web.frame.data_answer import Payload, json_payload, payload, send
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.storm import words
from web.storm.exposure import all_bands, exposure_in_use, lists_in_use
from web.storm.frame import READ, blueprint, now, storm_of

__all__ = ["blueprint"]

MAGIC = b"BTSS"
FORMAT = 1
STEP_DEG = 1e-6  # about 0.11 m
_HEADER = struct.Struct("<4sIIIdd")  # magic, format, rows, zero, west, south: 32 bytes


@blueprint.get("/<storm>/masts.bin")
@guarded(*READ)
def masts_data(storm: str) -> Response:
    """Send the masts with band and gust level; a row's place in it is its number for ``mast``."""
    lists = lists_in_use(storm_of(storm))
    cache = registry().cache
    held = cache.get("storm-masts-payload")
    if held is None or held[0] is not lists:
        held = cache["storm-masts-payload"] = (lists, _masts(lists))
    return send(held[1])


@blueprint.get("/<storm>/times.json")
@guarded(*READ)
def times_data(storm: str) -> Response:
    """Send the moments of the track: centre, rings of strong gusts, gust level of each commune."""
    file = storm_of(storm)
    found = times_of(registry(), file.track, context(), now())
    unfinished = unfinished_words(exposure_in_use(file), language())
    return send(json_payload({**times_json(found), "unfinished": unfinished}))


def times_json(found: StormTimes) -> dict[str, Any]:
    """Return the moments of a storm as the map's script reads them."""
    return {
        "start": found.start,
        "communes": found.communes,
        "moments": [
            {
                "time": moment(item.at),
                "at": [item.lat, item.lon],
                "forecast": item.forecast,
                "level": item.strongest_level,
                "rings": {str(level): ring for level, ring in item.rings.items()},
                "levels": item.levels,
            }
            for item in found.moments
        ],
    }


@blueprint.get("/<storm>/masts/<int:row>")
@guarded(*READ)
def mast(storm: str, row: int) -> Any:
    """Show what one mast meets (a part of the page), by its row in the map's data."""
    file = storm_of(storm)
    exposure, clock = exposure_in_use(file), clock_of(file.track, now())
    if not request.headers.get("X-Part"):  # opened by itself: the part belongs on the map
        return redirect(url_for("storms.show", storm=storm))
    if row >= len(exposure):
        raise RefusalError("WEB-NOT-FOUND")
    seen, masts, known = exposure.at(row), exposure.masts, actions_of(settings().home)
    may_fall = lists_in_use(file).may_fall
    place = may_fall.place_of.get(seen.structure_id)
    listed = None if place is None else may_fall[place]
    flagged = listed is not None and listed.flagged
    band = band_of(seen.gust_level, listed.fall_chance if listed else 0.0, known, flagged=flagged)
    whole = actions_for(
        known, band, str(masts.forms[row]), owner=True, network=True, start=seen.onset_at or seen.peak_at,
        danger=listed is not None and listed.danger,
    )  # fmt: skip
    gusts = clock is not None and seen.onset_at is not None and seen.onset_at <= clock
    asked = still_asked(whole, known, gusts=gusts)
    names = {operator.code: operator.name for operator in context().operators}
    lang = language()
    return render_template(
        "storm/mast.html",
        seen=seen,
        why=why(listed, lang) if listed else "",
        band_code=band,
        known=known,
        commune=masts.commune_of(row)[1],
        operators=[names.get(code, code) for code in masts.operators_on(row)],
        actions=[
            (say(known.words_of(item.code, gusts=gusts), lang), item.by, has_passed(item.by, clock))
            for item in asked
        ],
        moment=moment,
        lang=lang,
        words=words,
        told=filter(None, (hill_words(seen, lang), correction_words(exposure.track.correction, lang))),
        title=_("Cột %(code)s", code=seen.code),
    )


def _masts(lists: TwoLists) -> Payload:
    exposure = lists.exposure
    masts, bands = exposure.masts, all_bands(lists.may_fall.fall, actions_of(settings().home))
    content = masts_bytes(masts.lon, masts.lat, bands, exposure.gust_level.astype(np.uint8))
    return payload(content, "application/octet-stream")


def masts_bytes(lon: Any, lat: Any, bands: Any, levels: Any) -> bytes:
    """Return n masts (degrees, index of the band, gust level as uint8), read by ``js/storm/layer.js``."""
    west = float(lon.min()) if len(lon) else 0.0
    south = float(lat.min()) if len(lat) else 0.0
    columns: tuple[Any, ...] = (
        np.rint((lon - west) / STEP_DEG).astype("<u4"),
        np.rint((lat - south) / STEP_DEG).astype("<u4"),
        bands,
        levels,
    )
    header = _HEADER.pack(MAGIC, FORMAT, len(lon), 0, west, south)
    return header + b"".join(column.tobytes() for column in columns)
