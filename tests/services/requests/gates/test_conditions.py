"""A condition between two positions of one list, once only one of them is agreed to."""

from pathlib import Path

from registry.model.requests.desk import Request, RequestState, RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.opened import load_request
from registry.services.requests.queue import clashes_in
from tests.services.requests import desk


def of_pair(office: Registry, request: Request) -> list[tuple[int | None, object]]:
    points = filed_sheet(load_request(office, request.id), Door.SUBMIT).points
    told = [one for one in points if one.matter.code == "MATTER-CONDITION-ALONE"]
    assert all(one.kind is Kind.CONDITIONS and one.open for one in told)
    return [(one.row, one.matter.params["other"]) for one in told]


def test_a_condition_about_a_position_that_is_refused_asks_for_a_word(
    office: Registry, tmp_path: Path
) -> None:
    """The letter bound one position to moving the other, which the same letter refused."""
    request = desk.to(
        office,
        desk.received(office, tmp_path, [("W1", 9000.0, 0.0), ("W2", 9200.0, 0.0), ("W3", 12000.0, 0.0)]),
        RequestState.APPRAISING,
    )
    agreed = RowDecision.AGREE_WITH_CONDITIONS
    for row in (0, 2):
        decide_row(office, request.id, row, agreed, who="lan", seen=0, reason="Đã xem")
    kept = load_request(office, request.id).rows[0].conditions
    assert "SPC-03:SPC-03-SAME" in {one.finding for one in kept}
    assert of_pair(office, request) == []  # nobody has decided on the other
    decide_row(office, request.id, 1, agreed, who="lan", seen=0, reason="Đã xem")
    assert of_pair(office, request) == []
    standing = load_request(office, request.id).rows[1].decision
    assert standing is not None
    decide_row(
        office, request.id, 1, RowDecision.REFUSE, who="lan", seen=standing.version, reason="Trùng khu vực W1"
    )
    assert of_pair(office, request) == [(0, "W2")]
    first = load_request(office, request.id).rows[0]
    assert first.decision is not None
    others = [one.text for one in first.conditions if not one.finding.startswith("SPC-03")]
    decide_row(
        office, request.id, 0, agreed, who="lan", seen=first.decision.version, reason="Đã xem",
        conditions=others or ["Báo cáo hoàn công"],
    )  # fmt: skip
    assert of_pair(office, request) == []


def test_another_request_behind_a_row_of_the_same_list_is_named_and_asks_for_a_word(
    office: Registry, tmp_path: Path
) -> None:
    """A finding names the nearest only: a row of the list hid another network's place beside."""
    other = desk.received(office, tmp_path, [("N1", 9060.0, 0.0)], organisation="VNPT")
    request = desk.to(
        office,
        desk.received(office, tmp_path, [("W1", 9000.0, 0.0), ("W2", 9020.0, 0.0), ("W3", 15000.0, 0.0)]),
        RequestState.APPRAISING,
    )
    assert clashes_in(load_request(office, request.id)) == {other.number: 2}

    def told() -> list[tuple[int, bool]]:
        points = filed_sheet(load_request(office, request.id), Door.SUBMIT).points
        found = [one for one in points if one.matter.code == "MATTER-NEAR-OTHER-TOO"]
        assert all(other.number in one.matter.params["why"].vi for one in found)
        return [(one.row, one.open) for one in found]

    assert told() == []  # nothing is agreed to yet
    for row in (0, 2):
        decide_row(
            office, request.id, row, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0, reason="Đã xem"
        )
    assert told() == [(0, True)]
    assert "MATTER-NEAR-OTHER-TOO" not in {
        one.matter.code for one in filed_sheet(load_request(office, request.id), Door.SEND).points
    }
