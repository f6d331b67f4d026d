"""What another operator may learn of a mast: the outcome, the operator, the class of a distance too small."""

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.checks.engine import run
from registry.checks.registered import CHECKS
from registry.law import law_in_force
from registry.model.findings import Finding, Outcome
from registry.services.appraise.finding_texts import finding_json, sentence
from registry.services.register import masking
from registry.services.register.masking import class_of, masked, nearest_ten
from tests.world import proposal, world

SECRET = "BGG31415"
KEY = b"of a register"


def findings(operator: str = "VTL", distance_m: float = 87.3) -> list[Finding]:
    mast = {"code": SECRET, "operators": ["VNPT"], "distance_m": distance_m, "bearing_deg": 40.0}
    plan = {"versions": {"VTL": {}, "VNPT": {}}}
    context = world({"masts": [mast], "plans": plan, "coverage": {"urban_area": "everywhere"}})
    rows = [proposal(operator=operator, mast_height_m=42.0)]
    return run(rows, context, law_in_force("24", context.as_of), CHECKS)[0]


def spacing(found: list[Finding]) -> Finding:
    return next(item for item in found if item.rule == "SPC-01")


def test_another_operators_mast_is_masked() -> None:
    shown = spacing(masked(findings(), "VTL", secret=KEY))
    assert shown.outcome.value == "fail"
    assert shown.related_operator == "VNPT"
    assert shown.measured is None
    assert shown.code == "SPC-MASKED-NEAR"
    assert shown.related is None
    assert shown.evidence is None


def test_nothing_that_is_shown_names_the_mast_in_either_language() -> None:
    for viewer in ("", "VTL", "VMS"):
        for lang in ("vi", "en"):
            text = json.dumps(
                [finding_json(item, lang) for item in masked(findings(), viewer, secret=KEY)], default=str
            )  # type: ignore[arg-type]
            assert SECRET not in text
            assert "87" not in text


HOST = {
    "code": SECRET, "operators": ["VNPT", "VMS"], "owner": "VNPT", "designed_operators": 2, "top_agl_m": 31.7,
    "load_used_pct": 104.0,
}  # fmt: skip
"""A mast of VNPT's of which every fact speaks against taking one more."""


@pytest.mark.parametrize(
    ("row", "rule", "code"),
    [
        ({"kind": "share"}, "SHR-03", "SHR-MASKED"),
        (
            {"kind": "share", "sharing_replied": "không đồng ý ngày 09/11/2026"},
            "SHR-03",
            "SHR-03-SAID-REFUSED",
        ),
        ({"sharing_replied": "không có cột dùng chung được"}, "SHR-02", "SHR-MASKED"),
    ],
)
def test_what_the_register_has_of_anothers_mast_is_not_told_to_whoever_would_share_it(
    row: dict[str, Any], rule: str, code: str
) -> None:
    context = world({"masts": [HOST]})
    rows = [proposal(mast_height_m=42.0, **row)]
    found = run(rows, context, law_in_force("24", context.as_of), CHECKS)[0]
    (told,) = (item for item in found if item.rule == rule)
    (shown,) = (item for item in masked(found, "VTL", secret=KEY) if item.rule == rule)
    assert (shown.code, shown.outcome, shown.related, shown.measured) == (code, told.outcome, None, None)
    said = json.dumps([finding_json(shown, "vi"), finding_json(shown, "en")], ensure_ascii=False)
    assert not [fact for fact in (SECRET, "31,7", "31.7", "104", "thiết kế cho 2") if fact in said]
    assert SECRET in json.dumps(finding_json(told, "vi"), ensure_ascii=False)
    assert told in masked(found, "VMS", secret=KEY)  # its network is on the mast


def test_an_operator_sees_its_own_mast() -> None:
    shown = spacing(masked(findings(), "VNPT", secret=KEY))
    assert shown.related == SECRET
    assert shown.evidence is not None


def test_the_unmasked_findings_are_left_as_they_are() -> None:
    found = findings()
    masked(found, "VTL", secret=KEY)
    assert spacing(found).related == SECRET


@given(st.floats(min_value=0, max_value=1e6))
def test_a_distance_is_rounded_to_the_nearest_ten(metres: float) -> None:
    assert nearest_ten(metres) % 10 == 0
    assert abs(nearest_ten(metres) - metres) <= 5


def test_a_row_of_the_same_list_is_named_whoever_it_is_for() -> None:
    plans = {"versions": {"VTL": {}, "VNPT": {}}}
    context = world({"plans": plans, "coverage": {"urban_area": "everywhere"}})
    rows = [proposal(operator="VTL"), proposal(operator="VNPT", site_code="BGG09202")]
    found = run(rows, context, law_in_force("24", context.as_of), CHECKS)[0]
    shown = next(item for item in masked(found, "VTL", secret=KEY) if item.rule == "SPC-03")
    assert shown.related == "BGG09202"
    assert shown.params["related"] == "BGG09202"


def test_the_class_of_a_distance_never_contradicts_the_limit_that_it_is_below() -> None:
    assert class_of(110.0).vi == "khoảng 100 đến 200 m"
    assert class_of(110.0, 120.0).vi == "khoảng 100 đến dưới 120 m"
    assert class_of(230.0, 250.0).vi == "khoảng 200 đến dưới 250 m"
    assert class_of(80.0, 120.0).vi == "khoảng 50 đến 100 m"
    assert class_of(20.0, 40.0).vi == "dưới khoảng 50 m"


@pytest.mark.parametrize("code", sorted(masking._SHARING))
def test_what_is_told_of_an_exchange_begins_as_a_sentence(code: str) -> None:
    params = {
        "host": SECRET, "owner": "VNPT", "day": dt.date(2026, 12, 1), "sent_on": dt.date(2026, 12, 1),
        "received_on": dt.date(2026, 12, 2), "due_on": dt.date(2026, 12, 10), "sent": "CV 1",
        "replied": "đồng ý", "note": "VNPT đồng ý", "reason": "–",
    }  # fmt: skip
    found = Finding("SHR-03", Outcome.REVIEW, code, params, related=SECRET, related_operator="VNPT")
    for lang in ("vi", "en"):
        said = sentence(masked([found], "VTL", secret=KEY)[0], lang)  # type: ignore[arg-type]
        assert said[0].isupper(), said
        assert SECRET not in said
