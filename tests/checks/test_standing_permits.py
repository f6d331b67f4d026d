"""Permits of standing masts: the columns answer as the table does mast by mast, accusing nobody unproven."""

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from registry.checks.permit_table import PermitAnswer, later_answers, permit_needed
from registry.checks.standing_permits import PermitText, facts_of_row, permit_text, standing_permits
from registry.messages import catalogue, render
from registry.model.findings import Outcome
from registry.model.sites import MastClass
from registry.model.standing import Judged
from tests import standing

TODAY = dt.date(2026, 11, 26)
PATH = Path(__file__).parent.parent / "cases" / "lang_son.toml"
CASE = tomllib.loads(PATH.read_text(encoding="utf-8"))


def judged(rows: list[dict[str, Any]], today: dt.date = TODAY) -> Judged:
    return standing_permits(standing.masts(rows), standing.known(rows), today=today, territory="24")


def one(**row: Any) -> Any:
    found = judged([row])
    return found.answers[int(found.answer[0])]


def many(n: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(20261126)
    pick = rng.choice
    first = dt.date(2004, 1, 1)
    return [
        {
            "built_on": first + dt.timedelta(days=int(rng.integers(0, 8300))),
            "mast_class": str(pick(["", *(word.value for word in MastClass)])),
            "old_class": str(pick(["", "", "loại 1", "loại 2"])),
            "form": str(pick(["", "guyed", "roof_pole"])),
            "support": str(pick(["", "ground", "roof"])),
            "mast_height_m": float(pick([2.5, 3.0, 12.0, 42.0])),
            "building_height_m": float(pick([10.0, 20.0])),
            "permit": str(pick(["", "không có", "15/GPXD ngày 3/4/2012", "GP tần số 12/CTS", "-"])),
            **{
                name: [None, True, False][int(rng.integers(0, 3))]
                for name in ("urban", "permit_area", "in_plan", "report_only", "detailed_plan")
            },
        }
        for _ in range(n)
    ]


def test_the_columns_say_what_the_table_says_mast_by_mast() -> None:
    rows = many(3000)
    found = judged(rows)
    columns, known = standing.masts(rows), standing.known(rows)
    for at, row in enumerate(rows):
        answer = found.answers[int(found.answer[at])]
        facts = facts_of_row(columns, known, at)
        need = permit_needed(row["built_on"], facts, territory="24")
        text = permit_text(row["permit"])
        if text is PermitText.STATED:
            assert answer.kind == ("permit_but_notice" if need.answer is PermitAnswer.NOTICE else "stated")
            continue
        if text is PermitText.FREQUENCY:
            assert answer.kind == "frequency"
            continue
        wanted = {
            PermitAnswer.NOTICE: {"notice"},
            PermitAnswer.EXEMPT: {"exempt"},
            PermitAnswer.UNKNOWN: {"law_not_read", "depends"},
            PermitAnswer.PERMIT: {"needed", "later_exempt", "unpermitted"},
        }[need.answer]
        assert answer.kind in wanted, (row, answer)
        assert (answer.document, answer.article, answer.verified) == (
            need.document,
            need.article,
            need.verified,
        )
        later = any(
            item.answer is PermitAnswer.EXEMPT
            for _, item in later_answers(row["built_on"], facts, TODAY, territory="24")[1:]
        )
        if need.answer is PermitAnswer.PERMIT:
            assert (answer.kind == "later_exempt") == later


def test_only_what_verified_law_asked_for_and_the_list_denies_is_a_violation() -> None:
    rows = many(3000)
    found = judged(rows)
    accused = [rows[at] for at in range(len(rows)) if found.answers[found.answer[at]].outcome is Outcome.FAIL]
    assert accused, "the sample holds some"
    for row in accused:
        assert row["permit"] == "không có"
        assert dt.date(2007, 12, 11) <= row["built_on"] < dt.date(2011, 6, 1)  # before second-hand exemptions
        assert row["urban"] is True


@pytest.mark.parametrize(
    ("row", "kind", "outcome", "missing"),
    [
        ({}, "no_day", Outcome.UNKNOWN, ("permit", "built_on")),
        ({"permit": "12/GPXD"}, "stated_no_day", Outcome.PASS, ()),
        # 2011: NĐ 25/2011 comes in force on 01/6, so the year alone does not say by which law
        (
            {"built_on": dt.date(2011, 1, 1), "year_only": True, "mast_class": "A2b", "urban": False,
             "in_plan": True},
            "year_only", Outcome.UNKNOWN, ("permit", "built_on"),
        ),
        (
            {"built_on": dt.date(2009, 1, 1), "year_only": True, "mast_class": "A2b", "urban": True},
            "needed", Outcome.UNKNOWN, ("permit",),
        ),
        ({"built_on": dt.date(2026, 8, 1), "notice": True}, "noticed", Outcome.PASS, ()),
        # Luật Xây dựng 2025 Điều 95(3): what was ready to start before 01/01/2026 stays as it was
        ({"built_on": dt.date(2026, 1, 15), "notice": False}, "unnoticed_begun", Outcome.REVIEW, ()),
        ({"built_on": dt.date(2026, 12, 31), "notice": False}, "unnoticed_begun", Outcome.REVIEW, ()),
        ({"built_on": dt.date(2027, 1, 1), "notice": False}, "unnoticed", Outcome.FAIL, ()),
        ({"built_on": dt.date(2005, 1, 1)}, "law_not_read", Outcome.UNKNOWN, ("permit",)),
    ],
)  # fmt: skip
def test_what_is_known_of_a_mast_decides(
    row: dict[str, Any], kind: str, outcome: Outcome, missing: tuple[str, ...]
) -> None:
    answer = one(**row)
    assert (answer.kind, answer.outcome, answer.missing) == (kind, outcome, missing)


@pytest.mark.parametrize(
    ("built_on", "kind", "outcome"),
    [
        (dt.date(2025, 12, 31), "law_not_read", Outcome.UNKNOWN),
        (dt.date(2026, 1, 1), "notice", Outcome.UNKNOWN),
        (dt.date(2026, 6, 30), "notice", Outcome.UNKNOWN),
        (dt.date(2026, 7, 1), "notice", Outcome.UNKNOWN),
    ],
)
def test_a_mast_of_2026_is_asked_for_its_notice_and_not_for_a_permit(
    built_on: dt.date, kind: str, outcome: Outcome
) -> None:
    """Luật Xây dựng 135/2025 Điều 94(2): from 01/01/2026 a list that denies a permit denies nothing owed."""
    answer = one(built_on=built_on, mast_class="A2b", urban=True, permit="không có")
    assert (answer.kind, answer.outcome) == (kind, outcome)


def test_the_law_of_permits_does_not_change_within_2026() -> None:
    answer = one(built_on=dt.date(2026, 1, 1), built_year_only=True, mast_class="A2b", permit="không có")
    assert answer.kind == "notice"


def test_what_a_later_layer_says_of_the_place_never_accuses() -> None:
    """ "Not urban" read off today's layer may exempt, but the answer is then for a person."""
    row = {"built_on": dt.date(2012, 1, 1), "mast_class": "A2b", "urban": False, "in_plan": True}
    answer = one(**row, urban_then=False)
    assert (answer.kind, answer.outcome, answer.verified) == ("exempt", Outcome.REVIEW, False)


def test_every_answer_can_be_said_in_both_languages() -> None:
    for answer in judged(many(2000)).answers:
        assert render(answer.code, dict(answer.params), "vi")
        assert render(answer.code, dict(answer.params), "en")
        for name in answer.missing:
            assert f"CMP-MISSING-{name}".upper().replace("_", "-") in catalogue()


def lang_son_rows() -> list[dict[str, Any]]:
    return [
        {
            name: value
            for name, value in group.items()
            if name not in ("name", "stations", "assumed", "expect")
        }
        for group in CASE["group"]
        for _ in range(group["stations"])
    ]


def test_lang_son_adds_up_as_it_was_reported() -> None:
    known, groups = CASE["known"], CASE["group"]
    assert sum(group["stations"] for group in groups) == known["stations"] == 293
    before = [group for group in groups if group["built_on"] < dt.date(2015, 1, 1)]
    assert sum(group["stations"] for group in before) == known["built_before_2015"]
    assert [g["stations"] for g in before if g["expect"]["kind"] != "later_exempt"] == [
        known["left_after_the_exemption"]
    ]
    assert sum(known["by_operator"].values()) < known["stations"], "who has the rest is not known"


def test_lang_son_is_judged_as_the_case_file_says_and_accuses_nobody() -> None:
    rows = lang_son_rows()
    found = judged(rows, CASE["day"])
    kinds = Counter(found.answers[number].kind for number in found.answer.tolist())
    assert kinds == Counter({g["expect"]["kind"]: g["stations"] for g in CASE["group"]})
    assert Outcome.FAIL not in {answer.outcome for answer in found.answers}
    columns, known = standing.masts(rows), standing.known(rows)
    at = 0
    for group in CASE["group"]:
        expect, answer = group["expect"], found.answers[int(found.answer[at])]
        facts = facts_of_row(columns, known, at)
        assert (
            permit_needed(group["built_on"], facts, territory=CASE["territory"]).answer.value
            == expect["then"]
        )
        assert answer.outcome.value == expect["outcome"]
        assert set(answer.missing) == set(expect.get("missing", answer.missing))
        if "later" in expect:
            later = dict(later_answers(group["built_on"], facts, CASE["day"], territory=CASE["territory"]))[
                expect["later"]["day"]
            ]
            assert later.answer.value == expect["later"]["answer"]
            assert (later.article, later.verified) == (
                expect["later"]["article"],
                expect["later"]["verified"],
            )
        at += group["stations"]
