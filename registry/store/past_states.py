"""How the register stood on a day, by its ledger and by the ledgers of the registers that became part of it.

Before the day on which a register became part of this one, what that one held then is answered from its own
ledger, under the keys that its records have here; where both held a record of one key (a carrier, a
commune), ours answers.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.vietnam_time import VIETNAM
from registry.store import images
from registry.store.earlier.ledgers import registers, translated
from registry.store.earlier.tables import earlier_ledger
from registry.store.ledger import stamp
from registry.store.portions import portions
from registry.store.tables import ledger

State = dict[str, dict[str, dict[str, Any]]]
"""Table -> record -> row. Rows hold every column that is not derived from a position's table key, as Python
values."""


def state_on(connection: Connection, day: dt.date, *, tables: Collection[str] = ()) -> State:
    """Return the register as it stood at the end of ``day`` in Vietnam.

    ``tables`` names those that are wanted, none of them: all.
    """
    return states_on(connection, [day], tables=tables)[0]


def states_on(
    connection: Connection, days: Sequence[dt.date], *, tables: Collection[str] = ()
) -> list[State]:
    """Return the register as it stood at the end of each of some days (see ``state_on``).

    A row that stood on several of them is read once and is the same object in each. What stood before the
    last entry of a day stood on it, also where a clock far ahead gave it a later time.
    """
    states = _states(connection, ledger, sa.true(), days, tables)
    for one in registers(connection):
        before = [at for at, day in enumerate(days) if _last(connection, day) <= one.after_seq]
        theirs = earlier_states(connection, one.id, [days[at] for at in before], tables)
        for at, state in zip(before, theirs, strict=True):
            for table, rows in translated(state, one, tables).items():
                states[at][table] = {**rows, **states[at].get(table, {})}
    return states


def earlier_states(
    connection: Connection, register: str, days: Sequence[dt.date], tables: Collection[str] = ()
) -> list[State]:
    """Return an earlier register as it stood on each of some days, under its own keys."""
    return _states(connection, earlier_ledger, earlier_ledger.c.register == register, days, tables)


def _end(day: dt.date) -> str:
    return stamp(dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), VIETNAM).astimezone(dt.UTC))


def _last(connection: Connection, day: dt.date) -> int:
    query = sa.select(sa.func.max(ledger.c.seq)).where(ledger.c.at < _end(day))
    return int(connection.execute(query).scalar() or 0)


def _states(
    connection: Connection,
    source: sa.Table,
    whose: sa.ColumnElement[bool],
    days: Sequence[dt.date],
    tables: Collection[str],
) -> list[State]:
    read: dict[int, tuple[str, str, dict[str, Any]]] = {}
    entry = sa.select(source.c.seq, source.c.table_name, source.c.record, source.c.after).where(whose)
    states = []
    for day in days:
        end_seq = sa.select(sa.func.max(source.c.seq)).where(whose, source.c.at < _end(day)).scalar_subquery()
        last = (
            sa.select(sa.func.max(source.c.seq))
            .where(whose, source.c.seq <= end_seq)
            .group_by(source.c.table_name, source.c.record)
        )
        if tables:
            last = last.where(source.c.table_name.in_(sorted(tables)))
        standing = list(connection.execute(last).scalars())
        new = [seq for seq in standing if seq not in read]
        wanted = (
            [source.c.seq.in_(last)]  # nothing is read yet
            if not read
            else [source.c.seq.in_(part) for part in portions(new)]
        )
        for part in wanted:
            query = entry.where(part, source.c.after.is_not(None))
            for seq, table, key, after in connection.execute(query):
                read[seq] = table, key, images.decode(images.table_of(table), images.parse(after))
        state: State = {}
        for seq in standing:
            if seq in read:  # a record that was taken away has no row
                table, key, row = read[seq]
                state.setdefault(table, {})[key] = row
        states.append(state)
    return states
