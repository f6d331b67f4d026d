"""Where the lines of briefings lead, for whoever may go there."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError

from registry.model.briefing.briefings import Line, Number
from web.frame import guard, packages


def of_line(line: Line) -> str:
    """Return the address of a line's document; "" where it has none or the person may not open it."""
    return _open_to(_document(line.kind, line.record)) if line.kind else ""


def of_number(number: Number) -> str:
    """Return the address of the room's own list behind a number; "" as above."""
    return _open_to(packages.list_address(number.kind)) if number.kind else ""


def of_document(kind: str, record: str) -> str:
    """Return the address of a document; "" as above."""
    return _open_to(_document(kind, record))


def _document(kind: str, record: str) -> str:
    try:
        return packages.document_address(kind, record)
    except BuildError:  # a kept briefing names what has no page any more
        return ""


def _open_to(address: str) -> str:
    if not address:
        return ""
    try:
        endpoint, _values = current_app.create_url_adapter(request).match(address.partition("?")[0])  # type: ignore[union-attr]
    except HTTPException:
        return ""
    return address if guard.may_use(current_app, str(endpoint)) else ""
