"""The catalogue of what is open, as records of OGC API: the same sets of which the catalogue of DCAT tells.

Each set is a record: what it is, by whose decision and licence, whom to ask, and where its files are.
"""

import datetime as dt
import hashlib
from typing import Any, NamedTuple

import numpy as np
import orjson
import shapely
from flask import url_for

from registry.frames.columns import Dtype, FrameColumn
from registry.frames.features import Features
from registry.messages import Language, say
from registry.services.office.letters.letterhead import letterhead, office_settings
from registry.services.office.registry import Registry
from registry.services.open_data.files import TYPES
from registry.services.open_data.published import (
    KEYWORDS,
    THEMES,
    Published,
    box_of,
    mail_in,
    published,
)
from web.frame.languages import language
from web.frame.office import context
from web.ogc.systems import System
from web.ogc.table import Rows, Table

NAME = "catalogue"
_CONF = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"
RECORD_CORE, RECORD_COLLECTION = f"{_CONF}record-core", f"{_CONF}record-collection"
_SCHEME = "http://publications.europa.eu/resource/authority/data-theme"
_COLUMNS = tuple(
    FrameColumn(name, dtype, vi, en)
    for name, dtype, vi, en in (
        ("title", Dtype.TEXT, "Tên", "Title"),
        ("type", Dtype.TEXT, "Loại", "Type"),
        ("description", Dtype.TEXT, "Mô tả", "Description"),
        ("created", Dtype.TEXT, "Ngày mở", "Opened on"),
        ("updated", Dtype.TEXT, "Thay đổi gần nhất", "Last changed"),
        ("license", Dtype.TEXT, "Giấy phép", "Licence"),
        ("rights", Dtype.TEXT, "Điều kiện sử dụng", "Terms of use"),
    )
)
"""What of a record may be asked about; the rest of it has parts of its own."""


class Told(NamedTuple):
    """A record: its properties, and what stands beside them."""

    properties: dict[str, Any]
    beside: dict[str, Any]


class RecordTable(Table):
    """Records as rows: a row is a feature with the links, the times and the parts of a record."""

    def __init__(self, features: Features, told: list[Told]) -> None:
        super().__init__(features)
        self.told = told
        self.texts = [_searched(one.properties) for one in told]

    def properties(self, row: int, names: tuple[str, ...]) -> dict[str, Any]:
        """Return what a record says: all of it, or the columns that are asked for."""
        said = self.told[row].properties
        if len(names) == len(self.columns):
            return said
        return {name: said[name] for name in names if name in said}

    def encoded(self, rows: Rows, names: tuple[str, ...], system: System | None) -> list[bytes]:
        """Return the GeoJSON of records with their links."""
        made = super().encoded(rows, names, system)
        return [
            b"%s,%s" % (text[:-1], orjson.dumps(self.told[row].beside)[1:])
            for row, text in zip(rows.tolist(), made, strict=True)
        ]


def records(registry: Registry, now: dt.datetime) -> tuple[RecordTable, str, dt.datetime | None]:
    """Return the records of what is open at a moment, what names their version, and the newest change."""
    lang = language()
    office = letterhead(office_settings(registry), lang, registry.settings.province)["office_name"]
    sets = published(registry, now)
    told = [_record(one, office, lang) for one in sets]
    box = box_of(context().units.territory, registry.settings.metric_epsg)
    shapes = np.full(len(sets), None, dtype=object)
    if box is not None:
        shapes[:] = shapely.box(*box)
    never = np.full(len(sets), "NaT", dtype="datetime64[D]")
    features = Features(
        columns=_COLUMNS,
        values={
            column.name: np.array([one.properties.get(column.name) for one in told], dtype=object)
            for column in _COLUMNS
        },
        shapes=shapes,
        ids=np.array([one.dataset.name for one in sets], dtype=object),
        first=never,
        last=never,
    )
    version = hashlib.sha256(orjson.dumps([[[*one] for one in told], box])).hexdigest()[:24]
    changed = [one.table.changed for one in sets if one.table.changed]
    return RecordTable(features, told), version, max(changed, default=None)


def _record(one: Published, office: str, lang: Language) -> Told:
    opening, name = one.opening, one.dataset.name
    mail = mail_in(opening.contact)
    titles = {"vi": "Tiếng Việt", "en": "English"}
    properties = {
        "type": "dataset",
        "title": say(one.dataset.title, lang),
        "description": say(one.dataset.about, lang),
        "keywords": KEYWORDS[lang],
        "themes": [{"scheme": _SCHEME, "concepts": [{"id": uri} for uri in THEMES.get(name, THEMES[""])]}],
        "language": {"code": lang, "name": titles[lang]},
        "languages": [{"code": code, "name": text} for code, text in titles.items()],
        "resourceLanguages": [{"code": "vi", "name": titles["vi"]}],
        "created": f"{opening.opens}T00:00:00+07:00",
        **({"updated": one.table.changed.isoformat()} if one.table.changed else {}),
        "formats": [{"mediaType": TYPES[form]} for form in one.forms],
        "contacts": [
            {
                "organization": office,
                "contactInstructions": opening.contact,
                **({"emails": [{"value": mail}]} if mail else {}),
                "roles": ["publisher", "pointOfContact"],
            }
        ],
        "license": opening.licence or "other",
        "rights": opening.terms,
        "illustrative": one.table.illustrative,
    }
    return Told(properties, {"time": None, "conformsTo": [RECORD_CORE], "links": _links(one, lang)})


def _links(one: Published, lang: Language) -> list[dict[str, str]]:
    name, title = one.dataset.name, say(one.dataset.title, lang)
    found = [
        {
            "rel": "enclosure",
            "type": TYPES[form],
            "href": url_for("open_data.file", name=name, form=form, _external=True),
            "title": f"{title} ({form})",
        }
        for form in one.forms
    ]
    if one.tiled:
        tiles = url_for("open_tiles.about", name=name, _external=True)
        found.append(
            {"rel": "tiles", "type": "application/json", "href": tiles, "title": f"{title} (TileJSON)"}
        )
    if one.opening.licence:
        found.append({"rel": "license", "href": one.opening.licence})
    page = url_for("open_data.show", _external=True, _anchor=name)
    words = url_for("open_data.dictionary", _external=True)
    return [
        *found,
        {"rel": "about", "type": "text/html", "href": page},
        {"rel": "describedby", "type": "text/html", "href": words},
    ]


def _searched(properties: dict[str, Any]) -> str:
    parts = [properties["title"], properties["description"], *properties["keywords"]]
    return "\n".join(parts).casefold()
