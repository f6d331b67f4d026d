"""Records from rows and rows from records, by the fields of the record's dataclass.

A field is the column of its name. Codes (``StrEnum``) are kept as text, ``None`` as "" where a code may be
missing; moments as text in UTC, "" for none; tuples as lists; sets as sorted lists; days, numbers, shapes and
JSON as they are. What a record holds otherwise than its table is given by the caller, by name.
"""

import dataclasses
import datetime as dt
import types
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from sqlalchemy import Table

from registry.store.ledger import stamp

R = TypeVar("R")
_Turn = Callable[[Any], Any]
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
"""What stands for a moment that has to be there and is not."""


class _Turns(NamedTuple):
    """How a value goes into its column, and comes out of it."""

    into: _Turn
    out: _Turn


def record_of(kind: type[R], row: Mapping[Any, Any], /, **given: Any) -> R:
    """Return the record of a row; ``given`` fields go before it, and one that it lacks keeps its default."""
    found = {name: turns.out(row[name]) for name, turns in _fields(kind) if name in row and name not in given}
    return kind(**found, **given)


def row_of(table: Table, record: Any, /, **given: Any) -> dict[str, Any]:
    """Return a record's row in a table, without what the store itself counts; ``given`` columns go before."""
    found = {
        name: getattr(record, name) if into is None else into(getattr(record, name))
        for name, into in _columns(type(record), table)
        if name not in given
    }
    return found | given


def _read_columns(kind: Any, table: Table) -> tuple[tuple[str, _Turn | None], ...]:
    """Return the fields of a record that are columns, with what their values go through (None: nothing)."""
    counted = {"version", *table.info.get("derived", ())}
    return tuple(
        (name, None if turns is _AS_IS else turns.into)
        for name, turns in _fields(kind)
        if name in table.c and name not in counted
    )


_columns: Callable[[Any, Table], tuple[tuple[str, _Turn | None], ...]] = cache(_read_columns)


def plain_of(record: Any) -> dict[str, Any]:
    """Return every field of a record as JSON holds it, for a record that is kept whole in one column."""
    return {name: turns.into(getattr(record, name)) for name, turns in _fields(type(record))}


def _read_fields(kind: Any) -> tuple[tuple[str, _Turns], ...]:
    hints = get_type_hints(kind)
    return tuple((item.name, _turns(hints[item.name])) for item in dataclasses.fields(kind))


_fields: Callable[[Any], tuple[tuple[str, _Turns], ...]] = cache(_read_fields)


def _turns(hint: Any) -> _Turns:
    optional = False
    if get_origin(hint) in (Union, types.UnionType):
        one = [part for part in get_args(hint) if part is not types.NoneType]
        optional = len(one) < len(get_args(hint))
        hint = one[0] if len(one) == 1 else Any
    kind = get_origin(hint) or hint
    if not isinstance(kind, type):
        return _AS_IS
    if issubclass(kind, StrEnum):
        return _Turns(lambda code: "" if code is None else str(code), _none_first(kind) if optional else kind)
    if issubclass(kind, dt.datetime):
        return _Turns(lambda at: "" if at is None else stamp(at), _moment if optional else _moment_or_never)
    if issubclass(kind, tuple):
        return _tuple_turns(get_args(hint), optional=optional)
    if issubclass(kind, frozenset):
        return _Turns(
            lambda held: None if held is None else sorted(held),
            lambda held: None if held is None and optional else frozenset(held or ()),
        )
    if issubclass(kind, dict | Mapping) and not optional:
        return _Turns(lambda held: held, lambda held: held or {})
    if dataclasses.is_dataclass(kind):
        return _Turns(
            lambda item: None if item is None else plain_of(item),
            lambda item: None if item is None else record_of(kind, item),
        )
    return _AS_IS


def _tuple_turns(parts: tuple[Any, ...], *, optional: bool) -> _Turns:
    if parts[-1:] == (...,):
        each = _turns(parts[0])
        turns: Callable[[Any], list[_Turns]] = lambda held: [each] * len(held)  # noqa: E731 - one of two
    else:
        every = [_turns(part) for part in parts]
        turns = lambda held: every[: len(held)]  # noqa: E731 - as above

    def into(held: Any) -> Any:
        return None if held is None else [t.into(v) for t, v in zip(turns(held), held, strict=True)]

    def out(held: Any) -> Any:
        if not held:
            return None if optional else ()
        return tuple(t.out(v) for t, v in zip(turns(held), held, strict=True))

    return _Turns(into, out)


def _none_first(kind: type[StrEnum]) -> _Turn:
    return lambda code: kind(code) if code else None


def _moment(text: Any) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _moment_or_never(text: Any) -> dt.datetime:
    return _moment(text) or _NEVER


_AS_IS = _Turns(lambda value: value, lambda value: value)
