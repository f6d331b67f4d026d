"""The situation of a storm: its tiles, the ranking page by page, communes, who answered; and the wall."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import render, say
from registry.model.alphabet import in_alphabet
from registry.model.storm_records import OrderKind, OrderState
from registry.model.storms import Exposure, RankedMast
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.register.place_names import office_box
from registry.services.storm.actions import BANDS, Actions, actions_of, band_of, bands_of
from registry.services.storm.answers import latest_sent, progress_of
from registry.services.storm.file import StormFile
from registry.services.storm.orders import POWER
from registry.services.storm.vocabulary import moment, open_ended, storm_name, unfinished_words
from registry.storm.constants import action_level
from registry.storm.exposure import StormExposure
from registry.storm.ranking import Ranking
from web.frame import parameters, refusals
from web.frame.csp import nonce
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.frame.outage_words import span
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.storm import words
from web.storm.exposure import (
    change_in_use,
    cross_check,
    exposure_in_use,
    is_rehearsal,
    ranking_in_use,
)
from web.storm.frame import READ, blueprint, may_write, now, outages_of, storm_of
from web.storm.map import band_texts, map_config, track_box

__all__ = ["blueprint"]

A_PAGE = 25
MOST_ROWS = 20_000
LISTED_LEVEL = 6
STALE_HOURS = 4
"""Bulletins come every three hours or oftener while a storm is near; an older one is pointed out."""
_FILTERS = ("carrier", "commune", "band", "when", "q", "page")
GONE, TO_COME = "gone", "coming"
"""Which masts of the ranking: those where strong gusts have passed, those where they blow or are to come."""
_HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Row:
    """A ranked mast as the page shows it; ``ahead`` is what it still meets, ``state`` how far its wind is."""

    mast: RankedMast
    band: str
    operators: list[str]
    parts: list[dict[str, Any]]
    missing: list[str]
    ahead: Exposure
    state: str


@blueprint.get("/<storm>")
@guarded(*READ)
def show(storm: str) -> str:
    """Show the situation; the query (``_FILTERS``) chooses of the ranking."""
    parameters.known_only(request.args, _FILTERS)
    return situation_page(storm_of(storm), "storm/show.html")


@blueprint.get("/<storm>/wall")
@guarded(*READ)
def wall(storm: str) -> str:
    """Show the situation in big type for a wall; the page renews itself."""
    return situation_page(storm_of(storm), "storm/wall.html")


@blueprint.get("/<storm>/ranking.xlsx")
@guarded(*READ)
def ranking_book(storm: str) -> Response:
    """Send the ranking, as filtered on the page, as a workbook of at most 20,000 rows."""
    from registry.services.office.table_book import table_book
    from registry.services.storm.vocabulary import DESIGNS

    parameters.known_only(request.args, _FILTERS)
    file, lang = storm_of(storm), language()
    ranking, known = ranking_in_use(file), actions_of(settings().home)
    places = _matching(ranking, known)[:MOST_ROWS]
    header = [
        _("Thứ tự"), _("Mã cột"), _("Xã, phường"), _("Doanh nghiệp"), _("Mức"),
        _("Gió giật ước tính (m/s)"), _("Cấp gió giật"), _("Sai số (± %)"), _("Gió giật thiết kế (m/s)"),
        _("Nguồn gió thiết kế"), _("Ước tính/thiết kế (%)"), _("Giật cấp 8 từ"), _("Mạnh nhất lúc"),
        _("Điểm"), _("Các phần của điểm"), _("Chưa biết"), _("Đã qua hay còn tới"), _("Cấp gió giật còn tới"),
    ]  # fmt: skip
    lines = []
    for row in _rows(ranking, places, known):
        seen, band = row.mast.exposure, known.bands[row.band]
        lines.append([
            row.mast.rank, row.mast.code, row.mast.commune, ", ".join(row.operators),
            f"{band.sign} {say(band.words, lang)}", round(seen.gust_ms, 1), seen.gust_level,
            round(seen.error * 100), seen.design_ms, say(DESIGNS.get(seen.design_source, DESIGNS[""]), lang),
            None if seen.ratio is None else round(seen.ratio * 100), moment(seen.onset_at),
            moment(seen.peak_at), round(row.mast.score, 3),
            "; ".join(f"{part['sentence']} × {part['factor']:.2f}" for part in row.parts),
            ", ".join(str(item) for item in row.missing), str(words.WHEN[row.state]),
            row.ahead.gust_level,
        ])  # fmt: skip
    lines += unfinished_line(ranking.exposure, len(header))
    book = table_book(registry(), _("Xếp hạng"), header, lines)
    return download(book, f"xep-hang-bao-{today():%Y%m%d}.xlsx")


def unfinished_line(exposure: StormExposure, width: int) -> list[list[Any]]:
    """Return the last line of a list of masts whose track ends before its storm: the list is not all."""
    said = unfinished_words(exposure.unfinished, language())
    return [["!", said, *[""] * (width - 2)]] if said else []


def refused_situation(error: RefusalError, storm: str) -> str:
    """Say a refusal on the situation page."""
    return situation_page(storm_of(storm), "storm/show.html", error)


def situation_page(file: StormFile, template: str, refusal: RefusalError | None = None) -> str:
    """Return the situation of a storm as one of its pages."""
    lang, known = language(), actions_of(settings().home)
    exposure, ranking = exposure_in_use(file), ranking_in_use(file)
    places = _matching(ranking, known)
    pages = max(1, -(-len(places) // A_PAGE))
    asked = request.args.get("page", "")
    page = min(max(int(asked) if asked.isdecimal() and len(asked) < 7 else 1, 1), pages)
    storm = file.storm.id
    urls = {
        "borders": url_for("map.borders"),
        "masts": url_for("storms.masts_data", storm=storm),
        "times": url_for("storms.times_data", storm=storm),
        "mast": url_for("storms.mast", storm=storm, row=0).rsplit("/", maxsplit=1)[0] + "/",
    }
    config = map_config(
        settings(), file.track, urls, bands=band_texts(known), bulletin=file.current.id,
        office=office_box(context()),
    )  # fmt: skip
    made = desk_map(settings(), track_box(file.track, office_box(context())), config)
    view = _view(file, exposure, ranking, known) | {
        "page": page,
        "pages": pages,
        "matching": len(places),
    }
    return render_template(
        template,
        file=file,
        name=storm_name(file.storm, lang),
        outages=outages_of(storm),
        view=view,
        rows=_rows(ranking, places[(page - 1) * A_PAGE : page * A_PAGE], known),
        asked={name: request.args.get(name, "").strip() for name in _FILTERS},
        known=known,
        lang=lang,
        moment=moment,
        words=words,
        power=POWER,
        may_write=may_write(),
        refusal=refusals.said(refusal),
        map=folium_page(made, nonce()),
        now=now(),
    )


def _view(file: StormFile, exposure: StormExposure, ranking: Ranking, known: Actions) -> dict[str, Any]:
    """Return the numbers of the tiles, the communes and the letters."""
    progress = progress_of(registry(), file.storm.id)
    letters = [item for item in progress if item.order.kind is not OrderKind.STAND_DOWN]
    carriers = latest_sent(progress)
    silent = [order for order in carriers if not order.acknowledged]
    shown = [item for item in exposure.communes if item.gust_level >= LISTED_LEVEL]
    cross = cross_check(exposure)
    counts = np.bincount(bands_of(exposure.gust_level, exposure.ratio, exposure.error, known), minlength=5)
    return {
        **_strongest(exposure),
        **_onset(exposure),
        **_apart(file, exposure),
        "gust_above": open_ended(file.track),
        "total": len(exposure),
        "reached": len(ranking),
        "error": exposure.error,
        "action_level": action_level(),
        "disaster_level": file.current.disaster_level,
        "cross": cross,
        "cross_region": cross.region_name,
        "cross_source": f"{cross.source} {cross.article}",
        "cross_verified": cross.verified,
        "bands": [{**item, "count": int(counts[BANDS.index(item["code"])])} for item in band_texts(known)],
        "communes": shown,
        "more_communes": len(exposure.communes) - len(shown),
        "carriers": _carriers(exposure),
        "places": sorted(
            ((item.code, item.name) for item in exposure.communes if item.reached),
            key=lambda i: in_alphabet(i[1]),
        ),
        "progress": letters if file.storm.closed_at == "" else progress,
        "drafts": sum(item.order.state is OrderState.DRAFT for item in progress),
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
        "unfinished": unfinished_words(exposure.unfinished, language()),
    }


def _change(file: StormFile) -> dict[str, Any] | None:
    """Return what the bulletin in use changes against the one before, while the storm is watched."""
    found = None if file.storm.closed_at else change_in_use(file)
    if found is None:
        return None
    before, what = found
    later = what.later or dt.timedelta(0)
    return {
        "before": before,
        "what": what,
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


def _onset(exposure: StormExposure) -> dict[str, Any]:
    """Return when and where strong gusts first reach a mast, and how long that still is."""
    first = min(
        (item for item in exposure.communes if item.onset_at), key=lambda i: i.onset_at or now(), default=None
    )
    if first is None or first.onset_at is None:
        return {"onset": None, "onset_short": "", "onset_place": "", "countdown": "", "begun": False}
    left = (first.onset_at - now()).total_seconds()
    countdown = ""
    if 0 < left < 96 * _HOUR_S:
        countdown = _(
            "còn %(hours)s giờ %(minutes)s phút, %(place)s",
            hours=int(left // _HOUR_S),
            minutes=int(left % _HOUR_S // 60),
            place=first.name,
        )
    local = first.onset_at.astimezone(VIETNAM)
    return {
        "onset": first.onset_at,
        "onset_short": f"{local:%H:%M} {local:%d/%m}",
        "onset_place": first.name,
        "countdown": countdown,
        "begun": exposure.present_at is not None and first.onset_at <= exposure.present_at,
    }


def _carriers(exposure: StormExposure) -> list[tuple[str, str]]:
    names = {operator.code: operator.name for operator in context().operators}
    return [(code, names.get(code, code)) for code in exposure.masts.operators]


def _matching(ranking: Ranking, known: Actions) -> np.ndarray:
    """Return the places in the ranking that the page's filters let through."""
    exposure, masts = ranking.exposure, ranking.exposure.masts
    rows = ranking.rows
    chosen = np.ones(len(rows), dtype=bool)
    carrier, commune = request.args.get("carrier", ""), request.args.get("commune", "")
    if carrier:
        bit = masts.operators.index(carrier) if carrier in masts.operators else -1
        chosen &= (masts.networks[rows] >> bit & 1).astype(bool) if bit >= 0 else False
    if commune:
        at = next((at for at, item in enumerate(masts.communes) if item[0] == commune), -2)
        chosen &= masts.commune[rows] == at
    if (band := request.args.get("band", "")) in BANDS:
        found = bands_of(exposure.gust_level[rows], exposure.ratio[rows], exposure.error, known)
        chosen &= found == BANDS.index(band)
    if (when := request.args.get("when", "")) in {GONE, TO_COME}:
        ahead = np.zeros(len(exposure), dtype=bool)
        ahead[exposure.to_come.reached] = True
        chosen &= ahead[rows] == (when == TO_COME)
    if text := request.args.get("q", "").strip().upper():
        chosen &= np.array([text in str(masts.codes[row]).upper() for row in rows], dtype=bool)
    return np.flatnonzero(chosen)


def _rows(ranking: Ranking, places: np.ndarray, known: Actions) -> list[Row]:
    lang, names = language(), dict(_carriers(ranking.exposure))
    exposure, to_come = ranking.exposure, ranking.exposure.to_come
    found = []
    for place in places:
        mast = ranking[int(place)]
        seen = mast.exposure
        band = band_of(seen.gust_level, seen.ratio, seen.error, known)
        parts = [
            {"name": part.name, "sentence": render(part.code, part.params, lang), "factor": part.factor}
            for part in mast.parts
        ]
        missing = [str(words.MISSING.get(name, name)) for name in mast.missing]
        ahead = to_come.at(int(ranking.rows[place]))
        names_on = [names.get(code, code) for code in mast.operators]
        found.append(
            Row(mast, band, names_on, parts, missing, ahead, _state(seen, ahead, exposure.present_at))
        )
    return found


def _state(seen: Exposure, ahead: Exposure, present: dt.datetime | None) -> str:
    """Return how far the strong gusts at a mast are: to come, blowing at the last position, or gone."""
    if ahead.onset_at is None:
        return GONE
    return "blowing" if present and seen.onset_at and seen.onset_at <= present else TO_COME
