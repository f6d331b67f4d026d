"""The verdict that follows from findings, and what the rows of a list lack in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.appraisal import Gap, common_gaps, conditions, gaps, left_open, verdict
from registry.checks.registered import CHECKS
from registry.messages import catalogue, render
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome, Reservation, Stage, Verdict


def finding(
    outcome: Outcome,
    *,
    rule: str = "SPC-01",
    blocking: bool | None = False,
    stage: Stage = Stage.POSITION,
    missing: str | None = None,
    kind: Reservation | None = None,
    could_refuse: bool = False,
) -> Finding:
    return Finding(
        rule, outcome, "RULE-GAP", stage=stage, blocking=blocking, missing=missing, kind=kind,
        could_refuse=could_refuse,
    )  # fmt: skip


some_findings = st.lists(
    st.builds(
        finding,
        st.sampled_from(Outcome),
        blocking=st.sampled_from([True, False]),
        stage=st.sampled_from(Stage),
        kind=st.sampled_from([None, Reservation.CONDITION, Reservation.OFFICE]),
        could_refuse=st.booleans(),
    ),
    max_size=12,
)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([], Verdict.AGREE),
        ([Outcome.PASS, Outcome.NA], Verdict.AGREE),
        ([Outcome.PASS, Outcome.REVIEW], Verdict.AGREE_WITH_CONDITIONS),
        ([Outcome.CONSENT], Verdict.AGREE_WITH_CONDITIONS),
        ([Outcome.UNKNOWN], Verdict.AGREE_WITH_CONDITIONS),
        ([Outcome.PASS, Outcome.FAIL, Outcome.REVIEW], Verdict.REFUSE),
    ],
)
def test_the_worst_outcome_decides(outcomes: list[Outcome], expected: Verdict) -> None:
    assert verdict([finding(outcome) for outcome in outcomes]) is expected


def test_an_unknown_of_a_blocking_rule_cannot_be_assessed() -> None:
    assert verdict([finding(Outcome.PASS), finding(Outcome.UNKNOWN, blocking=True)]) is Verdict.CANNOT_ASSESS


def test_a_fail_weighs_more_than_a_blocking_unknown() -> None:
    assert verdict([finding(Outcome.UNKNOWN, blocking=True), finding(Outcome.FAIL)]) is Verdict.REFUSE


def test_later_stages_are_announced_and_do_not_weigh() -> None:
    later = [
        finding(Outcome.FAIL, stage=Stage.CONSTRUCTION),
        finding(Outcome.UNKNOWN, stage=Stage.OPERATION, blocking=True),
    ]
    assert verdict([finding(Outcome.PASS), *later]) is Verdict.AGREE
    assert conditions(later) == []


def test_conditions_are_named_in_the_order_of_the_rules() -> None:
    rows = [
        finding(Outcome.REVIEW, rule="A"),
        finding(Outcome.PASS, rule="B"),
        finding(Outcome.CONSENT, rule="C"),
    ]
    assert [item.rule for item in conditions(rows)] == ["A", "C"]


@given(some_findings)
def test_a_fail_is_never_agreed_to(findings: list[Finding]) -> None:
    failed = any(f.outcome is Outcome.FAIL and f.stage is Stage.POSITION for f in findings)
    assert (verdict(findings) is Verdict.REFUSE) == failed


@given(some_findings)
def test_agreement_without_conditions_means_that_only_gaps_are_open(findings: list[Finding]) -> None:
    asked = [f for f in findings if f.stage is Stage.POSITION]
    clear = all(f.outcome in (Outcome.PASS, Outcome.NA) or f.reservation is Reservation.OFFICE for f in asked)
    assert (verdict(findings) is Verdict.AGREE) == (clear and not any(f.lowers for f in asked))


@given(some_findings)
def test_an_unknown_never_counts_as_a_pass_in_silence(findings: list[Finding]) -> None:
    assert verdict([*findings, finding(Outcome.UNKNOWN)]) is not Verdict.AGREE
    blocked = verdict([*findings, finding(Outcome.UNKNOWN, blocking=True)])
    assert blocked in (Verdict.CANNOT_ASSESS, Verdict.REFUSE)
    gap = finding(Outcome.UNKNOWN, missing="layer:road", kind=Reservation.OFFICE)
    assert gap in gaps([*findings, gap])
    assert "layer:road" in {item.missing for item in common_gaps([[*findings, gap]])}


@given(some_findings)
def test_a_row_that_is_left_open_only_by_gaps_names_them(findings: list[Finding]) -> None:
    without = verdict(findings, with_gaps=False)
    if verdict(findings) is not without:
        assert verdict(findings) is Verdict.CANNOT_ASSESS
        assert left_open(findings)


@given(some_findings)
def test_adding_a_fail_always_refuses(findings: list[Finding]) -> None:
    assert verdict([*findings, finding(Outcome.FAIL)]) is Verdict.REFUSE


@given(some_findings, some_findings)
def test_more_findings_never_make_a_verdict_better(first: list[Finding], more: list[Finding]) -> None:
    rank = [Verdict.AGREE, Verdict.AGREE_WITH_CONDITIONS, Verdict.CANNOT_ASSESS, Verdict.REFUSE]
    assert rank.index(verdict([*first, *more])) >= rank.index(verdict(first))


@given(
    st.permutations(
        [Outcome.PASS, Outcome.NA, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.CONSENT, Outcome.FAIL]
    ),
    st.integers(0, 6),
)
def test_the_order_of_findings_does_not_matter(outcomes: list[Outcome], cut: int) -> None:
    chosen = [finding(outcome) for outcome in outcomes[:cut]]
    assert verdict(chosen) is verdict(list(reversed(chosen)))


@given(some_findings)
def test_a_conditional_agreement_names_at_least_one_condition(findings: list[Finding]) -> None:
    if verdict(findings) is Verdict.AGREE_WITH_CONDITIONS:
        assert conditions(findings)


def test_what_the_office_lacks_is_said_once_with_its_rules() -> None:
    rows = [
        [
            finding(Outcome.NA, rule="PLN-02", missing="layer:planning"),
            finding(Outcome.NA, rule="PLN-03", missing="layer:planning"),
        ]
        for _ in range(3)
    ]
    assert common_gaps(rows) == [Gap("layer:planning", ("PLN-02", "PLN-03"), 3)]


def test_several_things_lacking_in_one_finding_are_said_apart() -> None:
    rows = [[finding(Outcome.REVIEW, missing="list:VNPT;list:VMS")]]
    assert [gap.missing for gap in common_gaps(rows)] == ["list:VNPT", "list:VMS"]


def test_a_value_that_every_row_lacks_is_common() -> None:
    rows = [[finding(Outcome.UNKNOWN, rule="CLS-01", missing="value:mast_class")] for _ in range(2)]
    assert [gap.missing for gap in common_gaps(rows)] == ["value:mast_class"]


def test_a_value_that_some_rows_have_is_said_at_the_others() -> None:
    rows = [
        [finding(Outcome.UNKNOWN, rule="CLS-01", missing="value:mast_class")],
        [finding(Outcome.UNKNOWN, rule="CLS-01", missing="value:mast_class")],
        [finding(Outcome.PASS, rule="CLS-01")],
    ]
    assert common_gaps(rows) == []


def test_rows_that_the_rule_does_not_ask_do_not_count_against_a_common_gap() -> None:
    rows = [
        [finding(Outcome.UNKNOWN, rule="PLN-04", missing="value:support")],
        [finding(Outcome.UNKNOWN, rule="PLN-04", missing="value:support")],
        [finding(Outcome.NA, rule="PLN-04")],
    ]
    assert common_gaps(rows) == [Gap("value:support", ("PLN-04",), 2)]


def test_one_row_has_nothing_in_common_with_itself_but_what_the_office_lacks() -> None:
    row = [finding(Outcome.UNKNOWN, missing="value:support"), finding(Outcome.UNKNOWN, missing="plan:VTL")]
    assert [gap.missing for gap in common_gaps([row])] == ["plan:VTL"]


def test_a_gap_that_lowers_rows_comes_before_one_of_more_rows() -> None:
    lowers = finding(Outcome.NA, missing="layer:planning", kind=Reservation.OFFICE, could_refuse=True)
    said = finding(Outcome.UNKNOWN, missing="layer:road", kind=Reservation.OFFICE)
    found = common_gaps([[lowers, said], [said]])
    assert [(gap.missing, gap.rows, gap.lowered) for gap in found] == [
        ("layer:planning", 1, 1),
        ("layer:road", 2, 0),
    ]
    assert all(gap.of_office for gap in found)


@pytest.mark.parametrize("missing", ["layer:road", "plan:VTL", "list:VNPT", "law:Bắc Ninh"])
def test_nothing_of_the_office_is_lacking_where_the_place_is_not_its_own(missing: str) -> None:
    gap = finding(Outcome.NA, missing=missing, kind=Reservation.OFFICE, could_refuse=True)
    outside = [finding(Outcome.FAIL, rule="LOC-01"), gap]
    assert common_gaps([outside]) == []
    assert [gap.rows for gap in common_gaps([outside, outside[1:]])] == [1]
    assert (left_open(outside), gaps(outside)) == ([], [])
    assert left_open(outside[1:]) == [gap]
    assert verdict(outside) is Verdict.REFUSE


def test_later_stages_leave_no_gap_yet() -> None:
    row = [finding(Outcome.UNKNOWN, stage=Stage.CONSTRUCTION, missing="value:design_wind_ms")]
    assert common_gaps([row, row]) == []


def test_the_gap_of_most_rows_comes_first() -> None:
    rows = [
        [finding(Outcome.REVIEW, missing="list:VMS")],
        [finding(Outcome.REVIEW, missing="list:VNPT;list:VMS")],
    ]
    assert [(gap.name, gap.rows) for gap in common_gaps(rows)] == [("VMS", 2), ("VNPT", 1)]


@pytest.mark.parametrize(
    "missing", ["layer:planning", "layer:urban_area", "list:VTL", "plan:VTL", "value:position"]
)
def test_every_gap_has_its_sentence(missing: str) -> None:
    gap = Gap(missing, ("PLN-01",), 1)
    sentence = render(f"GAP-{gap.kind}", {"what": gap.name, "rules": "PLN-01"})
    assert "PLN-01" in sentence


def test_layers_and_values_of_gaps_are_known_words() -> None:
    layers = {layer.value.upper().replace("_", "-") for layer in Layer} | {"TERRITORY", "ADMIN-UNITS"}
    for code in catalogue():
        if code.startswith("GAP-LAYER-"):
            assert code.removeprefix("GAP-LAYER-") in layers


def test_every_check_has_a_title_in_both_languages_and_a_code_of_its_own() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)
    assert all(check.title_vi and check.title_en for check in CHECKS)
