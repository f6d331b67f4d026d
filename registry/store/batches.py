"""Batches (lô): what was written together is known together, found again, and undone as a unit.

A batch is numbered "B1", "B2" ... in the order of writing. Its own row is ledgered like any other, but is
left out when it is undone: an undo is itself a batch, names the one it undoes, and can be undone in turn.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.model.ledger import Change, ImportBatch
from registry.model.vietnam_time import VIETNAM
from registry.store import images, ledger
from registry.store.images import Image
from registry.store.portions import portions
from registry.store.references import referring
from registry.store.tables import canonical_json, import_batches
from registry.store.tables import ledger as entries_table

UNDO = "undo"
DESK = "desk-"
"""How the kinds of the desk's batches begin: a request is changed by its own next step, not by an undo."""
ENTERED = f"{DESK}province-merged"
"""The kind of the batch by which another register's records entered: what it holds happened there before."""
_SHOWN = 10  # records named in a refusal


def open_batch(
    connection: Connection,
    *,
    kind: str,
    who: str,
    file_name: str = "",
    file_sha256: str = "",
    options: Mapping[str, Any] | None = None,
    summary: Mapping[str, int] | None = None,
    undoes: str | None = None,
) -> ImportBatch:
    """Write the row of a new batch and return it; use its ``id`` for every ``ledger.record`` of the batch.

    ``options`` are what besides the file decides the outcome (operator, list date, layer ...): together with
    ``kind`` and ``file_sha256`` they tell whether the same import was made before.
    """
    count = connection.execute(sa.select(sa.func.count()).select_from(import_batches)).scalar_one()
    batch = f"B{count + 1}"
    row: dict[str, Any] = {
        "id": batch,
        "kind": kind,
        "file_name": file_name,
        "file_sha256": file_sha256,
        "options": dict(options or {}),
        "who": who,
        "at": ledger.present(),
        "summary": dict(summary or {}),
        "undoes": undoes,
    }
    ledger.record(connection, [Change("import_batches", batch, None, row)], who=who, batch=batch)
    return get_batch(connection, batch)


def find_same(
    connection: Connection, kind: str, file_sha256: str, options: Mapping[str, Any] | None = None
) -> ImportBatch | None:
    """Return the newest batch of the same kind, file and options that is not undone, or None."""
    table = import_batches
    query = sa.select(table).where(
        table.c.kind == kind, table.c.file_sha256 == file_sha256, table.c.undone_by.is_(None)
    )
    wanted = canonical_json(images.encode(table, {"options": dict(options or {})}).get("options", {}))
    found = [
        _batch(row)
        for row in connection.execute(query).mappings()
        if canonical_json(row["options"] or {}) == wanted
    ]
    return max(found, key=lambda batch: int(batch.id[1:]), default=None)


def list_batches(connection: Connection, *, desk: bool = True) -> list[ImportBatch]:
    """Return every batch, oldest first; without those of the desk where not ``desk``."""
    query = sa.select(import_batches)
    if not desk:
        query = query.where(~import_batches.c.kind.startswith(DESK, autoescape=True))
    rows = connection.execute(query).mappings()
    return sorted((_batch(row) for row in rows), key=lambda batch: int(batch.id[1:]))


def first_written(connection: Connection) -> str | None:
    """Return when the first batch was written, None where there is none."""
    return connection.execute(sa.select(sa.func.min(import_batches.c.at))).scalar()


def get_batch(connection: Connection, batch: str) -> ImportBatch:
    """Return one batch by its id in any case; ``BATCH-UNKNOWN`` where there is none."""
    query = sa.select(import_batches).where(import_batches.c.id == images.clean(batch).strip().upper())
    row = connection.execute(query).mappings().first()
    if row is None:
        raise RefusalError("BATCH-UNKNOWN", batch=batch)
    return _batch(row)


def some(connection: Connection, ids: Collection[str]) -> dict[str, ImportBatch]:
    """Return the batches of these ids that there are, by id."""
    found: dict[str, ImportBatch] = {}
    for part in portions(sorted(ids)):
        query = sa.select(import_batches).where(import_batches.c.id.in_(part))
        found |= {row["id"]: _batch(row) for row in connection.execute(query).mappings()}
    return found


def last_of(connection: Connection, kind: str, option: str, value: str) -> tuple[str, str]:
    """Return who wrote the newest batch of a kind about something (an option), and when: as last_change."""
    query = sa.select(import_batches).where(import_batches.c.kind == kind)
    found = [_batch(row) for row in connection.execute(query).mappings()]
    own = [batch for batch in found if (batch.options or {}).get(option) == value]
    last = max(own, key=lambda batch: int(batch.id[1:]), default=None)
    return ("?", "") if last is None else (last.who, f"{last.at:%d/%m/%Y %H:%M}")


def undo(connection: Connection, batch: str, *, who: str, reason: str = "") -> ImportBatch:
    """Take a whole batch back with new entries, and return the batch of the undo; ``reason`` stays with it.

    Every record gets back the content it had before the batch. Refused as a whole where a record has another
    content by now (``BATCH-UNDO-CONFLICT``, naming the records and the later batches), where the batch is
    undone already, and for the batch that made the register.
    """
    with paused_collector():
        return _undo(connection, batch, who, reason)


