"""The dated table of permits (PRM-01), asked of standing masts: built when, where at that time, what?"""

import datetime as dt
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.permit_table import MastFacts, PermitAnswer, later_answers, permit_needed
from registry.messages import catalogue
from registry.model.sites import MastClass, OldMastClass, Support

PATH = Path(__file__).parent.parent / "cases" / "PRM-01.toml"
BUILDINGS = tomllib.loads(PATH.read_text(encoding="utf-8"))["building"]
KINDS: dict[str, Any] = {"mast_class": MastClass, "old_class": OldMastClass, "support": Support}
KNOWN = st.sampled_from([None, True, False])
ANY_FACTS = st.builds(
    MastFacts,
    urban=KNOWN,
    mast_class=st.sampled_from([None, *MastClass]),
    old_class=st.sampled_from([None, *OldMastClass]),
    support=st.sampled_from([None, *Support]),
    permit_area=KNOWN,
    in_plan=KNOWN,
    report_only=KNOWN,
    detailed_plan=KNOWN,
)
ANY_DAY = st.dates(dt.date(1998, 1, 1), dt.date(2030, 1, 1))


def facts_of(spec: dict[str, Any]) -> MastFacts:
    return MastFacts(**{name: KINDS.get(name, lambda value: value)(value) for name, value in spec.items()})


@pytest.mark.parametrize("case", BUILDINGS, ids=[case["title"] for case in BUILDINGS])
def test_a_mast_built_then_and_there(case: dict[str, Any]) -> None:
    need = permit_needed(case["day"], facts_of(case["facts"]), territory="24")
    assert need.answer.value == case["answer"]
    for name in ("document", "article", "verified"):
        if name in case:
            assert getattr(need, name) == case[name], name
    assert list(need.missing) == case.get("missing", [])


@given(ANY_DAY, ANY_FACTS)
def test_every_day_and_mast_has_an_answer_that_says_what_is_missing(day: dt.date, facts: MastFacts) -> None:
    need = permit_needed(day, facts, territory="24")
    assert (need.answer is PermitAnswer.UNKNOWN) == bool(need.missing)
    for name in need.missing:
        if name != "law":
            assert f"PRM-01-FACT-{name.upper().replace('_', '-')}" in catalogue()


@given(
    ANY_DAY, ANY_FACTS, st.sampled_from(["urban", "in_plan", "permit_area", "detailed_plan"]), st.booleans()
)
def test_learning_a_fact_never_turns_an_answer_only_an_unknown(
    day: dt.date, facts: MastFacts, name: str, value: bool
) -> None:
    unknown: dict[str, Any] = {name: None}
    known: dict[str, Any] = {name: value}
    before = permit_needed(day, replace(facts, **unknown), territory="24")
    after = permit_needed(day, replace(facts, **known), territory="24")
    if before.answer is not PermitAnswer.UNKNOWN:
        assert after.answer is before.answer


@given(ANY_DAY, ANY_FACTS)
def test_that_a_permit_was_needed_is_verified_only_by_what_was_read(day: dt.date, facts: MastFacts) -> None:
    """Second-hand grounds hold from 06/2011 on: no mast of those years is called unpermitted for sure."""
    need = permit_needed(day, facts, territory="24")
    if need.answer is PermitAnswer.PERMIT and need.verified:
        assert dt.date(2007, 12, 11) <= day < dt.date(2011, 6, 1)
        assert facts.urban


def test_the_later_law_is_asked_too_as_lang_son_did() -> None:
    """A rural mast of 2012 off the plan: a permit then, exempt by the law of 2015, and a notice today."""
    facts = MastFacts(
        mast_class=MastClass.A2B, urban=False, in_plan=False, report_only=True, detailed_plan=False
    )
    asked = dict(later_answers(dt.date(2012, 5, 1), facts, dt.date(2026, 11, 24), territory="24"))
    assert asked[dt.date(2012, 5, 1)].answer is PermitAnswer.PERMIT
    assert asked[dt.date(2015, 1, 1)].answer is PermitAnswer.EXEMPT
    assert asked[dt.date(2021, 1, 1)].answer is PermitAnswer.PERMIT
    assert asked[dt.date(2026, 1, 1)].answer is PermitAnswer.NOTICE
    assert sorted(asked) == list(asked)


def test_the_grounds_that_were_weighed_are_told() -> None:
    need = permit_needed(
        dt.date(2018, 3, 1), MastFacts(mast_class=MastClass.A2B, urban=False), territory="24"
    )
    assert {(ground.name, ground.holds) for ground in need.grounds} == {
        ("outside-urban", None), ("not-bulky", False), ("rural", None),
    }  # fmt: skip
    assert set(need.missing) == {"in_plan", "report_only", "detailed_plan"}
