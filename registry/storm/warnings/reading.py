"""Warnings from what a duty officer has: a pasted bulletin, or an alert as XML."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.issues import Issue
from registry.model.storm.hazards import HazardDraft
from registry.storm.sources.checked import Notes
from registry.storm.warnings.cap import looks_like_cap, read_cap
from registry.storm.warnings.mark import without_unseen
from registry.storm.warnings.past import without_retracted
from registry.storm.warnings.vietnamese import LONGEST, looks_like_warning, read_warning
from registry.storm.warnings.wrapped import unwrapped

_ITEM = re.compile(r"^([ \t]{0,6})[✅✔☑👉➡▶►■▪●◆🔹🔸]\ufe0f?[ \t]{0,3}", re.MULTILINE)
_MINUTES = re.compile(r"(\d{1,2}\s?(?:h|g|giờ)\s?\d{2})\s?(?:['’′]|ph\b|p\b)")
"""An hour with its minutes marked: "15h10'", "15h10ph"."""
_PICTURE = re.compile(r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?[ \t]{0,3}|\ufe0f")


@dataclass(frozen=True, slots=True)
class HazardReading:
    """What was understood of a text: ``kind`` is bulletin or cap; drafts to look at, and what is doubtful."""

    kind: str
    drafts: tuple[HazardDraft, ...]
    issues: tuple[Issue, ...] = ()


def is_warning(text: str) -> bool:
    """Whether a text is a warning that is read here."""
    return looks_like_cap(text) or looks_like_warning(_plain(without_unseen(text)))


def read_hazards(text: str, now: dt.datetime, provinces: Sequence[str] = ()) -> HazardReading:
    """Return the warnings of a text. ``now`` is aware; ``provinces`` are names that a national bulletin lists
    our communes under.

    Refused: no warning that is known (``HAZARD-KIND-UNKNOWN``), too long (``TRACK-TOO-LARGE``), damaged XML.
    """
    text, notes = without_unseen(text), Notes()
    if looks_like_cap(text):
        alerts = (_of_province(draft, provinces) for draft in read_cap(text, notes))
        return HazardReading("cap", tuple(alerts), tuple(notes.issues))
    if len(text) > LONGEST:
        raise RefusalError("TRACK-TOO-LARGE", size=len(text), limit=LONGEST)
    text = _plain(text)
    joined, began = unwrapped(text)
    if not looks_like_warning(joined):
        raise RefusalError("HAZARD-KIND-UNKNOWN")
    drafts = read_warning(without_retracted(joined), now, provinces, notes)
    issues = (replace(one, row=began[one.row - 1]) if one.row else one for one in notes.issues)
    return HazardReading("bulletin", drafts, tuple(issues))


def read_request(request: Mapping[str, Any]) -> HazardReading:
    """Read in the limited child process (``registry.limited``)."""
    return read_hazards(request["text"], request["now"], request["provinces"])


def _of_province(draft: HazardDraft, provinces: Sequence[str]) -> HazardDraft:
    """Return an alert without our province among the places that it names: that is no commune, but all."""
    own = {fold(name) for name in provinces}
    left = (name for name in draft.unplaced if fold(name).removeprefix("tinh") not in own)
    return replace(draft, unplaced=tuple(left))


def _plain(text: str) -> str:
    """Return the text of a web page as a paper has it: a tick begins an item, a pin before a title goes.

    Word's own breaks and a PDF's pages end a line as any other does.
    """
    text = (
        _MINUTES.sub(r"\1", text).replace("Ð", "Đ").replace("RRTT", "rủi ro thiên tai")
    )  # as stations shorten it
    return _PICTURE.sub("", _ITEM.sub(r"\1- ", "\n".join(text.splitlines())))
