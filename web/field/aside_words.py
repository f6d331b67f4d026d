"""What a phone sent and the server set aside, in the words of the office; the masts that it may be about."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from registry.messages import Language, number, say
from registry.model.field.inspections import SetAside
from registry.safety import checklists
from registry.services.field.vocabulary import YES_NO
from registry.services.office.registry import Registry
from registry.services.public.nearby import Near, near_place
from web.field.visits_frame import typed_day
from web.frame.wording import board_words
from web.frame.wording.moments import phone_moment

MOST_MASTS = 5
_OURS = ("checklist_version", "id", "seq", "inspection", "replaces", "by")
"""What only tells one record from another: it stands with the original, below."""


def content_of(one: SetAside) -> dict[str, Any]:
    """Return what was sent, {} where it is no record at all."""
    try:
        said = json.loads(one.content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def told(
    content: Mapping[str, Any], campaigns: Mapping[str, str], sheets: checklists.Sheets, lang: Language
) -> list[tuple[str, str]]:
    """Return what an item says, in words; what it leaves empty or what only numbers it is left out.

    ``campaigns`` are names by id. What is not known to the register stands as it was sent.
    """
    sheet = sheets.get(str(content.get("checklist", "")), _whole(content.get("checklist_version")))
    words: dict[str, Callable[[Any], Any]] = {
        "kind": lambda value: str(board_words.ITEM_KINDS.get(value, value)),
        "campaign": lambda value: campaigns.get(value, value),
        "checklist": lambda value: value if sheet is None else _either(sheet.title_vi, sheet.title_en, lang),
        "entry": lambda value: _entry(sheet, value, lang),
        "value": lambda value: _value(sheet, content.get("entry"), value, lang),
        "calibrated_on": typed_day,
        "recorded_at": phone_moment,
        "photos": lambda value: _("%(n)s ảnh", n=len(value)),
        "position": lambda value: place_words(value, lang),
        "severity": lambda value: str(board_words.SEVERITIES.get(value, (value,))[0]),
    }
    found = []
    for name, label in board_words.ITEM_FIELDS.items():
        value = content.get(name)
        typed_only = name == "raw" and content.get("value") is not None
        if name in _OURS or typed_only or value in ("", None, [], {}):
            continue
        try:
            said = words[name](value) if name in words else value
        except (KeyError, TypeError, ValueError, AttributeError):
            said = value  # damaged on its way: as it came
        found.append((str(label), said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)))
    return [(label, text if len(text) <= 300 else f"{text[:300]}…") for label, text in found]


def place_words(place: Mapping[str, Any], lang: Language) -> str:
    """Return a position as it travels, as pages write one."""
    lat, lon = (number(float(place[name]), 6, lang) for name in ("lat", "lon"))
    return f"{lat}; {lon} ± {number(float(place['accuracy_m']), 0, lang)} m"


def masts_near(registry: Registry, items: Sequence[SetAside]) -> list[Near]:
    """Return the masts near where a visit was: its measured position first, else where it began."""
    contents = [content_of(one) for one in items]
    measured = sorted(contents, key=lambda item: item.get("kind") != "position")
    for place in (item.get("position") for item in measured):
        try:
            lon, lat = float(place["lon"]), float(place["lat"])  # type: ignore[index]  # what is none is no place
        except (KeyError, TypeError, ValueError):
            continue
        return near_place(registry, lon, lat, MOST_MASTS)
    return []


def _entry(sheet: checklists.Checklist | None, code: str, lang: Language) -> str:
    entry = None if sheet is None else sheet.entry(code)
    return code if entry is None else _either(entry.vi, entry.en, lang)


def _value(sheet: checklists.Checklist | None, code: Any, value: Any, lang: Language) -> Any:
    entry = None if sheet is None else sheet.entry(str(code))
    if isinstance(value, bool):
        return say(YES_NO["true" if value else "false"], lang)
    option = next((one for one in entry.options if one.code == value), None) if entry is not None else None
    return value if option is None else _either(option.vi, option.en, lang)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _either(vi: str, en: str, lang: Language) -> str:
    return vi if lang == "vi" else en
