"""The first page of the desk, and the figures that a leader looks at."""

import datetime as dt
from pathlib import Path

import pytest

from registry.model.requests.desk import Request, RequestKind, RequestState, RowDecision
from registry.model.working_days import WorkingDays
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.figures import figures
from registry.services.requests.queue import next_for_leader, queue
from registry.services.requests.requests import assign, load_request, receive_request
from tests.services.requests.desk import issued, received, to

START = dt.date(2026, 9, 1)


def numbers(items: tuple[object, ...]) -> list[str]:
    return [item.request.number.split("/")[0] for item in items]  # type: ignore[attr-defined] # QueueItem


def sharing(office: Registry, day: dt.date, officer: str = "lan") -> Request:
    return receive_request(
        office,
        None,
        kind=RequestKind.SHARING,
        organisation="VTL",
        officer=officer,
        received_on=day,
        who="lan",
    )


def test_the_next_for_the_leader_is_the_most_urgent_of_the_others(office: Registry, tmp_path: Path) -> None:
    assert next_for_leader(office, "") == (None, 0)
    states = (RequestState.APPRAISING, RequestState.DRAFT, RequestState.SUBMITTED)
    late, early = (sharing(office, START - dt.timedelta(days=ago)) for ago in (1, 20))
    for one in (late, early):
        to(office, one, *states, on_day=START)
    item, count = next_for_leader(office, "")
    assert (item.request.id if item else "", count) == (early.id, 2)
    item, count = next_for_leader(office, early.id)
    assert (item.request.id if item else "", count) == (late.id, 1)


def test_what_is_due_overdue_waiting_and_mine(office: Registry) -> None:
    """Three sharing requests of one day (10 working days), looked at on the day they are due and the next."""
    for officer in ("lan", "minh", "lan"):
        sharing(office, START, officer)
    due = WorkingDays().after(START, 10)
    third = load_request(office, f"3/{START.year}/HS-VT").request
    to(office, third, RequestState.SUPPLEMENT, reason="thiếu hồ sơ", on_day=START)
    found = queue(office, "lan", due)
    assert numbers(found.due_today) == ["1", "2"]
    assert numbers(found.overdue) == []
    assert numbers(found.waiting) == ["3"]
    assert sorted(numbers(found.mine)) == ["1", "3"]
    late = queue(office, "minh", WorkingDays().after(due, 1))
    assert (numbers(late.due_today), numbers(late.overdue), numbers(late.mine)) == ([], ["1", "2"], ["2"])
    early = queue(office, "lan", WorkingDays().after(START, 8))
    assert numbers(early.soon) == ["1", "2"]
    assert early.soon[0].clock.left_days == 2
    assert early.returned == ()
    back = to(office, load_request(office, third.id).request, RequestState.APPRAISING, on_day=START)
    (returned,) = queue(office, "lan", due).returned
    assert (numbers((returned,)), returned.returned_on) == (["3"], START)
    to(office, back, RequestState.CONSULTING, on_day=START)
    assert queue(office, "lan", due).returned == ()


def test_the_most_urgent_comes_first_and_what_has_no_limit_last(office: Registry, tmp_path: Path) -> None:
    position = received(office, tmp_path)
    late, later = sharing(office, today()), sharing(office, today() - dt.timedelta(days=3))
    assert [item.request.id for item in queue(office).all] == [later.id, late.id, position.id]


def test_closed_requests_leave_the_queue_and_the_leader_s_stand_apart(
    office: Registry, tmp_path: Path
) -> None:
    one = received(office, tmp_path)
    assert queue(office).all[0].rows == 5
    decide_row(office, one.id, 4, RowDecision.REFUSE, who="lan", seen=0)
    assert queue(office).all[0].decided == 1
    decide_as_recommended(office, one.id, who="lan")
    to(office, one, RequestState.APPRAISING, RequestState.DRAFT, RequestState.SUBMITTED)
    assert numbers(queue(office).with_leader) == ["1"]
    two = receive_request(
        office, None, kind=RequestKind.POSITION, organisation="VNPT", officer="lan", who="lan"
    )
    to(office, two, RequestState.WITHDRAWN, reason="rút")
    assert numbers(queue(office).all) == ["1"]
    assert numbers(queue(office, organisation="VNPT").all) == []


def test_an_assigned_request_is_the_other_officer_s(office: Registry) -> None:
    request = receive_request(
        office, None, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan"
    )
    assign(office, request.id, "hoa", who="trưởng phòng", version=request.version)
    assert numbers(queue(office, "hoa").mine) == ["1"]
    assert numbers(queue(office, "lan").mine) == []


def test_every_figure_names_its_rows(office: Registry, tmp_path: Path) -> None:
    one = issued(office, tmp_path, received(office, tmp_path))
    two = received(office, tmp_path, [("M1", 12_000.0, 0.0)], organisation="VMS")
    three = receive_request(office, None, kind=RequestKind.SHARING, organisation="VTL", officer="lan",
                            received_on=dt.date(2026, 3, 2), who="lan")  # fmt: skip
    found = figures(office, dt.date(2026, 1, 1))
    assert set(found.received.ids) == {one.id, two.id, three.id}
    assert found.issued.ids == (one.id,)
    assert found.overdue.ids == (three.id,)
    assert set(found.open.ids) == {two.id, three.id}
    assert found.decided[RowDecision.REFUSE].ids == (f"{one.id}:4",)
    assert len(found.decided[RowDecision.AGREE_WITH_CONDITIONS]) == 4
    assert found.waiting.ids == (f"{two.id}:0",)
    assert set(found.by_organisation) == {"VTL", "VMS"}
    assert len(found.by_organisation["VTL"]["rows"]) == 5
    assert set(found.by_month) == {f"{today():%Y-%m}", "2026-03"}
    assert found.by_month["2026-03"]["received"].ids == (three.id,)
    assert sum(len(counts["rows"]) for counts in found.by_commune.values()) == 6
    communes = {row.commune_code for row in load_request(office, one.id).rows}
    assert communes <= set(found.by_commune)
    assert sum(len(counts["decided_rows"]) for counts in found.by_commune.values()) == 5
    assert found.decided_rows.ids == tuple(f"{one.id}:{row}" for row in range(5))
    for code in communes:
        assert found.by_commune[code]["issued"].ids == (one.id,)


def test_the_sharing_ratio_is_that_of_masts_that_stand(office: Registry, tmp_path: Path) -> None:
    """One mast with one network stands; the four approved positions are not built yet."""
    issued(office, tmp_path, received(office, tmp_path))
    found = figures(office)
    assert (found.masts.ids, found.sharing_ratio) == (("BGG00045",), 0.0)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (dt.date(2027, 1, 2), dt.date(2026, 2, 1)),
        (dt.date(2026, 12, 31), dt.date(2026, 1, 1)),
        (dt.date(2028, 2, 29), dt.date(2027, 3, 1)),
    ],
)
def test_without_a_period_the_twelve_months_to_today_are_counted(
    office: Registry, day: dt.date, first: dt.date
) -> None:
    found = figures(office, today=day)
    assert (found.first, found.last) == (first, day)


def test_a_period_leaves_out_what_was_received_before(office: Registry) -> None:
    sharing(office, dt.date(2026, 3, 2))
    assert len(figures(office, dt.date(2026, 4, 1)).received) == 0
    assert len(figures(office, dt.date(2026, 3, 1), dt.date(2026, 3, 2)).received) == 1
    assert len(figures(office, dt.date(2026, 3, 1), organisation="VMS").received) == 0
