"""What happened to records, and what changed since a moment of the ledger."""

from registry.store import ledger
from registry.store.changes import amend
from registry.store.database import Database
from registry.store.histories import changes_since, entries_of, history_of
from registry.store.tables import sites
from tests.store.rows import created, mast, site


def test_entries_of_records_and_changes_since(database: Database) -> None:
    with database.write() as connection:
        empty = ledger.head(connection)
        ledger.record(
            connection, [*created("sites", site("A"), site("B")), *created("structures", mast("A"))],
            who="lan", batch="B1",
        )  # fmt: skip
        first = ledger.head(connection)
        standing = ledger.rows_by_key(connection, sites, ["site-A"])["site-A"]
        ledger.record(connection, [amend(sites, standing, address="Sơn Động")], who="minh", batch="B2")
        whole = entries_of(connection, {"sites": ["site-A", "none"], "structures": ["mast-A"]})
        assert [(entry.change.record, entry.who) for entry in whole] == [
            ("site-A", "lan"),
            ("mast-A", "lan"),
            ("site-A", "minh"),
        ]
        told = history_of(connection, {"sites": ["site-A"]})
        assert [entry.batch for entry in told] == ["B1", "B2"]
        assert (told[1].after or {})["address"] == "Sơn Động"

        since = changes_since(connection, first, ["sites"], 10)
        assert since is not None
        assert [change.record for change in since] == ["site-A"]
        assert changes_since(connection, first, ["structures"], 10) == []
        assert changes_since(connection, empty, ["sites"], 2) is None  # more than one draws one by one
        assert len(changes_since(connection, empty, ["sites"], 3) or ()) == 3
        other = ledger.Head(first.seq, "0" * 64, first.at)
        assert changes_since(connection, other, ["sites"], 10) is None  # a register that was restored
        assert ledger.holds(connection, first)
        assert not ledger.holds(connection, other)
