"""The table of communes with its map, the places to look at first, and the files."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import number, say
from registry.model.numbers import rounded
from registry.services.overview.attention import ranked
from registry.services.overview.book import (
    features,
    heading,
    outside_name,
    overview_book,
    overview_csv,
    people_source,
    total_said,
    why_not,
)
from registry.services.overview.figures import Overview
from registry.services.overview.measures import Measure, by_code, criteria, groups, measures
from registry.services.overview.sheet import line_of, with_part, without_cable
from registry.services.register.place_names import opening_box
from web.frame import parameters
from web.frame.data_answer import json_payload, send
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry, settings
from web.frame.security.csp import nonce
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.overview.frame import READ, blueprint, day_of, found, shared

STEPS = 5  # shades of the map
A_PAGE = 150
CHOSEN = "chosen"
KINDS = ("phuong", "xa")
_FILTERS = ("district", "kind", "measure", "day")


@blueprint.get("")
@guarded(*READ)
def listed() -> str | Response:
    """Show the communes with the measures of a ``group``, one ``measure`` on the map; or the workbook."""
    parameters.known_only(request.args, ("group", *_FILTERS, *NAMES))
    shown, lang = found(), language()
    group = _group()
    rows = [row for row in range(len(shown.units)) if _wanted(shown, row)]
    columns = [one for one in measures() if (one.shown if group == CHOSEN else one.group == group)]
    list_of = listing(rows, _columns(shown, columns), kept=("group",), filters=_FILTERS, per_page=A_PAGE)
    if wants_book():
        return _sent(overview_book(registry(), shown, list_of.rows, lang), shown, "xlsx", len(list_of.rows))
    measure = _measure()
    values = [shown.at(measure.code, row) for row in range(len(shown.units))]
    return render_template(
        "overview/table.html",
        listed=list_of,
        columns=columns,
        lines=[_line(shown, row, columns) for row in list_of.items],
        below=_below(shown, columns) if len(list_of.rows) == len(shown.units) else [],
        group=group,
        groups=[(CHOSEN, _("Chọn lọc")), *((code, say(words, lang)) for code, words in groups())],
        measure=measure,
        mapped=(heading(measure, lang), say(measure.explained, lang)),
        measures=[(one.code, heading(one, lang)) for one in measures()],
        legend=_legend(_limits(values), measure),
        gaps=sorted(
            {
                say(why_not(shown, measure.code, row), lang)
                for row, value in enumerate(values)
                if value is None
            }
        ),
        districts=_every_district(shown),
        district=request.args.get("district", ""),
        kind=request.args.get("kind", ""),
        explained=[(heading(one, lang), say(one.explained, lang)) for one in columns],
        without_cable=[shown.operators.get(code, code) for code in without_cable(shown)],
        part_of_cable=[shown.operators.get(code, code) for code in with_part(shown)],
        sources=sorted({people_source(shown, code) for code in shown.people} - {""}),
        map=_map(shown, measure) if _drawn(shown) else None,
        **shared(shown),
    )


@blueprint.get("/areas.json")
@guarded(*READ)
def areas() -> Response:
    """Send the communes' areas with the shade and the words of one ``measure``."""
    parameters.known_only(request.args, ("measure", "day"))
    shown, lang, measure = found(), language(), _measure()
    limits = _limits([shown.at(measure.code, row) for row in range(len(shown.units))])
    held = features(shown, lang)
    for one in held["features"]:
        row = shown.row_of[one["properties"]["code"]]
        one["properties"] = {
            "name": shown.names[row],
            "words": _words(shown, measure, row),
            "step": _step(shown, measure, row, limits),
            "url": url_for("overview.commune", code=shown.units[row].code, **day_of(shown)),
        }
    return send(json_payload(held, "application/geo+json"))


@blueprint.get("/overview.geojson")
@guarded(*READ)
def geojson() -> Response:
    """Send every measure of every commune as GeoJSON."""
    parameters.known_only(request.args, ("day",))
    shown = found()
    body = json_payload(features(shown, language()), "application/geo+json").body
    return _sent(body, shown, "geojson", len(shown.units))


@blueprint.get("/overview.csv")
@guarded(*READ)
def csv() -> Response:
    """Send every measure of every commune as CSV."""
    parameters.known_only(request.args, ("day",))
    shown = found()
    rows = range(len(shown.units))
    return _sent(overview_csv(registry(), shown, rows, language()), shown, "csv", len(shown.units))


@blueprint.get("/attention")
@guarded(*READ)
def attention() -> str | Response:
    """List the communes to look at first, with their reasons; or as a workbook."""
    parameters.known_only(request.args, ("day", "kind", "district", *NAMES))
    shown, lang = found(), language()
    every = [(at, one) for at, one in enumerate(ranked(shown, lang), 1) if _wanted(shown, one.row)]
    list_of = listing(
        every,
        [
            Column("place", "#", lambda one: one[0], number=True),
            Column("name", _("Xã, phường"), lambda one: shown.names[one[1].row]),
            Column("points", _("Điểm"), lambda one: rounded(one[1].points, 1), number=True),
            Column(
                "reasons", _("Lý do"), lambda one: "; ".join(reason.words for reason in one[1].reasons),
                sorts=False,
            ),
        ],
        filters=("day", "kind", "district"),
        per_page=25,
    )  # fmt: skip
    if wants_book():
        return list_of.book(_("Cần chú ý"))
    return render_template(
        "overview/attention.html",
        listed=list_of,
        ranked=list_of.items,
        unknown=[
            (one, [say(by_code()[item.measure].label, lang) for item in one.unknown])
            for _at, one in list_of.items
            if one.unknown
        ],
        criteria=[(say(one.label, lang), shown.settings.weights[one.code], one) for one in criteria()],
        districts=_every_district(shown),
        district=request.args.get("district", ""),
        kind=request.args.get("kind", ""),
        **shared(shown),
    )


