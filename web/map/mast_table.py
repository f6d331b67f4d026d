"""The masts in view as a table: windows of rows for the desk, all as a file, and a plain page.

What is looked at stands in every address: the box or the chosen area, the panel's filter, the sort.
"""

import csv
import datetime as dt
import io
from typing import Any

import numpy as np
import orjson
from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.columns import column as column_of
from registry.errors import RefusalError
from registry.geo.formats import format_degrees
from registry.intake.marks import OUR_HEADERS
from registry.messages import number
from registry.services.office.calendar import today
from registry.services.office.table_book import as_text, marks_of, table_book
from registry.services.register.chosen_areas import Shown, area_there
from registry.services.register.exports.export import listed_columns
from registry.services.register.map_masts import STATES
from registry.services.register.mast_table import (
    MastTable,
    Rows,
    mast_table,
    masts_shown,
    unknown_column,
)
from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import READERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.wording import words

blueprint = Blueprint("mast_table", __name__, url_prefix="/map")

MOST = 500
"""Rows of one window."""
A_PAGE = 200
BOOK_ROWS = 50_000
"""Rows that a workbook is made of while somebody waits; more are sent as CSV."""
USUAL = ("code", "operators", "mast_class", "height_m", "state", "commune", "inspected", "defects")
"""The columns that stand there until somebody chooses others."""
LABELS: dict[str, Any] = {
    "code": _l("Mã"),
    "operators": _l("Doanh nghiệp"),
    "mast_class": _l("Loại cột"),
    "height_m": _l("Cao (m)"),
    "state": _l("Trạng thái"),
    "commune": _l("Xã, phường"),
    "lat": _l("Vĩ độ"),
    "lon": _l("Kinh độ"),
    "northing": _l("X VN-2000 (m)"),
    "easting": _l("Y VN-2000 (m)"),
    "accuracy_m": _l("Sai số (m)"),
    "owner": _l("Chủ cột"),
    "inspected": _l("Lần kiểm tra gần nhất"),
    "defects": _l("Tồn tại"),
}
LISTED = {
    "code": ("site_code",),
    "operators": ("operator", "shared_with"),
    "mast_class": ("mast_class",),
    "height_m": ("mast_height_m", "top_agl_m"),
    "state": ("state",),
    "commune": ("commune",),
    "lat": ("lat",),
    "lon": ("lon",),
    "accuracy_m": ("accuracy_m",),
    "owner": ("owner",),
}
"""What a column of the table is in a list of masts: by the column dictionary, the first one always."""
NUMBERS = frozenset({"height_m", "lat", "lon", "northing", "easting", "accuracy_m", "defects"})
_ASKED = ("bbox", "operators", "classes", "states", "area", "sort", "asof")
_DECIMALS = {"height_m": 1, "northing": 1, "easting": 1, "accuracy_m": 0}


def table_config() -> dict[str, Any]:
    """Return what ``static/js/map/tools/docked_table.js`` needs: addresses, columns, words."""
    table = mast_table(registry(), context(), current_person())
    return {
        "url": url_for("mast_table.window"),
        "files": {form: url_for("mast_table.export", form=form) for form in ("xlsx", "csv")},
        "columns": [
            {"name": name, "label": str(LABELS[name]), "number": name in NUMBERS} for name in table.columns
        ],
        "usual": [name for name in USUAL if name in table.columns],
        "texts": {
            "inView": _("cột trong khung nhìn"),
            "held": _("như trước khi mở dòng"),
            "inArea": _("cột trong vùng chọn"),
            "onDay": _("đứng hoặc có thể đứng ngày {day}, hồ sơ theo sổ hôm nay"),
            "everywhere": _("cột toàn tỉnh"),
            "none": _(
                "Không có cột nào trong khung nhìn với bộ lọc này. Thu nhỏ bản đồ hoặc bật thêm doanh "
                "nghiệp, loại cột, trạng thái."
            ),
        },
    }


@blueprint.get("/table.json")
@guarded(*READERS)
def window() -> Response:
    """Send a window of the sorted rows, ``count`` from ``from``; with ``find``, where that site stands."""
    parameters.known_only(request.args, (*_ASKED, "from", "count", "find"))
    table, rows = _asked()
    first = max(parameters.whole(request.args, "from") or 0, 0)
    count = min(max(parameters.whole(request.args, "count") or A_PAGE, 1), MOST)
    find = parameters.whole(request.args, "find")
    at = None
    if find is not None:
        there = np.flatnonzero(table.masts.site[rows] == find)
        at = int(there[0]) if len(there) else None
    part = rows[first : first + count]
    cells = {name: _written(table, name, part) for name in table.columns}
    answer = {
        "total": len(rows),
        "from": first,
        "at": at,
        "rows": [
            {
                "code": table.masts.codes[row],
                "site": int(table.masts.site[row]),
                "place": [float(table.masts.lat[row]), float(table.masts.lon[row])],
                "cells": {name: cells[name][index] for name in table.columns},
            }
            for index, row in enumerate(part.tolist())
        ],
    }
    made = Response(orjson.dumps(answer), mimetype="application/json")
    made.headers["Cache-Control"] = "private, no-store"
    return made


