"""The description of all operations as OpenAPI 3.1, from their models."""

import re
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from registry.model.sign_in.tokens import Scope
from web.api.operations import AGAIN, JSON, KEY, OPERATIONS, Operation
from web.frame.problems import API, TYPE
from web.frame.wording.words import SCOPES

VERSION = "1.0"
_PART = re.compile(r"<([a-z_]+)>")
_REF = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "code", "parameters"],
    "properties": {
        "type": {"type": "string", "description": "An address of ours at which the code is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, in the language of Accept-Language."},
        "remedy": {"type": "string", "description": "What to do."},
        "code": {"type": "string"},
        "parameters": {"type": "object"},
        "instance": {"type": "string", "description": "The request, as the server's log names it."},
    },
}
"""RFC 9457, with our own members."""


@cache
def description() -> dict[str, Any]:
    """Return the description; the same object every time."""
    models = sorted(
        {model for one in OPERATIONS.values() for model in _models(one)}, key=lambda m: m.__name__
    )
    schemas: dict[str, Any] = {}
    for mode in ("validation", "serialization"):
        chosen = [(model, mode) for model in models]
        _, found = models_json_schema(chosen, ref_template=_REF)  # type: ignore[arg-type]  # a literal by value
        schemas |= found.get("$defs", {})
    paths: dict[str, Any] = {}
    for one in OPERATIONS.values():
        paths.setdefault(_PART.sub(r"{\1}", one.path), {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "BTS register",
            "version": VERSION,
            "description": "The register of masts, for programs. Masked as its pages: a carrier has its own.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": API}],
        "security": [{"bearer": []}, {"basic": []}],
        "tags": [{"name": name} for name in dict.fromkeys(one.group for one in OPERATIONS.values())],
        "paths": paths,
        "components": {
            "schemas": {**schemas, "Problem": PROBLEM},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "description": "An access token, bts_…"},
                "basic": {
                    "type": "http", "scheme": "basic",
                    "description": "Any name, with the access token as the password.",
                },
            },
        },
    }  # fmt: skip


def scope_words(scope: Scope) -> str:
    """Return what a scope lets a program do."""
    return str(SCOPES[scope.value])


def _models(one: Operation) -> list[type[BaseModel]]:
    return [*one.answers.values(), *filter(None, (one.body, one.query))]


def _operation(one: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "description": f"{one.text} Scope: `{one.scope.value}`.".strip(),
        "tags": [one.group],
        "parameters": _parameters(one),
        "responses": {
            **{
                str(status): {
                    "description": "As asked.",
                    "content": {JSON: {"schema": {"$ref": _REF.format(model=model.__name__)}}},
                }
                for status, model in one.answers.items()
            },
            "default": {
                "description": "What went wrong.",
                "content": {TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}},
            },
        },
    }
    if one.body is not None:
        schema = {"$ref": _REF.format(model=one.body.__name__)}
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return found


def _parameters(one: Operation) -> list[dict[str, Any]]:
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _PART.findall(one.path)
    ]
    if one.writes:
        told = f"A key of your own for this one deed. The same again is answered alike ({AGAIN}: true)."
        schema = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        parts.append({"name": KEY, "in": "header", "required": True, "schema": schema, "description": told})
    if one.query is None:
        return parts
    query: dict[str, Any] = one.query.model_json_schema(ref_template=_REF)
    needed = set(query.get("required", ()))
    return parts + [
        {
            "name": name, "in": "query", "required": name in needed,
            "description": own.pop("description", ""),
            "schema": _plain(own),
        }
        for name, own in ((name, dict(own)) for name, own in query["properties"].items())
    ]  # fmt: skip


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the form of a parameter: one that may be left out is left out, never "null"."""
    found = {key: value for key, value in schema.items() if key not in {"title", "default"}}
    choices = [one for one in found.pop("anyOf", ()) if one != {"type": "null"}]
    default = {} if schema.get("default") in (None, "") else {"default": schema["default"]}
    return {**found, **(choices[0] if choices else {}), **default}
