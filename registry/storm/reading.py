"""Tracks from what a duty officer has; one door for every form of ``registry.storm.sources``."""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.storm.ahead import ahead_is_forecast, over_is_said
from registry.storm.asking import TrackReading
from registry.storm.sources.given import Given
from registry.storm.sources.recognise import recognise
from registry.storm.warnings.reading import is_warning

LARGEST = 8_000_000  # bytes or characters; all storms of one basin since 1980 are a tenth of it


def read_track(
    content: bytes | str,
    answers: Mapping[str, str] | None = None,
    this_year: int | None = None,
    now: dt.datetime | None = None,
) -> TrackReading:
    """Return the track that ``content`` holds, with what is wrong by line and what has to be asked.

    ``answers`` are those to the questions of an earlier reading of the same content, by key; ``this_year``
    is suggested where a bulletin leaves the year out; what lies after ``now`` (aware) is a forecast. Refused
    as a whole: over 8 MB (``TRACK-TOO-LARGE``), no text (``TRACK-NOT-TEXT``), no form that is known
    (``TRACK-KIND-UNKNOWN``), damaged JSON or XML (``TRACK-JSON``, ``TRACK-XML``).
    """
    given = Given(text_of(content), answers or {}, this_year, now)
    form = recognise(given.text)
    if form is None and is_warning(given.text):
        raise RefusalError("TRACK-IS-HAZARD")
    if form is None:
        raise RefusalError("TRACK-KIND-UNKNOWN")
    found = form.read(given)
    return found if now is None else over_is_said(ahead_is_forecast(found, now), now)


def text_of(content: bytes | str) -> str:
    """Return the text of a source, composed; refused: too large, or no text of UTF-8 or UTF-16."""
    if len(content) > LARGEST:
        raise RefusalError("TRACK-TOO-LARGE", size=len(content), limit=LARGEST)
    if isinstance(content, str):
        return unicodedata.normalize("NFC", content.removeprefix("\ufeff"))
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusalError("TRACK-NOT-TEXT") from error
    if "\x00" in text:
        raise RefusalError("TRACK-NOT-TEXT")
    return unicodedata.normalize("NFC", text)


def read_request(request: Mapping[str, Any]) -> TrackReading:
    """Read in the limited child process (``registry.limited``): the parameters of ``read_track`` by name."""
    return read_track(request["content"], request["answers"], request["this_year"], request["now"])
