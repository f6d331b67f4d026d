"""Access tokens (mã truy cập): how a program asks in the name of an account, and what it may ask."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a token is good for; it never does more than its account may."""

    REGISTER = "register:read"
    APPRAISE = "appraise"
    REQUESTS = "requests:read"
    FILE_REQUESTS = "requests:write"
    OBLIGATIONS = "obligations:read"
    LISTS = "lists:read"
    HAND_IN_LISTS = "lists:write"
    OUTAGES = "outages:read"
    REPORT_OUTAGES = "outages:write"
    NOTICES = "notices"
    CITIZEN_REPORTS = "citizen-reports:read"
    SEND_CITIZEN_REPORTS = "citizen-reports:write"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """One token of one account. ``hidden`` is the SHA-256 of its secret, ``begins`` how the secret begins.

    ``since``: it was made; ``until``: it is good; ``stopped_at``: somebody (``stopped_by``) ended it before,
    None while nobody has.
    """

    id: str
    account: str
    name: str
    scopes: frozenset[Scope]
    begins: str
    hidden: str
    since: dt.datetime
    until: dt.datetime
    stopped_at: dt.datetime | None = None
    stopped_by: str = ""
    version: int = 0
