"""A ledger whose chain is made anew: every entry has the number and the hash that it must have."""

import sqlite3

from registry.store import ledger


def chain_anew(connection: sqlite3.Connection) -> None:
    """Write number, previous hash and hash of every entry as if it had been entered as it stands now.

    What somebody does who changed an entry and knows how hashes are made; the guards are off by then.
    """
    connection.row_factory = sqlite3.Row
    previous = ledger.GENESIS
    for seq, row in enumerate(connection.execute("SELECT * FROM ledger ORDER BY seq").fetchall(), 1):
        entry = {**dict(row), "previous_hash": previous, "seq": seq}
        entry["hash"] = ledger.hash_of(entry)
        connection.execute(
            "UPDATE ledger SET seq = ?, previous_hash = ?, hash = ? WHERE seq = ?",
            (seq, previous, entry["hash"], row["seq"]),
        )
        previous = entry["hash"]
    connection.row_factory = None
