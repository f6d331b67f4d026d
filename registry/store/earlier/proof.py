"""Do the ledgers of earlier registers still hold: whole, with the head that stands sealed in ours?"""

from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store import ledger
from registry.store.earlier.ledgers import raw_rows, registers
from registry.store.earlier.tables import earlier_ledger
from registry.store.ledger import GENESIS

Say = Callable[..., None]
"""Takes the code of a problem and its parameters."""


def prove(connection: Connection, say: Say, read: Callable[[str], None]) -> None:
    """Check the chain of every earlier ledger; ``read`` is given each image, which may name files."""
    known = registers(connection)
    for one in known:
        count, previous, broken = 0, GENESIS, False
        for row in raw_rows(connection, one.id):
            count += 1
            if row["seq"] != count or row["previous_hash"] != previous or ledger.hash_of(row) != row["hash"]:
                say("LEDGER-EARLIER-CHANGED", sign=one.sign, seq=row["seq"])
                broken = True
                break  # all that follows rests on it
            previous = row["hash"]
            if row["after"]:
                read(row["after"])
        if not broken and (count, previous) != (one.entries, one.head):
            say(
                "LEDGER-EARLIER-CUT", sign=one.sign, expected=one.entries, found=count, head=one.head,
                last=previous,
            )  # fmt: skip
    names = sa.select(earlier_ledger.c.register).distinct()
    for name in sorted(set(connection.execute(names).scalars()) - {one.id for one in known}):
        say("LEDGER-EARLIER-UNKNOWN", register=name)
