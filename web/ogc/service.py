"""pygeoapi as a library: its protocol over what a person may see, without its server.

Its module for Flask reads one configuration for everybody when it is imported; here the configuration is made
for each request, of the collections that exist for whoever asks. Its own constructor is not called: it sets
up the log of the whole process and would print what we log ourselves.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from flask import url_for
from pygeoapi.api import API, APIRequest
from pygeoapi.l10n import str2locale

from registry.errors import RefusalError
from registry.messages import Language, say
from web.ogc.provider import NAME, Question, schema
from web.ogc.queries import MOST, USUAL
from web.ogc.systems import CRS84, System

_LOCALE = "en-US"
_NOT_OURS = ("application/ld+json", "text/csv")
_MEDIA = {"json": "application/json", "html": "text/html"}
_EMPTY = b'{"type":"FeatureCollection","features":[]'


class Service(API):  # type: ignore[misc]  # pygeoapi has no types
    """pygeoapi's API of one request."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = self.tpl_config = config
        self.openapi: dict[str, Any] = {}
        self.api_headers: dict[str, str] = {}
        self.base_url = config["server"]["url"]
        self.default_locale = str2locale(_LOCALE)
        self.locales = [self.default_locale]
        self.pretty_print = False


class Asked(APIRequest):  # type: ignore[misc]  # as above
    """A request as pygeoapi reads it: what we have read and found sound, always for JSON."""

    def __init__(self, params: Mapping[str, str], data: bytes = b"") -> None:
        self._args = dict(params)
        self._data = data
        self._path_info = ""
        self._raw_locale, self._locale = None, str2locale(_LOCALE)
        self._format = "json"
        self._headers: dict[str, str] = {}


def base_url() -> str:
    """Return the address of the service, by the name under which it was asked."""
    return url_for("ogc.landing", _external=True).rstrip("/")


def service(questions: list[Question], systems: Mapping[str, System], lang: Language) -> Service:
    """Return pygeoapi's API over some collections."""
    return Service(
        {
            "server": {
                "url": base_url(),
                "languages": [_LOCALE],
                "limits": {"default_items": USUAL, "max_items": MOST, "on_exceed": "throttle"},
            },
            "metadata": {
                "identification": {
                    "title": {"vi": "Sổ đăng ký BTS", "en": "Register of BTS masts"}[lang],
                    "description": {
                        "vi": "Dữ liệu của sổ đăng ký theo OGC API, cho chương trình bản đồ",
                        "en": "What the register holds by OGC API, for map programs",
                    }[lang],
                    "url": base_url(),
                }
            },
            "resources": {one.collection.name: _resource(one, systems) for one in questions},
        }
    )


def _resource(question: Question, systems: Mapping[str, System]) -> dict[str, Any]:
    one, lang = question.collection, question.language
    extent = one.table.extent
    return {
        "type": "collection",
        "title": say(one.title, lang),
        "description": say(one.about, lang),
        "keywords": [],
        "extents": {"spatial": {"bbox": list(extent) if extent else [-180, -90, 180, 90], "crs": CRS84}},
        "providers": [
            {
                "type": "feature",
                "name": NAME,
                "data": question,
                "id_field": "",
                "crs": list(systems),
                "storage_crs": CRS84,
            }
        ],
    }


def asked(
    call: Callable[..., tuple[dict[str, str], int, str]], api: Service, *args: Any, **params: str
) -> dict[str, Any]:
    """Return what a function of pygeoapi answers, as a JSON value; what it refuses is a refusal of ours."""
    _headers, status, content = call(api, Asked(params), *args)
    found: dict[str, Any] = json.loads(content)
    if status >= 400:
        raise RefusalError("OGC-REFUSED", why=str(found.get("description", ""))[:200])
    return found


def schemas(question: Question) -> dict[str, dict[str, Any]]:
    """Return what may be asked of a collection, each as JSON Schema."""
    table = question.collection.table
    return {
        name: schema(table.columns[column], question.language)
        for name, column in question.collection.queryables.items()
    }


def schema_of(question: Question) -> dict[str, Any]:
    """Return what the rows of a collection hold, as JSON Schema."""
    table = question.collection.table
    held = {name: schema(column, question.language) for name, column in table.columns.items()}
    for said in held.values():
        if "values" in said:
            said["enum"] = said.pop("values")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{base_url()}/collections/{question.collection.name}/schema",
        "type": "object",
        "title": say(question.collection.title, question.language),
        "properties": {
            "id": {"type": "string", "x-ogc-role": "id"},
            **held,
            "geometry": {"x-ogc-role": "primary-geometry", "format": "geometry-any"},
        },
    }


def own_links(found: dict[str, Any], form: str) -> None:
    """Leave out links to what is not given here, and say which of the others is this answer."""
    kept = []
    for link in found.get("links", ()):
        if link.get("type") in _NOT_OURS and link["rel"] != "enclosure":
            continue
        if link["rel"] in ("self", "alternate"):
            link["rel"] = "self" if _is_form(link, form) else "alternate"
        kept.append(link)
    found["links"] = kept


def _is_form(link: Mapping[str, str], form: str) -> bool:
    return (link["type"] == _MEDIA["html"]) == (form == "html")


def with_rows(head: dict[str, Any], rows: Any) -> bytes:
    """Return an answer with its rows, which are encoded already."""
    text = orjson.dumps(head)
    assert text.startswith(_EMPTY)
    return b"%s%s]%s" % (_EMPTY[:-1], b",".join(rows), text[len(_EMPTY) :])
