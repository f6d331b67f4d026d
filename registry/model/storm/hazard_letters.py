"""A letter to a carrier before rain, flood, landslide or thunderstorms: drafted, and as it was sent."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from registry.model.storm.storm_records import OrderState


@dataclass(frozen=True, slots=True)
class HazardLetter:
    """A letter of the ``warnings`` of one bulletin to ``recipient`` (an organisation's code).

    ``warnings`` are their ids with the version of each that was written of; ``hazard`` is the one that it was
    drafted at. What it says is frozen among the kept files under ``kept_sha256``; ``letter_sha256`` and
    ``book_sha256`` are the files as they were when it was sent. ``ack_source`` says how an acknowledgement
    came: "account", else the officer's words. Moments are ISO text in UTC.
    """

    id: str
    hazard: str
    warnings: Mapping[str, int]
    recipient: str
    recipient_name: str
    state: OrderState
    masts: int
    on_ground: int
    kept_sha256: str
    who: str
    at: str
    number: str = ""
    sent_on: dt.date | None = None
    sent_at: str = ""
    sent_by: str = ""
    letter_sha256: str = ""
    book_sha256: str = ""
    acknowledged_at: str = ""
    acknowledged_by: str = ""
    ack_source: str = ""
    ack_note: str = ""
    version: int = 1

    @property
    def acknowledged(self) -> bool:
        """Whether the recipient said that it has the letter."""
        return bool(self.acknowledged_at)

    def is_of(self, warnings: Mapping[str, int] | frozenset[str]) -> bool:
        """Whether it speaks of any of some warnings (by their ids)."""
        return not self.warnings.keys().isdisjoint(warnings)
