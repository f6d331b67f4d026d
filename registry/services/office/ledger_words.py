"""An entry of the ledger in the reader's words: which record, by whom and from where, before → after.

Only what changed is said, with labels, units and codes as pages have them; what a record names by a key is
said by its code or name. The same words stand on a mast's sheet, on the pages of the ledger and in its files.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple

from registry.messages import Words
from registry.model.ledger import ImportBatch, LedgerEntry
from registry.model.vietnam_time import VIETNAM
from registry.services.office import both_versions
from registry.services.office.preview import FieldChange
from registry.services.office.record_words import (
    BUILT,
    BUILT_DAY,
    EMPTY,
    YEAR_ONLY,
    built_words,
    column_word,
    has_word,
    settings_word,
    value_words,
    word,
)
from registry.store import batches
from registry.store.database import Connection
from registry.store.record_names import OWN, Names, column_order, names_of, reference_of

MOST_LINES = 60
"""How many lines of one entry are said; the rest is counted."""
_UNSAID = frozenset({"id", "fid", "version", "key"})
OF_THE_STORE = frozenset({"position_raw", "position_reading", "position_confidence"})
"""How a position was written and read: where something is looked at first, the position itself says it."""
UNSAID_OF_NEW = frozenset({"code", "position_crs", "built_year_only", "accuracy_m", "robust_basis"})
"""What says nothing of a record that is new."""
_KEPT_BACK = frozenset({"token"})
"""What opens something for whoever knows it: that it changed is said, not what it is."""
_HIDDEN = Words("•••", "•••")
_SHORT_KEY = 12


class Done(StrEnum):
    """What an entry did to its record."""

    MADE = "made"
    CHANGED = "changed"
    REMOVED = "removed"


class Line(NamedTuple):
    """One value: what it is, what it was and what it became; ``EMPTY`` for nothing."""

    name: Words
    before: Words
    after: Words


@dataclass(frozen=True, slots=True)
class EntryInWords:
    """One entry as people read it.

    ``what`` is the record with the code that people know it by; ``file`` is the file of the batch, ``sheet``
    and ``row`` where in it (0: not read from a table). ``more`` counts the lines that are not said.
    ``register`` is the sign of the earlier register in whose ledger it stands, "" for ours.
    """

    seq: int
    at: dt.datetime
    who: str
    batch: str
    batch_kind: Words
    file: str
    sheet: str
    row: int
    table: str
    record: str
    what: Words
    done: Done
    lines: tuple[Line, ...]
    more: int
    hash: str
    register: str = ""


def in_words(connection: Connection, entries: Sequence[LedgerEntry]) -> list[EntryInWords]:
    """Return entries in words, in their order; what they name is asked for all of them at once."""
    names = names_of(connection, _named(entries))
    known = batches.some(connection, {entry.batch for entry in entries if not entry.register})
    return [_told(entry, names, None if entry.register else known.get(entry.batch)) for entry in entries]


def without_values(entry: EntryInWords) -> EntryInWords:
    """Return an entry without what it says of its record, for whoever may know only that it is there."""
    kind = word("tables", entry.table)
    return replace(entry, what=kind, lines=(), more=0, file="", sheet="", row=0)


def only_columns(entry: LedgerEntry, columns: Collection[str]) -> LedgerEntry:
    """Return an entry as if its table had these columns only."""
    change = entry.change
    before, after = (
        None if image is None else {name: value for name, value in image.items() if name in columns}
        for image in (change.before, change.after)
    )
    return replace(entry, change=replace(change, before=before, after=after))


def changed_lines(
    table: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, names: Names
) -> list[Line]:
    """Return what differs between two images of a record, value by value."""
    old, new = dict(before or {}), dict(after or {})
    order = column_order(table)
    differing = {name for name in {*new, *old} - _UNSAID if old.get(name) != new.get(name)}
    if BUILT in differing:
        differing.discard(YEAR_ONLY)  # said with the day
    return [
        line
        for column in sorted(differing, key=lambda name: (order.get(name, len(order)), name))
        for line in (
            [_built(old, new)]
            if column == BUILT
            else _lines(table, column, old.get(column), new.get(column), names)
        )
    ]


def fields_in_words(
    connection: Connection, records: Sequence[Sequence[FieldChange]], table: str
) -> list[list[Line]]:
    """Return what an import changes in each record, as a person reads it; ``table`` is that of the import.

    What is of the store alone (how a position was written and read), and what a new record leaves empty or
    denies, is not said.
    """
    wanted: dict[str, set[str]] = {}
    for one in (one for fields in records for one in fields):
        for value in (one.before, one.after):
            _note(wanted, one.table or table, one.field, value)
    names = names_of(connection, wanted)
    return [
        [
            line
            for of, before, after in _images(fields, table)
            for line in changed_lines(of, before, after, names)
            if line.before != EMPTY or line.after != EMPTY
        ]
        for fields in records
    ]


def _images(
    fields: Sequence[FieldChange], table: str
) -> Iterable[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield table, before and after of each of the records that the fields of one line belong to."""
    dated = any(one.field == BUILT for one in fields)
    of, before, after = "", dict[str, Any](), dict[str, Any]()
    for one in fields:
        if one.field in OF_THE_STORE or (one.before is None and _tells_nothing(one, dated=dated)):
            continue
        if (one.table or table) != of or one.field in after:
            if after:
                yield of, before, after
            of, before, after = one.table or table, {}, {}
        before[one.field], after[one.field] = one.before, one.after
    if after:
        yield of, before, after


