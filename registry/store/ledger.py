"""The ledger (sổ cái): the one mechanism for history, and the only way to write a ledgered table.

Entries are numbered from 1 without gaps. The hash of an entry is the SHA-256 of the canonical JSON (sorted
keys, no spaces, letters kept, floats as ``repr``) of ``after``, ``at``, ``batch``, ``before``,
``previous`` (the hash of the entry before it), ``record``, ``seq``, ``table`` and ``who``; ``before`` and
``after`` are images (see ``registry.store.images``) or null. An entry that was read from a row of a file has
``origin`` besides (its sheet and row); one without it is hashed without it, as all were before 29/11/2026.
The first entry's previous hash is 64 zeros.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, Table

from registry.collector import paused_collector
from registry.errors import RefusalError, WrongCallError
from registry.model.ledger import Change, LedgerEntry, Origin
from registry.model.vietnam_time import VIETNAM, now
from registry.store import driver_rows, images, ledger_clock
from registry.store.images import Image
from registry.store.tables import canonical_json, key_of, ledger

GENESIS = "0" * 64


class Head(NamedTuple):
    """The newest entry: its number and hash (0 and zeros while the ledger is empty), and its time."""

    seq: int
    hash: str
    at: str


class _Write(NamedTuple):
    """One change made ready: what stands in the table, what shall stand, and the latter as a row."""

    table: Table
    record: str
    before: Image | None
    after: Image | None
    origin: Origin | None


def head(connection: Connection) -> Head:
    """Return the newest entry's number, hash and time."""
    found = connection.execute(
        sa.select(ledger.c.seq, ledger.c.hash, ledger.c.at).order_by(ledger.c.seq.desc()).limit(1)
    ).first()
    return Head(0, GENESIS, "") if found is None else Head(found.seq, found.hash, found.at)


def record(
    connection: Connection,
    changes: Iterable[Change],
    *,
    who: str,
    batch: str | Callable[[], str],
    clock_right: bool = False,
) -> Head:
    """Write rows and their ledger entries together; returns the new head.

    ``changes`` name each record once; ``before`` and ``after`` hold columns as Python has them (dates,
    shapely geometries, StrEnums), ``after`` in full: a column left out becomes empty. A change that changes
    nothing is left out. Every column given in ``before`` must still stand so in the table, else the whole is
    refused (``STORE-CHANGED-MEANWHILE``), as is a record that is new but stands already, and a clock that
    cannot be right (``ledger_clock``), unless these changes state that it is (``clock_right``). ``batch`` may
    open the batch and return it: it is asked only where something is written. Must run inside
    ``Database.write``. 100,000 changes take seconds.
    """
    with paused_collector():
        writes = list(_prepare(connection, list(changes)))
        if not writes:
            return head(connection)
        own = batch if isinstance(batch, str) else batch()
        newest = head(connection)
        at = _moment(newest, clock_right=clock_right)
        _write_rows(connection, writes)
        return _append(connection, writes, newest._replace(at=at), who, own)


def entries(connection: Connection, *, batch: str | None = None, since: int = 0) -> Iterator[LedgerEntry]:
    """Yield entries in order, those of one batch or all, after number ``since``; images as dicts."""
    query = sa.select(ledger).where(ledger.c.seq > since).order_by(ledger.c.seq)
    if batch is not None:
        query = query.where(ledger.c.batch == batch)
    for row in connection.execute(query):
        yield entry_of(row)


def entry_of(row: sa.Row[Any]) -> LedgerEntry:
    """Return the entry of a row of the ledger's table."""
    return LedgerEntry(
        seq=row.seq,
        at=row.at,
        who=row.who,
        batch=row.batch,
        change=Change(
            table=row.table_name,
            record=row.record,
            before=None if row.before is None else images.parse(row.before),
            after=None if row.after is None else images.parse(row.after),
            origin=None if row.origin is None else Origin(**images.parse(row.origin)),
        ),
        previous_hash=row.previous_hash,
        hash=row.hash,
    )


