"""What the pages of visits share: the blueprint, moments of phones and servers, how far a clock is off."""

import datetime as dt
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _

from registry.model.inspections import Judgement
from registry.services.calendar import in_vietnam
from registry.services.defect_letters import names_of
from registry.store.ledger import VIETNAM
from web import board_words
from web.office import registry

blueprint = Blueprint("visits", __name__, url_prefix="/visits")

STATUS = {
    "INSPECTION-UNKNOWN": 404,
    "FIELD-ASIDE-UNKNOWN": 404,
    "POSITION-UNKNOWN": 404,
    "POSITION-DECIDED": 409,
    "POSITION-MOVED": 409,
    "ATTACHMENT-UNKNOWN": 404,
    "STORE-CHANGED-MEANWHILE": 409,
    "REQUEST-CHANGED": 409,
}
CLOCK_OFF_S = 120.0
"""A phone's clock that is off by less is not worth a word."""


def judged_sign(judgement: Judgement) -> tuple[Any, str, str]:
    """Return the word, the sign and the colour's name of a judgement: of a number, or of an answer."""
    known = board_words.JUDGED if judgement.relation else board_words.JUDGED_ANSWERS
    return known[judgement.judged.value]


def moment(at: str) -> str:
    """Return a moment of the server on Vietnam's clock, "" where there is none."""
    if not at:
        return ""
    found = in_vietnam(at)
    return f"{found:%H:%M %d/%m/%Y}"


def phone_moment(at: str) -> str:
    """Return a moment of a phone on Vietnam's clock, as the server's beside it; what is none as it came.

    A phone whose zone is set wrong writes its offset with the moment: the hour is put right by it.
    """
    if not at:
        return ""
    try:
        found = dt.datetime.fromisoformat(at)
    except ValueError:
        return at[:40]
    found = found if found.tzinfo is None else found.astimezone(VIETNAM)
    return f"{found:%H:%M %d/%m/%Y}"


def typed_day(text: str) -> str:
    """Return a day that a phone sent as people write it; what is no day stays as it was typed."""
    try:
        return f"{dt.date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return text


def clock_words(off_s: float | None) -> str:
    """Return how far a phone's clock was off, "" where that is little or not known."""
    if off_s is None or abs(off_s) < CLOCK_OFF_S:
        return ""
    minutes = abs(off_s) / 60
    if minutes < 120:
        told = _("%(n)s phút", n=round(minutes))
    elif minutes < 48 * 60:
        told = _("%(n)s giờ", n=round(minutes / 60))
    else:
        told = _("%(n)s ngày", n=round(minutes / 1440))
    if off_s > 0:
        return str(_("đồng hồ điện thoại nhanh %(n)s", n=told))
    return str(_("đồng hồ điện thoại chậm %(n)s", n=told))


def names() -> dict[str, str]:
    """Return the names of organisations."""
    return names_of(registry())
