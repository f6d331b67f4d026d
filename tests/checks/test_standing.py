"""Certificates, plans, agreed positions, sharing and robust communes of standing works."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from registry.checks.compliance.run import DUTIES, rules_of
from registry.checks.robust_communes import robust_communes
from registry.checks.standing_papers import standing_emf, standing_structure
from registry.checks.standing_works import (
    PlannedPlaces,
    standing_as_built,
    standing_plan,
    standing_sharing,
)
from registry.law import Rule, catalogue, law_in_force
from registry.messages import render
from registry.model.findings import Outcome
from registry.model.standing import Answer, Judged
from registry.settings import DATA
from tests import standing

TODAY = dt.date(2026, 11, 26)
LAW = law_in_force("24", TODAY)
OLD, RECENT = dt.date(2019, 5, 1), dt.date(2026, 2, 1)
BEGUN = ("not_shareable_begun", Outcome.REVIEW)


def first(judged: Judged) -> Answer:
    answer = judged.answers[int(judged.answer[0])]
    for lang in ("vi", "en"):
        assert render(answer.code, dict(answer.params), lang)
    return answer


def emf(mast: dict[str, Any] | None = None, **station: Any) -> tuple[str, Outcome]:
    made = standing_emf(
        standing.masts([mast or {}]), standing.stations([station]), LAW.get("EMF-01"), today=TODAY
    )
    answer = first(made)
    return answer.kind, answer.outcome


@pytest.mark.parametrize(
    ("station", "expected"),
    [
        ({"certificate": "KĐ-1", "expires_on": TODAY}, ("valid", Outcome.PASS)),  # good through its last day
        # a list of a later day still states it: the carrier's own word
        (
            {"certificate": "KĐ-1", "expires_on": dt.date(2026, 11, 1), "listed_on": dt.date(2026, 11, 14)},
            ("expired", Outcome.FAIL),
        ),
        # it ran out after the list: it may have been renewed
        (
            {"certificate": "KĐ-1", "expires_on": dt.date(2026, 11, 20), "listed_on": dt.date(2026, 11, 14)},
            ("expired_since", Outcome.REVIEW),
        ),
        ({"certificate": "KĐ-1", "expires_on": dt.date(2026, 11, 1)}, ("expired_since", Outcome.REVIEW)),
        ({"certificate": "chưa có", "listed_on": TODAY}, ("absent", Outcome.REVIEW)),
        ({"listed_on": TODAY}, ("not_stated", Outcome.UNKNOWN)),
        ({}, ("not_listed", Outcome.UNKNOWN)),
        ({"certificate": "KĐ-1", "listed_on": TODAY}, ("no_day", Outcome.UNKNOWN)),
        ({"expires_on": dt.date(2027, 1, 1), "listed_on": TODAY}, ("no_number", Outcome.UNKNOWN)),
    ],
)
def test_an_emf_certificate_is_judged_by_what_the_list_can_know(
    station: dict[str, Any], expected: tuple[str, Outcome]
) -> None:
    assert emf(**station) == expected


def test_a_station_that_does_not_operate_needs_no_certificate() -> None:
    assert emf({"state": "suspended"}, expires_on=dt.date(2020, 1, 1)) == ("not_operating", Outcome.NA)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({}, ("not_stated", Outcome.UNKNOWN)),
        ({"inspected_on": dt.date(2025, 11, 26)}, ("inspected", Outcome.PASS)),  # twelve months to the day
        ({"inspected_on": dt.date(2025, 11, 25)}, ("old", Outcome.REVIEW)),  # the period is unverified
        ({"inspected_on": TODAY, "inspection_result": "failed"}, ("failed", Outcome.REVIEW)),
    ],
)
def test_a_structural_inspection_is_another_paper_and_never_fails_unread(
    row: dict[str, Any], expected: tuple[str, Outcome]
) -> None:
    rule = law_in_force("24", TODAY, rules=catalogue(DUTIES)).get("DUT-STRUCTURE")
    answer = first(standing_structure(standing.masts([row]), standing.known([row]), rule, today=TODAY))
    assert (answer.kind, answer.outcome) == expected
    assert not answer.verified


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"built_on": OLD, "designed_operators": 1}, ("before_rule", Outcome.NA)),  # grandfathered: Điều 31
        ({"built_on": dt.date(2025, 11, 30), "designed_operators": 1}, ("before_rule", Outcome.NA)),
        # QĐ 72/2025 Điều 31(1): what was invested and built before stays, and nobody knows when it was begun
        (
            {"built_on": dt.date(2025, 12, 1), "designed_operators": 1},
            ("not_shareable_begun", Outcome.REVIEW),
        ),
        (
            {"built_on": dt.date(2026, 2, 28), "designed_operators": 1},
            ("not_shareable_begun", Outcome.REVIEW),
        ),
        ({"built_on": dt.date(2026, 3, 1), "designed_operators": 1}, ("not_shareable", Outcome.FAIL)),
        ({"built_on": RECENT, "designed_operators": 2}, ("shareable", Outcome.PASS)),
        ({"built_on": RECENT, "designed_operators": 1, "networks": 2}, ("shareable", Outcome.PASS)),
        ({"built_on": RECENT}, ("not_stated", Outcome.UNKNOWN)),
        ({"built_on": RECENT, "designed_operators": 1, "mast_height_m": 3.0}, ("small", Outcome.REVIEW)),
        ({"designed_operators": 1}, ("no_day", Outcome.UNKNOWN)),
    ],
)
def test_a_mast_has_to_be_shareable_from_the_day_of_the_rule_on(
    row: dict[str, Any], expected: tuple[str, Outcome]
) -> None:
    answer = first(standing_sharing(standing.masts([row]), rules_of("SHR-01", "24")))
    assert (answer.kind, answer.outcome) == expected


def as_built_limits() -> Rule:
    return law_in_force("24", TODAY, rules=catalogue(DATA / "limits")).rules["LIM-AS-BUILT"]


@pytest.mark.parametrize(
    ("off_m", "accuracy_m", "expected"),
    [
        (0.0, 10.0, ("there", Outcome.PASS)),
        (9.0, 10.0, ("there", Outcome.PASS)),
        (15.0, 10.0, ("off", Outcome.PASS)),  # noted
        (50.0, 10.0, ("far_off", Outcome.REVIEW)),  # Hạ Long's mast
        (33.0, 10.0, ("measure_again", Outcome.REVIEW)),
    ],
)
def test_as_built_against_agreed_is_for_review_at_most(
    off_m: float, accuracy_m: float, expected: tuple[str, Outcome]
) -> None:
    row = {"lat": 21.3, "accuracy_m": accuracy_m, "approved_at": (106.2, 21.3 + off_m / 110_730)}
    judged = standing_as_built(
        standing.masts([row]), standing.known([row]), as_built_limits(), agreed_since=dt.date(2025, 12, 1)
    )
    answer = first(judged)
    assert (answer.kind, answer.outcome) == expected
    assert judged.metres is not None
    assert judged.metres[0] == pytest.approx(off_m, abs=0.1)
    assert not answer.verified, "the limits are the office's own"


@pytest.mark.parametrize(
    ("built_on", "kind"),
    [
        (dt.date(2026, 6, 30), "far_off"),
        (dt.date(2026, 7, 1), "far_off_design"),
        (None, "far_off"),
    ],
)
def test_that_an_exempt_work_follows_its_design_is_named_since_the_law_says_so(
    built_on: dt.date | None, kind: str
) -> None:
    """Luật Xây dựng 135/2025 Điều 54(1)đ is not among what Điều 94(2) brings forward to 01/01/2026."""
    row = {"lat": 21.3, "accuracy_m": 1.0, "approved_at": (106.2, 21.301), "built_on": built_on}
    answer = first(
        standing_as_built(
            standing.masts([row]),
            standing.known([row]),
            as_built_limits(),
            agreed_since=dt.date(2025, 12, 1),
            ground=law_in_force("24", TODAY).get("PRM-01/as-built"),
        )
    )
    assert (answer.kind, answer.outcome, answer.verified) == (kind, Outcome.REVIEW, False)
    words = render(f"CMP-AS-BUILT-{kind.upper().replace('_', '-')}", answer.params)
    assert ("Điều 54(1)đ" in words) == (kind == "far_off_design")


@pytest.mark.parametrize(
    ("built_on", "expected"),
    [(OLD, ("before_letters", Outcome.NA)), (RECENT, ("no_letter", Outcome.UNKNOWN))],
)
def test_a_mast_without_a_letter_is_asked_for_it_only_since_the_regulation(
    built_on: dt.date, expected: tuple[str, Outcome]
) -> None:
    row = {"built_on": built_on}
    answer = first(
        standing_as_built(
            standing.masts([row]), standing.known([row]), as_built_limits(), agreed_since=dt.date(2025, 12, 1)
        )
    )
    assert (answer.kind, answer.outcome) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"built_on": OLD}, ("before_rule", Outcome.NA)),
        ({"built_on": RECENT}, ("in_plan", Outcome.PASS)),
        ({"built_on": RECENT, "lat": 21.3002}, ("near_plan", Outcome.REVIEW)),  # 22 m
        ({"built_on": RECENT, "lat": 21.31}, ("off_plan", Outcome.REVIEW)),
        ({"built_on": RECENT, "lat": 21.31, "approved_at": (106.2, 21.31)}, ("approved", Outcome.PASS)),
        ({"built_on": RECENT, "operator": "VNPT"}, ("no_plan", Outcome.UNKNOWN)),  # no plan was entered
        ({"built_on": dt.date(2025, 12, 15)}, ("in_plan", Outcome.PASS)),
        ({"built_on": dt.date(2025, 12, 15), "lat": 21.31}, ("no_plan", Outcome.UNKNOWN)),  # plan came later
        ({}, ("no_day", Outcome.UNKNOWN)),
    ],
)
def test_off_plan_is_asked_about_where_there_is_a_plan_of_that_day(
    row: dict[str, Any], expected: tuple[str, Outcome]
) -> None:
    operators = np.empty(2, dtype=object)
    operators[:] = ["VTL", "VTL"]
    planned = PlannedPlaces(
        operators, np.array([106.2, np.nan]), np.array([21.3, np.nan]), {"VTL": dt.date(2026, 1, 1)}
    )
    answer = first(
        standing_plan(standing.masts([row]), standing.known([row]), rules_of("PLN-01", "24"), planned)
    )
    assert (answer.kind, answer.outcome) == expected


def test_a_commune_lacks_a_robust_station_only_where_everybody_said_so() -> None:
    rows: list[dict[str, Any]] = [
        {"commune": "a", "robust": 1}, {"commune": "a", "robust": 0},
        {"commune": "b", "robust": 0}, {"commune": "c", "robust": 0}, {"commune": "c"},
        {"commune": "e", "robust": 1, "state": "suspended"}, {"commune": "e", "robust": 0},
    ]  # fmt: skip
    for complete, none in ((True, Outcome.FAIL), (False, Outcome.UNKNOWN)):
        found = robust_communes(standing.masts(rows), ["a", "b", "c", "d", "e"], lists_complete=complete)
        assert [item.outcome for item in found] == [
            Outcome.PASS, none, Outcome.UNKNOWN, Outcome.UNKNOWN, none,
        ]  # fmt: skip
        assert [item.robust for item in found] == [1, 0, 0, 0, 0]


def test_no_works_at_all_is_no_question() -> None:
    nothing, known = standing.masts([]), standing.known([])
    assert len(standing_sharing(nothing, rules_of("SHR-01", "24"))) == 0
    assert len(standing_emf(nothing, standing.stations([]), LAW.get("EMF-01"), today=TODAY)) == 0
    assert len(standing_structure(nothing, known, None, today=TODAY)) == 0
