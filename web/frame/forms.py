"""What a form sends, read strictly: days, versions, whole numbers, and members of an enumeration."""

import datetime as dt
from typing import Any

from flask import current_app, request

from registry.errors import RefusalError
from web.frame import parameters


def day_of(name: str) -> dt.date | None:
    """Return a day of the form, None where it is empty (``DATE-NOT-READ``)."""
    return parameters.written_day(request.form.get(name, ""))


def version_of() -> int:
    """Return the version that the editor's page showed."""
    return int_of(request.form.get("version", ""))


def int_of(value: object) -> int:
    """Return a whole number that a page sent (``REQUEST-VALUE``)."""
    try:
        whole = int(str(value))
    except ValueError as error:
        raise RefusalError("REQUEST-VALUE", value=str(value)[:40]) from error
    if abs(whole) >= 2**31:  # more than the database's integers hold
        raise RefusalError("REQUEST-VALUE", value=str(value)[:40])
    return whole


def one_of(words: Any, value: object) -> Any:
    """Return the member of an enumeration that a page sent (``REQUEST-VALUE``)."""
    try:
        return words(str(value))
    except ValueError as error:
        raise RefusalError("REQUEST-VALUE", value=str(value)[:40]) from error


def settings_limit_mb() -> int:
    """Return how many MB a form may hold."""
    limit: int = current_app.config["MAX_CONTENT_LENGTH"]
    return limit // (1024 * 1024)
