"""Meetings with bodies: the minutes, what was said there feeds the rows, what cannot be is refused."""

import datetime as dt

import pytest

from registry.errors import RefusalError
from registry.model.findings import Outcome, Verdict
from registry.model.requests.desk import Request
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.consulted.consultations import bodies_named, draft_consultations, feed_rows
from registry.services.requests.consulted.meetings import (
    Opinion,
    meeting_minutes,
    meetings_of,
    record_meeting,
)
from registry.services.requests.opened import load_request
from tests.services.requests import desk
from tests.services.requests.consulted.bodies import BODY, outcomes, said, table


def meet(office: Registry, five: Request, *opinions: Opinion, **own: object) -> str:
    values = {"held_on": today(), "place": "Phòng họp A", "chair": "Nguyễn Văn A", "secretary": "Lan"} | own
    return record_meeting(
        office, five.id, opinions=opinions, conclusions={0: "Thống nhất", 4: "Dời vị trí"}, who="lan",
        **values,  # type: ignore[arg-type]  # the values of the test
    )  # fmt: skip


def test_minutes_say_who_attended_each_opinion_and_the_conclusions(office: Registry, five: Request) -> None:
    identity = meet(
        office, five,
        Opinion(BODY, "Trần B", (1, 2), "agree", "Không ảnh hưởng bay"),
        Opinion("UBND phường Đa Mai", "Lê C", (), "conditions", "Có rào chắn"),
    )  # fmt: skip
    minutes = meeting_minutes(office, five.id, identity)
    assert table(minutes, 1)[1:] == [[BODY, "Trần B"], ["UBND phường Đa Mai", "Lê C"]]
    assert [row[1] for row in table(minutes, 2)[1:]] == ["V1", "V2", "V3", "V4", "V5"]
    assert table(minutes, 3)[1] == [BODY, "2 (V2), 3 (V3)", "Thống nhất: Không ảnh hưởng bay"]
    assert [row[2] for row in table(minutes, 4)[1:]] == ["Thống nhất", "–", "–", "–", "Dời vị trí"]
    assert table(minutes, -1) == [
        ["Cơ quan, đơn vị", "Người dự", "Ký, ghi rõ họ tên"],
        [BODY, "Trần B", ""], ["UBND phường Đa Mai", "Lê C", ""],
    ]  # fmt: skip
    for part in ("BIÊN BẢN", "Phòng họp A", "Chủ trì: Nguyễn Văn A", "Thư ký: Lan", five.number):
        assert part in said(minutes), part
    assert "MINUTES" in said(meeting_minutes(office, five.id, identity, "en"))
    row = load_request(office, five.id).rows[1]
    assert {item.body for item in row.consultations} == {BODY, "UBND phường Đa Mai"}
    assert desk.sound(office)


def test_what_a_body_says_at_a_meeting_feeds_the_rows_too(office: Registry, five: Request) -> None:
    meet(office, five, Opinion(BODY, "", (1,), "agree"))
    (held,) = meetings_of(load_request(office, five.id))
    assert feed_rows(office, five.id, held.consultations[0].id, who="lan") == 1
    found = outcomes(office, five)
    assert (found[1], found[2]) == (Outcome.PASS, Outcome.REVIEW)
    assert load_request(office, five.id).rows[1].verdict is not Verdict.REFUSE


def test_who_spoke_at_a_meeting_is_not_asked_by_letter_about_the_same_position(
    office: Registry, five: Request
) -> None:
    meet(office, five, Opinion(BODY, "", (1,), "conditions", "Sơn đèn báo"), Opinion("A", "", (), "agree"))
    (body,) = bodies_named(load_request(office, five.id))
    assert (body.name.vi, body.rows) == (BODY, (2, 3))
    draft_consultations(office, five.id, who="lan")
    (letter,) = [item for item in load_request(office, five.id).consultations if item.kind == "letter"]
    assert letter.rows == (2, 3)


def test_minutes_name_who_came_for_the_body_that_the_law_names(office: Registry, five: Request) -> None:
    minister, came = "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"
    held = meet(office, five, Opinion(minister, "Bà C", (1,), "object", "Sát chùa"))
    minutes = meeting_minutes(office, five.id, held)
    assert table(minutes, 1)[1:] == [[came, "Bà C"]]
    assert minister not in said(minutes)


def test_a_meeting_that_cannot_be_is_refused_and_nothing_is_written(office: Registry, five: Request) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    for code, opinions, own in (
        ("MEETING-NO-BODY", (), {}),
        ("MEETING-BODY-TWICE", (Opinion("A"), Opinion("A ")), {}),
        ("MEETING-LATER", (Opinion("A"),), {"held_on": tomorrow}),
        ("REQUEST-VALUE", (Opinion("A", outcome="maybe"),), {}),
        ("REQUEST-ROW", (Opinion("A", rows=(9,)),), {}),
    ):
        with pytest.raises(RefusalError, match=code):
            meet(office, five, *opinions, **own)
    assert load_request(office, five.id).consultations == ()
    with pytest.raises(RefusalError, match="MEETING-UNKNOWN"):
        meeting_minutes(office, five.id, "x")
