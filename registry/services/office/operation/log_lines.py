"""Lines of the server's log (nhật ký máy chủ): as text for people or as JSON for programs, on standard error.

What belongs to a request carries its number, which the reader of an error page can tell. No line of access
holds a person's name, a body, or what stood behind the question mark of an address.
"""

import json
import logging
import sys
import time
from contextvars import ContextVar
from typing import Any, TextIO

REQUEST: ContextVar[str] = ContextVar("number of the request", default="")
"""The number of the request that is answered just now, "" outside of one."""
ACCESS = logging.getLogger("bts.access")
FACTS = "facts"
"""What a record may carry besides its words: figures by name."""
_TEXT = "%(asctime)s %(name)s %(levelname)s %(message)s"


class TextLines(logging.Formatter):
    """A line as people read it, with the number of its request at the end."""

    def __init__(self) -> None:
        super().__init__(_TEXT)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """Return the line itself; a traceback follows it."""
        said = super().formatMessage(record)
        number = REQUEST.get()
        return f"{said} [{number}]" if number else said


class JsonLines(logging.Formatter):
    """A line as one JSON object: time (UTC), level, logger, words, the request's number, facts, traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object on one line."""
        told: dict[str, Any] = {
            "time": f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := REQUEST.get():
            told["request"] = number
        told |= getattr(record, FACTS, {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class _StandardError(logging.StreamHandler[TextIO]):
    """Writes to what is standard error at the moment."""

    def __init__(self) -> None:
        super().__init__(sys.stderr)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        self.stream = sys.stderr
        super().emit(record)


def install(style: str) -> None:
    """Have this process log as a server does: ours from INFO on, others' from WARNING on, each request."""
    handler = _StandardError()
    handler.setFormatter(_formatter(style))
    logging.getLogger().handlers = [handler]
    ours = logging.getLogger("bts")
    ours.handlers.clear()
    ours.setLevel(logging.INFO)
    ACCESS.disabled = False


def _formatter(style: str) -> logging.Formatter:
    if style != "json":
        return TextLines()
    made = JsonLines()
    made.converter = time.gmtime
    return made


ACCESS.disabled = True
"""Until a server serves: a command and a test have no requests to tell of."""
