"""The files of the sets of open data: CSV, workbook, GeoJSON; and what they are made of in words.

Tables have the headings and words of the column dictionary, days and moments as ISO 8601 and numbers with a
point; GeoJSON has names and values in code. A text that a spreadsheet would run is written as a text.
"""

import csv
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.intake.choices import choice_table
from registry.services.office.registry import Registry
from registry.services.office.table_book import ILLUSTRATIVE, as_text, table_book
from registry.services.open_data.disclosed import OpenTable, building, once_each, open_table
from registry.services.open_data.sets import Dataset

TYPES = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_DECIMALS = 7  # of degrees: a centimetre, as the standard of GeoJSON advises

_WORDS: dict[str, Mapping[str, str]] = {
    "state": choice_table("states").labels,
    "support": choice_table("supports").labels,
    "layer": choice_table("zone_layers").labels,
    "reports": {"complete": "đủ", "waiting": "còn chờ"},
    "line": {
        "commune": "xã, phường",
        "pooled": "gộp: các xã, phường có ít doanh nghiệp",
        "quiet": "gộp: đã đủ báo cáo, không có trạm mất liên lạc",
        "waited": "gộp: chưa thấy trạm mất liên lạc, báo cáo chưa đủ hoặc đang làm rõ",
        "total": "tổng cộng",
    },
}
"""Values in code, and the words that tables write for them."""


class OpenFile(NamedTuple):
    """A file as it is sent; ``digest`` names what it says, whenever it was made."""

    content: bytes
    digest: str
    kind: str
    name: str


def open_file(registry: Registry, dataset: Dataset, form: str, now: dt.datetime) -> OpenFile:
    """Return a set as a file of a form (``EXPORT-FORMAT``); the same object while its rows are."""
    if form not in dataset.forms:
        raise RefusalError("EXPORT-FORMAT", extension=form[:20], known=" ".join(dataset.forms))
    with building(registry):
        return _file(registry, dataset, form, open_table(registry, dataset, now))


def _file(registry: Registry, dataset: Dataset, form: str, table: OpenTable) -> OpenFile:
    key = ("open-data-file", dataset.name, form)
    held: tuple[OpenTable, OpenFile] | None = registry.cache.get(key)
    if held is not None and held[0].rows is table.rows:
        return held[1]
    plain = _FORMS["geojson" if form == "geojson" else "csv"](registry, dataset, table)
    content = plain if form != "xlsx" else _xlsx(registry, dataset, table)
    digest = hashlib.sha256(form.encode() + plain).hexdigest()[:24]  # a workbook holds when it was made
    made = OpenFile(content, digest, TYPES[form], f"{_SLUGS[dataset.name]}.{form}")
    registry.cache[key] = table, made
    return made


_SLUGS = {
    "masts": "cot-ang-ten",
    "counts": "so-cot",
    "zones": "vung-theo-quyet-dinh",
    "outages": "mat-lien-lac",
}


def cell(name: str, value: Any) -> Any:
    """Return a value as a table writes it: words for codes, lists joined."""
    words = _WORDS.get(name)
    if words is not None:
        return words.get(value, value)
    return ", ".join(value) if isinstance(value, list) else value


def _csv(_registry: Registry, dataset: Dataset, table: OpenTable) -> bytes:
    """Write UTF-8 with its mark, so that a spreadsheet program reads Vietnamese."""
    fields = dataset.fields_of(illustrative=table.illustrative)
    into = StringIO()
    writer = csv.writer(into)
    writer.writerow([as_text(field.label.vi) for field in fields])
    writer.writerows(
        once_each(
            table.rows, lambda row: [as_text(_iso(cell(field.name, row[field.name]))) for field in fields]
        )
    )
    return into.getvalue().encode("utf-8-sig")


def _xlsx(registry: Registry, dataset: Dataset, table: OpenTable) -> bytes:
    return table_book(  # marks an illustrative register itself
        registry,
        dataset.title.vi,
        [field.label.vi for field in dataset.fields],
        once_each(table.rows, lambda row: [cell(field.name, row[field.name]) for field in dataset.fields]),
    )


def _geojson(_registry: Registry, dataset: Dataset, table: OpenTable) -> bytes:
    fields = dataset.fields_of(illustrative=table.illustrative)
    features = [
        {
            "type": "Feature",
            "properties": {field.name: _iso(row[field.name]) for field in fields},
            "geometry": _outline(row.get("geometry")),
        }
        for row in table.rows
    ]
    head = {"type": "FeatureCollection", "name": dataset.name}
    if table.illustrative:
        head["mark"] = ILLUSTRATIVE
    return json.dumps({**head, "features": features}, ensure_ascii=False).encode("utf-8")


def _outline(shape: Any) -> Any:
    if shape is None or shape.is_empty:
        return None
    rounded = shapely.transform(shapely.force_2d(shape), lambda points: np.round(points, _DECIMALS))
    return shapely.geometry.mapping(shapely.orient_polygons(rounded))


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


_FORMS: dict[str, Callable[[Registry, Dataset, OpenTable], bytes]] = {"csv": _csv, "geojson": _geojson}
