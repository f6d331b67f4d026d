"""Alerts of the Common Alerting Protocol 1.2: one draft for each ``info`` in the reader's language.

Polygons and circles are WGS 84, latitude first. An exercise or test, and a cancellation, is no warning.
"""

import datetime as dt
import re
from xml.etree.ElementTree import Element

import numpy as np
import shapely

from registry.model.storm.hazards import HazardDraft, HazardKind
from registry.storm.sources.checked import LAT_SPAN, LON_SPAN, Notes, number_of, within
from registry.storm.sources.xml_text import text_in, tree_of

_HEAD = re.compile(r"<(?:\w+:)?alert\b[^>]{0,300}(?:emergency:cap|cap:1)", re.IGNORECASE)
_KINDS: tuple[tuple[HazardKind, re.Pattern[str]], ...] = (
    (HazardKind.FLASH_FLOOD, re.compile(r"flash.?flood|lũ (?:ống,? )?quét", re.IGNORECASE)),
    (HazardKind.LANDSLIDE, re.compile(r"land.?slide|mud.?slide|debris|sạt lở|sụt lún", re.IGNORECASE)),
    (HazardKind.FLOOD, re.compile(r"flood|\blũ\b|ngập", re.IGNORECASE)),
    (HazardKind.RAIN, re.compile(r"rain|mưa", re.IGNORECASE)),
)
_KM_IN_DEGREE = 111.32
MOST_CORNERS = 5_000


def looks_like_cap(text: str) -> bool:
    """Whether a text is an alert."""
    return text.lstrip()[:1] == "<" and _HEAD.search(text[:3000]) is not None


def read_cap(text: str, notes: Notes) -> tuple[HazardDraft, ...]:
    """Return the warnings of an alert; ``row`` of an issue is the number of the ``info``."""
    root = tree_of(text)
    status, kind = text_in(root, "status"), text_in(root, "msgType")
    if status not in {"", "Actual"}:
        notes.add("HAZARD-CAP-NOT-ACTUAL", 0, status)
        return ()
    if kind == "Cancel":
        notes.add("HAZARD-CAP-CANCEL", 0, text_in(root, "references"))
        return ()
    infos = list(root.iter("info"))
    vietnamese = [info for info in infos if text_in(info, "language").lower().startswith("vi")]
    first = text_in(infos[0], "language") if infos else ""
    used = vietnamese or [info for info in infos if text_in(info, "language") == first]
    drafts = [_draft(root, info, number, notes) for number, info in enumerate(used, 1)]
    return tuple(drafts)


def _draft(root: Element, info: Element, number: int, notes: Notes) -> HazardDraft:
    sent = _moment(text_in(root, "sent"), number, notes)
    issued = _moment(text_in(info, "effective"), number, notes) or sent
    begin = _moment(text_in(info, "onset"), number, notes) or issued
    end = _moment(text_in(info, "expires"), number, notes)
    if end is None:
        notes.add("HAZARD-NO-END", number)
    event, severity = text_in(info, "event"), text_in(info, "severity")
    headline = text_in(info, "headline") or event
    told = " ".join((event, headline, text_in(info, "description")))
    return HazardDraft(
        kind=next((kind for kind, pattern in _KINDS if pattern.search(event)), None)
        or next((kind for kind, pattern in _KINDS if pattern.search(told)), HazardKind.OTHER),
        from_at=begin,
        to_at=end,
        headline=f"{headline} ({severity})" if severity else headline,
        source=text_in(info, "senderName") or text_in(root, "sender"),
        number=text_in(root, "identifier")[:80],
        communes=tuple(
            text_in(code, "value") for code in info.iter("geocode") if text_in(code, "value").isalnum()
        )[:200],
        unplaced=tuple(
            name
            for area in info.iter("area")
            for part in re.split(r"[,;]", text_in(area, "areaDesc"))
            if (name := part.strip())
        )[:200],
        geometry=_shape(info, number, notes),
        issued_at=issued,
    )


def _moment(text: str, number: int, notes: Notes) -> dt.datetime | None:
    """Return a moment with its offset; one without it, or that is none, is said and left out."""
    if not text:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        notes.add("HAZARD-CAP-TIME", number, text)
        return None
    return found


def _shape(info: Element, number: int, notes: Notes) -> object:
    shapes = []
    for element in info.iter("polygon"):
        spots = [_spot(pair) for pair in (element.text or "").split()]
        known = [spot for spot in spots if spot is not None]
        shape = (
            shapely.Polygon(known) if len(known) == len(spots) and 4 <= len(known) <= MOST_CORNERS else None
        )
        if shape is None or not shape.is_valid or shape.area == 0:
            notes.add("HAZARD-CAP-AREA", number, (element.text or "").strip())
        else:
            shapes.append(shape)
    for element in info.iter("circle"):
        middle, _blank, radius = (element.text or "").strip().rpartition(" ")
        spot, km = _spot(middle), number_of(radius)
        if spot is None or km is None or not 0 < km <= 2000:
            notes.add("HAZARD-CAP-AREA", number, (element.text or "").strip())
        else:
            shapes.append(_circle(spot, km))
    return shapely.union_all(shapes) if shapes else None


def _circle(spot: tuple[float, float], km: float) -> shapely.Polygon:
    turn = np.linspace(0, 2 * np.pi, 65)[:-1]
    lat = spot[1] + np.sin(turn) * km / _KM_IN_DEGREE
    lon = spot[0] + np.cos(turn) * km / (_KM_IN_DEGREE * np.cos(np.radians(spot[1])))
    return shapely.Polygon(np.column_stack([lon, lat]))


def _spot(pair: str) -> tuple[float, float] | None:
    """Return (lon, lat) of "lat,lon" in the western Pacific; None else."""
    lat, _comma, lon = pair.partition(",")
    found = number_of(lon), number_of(lat)
    if (
        found[0] is None
        or found[1] is None
        or not (within(found[0], LON_SPAN) and within(found[1], LAT_SPAN))
    ):
        return None
    return found[0], found[1]
