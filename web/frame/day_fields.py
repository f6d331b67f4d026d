"""The one field for a day, and the one for a moment: text as dd/mm/yyyy that the house's own calendar fills.

A browser's own field shows a day in the browser's language: in an English one, which offices often have,
1 December stands as 12/01 and is read as 12 January. What these fields send is read by
``parameters.written_day`` and ``parameters.written_moment``; the calendar is ``js/frame/day_fields.js``.
"""

import datetime as dt
from typing import Any

from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from web.frame import parameters

_DAY, _MOMENT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
_PLACEHOLDERS = {"day": "dd/mm/yyyy", "moment": "dd/mm/yyyy hh:mm"}


def day_shown(value: dt.date | str | None) -> str:
    """Write a day as its field shows it; a text that is no day stays as it was typed."""
    if not isinstance(value, str):
        return "" if value is None else value.strftime(_DAY)
    try:
        read = parameters.written_day(value)
    except RefusalError:
        return value
    return "" if read is None else read.strftime(_DAY)


def moment_shown(value: dt.datetime | str | None) -> str:
    """Write a moment as its field shows it, Vietnam's clock; a text that is none stays as it was typed."""
    if isinstance(value, str):
        try:
            value = parameters.written_moment(value)
        except RefusalError:
            return str(value)
    return "" if value is None else value.astimezone(VIETNAM).strftime(_MOMENT)


def day_field(name: str, value: Any = "", **given: Any) -> Markup:
    """Return the field of a day.

    ``given``: id (the name, if none), min and max (days), required, readonly, describedby, label (for a
    field without one beside it).
    """
    return _field("day", name, day_shown(value), given)


def moment_field(name: str, value: Any = "", **given: Any) -> Markup:
    """Return the field of a moment, Vietnam's clock; ``given`` as for ``day_field``."""
    return _field("moment", name, moment_shown(value), given)


def install(app: Flask) -> None:
    """Make the fields known to every template."""
    app.jinja_env.globals["day_field"] = day_field
    app.jinja_env.globals["moment_field"] = moment_field


def _field(kind: str, name: str, value: str, given: dict[str, Any]) -> Markup:
    placeholder = _PLACEHOLDERS[kind]
    attributes: dict[str, Any] = {
        "id": given.get("id", name),
        "name": name,
        "value": value,
        "data-day": kind,
        "data-min": _bound(given.get("min")),
        "data-max": _bound(given.get("max")),
        "maxlength": len(placeholder) + 4,
        "placeholder": placeholder,
        "aria-describedby": given.get("describedby", ""),
        "aria-label": given.get("label", ""),
    }
    needed = ("id", "name", "value")
    said = Markup("").join(
        Markup(' {}="{}"').format(key, what) for key, what in attributes.items() if what or key in needed
    )
    flags = Markup("").join(Markup(" ") + flag for flag in ("required", "readonly") if given.get(flag))
    pick = Markup(
        '<button type="button" class="day-pick" tabindex="-1" title="{0}" aria-label="{0}"></button>'
    ).format(_("Chọn ngày"))
    return Markup(
        '<span class="day-field {}"><input type="text" inputmode="numeric" autocomplete="off"{}{}>{}</span>'
    ).format(kind, said, flags, "" if given.get("readonly") else pick)


def _bound(day: dt.date | str | None) -> str:
    return day if isinstance(day, str) else "" if day is None else day.isoformat()[:10]
