"""The table of all combinations in ``docs/verdicts.md`` is what the programme does."""

import itertools
from pathlib import Path

import pytest

from registry.appraisal import verdict
from registry.checks.registered import CHECKS
from registry.model.findings import Finding, Outcome, Reservation, Stage

DOCUMENT = Path(__file__).parent.parent / "docs" / "verdicts.md"
HEAD = "| legal obstacle | unknown of a blocking rule |"
GAP, CONDITION = Reservation.OFFICE, Reservation.CONDITION


def finding(outcome: Outcome, kind: Reservation | None = None, **more: bool) -> Finding:
    return Finding("SPC-01", outcome, "RULE-GAP", kind=kind, **more)  # type: ignore[arg-type]


FORMS: tuple[tuple[Finding, ...], ...] = (
    (finding(Outcome.FAIL),),
    (
        finding(Outcome.UNKNOWN, CONDITION, blocking=True),
        finding(Outcome.UNKNOWN, GAP, blocking=True),
        finding(Outcome.UNKNOWN, GAP, blocking=True, could_refuse=True),
    ),
    tuple(
        finding(outcome, GAP, could_refuse=True, blocking=blocking)
        for outcome in (Outcome.REVIEW, Outcome.UNKNOWN, Outcome.NA)
        for blocking in (False, True)
        if not (blocking and outcome is Outcome.UNKNOWN)
    ),
    (
        finding(Outcome.CONSENT),
        finding(Outcome.REVIEW, CONDITION),
        finding(Outcome.REVIEW),
        finding(Outcome.UNKNOWN, CONDITION),
    ),
    tuple(finding(outcome, GAP) for outcome in (Outcome.REVIEW, Outcome.UNKNOWN, Outcome.NA)),
)
"""The forms that each column of the table takes as findings."""
IN_NOBODYS_WAY = (
    finding(Outcome.PASS),
    finding(Outcome.NA),
    *(
        Finding("PRM-01", outcome, "RULE-GAP", stage=Stage.CONSTRUCTION, blocking=True)
        for outcome in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.CONSENT)
    ),
)


def table() -> list[tuple[tuple[bool, ...], str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith(HEAD))
    rows = itertools.takewhile(lambda line: line.startswith("|"), lines[start + 2 :])
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]
    return [(tuple(cell == "yes" for cell in row[:-1]), row[-1]) for row in cells]


def test_every_combination_stands_in_the_table_once() -> None:
    assert sorted(flags for flags, _ in table()) == sorted(itertools.product([False, True], repeat=5))


@pytest.mark.parametrize(("flags", "expected"), table())
def test_the_verdict_is_what_the_table_says(flags: tuple[bool, ...], expected: str) -> None:
    present = [forms for flag, forms in zip(flags, FORMS, strict=True) if flag]
    for chosen in itertools.product(*present):
        findings = [*IN_NOBODYS_WAY, *chosen]
        assert verdict(findings).value == expected, chosen
        assert verdict(list(reversed(findings))).value == expected, chosen


def test_the_rules_that_can_refuse_are_those_of_the_document() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    named = text.split("(`Check.refuses`): ")[1].split(". For these")[0]
    assert named.split(", ") == [check.code for check in CHECKS if check.refuses]
