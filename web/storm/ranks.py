"""The two lists of a storm as its page shows them: filtered, with every factor, and as a workbook."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from flask import Response, request
from flask_babel import gettext as _

from registry.collector import paused_collector
from registry.messages import say
from registry.model.numbers import rounded, whole
from registry.model.storm.factor_weights import RiskList
from registry.model.storm.storms import Exposure, RankedMast
from registry.services.office.calendar import today
from registry.services.storm.actions import BANDS, Actions, actions_of, band_of
from registry.services.storm.ordered_masts import held_by
from registry.services.storm.rank_words import effect, told, whole_percent, why
from registry.services.storm.vocabulary import moment, unfinished_words
from registry.storm.exposure import StormExposure
from registry.storm.ranked import RankedList
from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import context, registry, settings
from web.storm import words
from web.storm.exposure import all_bands, lists_in_use
from web.storm.frame import READ, blueprint, storm_of

__all__ = ["blueprint"]

MOST_ROWS = 20_000
FILTERS = ("list", "carrier", "commune", "band", "when", "q", "page")
GONE, TO_COME = "gone", "coming"
"""Which masts of a list: those where strong gusts have passed, those where they blow or are to come."""


@dataclass(frozen=True, slots=True)
class Row:
    """A ranked mast as the page shows it; ``ahead`` is what it still meets, ``state`` how far its wind is."""

    mast: RankedMast
    band: str
    operators: list[str]
    parts: list[dict[str, Any]]
    why: str
    missing: list[str]
    ahead: Exposure
    state: str


@blueprint.get("/<storm>/ranking.xlsx")
@guarded(*READ)
@paused_collector()
def ranking_book(storm: str) -> Response:
    """Send both lists, as filtered on the page, as a workbook of at most 20,000 rows a sheet."""
    from registry.services.office.table_book import Sheet, sheets_book

    parameters.known_only(request.args, FILTERS)
    lists, known = lists_in_use(storm_of(storm)), actions_of(settings().home)
    sheets = [
        Sheet(str(words.LISTS[which]), *_sheet(lists.of(which), known))
        for which in sorted(RiskList, key=lambda one: one is not asked_list())
    ]
    book = sheets_book(registry(), sheets)
    return download(book, f"xep-hang-bao-{today():%Y%m%d}.xlsx")


def _sheet(ranking: RankedList, known: Actions) -> tuple[list[str], list[list[Any]]]:
    """Return header and lines of one list, every factor with its effect in words."""
    from registry.services.storm.vocabulary import DESIGNS

    lang = language()
    places = matching(ranking, known)[:MOST_ROWS]
    header = [
        _("Thứ tự"), _("Mã cột"), _("Xã, phường"), _("Doanh nghiệp"), _("Mức"),
        _("Gió giật ước tính (m/s)"), _("Cấp gió giật"), _("Sai số (± %)"), _("Gió giật thiết kế (m/s)"),
        _("Nguồn gió thiết kế"), _("Ước tính/thiết kế (%)"), _("Giật cấp 8 từ"), _("Mạnh nhất lúc"),
        _("Khả năng (%)"), _("Cảnh báo riêng"), _("Điểm"), _("Vì sao"), _("Từng hệ số"), _("Chưa biết"),
        _("Đã qua hay còn tới"), _("Cấp gió giật còn tới"),
    ]  # fmt: skip
    lines = []
    for row in rows_of_list(ranking, places, known):
        seen, band = row.mast.exposure, known.bands[row.band]
        lines.append([
            row.mast.rank, row.mast.code, row.mast.commune, ", ".join(row.operators),
            f"{band.sign} {say(band.words, lang)}", rounded(seen.gust_ms, 1), seen.gust_level,
            whole(seen.error * 100), seen.design_ms, say(DESIGNS.get(seen.design_source, DESIGNS[""]), lang),
            None if seen.ratio is None else whole(seen.ratio * 100), moment(seen.onset_at),
            moment(seen.peak_at), whole_percent(row.mast.chance), _("có") if row.mast.flagged else "",
            round(row.mast.score, 3), row.why,
            "; ".join(f"{part['sentence']}: {part['effect']}" for part in row.parts),
            ", ".join(str(item) for item in row.missing), str(words.WHEN[row.state]),
            row.ahead.gust_level,
        ])  # fmt: skip
    lines += unfinished_line(ranking.exposure, len(header))
    return header, lines


def asked_list() -> RiskList:
    """Return the list that the page shows."""
    return RiskList.HURTS_DARK if request.args.get("list") == RiskList.HURTS_DARK else RiskList.MAY_FALL


def unfinished_line(exposure: StormExposure, width: int) -> list[list[Any]]:
    """Return the last line of a list of masts whose track ends before its storm: the list is not all."""
    said = unfinished_words(exposure, language())
    return [["!", said, *[""] * (width - 2)]] if said else []


def carriers_of(exposure: StormExposure) -> list[tuple[str, str]]:
    names = {operator.code: operator.name for operator in context().operators}
    return [(code, names.get(code, code)) for code in exposure.masts.operators]


def matching(ranking: RankedList, known: Actions) -> np.ndarray:
    """Return the places in a list that the page's filters let through."""
    exposure, masts = ranking.exposure, ranking.exposure.masts
    rows = ranking.rows
    chosen = np.ones(len(rows), dtype=bool)
    carrier, commune = request.args.get("carrier", ""), request.args.get("commune", "")
    if carrier:
        chosen &= held_by(registry(), masts, carrier)[rows]
    if commune:
        at = next((at for at, item in enumerate(masts.communes) if item[0] == commune), -2)
        chosen &= masts.commune[rows] == at
    if (band := request.args.get("band", "")) in BANDS:
        chosen &= all_bands(ranking.fall, known)[rows] == BANDS.index(band)
    if (when := request.args.get("when", "")) in {GONE, TO_COME}:
        ahead = np.zeros(len(exposure), dtype=bool)
        ahead[exposure.to_come.reached] = True
        chosen &= ahead[rows] == (when == TO_COME)
    if text := request.args.get("q", "").strip().upper():
        chosen &= np.array([text in str(masts.codes[row]).upper() for row in rows], dtype=bool)
    return np.flatnonzero(chosen)


def rows_of_list(ranking: RankedList, places: np.ndarray, known: Actions) -> list[Row]:
    lang, names = language(), dict(carriers_of(ranking.exposure))
    exposure, to_come = ranking.exposure, ranking.exposure.to_come
    found = []
    for mast, ahead in zip(ranking.some(places), to_come.each(ranking.rows[places]), strict=True):
        seen = mast.exposure
        band = band_of(seen.gust_level, mast.fall_chance, known, flagged=mast.flagged)
        parts = [
            {
                "name": part.name,
                "sentence": told(part, lang),
                "effect": effect(part, lang),
                "kind": part.kind,
                "known": part.value is not None,
            }
            for part in mast.parts
        ]
        missing = [str(words.MISSING.get(name, name)) for name in mast.missing]
        names_on = [names.get(code, code) for code in mast.operators]
        found.append(
            Row(
                mast,
                band,
                names_on,
                parts,
                why(mast, lang),
                missing,
                ahead,
                _state(seen, ahead, exposure.present_at),
            )
        )
    return found


def _state(seen: Exposure, ahead: Exposure, present: dt.datetime | None) -> str:
    """Return how far the strong gusts at a mast are: to come, blowing at the last position, or gone."""
    if ahead.onset_at is None:
        return GONE
    return "blowing" if present and seen.onset_at and seen.onset_at <= present else TO_COME
