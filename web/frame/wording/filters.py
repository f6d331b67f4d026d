"""How pages write numbers, days and positions, in the language of the request."""

import datetime as dt
import math

import numpy as np
from flask import Flask
from flask_babel import gettext as _

from registry import messages
from registry.geo.crs import to_metric
from registry.geo.formats import format_degrees, format_dms_pair, format_vn2000
from registry.model.vietnam_time import VIETNAM
from registry.services.office import sources
from registry.services.office.calendar import today
from registry.services.public.citizen_reports import PUBLIC
from web.frame.languages import language
from web.frame.wording.layer_styles import layer_styles


def number(value: float, decimals: int = 1) -> str:
    """Write a number as 1.234,5 in Vietnamese and 1,234.5 in English."""
    return messages.number(float(value), decimals, language())


def unit(words: object, count: float | str) -> str:
    """Return what is counted beside its number, in English as one thing where the ``count`` is one."""
    return messages.unit(str(words), count, language())


def percent(share: float, decimals: int = 0) -> str:
    """Write a share of one in per cent, without the sign; neither nothing nor all where it is not quite."""
    return messages.percent(float(share), decimals, language())


def day(value: dt.date | str) -> str:
    """Write a day as dd/mm/yyyy; one that lies in a column with others is ISO text."""
    found = dt.date.fromisoformat(value) if isinstance(value, str) else value
    return found.strftime("%d/%m/%Y")


def falls_due(value: dt.date) -> str:
    """Say of a matter with no working day left when it is due: today, or on a day of the weekend to come."""
    if value == today():
        return str(_("đến hạn hôm nay"))
    return str(_("đến hạn %(day)s", day=day(value)))


def moment(value: dt.datetime) -> str:
    """Write a moment by Vietnam's clock as dd/mm/yyyy hh:mm."""
    return value.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")


def degrees(value: float) -> str:
    """Write decimal degrees with six decimals."""
    return format_degrees(value, language())


def dms(place: tuple[float, float]) -> str:
    """Write (lon, lat) in degrees, minutes and seconds."""
    return format_dms_pair(*place, language(), 1)


def vn2000(place: tuple[float, float], epsg: int) -> str:
    """Write (lon, lat) as metres of a VN-2000 plane, with the plane's code; "" outside the plane."""
    x, y = to_metric(np.array([place[0]]), np.array([place[1]]), epsg)
    if not (math.isfinite(x[0]) and math.isfinite(y[0])):
        return ""
    return f"VN-2000: {format_vn2000(float(x[0]), float(y[0]), language(), 1)}"


def cited(text: str) -> str:
    """Name a source or article; what the office itself has set has an English name."""
    return sources.cited(text, language())


def recorded_by(name: str) -> str:
    """Name who wrote an entry of the ledger; what came without an account has one name there."""
    return _("người dân") if name == PUBLIC else name


def install(app: Flask) -> None:
    """Make the filters known to templates by their names, and the styles of layers."""
    app.jinja_env.globals["layer_styles"] = layer_styles()
    for filter_ in (number, unit, percent, day, falls_due, moment, degrees, dms, vn2000, cited, recorded_by):
        app.jinja_env.filters[filter_.__name__] = filter_
