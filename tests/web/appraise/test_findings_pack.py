"""The findings as the scripts of a page read them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from registry.messages import number
from registry.model.findings import Finding, Outcome, Reservation
from web.appraise.view import FindingsPack, signs


def test_what_the_page_shows_is_rounded_once() -> None:
    """126.348 m is 126,3 m in the sentence; rounded to 126.35 on the way, the page would show 126,4 m."""
    pack = FindingsPack("vi")
    pack.add([Finding("SPC-01", Outcome.FAIL, "SPC-NO-POSITION", measured=126.348, limit=250.0, unit="m")])
    [[found]] = pack.data()["rows"]
    assert found[4] == 126.348


@pytest.mark.parametrize("metres", [114.05, 114.15, 0.25, 0.35, 87.3, 120.0, -0.05, 2.05, 300.45])
def test_the_half_is_rounded_by_the_page_as_by_the_sentence(metres: float) -> None:
    """114.05 m is 114,0 m in the sentence (binary, a little less); the browser would write 114,1 m."""
    pack = FindingsPack("en")
    pack.add([Finding("SPC-02", Outcome.FAIL, "SPC-NO-POSITION", measured=metres, limit=300.0, unit="m")])
    [[found]] = pack.data()["rows"]
    in_browser = Decimal(repr(found[4])).quantize(Decimal("0.1"), ROUND_HALF_UP)
    assert f"{in_browser:,}" == number(metres, 1, "en")
    assert abs(found[4] - metres) < 2e-5


def test_a_body_that_agreed_on_conditions_is_told_from_one_still_to_be_asked() -> None:
    """The page said *Cần văn bản đồng ý* of a paper that was there."""
    told = {"text": "Sở: Thống nhất có điều kiện", "evidence": "số 1", "condition": "Sơn đèn báo"}
    pack = FindingsPack("vi")
    pack.add([
        Finding("AIR-01", Outcome.CONSENT, "DESK-MANUAL-CHECK", told),
        Finding("AIR-01", Outcome.CONSENT, "DESK-MANUAL-CHECK", {**told, "condition": ""}),
        Finding("AIR-01", Outcome.CONSENT, "AIR-01-CONSENT", {**told, "measured": 52.0, "limit": 45.0,
                                                              "body_vi": "Cục", "body_en": "the body"}),
    ])  # fmt: skip
    assert [bool(found[11] & 64) for found in pack.data()["rows"][0]] == [True, False, False]


@pytest.mark.parametrize(("could_refuse", "shown"), [(True, Outcome.REVIEW), (False, Outcome.NA)])
def test_a_gap_of_the_office_has_in_the_table_the_sign_that_stands_at_the_finding(
    could_refuse: bool, shown: Outcome
) -> None:
    """A row at the border had *?* in the table and *Cần xem xét* at its finding."""
    gap = Finding(
        "LOC-01", Outcome.REVIEW, "LOC-01-EDGE-INSIDE", kind=Reservation.OFFICE, could_refuse=could_refuse
    )
    same = [Finding("LOC-01", shown, "LOC-01-INSIDE")]
    assert signs([gap]) == signs(same)
