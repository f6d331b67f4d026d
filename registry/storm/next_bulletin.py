"""When the next bulletin of a storm is due: as its text says, else by the usual three hours.

Bulletins end with a line like "Tin tiếp theo được phát lúc 17h00", "Tin phát tiếp theo lúc 17h00" or "Thời
gian ban hành bản tin tiếp theo: 11 giờ 00 ngày 07/9". Where a text says nothing, three hours after the hour
at which it says that it was published ("Tin phát lúc 14h00"), else after its present moment, is a guess from
how bulletins come while a storm is near, and is said to be one. After a text that says that it is the last
("Tin cuối cùng về cơn bão số 3") and names no next one, none is waited for.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from registry.model.vietnam_time import VIETNAM

USUAL = dt.timedelta(hours=3)
_SAID = re.compile(
    r"tin\s(?:bão\s|áp thấp nhiệt đới\s)?(?:được\s)?(?:phát\s)?"
    r"tiếp theo[^\d\n]{0,40}(\d{1,2})\s{0,2}(?:giờ|h|:)\s{0,2}(\d{2})?"
    r"(?:[^\d\n]{0,20}(\d{1,2})[/-](\d{1,2}))?",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:phát|phát hành|ban hành)\s{1,2}(?:lúc|hồi|vào lúc)\s{0,2}:?\s{0,2}"
    r"(\d{1,2})\s{0,2}(?:giờ|h|:)\s{0,2}(\d{2})?",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?<!chưa phải )(?<!không phải )(?<!chưa phải là )(?<!không phải là )"
    r"\btin\s{1,2}(?:bão\s{1,2}|áp thấp nhiệt đới\s{1,2}|ATNĐ\s{1,2})?cuối\s{1,2}cùng\b"
    r"|\bfinal\s{1,2}(?:warning|advisory|bulletin)\b",
    re.IGNORECASE,
)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NextBulletin:
    """When the next bulletin comes; ``stated``: the bulletin's own words, else the usual interval."""

    at: dt.datetime
    stated: bool


def is_last(text: str, issued: dt.datetime) -> bool:
    """Whether a bulletin says that it is the last of its storm, and names no next one."""
    return bool(_LAST.search(unicodedata.normalize("NFC", text))) and not next_bulletin(text, issued).stated


def next_bulletin(text: str, issued: dt.datetime) -> NextBulletin:
    """Return when the bulletin after the one with this ``text`` and present moment (aware) comes."""
    local = issued.astimezone(VIETNAM)
    text = unicodedata.normalize("NFC", text)
    match = _SAID.search(text)
    if match is not None and int(match[1]) < 25 and int(match[2] or 0) < 60:
        at = local.replace(hour=int(match[1]) % 24, minute=int(match[2] or 0), second=0, microsecond=0)
        if match[3]:
            try:
                at = at.replace(month=int(match[4]), day=int(match[3]))
            except ValueError:
                return NextBulletin(_published(text, local) + USUAL, stated=False)
            if at < local - 180 * _DAY:  # a bulletin of New Year's Eve
                at = at.replace(year=at.year + 1)
        elif at <= local:
            at += _DAY
        if local < at <= local + 2 * _DAY:  # anything else is a slip of the text
            return NextBulletin(at, stated=True)
    return NextBulletin(_published(text, local) + USUAL, stated=False)


def _published(text: str, local: dt.datetime) -> dt.datetime:
    """Return when a bulletin came out by its head: within the usual time after the moment it speaks of."""
    head = _SAID.sub(" ", text)
    for match in _PUBLISHED.finditer(head):
        if int(match[1]) > 24 or int(match[2] or 0) > 59:
            continue
        at = local.replace(hour=int(match[1]) % 24, minute=int(match[2] or 0), second=0, microsecond=0)
        at += _DAY if at < local else dt.timedelta(0)
        if at - local <= USUAL:
            return at
    return local
