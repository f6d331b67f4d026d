"""Which lists of an operator count: by date and batch, without those that were undone."""

import datetime as dt

from registry.model.areas import OperatorList
from registry.store import batches, ledger
from registry.store.database import Database
from registry.store.register.lists import list_row, lists_that_stand
from tests.store.rows import created

FIRST, SECOND = dt.date(2026, 7, 1), dt.date(2026, 10, 1)


def test_two_lists_of_a_day_both_count_and_one_undone_does_not(database: Database) -> None:
    with database.write() as connection:

        def take_in(day: dt.date, *, complete: bool, kept: bool = True, operator: str = "VTL") -> str:
            options = {"operator": operator, "list_date": day.isoformat(), "complete": complete}
            batch = batches.open_batch(connection, kind="sites", who="lan", options=options).id
            row = list_row(OperatorList(operator, day, complete, batch))
            ledger.record(connection, created("operator_lists", row) if kept else [], who="lan", batch=batch)
            return batch

        later = take_in(SECOND, complete=False)
        again = take_in(SECOND, complete=True, kept=False)  # the day has a row already
        first = take_in(FIRST, complete=True)
        undone = take_in(SECOND, complete=True, operator="VNPT")
        batches.undo(connection, undone, who="lan")
        assert lists_that_stand(connection) == {
            "VTL": [
                OperatorList("VTL", FIRST, True, first),
                OperatorList("VTL", SECOND, False, later),
                OperatorList("VTL", SECOND, True, again),
            ]
        }
