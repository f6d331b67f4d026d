"""What a sheet is made of: entries, groups that repeat, conditions, limits, computed values.

``data/checklists/README.md`` is the grammar as people write it.
"""

import datetime as dt
from dataclasses import dataclass

from registry.safety.sheets.keys import split

NOT_SEEN = "not_seen"
POSITION = "position"
"""What stands among the forms of masts for a proposed position."""
"""What every choice and yes-or-no may also be answered with: it could not be looked at."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a reading: ``value`` in the entry's unit, the mast's height divided by ``height_over``, or
    the answer of the entry ``of`` times ``factor``.

    ``lower`` and ``factor_lower`` are the lower end of "between". ``verified`` False: a working number.
    """

    relation: str
    value: float | None = None
    lower: float | None = None
    height_over: float | None = None
    of: str = ""
    factor: float | None = None
    factor_lower: float | None = None
    verified: bool = False
    basis: str = ""
    basis_en: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """An answer of a choice; ``good`` None: it says neither."""

    code: str
    vi: str
    en: str
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """Asked only where it holds: the answer of ``entry`` is one of ``any``, or a number from ``least`` to
    ``most``; or the mast's own ``height`` is (metres, ``height`` True), where a height not known asks.
    """

    entry: str = ""
    height: bool = False
    any: tuple[str | bool, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """A value that follows from others: ``kind`` hypot, sum, mean, least, greatest or spread (per cent of
    the mean), ``of`` entries of the same row, or all rows of an entry of a group that repeats.
    """

    kind: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One way in which a group repeats: rows ``prefix`` + ``first`` to the last.

    The last is the number that ``source`` (an entry) was answered with, else the mast's height by
    ``metres_each``, else ``usual``; never beyond ``most``. The second axis of a group has no prefix.
    """

    prefix: str
    most: int
    usual: int
    first: int = 1
    source: str = ""
    metres_each: float | None = None
    vi: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a sheet; with ``axes`` its entries are asked once for each row."""

    code: str
    vi: str
    en: str
    axes: tuple[Axis, ...] = ()
    when: tuple[Condition, ...] = ()
    help_vi: str = ""
    help_en: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a checklist. ``item`` is its number on the sheet, 0 in the sheet's head.

    ``photos`` of an entry that repeats are asked for once. ``step``: by how much a tap changes a number.
    """

    code: str
    vi: str
    en: str
    answer: str
    item: int = 0
    group: str = ""
    group_vi: str = ""
    group_en: str = ""
    help_vi: str = ""
    help_en: str = ""
    options: tuple[Option, ...] = ()
    good: bool | None = None
    photos: int = 0
    unit: str = ""
    limit: Limit | None = None
    instrument: bool = False
    forms: tuple[str, ...] = ()
    support: str = ""
    defects: tuple[str, ...] = ()
    feeds: str = ""
    usual: tuple[float, float] | None = None
    optional: bool = False
    when: tuple[Condition, ...] = ()
    compute: Computed | None = None
    step: float | None = None

    def asked_of(self, form: str, support: str) -> bool:
        """Whether it is asked of a mast; where the form or the support is not known it is."""
        return (not self.forms or not form or form in self.forms) and (
            not self.support or not support or support == self.support
        )


@dataclass(frozen=True, slots=True)
class Checklist:
    """One version of a checklist. ``retired_on``: the last day on which it may be recorded with."""

    code: str
    version: int
    title_vi: str
    title_en: str
    by: str
    source: str
    forms: tuple[str, ...] = ()
    minutes: int = 0
    valid_from: dt.date | None = None
    retired_on: dt.date | None = None
    groups: tuple[Group, ...] = ()
    entries: tuple[Entry, ...] = ()

    def entry(self, key: str) -> Entry | None:
        """Return an entry by its code or by the key of an answer; None where there is none.

        A row of an entry that does not repeat leads nowhere.
        """
        code, row = split(key)
        found = next((item for item in self.entries if item.code == code), None)
        return None if row and found is not None and not self.axes(found) else found

    def group(self, code: str) -> Group | None:
        """Return a group by its code, None where there is none."""
        return next((item for item in self.groups if item.code == code), None)

    def axes(self, entry: Entry) -> tuple[Axis, ...]:
        """Return how an entry repeats, () where it stands alone."""
        group = self.group(entry.group)
        return () if group is None else group.axes

    def computes(self, key: str) -> bool:
        """Whether the answer of a key follows from others."""
        entry = self.entry(key)
        return entry is not None and entry.compute is not None

    def words(self, key: str) -> tuple[str, str]:
        """Return what an answer is called (Vietnamese, English), with its row; the key where not known."""
        entry, (_code, row) = self.entry(key), split(key)
        if entry is None:
            return key, key
        return (f"{entry.vi} {row}", f"{entry.en} {row}") if row else (entry.vi, entry.en)

    def entries_for(self, form: str, support: str) -> tuple[Entry, ...]:
        """Return the entries that are asked of a mast of this form and support ("" where not known)."""
        return tuple(item for item in self.entries if item.asked_of(form, support))

    @property
    def of_mast(self) -> bool:
        """Whether it is made for masts, not for a proposed position, where nothing stands."""
        return POSITION not in self.forms

    def usable_on(self, day: dt.date) -> bool:
        """Whether it may be recorded with on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.retired_on is None or day <= self.retired_on
        )
