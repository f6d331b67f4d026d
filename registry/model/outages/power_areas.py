"""Areas without grid power (vùng mất điện lưới): where the grid is off, since when, and who says so."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class PowerSource(StrEnum):
    """Who says that the grid is off."""

    NOTICE = "notice"  # thông báo của Điện lực
    PHONE = "phone"  # Điện lực báo qua điện thoại
    CARRIER = "carrier"  # doanh nghiệp báo
    COMMUNE = "commune"  # UBND cấp xã, người dân báo
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PowerArea:
    """An area without grid power from ``since`` on; ``ended_at`` None: still.

    ``area`` is a chosen area's text (``registry.geo.area_texts``): drawn, or communes. ``feeder`` names the
    feeders as the notice does, separated by semicolons. ``source_note`` says the notice's number or who
    called. ``withdrawn``: it was written by mistake, stays on record and counts for nothing; ``reason`` is
    that of the last change.
    """

    id: str
    name: str
    area: str
    since: dt.datetime
    source: PowerSource
    source_note: str
    feeder: str = ""
    ended_at: dt.datetime | None = None
    note: str = ""
    reason: str = ""
    withdrawn: bool = False
    who: str = ""
    at: str = ""
    version: int = 1

    def holds_at(self, at: dt.datetime) -> bool:
        """Whether the grid is off there at a moment, by this record."""
        return not self.withdrawn and self.since <= at and (self.ended_at is None or at < self.ended_at)

    @property
    def feeders(self) -> tuple[str, ...]:
        """The feeders that it names."""
        return tuple(part for text in self.feeder.split(";") if (part := " ".join(text.split())))
