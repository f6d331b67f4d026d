"""The sheet is known again by what is open on it, whatever the order; it stops, asks, tells, has answers."""

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from registry.model.requests.desk import RowNote
from registry.model.requests.matters import Matter, Weight
from registry.services.requests.gates.sheet import WHOLE, Door, Kind, Point, Sheet, Side

NOTE = RowNote("n", "r", 0, "matter", "đã hỏi", "lan", f"{dt.date(2026, 11, 2)}T01:00:00+00:00")
POINTS = st.builds(
    Point,
    kind=st.sampled_from(Kind),
    matter=st.builds(Matter, code=st.sampled_from(["A-1", "B-2"]), about=st.text("xyz", max_size=2)),
    weight=st.sampled_from(Weight),
    row=st.integers(WHOLE, 3),
    answer=st.sampled_from([None, NOTE]),
)


def sheet(*points: Point, door: Door = Door.SUBMIT, seq: int = 7) -> Sheet:
    return Sheet(door, points, {"rows": 4}, seq=seq)


@given(st.lists(POINTS, max_size=6), st.randoms())
def test_the_order_of_points_and_the_ledgers_number_change_no_token(points: list[Point], random) -> None:  # type: ignore[no-untyped-def]
    mixed = points[:]
    random.shuffle(mixed)
    assert sheet(*points).is_seen(sheet(*mixed, seq=99).token)


@given(st.lists(POINTS, max_size=5), POINTS)
def test_a_point_more_is_another_sheet(points: list[Point], more: Point) -> None:
    assert not sheet(*points).is_seen(sheet(*points, more).token)


@given(st.lists(POINTS, max_size=6))
def test_every_point_stands_in_one_part_and_none_is_lost(points: list[Point]) -> None:
    found = sheet(*points)
    parts = [*found.stops, *found.asks, *found.says, *found.answered]
    assert sorted(map(repr, (point for item in parts for point in item.points))) == sorted(map(repr, points))


def test_an_answer_or_another_door_makes_another_sheet() -> None:
    point = Point(Kind.MAST, Matter("MATTER-NO-CLASS", "mast_class"), Weight.ASKS, 2)
    before, after = sheet(point), sheet(replace(point, answer=NOTE))
    assert point.open
    assert not replace(point, answer=NOTE).open
    assert not before.is_seen(after.token)
    assert not before.is_seen(sheet(point, door=Door.ISSUE).token)


def test_what_only_stops_is_open_though_somebody_gave_a_reason() -> None:
    assert Point(Kind.UNREAD, Matter("MATTER-UNREAD", "x"), Weight.BARS, 0, NOTE).open


def test_at_the_senders_door_everything_is_the_senders() -> None:
    point = Point(Kind.UNREAD, Matter("MATTER-UNREAD", "x"), Weight.SAYS, 0)
    assert [item.side for item in sheet(point, door=Door.SEND).says] == [Side.CARRIER]
    assert [item.side for item in sheet(point).says] == [Side.APPRAISER]
