"""Texts and files with tracks, as somebody brings them: XML and zips are opened in the limited child only."""

import datetime as dt
from collections.abc import Mapping

from registry.intake.maps.kmz import is_zip, kml_of
from registry.limited import run_child
from registry.storm.asking import TrackReading
from registry.storm.reading import read_track, text_of


def file_text(content: bytes, name: str) -> str:
    """Return the text of a file: of a KMZ that of its KML; ``TRACK-NOT-TEXT`` where it is none."""
    return (kml_of(content, name) if is_zip(content) else text_of(content)).replace("\r\n", "\n")


def read_text(text: str, answers: Mapping[str, str], now: dt.datetime, *, name: str) -> TrackReading:
    """Return what a text holds, as ``read_track`` does; XML is read in the child process."""
    this_year = now.year
    if not text.lstrip().startswith("<"):
        return read_track(text, answers, this_year, now)
    request = {"content": text, "answers": dict(answers), "this_year": this_year, "now": now}
    found: TrackReading = run_child("registry.storm.reading:read_request", request, name=name or "XML")
    return found
