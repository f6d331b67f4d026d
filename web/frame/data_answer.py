"""Data for the map: compressed once per version, asked for again by ETag."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response, request


@dataclass(frozen=True, slots=True)
class Payload:
    """Bytes as they are sent, compressed once. ``etag`` names the content."""

    body: bytes
    zipped: bytes
    mimetype: str
    etag: str


def payload(body: bytes, mimetype: str, *, zipped: bytes | None = None) -> Payload:
    """Make a payload; ``zipped`` where the caller has compressed it already."""
    digest = hashlib.sha256(body).hexdigest()[:24]
    return Payload(body, zipped or gzip.compress(body, 6, mtime=0), mimetype, digest)


def json_payload(value: Any, mimetype: str = "application/json") -> Payload:
    """Make a payload of a JSON value."""
    return payload(orjson.dumps(value), mimetype)


def send(what: Payload) -> Response:
    """Answer with a payload, or with "not changed" where the browser has it already."""
    zips = request.accept_encodings.quality("gzip") > 0
    answer = Response(what.zipped if zips else what.body, mimetype=what.mimetype)
    if zips:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(what.etag)
    answer.make_conditional(request)
    return answer
