"""Reports: the tables of a period, the rows behind every number, charts, a map, and the files to send."""

import datetime as dt
from operator import itemgetter
from typing import Any
from urllib.parse import quote

import numpy as np
import shapely
from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.people import INSIDE
from registry.services.office.calendar import today
from registry.services.register.place_names import opening_box
from registry.services.reports.charts import series_chart, table_chart
from registry.services.reports.details import rows_header, rows_in_words
from registry.services.reports.document import half_year_before, notes, report_document
from registry.services.reports.series import half_years, series
from registry.services.reports.subjects import Basis, ReportFacts, facts_on
from registry.services.reports.tables import (
    ALL,
    ReportTable,
    check_period,
    kind_of,
    rows_behind,
    table_kinds,
    table_of,
)
from registry.services.reports.workbook import report_book, rows_book
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

blueprint = Blueprint("reports", __name__, url_prefix="/reports")

PERIOD = ("first", "day")
A_PAGE = 200
SERIES = 6
MAPPED = ("commune", "district")
STEPS = 5  # shades of the map
TOLERANCE_DEG = 0.0004  # about 40 m: borders on a map of the whole province


@blueprint.get("")
@guarded(*INSIDE)
def show() -> str:
    """Show one table (``table``) of the report of a period, and lead to the others, files and charts."""
    parameters.known_only(request.args, (*PERIOD, "table"))
    facts = _facts()
    kind = kind_of(request.args.get("table") or table_kinds()[0].code)
    lang = language()
    return render_template(
        "reports/show.html",
        facts=facts,
        table=table_of(registry(), facts, kind, lang),
        kinds=[(item, item.title(lang)) for item in table_kinds()],
        presets=_presets(),
        period=_period(facts),
        notes=notes(facts, lang),
        may_map=kind.rows in MAPPED,
        points=series(registry(), half_years(facts.day, SERIES)),
        rebuilt=Basis.REBUILT,
        all=ALL,
        today=today(),
    )


@blueprint.get("/rows")
@guarded(*INSIDE)
def rows() -> str | Response:
    """Show what is behind a number: ``table``, ``row`` and ``column`` (values, "*" all); or what is searched.

    Sent as a workbook it holds what the page shows.
    """
    parameters.known_only(request.args, (*PERIOD, "table", "row", "column", *NAMES))
    facts, table, row, column = _asked()
    frame, counts, lang = rows_behind(facts, table.kind, row, column), table.kind.counts, language()
    header = rows_header(counts, lang)
    listed = listing(
        rows_in_words(registry(), facts, counts, frame, lang),
        [Column(f"c{at}", word, itemgetter(at)) for at, word in enumerate(header)],
        kept=("table", "row", "column", *PERIOD),
        per_page=A_PAGE,
    )
    title = _title(table, row, column)
    if wants_book():
        return listed.book(title.replace("/", "-"))
    return render_template(
        "reports/rows.html",
        facts=facts,
        table=table,
        title=title,
        count=len(frame),
        listed=listed,
        lines=[(f"{url_for('map.desk')}#mast={quote(str(line[0]))}", line) for line in listed.items],
        asked={name: request.args.get(name, ALL) for name in ("table", "row", "column")} | _period(facts),
        period=_period(facts),
    )


@blueprint.get("/rows.xlsx")
@guarded(*INSIDE)
def rows_file() -> Response:
    """Send what is behind a number, all of it, as a workbook."""
    parameters.known_only(request.args, (*PERIOD, "table", "row", "column", "page"))
    facts, table, row, column = _asked()
    frame = rows_behind(facts, table.kind, row, column)
    title = _title(table, row, column).replace("/", "-")
    book = rows_book(registry(), facts, table.kind.counts, frame, title=title, lang=language())
    return download(book, f"{table.kind.code}-{facts.day:%Y%m%d}.xlsx")


@blueprint.get("/report.xlsx")
@guarded(*INSIDE)
def book() -> Response:
    """Send every table of the period as a workbook."""
    parameters.known_only(request.args, PERIOD)
    facts = _facts()
    return download(report_book(registry(), facts, language()), f"bao-cao-{facts.day:%Y%m%d}.xlsx")


@blueprint.get("/report.docx")
@guarded(*INSIDE)
def document() -> Response:
    """Send the report of the period as .docx."""
    parameters.known_only(request.args, PERIOD)
    facts = _facts()
    return download(report_document(registry(), facts, language()), f"bao-cao-{facts.day:%Y%m%d}.docx")


@blueprint.get("/chart.png")
@guarded(*INSIDE)
def chart() -> Response:
    """Send the chart of a table (``table``), or without one that of the masts over the half-years."""
    parameters.known_only(request.args, (*PERIOD, "table"))
    facts, code, lang = _facts(), request.args.get("table", ""), language()
    if code:
        picture = table_chart(registry(), facts, table_of(registry(), facts, kind_of(code), lang), lang)
    else:
        picture = series_chart(registry(), facts, series(registry(), half_years(facts.day, SERIES)), lang)
    return download(picture, f"bieu-do-{code or 'cac-ky'}-{facts.day:%Y%m%d}.png")


