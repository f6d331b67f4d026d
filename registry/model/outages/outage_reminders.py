"""Reminders (nhắc báo cáo) of a carrier that owes an outage report: of which cycle, by which way, by whom."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ReminderWay(StrEnum):
    """How a carrier was reminded."""

    NOTICE = "notice"  # inside the product, and by the office's delivery to its address where one is set
    PHONE = "phone"
    MESSAGE = "message"  # Zalo, SMS: the text is copied
    PAPER = "paper"  # printed or mailed by hand


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder of the report due at ``due``; ``text`` is what was said, ``by_itself`` by no person."""

    id: str
    event: str
    operator: str
    due: dt.datetime
    way: ReminderWay
    text: str = ""
    note: str = ""
    by_itself: bool = False
    who: str = ""
    at: str = ""
    version: int = 1
