"""A proposal to publish (đề nghị công bố): what one officer prepared and another puts in force."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class PublicationState(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"  # chờ công bố
    PUBLISHED = "published"  # đã công bố
    RETURNED = "returned"  # trả lại
    WITHDRAWN = "withdrawn"  # rút đề nghị


@dataclass(frozen=True, slots=True)
class Publication:
    """One proposal. ``kind`` and ``subject`` (an id) say what is to be in force, ``stamp`` as it was seen.

    ``file_name`` and ``file_sha256`` are the kept file that it comes from, ``options`` what was said of it.
    ``reason`` is why it was returned, or why one person did both; ``batch`` is that which published it.
    """

    id: str
    kind: str
    subject: str
    name: str
    who: str
    at: dt.datetime
    state: PublicationState = PublicationState.PROPOSED
    stamp: str = ""
    note: str = ""
    file_name: str = ""
    file_sha256: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    decided_by: str = ""
    decided_at: dt.datetime | None = None
    reason: str = ""
    batch: str = ""
    version: int = 1

    @property
    def waits(self) -> bool:
        """Whether it waits to be decided."""
        return self.state is PublicationState.PROPOSED
