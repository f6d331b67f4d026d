"""The answers of one mast's sheet: rows of its groups, what is asked, what follows from them.

``web/static/js/field/visit/sheet.js`` does the same on the phone; a test holds the two together.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from registry.safety.readings import number_of
from registry.safety.sheets.entries import NOT_SEEN, Axis, Checklist, Condition, Entry, Group
from registry.safety.sheets.keys import key_of, order, split

_DECIMALS = 6  # of computed values: far below what any instrument reads
FOUND_HEIGHT = "found_height"
"""The key of a height found at the mast that is another than the registered one: of no entry of a sheet."""
SEGMENTS = _COUNT, _EACH = "segments", "segment_height"
"""The keys of how many segments a mast has and of how high one is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One answer that a sheet asks for; ``row`` "" for an entry that stands alone."""

    entry: Entry
    key: str
    row: str = ""

    @property
    def vi(self) -> str:
        """What is asked, with its row."""
        return f"{self.entry.vi} {self.row}".strip()

    @property
    def en(self) -> str:
        """The same in English."""
        return f"{self.entry.en} {self.row}".strip()


@dataclass(frozen=True)
class Answers:
    """What was answered of a sheet at a mast: ``values`` by key, as the phone sent them.

    ``form``, ``support`` and ``height_m`` are the mast's as registered, "" and None where not known.
    """

    sheet: Checklist
    values: Mapping[str, Any] = field(default_factory=dict)
    form: str = ""
    support: str = ""
    height_m: float | None = None

    @property
    def height(self) -> float | None:
        """The height by which this visit judges: what was found at the mast, else the registered one."""
        return self.height_m if self.found_height is None else self.found_height

    @property
    def found_height(self) -> float | None:
        """The height found at the mast where it is another than the registered one.

        Stated as such; else that of its segments, where that is off by half of one: they hold no lightning
        rod and no foot.
        """
        stated = number_of(self.values.get(FOUND_HEIGHT))
        if stated is not None and stated > 0:
            return stated
        whole, each = self.whole_height, number_of(self.values.get(_EACH))
        if whole is None or each is None:
            return None
        return whole if self.height_m is None or abs(whole - self.height_m) >= each / 2 else None

    @property
    def whole_height(self) -> float | None:
        """The height of its segments together; None where they were not counted and measured."""
        count, each = (number_of(self.values.get(code)) for code in SEGMENTS)
        return None if count is None or each is None or count <= 0 or each <= 0 else count * each

    def value(self, key: str) -> Any:
        """Return the answer of a key, recorded or computed; None where there is none."""
        entry, (_code, row) = self.sheet.entry(key), split(key)
        if entry is not None and entry.compute is not None:
            return self._computed(entry, row) if bool(row) == bool(self.sheet.axes(entry)) else None
        return self.values.get(key)

    def rows(self, group: Group) -> tuple[str, ...]:
        """Return the rows of a group: as many as asked for, and those beyond that hold an answer."""
        if not group.axes:
            return ()
        first = [f"{group.axes[0].prefix}{at}" for at in self._range(group.axes[0])]
        rows = first
        if len(group.axes) > 1:
            rows = [f"{one}/{at}" for one in first for at in self._range(group.axes[1])]
        codes = {entry.code for entry in self.sheet.entries if entry.group == group.code}
        beyond = {row for key in self.values for code, row in [split(key)] if row and code in codes}
        return tuple(sorted({*rows, *beyond}, key=order))

    def asked(self) -> tuple[Asked, ...]:
        """Return what is asked of this mast, in the order of the sheet; a group row by row."""
        found: list[Asked] = []
        done: set[str] = set()
        for entry in self.sheet.entries_for(self.form, self.support):
            group = self.sheet.group(entry.group)
            if group is None or not group.axes:
                if (group is None or self.holds(group.when)) and self.holds(entry.when):
                    found.append(Asked(entry, entry.code))
            elif group.code not in done:
                done.add(group.code)
                found += self._group(group)
        return tuple(found)

    def holds(self, when: Sequence[Condition], row: str = "") -> bool:
        """Whether every condition holds; of an entry that was not answered, or not seen, none does."""
        return all(self._holds(one, row) for one in when)

    def of(self, entry: Entry, row: str) -> Any:
        """Return the answer that the limit of an entry is worked out from; None where it has none."""
        limit = entry.limit
        return None if limit is None or not limit.of else self.value(self._reach(limit.of, row))

    def _group(self, group: Group) -> list[Asked]:
        if not self.holds(group.when):
            return []
        entries = [
            entry for entry in self.sheet.entries_for(self.form, self.support) if entry.group == group.code
        ]
        return [
            Asked(entry, key_of(entry.code, row), row)
            for row in self.rows(group)
            for entry in entries
            if self.holds(entry.when, row)
        ]

    def _range(self, axis: Axis) -> range:
        last: float | None = None
        if axis.source:
            last = number_of(self.values.get(axis.source))
        if last is None and axis.metres_each and self.height:
            last = round(self.height / axis.metres_each)
        whole = axis.usual if last is None else int(last)
        return range(axis.first, max(axis.first, min(axis.most, whole)) + 1)

    def _reach(self, code: str, row: str) -> str:
        """Return the key of another entry's answer as seen from a row: its own row as far as it repeats."""
        entry = self.sheet.entry(code)
        axes = () if entry is None else self.sheet.axes(entry)
        return key_of(code, "/".join(row.split("/")[: len(axes)]) if row and axes else "")

    def _holds(self, one: Condition, row: str) -> bool:
        if one.height:
            return self.height is None or _within(self.height, one)
        value = self.value(self._reach(one.entry, row))
        if value in (None, "", NOT_SEEN):
            return False
        if one.any:
            return any(
                value is wanted or (value == wanted and not isinstance(value, bool)) for wanted in one.any
            )
        number = number_of(value)
        return number is not None and _within(number, one)

    def _computed(self, entry: Entry, row: str) -> str | None:
        """Return a computed value as text; None where an answer that it rests on is missing or no number."""
        assert entry.compute is not None
        numbers = []
        for code in entry.compute.of:
            keys = [self._reach(code, row)]
            other = self.sheet.entry(code)
            if other is not None and len(self.sheet.axes(other)) > len(self.sheet.axes(entry)):
                start = f"{code}[{row}/" if row else f"{code}["  # all rows of it, below this one
                keys = [key for key in sorted(self.values, key=lambda key: order(split(key)[1]))
                        if key.startswith(start)]  # fmt: skip
                keys = [key for key in keys if number_of(self.values[key]) is not None]
            numbers += [number_of(self.value(key)) for key in keys]
        known = [number for number in numbers if number is not None]
        if len(known) != len(numbers) or len(known) < _LEAST.get(entry.compute.kind, 1):
            return None
        made = _KINDS[entry.compute.kind](known)
        return None if made is None or not math.isfinite(made) else f"{round(made, _DECIMALS):.12g}"


def _within(number: float, one: Condition) -> bool:
    return (one.least is None or number >= one.least) and (one.most is None or number <= one.most)


def _spread(numbers: Sequence[float]) -> float | None:
    mean = fmean(numbers)
    return None if mean <= 0 else (max(numbers) - min(numbers)) / mean * 100


_KINDS: dict[str, Callable[[Sequence[float]], float | None]] = {
    "hypot": lambda numbers: math.hypot(*numbers),
    "sum": math.fsum,
    "mean": fmean,
    "least": min,
    "greatest": max,
    "spread": _spread,
}
_LEAST = {"spread": 2}
COMPUTED = frozenset(_KINDS)
"""The kinds of computed values."""
