"""The situation of a storm: its tiles, the two lists page by page, communes, who answered; and the wall."""

import datetime as dt
from typing import Any

import numpy as np
from flask import render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.alphabet import in_alphabet
from registry.model.storm.storm_records import OrderKind
from registry.model.vietnam_time import VIETNAM
from registry.services.register.place_names import opening_box
from registry.services.storm.actions import BANDS, Actions, actions_of
from registry.services.storm.answers import latest_sent, progress_of
from registry.services.storm.exposure import exposure_of
from registry.services.storm.fallen import fallen_codes
from registry.services.storm.file import StormFile
from registry.services.storm.land_gusts import land_gusts_of, land_gusts_words
from registry.services.storm.ordered_masts import holders_of
from registry.services.storm.orders import POWER
from registry.services.storm.rank_words import whole_percent
from registry.services.storm.storm_clock import first_reached, place_of
from registry.services.storm.storms import text_of
from registry.services.storm.two_lists import TwoLists
from registry.services.storm.vocabulary import (
    correction_words,
    issued_at,
    moment,
    open_ended,
    storm_name,
    unfinished_words,
)
from registry.storm.constants import action_level
from registry.storm.exposure import StormExposure
from registry.storm.next_bulletin import is_last
from web.frame import parameters, refusals
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.security.csp import nonce
from web.frame.wording.outage_words import span
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.layers import borders_address
from web.storm import words
from web.storm.exposure import (
    all_bands,
    change_in_use,
    cross_check,
    is_rehearsal,
    lists_in_use,
)
from web.storm.frame import READ, blueprint, may_write, now, outages_of, storm_of, superseded
from web.storm.hazards import lines_now
from web.storm.map import band_texts, map_config, track_box
from web.storm.ranks import FILTERS, asked_list, matching, rows_of_list

__all__ = ["blueprint"]

A_PAGE = 25
LISTED_LEVEL = 6
STALE_HOURS = 4
"""Bulletins come every three hours or oftener while a storm is near; an older one is pointed out."""
_HOUR_S = 3600


@blueprint.get("/<storm>")
@guarded(*READ)
def show(storm: str) -> str:
    """Show the situation; the query (``FILTERS``) chooses the list and its rows."""
    parameters.known_only(request.args, FILTERS)
    return situation_page(storm_of(storm), "storm/show.html")


@blueprint.get("/<storm>/wall")
@guarded(*READ)
def wall(storm: str) -> str:
    """Show the situation in big type for a wall; the page renews itself."""
    return situation_page(storm_of(storm), "storm/wall.html")


def refused_situation(error: RefusalError, storm: str) -> str:
    """Say a refusal on the situation page."""
    return situation_page(storm_of(storm), "storm/show.html", error)


def situation_page(file: StormFile, template: str, refusal: RefusalError | None = None) -> str:
    """Return the situation of a storm as one of its pages."""
    lang, known = language(), actions_of(settings().home)
    lists = lists_in_use(file)
    ranking = lists.of(asked_list())
    places = matching(ranking, known)
    pages = max(1, -(-len(places) // A_PAGE))
    asked = request.args.get("page", "")
    page = min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), pages)
    storm = file.storm.id
    urls = {
        "borders": borders_address(),
        "masts": url_for("storms.masts_data", storm=storm),
        "times": url_for("storms.times_data", storm=storm),
        "mast": url_for("storms.mast", storm=storm, row=0).rsplit("/", maxsplit=1)[0] + "/",
    }
    config = map_config(
        file.track, urls, bands=band_texts(known), bulletin=file.current.id,
        office=opening_box(context()),
    )  # fmt: skip
    made = desk_map(settings(), track_box(file.track, opening_box(context())), config)
    view = _view(file, lists, known) | {
        "page": page,
        "pages": pages,
        "matching": len(places),
        "fallen": fallen_codes(registry(), storm, _reached(lists.exposure)),
    }
    return render_template(
        template,
        file=file,
        name=storm_name(file.storm, lang),
        outages=outages_of(storm),
        hazard_lines=[line for lines in lines_now() for line in lines],
        view=view,
        rows=rows_of_list(ranking, places[(page - 1) * A_PAGE : page * A_PAGE], known),
        asked={name: request.args.get(name, "").strip() for name in FILTERS},
        known=known,
        lang=lang,
        moment=moment,
        percent=whole_percent,
        words=words,
        power=POWER,
        may_write=may_write(),
        refusal=refusals.said(refusal),
        map=folium_page(made, nonce()),
        now=now(),
    )


