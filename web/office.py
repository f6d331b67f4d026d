"""The registry behind the pages: opened on first use, shared by all requests of the process."""

import datetime as dt
from typing import TYPE_CHECKING

from flask import current_app

from registry.services.calendar import today
from registry.settings import Settings

if TYPE_CHECKING:
    from registry.checks.context import Context
    from registry.services.registry import Registry


def settings() -> Settings:
    """Return the settings that the application was made with."""
    found: Settings = current_app.extensions["bts-settings"]
    return found


def registry() -> "Registry":
    """Return the open registry; RefusalError where it was never initialised."""
    from registry.services.registry import open_registry

    held = current_app.extensions
    if held.get("bts-registry") is None:
        held["bts-registry"] = open_registry(settings())
    found: Registry = held["bts-registry"]
    return found


def context(as_of: dt.date | None = None) -> "Context":
    """Return what the checks know on a day (today where none is given)."""
    from registry.services.context import context_for

    return context_for(registry(), as_of or today())
