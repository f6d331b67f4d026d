"""Draft plans (quy hoạch dự thảo): zones that are not in force, and the scans they are drawn over."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from registry.model.areas import Layer


class DraftState(StrEnum):
    """What became of a draft."""

    DRAFT = "draft"  # dự thảo
    PUBLISHED = "published"  # đã công bố
    DISCARDED = "discarded"  # đã bỏ


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan that is being prepared. ``decision``, ``article`` and days hold for zones that state none.

    ``batch`` is the batch that published it, ``at`` ISO text in UTC.
    """

    id: str
    name: str
    decision: str = ""
    article: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    state: DraftState = DraftState.DRAFT
    note: str = ""
    who: str = ""
    at: str = ""
    published_on: dt.date | None = None
    batch: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class DraftZone:
    """A zone of a draft; see ``Zone`` for its fields. "" and None days mean those of the draft."""

    id: str
    draft: str
    layer: Layer
    name: str
    geometry: Any
    decision: str = ""
    article: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    allowed_classes: frozenset[str] | None = None
    max_height_m: float | None = None
    error_m: float = 0.0
    attributes: dict[str, Any] = field(default_factory=dict)
    who: str = ""
    at: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class ZoneScan:
    """A scan of a plan, and the pins that tie it to the map: (x, y, longitude, latitude) each.

    x, y are pixels of the shown picture from its top left corner; degrees are EPSG:4326.
    """

    id: str
    draft: str
    name: str
    sha256: str
    image_sha256: str
    width: int
    height: int
    pins: tuple[tuple[float, float, float, float], ...] = ()
    version: int = 1
