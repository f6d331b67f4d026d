"""JSON of requests and answers: a body too deep to be read is a bad body, not a fault of the server."""

from typing import Any

import orjson
from flask import request
from flask.json.provider import DefaultJSONProvider

from registry.errors import RefusalError


def json_body() -> dict[str, Any]:
    """Return the JSON object that a drawing board sent; ``DRAWN-NOT-A-SHAPE`` for anything else."""
    try:
        asked = orjson.loads(request.get_data())
    except orjson.JSONDecodeError:  # of any depth: json's own parser ends in a fault at a thousand brackets
        asked = None
    if not isinstance(asked, dict):
        raise RefusalError("DRAWN-NOT-A-SHAPE", reason="JSON")
    return asked


class JsonBodies(DefaultJSONProvider):
    """Flask's own reading and writing of JSON, which refuses what Python's reader gives up on.

    Letters are written as they are: an answer that a person gets to see is Vietnamese, not \\u escapes.
    """

    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; ValueError (so a 400, as for any broken JSON) where brackets are nested too deep."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
