"""A sheet in its written form, as ``grammar.read`` takes it: what is as usual is left out.

From when to when it holds is left out too: that is said where it is published.
"""

from dataclasses import fields
from typing import Any

from registry.safety.sheets.entries import Axis, Checklist, Condition, Entry, Group, Limit, Option

_HEAD = ("code", "version", "title_vi", "title_en", "by", "source", "forms", "minutes")


def written(sheet: Checklist) -> dict[str, Any]:
    """Return the tables ``checklist``, ``group`` and ``entry`` of a sheet, plain values throughout."""
    head = {name: _plain(getattr(sheet, name)) for name in _HEAD}
    return {
        "checklist": {name: value for name, value in head.items() if value not in ([], 0)},
        "group": [_part(one) for one in sheet.groups],
        "entry": [_entry(sheet, one) for one in sheet.entries],
    }


def _entry(sheet: Checklist, entry: Entry) -> dict[str, Any]:
    found = _part(entry)
    group = sheet.group(entry.group)
    if group is not None:  # an entry takes its group's words
        for name, own in (("group_vi", group.vi), ("group_en", group.en)):
            if found.get(name) == own:
                del found[name]
    if entry.answer == "computed":
        found.pop("optional", None)  # it always is
    return found


def _part(part: Group | Entry | Axis | Option | Limit | Condition) -> dict[str, Any]:
    """Return the fields that differ from what they are where nothing is written."""
    found = {}
    for one in fields(part):
        value = getattr(part, one.name)
        if value != one.default:
            found[one.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return _part(value)
    return value