@blueprint.get("/table.<form>")
@guarded(*READERS)
def export(form: str) -> Response:
    """Send all rows that the table shows, in its order and with its columns (``columns``), as a file."""
    parameters.known_only(request.args, (*_ASKED, "columns"))
    if form not in {"xlsx", "csv"}:
        raise RefusalError("EXPORT-FORMAT", extension=form[:20], known="xlsx csv")
    table, rows = _asked()
    names = _columns(table)
    if form == "xlsx" and len(rows) > BOOK_ROWS:
        raise RefusalError("EXPORT-TABLE-LONG", rows=len(rows), most=BOOK_ROWS)
    header, columns = _file_columns(table, names, rows)
    lines = list(zip(*columns, strict=True))
    day = parameters.day(request.args, "asof")
    name = f"cot-dang-hien-{today():%Y%m%d}{'' if day is None else f'-ngay-{day:%Y%m%d}'}.{form}"
    if form == "xlsx":
        return download(table_book(registry(), _("Cột đang hiện"), header, lines), name, rows=len(lines))
    return download(_csv(header, lines), name, "text/csv; charset=utf-8", rows=len(lines))


@blueprint.get("/list")
@guarded(*READERS)
def listed() -> str:
    """Show the masts of a box as a page, for where no script runs."""
    parameters.known_only(request.args, (*_ASKED, "page"))
    parameters.box(request.args)
    table, rows = _asked()
    pages = max(1, -(-len(rows) // A_PAGE))
    page = min(max(parameters.whole(request.args, "page") or 1, 1), pages)
    part = rows[(page - 1) * A_PAGE : page * A_PAGE]
    names = [name for name in USUAL if name in table.columns]
    asked: dict[str, Any] = {name: request.args[name] for name in _ASKED if request.args.get(name)}
    sort = request.args.get("sort", "")
    return render_template(
        "map/part.html",
        part="map/list.html",
        title=_("Cột trong khung nhìn"),
        total=len(rows),
        headings=[
            (
                LABELS[name],
                url_for("mast_table.listed", **{**asked, "sort": f"-{name}" if sort == name else name}),
                "ascending" if sort == name else "descending" if sort == f"-{name}" else "",
                name in NUMBERS,
            )
            for name in names
        ],
        lines=list(zip(*(_written(table, name, part) for name in names), strict=True)),
        pages=[
            (number, url_for("mast_table.listed", **asked, page=number), number == page)
            for number in range(1, pages + 1)
            if abs(number - page) < 5 or number in {1, pages}
        ],
        book=url_for("mast_table.export", form="csv", columns=",".join(names), **asked),
    )


def _asked() -> tuple[MastTable, Rows]:
    """Return the table of the person who asks, and the rows that the address names, in its order."""
    person = current_person()
    shown = Shown(*(parameters.whole(request.args, name) for name in ("operators", "classes", "states")))
    there = area_there(registry(), context(), request.args.get("area", ""))
    box = parameters.box(request.args) if request.args.get("bbox") else None
    table = mast_table(registry(), context(), person)
    day = parameters.day(request.args, "asof")
    rows = masts_shown(registry(), person, shown, box, there, day=day)
    return table, table.sorted(rows, request.args.get("sort", ""))


def _columns(table: MastTable) -> list[str]:
    asked = [name for name in request.args.get("columns", "").split(",") if name] or list(USUAL)
    for name in asked:
        if name not in LABELS:
            raise unknown_column("columns", name, table.columns)
    return [name for name in dict.fromkeys(asked) if name in table.columns] or ["code"]


def _file_columns(table: MastTable, names: list[str], rows: Rows) -> tuple[list[str], list[list[Any]]]:
    """Return the headers and cells of a file: what lists of masts have too, as a list has it.

    So that the file comes in again as it stands; what the register alone knows follows in its own words.
    """
    gone = table.masts.state[rows] == STATES.index("dismantled")
    if gone.any() and "state" not in names:  # without it they would come in again as masts that stand
        names = [*names, "state"]
    wanted = [column for name in names for column in LISTED.get(name, ())]
    structures = [table.masts.structures[row] for row in rows.tolist()]
    listed = listed_columns(registry(), structures, wanted, viewer=current_person())
    found: list[tuple[str, list[Any]]] = []
    for name in names:
        for column in LISTED.get(name, ()):
            header, cells = listed[column]
            if column == LISTED[name][0] or any(cell not in (None, "") for cell in cells):
                found.append((header, cells))
        if name not in LISTED:
            own = OUR_HEADERS.get(name)
            header = own[language() != "vi"] if own else column_of(name).with_unit(language())
            found.append((header, _held(table, name, rows)))
    return [header for header, _cells in found], [cells for _header, cells in found]


def _written(table: MastTable, name: str, rows: Rows) -> list[str]:
    """Return a column's cells as a page writes them; "" where nothing is known."""
    return ["" if value is None else _text(name, value) for value in table.values(name, rows)]


def _text(name: str, value: Any) -> str:
    if name == "state":
        return str(words.STATES[value])
    if name in {"lat", "lon"}:
        return format_degrees(value, language())
    if name in _DECIMALS:
        return number(value, _DECIMALS[name], language())
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)


def _held(table: MastTable, name: str, rows: Rows) -> list[Any]:
    """Return a column's cells as a file holds them: numbers and days stay what they are."""
    values = table.values(name, rows)
    if name in {"northing", "easting"}:
        return [round(value, 3) for value in values]
    return values


def _csv(header: list[str], lines: list[tuple[Any, ...]]) -> bytes:
    """Return a CSV that Excel opens with its letters whole; texts that would run are written as texts."""
    into = io.StringIO(newline="")
    writer = csv.writer(into)
    marked = marks_of(registry())
    writer.writerow([*header, *marked])
    writer.writerows([*map(_cell, line), *marked] for line in lines)
    return into.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else as_text(value)