def _sent(body: bytes, shown: Overview, kind: str, rows: int) -> Response:
    return download(body, f"theo-xa-phuong-{shown.day:%Y%m%d}.{kind}", rows=rows)


def _group() -> str:
    group = request.args.get("group") or CHOSEN
    if group != CHOSEN and group not in dict(groups()):
        raise RefusalError("REQUEST-VALUE", value=group[:40])
    return group


def _measure() -> Measure:
    code = request.args.get("measure") or "masts_per_km2"
    if code not in by_code():
        raise RefusalError("REQUEST-VALUE", value=code[:40])
    return by_code()[code]


def _every_district(shown: Overview) -> list[str]:
    return sorted({one for text in shown.districts for one in text.split("; ") if one})


def _wanted(shown: Overview, row: int) -> bool:
    district, kind = request.args.get("district", ""), request.args.get("kind", "")
    if kind and kind not in KINDS:
        raise RefusalError("REQUEST-VALUE", value=kind[:40])
    town = shown.units[row].kind.casefold() == "phường"
    if kind and (kind == "phuong") != town:
        return False
    return not district or district in shown.districts[row].split("; ")


def _columns(shown: Overview, columns: Sequence[Measure]) -> list[Column]:
    def of(one: Measure) -> Column:
        return Column(one.code, heading(one, language()), lambda row: shown.at(one.code, row), number=True)

    return [
        Column("name", _("Xã, phường"), lambda row: shown.units[row].name),
        *(of(one) for one in columns),
        Column("full", _("Tên đầy đủ"), lambda row: shown.names[row], heading=False),
        Column("code", _("Mã"), lambda row: shown.units[row].code, heading=False),
        Column("district", _("Huyện cũ"), lambda row: shown.districts[row], heading=False),
    ]


def _line(shown: Overview, row: int, columns: Sequence[Measure]) -> dict[str, Any]:
    return {
        "name": shown.names[row],
        "code": shown.units[row].code,
        "district": shown.districts[row],
        "missing": [shown.operators.get(code, code) for code in shown.missing[row]],
        "cells": [line_of(shown, one, row, language()) for one in columns],
    }


def _below(shown: Overview, columns: Sequence[Measure]) -> list[tuple[str, list[str]]]:
    """Return the rows below all communes: what lies outside them, and the whole."""
    lang, outside = language(), len(shown.units)
    there = [line_of(shown, one, outside, lang) for one in columns]
    untold = [(one.code, outside) in shown.hidden for one in columns]
    rows = [
        (
            outside_name(lang),
            [
                "–" if line.value is None and not few else line.text
                for line, few in zip(there, untold, strict=True)
            ],
        )
    ]
    return [*rows, (_("Toàn tỉnh"), [total_said(shown, one, lang) or "–" for one in columns])]


def _words(shown: Overview, measure: Measure, row: int) -> str:
    line = line_of(shown, measure, row, language())
    unit = say(measure.unit, language())
    return f"{line.text} {unit}" if line.value is not None and unit else line.text


def _limits(values: Sequence[Any]) -> list[float]:
    """Return the upper limits of the shades: equal parts of the numbers above 0, each limit once."""
    above = sorted(value for value in values if value)
    if not above:
        return []
    parts = {above[min(len(above) - 1, len(above) * part // STEPS)] for part in range(1, STEPS)}
    return sorted(parts | {above[-1]})


def _step(shown: Overview, measure: Measure, row: int, limits: Sequence[float]) -> str:
    """Return the shade of a row: "none" where it is not known, "few" where it is not told, 0 for 0."""
    if (measure.code, row) in shown.hidden:
        return "few"
    value = shown.at(measure.code, row)
    if value is None:
        return "none"
    return str(1 + int(np.searchsorted(limits, value, side="left"))) if value else "0"


def _legend(limits: Sequence[float], measure: Measure) -> list[tuple[int, str]]:
    lang = language()
    found, before = [(0, "0")], ""
    for at, limit in enumerate(limits, 1):
        text = number(limit, measure.decimals, lang)
        found.append((at, f"≤ {text}" if not before else f"{before} – {text}"))
        before = text
    return found


def _drawn(shown: Overview) -> bool:
    """Whether the page has a place for the map: a script without one fails in the reader's browser."""
    return not shown.empty and any(unit.boundary is not None for unit in shown.units)


def _map(shown: Overview, measure: Measure) -> Any:
    config = {
        "lang": language(),
        "urls": {"areas": url_for("overview.areas", measure=measure.code, **day_of(shown))},
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
        },
    }
    return folium_page(desk_map(settings(), opening_box(context()), config), nonce())
