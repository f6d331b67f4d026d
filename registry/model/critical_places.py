"""Critical places (nơi trọng yếu): where the authorities must be reachable in a storm, and by which masts.

A place is closed with a reason, never deleted. Positions are EPSG:4326 degrees; a place whose position nobody
could read yet has none, and is served by no mast that is known.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class PlaceKind(StrEnum):
    """What a critical place is; their words are in ``data/codes/choices.toml``."""

    COMMITTEE = "committee"  # trụ sở ủy ban nhân dân
    HOSPITAL = "hospital"  # bệnh viện, trung tâm y tế
    DYKE_POST = "dyke_post"  # điếm canh đê, sở chỉ huy phòng chống thiên tai
    POLICE = "police"  # công an, quân sự
    SHELTER_SCHOOL = "shelter_school"  # trường học, nhà văn hóa làm nơi sơ tán
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CriticalPlace:
    """A critical place. ``speaker`` answers for it at ``telephone``.

    ``stated_masts`` are the ids of structures that an officer says serve it: they go before the nearest.
    ``source`` is where the record comes from, ``source_day`` the day of that list or letter. ``unread`` are
    cells of its row that were not understood, by column: they are to be looked at. ``closed_on`` None: open.
    """

    id: str
    name: str
    kind: PlaceKind
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    commune_code: str = ""
    address: str = ""
    speaker: str = ""
    telephone: str = ""
    stated_masts: tuple[str, ...] = ()
    source: str = ""
    source_day: dt.date | None = None
    note: str = ""
    unread: Mapping[str, Any] = field(default_factory=dict)
    closed_on: dt.date | None = None
    closed_why: str = ""
    version: int = 0

    @property
    def open(self) -> bool:
        """Whether it still counts."""
        return self.closed_on is None

    @property
    def placed(self) -> bool:
        """Whether it is known where it lies."""
        return self.lon is not None and self.lat is not None
