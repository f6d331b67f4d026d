"""What a bulletin says of gusts on land: "Từ chiều 07/9, khu vực Bắc Ninh có gió cấp 6-7, giật cấp 8-9".

The model knows the track alone. Gusts of the wide circulation or of thunderstorms that a bulletin foretells
for an area are no part of it, so that its words are shown beside the estimate as they stand.
"""

import re
import unicodedata
from collections.abc import Iterable

MOST = 3
_LONGEST = 300
_SENTENCE = re.compile(r"\n|[.;](?!\d)")
_GUST = re.compile(
    r"giật(?:\s{1,2}\w{1,10}){0,3}?\s{1,2}cấp\s{0,2}(\d{1,2})(?:\s{0,2}[-–]\s{0,2}(\d{1,2}))?", re.IGNORECASE
)
_CENTRE = re.compile(r"gần\s{1,2}tâm|vị\s{1,2}trí\s{1,2}tâm", re.IGNORECASE)
_LAND = r"đất\s{1,2}liền|trung\s{1,2}du|miền\s{1,2}núi|đồng\s{1,2}bằng|bắc\s{1,2}bộ"
_SEA = re.compile(r"\b(?:vùng\s{1,2})?biển\b|vịnh\s{1,2}bắc\s{1,2}bộ", re.IGNORECASE)


def gusts_on_land(text: str, names: Iterable[str], level: int) -> tuple[str, ...]:
    """Return the sentences that tell of gusts of ``level`` or more on land, or for an area of these names.

    At most ``MOST``, in the bulletin's words and order; what it says of the centre is the track's.
    """
    own = re.compile(rf"{_LAND}|\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    found: dict[str, None] = {}
    for part in _SENTENCE.split(unicodedata.normalize("NFC", text)):
        said = " ".join(part.split())
        strongest = max((int(end or first) for first, end in _GUST.findall(said)), default=0)
        if strongest < level or _CENTRE.search(said):
            continue
        if own.search(_SEA.sub("", said)):
            found[said if len(said) <= _LONGEST else f"{said[:_LONGEST].rsplit(' ', 1)[0]} …"] = None
    return tuple(found)[:MOST]
