"""The files of the sets of open data: tables and files for maps; and what they are made of in words.

Tables have the headings and words of the column dictionary, days and moments as ISO 8601 and numbers with a
point; files for maps have names and values in code. A text that a spreadsheet would run is written as a text.
Each is made once while its rows stand, and kept in the folder ``cache`` of the register, so that every
process that serves it sends the same bytes: whoever fetches a file in parts gets parts of one file.
"""

import csv
import datetime as dt
import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from registry.errors import RefusalError
from registry.extras import has_extra
from registry.intake.choices import choice_table
from registry.services.office.registry import Registry
from registry.services.office.table_book import as_text, table_book
from registry.services.open_data import map_files
from registry.services.open_data.disclosed import OpenTable, building, once_each, open_table
from registry.services.open_data.map_files import iso
from registry.services.open_data.sets import MARKED, Dataset

TYPES = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "fgb": "application/vnd.flatgeobuf",
    "parquet": "application/vnd.apache.parquet",
    "pmtiles": "application/vnd.pmtiles",
}
_TEXTS = ("csv", "geojson")
"""Forms that say the same whenever they are made: what names a version."""

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
    "max_height_m": {"none": "không giới hạn"},
}
"""Values in code, and the words that tables write for them."""


class OpenFile(NamedTuple):
    """A file as it is sent; ``digest`` is the SHA-256 of its bytes, hexadecimal."""

    content: bytes
    digest: str
    kind: str
    name: str


def forms_of(dataset: Dataset) -> tuple[str, ...]:
    """Return the forms of a set that this installation can make."""
    return tuple(form for form in dataset.forms if form != "parquet" or has_extra("parquet"))


def open_file(registry: Registry, dataset: Dataset, form: str, now: dt.datetime) -> OpenFile:
    """Return a set as a file of a form (``EXPORT-FORMAT``); the same object while its rows are.

    Refused as well: ``EXTRA-MISSING`` where a library is not installed, ``OPEN-DATA-NO-SHAPES`` for tiles of
    a set in which nothing has a place.
    """
    if form not in dataset.forms:
        raise RefusalError("EXPORT-FORMAT", extension=form[:20], known=" ".join(dataset.forms))
    with building(registry):
        return _file(registry, dataset, form, open_table(registry, dataset, now))


def _file(registry: Registry, dataset: Dataset, form: str, table: OpenTable) -> OpenFile:
    key = ("open-data-file", dataset.name, form)
    held: tuple[OpenTable, OpenFile] | None = registry.cache.get(key)
    if held is not None and held[0].rows is table.rows:
        return held[1]
    plain = _FORMS["csv" if form in ("csv", "xlsx") else "geojson"](registry, dataset, table)
    if form in _TEXTS:
        content = plain
    else:
        version = hashlib.sha256(form.encode() + plain).hexdigest()[:32]
        kept = _folder(registry) / f"{dataset.name}-{version}.{form}"
        content = _kept(kept, dataset, lambda: _FORMS[form](registry, dataset, table))
    name = f"{_SLUGS[dataset.name]}.{form}"
    made = OpenFile(content, hashlib.sha256(content).hexdigest(), TYPES[form], name)
    registry.cache[key] = table, made
    return made


def _folder(registry: Registry) -> Path:
    return registry.settings.home / "cache" / "open-data"


def _kept(path: Path, dataset: Dataset, make: Callable[[], bytes]) -> bytes:
    """Return what is kept at a path, or make it and keep it in the place of the version before it."""
    if path.is_file():
        return path.read_bytes()
    content = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        part.write_bytes(content)
        try:
            os.link(part, path)  # whoever comes second takes what the first one made
        except FileExistsError:
            content = path.read_bytes()
    finally:
        part.unlink(missing_ok=True)
    for old in path.parent.glob(f"{dataset.name}-*{path.suffix}"):
        if old != path:
            old.unlink(missing_ok=True)
    return content


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
            table.rows, lambda row: [as_text(iso(cell(field.name, row[field.name]))) for field in fields]
        )
    )
    return into.getvalue().encode("utf-8-sig")


def _xlsx(registry: Registry, dataset: Dataset, table: OpenTable) -> bytes:
    return table_book(  # marks an illustrative register itself
        registry,
        dataset.title.vi,
        [field.label.vi for field in dataset.fields],
        once_each(table.rows, lambda row: [_held(field.name, row[field.name]) for field in dataset.fields]),
        mark_as=MARKED.label.vi,
    )


def _held(name: str, value: Any) -> Any:
    """Return a value as a workbook holds it: a limit of height that is a number is one there too."""
    said = cell(name, value)
    return float(said) if name == "max_height_m" and said is not None and said == value else said


def _of_map(write: Callable[[Dataset, OpenTable], bytes]) -> Callable[[Registry, Dataset, OpenTable], bytes]:
    return lambda _registry, dataset, table: write(dataset, table)


_FORMS: dict[str, Callable[[Registry, Dataset, OpenTable], bytes]] = {
    "csv": _csv,
    "xlsx": _xlsx,
    "geojson": _of_map(map_files.geojson),
    "fgb": _of_map(map_files.flatgeobuf),
    "parquet": _of_map(map_files.geoparquet),
    "pmtiles": _of_map(map_files.pmtiles),
}