def holds(connection: Connection, entry: Head) -> bool:
    """Whether an entry is one of this ledger; not where the register was restored to another."""
    known = sa.select(ledger.c.seq).where(ledger.c.seq == entry.seq, ledger.c.hash == entry.hash)
    return connection.execute(known).first() is not None


def touched(connection: Connection, since: Head, *, but: Collection[str]) -> bool:
    """Whether an entry after ``since`` is about a table other than ``but``, or the ledger is another one."""
    if not holds(connection, since):
        return True
    later = ledger.c.seq > since.seq
    query = sa.select(ledger.c.seq).where(later, ledger.c.table_name.not_in(sorted(but))).limit(1)
    return connection.execute(query).first() is not None


def first_entry(connection: Connection, table: str) -> str | None:
    """Return when the first record of a table was entered, None where there is none."""
    query = sa.select(sa.func.min(ledger.c.at)).where(ledger.c.table_name == table)
    found = connection.execute(query).scalar()
    return None if found is None else str(found)


def newest_of(connection: Connection, tables: Collection[str]) -> tuple[int, str]:
    """Return the number and the time of the newest entry about some tables; (0, "") where there is none."""
    last = sa.select(sa.func.max(ledger.c.seq)).where(ledger.c.table_name.in_(sorted(tables)))
    found = connection.execute(
        sa.select(ledger.c.seq, ledger.c.at).where(ledger.c.seq == last.scalar_subquery())
    ).first()
    return (0, "") if found is None else (int(found.seq), str(found.at))


def change_after(
    connection: Connection, table: Table, records: Collection[str], seq: int
) -> LedgerEntry | None:
    """Return the newest entry after number ``seq`` about one of some records, None where there is none."""
    later = sa.select(ledger).where(ledger.c.table_name == table.name, ledger.c.seq > seq)
    wanted = set(records)
    for row in connection.execute(later.order_by(ledger.c.seq.desc())):
        if row.record in wanted:
            return entry_of(row)
    return None


def last_change(connection: Connection, table: Table, record: str) -> tuple[str, str]:
    """Return who changed a record last and when (as people in Vietnam read it); ("?", "") for nobody."""
    of_record = sa.select(ledger.c.who, ledger.c.at).where(
        ledger.c.table_name == table.name, ledger.c.record == record
    )
    found = connection.execute(of_record.order_by(ledger.c.seq.desc()).limit(1)).first()
    if found is None:
        return "?", ""
    at = dt.datetime.fromisoformat(found.at).astimezone(VIETNAM)
    return str(found.who), f"{at:%d/%m/%Y %H:%M}"


def hash_of(row: Mapping[str, Any]) -> str:
    """Return the hash that a row of the ledger's table must carry.

    The text is put together from its parts because the images are canonical JSON already; a test holds it
    against ``canonical_json`` of the whole.
    """
    origin = f'"origin":{row["origin"]},' if row.get("origin") else ""
    text = (
        f'{{"after":{row["after"] or "null"},"at":{_quoted(row["at"])},"batch":{_quoted(row["batch"])},'
        f'"before":{row["before"] or "null"},{origin}"previous":{canonical_json(row["previous_hash"])},'
        f'"record":{canonical_json(row["record"])},"seq":{row["seq"]},"table":{_quoted(row["table_name"])},'
        f'"who":{_quoted(row["who"])}}}'
    )
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=256)  # the entries of a batch share them
def _quoted(text: Any) -> str:
    return canonical_json(text)


def rows_by_key(connection: Connection, table: Table, keys: Sequence[str]) -> dict[str, Image]:
    """Return the images of the rows that stand under ``keys``."""
    return dict(driver_rows.images_by_key(connection, table, keys))


