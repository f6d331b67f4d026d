"""Which letter on a site counts, and which of a sender's lists are looked at first."""

import datetime as dt

import pytest

from registry.model.requests.desk import RequestKind
from registry.model.requests.desk_records import ApprovalState
from registry.store import ledger
from registry.store.database import Database
from registry.store.obligations.owed import plans_received
from registry.store.requests.agreements import list_approvals, newest_agreement
from registry.store.requests.handed_in import newest_readings
from tests.store.requests.rows import DAY, approval, handed_list, request
from tests.store.rows import created


@pytest.fixture
def desk(database: Database) -> Database:
    changes = [
        *created("requests", request(1, list_version=2), request(2), request(3, "VNPT"),
                 request(4, kind=RequestKind.ANNUAL_PLAN.value),
                 request(5, "VNPT", kind=RequestKind.ANNUAL_PLAN.value, state="withdrawn")),
        *created("request_lists", handed_list(1, 1, "2026-10-01"), handed_list(1, 2, "2026-10-01"),
                 handed_list(2, 1, "2026-11-01"), handed_list(3, 1, "2026-12-01")),
        *created("approvals", approval("late", "site-A", 2), approval("early", "site-A", 1),
                 approval("gone", "site-A", 3, state="revoked"), approval("built", "site-B", 0,
                                                                          state="completed")),
    ]  # fmt: skip
    with database.write() as connection:
        ledger.record(connection, changes, who="lan", batch="B0")
    return database


def test_the_newest_letter_on_a_site_comes_last_and_something_came_of_the_one_that_is_built(
    desk: Database,
) -> None:
    with desk.read() as connection:
        assert [item.id for item in list_approvals(connection)] == ["built", "early", "late", "gone"]
        standing = list_approvals(connection, state=ApprovalState.APPROVED)
        assert [item.id for item in standing] == ["early", "late"]
        newest = newest_agreement(connection, "site-A")
        assert newest is not None
        assert (newest["id"], newest["number"], newest["list_version"]) == ("late", "1/2026/HS-VT", 2)
        assert newest_agreement(connection, "site-B") is None  # something came of it


def test_the_lists_of_the_request_at_hand_go_before_newer_ones(desk: Database) -> None:
    with desk.read() as connection:

        def found(most: int, first: str = "") -> list[str]:
            return [item.reading[0] for item in newest_readings(connection, "VTL", most=most, first=first)]

        assert found(9) == ["r2-1", "r1-2", "r1-1"]
        assert found(2, "r1") == ["r1-2", "r1-1"]
        assert found(9, "r1") == ["r1-2", "r1-1", "r2-1"]


def test_a_plan_that_was_withdrawn_was_not_received(desk: Database) -> None:
    with desk.read() as connection:
        assert plans_received(connection) == {("VTL", DAY.year): ("4/2026/HS-VT", dt.date(2026, 10, 1))}
