"""Issues (lỗi, lưu ý): everything a file says that is not understood, with its place and its remedy."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much an issue matters to the row it stands in."""

    ERROR = "error"  # the value could not be used
    WARNING = "warning"  # used with a doubt, or a repair is proposed
    INFO = "info"  # said for completeness


@dataclass(frozen=True, slots=True)
class Issue:
    """One cell, row or sheet that needs a person's eye.

    ``row`` and ``column`` are as Excel shows them (row from 1; ``column`` is the header as written,
    ``letter`` the column letter); 0 and "" mean the whole sheet. ``code`` and ``params`` are rendered by
    ``registry.messages`` in the reader's language; ``proposed`` is the value that would repair it.
    """

    code: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    letter: str = ""
    value: str = ""
    severity: Severity = Severity.WARNING
    proposed: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
