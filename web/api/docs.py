"""What programs can ask: the description in OpenAPI 3.1, the same to read, and what codes mean."""

from typing import Any

import orjson
from flask import Response, abort, render_template

from registry.messages import catalogue, status
from web.api.openapi import description
from web.api.operations import JSON, OPERATIONS, blueprint
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.wording.words import ROLES, SCOPES


@blueprint.get("/openapi.json")
@guarded(public=True)
def openapi() -> Response:
    """Send the description of all operations."""
    return Response(orjson.dumps(description()), mimetype=JSON)


@blueprint.get("/docs")
@guarded(public=True)
def docs() -> str:
    """Show the operations to whoever writes a program."""
    groups: dict[str, list[Any]] = {}
    for one in OPERATIONS.values():
        groups.setdefault(one.group, []).append(one)
    found = description()
    return render_template(
        "api/docs.html", groups=groups, paths=found["paths"], schemas=found["components"]["schemas"],
        scopes=SCOPES, roles=ROLES,
    )  # fmt: skip


@blueprint.get("/problems/<code>")
@guarded(public=True)
def problem(code: str) -> str:
    """Say what a code means: the address that stands in every problem."""
    known = catalogue().get(code)
    if known is None:
        abort(404)
    return render_template("api/problem.html", code=code, known=known, status=status(code), lang=language())
