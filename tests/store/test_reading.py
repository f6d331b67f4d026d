"""Queries narrowed by what is asked: nothing asked narrows nothing, and nobody's rows are nobody's own."""

import sqlalchemy as sa

from registry.store import ledger
from registry.store.database import Database
from registry.store.field.tables import data_requests
from registry.store.reading import count_of, every_row, first_of, kept_to, narrowed, rows_of
from registry.store.tables import sites
from tests.store.field.rows import data_request
from tests.store.rows import created, site


def test_narrowed_and_kept_to(database: Database) -> None:
    rows = [
        data_request("a", organisation="VTL"),
        data_request("b", organisation="VNPT", masts=0),
        data_request("c", organisation=""),
    ]
    with database.write() as connection:
        ledger.record(connection, created("data_requests", *rows), who="t", batch="t")
    query = sa.select(data_requests).order_by(data_requests.c.id)
    with database.read() as connection:

        def ids(asked: sa.Select[tuple[str]]) -> str:
            return "".join(row["id"] for row in rows_of(connection, asked))

        assert ids(narrowed(query, data_requests)) == "abc"
        assert ids(narrowed(query, data_requests, organisation="", masts=None)) == "abc"
        assert ids(narrowed(query, data_requests, organisation="VNPT")) == "b"
        assert ids(narrowed(query, data_requests, masts=0)) == "b"  # none is a number, and asks
        assert ids(kept_to(query, data_requests, None)) == "abc"
        assert ids(kept_to(query, data_requests, "VTL")) == "a"
        assert ids(kept_to(query, data_requests, "")) == ""
        first = first_of(connection, query)
        assert first is not None
        assert first["organisation"] == "VTL"
        assert first_of(connection, kept_to(query, data_requests, "")) is None
        most = sa.select(sa.func.max(data_requests.c.masts))
        assert count_of(connection, most) == 3
        assert count_of(connection, kept_to(most, data_requests, "")) == 0


def test_every_row_with_the_columns_that_are_asked_for(database: Database) -> None:
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A"), site("B")), who="lan", batch="B0")
    with database.read() as connection:
        assert sorted(row["code"] for row in every_row(connection, sites)) == ["A", "B"]
        assert set(every_row(connection, sites)[0]) == set(sites.c.keys())
        assert {tuple(row) for row in every_row(connection, sites, ("code", "lon"))} == {("code", "lon")}
