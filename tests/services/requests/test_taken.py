"""What is taken: places that cannot be told from each other, codes, files, and when it is read anew."""

import math
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from registry.model.requests.desk import RequestKind, RequestState, RowDecision
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.decisions import decide_row
from registry.services.requests.requests import attach, issue
from registry.services.requests.taken import EXACT_M, ONE_PLACE_M, Spots, Taken, asks_for_place, taken_now
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, issued, received, to
from tests.world import EPSG, proposal

OPEN_GROUND = FIVE[:1]


def pairs(rows: list[Proposal], others: list[Proposal]) -> dict[tuple[int, int], float]:
    """Return which rows cannot be told from which others, and how many metres they lie apart."""
    there = Spots(others, range(len(others)), EPSG)
    tree = shapely.STRtree(shapely.points(there.xy))
    found = Spots(rows, range(len(rows)), EPSG).near(there.xy, tree, there.accuracy_m)
    return {(row, there.rows[at]): metres for row, at, metres in found}


def near(taken: Taken, metres: float) -> list[str]:
    """Return the codes of the places that cannot be told from one so far north of the office's mast."""
    lon, lat = desk.north(metres)
    spots = Spots([proposal(lon=lon, lat=lat, accuracy_m=10.0)], [0], EPSG)
    return [place.code for place in taken.near(spots).get(0, [])]


@pytest.mark.parametrize(
    ("apart", "accuracies", "one"),
    [
        (ONE_PLACE_M - 0.1, (0.0, 0.0), True),  # however exact they are said to be
        (ONE_PLACE_M + 0.5, (0.0, 0.0), False),
        (49.5, (30.0, 40.0), True),  # the root of the sum of the squares is 50 m
        (50.5, (30.0, 40.0), False),
        (140.0, (EXACT_M, EXACT_M), True),
    ],
)
def test_two_positions_are_one_place_within_both_accuracies(
    apart: float, accuracies: tuple[float, float], *, one: bool
) -> None:
    here, there = proposal(accuracy_m=accuracies[0]), proposal(north_m=apart, accuracy_m=accuracies[1])
    found = pairs([here], [there])
    assert set(found) == ({(0, 0)} if one else set())
    assert found.get((0, 0), apart) == pytest.approx(apart, abs=0.05)


def test_a_row_without_a_position_or_with_one_too_coarse_has_no_spot() -> None:
    rows = [proposal(unreadable=True), proposal(accuracy_m=EXACT_M + 1.0), proposal(accuracy_m=EXACT_M)]
    assert Spots(rows, range(3), EPSG).rows == [2]
    assert pairs(rows[:1], rows[2:]) == {}
    assert Spots(rows, [], EPSG).xy.shape == (0, 2)


@pytest.mark.parametrize(("apart", "one"), [(2.0, True), (20.0, False)])
def test_a_place_too_coarse_is_met_only_where_it_is_written_alike(apart: float, *, one: bool) -> None:
    there = Spots([proposal(north_m=apart)], [0], EPSG).xy
    tree, coarse = shapely.STRtree(shapely.points(there)), np.array([EXACT_M + 1.0])
    found = Spots([proposal(accuracy_m=EXACT_M)], [0], EPSG).near(there, tree, coarse)
    assert [(row, at) for row, at, _apart in found] == ([(0, 0)] if one else [])


EXACT = st.builds(
    lambda east, north, accuracy: proposal(east_m=east, north_m=north, accuracy_m=accuracy),
    st.floats(0.0, 300.0), st.floats(0.0, 300.0), st.sampled_from([0.0, 10.0, 50.0, EXACT_M]),
)  # fmt: skip


@given(st.lists(EXACT, min_size=1, max_size=6), st.lists(EXACT, min_size=1, max_size=6))
def test_which_places_are_one_does_not_depend_on_who_is_asked(
    rows: list[Proposal], others: list[Proposal]
) -> None:
    there, back = pairs(rows, others), pairs(others, rows)
    assert set(there) == {(row, other) for other, row in back}
    for (row, other), metres in there.items():
        both = math.hypot(rows[row].position.accuracy_m, others[other].position.accuracy_m)
        assert metres <= max(ONE_PLACE_M, both)


@pytest.mark.parametrize("kind", list(ProposalKind))
def test_all_but_a_shared_or_upgraded_mast_ask_for_a_place(kind: ProposalKind) -> None:
    assert asks_for_place(kind) is (kind.value not in ("share", "upgrade"))


