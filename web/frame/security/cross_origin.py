"""What pages of other sites may read: data that is for everybody, asked for without a session.

A browser that was told ``*`` sends no cookie and shows no answer to one that was asked for with cookies, so
nothing that hangs on who has signed in is ever read elsewhere.
"""

from collections.abc import Collection

from flask import Blueprint, Response, request

READ = ("GET", "HEAD", "OPTIONS")
ASKED_WITH = "Accept, Accept-Language, If-Match, If-None-Match, If-Range, Range"
SHOWN = "Accept-Ranges, Content-Encoding, Content-Length, Content-Range, ETag, Link"
DAY_S = 24 * 3600
_ANSWERED = (416,)
"""Statuses of refusals that a program has to read as well: all that it says is how long the file is."""


def readable_elsewhere(blueprint: Blueprint, endpoints: Collection[str]) -> None:
    """Let pages of other sites read these public views of a blueprint: reading only."""
    named = frozenset(f"{blueprint.name}.{endpoint}" for endpoint in endpoints)

    @blueprint.after_request
    def allow(response: Response) -> Response:
        if request.endpoint not in named or request.method not in READ:
            return response
        if response.status_code >= 400 and response.status_code not in _ANSWERED:
            return response  # a page of ours says why
        headers = response.headers
        headers["Access-Control-Allow-Origin"] = "*"
        if request.method == "OPTIONS":
            headers["Access-Control-Allow-Methods"] = ", ".join(READ)
            headers["Access-Control-Allow-Headers"] = ASKED_WITH
            headers["Access-Control-Max-Age"] = str(DAY_S)
        else:
            headers["Access-Control-Expose-Headers"] = SHOWN
        return response
