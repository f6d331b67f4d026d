"""What somebody asks of a printed map sheet: paper, scale, place, title, what is switched off."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import request

from registry.checks.context import Context
from registry.documents.sheet.sheet_layout import PAPERS, SCALES
from registry.errors import RefusalError
from registry.services.register.place_names import opening_box
from web.frame import parameters

NAMES = (
    "lat",
    "lon",
    "box",
    "paper",
    "landscape",
    "scale",
    "title",
    "hide",
    "codes",
    "ground",
    "asof",
    "sent",
)
LONGEST_TITLE = 120
FIT = "fit"
USUAL_HIDDEN = frozenset({"layer-cables", "state-dismantled"})  # as static/js/map/address.js
_PAPER = {"wanted_vi": "A4 hoặc A3", "wanted_en": "A4 or A3"}
_SCALE = {
    "wanted_vi": "fit hoặc một trong " + ", ".join(f"{scale}" for scale in SCALES),
    "wanted_en": "fit or one of " + ", ".join(f"{scale}" for scale in SCALES),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAsked:
    """A sheet as it is asked for. ``scale`` None fits ``box`` (degrees: west, south, east, north) onto it.

    ``hidden`` names what the desk has switched off, as its address does (``operator-VTL``,
    ``layer-military``); ``codes`` and ``ground``: with the masts' codes, with the background.
    ``title`` "" is the usual one, ``day`` a past day that the map shows (None: today).
    """

    lon: float
    lat: float
    box: tuple[float, float, float, float]
    paper: str
    landscape: bool
    scale: int | None
    title: str
    hidden: frozenset[str]
    codes: bool
    ground: bool
    day: dt.date | None = None

    def shows(self, kind: str, value: str) -> bool:
        """Whether something of a kind (``operator``, ``class``, ``state``, ``layer``) is on the sheet."""
        return f"{kind}-{value}" not in self.hidden


def sheet_asked(context: Context) -> SheetAsked:
    """Read the sheet of the request's address. Refused for a value that is none (``WEB-PARAMETER``)."""
    given = request.args
    parameters.known_only(given, NAMES)
    box = parameters.box(given, "box") if given.get("box") else opening_box(context)
    lon, lat = (parameters.number(given, name) for name in ("lon", "lat"))
    lon = (box[0] + box[2]) / 2 if lon is None else lon
    lat = (box[1] + box[3]) / 2 if lat is None else lat
    if not (-180 <= lon <= 180 and -80 <= lat <= 80):
        raise RefusalError("WEB-PARAMETER", name="lat, lon", value=f"{lat:g}, {lon:g}", **_DEGREES)
    sent = bool(given.get("sent"))  # a box that is not ticked sends nothing
    return SheetAsked(
        lon=lon,
        lat=lat,
        box=box,
        paper=_one_of("paper", "A4", tuple(PAPERS), _PAPER),
        landscape=given.get("landscape", "1") == "1",
        scale=_scale(),
        title=_title(),
        hidden=_hidden(),
        codes=bool(given.get("codes")) or not sent,
        ground=bool(given.get("ground")) or not sent,
        day=_past_day(context.as_of),
    )


_DEGREES = {
    "wanted_vi": "vĩ độ, kinh độ theo độ thập phân",
    "wanted_en": "latitude, longitude in decimal degrees",
}


def _one_of(name: str, usual: str, allowed: tuple[str, ...], wanted: dict[str, Any]) -> str:
    value = request.args.get(name, "").strip() or usual
    if value not in allowed:
        raise RefusalError("WEB-PARAMETER", name=name, value=value[:40], **wanted)
    return value


def _scale() -> int | None:
    value = _one_of("scale", FIT, (FIT, *(str(scale) for scale in SCALES)), _SCALE)
    return None if value == FIT else int(value)


def _past_day(present: dt.date) -> dt.date | None:
    """Return the day that the desk's slider stands on; None for today and what is still to come."""
    day = parameters.day(request.args, "asof")
    return day if day is not None and day < present else None


def _hidden() -> frozenset[str]:
    given = request.args.get("hide")
    return USUAL_HIDDEN if given is None else frozenset(filter(None, given[:2_000].split(",")))


def _title() -> str:
    title = " ".join(request.args.get("title", "").split())
    if len(title) > LONGEST_TITLE:
        raise RefusalError("TEXT-LONG", beginning=title[:30], length=len(title), longest=LONGEST_TITLE)
    return "".join(letter for letter in title if letter.isprintable())