def test_a_place_is_asked_for_until_it_is_agreed_and_free_once_revoked(
    office: Registry, tmp_path: Path
) -> None:
    assert near(taken_now(office), 2000.0) == []
    request = received(office, tmp_path, OPEN_GROUND)
    (asked,) = taken_now(office).coded("VTL", " v 1")
    assert (asked.request, asked.held_by, asked.sheet_row, asked.decision) == (request.id, "VTL", 2, "")
    issued(office, tmp_path, request)
    (agreed,) = taken_now(office).coded("VTL", "V1")
    (approval,) = approvals_of(office)
    assert (agreed.approval, agreed.decision) == (approval.id, approval.decision)
    assert near(taken_now(office), 2005.0) == ["V1"]
    revoke(office, approval.id, reason="hết thời hạn", who="giám đốc", seen=approval.version)
    assert near(taken_now(office), 2005.0) == []
    assert taken_now(office).coded("VTL", "V1") == []


def test_a_code_is_an_operator_s_own_and_no_code_is_no_place(office: Registry, tmp_path: Path) -> None:
    received(office, tmp_path, OPEN_GROUND)
    taken = taken_now(office)
    assert [place.code for place in taken.coded("VTL", "V1")] == ["V1"]
    assert taken.coded("VNPT", "V1") == taken.coded("VTL", "") == taken.coded("VTL", "V2") == []


def test_a_request_that_was_withdrawn_asks_for_no_place_but_its_letter_stays(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path, OPEN_GROUND)
    to(office, request, RequestState.WITHDRAWN, reason="thôi không xây")
    taken = taken_now(office)
    assert taken.places == []
    (letter,) = taken.letters
    assert letter.lists == {request.file_sha256}
    assert not letter.in_force


def test_a_letter_is_in_force_while_something_it_was_issued_with_holds(
    office: Registry, tmp_path: Path
) -> None:
    issued(office, tmp_path, received(office, tmp_path, FIVE[:2]))
    for left in (True, False):
        (letter,) = taken_now(office).letters
        assert letter.in_force
        assert letter.issued == ("321", "skhcnvt")
        approval = next(item for item in approvals_of(office) if item.state == "approved")
        revoke(office, approval.id, reason="x", who="giám đốc", seen=approval.version)
        assert taken_now(office).letters[0].in_force is left


def test_a_reply_that_agreed_to_nothing_is_not_in_force(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path, OPEN_GROUND)
    request = to(office, request, RequestState.APPRAISING, RequestState.DRAFT)
    decide_row(office, request.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="ngoài quy hoạch")
    request = to(office, request, RequestState.SUBMITTED)
    issue(
        office, request.id, number="321/SKHCN-VT", date=today(), signed_pdf=desk.pdf(tmp_path),
        signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc", version=request.version,
    )  # fmt: skip
    (letter,) = taken_now(office).letters
    assert letter.issued
    assert not letter.in_force
    assert taken_now(office).places == []


def test_an_annual_plan_and_a_list_of_positions_do_not_ask_for_one_another_s_places(
    office: Registry, tmp_path: Path
) -> None:
    for kind in (RequestKind.POSITION, RequestKind.AMENDMENT, RequestKind.ANNUAL_PLAN):
        received(office, tmp_path, OPEN_GROUND, kind=kind, again="nộp cho việc khác")
    assert sorted(place.among for place in taken_now(office).places) == ["plan", "position", "position"]


def test_where_else_a_file_lies_is_told_for_all_but_the_request_itself(
    office: Registry, tmp_path: Path
) -> None:
    first, second = received(office, tmp_path, FIVE[:1]), received(office, tmp_path, FIVE[1:2])
    paper = desk.pdf(tmp_path)
    for request, name in ((first, "a.pdf"), (second, "b.pdf")):
        sha256 = attach(office, request.id, paper, name=name, kind="dossier", who="lan")
    assert taken_now(office).files(sha256, first.id) == [(second.number, "b.pdf")]
    assert len(taken_now(office).files(sha256, "")) == 2
    assert taken_now(office).files("0" * 64, "") == []


def test_what_is_taken_is_read_once_until_something_is_written(office: Registry, tmp_path: Path) -> None:
    before = taken_now(office)
    assert taken_now(office) is before
    received(office, tmp_path, OPEN_GROUND)
    assert taken_now(office) is not before
    assert len(before.places) == 0, "one moment of the register stays as it was"
