"""Open requests of different carriers meet in SPC-03, in both files, until they are decided."""

from pathlib import Path
from typing import Any

import pytest

from registry.checks import engine
from registry.checks.on_day import judging
from registry.model.findings import Outcome
from registry.model.requests.desk import RequestKind, RequestState
from registry.services.appraise.finding_texts import finding_json
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.services.register.masking import masked
from registry.services.requests.decisions import correct_row
from registry.services.requests.notes import NoteKind, add_note
from registry.services.requests.opened import load_request
from registry.services.requests.queue import clashes_in
from tests.services.requests import desk
from tests.services.requests.desk import issued, received, to

NEAR = [("M1", 2080.0, 0.0), ("M2", 8000.0, 0.0)]


def test_two_carriers_80_m_apart_are_shown_to_the_officer_in_both_files(
    either_office: Registry, tmp_path: Path
) -> None:
    one = received(either_office, tmp_path)
    assert load_request(either_office, one.id).rows[0].clashes == ()
    other = received(either_office, tmp_path, NEAR, organisation="VMS")
    for request, against, row in ((one, other, 0), (other, one, 0)):
        file = load_request(either_office, request.id)
        (clash,) = file.rows[row].clashes
        assert clash.outcome is Outcome.REVIEW
        assert str(clash.params["code"]).endswith(f" · {against.number}")
        assert clash.measured is not None
        assert 75 < clash.measured < 85
        assert all(not item.clashes for item in file.rows if item.index != row)
        assert clashes_in(file) == {against.number: 1}
    assert desk.sound(either_office)


def test_a_carrier_learns_no_code_number_or_place_of_the_other_one_s(
    office: Registry, tmp_path: Path
) -> None:
    one = received(office, tmp_path)
    other = received(office, tmp_path, NEAR, organisation="VMS")
    (clash,) = load_request(office, one.id).rows[0].clashes
    told = str([finding_json(item) for item in masked([clash], "VTL", secret=b"")])
    assert "MobiFone" in told
    for secret in ("M1", other.number, other.id):
        assert secret not in told


def test_a_request_never_clashes_with_itself_and_a_withdrawn_one_with_nobody(
    office: Registry, tmp_path: Path
) -> None:
    one = received(office, tmp_path, [("", 2000.0, 0.0)])
    other = received(office, tmp_path, NEAR, organisation="VMS")
    assert load_request(office, one.id).rows[0].clashes != ()
    to(office, other, RequestState.WITHDRAWN, reason="rút")
    assert load_request(office, one.id).rows[0].clashes == ()


def test_a_request_that_is_over_is_said_to_lie_near_none_that_is_open(
    office: Registry, tmp_path: Path
) -> None:
    """What it was issued with stays as it was, and says of the other one that it was open then."""
    one = received(office, tmp_path, [("V1", 2000.0, 0.0)])
    other = received(office, tmp_path, NEAR, organisation="VMS")
    issued(office, tmp_path, one)
    to(office, other, RequestState.WITHDRAWN, reason="rút")
    assert load_request(office, one.id).rows[0].clashes  # as of its issue
    assert not clashes_in(load_request(office, one.id))


def test_an_issued_position_counts_as_an_approved_mast_and_no_longer_as_a_proposal(
    office: Registry, tmp_path: Path
) -> None:
    issued(office, tmp_path, received(office, tmp_path))
    other = received(office, tmp_path, NEAR, organisation="VMS")
    row = load_request(office, other.id).rows[0]
    assert row.clashes == ()
    spacing = next(finding for finding in row.findings if finding.rule == "SPC-01")
    assert (spacing.outcome, spacing.related) == (Outcome.REVIEW, "V1")  # approved, not built


def test_only_what_asks_for_a_place_counts(office: Registry, tmp_path: Path) -> None:
    received(office, tmp_path, kind=RequestKind.COMMENCEMENT)
    assert len(context_for(office, today()).open_proposals) == 0
    received(office, tmp_path, NEAR, organisation="VMS", kind=RequestKind.ANNUAL_PLAN)
    assert list(context_for(office, today()).open_proposals.codes) == ["M1", "M2"]


def test_what_the_desk_writes_does_not_load_the_register_anew(office: Registry, tmp_path: Path) -> None:
    """A note takes milliseconds and must not cost the reading of 200,000 masts."""
    request = received(office, tmp_path)
    before = context_for(office, today())
    add_note(office, request.id, 0, NoteKind.NOTE, "ghi chú", who="lan")
    assert context_for(office, today()) is before
    received(office, tmp_path, NEAR, organisation="VMS")
    after = context_for(office, today())
    assert after.masts is before.masts
    assert len(after.open_proposals) == len(before.open_proposals) + 2


def test_a_correction_costs_the_judging_of_what_it_can_have_changed(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other requests' rows are as they were, so the list was judged by nothing else than before."""
    request = received(office, tmp_path)
    received(office, tmp_path, NEAR, organisation="VMS")
    before = load_request(office, request.id)
    asked = context_for(office, today(), leave_out=request.id)
    judged: list[tuple[int, bool]] = []  # how many rows, and whether by what their neighbours in the list say

    def run(rows: Any, context: Any, law: Any, checks: Any) -> Any:
        judged.append((len(rows), any(check.code == "SPC-03" for check in checks)))
        return engine.run(rows, context, law, checks)

    monkeypatch.setattr(judging, "run", run)
    correct_row(office, request.id, 1, {"mast_class": "A2a"}, who="lan", seen=1, reason="công văn 20/VT")
    assert context_for(office, today(), leave_out=request.id) is asked
    after = load_request(office, request.id)
    assert judged
    assert set(judged) == {(1, False)}  # its class says nothing of who stands near
    assert list(after.rows[0].findings) == list(before.rows[0].findings)
    correct_row(office, request.id, 1, {"lon": 106.2, "lat": 21.3}, who="lan", seen=2, reason="đo lại")
    moved = load_request(office, request.id)
    registry_anew = open_registry(office.settings)
    assert [row.findings for row in moved.rows] == [
        row.findings for row in load_request(registry_anew, request.id).rows
    ]
    registry_anew.close()


def test_a_request_that_another_process_received_is_seen(office: Registry, tmp_path: Path) -> None:
    one = received(office, tmp_path)
    load_request(office, one.id)
    elsewhere = open_registry(office.settings)
    received(elsewhere, tmp_path, NEAR, organisation="VMS")
    elsewhere.close()
    assert load_request(office, one.id).rows[0].clashes != ()