def _reached(exposure: StormExposure) -> frozenset[str]:
    """Return the structures that strong gusts reach: those that the tile counts."""
    onset = exposure.winds.onset
    return frozenset(one for one, row in exposure.masts.row_of.items() if onset[row] >= 0)


def _view(file: StormFile, lists: TwoLists, known: Actions) -> dict[str, Any]:
    """Return the numbers of the tiles, the communes and the letters."""
    exposure = lists.exposure
    progress = progress_of(registry(), file.storm.id)
    letters = [item for item in progress if item.order.kind is not OrderKind.STAND_DOWN]
    carriers = latest_sent(progress)
    silent = [order for order in carriers if not order.acknowledged]
    replaced = superseded(item.order for item in letters)
    shown = [item for item in exposure.communes if item.gust_level >= LISTED_LEVEL]
    cross = cross_check(exposure)
    counts = np.bincount(all_bands(lists.may_fall.fall, known), minlength=5)
    return {
        **_strongest(exposure),
        **_onset(exposure),
        **_apart(file, exposure),
        "gust_above": open_ended(file.track),
        "total": len(exposure),
        "reached": len(lists),
        "list": asked_list().value,
        "flagged": len(lists.flagged),
        "flag_from": lists.weights.flag_from,
        "weights_day": lists.weights.day,
        "error": exposure.error,
        "wide": exposure.wide_error,
        "corrected": correction_words(exposure.track.correction, language()),
        "action_level": action_level(),
        "disaster_level": file.current.disaster_level,
        **_of_text(file),
        "land_gusts": land_gusts_said(file, exposure),
        "cross": cross,
        "cross_region": cross.region_name,
        "cross_source": f"{cross.source} {cross.article}",
        "cross_verified": cross.verified,
        "bands": [{**item, "count": int(counts[BANDS.index(item["code"])])} for item in band_texts(known)],
        "communes": shown,
        "more_communes": len(exposure.communes) - len(shown),
        "carriers": sorted(
            holders_of(registry(), exposure.masts).items(), key=lambda side: in_alphabet(side[1])
        ),
        "places": sorted(
            ((item.code, item.name) for item in exposure.communes if item.reached),
            key=lambda i: in_alphabet(i[1]),
        ),
        "progress": [
            item
            for item in (letters if file.storm.closed_at == "" else progress)
            if item.order.id not in replaced
        ],
        "drafts": sum(item.order.waits(file.storm.state) for item in progress),
        "sent": len(carriers),
        "acknowledged": sum(order.acknowledged for order in carriers),
        "silent": [order.recipient_name for order in silent],
        "outdated": bool(letters)
        and (is_rehearsal(file) or len(exposure.to_come.reached) > 0)
        and all(item.order.bulletin != file.current.id for item in letters),
        "power_name": _power_name(),
        "stale_hours": _stale_hours(file),
        "change": _change(file),
    }


def _of_text(file: StormFile) -> dict[str, Any]:
    """Return what the words of the bulletin in use say beside its track."""
    issued, text = issued_at(file.current), text_of(registry(), file.current)
    return {
        "last": issued is not None and is_last(text, issued),
        "risk_areas": words.areas_of_risk(text) if file.current.track.disaster_level else "",
        "level_elsewhere": file.current.level_elsewhere,
    }


def land_gusts_said(file: StormFile, exposure: StormExposure) -> str:
    """Say what the bulletin in use tells of strong gusts on land that its track does not bring."""
    return land_gusts_words(land_gusts_of(registry(), file, exposure, now()), language())


