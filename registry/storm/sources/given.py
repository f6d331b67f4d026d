"""What every reader of a form gets, and how it answers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.model.storm.storms import StormTrack
from registry.storm.asking import Asking, TrackReading
from registry.storm.sources.checked import Notes


@dataclass(frozen=True, slots=True)
class Given:
    """A text with the answers to an earlier reading's questions; ``now`` and ``this_year`` suggest."""

    text: str
    answers: Mapping[str, str] = field(default_factory=dict)
    this_year: int | None = None
    now: dt.datetime | None = None


def reading_of(kind: str, track: StormTrack | None, asking: Asking, notes: Notes) -> TrackReading:
    """Return a reader's answer: no track while something is asked, and a word where nothing can be used."""
    if track is None and not asking.questions and not notes.issues:
        notes.add("TRACK-NOTHING-USABLE", 0)
    return TrackReading(kind, None if asking.questions else track, asking.questions, tuple(notes.issues))