def _tells_nothing(one: FieldChange, *, dated: bool) -> bool:
    """Whether a field of a new record need not be said; whether only the year is known goes with the day."""
    if one.field == YEAR_ONLY:
        return not dated
    return one.after is False or one.field in UNSAID_OF_NEW


def _built(old: Mapping[str, Any], new: Mapping[str, Any]) -> Line:
    """Return when a mast was built: a day as a day, a year as a year."""
    years = [_only_year(old, new), _only_year(new, old)]
    days = [old.get(BUILT), new.get(BUILT)]
    told = [built_words(day, year_only=year) for day, year in zip(days, years, strict=True)]
    whole = any(str(day)[4:5] == "-" and not year for day, year in zip(days, years, strict=True))
    return Line(BUILT_DAY if whole else column_word("structures", BUILT), *told)


def _only_year(image: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether only the year is known on one side; where neither says so, it is kept by its first day."""
    flags = [side[YEAR_ONLY] for side in (image, other) if side.get(YEAR_ONLY) is not None]
    return bool(flags[0]) if flags else str(image.get(BUILT) or "").endswith("-01-01")


def batch_word(kind: str) -> Words:
    """Return what a kind of batch is; a deed at the desk by the longest beginning that has words."""
    known = kind
    while not has_word("batches", known) and "-" in known:
        known = known.rpartition("-")[0]
    return word("batches", known if has_word("batches", known) else kind)


def _told(entry: LedgerEntry, names: Names, batch: ImportBatch | None) -> EntryInWords:
    change = entry.change
    image = change.after or change.before or {}
    lines = changed_lines(change.table, change.before, change.after, names)
    sheet, row = _place(entry)
    return EntryInWords(
        seq=entry.seq,
        at=dt.datetime.fromisoformat(entry.at).astimezone(VIETNAM),
        who=entry.who,
        batch=entry.batch,
        batch_kind=batch_word(batch.kind) if batch is not None else Words("", ""),
        file=batch.file_name if batch is not None else "",
        sheet=sheet,
        row=row,
        table=change.table,
        record=change.record,
        what=_what(change.table, change.record, image, names),
        done=_done(change.before, change.after),
        lines=tuple(lines[:MOST_LINES]),
        more=max(0, len(lines) - MOST_LINES),
        hash=entry.hash,
        register=entry.register,
    )


def _done(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Done:
    if before is None:
        return Done.MADE
    return Done.REMOVED if after is None else Done.CHANGED


def _place(entry: LedgerEntry) -> tuple[str, int]:
    """Return sheet and row: of the entry, else those that the record itself names (a row of a request)."""
    if entry.change.origin is not None:
        return entry.change.origin
    image = entry.change.after if entry.change.before is None else None
    if image and "sheet" in image:
        row = image.get("sheet_row", image.get("row", 0))
        return str(image["sheet"]), int(row) if isinstance(row, int) else 0
    return "", 0


def _what(table: str, record: str, image: Mapping[str, Any], names: Names) -> Words:
    """Return a record by its own name, else by that of what it belongs to, else by whose it is or its key."""
    kind = settings_word(record) if table == "settings" else word("tables", table)
    called = next((str(image[name]) for name in OWN if image.get(name)), "") or names.get((table, record), "")
    if not called:
        called = next((names[key] for key in _above(table, image) if key in names), "")
    if called:
        return Words(f"{kind.vi} {called}", f"{kind.en} {called}")
    own = both_versions.what(table, image, record)
    return own if own != kind else Words(*(f"{side} {record[:_SHORT_KEY]}" for side in kind))


def _above(table: str, image: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for column, value in image.items():
        target = reference_of(table, column)
        if target and target not in ("operators", "admin_units") and isinstance(value, str):
            yield target, value


def _named(entries: Sequence[LedgerEntry]) -> dict[str, set[str]]:
    """Return every record that the entries are about or name, by table."""
    found: dict[str, set[str]] = {}
    for entry in entries:
        change = entry.change
        found.setdefault(change.table, set()).add(change.record)
        for image in (change.before, change.after):
            for column, value in (image or {}).items():
                _note(found, change.table, column, value)
    return found


def _note(found: dict[str, set[str]], table: str, column: str, value: Any) -> None:
    """Note the records that a value names, one or a list of them."""
    target = reference_of(table, column)
    if target:
        named = value if isinstance(value, list | tuple) else [value]
        found.setdefault(target, set()).update(one for one in named if isinstance(one, str))


def _lines(table: str, column: str, before: Any, after: Any, names: Names) -> Iterable[Line]:
    label = column_word(table, column)
    if column in _KEPT_BACK:
        yield Line(label, *(EMPTY if value in (None, "") else _HIDDEN for value in (before, after)))
        return
    if not _nested(before) and not _nested(after):
        yield Line(label, *(_value(table, column, value, names) for value in (before, after)))
        return
    old, new = _leaves(before), _leaves(after)
    for path in {**new, **old}:
        if old.get(path) != new.get(path):
            last = next((part for part in reversed(path) if isinstance(part, str)), column)
            yield Line(
                _path_word(label, path),
                *(_value(table, last, side.get(path), names) for side in (old, new)),
            )


def _value(table: str, column: str, value: Any, names: Names) -> Words:
    target = reference_of(table, column)
    if target and isinstance(value, str):
        called = names.get((target, value), "")
        if called:
            return Words(called, called)
    if target and isinstance(value, list | tuple) and value:
        return _same("; ".join(names.get((target, str(one)), str(one)) for one in value))
    if table == "import_batches" and column == "kind" and isinstance(value, str):
        return batch_word(value)
    return value_words(table, column, value)


def _nested(value: Any) -> bool:
    """Whether a value has parts of its own, told apart each."""
    if isinstance(value, list):
        return any(isinstance(item, list | dict) for item in value)
    return isinstance(value, dict)


def _leaves(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], Any]:
    """Return the values of a tree by their paths; lists without parts are values, positions count from 1."""
    if not _nested(value):
        return {} if value in (None, "", [], {}) else {path: value}
    parts: Iterable[tuple[str | int, Any]] = value.items() if isinstance(value, dict) else enumerate(value, 1)
    found: dict[tuple[str | int, ...], Any] = {}
    for name, part in parts:
        found |= _leaves(part, (*path, name))
    return found


def _path_word(label: Words, path: tuple[str | int, ...]) -> Words:
    parts = [label, *(_same(f"#{part}") if isinstance(part, int) else column_word("", part) for part in path)]
    return Words(" · ".join(part.vi for part in parts), " · ".join(part.en for part in parts))


def _same(text: str) -> Words:
    return Words(text, text)
