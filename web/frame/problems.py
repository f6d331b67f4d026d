"""What went wrong, as programs of other houses read it: ``application/problem+json`` (RFC 9457).

``type`` is an address of ours, made of the code, at which the code is explained; ``title`` the status in the
words of HTTP, ``detail`` the sentence of the catalogue. With it come our own ``code``, its ``parameters`` and
the ``remedy``.
"""

import datetime as dt
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, g, request

from registry.messages import Words

TYPE = "application/problem+json"
API = "/api/v1"
"""Below what address everything is for programs."""
TOLD = f"{API}/problems/"
"""The address of a code's explanation begins so."""

_NOT_TOLD = frozenset({"database", "standing", "offered"})
"""Where the register lies, and records as the store has them: the sentence says what a reader may know."""


def are_wanted() -> bool:
    """Whether the present request is answered so: at the addresses for programs, and to access tokens."""
    return request.path.startswith(f"{API}/") or "token" in g or "token_refused" in g


def problem(
    status: int, code: str, params: Mapping[str, object], message: str, remedy: str | None
) -> Response:
    """Return the answer for a code with its sentence and remedy."""
    told: dict[str, Any] = {
        "type": f"{TOLD}{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": message,
        "code": code,
        "parameters": {name: _plain(value) for name, value in params.items() if name not in _NOT_TOLD},
    }
    if remedy:
        told["remedy"] = remedy
    if asked := g.get("request_id"):
        told["instance"] = f"urn:bts:request:{asked}"
    return Response(orjson.dumps(told), status, mimetype=TYPE)


def _plain(value: object) -> Any:
    """Return a parameter as JSON."""
    if isinstance(value, Words):
        return {"vi": value.vi, "en": value.en}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | None) else str(value)
