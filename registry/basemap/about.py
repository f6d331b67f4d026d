"""What an office's background is: source, day, licence, zooms, extent; ``about.json`` beside its tiles."""

import datetime as dt
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import orjson

OSM_ATTRIBUTION = "© OpenStreetMap contributors"
OSM_LICENCE = "ODbL 1.0"
PROTOMAPS = "protomaps"
SHORTBREAD = "shortbread"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What people have to know of a background, and what a map says at its foot.

    ``day`` is the day of the data (None: not known); ``rough`` marks lines drawn from general knowledge, on
    which nobody may measure; ``scheme`` says whose layer names the tiles bear; ``box`` is west, south, east,
    north in degrees (WGS 84); ``counts`` are features by layer; ``left_out`` are layers and zooms that were
    left out because the file would have grown too large ("buildings 14"); ``size`` is the tiles' in bytes.
    """

    name: str
    attribution: str
    licence: str
    day: dt.date | None = None
    rough: bool = False
    scheme: str = PROTOMAPS
    source_sha256: str | None = None
    built: str | None = None
    zooms: tuple[int, int] = (0, 0)
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    counts: dict[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    size: int = 0

    def as_json(self) -> bytes:
        """Return the text of ``about.json``."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def read_about(path: Path) -> About | None:
    """Read ``about.json``; None where there is none or it is not one of ours."""
    try:
        stated = orjson.loads(path.read_bytes())
        return _of(stated)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _of(stated: dict[str, Any]) -> About:
    known = {item.name for item in fields(About)}
    values = {key: value for key, value in stated.items() if key in known}
    day = values.get("day")
    west, south, east, north = (float(value) for value in values.get("box", (0, 0, 0, 0)))
    least, most = (int(value) for value in values.get("zooms", (0, 0)))
    values |= {
        "day": None if day is None else dt.date.fromisoformat(day),
        "box": (west, south, east, north),
        "zooms": (least, most),
        "left_out": tuple(values.get("left_out", ())),
    }
    return About(**values)