@blueprint.get("/map")
@guarded(*INSIDE)
def on_map() -> str:
    """Show a table by commune or former district on the map; ``column`` chooses what is drawn ("*" all)."""
    parameters.known_only(request.args, (*PERIOD, "table", "column"))
    facts, table, _row, column = _placed()
    config = {
        "lang": language(),
        "urls": {"areas": url_for("reports.areas", table=table.kind.code, column=column, **_period(facts))},
        "texts": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
        },
    }
    made = desk_map(settings(), opening_box(context()), config)
    values = [(value, word, table.at(value, column)) for value, word in table.rows]
    return render_template(
        "reports/map.html",
        facts=facts,
        table=table,
        column=column,
        values=sorted(values, key=lambda item: (-item[2], item[1])),
        steps=_steps([count for _value, _word, count in values]),
        title=_title(table, ALL, column),
        period=_period(facts),
        all=ALL,
        map=folium_page(made, nonce()),
    )


@blueprint.get("/areas.json")
@guarded(*INSIDE)
def areas() -> Response:
    """Send the areas of a table's rows with their numbers as GeoJSON."""
    parameters.known_only(request.args, (*PERIOD, "table", "column"))
    facts, table, _row, column = _placed()
    held = facts.communes if table.kind.rows == "commune" else facts.districts
    units = {unit.code: unit for unit in held}
    limits = _steps([table.at(value, column) for value, _word in table.rows])
    features = []
    for value, word in table.rows:
        unit = units.get(value)
        if unit is None or unit.boundary is None:
            continue
        count = table.at(value, column)
        shape = shapely.set_precision(unit.boundary.simplify(TOLERANCE_DEG), 0.00001)
        features.append(
            {
                "type": "Feature",
                "geometry": shapely.geometry.mapping(shape),
                "properties": {
                    "name": word,
                    "count": count,
                    "step": 1 + int(np.searchsorted(limits, count, side="left")) if count else 0,
                    "url": url_for(
                        "reports.rows", table=table.kind.code, row=value, column=column, **_period(facts)
                    ),
                },
            }
        )
    return send(json_payload({"type": "FeatureCollection", "features": features}, "application/geo+json"))


def _facts() -> ReportFacts:
    day = parameters.day(request.args, "day") or today()
    first = parameters.day(request.args, "first") or dt.date(day.year, 1, 1)
    check_period(first, day)
    return facts_on(registry(), day, first)


def _asked() -> tuple[ReportFacts, ReportTable, str, str]:
    facts = _facts()
    table = table_of(registry(), facts, kind_of(request.args.get("table", "")), language())
    return facts, table, request.args.get("row", ALL), request.args.get("column", ALL)


def _placed() -> tuple[ReportFacts, ReportTable, str, str]:
    """Return what is asked for where it can stand on a map (``REPORT-MAP``)."""
    found = _asked()
    if found[1].kind.rows not in MAPPED:
        raise RefusalError("REPORT-MAP", table=found[1].kind.title(language()))
    return found


def _title(table: ReportTable, row: str, column: str) -> str:
    """Return what a number counts: the words of its row and column."""
    words = [
        dict(held).get(value, value)
        for held, value in ((table.rows, row), (table.columns, column))
        if value != ALL
    ]
    return ", ".join(words) if words else _("Tất cả")


def _period(facts: ReportFacts) -> dict[str, Any]:
    return {"first": facts.first.isoformat(), "day": facts.day.isoformat()}


def _presets() -> list[tuple[str, dict[str, str]]]:
    """Return the periods that are asked for most, by their names."""
    day = today()
    half = half_year_before(day)
    found = [(_("Năm %(year)s đến nay", year=day.year), dt.date(day.year, 1, 1), day)]
    for end in (half, half_year_before(half)):
        first = dt.date(end.year, 1 if end.month == 6 else 7, 1)
        name = (
            _("6 tháng đầu năm %(year)s", year=end.year)
            if end.month == 6
            else _("6 tháng cuối năm %(year)s", year=end.year)
        )
        found.append((name, first, end))
    found.append(
        (_("Cả năm %(year)s", year=day.year - 1), dt.date(day.year - 1, 1, 1), dt.date(day.year - 1, 12, 31))
    )
    return [(name, {"first": first.isoformat(), "day": last.isoformat()}) for name, first, last in found]


def _steps(counts: list[int]) -> list[int]:
    """Return the upper limits of the shades: equal parts of the numbers above 0, each limit once."""
    above = sorted(count for count in counts if count)
    if not above:
        return []
    return sorted(
        {above[min(len(above) - 1, len(above) * part // STEPS)] for part in range(1, STEPS)} | {above[-1]}
    )
