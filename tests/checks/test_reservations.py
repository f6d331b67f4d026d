"""Every answer of a check says whose reservation it is, and why."""

import datetime as dt
import tomllib
from collections import Counter

import pytest

from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.checks.reservations import classify, reservations
from registry.law import law_in_force
from registry.messages import render
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.settings import DATA
from tests.checks.test_cases import CASES
from tests.world import proposal, world

WRITTEN = tomllib.loads((DATA / "codes" / "reservations.toml").read_text(encoding="utf-8"))
LATER = {"certificates.toml", "permits.toml", "wind.toml"}
OPEN = {Outcome.REVIEW, Outcome.UNKNOWN}


def codes_of_checks() -> list[str]:
    files = [path for path in (DATA / "messages" / "checks").glob("*.toml") if path.name not in LATER]
    return [
        code
        for path in files
        for code in tomllib.loads(path.read_text(encoding="utf-8"))
        if not code.startswith("GAP-")
    ]


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    """Return what the checks answer in all legal cases, by every rule and not only by the case's own."""
    found = []
    for param in CASES:
        case = param.values[1]
        assert isinstance(case, dict)
        day = case.get("as_of", dt.date(2026, 11, 24))
        context = world(case.get("world"), day)
        rows = [proposal(**spec) for spec in case.get("proposals", [case.get("proposal", {})])]
        for row in run(rows, context, law_in_force("24", day, office=context.office_numbers), CHECKS):
            found += row
    return found


REFUSING = {check.code for check in CHECKS if check.refuses}


def test_every_code_of_a_check_has_its_kind_once() -> None:
    told = Counter(
        [code for kind in ("condition", "office", "stated") for code in WRITTEN[kind]]
        + WRITTEN["none"]["codes"]
    )
    assert [code for code, times in told.items() if times > 1] == []
    assert set(told) == set(codes_of_checks())


def test_every_kind_has_its_reason() -> None:
    reasons = [why for kind in ("condition", "office", "stated") for why in WRITTEN[kind].values()]
    assert all(len(why) > 10 for why in reasons)


def test_what_is_left_open_is_always_classified(findings: list[Finding]) -> None:
    for finding in findings:
        if finding.stage is not Stage.POSITION:
            continue
        if finding.outcome in OPEN:
            assert finding.kind is not None, finding.code
            assert finding.code in reservations() or finding.code in WRITTEN["stated"], finding.code
        if finding.code in WRITTEN["none"]["codes"]:
            assert finding.reservation is None, finding.code


def test_a_gap_of_the_office_says_what_is_missing(findings: list[Finding]) -> None:
    for finding in findings:
        if finding.reservation is Reservation.OFFICE and finding.code != "SPC-BEYOND":
            assert finding.missing, finding.code
            assert not finding.missing.startswith("value:"), finding.code
            for missing in finding.missing.split(";"):
                kind, _, name = missing.partition(":")
                code = kind if kind in ("list", "plan", "law") else f"{kind}-{name}"
                sentence = render(f"GAP-{code.upper().replace('_', '-')}", {"what": "VNPT", "rules": "R"})
                assert "R" in sentence


def test_only_a_rule_that_can_refuse_lowers_by_what_the_office_lacks(findings: list[Finding]) -> None:
    fails = (f for f in findings if f.outcome is Outcome.FAIL and f.stage is Stage.POSITION)
    unread = {"CLS-01"}  # its text is not verified, so its fails are conditions until somebody has read it
    assert {finding.rule for finding in fails} == REFUSING - unread
    assert {finding.rule for finding in findings if finding.could_refuse} <= REFUSING
    assert all(finding.kind is Reservation.OFFICE for finding in findings if finding.could_refuse)


def test_a_value_that_the_row_lacks_is_never_the_offices(findings: list[Finding]) -> None:
    for finding in findings:
        if finding.missing and finding.missing.startswith("value:") and finding.stage is Stage.POSITION:
            assert finding.reservation is Reservation.CONDITION, finding.code


def test_a_code_that_nobody_classified_lowers_the_row() -> None:
    finding = Finding("SPC-01", Outcome.REVIEW, "NEW-CODE")
    classify(finding, refuses=True)
    assert finding.lowers
