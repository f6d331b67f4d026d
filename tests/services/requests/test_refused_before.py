"""A place that was refused and is filed again is said to have been, with the letter by which it was."""

from pathlib import Path

from registry.model.requests.desk import RequestState, RowDecision
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import revoke
from registry.services.requests.decisions import decide_row
from registry.services.requests.opened import load_request
from registry.services.requests.refused_before import refused_before, revoked_before
from registry.store.requests.agreements import list_approvals
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, issued, received, to

AGAIN = [("V9", 12_000.0, 0.0), FIVE[4]]
"""A new place, and the one that a mast of another network is too near to."""


def told(office: Registry, request: str) -> dict[int, tuple[str, str, int]]:
    found = refused_before(office, load_request(office, request))
    return {row: (one.number, one.letter, one.sheet_row) for row, one in found.items()}


def test_a_place_filed_again_names_the_latest_letter_that_refused_it(
    either_office: Registry, tmp_path: Path
) -> None:
    first = received(either_office, tmp_path)
    issued(either_office, tmp_path, first)
    row = load_request(either_office, first.id).rows[4].proposal.row
    again = received(either_office, tmp_path, AGAIN)
    assert told(either_office, again.id) == {1: (first.number, "321/SKHCN-VT", row)}
    assert told(either_office, first.id) == {}  # it is over
    issued(either_office, tmp_path, again)
    third = received(either_office, tmp_path, [*AGAIN[1:], ("V7", 15_000.0, 0.0), ("V6", 18_000.0, 0.0)])
    assert [letter for _, letter, _ in told(either_office, third.id).values()] == ["322/SKHCN-VT"]
    assert desk.sound(either_office)


def test_a_place_that_was_agreed_to_since_is_refused_no_more(office: Registry, tmp_path: Path) -> None:
    issued(office, tmp_path, received(office, tmp_path))
    again = received(office, tmp_path, AGAIN)
    decide_row(office, again.id, 1, RowDecision.AGREE, who="lan", seen=0, reason="đã tháo dỡ cột bên cạnh")
    issued(office, tmp_path, again)
    third = received(office, tmp_path, [FIVE[4]], again="đổi chiều cao")
    assert told(office, third.id) == {}


def test_a_place_refused_in_the_letter_that_agreed_to_it_under_another_code_was_refused(
    office: Registry, tmp_path: Path
) -> None:
    first = received(office, tmp_path, [FIVE[0], ("V1B", *FIVE[0][1:])])
    decide_row(office, first.id, 0, RowDecision.AGREE, who="lan", seen=0, reason="lấy mã V1")
    decide_row(office, first.id, 1, RowDecision.REFUSE, who="lan", seen=0, reason="trùng vị trí V1")
    issued(office, tmp_path, first)
    again = received(office, tmp_path, [("V1B", *FIVE[0][1:])], again="xin mã khác")
    assert list(told(office, again.id)) == [0]


def test_another_network_or_another_place_is_not_meant(office: Registry, tmp_path: Path) -> None:
    issued(office, tmp_path, received(office, tmp_path))
    code, north, east = FIVE[4]
    moved = received(office, tmp_path, [(code, north + 60.0, east)])
    theirs = received(office, tmp_path, FIVE[4:], organisation="VMS")
    assert told(office, moved.id) == told(office, theirs.id) == {}
    again = received(office, tmp_path, AGAIN)
    assert list(told(office, again.id)) == [1]
    to(office, again, RequestState.WITHDRAWN, reason="rút")
    assert told(office, again.id) == {}


def test_a_place_whose_agreement_was_revoked_names_it_until_it_is_agreed_to_again(
    office: Registry, tmp_path: Path
) -> None:
    first = received(office, tmp_path)
    issued(office, tmp_path, first)
    with office.database.read() as connection:
        agreed = next(one for one in list_approvals(connection, request=first.id))
    filed = [row for row in FIVE if row[0] == agreed.code]
    revoke(office, agreed.id, reason="Quyết định 88/QĐ-SKHCN", who="minh", seen=agreed.version)
    again = received(office, tmp_path, [("V9", 12_000.0, 0.0), *filed])
    found = revoked_before(office, load_request(office, again.id))
    assert {row: (one.code, one.decision, one.reason) for row, one in found.items()} == {
        1: (agreed.code, "321/SKHCN-VT", "Quyết định 88/QĐ-SKHCN")
    }
    theirs = received(office, tmp_path, filed, organisation="VMS")
    assert revoked_before(office, load_request(office, theirs.id)) == {}
    to(office, theirs, RequestState.WITHDRAWN, reason="rút")
    decide_row(office, again.id, 1, RowDecision.AGREE, who="lan", seen=0, reason="đủ điều kiện")
    issued(office, tmp_path, again)
    third = received(office, tmp_path, filed, again="đổi chiều cao")
    assert revoked_before(office, load_request(office, third.id)) == {}
