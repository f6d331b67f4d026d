"""The catalogue in the words of DCAT-AP 3: a tree that is JSON-LD as it stands (``turtle`` writes it too).

Every text of ours is there in Vietnamese and English, every address is an address and every day a day, by the
context at the head of the tree. What DCAT has no word for (how many rows, what is uncertain, what is left
out) has words of this register, which its data dictionary explains.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.messages import InBothLanguages
from registry.services.open_data.decisions import Opening
from registry.services.open_data.disclosed import OpenTable
from registry.services.open_data.files import TYPES, OpenFile
from registry.services.open_data.published import KEYWORDS, THEMES, mail_in
from registry.services.open_data.sets import Dataset

Node = dict[str, Any]
PROFILE = "https://semiceu.github.io/DCAT-AP/releases/3.0.0/"
_EU = "http://publications.europa.eu/resource/authority"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

_LANGUAGES = {"vi": f"{_EU}/language/VIE", "en": f"{_EU}/language/ENG"}
_FREQUENCY = {"outages": f"{_EU}/frequency/UPDATE_CONT"}
_OFTEN = f"{_EU}/frequency/IRREG"
_LISTED_FORMS = {"csv": "CSV", "xlsx": "XLSX", "geojson": "GEOJSON"}
"""Forms that the list of file types of the European Union has; of others the name is said."""
FORMS: dict[str, str] = {
    "csv": "CSV",
    "xlsx": "Excel (.xlsx)",
    "geojson": "GeoJSON",
    "fgb": "FlatGeobuf",
    "parquet": "GeoParquet",
    "pmtiles": "PMTiles",
}
_STANDARDS = {
    "geojson": "https://www.rfc-editor.org/rfc/rfc7946",
    "fgb": "https://flatgeobuf.org/",
    "parquet": "https://geoparquet.org/releases/v1.1.0/",
    "pmtiles": "https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md",
    "tiles": "https://github.com/mapbox/tilejson-spec/tree/master/3.0.0",
}
XSD = "http://www.w3.org/2001/XMLSchema#"
_BOTH = {"@container": "@language"}
_ADDRESS = {"@type": "@id"}

CONTEXT: dict[str, Any] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "csvw": "http://www.w3.org/ns/csvw#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": XSD,
    "geo": "http://www.opengis.net/ont/geosparql#",
    **{
        name: {"@id": name, **_BOTH}
        for name in (
            "dct:title", "dct:description", "foaf:name", "rdfs:label", "dcat:keyword", "csvw:title",
        )
    },
    **{
        name: {"@id": name, **_ADDRESS}
        for name in (
            "dct:language", "dct:license", "dct:accrualPeriodicity", "dct:accessRights", "dct:conformsTo",
            "dcat:endpointURL", "dcat:endpointDescription",
            "dcat:theme", "dcat:mediaType", "dcat:landingPage", "dcat:downloadURL", "dcat:accessURL",
            "foaf:homepage", "vcard:hasEmail", "spdx:algorithm", "csvw:datatype",
        )
    },
    **{name: {"@id": name, "@type": "xsd:date"} for name in ("dct:issued", "dct:valid", "bts:decided")},
    "dct:modified": {"@id": "dct:modified", "@type": "xsd:dateTime"},
    "dcat:byteSize": {"@id": "dcat:byteSize", "@type": "xsd:nonNegativeInteger"},
    "dcat:bbox": {"@id": "dcat:bbox", "@type": "geo:wktLiteral"},
    "spdx:checksumValue": {"@id": "spdx:checksumValue", "@type": "xsd:hexBinary"},
    "illustrative": {"@id": "bts:illustrative"},
    "rows": {"@id": "bts:rows"},
    "uncertain": {"@id": "bts:uncertain"},
    "notIncluded": {"@id": "bts:notIncluded", **_BOTH},
}  # fmt: skip
"""What the words of the tree mean; ``bts`` is added with the address of the register."""


@dataclass(frozen=True, slots=True)
class Office:
    """Whose catalogue: ``base`` its address without a slash, ``box`` its territory (degrees, or None).

    ``map_service`` is the address of the service for map programs.
    """

    base: str
    name: Mapping[str, str]
    box: tuple[float, float, float, float] | None
    illustrative: bool
    map_service: str


@dataclass(frozen=True, slots=True)
class OpenSet:
    """A set that is open: its decision, its rows, and its files by form; ``tiles`` is the path of its
    TileJSON, "" for none."""

    dataset: Dataset
    opening: Opening
    table: OpenTable
    files: Mapping[str, OpenFile]
    tiles: str = ""


def catalogue(
    office: Office, sets: list[OpenSet], paths: Callable[..., str], decided: dt.datetime | None = None
) -> Node:
    """Return the catalogue of what is open; ``paths`` makes the path of a view of open data.

    It has changed with its data, and when it was ``decided`` anew what is open: whoever asks for what is new
    has to find a set that was opened and miss one that was taken back.
    """
    context = CONTEXT | {"bts": f"{office.base}{paths('dictionary')}#"}
    changed = [at for at in (decided, *(one.table.changed for one in sets)) if at]
    return {
        "@context": context,
        "@type": "dcat:Catalog",
        "@id": office.base + paths("catalogue"),
        "dct:title": {
            "vi": f"Dữ liệu mở · {office.name['vi']}",
            "en": f"Open data · {office.name['en']}",
        },
        "dct:description": {
            "vi": "Các bộ dữ liệu về hạ tầng viễn thông mà cơ quan đã mở, mỗi bộ theo một quyết định.",
            "en": "The sets of data on telecom infrastructure that the office opened, each by a decision.",
        },
        "dct:publisher": _publisher(office),
        "dct:language": list(_LANGUAGES.values()),
        "dct:conformsTo": PROFILE,
        "foaf:homepage": office.base + paths("show"),
        "dcat:landingPage": office.base + paths("show"),
        **({"dct:modified": max(changed).isoformat()} if changed else {}),
        **_spatial(office),
        "illustrative": office.illustrative,
        "dcat:dataset": [_entry(one, office, paths) for one in sets],
        "dcat:service": [_service(office)],
    }


def _service(office: Office) -> Node:
    return {
        "@type": "dcat:DataService",
        "@id": office.map_service,
        "dct:title": {"vi": "Dịch vụ dữ liệu bản đồ (OGC API)", "en": "Map data by OGC API"},
        "dct:conformsTo": ["http://www.opengis.net/doc/IS/ogcapi-features-1/1.0"],
        "dcat:endpointURL": office.map_service,
        "dcat:endpointDescription": f"{office.map_service.rstrip('/')}/openapi",
        "dct:publisher": {"@id": f"{office.base}/#office"},
    }


def _publisher(office: Office) -> Node:
    return {"@type": "foaf:Agent", "@id": f"{office.base}/#office", "foaf:name": dict(office.name)}


def _spatial(office: Office) -> Node:
    if office.box is None:
        return {}
    west, south, east, north = (f"{side:.4f}" for side in office.box)
    ring = ", ".join(
        f"{lon} {lat}"
        for lon, lat in ((west, south), (east, south), (east, north), (west, north), (west, south))
    )
    return {"dct:spatial": {"@type": "dct:Location", "dcat:bbox": f"POLYGON(({ring}))"}}


def _entry(one: OpenSet, office: Office, paths: Callable[..., str]) -> Node:
    opening, table, name = one.opening, one.table, one.dataset.name
    page = f"{office.base}{paths('show')}#{name}"
    mail = mail_in(opening.contact)
    day = opening.decided_on
    return {
        "@type": "dcat:Dataset",
        "@id": page,
        "dct:identifier": name,
        "dct:title": _both(one.dataset.title),
        "dct:description": _both(one.dataset.about),
        "dct:publisher": {"@id": f"{office.base}/#office"},
        "dct:provenance": {
            "@type": "dct:ProvenanceStatement",
            "rdfs:label": {
                "vi": f"Mở theo {opening.decision} ngày {day:%d/%m/%Y}",
                "en": f"Opened by {opening.decision} of {day:%d/%m/%Y}",
            },
            "bts:decision": opening.decision,
            "bts:decided": day.isoformat(),
        },
        "dct:issued": opening.opens.isoformat(),
        **({"dct:modified": table.changed.isoformat()} if table.changed else {}),
        **({"dct:valid": opening.closes.isoformat()} if opening.closes else {}),
        "dct:accrualPeriodicity": _FREQUENCY.get(name, _OFTEN),
        "dct:accessRights": f"{_EU}/access-right/PUBLIC",
        "dct:language": [_LANGUAGES["vi"]],
        "dcat:theme": list(THEMES.get(name, THEMES[""])),
        "dcat:keyword": dict(KEYWORDS),
        **_spatial(office),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:fn": opening.contact,
            **({"vcard:hasEmail": f"mailto:{mail}"} if mail else {}),
        },
        "dcat:landingPage": page,
        "illustrative": table.illustrative,
        "rows": len(table.rows),
        "uncertain": [{"bts:doubt": doubt, "rows": count} for doubt, count in table.doubts.items()],
        "notIncluded": {
            "vi": [words.vi for words in one.dataset.left_out],
            "en": [words.en for words in one.dataset.left_out],
        },
        "dcat:distribution": [
            *(_file(one, form, file, office, paths) for form, file in one.files.items()),
            *([_tiles(one, office)] if one.tiles else []),
        ],
        "csvw:column": [
            {
                "@type": "csvw:Column",
                "csvw:name": field.name,
                "csvw:title": _both(field.label),
                "dct:description": _both(field.means),
                "csvw:datatype": XSD + field.datatype,
            }
            for field in one.dataset.fields_of(illustrative=table.illustrative)
        ],
    }


def _file(one: OpenSet, form: str, file: OpenFile, office: Office, paths: Callable[..., str]) -> Node:
    address = office.base + paths("file", name=one.dataset.name, form=form)
    listed = _LISTED_FORMS.get(form)
    kind = {"@id": f"{_EU}/file-type/{listed}"} if listed else _named_form(FORMS[form])
    return {
        "@type": "dcat:Distribution",
        "@id": address,
        "dct:title": {lang: f"{text} ({FORMS[form]})" for lang, text in _both(one.dataset.title).items()},
        "dct:format": kind,
        "dcat:mediaType": _MEDIA + TYPES[form],
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:byteSize": str(len(file.content)),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
            "spdx:checksumValue": file.digest,
        },
        **_standards(form),
        **_rights(one.opening),
    }


def _tiles(one: OpenSet, office: Office) -> Node:
    address = office.base + one.tiles
    return {
        "@type": "dcat:Distribution",
        "@id": address,
        "dct:title": {lang: f"{text} (TileJSON)" for lang, text in _both(one.dataset.title).items()},
        "dct:format": _named_form("TileJSON, Mapbox Vector Tile"),
        "dcat:mediaType": f"{_MEDIA}application/json",
        "dcat:accessURL": address,
        "dct:conformsTo": [_STANDARDS["tiles"]],
        **_rights(one.opening),
    }


def _named_form(name: str) -> Node:
    return {"@type": "dct:MediaTypeOrExtent", "rdfs:label": {"en": name}}


def _standards(form: str) -> Node:
    standard = _STANDARDS.get(form)
    return (
        {} if standard is None else {"dct:conformsTo": [standard, *([_CRS84] if form != "pmtiles" else [])]}
    )


def _rights(opening: Opening) -> Node:
    """Return the licence that the office chose, if any, and its own words."""
    rights = {"@type": "dct:RightsStatement", "rdfs:label": {"vi": opening.terms}}
    return {"dct:rights": rights} | ({"dct:license": opening.licence} if opening.licence else {})


def _both(text: InBothLanguages) -> dict[str, str]:
    return {"vi": text.vi, "en": text.en}
