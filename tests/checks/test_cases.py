"""Every legal case of ``tests/cases`` gives the finding that it states.

A case file is one rule, ``tests/cases/SPC-01.toml`` (those in small letters are of other tests); each
``[[case]]`` has a ``title`` a lawyer can read, the ``kind`` of case it is, the day ``as_of``, the
``proposal`` (or ``proposals``; the first is judged), the world around it (see ``tests/world.py``) and what
is ``expect``-ed: outcome, and any of measured, limit, unit, related, code, article, source, flips, missing,
blocking, verified, params, notes (their codes). A
file's ``cannot`` names the kinds that its rule cannot have; a comment there says why.
"""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest

from registry.appraisal import common_gaps
from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import law_in_force
from registry.messages import Language, render
from tests.world import proposal, world

FOLDER = Path(__file__).parent.parent / "cases"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}: {case['title']}")
    for path in sorted(FOLDER.glob("[A-Z]*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: dict[str, Any]) -> None:
    as_of = case.get("as_of", dt.date(2026, 11, 24))
    context = world(case.get("world"), as_of)
    rows = [proposal(**spec) for spec in case.get("proposals", [case.get("proposal", {})])]
    checks = [check for check in CHECKS if check.code == rule]
    found = run(rows, context, law_in_force("24", as_of, office=context.office_numbers), checks)[0][0]
    expected = case["expect"]
    assert found.outcome.value == expected["outcome"], render(found.code, found.params)
    for key in (
        "limit",
        "unit",
        "related",
        "code",
        "article",
        "source",
        "flips",
        "missing",
        "blocking",
        "verified",
    ):
        if key in expected:
            assert getattr(found, key) == expected[key], key
    if "notes" in expected:
        assert [code for code, _ in found.notes] == expected["notes"]
    for key, value in expected.get("params", {}).items():
        assert found.params[key] == value, key
    if "measured" in expected:
        assert found.measured == pytest.approx(expected["measured"], abs=0.05)
    languages: tuple[Language, ...] = ("vi", "en")
    for lang in languages:
        assert render(found.code, found.params, lang)
        assert all(render(code, params, lang) for code, params in found.notes)
    for gap in common_gaps([[found], [found]]):
        assert render(f"GAP-{gap.kind}", {"what": gap.name, "rules": ", ".join(gap.rules)})


def test_every_check_has_its_cases() -> None:
    assert {check.code for check in CHECKS} == {path.stem for path in FOLDER.glob("[A-Z]*.toml")}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("[A-Z]*.toml")), ids=lambda path: path.stem)
def test_a_case_file_covers_what_must_be_known(path: Path) -> None:
    """Two that pass, and the limit, the accuracy, the unknown and the day before, where the rule has them."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = [case["kind"] for case in content["case"]]
    cannot = set(content.get("cannot", []))
    assert "pass" in cannot or kinds.count("pass") >= 2
    for kind in {"fail", "limit", "accuracy", "unknown", "before"} - cannot:
        assert kind in kinds, f"{path.stem} has no case of kind {kind}"
