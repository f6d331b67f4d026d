"""Data for the map: compressed once per version, asked for again by ETag."""

import gzip
import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable


@dataclass(frozen=True, slots=True)
class Payload:
    """Bytes as they are sent, compressed once (None: not worth it). ``etag`` names the content."""

    body: bytes
    zipped: bytes | None
    mimetype: str
    etag: str


def payload(body: bytes, mimetype: str, *, zipped: bytes | None = None) -> Payload:
    """Make a payload; ``zipped`` where the caller has compressed it already."""
    digest = hashlib.sha256(body).hexdigest()[:24]
    return Payload(body, zipped or gzip.compress(body, 6, mtime=0), mimetype, digest)


def json_payload(value: Any, mimetype: str = "application/json") -> Payload:
    """Make a payload of a JSON value."""
    return payload(orjson.dumps(value), mimetype)


def send(what: Payload, *, parts: bool = False) -> Response:
    """Answer with a payload, or with "not changed" where the browser has it already.

    ``parts``: also with the part that is asked for (Range, If-Range), of the bytes as they are, never of
    compressed ones. Several parts at once are answered with the whole, as HTTP allows.
    """
    ranged = request.range
    alone = parts and ranged is not None and ranged.units == "bytes" and len(ranged.ranges) == 1
    zips = what.zipped is not None and not alone and request.accept_encodings.quality("gzip") > 0
    answer = Response(what.zipped if zips else what.body, mimetype=what.mimetype)
    if zips:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(f"{what.etag}-gzip" if zips else what.etag)  # other bytes, another name
    if alone:
        try:
            answer.make_conditional(request, accept_ranges=True, complete_length=len(what.body))
        except RequestedRangeNotSatisfiable:  # a program asks again, by the length that it is told
            told = {"Content-Range": f"bytes */{len(what.body)}", "Accept-Ranges": "bytes"}
            return Response(status=416, headers=told, mimetype=what.mimetype)
        return answer
    answer.make_conditional(request)
    if parts:
        answer.headers["Accept-Ranges"] = "bytes"
    return answer
