"""With the numbers of QĐ 72/2025 as its own another province gets the answers of Bắc Ninh, to the letter."""

import datetime as dt
import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome
from registry.regulations.composing import law_of
from tests.regulations.stated import FIRST, content, published
from tests.world import proposal, world

CODES = ("SPC-01", "SPC-02", "SPC-03", "SHR-01", "SHR-02", "SHR-03", "PLN-01", "PLN-04")
FOLDER = Path(__file__).parent.parent / "cases"
CASES = [
    pytest.param(code, case, id=f"{code}: {case['title']}")
    for code in CODES
    for case in tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))["case"]
]
OWN = law_of([published(content())])


def answered(code: str, case: dict[str, Any], province: str, day: dt.date) -> list[Finding]:
    """What the check says of every row of a case, in a province where its own text is in force."""
    context = replace(world(case.get("world"), day), province=province, own_law=OWN)
    rows = [proposal(**spec) for spec in case.get("proposals", [case.get("proposal", {})])]
    law = law_in_force(province, day, office=context.office_numbers, own=OWN)
    checks = [check for check in CHECKS if check.code == code]
    return [found for row in run(rows, context, law, checks) for found in row]


@pytest.mark.parametrize(("code", "case"), CASES)
def test_every_case_comes_out_alike_but_for_the_document_s_name(code: str, case: dict[str, Any]) -> None:
    day = case.get("as_of", dt.date(2026, 11, 24))
    here, there = answered(code, case, "24", day), answered(code, case, "20", day)
    if day < FIRST:
        assert all(found.outcome in {Outcome.REVIEW, Outcome.NA} or code == "PLN-01" for found in there)
        return
    for one, other in zip(here, there, strict=True):
        if one.source == "QĐ 72/2025/QĐ-UBND":
            assert other.source == "QĐ 15/2025/QĐ-UBND"
        for field in fields(Finding):
            if field.name != "source":
                assert getattr(one, field.name) == getattr(other, field.name), field.name
