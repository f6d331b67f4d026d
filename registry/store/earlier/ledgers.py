"""The ledgers of earlier registers: copied whole, read by record, and asked how a day stood."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.ledger import LedgerEntry
from registry.store import driver_rows, ledger
from registry.store.earlier.mapping import with_own_keys
from registry.store.earlier.tables import earlier_ledger, earlier_registers
from registry.store.portions import portions
from registry.store.tables import ledger as own_ledger

_CHUNK = 5000


class Earlier(NamedTuple):
    """A register that became part of this one: see ``tables.earlier_registers``."""

    id: str
    sign: str
    name: str
    province: str
    entries: int
    head: str
    first_at: str
    last_at: str
    after_seq: int
    renamed: dict[str, str]
    kept_only: frozenset[str]
    who: str
    at: str


def registers(connection: Connection) -> list[Earlier]:
    """Return the registers that became part of this one, the first of them first."""
    query = sa.select(earlier_registers).order_by(earlier_registers.c.after_seq)
    return [
        Earlier(
            row.id, row.sign, row.name, row.province, row.entries, row.head, row.first_at, row.last_at,
            row.after_seq, row.renamed or {}, frozenset(row.kept_only or ()), row.who, row.at,
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def first_of(connection: Connection) -> tuple[str, str]:
    """Return hash and time of a ledger's first entry, by which a register is known; ("", "") of none."""
    query = sa.select(own_ledger.c.hash, own_ledger.c.at).where(own_ledger.c.seq == 1)
    found = connection.execute(query).first()
    return ("", "") if found is None else (str(found.hash), str(found.at))


def keep(connection: Connection, source: Connection, register: str) -> int:
    """Copy the whole ledger of ``source`` under the name of its register; returns how many entries it has."""
    names = [column.name for column in own_ledger.columns]
    count = 0
    query = sa.select(own_ledger).order_by(own_ledger.c.seq)
    for part in source.execution_options(yield_per=_CHUNK).execute(query).partitions():
        rows = [(register, *row) for row in part]
        driver_rows.insert_values(connection, earlier_ledger, ["register", *names], rows)
        count += len(rows)
    return count


def raw_rows(connection: Connection, register: str) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of an earlier ledger in order, as rows of the ledger's table."""
    query = sa.select(earlier_ledger).where(earlier_ledger.c.register == register)
    for row in connection.execute(query.order_by(earlier_ledger.c.seq)).mappings():
        yield dict(row)


def entries_of(connection: Connection, records: Mapping[str, Iterable[str]]) -> list[LedgerEntry]:
    """Return what earlier ledgers say of records of ours (by table), oldest first.

    A record that another mast's key was given to is asked for by the key it had. Entries bear the sign of
    their register; numbers and batches are its own.
    """
    found: list[LedgerEntry] = []
    for one in registers(connection):
        was = {new: old for old, new in one.renamed.items()}
        for table, keys in records.items():
            asked = sorted({was.get(key, key) for key in keys if key in was or key not in one.renamed})
            for part in portions(asked):
                query = sa.select(earlier_ledger).where(
                    earlier_ledger.c.register == one.id,
                    earlier_ledger.c.table_name == table,
                    earlier_ledger.c.record.in_(part),
                )
                found += [
                    replace(ledger.entry_of(row), register=one.sign) for row in connection.execute(query)
                ]
    return sorted(found, key=lambda entry: (entry.at, entry.register, entry.seq))


def translated(
    state: Mapping[str, Mapping[str, Mapping[str, Any]]], one: Earlier, tables: Collection[str] = ()
) -> dict[str, dict[str, dict[str, Any]]]:
    """Return what an earlier register held, under the keys that its records have here."""
    return {
        table: {
            with_own_keys(key, one.renamed): {
                name: with_own_keys(value, one.renamed) for name, value in row.items()
            }
            for key, row in rows.items()
        }
        for table, rows in state.items()
        if table not in one.kept_only and (not tables or table in tables)
    }