def _prepare(connection: Connection, changes: Sequence[Change]) -> Iterator[_Write]:
    by_table: dict[str, list[str]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change.record)
    standing: dict[str, dict[str, Image]] = {}
    for name, keys in by_table.items():
        if len(set(keys)) != len(keys):
            raise WrongCallError(f"a record of {name} is changed twice in one call")
        standing[name] = rows_by_key(connection, images.table_of(name), keys)
    stale = [change for change in changes if not _agrees(change, standing[change.table].get(change.record))]
    if stale:
        raise RefusalError(
            "STORE-CHANGED-MEANWHILE",
            count=len(stale),
            records=", ".join(f"{change.table} {change.record}" for change in stale[:5]),
        )
    for change, after in zip(changes, _afters(changes), strict=True):
        table = images.table_of(change.table)
        before = standing[change.table].get(change.record)
        if after is not None:
            key = key_of(table)
            if after.setdefault(key, change.record) != change.record:
                raise WrongCallError(f"{change.table} {change.record} holds the key {after[key]}")
            if before is not None and images.same_content(before, after):
                continue
            # Grows past both, so that a row restored by an undo never takes an old version again.
            known = 0 if before is None else before["version"]
            after["version"] = max(known, after.get("version", 0)) + 1
        if before is not None or after is not None:
            yield _Write(table, change.record, before, after, change.origin)


def _afters(changes: Sequence[Change]) -> list[Image | None]:
    """Return the images of what shall stand, in the order of the changes; those of a table made together."""
    by_table: dict[str, list[int]] = {}
    for at, change in enumerate(changes):
        if change.after is not None:
            by_table.setdefault(change.table, []).append(at)
    found: list[Image | None] = [None] * len(changes)
    for name, places in by_table.items():
        made = images.encode_rows(images.table_of(name), [changes[at].after or {} for at in places])
        for at, image in zip(places, made, strict=True):
            found[at] = image
    return found


def _agrees(change: Change, standing: Image | None) -> bool:
    if change.before is None or standing is None:
        return change.before is None and standing is None
    if change.before == standing:  # an image that was read, which most are
        return True
    table = images.table_of(change.table)
    expected = images.encode(table, change.before)
    return all(
        standing.get(name) == expected.get(name) for name in change.before if name in images.encoders(table)
    )


def _write_rows(connection: Connection, writes: Sequence[_Write]) -> None:
    """Apply the changes, one statement of many rows per table and kind of change."""
    inserts: dict[Table, list[Image]] = {}
    updates: dict[Table, list[Image]] = {}
    deletes: dict[Table, list[str]] = {}
    for table, key, before, after, _origin in writes:
        if after is None:
            deletes.setdefault(table, []).append(key)
        elif before is None:
            inserts.setdefault(table, []).append(after)
        else:
            updates.setdefault(table, []).append(after)
    for table, keys in deletes.items():
        driver_rows.delete(connection, table, keys)
    for table, rows in updates.items():
        driver_rows.update(connection, table, rows)
    for table, rows in inserts.items():
        driver_rows.insert(connection, table, rows)


def _moment(newest: Head, *, clock_right: bool) -> str:
    """Return the time of the next entries; a clock set back a little does not turn time back."""
    moment = now()
    if clock_right:
        return stamp(moment)
    doubt = ledger_clock.doubt(newest.at, moment)
    if doubt is not None:
        raise doubt
    return max(newest.at, stamp(moment))


def _append(connection: Connection, writes: Sequence[_Write], newest: Head, who: str, batch: str) -> Head:
    seq, previous, at = newest
    who, batch = images.clean(who), images.clean(batch)
    rows: list[dict[str, Any]] = []
    for table, key, before, after, origin in writes:
        seq += 1
        entry = {
            "seq": seq,
            "at": at,
            "who": who,
            "batch": batch,
            "table_name": table.name,
            "record": key,
            "before": None if before is None else images.write(before),
            "after": None if after is None else images.write(after),
            "origin": None if origin is None else _written(origin),
            "previous_hash": previous,
        }
        previous = entry["hash"] = hash_of(entry)
        rows.append(entry)
    driver_rows.insert_values(connection, ledger, list(rows[0]), [tuple(row.values()) for row in rows])
    return Head(seq, previous, at)


def _written(origin: Origin) -> str:
    return f'{{"row":{origin.row},"sheet":{_quoted(images.clean(origin.sheet))}}}'  # as canonical JSON


def present() -> str:
    """Return the stamp of the present moment; within a deed, of the moment at which it began."""
    return stamp(now())


def stamp(moment: dt.datetime) -> str:
    """Write a moment in UTC with microseconds, so that text order is time order."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
