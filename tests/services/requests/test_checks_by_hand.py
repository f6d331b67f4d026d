"""What the officer finds himself: a check by hand, of a row or the whole list, and a finding taken over."""

import datetime as dt
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.findings import Outcome, Verdict
from registry.model.requests.desk import RowDecision
from registry.services.appraise.finding_texts import finding_json
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.notes import WHOLE_LIST, check_by_hand, state_urban, take_over, withdraw_note
from registry.services.requests.opened import load_request
from tests.services.requests.desk import issued, received
from tests.services.requests.test_decisions import of


def test_a_check_by_hand_makes_the_finding_the_officer_s(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    before = load_request(office, request.id)
    open_rules = {f.rule for f in before.rows[0].findings if f.outcome in (Outcome.UNKNOWN, Outcome.REVIEW)}
    assert "PLN-01" in open_rules
    with pytest.raises(RefusalError, match="REQUEST-EVIDENCE"):
        check_by_hand(office, request.id, 0, "PLN-01", Outcome.PASS, text="có", evidence=" ", who="lan")
    check_by_hand(
        office, request.id, 0, "PLN-01", Outcome.PASS, text="có trong kế hoạch năm",
        evidence="QĐ 15/QĐ-UBND, phụ lục 2", who="lan",
    )  # fmt: skip
    file = load_request(office, request.id)
    finding = of(file.rows[0], "PLN-01")
    assert (finding.outcome, finding.missing) == (Outcome.PASS, None)
    assert "Đã kiểm tra thủ công: có trong kế hoạch năm" in finding_json(finding)["message"]
    assert file.rows[0].own["PLN-01"].who == "lan"
    assert of(file.rows[1], "PLN-01").outcome is Outcome.UNKNOWN
    assert next(f for f in file.rows[0].computed if f.rule == "PLN-01").outcome is Outcome.UNKNOWN


def test_a_check_of_the_whole_list_answers_what_was_open_and_never_what_was_measured(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path)
    check_by_hand(
        office, request.id, WHOLE_LIST, "SPC-01", Outcome.PASS, text="đã đo", evidence="biên bản", who="lan"
    )
    check_by_hand(
        office, request.id, WHOLE_LIST, "PLN-01", Outcome.PASS, text="khớp", evidence="QĐ 15", who="lan"
    )
    file = load_request(office, request.id)
    assert of(file.rows[4], "SPC-01").outcome is Outcome.FAIL
    assert {of(row, "PLN-01").outcome for row in file.rows} == {Outcome.PASS}
    assert "plan:VTL" not in {gap.missing for gap in file.appraisal.gaps} if file.appraisal else False


def test_once_everything_open_is_checked_the_verdict_follows(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    row = load_request(office, request.id).rows[0]
    for finding in row.findings:
        if finding.outcome in (Outcome.UNKNOWN, Outcome.REVIEW, Outcome.CONSENT):
            check_by_hand(
                office, request.id, 0, finding.rule, Outcome.PASS, text="đạt", evidence="hồ sơ", who="lan"
            )
    file = load_request(office, request.id)
    assert file.rows[0].verdict is Verdict.AGREE
    assert file.rows[0].computed_verdict is Verdict.AGREE_WITH_CONDITIONS
    assert file.rows[1].verdict is Verdict.AGREE_WITH_CONDITIONS
    assert decide_row(office, request.id, 0, RowDecision.AGREE, who="lan", seen=0).recommended == "agree"


def test_a_finding_taken_over_needs_a_reason_and_can_be_given_back(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        take_over(office, request.id, 4, "SPC-01", Outcome.PASS, reason=" ", who="lan")
    with pytest.raises(RefusalError, match="REQUEST-RULE"):
        take_over(office, request.id, 4, "SPC-99", Outcome.PASS, reason="x", who="lan")
    with pytest.raises(RefusalError, match="REQUEST-VALUE"):
        take_over(office, request.id, WHOLE_LIST, "SPC-01", Outcome.PASS, reason="x", who="lan")
    note = take_over(office, request.id, 4, "SPC-01", Outcome.PASS, reason="cột đã tháo", who="lan")
    row = load_request(office, request.id).rows[4]
    assert of(row, "SPC-01").outcome is Outcome.PASS
    assert row.verdict is Verdict.AGREE_WITH_CONDITIONS
    assert finding_json(of(row, "SPC-01"))["measured"] is not None
    withdrawn = withdraw_note(office, request.id, note.id, who="lan", seen=note.version)
    assert withdrawn.withdrawn
    row = load_request(office, request.id).rows[4]
    assert of(row, "SPC-01").outcome is Outcome.FAIL
    assert note.id in {item.id for item in row.notes}


def test_what_the_officer_states_of_urban_decides_which_distance_counts(
    office: Registry, tmp_path: Path
) -> None:
    """200 m from another network: enough in town (120 m), too little outside (250 m)."""
    request = received(office, tmp_path, [("V1", 200.0, 0.0)])
    found = {}
    for urban in (True, False):
        state_urban(office, request.id, 0, urban, reason="theo bản đồ quy hoạch chung", who="lan")
        found[urban] = of(load_request(office, request.id).rows[0], "SPC-01")
    assert (found[True].limit, found[False].limit) == (120.0, 250.0)
    assert found[True].outcome is not Outcome.FAIL
    assert found[False].outcome is Outcome.FAIL


def test_own_findings_stay_with_an_issued_request(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path)
    take_over(office, request.id, 4, "SPC-01", Outcome.REVIEW, reason="cột VNPT sắp tháo", who="lan")
    issued(office, tmp_path, request)
    row = load_request(office, request.id).rows[4]
    assert of(row, "SPC-01").outcome is Outcome.REVIEW
    assert next(f for f in row.computed if f.rule == "SPC-01").outcome is Outcome.FAIL
    assert row.decision is not None
    assert row.decision.decision is RowDecision.AGREE_WITH_CONDITIONS
    assert (
        load_request(office, request.id, on_day=today() + dt.timedelta(days=400)).rows[4].findings
        == row.findings
    )
