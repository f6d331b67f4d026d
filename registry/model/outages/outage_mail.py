"""Carriers' files that come through the mailbox folder: each once, with what became of it."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

SENT_AT = "sent_at"


class MailState(StrEnum):
    """What became of a file."""

    TAKEN = "taken"  # đã nhận thành báo cáo
    LOOK = "look"  # đã nhận, còn dòng chưa rõ
    WAITS = "waits"  # chưa rõ của doanh nghiệp nào hay sự kiện nào: chờ cán bộ
    REFUSED = "refused"  # không nhận, có mã
    ASIDE = "aside"  # cán bộ bỏ qua


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that came: its name and content's hash, from whom, when, and what became of it.

    ``sender`` is the mail's address, "" for a file of a carrier's folder; ``code`` and ``params`` are the
    message that refused it or says why it waits; ``report`` the report that it became. ``params`` of one that
    waits also hold the mail's own date under ``SENT_AT``, where it has one.
    """

    id: str
    name: str
    sha256: str
    received_at: dt.datetime
    state: MailState
    operator: str = ""
    sender: str = ""
    subject: str = ""
    event: str = ""
    report: str = ""
    code: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    who: str = ""
    at: str = ""
    version: int = 1

    @property
    def stated_at(self) -> dt.datetime:
        """Of when its figures are: of the mail's own date, else of its arrival."""
        sent = self.params.get(SENT_AT)
        return self.received_at if sent is None else dt.datetime.fromisoformat(sent)