def _apart(file: StormFile, exposure: StormExposure) -> dict[str, Any]:
    """Return what has blown, what is still to come and by whose forecast, and what is not known."""
    told, ordinals = file.folded, {item.ordinal for item in file.in_use}
    return {
        "gone": 0 if exposure.gone is None else len(exposure.gone.reached),
        "to_come": len(exposure.to_come.reached),
        "all_gone": file.in_use[1:] and len(exposure.reached) > 0 and not len(exposure.to_come.reached),
        "to_guard": len((exposure if is_rehearsal(file) else exposure.to_come).reached),
        "present_at": exposure.present_at,
        "forecast_of": told.forecast_of if told.forecast_of in ordinals - {told.newest} else None,
        "bulletins": len(file.in_use),
        "unfinished": unfinished_words(exposure, language()),
    }


def _change(file: StormFile) -> dict[str, Any] | None:
    """Return what the bulletin in use changes against the one before, while the storm is watched."""
    found = None if file.storm.closed_at else change_in_use(file)
    if found is None:
        return None
    before, what, singled = found
    track = file.track_before()
    later = what.later or dt.timedelta(0)
    return {
        "before": before,
        "what": what,
        "singled": singled,
        "unsure_before": track is not None and exposure_of(registry(), track).unfinished is not None,
        "later": span(later) if later > dt.timedelta(0) else "",
        "earlier": span(later) if later < dt.timedelta(0) else "",
    }


def _stale_hours(file: StormFile) -> int:
    """Return how old the bulletin of a storm that is still coming is, in hours; 0 while it is fresh."""
    track = file.track
    if track.issued_at is None or track.points[-1].at < now() or file.storm.closed_at:
        return 0
    hours = int((now() - track.issued_at).total_seconds() // _HOUR_S)
    return hours if hours >= STALE_HOURS else 0


def _power_name() -> str:
    from web.storm.orders import power_name

    return power_name()


def _strongest(exposure: StormExposure) -> dict[str, Any]:
    if not len(exposure):
        return {"gust_ms": 0.0, "gust_level": 0, "gust_place": "", "nearest_km": 0.0}
    row = int(np.argmax(exposure.winds.gust_ms))
    _code, commune = exposure.masts.commune_of(row)
    return {
        "gust_ms": float(exposure.winds.gust_ms[row]),
        "gust_level": int(exposure.gust_level[row]),
        "gust_place": commune or exposure.masts.codes[row],
        "nearest_km": float(exposure.winds.nearest_m.min()) / 1000.0,
    }


def _onset_span(exposure: StormExposure) -> str:
    """Say between which hours strong gusts may first reach a mast, by the error of the wind."""
    onset = exposure.winds.onset
    earliest = int(np.argmin(np.where(onset >= 0, onset, np.iinfo(np.int32).max)))
    first, last = exposure.onset_span(earliest)
    if first is None:
        return ""
    begin = f"{first.astimezone(VIETNAM):%H:%M %d/%m}"
    if last is None:
        return str(_("có thể từ %(first)s hoặc không tới", first=begin))
    return str(
        _("có thể từ %(first)s đến %(last)s", first=begin, last=f"{last.astimezone(VIETNAM):%H:%M %d/%m}")
    )


def _onset(exposure: StormExposure) -> dict[str, Any]:
    """Return when and where strong gusts first reach a mast, and how long that still is."""
    first = first_reached(exposure, np.arange(len(exposure), dtype=np.int64))
    at = None if first is None else exposure.at(first).onset_at
    if first is None or at is None:
        return {"onset": None, "onset_short": "", "onset_place": "", "countdown": "", "begun": False,
                "onset_span": ""}  # fmt: skip
    left, place = (at - now()).total_seconds(), place_of(exposure, first)
    countdown = ""
    if 0 < left < 96 * _HOUR_S:
        countdown = _(
            "còn %(hours)s giờ %(minutes)s phút, %(place)s",
            hours=int(left // _HOUR_S),
            minutes=int(left % _HOUR_S // 60),
            place=place,
        )
    local = at.astimezone(VIETNAM)
    return {
        "onset": at,
        "onset_short": f"{local:%H:%M} {local:%d/%m}",
        "onset_place": place,
        "onset_span": _onset_span(exposure),
        "countdown": countdown,
        "begun": exposure.present_at is not None and at <= exposure.present_at,
    }
