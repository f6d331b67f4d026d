"""A sheet read from its written form, with every fault of it named.

The form is a table as TOML and JSON give it: ``checklist``, ``group`` and ``entry``;
``data/checklists/README.md`` is its grammar.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from registry.safety.sheets.answers import COMPUTED
from registry.safety.sheets.entries import (
    Axis,
    Checklist,
    Computed,
    Condition,
    Entry,
    Group,
    Limit,
    Option,
)

T = TypeVar("T")
ANSWERS = frozenset({"choice", "yes_no", "number", "text", "date", "photo", "position", "computed"})
RELATIONS = frozenset({"<", "<=", ">=", "between"})
IN_ROWS = frozenset({"choice", "yes_no", "number", "computed"})
"""What can be answered in a row of a group that repeats: by a tap or a number."""
MOST_ROWS = 99
_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a sheet: a message code of the catalogue, ``at`` the code of the entry or group."""

    code: str
    at: str
    what: str = ""


class SheetFaultError(ValueError):
    """A sheet does not keep the grammar; ``faults`` are all that was found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{one.code} {one.at} {one.what}".strip() for one in faults))
        self.faults = tuple(faults)


def read(content: Mapping[str, Any]) -> Checklist:
    """Return the sheet of its written form; ``SheetFaultError`` names every fault."""
    faults: list[Fault] = []
    try:
        made = _sheet(content, faults)
        faults += [] if faults or made is None else faults_of(made)
    except (AttributeError, LookupError, TypeError, ValueError) as error:  # words where a number belongs
        raise SheetFaultError([*faults, Fault("CHECKLIST-FORM", "checklist", str(error)[:120])]) from error
    if made is None or faults:
        raise SheetFaultError(faults or [Fault("CHECKLIST-FORM", "checklist")])
    return made


def _sheet(content: Mapping[str, Any], faults: list[Fault]) -> Checklist | None:
    head = content.get("checklist")
    if not isinstance(head, Mapping):
        return None
    groups = tuple(_group(item, faults) for item in _tables(content.get("group"), "group", faults))
    named = {group.code: group for group in groups}
    entries = tuple(_entry(item, named, faults) for item in _tables(content.get("entry"), "entry", faults))
    whole = {**head, "forms": tuple(head.get("forms", ())), "groups": groups, "entries": entries}
    return _made(Checklist, whole, "checklist", faults)


def faults_of(sheet: Checklist) -> list[Fault]:
    """Return what a sheet says that cannot be: codes twice, words missing, references that lead nowhere."""
    found: list[Fault] = []
    if not sheet.entries:
        found.append(Fault("CHECKLIST-EMPTY", sheet.code))
    for codes in ([one.code for one in sheet.groups], [one.code for one in sheet.entries]):
        found += [
            Fault("CHECKLIST-TWICE", code) for code in sorted({one for one in codes if codes.count(one) > 1})
        ]
    parts: list[Group | Entry] = [*sheet.groups, *sheet.entries]
    for part in parts:
        if not _CODE.fullmatch(part.code):
            found.append(Fault("CHECKLIST-CODE", part.code))
        if not (part.vi.strip() and part.en.strip()):
            found.append(Fault("CHECKLIST-WORDS", part.code))
    for group in sheet.groups:
        found += _group_faults(sheet, group)
    for entry in sheet.entries:
        found += _entry_faults(sheet, entry)
    return found


def _group_faults(sheet: Checklist, group: Group) -> Iterable[Fault]:
    if len(group.axes) > 2 or any(len(one.prefix) != 1 or not one.prefix.isupper() for one in group.axes[:1]):
        yield Fault("CHECKLIST-ROWS", group.code)
    for axis in group.axes:
        if not 0 <= axis.first <= axis.usual <= axis.most <= MOST_ROWS:
            yield Fault("CHECKLIST-ROWS", group.code, f"{axis.first}, {axis.usual}, {axis.most}")
        source = sheet.entry(axis.source) if axis.source else None
        if axis.source and (
            source is None or source.answer not in ("number", "choice") or sheet.axes(source)
        ):
            yield Fault("CHECKLIST-REFERENCE", group.code, axis.source)
    yield from _conditions(sheet, group.code, group.when, ())


def _entry_faults(sheet: Checklist, entry: Entry) -> Iterable[Fault]:
    axes = sheet.axes(entry)
    if entry.answer not in ANSWERS or (axes and entry.answer not in IN_ROWS):
        yield Fault("CHECKLIST-ANSWER", entry.code, entry.answer)
    if (entry.answer == "choice") != bool(entry.options):
        yield Fault("CHECKLIST-OPTIONS", entry.code)
    if (entry.answer == "computed") != (entry.compute is not None):
        yield Fault("CHECKLIST-COMPUTED", entry.code)
    if entry.compute is not None:
        if entry.compute.kind not in COMPUTED or not entry.compute.of:
            yield Fault("CHECKLIST-COMPUTED", entry.code, entry.compute.kind)
        for code in entry.compute.of:
            other = sheet.entry(code)
            if other is None or other.answer != "number" or not _reaches(axes, sheet.axes(other), down=True):
                yield Fault("CHECKLIST-REFERENCE", entry.code, code)
    limit = entry.limit
    if limit is not None:
        ways = [limit.value is not None, limit.height_over is not None, bool(limit.of)]
        if (
            limit.relation not in RELATIONS
            or not (limit.basis and limit.basis_en)
            or sum(ways) != 1
            or bool(limit.of) != (limit.factor is not None)
        ):
            yield Fault("CHECKLIST-LIMIT", entry.code)
        other = sheet.entry(limit.of) if limit.of else None
        if limit.of and (other is None or not _reaches(axes, sheet.axes(other))):
            yield Fault("CHECKLIST-REFERENCE", entry.code, limit.of)
    yield from _conditions(sheet, entry.code, entry.when, axes)


def _conditions(
    sheet: Checklist, code: str, when: Sequence[Condition], axes: tuple[Axis, ...]
) -> Iterable[Fault]:
    for one in when:
        if one.height:
            if one.entry or (one.least is None and one.most is None):
                yield Fault("CHECKLIST-CONDITION", code)
            continue
        other = sheet.entry(one.entry)
        if other is None or other.code == code or not _reaches(axes, sheet.axes(other)):
            yield Fault("CHECKLIST-REFERENCE", code, one.entry)
        elif bool(one.any) == (one.least is not None or one.most is not None):
            yield Fault("CHECKLIST-CONDITION", code, one.entry)


def _reaches(own: tuple[Axis, ...], other: tuple[Axis, ...], *, down: bool = False) -> bool:
    """Whether rows of ``own`` lead to one row of ``other``: it repeats less far, along the same first axis.

    ``down``: a computed value may also gather all rows of what repeats further.
    """
    same = not own or not other or own[0].prefix == other[0].prefix
    return same and (down or len(other) <= len(own))


def _group(item: Mapping[str, Any], faults: list[Fault]) -> Group:
    code = str(item.get("code", ""))
    axes = tuple(
        _made(Axis, {"prefix": "", **one}, code, faults) for one in _tables(item.get("axes"), code, faults)
    )
    values = {**item, "axes": tuple(one for one in axes if one), "when": _when(item, faults)}
    return _made(Group, values, code, faults) or Group(code, "?", "?")


def _entry(item: Mapping[str, Any], groups: Mapping[str, Group], faults: list[Fault]) -> Entry:
    code = str(item.get("code", ""))
    group = groups.get(str(item.get("group", "")))
    if item.get("group") and group is None:
        faults.append(Fault("CHECKLIST-REFERENCE", code, str(item["group"])))
    values: dict[str, Any] = dict(item)
    if group is not None:
        values = {"group_vi": group.vi, "group_en": group.en, **values}
    usual = item.get("usual")
    values |= {
        "options": tuple(
            one for option in _tables(item.get("options"), code, faults)
            if (one := _made(Option, option, code, faults))
        ),
        "limit": _made(Limit, item["limit"], code, faults) if item.get("limit") else None,
        "forms": tuple(item.get("forms", ())),
        "defects": tuple(item.get("defects", ())),
        "usual": None if usual is None else (float(usual[0]), float(usual[1])),
        "when": _when(item, faults),
        "compute": None,
        "optional": bool(item.get("optional", False)) or item.get("answer") == "computed",
    }  # fmt: skip
    if item.get("compute"):
        compute = {**item["compute"], "of": tuple(item["compute"].get("of", ()))}
        values["compute"] = _made(Computed, compute, code, faults)
    return _made(Entry, values, code, faults) or Entry(code, "?", "?", "text")


def _when(item: Mapping[str, Any], faults: list[Fault]) -> tuple[Condition, ...]:
    code = str(item.get("code", ""))
    made = (
        _made(Condition, {**one, "any": tuple(one.get("any", ()))}, code, faults)
        for one in _tables(item.get("when"), code, faults)
    )
    return tuple(one for one in made if one)


def _tables(value: Any, at: str, faults: list[Fault]) -> list[Mapping[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, Sequence) or not all(isinstance(one, Mapping) for one in value):
        faults.append(Fault("CHECKLIST-FORM", at))
        return []
    return list(value)


@cache
def _numbers(kind: type) -> tuple[str, ...]:
    """Return the fields of a part of a sheet that hold a number."""
    numbers = {int, float, float | None}
    return tuple(one.name for one in fields(kind) if one.type in numbers)


def _made(kind: Callable[..., T], values: Mapping[str, Any], at: str, faults: list[Fault]) -> T | None:
    known = {one.name for one in fields(kind)}  # type: ignore[arg-type]  # every kind here is a dataclass
    unknown = sorted(set(values) - known)
    if unknown:
        faults.append(Fault("CHECKLIST-FIELD", at, ", ".join(unknown)))
        return None
    typed = [str(values[one]) for one in _numbers(kind) if isinstance(values.get(one), str)]
    if typed:
        faults.append(Fault("CHECKLIST-NUMBER", at, ", ".join(typed)[:60]))
        return None
    try:
        return kind(**values)
    except TypeError as error:
        faults.append(Fault("CHECKLIST-FORM", at, str(error).partition("__init__() ")[2]))
        return None
