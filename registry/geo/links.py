"""Links (đường liên kết bản đồ): the position that a map's address holds, without asking the map.

Google Maps (``!3d…!4d…``, ``?q=``, ``/place/…``, ``/@…,17z``), OpenStreetMap (``mlat``, ``#map=``), Apple and
Bing, and ``geo:`` (RFC 5870). A marked place is what somebody pointed at; the middle of a view (``@``) only
shows where he looked, and is a proposal. A shortened link holds no position.
"""

import re
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import unquote_plus

from registry.geo.readings import Problem, Reading, plain_pair, unreadable
from registry.model.positions import Confidence

LONGEST_LINK = 2_000  # characters
_LINK = re.compile(
    r"(?:https?://|geo:|www\.|(?:maps|goo|google|openstreetmap|osm)\.[a-z])\S.*", re.IGNORECASE | re.DOTALL
)
_SHORT = re.compile(
    r"^(?:https?://)?(?:maps\.app\.goo\.gl|goo\.gl|g\.co|bit\.ly|zalo\.me|g\.page)/", re.IGNORECASE
)
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]+)?"
_PAIR = rf"({_NUMBER})\s*[,~]\s*({_NUMBER})(?![0-9.])"
_PIN = re.compile(rf"!3d({_NUMBER})!4d({_NUMBER})(?![0-9.])")
_ASKED = re.compile(
    rf"[?&;](?:q|query|daddr|destination|markers|pin|coordinate|cbll)=(?:loc:|point:)?\s*{_PAIR}",
    re.IGNORECASE,
)
_PATH = re.compile(rf"/(?:place|search|dir/[^/]*)/{_PAIR}")
_MARKED = re.compile(rf"[?&]mlat=({_NUMBER})&mlon=({_NUMBER})(?![0-9.])")
_PLACE = re.compile(r"/(?:place|search)/([^/@]*[°º][^/@]*)")
_ASKED_DMS = re.compile(r"[?&](?:q|query)=([^&]*[°º][^&]*)")
_GEO = re.compile(rf"^geo:{_PAIR}(?:,({_NUMBER}))?", re.IGNORECASE)
_UNSURE = re.compile(r";u=([0-9]+(?:\.[0-9]+)?)", re.IGNORECASE)
_VIEW = re.compile(rf"/@{_PAIR}|[?&](?:center|ll|sll|cp)={_PAIR}|#map=[0-9.]+/({_NUMBER})/({_NUMBER})")


class LinkPlace(NamedTuple):
    """What a link holds: latitude and longitude as text, or one ``text`` with both; ``view`` where it is only
    the middle of what is shown, ``accuracy_m`` where the link says it. All empty: no position in it."""

    lat: str = ""
    lon: str = ""
    text: str = ""
    view: bool = False
    accuracy_m: float | None = None
    short: bool = False


def read_link(text: str) -> LinkPlace | None:
    """Return the position in a map's address; None where the text is no address."""
    found = _LINK.search(text[: LONGEST_LINK + 1].strip())
    if found is None or len(text) > LONGEST_LINK:
        return None
    link = unquote_plus(found[0]) if "%" in found[0] or "+" in found[0] else found[0]
    geo = _GEO.match(link)
    if geo and not _ASKED.search(link) and (float(geo[1]) or float(geo[2])):
        unsure = _UNSURE.search(link)
        return LinkPlace(geo[1], geo[2], accuracy_m=float(unsure[1]) if unsure else None)
    pins = list(_PIN.finditer(link))
    pin = pins[-1] if pins else _ASKED.search(link) or _PATH.search(link) or _MARKED.search(link)
    if pin:
        return LinkPlace(pin[1], pin[2])
    named = _PLACE.search(link) or _ASKED_DMS.search(link)
    if named:
        return LinkPlace(text=named[1].strip())
    view = _VIEW.search(link)
    if view:
        lat, lon = (part for part in view.groups() if part)
        return LinkPlace(lat, lon, view=True)
    return LinkPlace(short=bool(_SHORT.match(link)))


def of_link(link: LinkPlace, raw: tuple[str, ...], reading: Reading) -> Reading:
    """Return what was read of a link's texts as the link's position; a view's middle is a proposal.

    ``COORD-LINK-SHORT`` and ``COORD-LINK-EMPTY`` for a link that holds none.
    """
    if not (link.lat or link.text):
        return unreadable(raw, Problem("COORD-LINK-SHORT" if link.short else "COORD-LINK-EMPTY"))
    position = replace(reading.position, raw=raw)
    if position.lon is None or position.lat is None:
        return replace(reading, position=position)
    if position.confidence is not Confidence.PROPOSED:  # a repair stays named as one
        position = replace(
            position, reading="link", confidence=Confidence.PROPOSED if link.view else position.confidence
        )
    params = {"lat": reading.position.lat, "lon": reading.position.lon}
    shown = plain_pair(position.lon or 0.0, position.lat or 0.0) if link.view else None
    said = Problem("COORD-LINK-VIEW" if link.view else "COORD-LINK", params, shown)
    return replace(reading, position=position, problems=(said, *reading.problems))
