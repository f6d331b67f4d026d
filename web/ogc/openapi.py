"""The description of the service for programs, as OpenAPI 3.0: of the collections of whoever asks.

It stands by itself: pygeoapi's refers to schemas on other hosts, which an office's network does not reach.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from registry.messages import say
from web.ogc import processes
from web.ogc.provider import Question, schema
from web.ogc.queries import FILTER_LANGUAGE, FORMS, LONGEST, MOST, OF_RECORDS, USUAL
from web.ogc.systems import CRS84, System

_REFUSED = {"$ref": "#/components/responses/Refused"}
_PARAMETERS = "#/components/parameters/"


def document(base: str, questions: Iterable[Question], systems: Mapping[str, System]) -> dict[str, Any]:
    """Return the description of the service at an address, with these collections."""
    paths: dict[str, Any] = {
        "/": _path("getLandingPage", "What the service is and where it begins", "Landing"),
        "/conformance": _path("getConformance", "What is conformed to", "Conformance"),
        "/openapi": _path(
            "getOpenapi", "This description", "Object", kind="application/vnd.oai.openapi+json;version=3.0"
        ),
        "/collections": _path("getCollections", "The collections of whoever asks", "Collections"),
    }
    for one in questions:
        paths |= _of_collection(one)
    paths |= _of_processes()
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "Register of BTS masts: OGC API",
            "version": "1.0",
            "description": "What there is follows from who asks: see /collections.",
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {
            "parameters": _parameters(list(systems)),
            "responses": {
                "Refused": {
                    "description": "The request was refused",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}},
                }
            },
            "schemas": _SCHEMAS,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
        "security": [{}, {"bearer": []}, {"basic": []}],
    }


def _of_collection(question: Question) -> dict[str, Any]:
    one, lang = question.collection, question.language
    title = say(one.title, lang)
    at = f"/collections/{one.name}"
    filters = [
        {"name": name, "in": "query", "schema": _plain(schema(one.table.columns[column], lang))}
        for name, column in one.queryables.items()
    ]
    names = list(one.table.columns)
    properties = {
        "name": "properties",
        "in": "query",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "items": {"type": "string", "enum": names}},
    }
    common = [
        "bbox", "bbox-crs", "crs", "datetime", "filter", "filter-crs", "filter-lang", "limit", "offset",
        "skipGeometry", *(OF_RECORDS if one.table.texts is not None else ()),
    ]  # fmt: skip
    return {
        at: _path(f"describe_{one.name}", title, "Collection", tag=one.name),
        f"{at}/queryables": _path(
            f"queryables_{one.name}", f"{title}: queryables", "Object", tag=one.name,
            kind="application/schema+json",
        ),
        f"{at}/schema": _path(
            f"schema_{one.name}", f"{title}: schema", "Object", tag=one.name, kind="application/schema+json"
        ),
        f"{at}/items": _path(
            f"items_{one.name}", say(one.about, lang), "Features", tag=one.name, kind="application/geo+json",
            parameters=[*({"$ref": _PARAMETERS + name} for name in common), properties, *filters],
        ),
        f"{at}/items/{{id}}": _path(
            f"item_{one.name}", f"{title}: one", "Feature", tag=one.name, kind="application/geo+json",
            parameters=[
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                {"$ref": _PARAMETERS + "crs"},
            ],
        ),
    }  # fmt: skip


def _of_processes() -> dict[str, Any]:
    at = f"/processes/{processes.NAME}"
    told = "The rows appraised"
    job = {"name": "jobId", "in": "path", "required": True, "schema": {"type": "string"}}
    limit = {"$ref": _PARAMETERS + "limit"}
    execution = _path("execute", "Appraise rows, at once", "Appraised", tag="processes", html=False)["get"]
    execution["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Execute"}}},
    }
    execution["responses"] |= dict.fromkeys(("401", "403", "415", "422", "503"), _REFUSED)
    execution["security"] = [{"bearer": []}, {"basic": []}]
    execution["description"] = f"{told}; as a document where `response` asks for one. Scope: `appraise`."
    return {
        "/processes": _path(
            "getProcesses", "What can be done", "Processes", tag="processes", parameters=[limit], html=False
        ),
        at: _path("getProcess", "What it takes and gives", "Process", tag="processes", html=False),
        f"{at}/execution": {"post": execution},
        "/jobs/{jobId}": _path(
            "getStatus", "No job is kept: 404", "Object", tag="processes", parameters=[job], html=False
        ),
        "/jobs/{jobId}/results": _path(
            "getResult", "No job is kept: 404", "Object", tag="processes", parameters=[job], html=False
        ),
    }  # fmt: skip


def _path(
    name: str, summary: str, answers: str, *, tag: str = "service", kind: str = "application/json",
    parameters: Iterable[Mapping[str, Any]] = (), html: bool = True,
) -> dict[str, Any]:  # fmt: skip
    form = {
        "name": "f",
        "in": "query",
        "schema": {
            "type": "string",
            "enum": list(FORMS) if html and not kind.endswith(("3.0", "schema+json")) else ["json"],
        },
    }
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "tags": [tag],
            "parameters": [*parameters, form, {"$ref": _PARAMETERS + "lang"}],
            "responses": {
                "200": {
                    "description": summary,
                    "content": {
                        kind: {"schema": {"$ref": f"#/components/schemas/{answers}"}},
                        **({"text/html": {"schema": {"type": "string"}}} if html else {}),
                    },
                },
                "400": _REFUSED,
                "404": _REFUSED,
                "429": _REFUSED,
            },
        }
    }


def _plain(said: dict[str, Any]) -> dict[str, Any]:
    """Return a column's schema as a parameter's; a value outside of its words chooses nothing."""
    return {name: said[name] for name in ("type", "format") if name in said}


def _parameters(uris: list[str]) -> dict[str, Any]:
    def one(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"name": name, "in": "query", "schema": schema, **more}

    numbers = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
    texts = {"type": "array", "items": {"type": "string"}}
    whole: dict[str, Any] = {"type": "integer", "maximum": 999_999_999}
    return {
        "bbox": one("bbox", numbers, style="form", explode=False),
        **{name: one(name, {"type": "string", "format": "uri", "enum": uris, "default": CRS84})
           for name in ("bbox-crs", "crs", "filter-crs")},
        "datetime": one("datetime", {"type": "string"}, description="A day, moment or interval (RFC 3339)"),
        "filter": one("filter", {"type": "string", "maxLength": LONGEST}, description="CQL2 text"),
        "filter-lang": one("filter-lang", {"type": "string", "enum": [FILTER_LANGUAGE]}),
        "limit": one(
            "limit", whole | {"minimum": 1, "default": USUAL}, description=f"At most {MOST} are given"
        ),
        "offset": one("offset", whole | {"minimum": 0, "default": 0}),
        "skipGeometry": one("skipGeometry", {"type": "boolean", "default": False}),
        "q": one("q", texts, style="form", explode=False, description="Any of these words"),
        "ids": one("ids", texts, style="form", explode=False),
        "lang": one("lang", {"type": "string", "enum": ["vi", "en"]}),
    }  # fmt: skip


def _object(required: Iterable[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_SCHEMAS: dict[str, Any] = {
    "Object": {"type": "object"},
    "Refusal": _object(("code", "description"), code=_TEXT, description=_TEXT),
    "Link": _object(("href", "rel"), href=_TEXT, rel=_TEXT, type=_TEXT, title=_TEXT),
    "Landing": _object(("links", "title"), links=_LINKS, title=_TEXT, description=_TEXT),
    "Conformance": _object(("conformsTo",), conformsTo=_TEXTS),
    "Collection": _object(
        ("id", "links", "crs"), id=_TEXT, title=_TEXT, description=_TEXT, links=_LINKS,
        crs=_TEXTS, storageCrs=_TEXT, itemType=_TEXT, extent={"type": "object"},
    ),
    "Collections": _object(
        ("collections", "links"),
        links=_LINKS,
        collections={"type": "array", "items": {"$ref": "#/components/schemas/Collection"}},
    ),
    "Feature": _object(
        ("type", "id", "geometry", "properties"),
        type={"type": "string", "enum": ["Feature"]},
        id=_TEXT,
        geometry={"type": "object", "nullable": True},
        properties={"type": "object"},
        links=_LINKS,
    ),
    "Features": _object(
        ("type", "features", "links", "numberReturned"),
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
        links=_LINKS,
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0},
    ),
    "Process": _object(
        ("id", "version", "jobControlOptions"), id=_TEXT, version=_TEXT, title=_TEXT, description=_TEXT,
        jobControlOptions=_TEXTS, outputTransmission=_TEXTS, links=_LINKS,
        inputs={"type": "object"}, outputs={"type": "object"},
    ),
    "Processes": _object(
        ("processes", "links"),
        links=_LINKS,
        processes={"type": "array", "items": {"$ref": "#/components/schemas/Process"}},
    ),
    "Execute": processes.schema_of(processes.Execute),
    "Appraised": {
        "anyOf": [
            processes.schema_of(processes.Appraised),
            _object((processes.OUTPUT,), **{
                processes.OUTPUT: _object(("value",), value=processes.schema_of(processes.Appraised))
            }),
        ]
    },
}  # fmt: skip
