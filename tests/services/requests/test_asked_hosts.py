"""Which sharing requests concern which row, and what its checks are told of them."""

import datetime as dt
from typing import Any

import pytest

from registry.checks.context import Context
from registry.model.requests.desk_records import SharingRequest
from registry.services.requests.asked_hosts import NEAR_M, concerning, with_sharing
from tests.world import proposal, world

DAY = dt.date(2026, 11, 2)


@pytest.fixture
def context() -> Context:
    """One mast of VNPT at the origin."""
    return world({"masts": [{"code": "BGG00045", "aliases": ["VNPT-45"]}]})


def asked(identity: str = "s1", **own: Any) -> SharingRequest:
    """Viettel asked VNPT for its mast, for no row that is known."""
    values = {"asker": "VTL", "owner": "VNPT", "mast": "BGG00045", "sent_on": DAY, **own}
    return SharingRequest(identity, **values)


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ({"distance_m": NEAR_M - 1}, True),
        ({"distance_m": NEAR_M + 1}, False),
        ({"distance_m": 60, "operator": "VMS"}, False),
        ({"distance_m": 60, "unreadable": True}, False),
        ({"kind": "share", "host": "vnpt-45", "distance_m": 9_000}, True),
        ({"kind": "share", "distance_m": 60}, False),  # near, and it hangs on no mast that is known
    ],
)
def test_what_names_no_row_counts_near_its_mast_or_under_it(
    context: Context, row: dict[str, Any], counts: bool
) -> None:
    found = concerning([proposal(**row)], context, others=[asked()])
    assert (0 in found) is counts


def test_what_names_its_row_counts_there_and_nowhere_else(context: Context) -> None:
    rows = [proposal(distance_m=60), proposal(distance_m=60), proposal(distance_m=9_000)]
    found = concerning(rows, context, named=[asked(row=2), asked("s2", row=-1)])
    assert {at: [item.id for item in items] for at, items in found.items()} == {2: ["s1"]}


def test_they_stand_in_the_order_in_which_they_were_sent(context: Context) -> None:
    later, first = asked("s2", sent_on=DAY + dt.timedelta(days=1), row=0), asked("s1")
    found = concerning([proposal(distance_m=60)], context, named=[later], others=[first])
    assert [item.id for item in found[0]] == ["s1", "s2"]


def test_a_mast_that_no_list_has_is_near_nobody(context: Context) -> None:
    assert concerning([proposal()], context, others=[asked(mast="cột gần chợ")]) == {}


def test_a_row_is_told_the_answer_its_day_and_its_ground_under_the_owners_name() -> None:
    item = asked(answer="refuse", replied_on=DAY, reason="hết tải", ground="load")
    told, other = with_sharing([proposal(), proposal()], {0: [item]}, {"VNPT": "Tập đoàn VNPT"})
    (seen,) = told.sharing
    assert (seen.owner, seen.mast, seen.answer) == ("Tập đoàn VNPT", "BGG00045", "refuse")
    assert (seen.replied_on, seen.ground, other.sharing) == (DAY, "load", ())
