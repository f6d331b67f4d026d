"""What is said when the database cannot be reached: a page for which nothing is asked of it.

Every other page says who is signed in and what waits, so it would meet the same fault again.
"""

from collections.abc import Iterable

from flask import Response, current_app, request

from web.frame.languages import language

CODE = "STORE-UNREACHABLE"
AGAIN_S = 10
"""When a program may ask again (``Retry-After``)."""


def page(code: str, status: int, message: str, typed: Iterable[tuple[str, str]] = ()) -> Response:
    """Return the page, with what was typed."""
    template = current_app.jinja_env.get_template("frame/out_of_reach.html")
    text = template.render(
        code=code, status=status, message=message, typed=list(typed), lang=language(),
        wrote=request.method not in ("GET", "HEAD"),
    )  # fmt: skip
    return Response(text, status)
