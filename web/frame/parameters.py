"""Parameters of an address, read strictly: one that cannot be used is refused, with what is wanted.

A page for everybody drops what it does not know, for a citizen did not write it: Zalo, Facebook and mailing
programs hang their own marks on a link that is passed on.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from web.frame.guard import takes_any_parameter

Arguments = MultiDict[str, str]

_DEGREES = {
    "wanted_vi": "số độ thập phân, dấu chấm, ví dụ 106.1946",
    "wanted_en": "decimal degrees, as 106.1946",
}
_NUMBER = {"wanted_vi": "một số, dấu chấm thập phân", "wanted_en": "a number with a decimal point"}
_WHOLE = {"wanted_vi": "một số nguyên", "wanted_en": "a whole number"}
_INTEGER = 2**31 - 1
_DAY = {"wanted_vi": "một ngày dạng 24/11/2026", "wanted_en": "a day written as 24/11/2026"}
_BY_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MOMENT = re.compile(r"(\S+)[T ]\s*([0-9]{1,2})[:hg]([0-9]{2})(?::[0-9]{2})?")
_CLOCK_FIRST = re.compile(r"([0-9]{1,2})[:hg]([0-9]{2})\s+(\S+)")
_YEARS = range(1900, 2200)  # of what the register knows; far off, months before or after are no days
_BOX = {
    "wanted_vi": "bốn số tây,nam,đông,bắc theo độ thập phân",
    "wanted_en": "four numbers west,south,east,north in decimal degrees",
}

_MARKS = frozenset({
    "_ga", "_gl", "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "igsh", "igshid", "li_fat_id", "mc_cid",
    "mc_eid", "mibextid", "msclkid", "sfnsn", "srsltid", "ttclid", "twclid", "wbraid", "yclid", "zalo_source",
    "zarsrc",
})  # fmt: skip
_CAMPAIGN_MARK = "utm_"


def is_mark(name: str) -> bool:
    """Whether a parameter is a mark that a program put there to follow a link, not a wish of the reader."""
    return name.lower() in _MARKS or name.lower().startswith(_CAMPAIGN_MARK)


def known_only(arguments: Arguments, names: Iterable[str]) -> None:
    """Refuse a parameter that is not among ``names``: a misspelt one must not be dropped in silence.

    Marks that follow a link are no wish and are dropped everywhere; on a page for everybody, by its own
    declaration (``web.frame.guard``), so is all else that it does not know.
    """
    if takes_any_parameter():
        return
    known = sorted({*names, "lang"})
    for name in arguments:
        if name not in known and not is_mark(name):
            raise RefusalError("WEB-PARAMETER-UNKNOWN", name=name, known=", ".join(known))


def degrees(arguments: Arguments, name: str) -> float:
    """Return a needed number of degrees."""
    text = arguments.get(name, "").strip()
    if not text:
        raise RefusalError("WEB-PARAMETER-MISSING", name=name, **_DEGREES)
    return _finite(text, name, _DEGREES)


def number(arguments: Arguments, name: str) -> float | None:
    """Return a number, None where it is not given."""
    text = arguments.get(name, "").strip()
    return _finite(text, name, _NUMBER) if text else None


def whole(arguments: Arguments, name: str) -> int | None:
    """Return a whole number that a database's integer holds, None where it is not given."""
    value = number(arguments, name)
    if value is None:
        return None
    if value != int(value) or abs(value) > _INTEGER:
        raise RefusalError("WEB-PARAMETER", name=name, value=f"{value:g}", **_WHOLE)
    return int(value)


def seen(text: object) -> int:
    """Return the version of a record that a page showed; -1, which none has, where it is no number."""
    written = str(text)
    return int(written) if written.isdecimal() and len(written) < 10 else -1


def day(arguments: Arguments, name: str) -> dt.date | None:
    """Return a day of an address, written as ``written_day`` reads it; None where it is not given."""
    text = arguments.get(name, "").strip()
    try:
        return written_day(text)
    except RefusalError as error:
        raise RefusalError("WEB-PARAMETER", name=name, value=text[:80], **_DAY) from error


def written_day(text: str) -> dt.date | None:
    """Return a day as people type it or programs send it, None where nothing is written.

    Read are dd/mm/yyyy, also with one digit, a year of two (26 is 2026), or points or lines between, and ISO
    8601; the day always stands before the month. All else is refused (``DATE-NOT-READ``), and so is a day
    at the ends of the calendar.
    """
    written = text.strip()
    if not written:
        return None
    if found := _BY_DAY.fullmatch(written):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        year += 2000 if len(found[4]) == 2 else 0
    elif found := _ISO.fullmatch(written):
        year, month, day = (int(part) for part in found.groups())
    else:
        raise RefusalError("DATE-NOT-READ", value=text[:40])
    try:
        read = dt.date(year, month, day)
    except ValueError as error:
        raise RefusalError("DATE-NOT-READ", value=text[:40]) from error
    if read.year not in _YEARS:
        raise RefusalError("DATE-NOT-READ", value=text[:40])
    return read


def written_moment(text: str) -> dt.datetime | None:
    """Return a moment as people type it or programs send it, Vietnam's clock; None where nothing is written.

    A day as ``written_day`` reads it and a clock of 24 hours, "24/11/2026 21:30", "21:30 24/11/2026" or
    "2026-11-24T21:30"; all else is refused (``MOMENT-NOT-READ``).
    """
    written = text.strip()
    if not written:
        return None
    if found := _MOMENT.fullmatch(written):
        day, hour, minute = found.groups()
    elif found := _CLOCK_FIRST.fullmatch(written):
        hour, minute, day = found.groups()
    else:
        raise RefusalError("MOMENT-NOT-READ", value=text[:40])
    try:
        read = written_day(day)
        clock = dt.time(int(hour), int(minute))
    except (RefusalError, ValueError) as error:
        raise RefusalError("MOMENT-NOT-READ", value=text[:40]) from error
    return None if read is None else dt.datetime.combine(read, clock, VIETNAM)


def box(arguments: Arguments, name: str = "bbox") -> tuple[float, float, float, float]:
    """Return west, south, east, north of a needed box."""
    text = arguments.get(name, "")
    parts = text.split(",")
    if len(parts) != 4:
        raise RefusalError("WEB-PARAMETER", name=name, value=text, **_BOX)
    west, south, east, north = (_finite(part, name, _BOX) for part in parts)
    return west, south, east, north


def _finite(text: str, name: str, wanted: dict[str, str]) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise RefusalError("WEB-PARAMETER", name=name, value=text[:80], **wanted) from error
    if not math.isfinite(value):
        raise RefusalError("WEB-PARAMETER", name=name, value=text[:80], **wanted)
    return value
