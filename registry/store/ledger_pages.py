"""Pages of the ledger, the newest entry first: by key, so that page 20,000 costs what the first one does.

A question has its index: of a person, of a kind of record, of a batch, of records. Days become ranges of
numbers, found by halving, since an entry's time never goes back but where an administrator stated that the
clock is right.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.ledger import LedgerEntry
from registry.model.vietnam_time import VIETNAM
from registry.store import ledger
from registry.store.ledger_clock import STATED
from registry.store.portions import portions
from registry.store.record_names import OWN
from registry.store.tables import LEDGERED, key_of, site_aliases
from registry.store.tables import ledger as entries

MOST_PEOPLE = 300
MOST_OF_RECORD = 1000
"""How many entries of one mast its sheet tells."""
MOST_PARTS = 20_000
"""How many parts of one kind are looked at: rows of a request, positions of a plan."""
_DEEPEST = 2


class Asked(NamedTuple):
    """What is asked for; what is empty asks nothing. ``records``: table -> keys, {}: of no record at all."""

    table: str = ""
    who: str = ""
    batch: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    records: Mapping[str, Collection[str]] | None = None


def page(
    connection: Connection,
    asked: Asked,
    *,
    before: int | None = None,
    after: int | None = None,
    most: int,
) -> list[LedgerEntry]:
    """Return at most ``most`` entries, the newest first: those before a number, or the next after one."""
    seqs = _seqs(connection, asked, before, after, most)
    if not seqs:
        return []
    rows: list[Any] = []
    for part in portions(seqs):
        rows += connection.execute(sa.select(entries).where(entries.c.seq.in_(part)))
    return [ledger.entry_of(row) for row in sorted(rows, key=lambda row: -int(row.seq))]


def count(connection: Connection, asked: Asked, *, most: int) -> int:
    """Return how many entries answer, counted no further than ``most`` + 1."""
    return len(_seqs(connection, asked, None, None, most + 1))


def entry(connection: Connection, seq: int) -> LedgerEntry | None:
    """Return one entry by its number; None where there is none."""
    found = connection.execute(sa.select(entries).where(entries.c.seq == seq)).first()
    return None if found is None else ledger.entry_of(found)


def batches_at(connection: Connection, who: str, at: str) -> Iterator[str]:
    """Yield the batches in which somebody wrote at a moment or later, the newest first."""
    seen: list[str] = []
    while True:
        query = sa.select(entries.c.batch, entries.c.at).where(
            entries.c.who == who, entries.c.batch.not_in(seen)
        )
        newest = connection.execute(query.order_by(entries.c.seq.desc()).limit(1)).first()
        if newest is None or newest.at < at:
            return
        seen.append(str(newest.batch))
        yield seen[-1]


def people(connection: Connection) -> list[str]:
    """Return who ever wrote an entry, in order; at most ``MOST_PEOPLE``."""
    found: list[str] = []
    smallest = sa.select(sa.func.min(entries.c.who))
    while len(found) < MOST_PEOPLE:
        query = smallest.where(entries.c.who > found[-1]) if found else smallest
        name = connection.execute(query).scalar()
        if name is None:
            break
        found.append(str(name))
    return found


def days_as_numbers(
    connection: Connection, first: dt.date | None, last: dt.date | None
) -> list[tuple[int, int]]:
    """Return the ranges of numbers (both ends within) of what was entered from ``first`` to ``last``."""
    newest = ledger.head(connection).seq
    start = "" if first is None else _midnight(first)
    end = "~" if last is None else _midnight(last + dt.timedelta(days=1))
    stated = sa.select(entries.c.seq).where(entries.c.table_name == "settings", entries.c.record == STATED)
    edges = [1, *connection.execute(stated.order_by(entries.c.seq)).scalars(), newest + 1]
    found: list[tuple[int, int]] = []
    for low, high in pairwise(edges):
        begin, stop = (_first_from(connection, low, high, at) for at in (start, end))
        if begin >= stop:
            continue
        if found and found[-1][1] == begin - 1:
            begin = found.pop()[0]
        found.append((begin, stop - 1))
    return found


def records_called(connection: Connection, code: str) -> dict[str, list[str]]:
    """Return the records that people know by a code, number or name, with their parts; by table.

    A mast is found by any code that it ever bore, a request brings its rows, notes and letters along. A
    record's own key finds it, too.
    """
    found: dict[str, list[str]] = {}
    for table in LEDGERED.values():
        key = table.c[key_of(table)]
        named = [table.c[name] == code for name in OWN if name in table.c and _is_text(table.c[name])]
        keys = list(connection.execute(sa.select(key).where(sa.or_(key == code, *named))).scalars())
        if keys:
            found[table.name] = keys
    if site_aliases.name in found:
        of_codes = sa.select(site_aliases.c.site_id).where(site_aliases.c.id.in_(found[site_aliases.name]))
        found["sites"] = sorted({*found.get("sites", ()), *connection.execute(of_codes).scalars()})
    return with_parts(connection, found)


def with_parts(connection: Connection, records: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """Return records with those that belong to them: masts and stations of a site, rows of a request."""
    found = {table: list(keys) for table, keys in records.items()}
    new = dict(found)
    for _ in range(_DEEPEST):
        below: dict[str, list[str]] = {}
        for table in LEDGERED.values():
            for column in table.c:
                parents = [new[key.column.table.name] for key in column.foreign_keys
                           if key.column.table.name in new]  # fmt: skip
                for keys in parents:
                    below.setdefault(table.name, []).extend(_keys_below(connection, table, column, keys))
        new = {}
        for name, keys in below.items():
            known = set(found.get(name, ()))
            if fresh := [key for key in dict.fromkeys(keys) if key not in known][:MOST_PARTS]:
                new[name] = fresh
                found.setdefault(name, []).extend(fresh)
    return found


def _is_text(column: Any) -> bool:
    return isinstance(column.type, sa.Text)  # the number of a storm is no text


def _keys_below(connection: Connection, table: Any, column: Any, keys: Collection[str]) -> list[str]:
    found: list[str] = []
    for part in portions(sorted(keys)):
        query = sa.select(table.c[key_of(table)]).where(column.in_(part))
        found += connection.execute(query).scalars()
    return found


def _seqs(
    connection: Connection, asked: Asked, before: int | None, after: int | None, most: int
) -> list[int]:
    """Return the numbers of a page, the newest first."""
    conditions: list[Any] = []
    if asked.table:
        conditions.append(entries.c.table_name == asked.table)
    if asked.who:
        conditions.append(entries.c.who == asked.who)
    if asked.batch:
        conditions.append(entries.c.batch == asked.batch)
    if asked.first is not None or asked.last is not None:
        ranges = days_as_numbers(connection, asked.first, asked.last)
        if not ranges:
            return []
        conditions.append(sa.or_(*(entries.c.seq.between(low, high) for low, high in ranges)))
    if before is not None:
        conditions.append(entries.c.seq < before)
    if after is not None:
        conditions.append(entries.c.seq > after)
    order = entries.c.seq.asc() if after is not None else entries.c.seq.desc()
    if asked.records is None:
        query = sa.select(entries.c.seq).where(*conditions).order_by(order).limit(most)
        found = [int(seq) for seq in connection.execute(query).scalars()]
    else:
        found = []
        for table, keys in asked.records.items():
            for part in portions(sorted(keys)):
                of_records = (entries.c.table_name == table, entries.c.record.in_(part))
                query = sa.select(entries.c.seq).where(*of_records, *conditions).order_by(order).limit(most)
                found += connection.execute(query).scalars()
        found = sorted(found, reverse=after is None)[:most]
    return sorted(found, reverse=True)


def _midnight(day: dt.date) -> str:
    return ledger.stamp(dt.datetime.combine(day, dt.time(), VIETNAM))


def _first_from(connection: Connection, low: int, high: int, at: str) -> int:
    """Return the first number from ``low`` whose time is ``at`` or later; ``high`` where none is below it."""
    while low < high:
        middle = (low + high) // 2
        query = sa.select(entries.c.seq, entries.c.at).where(entries.c.seq >= middle, entries.c.seq < high)
        found = connection.execute(query.order_by(entries.c.seq).limit(1)).first()
        if found is None or found.at >= at:
            high = middle
        else:
            low = int(found.seq) + 1
    return low
