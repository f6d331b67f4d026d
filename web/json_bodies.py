"""JSON of requests and answers: a body too deep to be read is a bad body, not a fault of the server."""

from typing import Any

from flask.json.provider import DefaultJSONProvider


class JsonBodies(DefaultJSONProvider):
    """Flask's own reading and writing of JSON, which refuses what Python's reader gives up on."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON; ValueError (so a 400, as for any broken JSON) where brackets are nested too deep."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError as error:
            raise ValueError("nested too deep") from error