def _undo(connection: Connection, batch: str, who: str, reason: str) -> ImportBatch:
    undone = _undoable(connection, batch)
    nets = _net_changes(connection, undone.id)
    standing = _standing(connection, nets)
    if found := _conflicts(connection, undone, nets, standing):
        raise _refusal(undone, found)
    changes = [
        Change(net.table, net.record, standing[net.table].get(net.record), net.before)
        for net in reversed(nets)
        if not _equal(net.before, net.after)
    ]
    made = open_batch(
        connection, kind=UNDO, who=who, summary={"records": len(changes)}, undoes=undone.id,
        file_name=undone.file_name, options={"reason": reason} if reason else None,
    )  # fmt: skip
    ledger.record(connection, changes, who=who, batch=made.id)
    marks: dict[str, str | None] = {undone.id: made.id}
    if undone.undoes is not None:
        marks[undone.undoes] = None  # undoing an undo puts its batch in force again
    rows = ledger.rows_by_key(connection, import_batches, list(marks))
    ledger.record(
        connection,
        [
            Change("import_batches", key, rows[key], {**rows[key], "undone_by": mark})
            for key, mark in marks.items()
        ],
        who=who,
        batch=made.id,
    )
    return made


class Resting(NamedTuple):
    """What an undo of a batch would do, and what stands in its way; nothing is written to find it.

    ``records`` counts the records that it would set back, by table; ``conflicts`` are those that have another
    content by now, or that others name, as (table, key, image); ``later`` are the batches that did it.
    """

    records: dict[str, int]
    conflicts: list[tuple[str, str, Image]]
    later: list[str]


def resting_on(connection: Connection, batch: str) -> Resting:
    """Return what an undo of a batch would do; refused as ``undo`` is where there can be none at all."""
    undone = _undoable(connection, batch)
    nets = _net_changes(connection, undone.id)
    standing = _standing(connection, nets)
    records = Counter(net.table for net in nets if not _equal(net.before, net.after))
    return Resting(dict(records), *(_conflicts(connection, undone, nets, standing) or ([], [])))


def _undoable(connection: Connection, batch: str) -> ImportBatch:
    undone = get_batch(connection, batch)
    if undone.undone_by is not None:
        raise RefusalError("BATCH-ALREADY-UNDONE", batch=undone.id, by=undone.undone_by)
    if undone.kind == "init":
        raise RefusalError("BATCH-NOT-UNDOABLE", batch=undone.id)
    if undone.kind.startswith(DESK):
        raise RefusalError("BATCH-OF-DESK", batch=undone.id)
    return undone


class _Net(NamedTuple):
    """What a batch did to one record, however many entries that took."""

    table: str
    record: str
    before: Image | None
    after: Image | None


def _net_changes(connection: Connection, batch: str) -> list[_Net]:
    nets: dict[tuple[str, str], _Net] = {}
    for entry in ledger.entries(connection, batch=batch):
        change = entry.change
        if change.table == import_batches.name:
            continue
        key = (change.table, change.record)
        first = nets.get(key)
        before = change.before if first is None else first.before
        nets[key] = _Net(change.table, change.record, before, change.after)
    return list(nets.values())


def _standing(connection: Connection, nets: Sequence[_Net]) -> dict[str, dict[str, Image]]:
    keys: dict[str, list[str]] = {}
    for net in nets:
        keys.setdefault(net.table, []).append(net.record)
    return {
        table: ledger.rows_by_key(connection, images.table_of(table), records)
        for table, records in keys.items()
    }


def _equal(one: Image | None, other: Image | None) -> bool:
    if one is None or other is None:
        return one is other
    return images.same_content(one, other)


def _conflicts(
    connection: Connection,
    batch: ImportBatch,
    nets: Sequence[_Net],
    standing: Mapping[str, Mapping[str, Image]],
) -> tuple[list[tuple[str, str, Image]], list[str]] | None:
    """Return the records that stand in the way of an undo and the later batches; None where none does."""
    found = [
        (net.table, net.record, net.after or net.before or {})
        for net in nets
        if not _equal(standing[net.table].get(net.record), net.after)
    ]
    found += _dependants(connection, nets)
    return (found, _later_batches(connection, batch.id, found)) if found else None


def _refusal(batch: ImportBatch, found: tuple[list[tuple[str, str, Image]], list[str]]) -> RefusalError:
    conflicts, later = found
    records = [f"{table} {image.get('code') or record}" for table, record, image in conflicts]
    return RefusalError(
        "BATCH-UNDO-CONFLICT",
        batch=batch.id,
        count=len(conflicts),
        records=", ".join(records[:_SHOWN]) + (" …" if len(records) > _SHOWN else ""),
        later=", ".join(later),
    )


def _dependants(connection: Connection, nets: Sequence[_Net]) -> list[tuple[str, str, Image]]:
    """Return the rows that would lose what they refer to, and are not themselves taken back."""
    removed: dict[str, list[str]] = {}
    for net in nets:
        if net.before is None:
            removed.setdefault(net.table, []).append(net.record)
    return [
        (table.name, key, images.encode(table, row)) for table, key, row in referring(connection, removed)
    ]


def _later_batches(
    connection: Connection, batch: str, conflicts: Sequence[tuple[str, str, Image]]
) -> list[str]:
    table = entries_table
    last = sa.select(sa.func.max(table.c.seq)).where(table.c.batch == batch).scalar_subquery()
    found: set[str] = set()
    for name, record, _ in conflicts[:500]:
        query = sa.select(table.c.batch).where(
            table.c.table_name == name, table.c.record == record, table.c.seq > last
        )
        found.update(row[0] for row in connection.execute(query))
    return sorted(found)


def _batch(row: sa.RowMapping) -> ImportBatch:
    return ImportBatch(
        id=row["id"],
        kind=row["kind"],
        file_name=row["file_name"],
        file_sha256=row["file_sha256"],
        who=row["who"],
        at=dt.datetime.fromisoformat(row["at"]).astimezone(VIETNAM),
        summary=row["summary"] or {},
        undone_by=row["undone_by"],
        undoes=row["undoes"],
        options=row["options"] or {},
    )
