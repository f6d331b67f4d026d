"""Whose word is asked: demanded by a text that was read, heard by one that nobody has read."""

import datetime as dt

import pytest

from registry.checks.consents import asked_of
from registry.law import law_in_force


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        (dt.date(2025, 6, 30), "văn bản đồng ý của Chủ tịch UBND tỉnh"),  # Luật Di sản 2001 Điều 32, read
        (dt.date(2025, 7, 1), "ý kiến bằng văn bản của Chủ tịch UBND tỉnh"),  # the law of 2024, not read
        (dt.date(2026, 12, 2), "ý kiến bằng văn bản của Chủ tịch UBND tỉnh"),  # NĐ 208/2025, not read
    ],
)
def test_a_relic_asks_for_a_consent_only_by_a_law_that_was_read(day: dt.date, asked: str) -> None:
    rule = law_in_force("24", day).rules["COR-05"]
    assert asked_of(rule, "provincial", demands=rule.verified)["asked"].vi == asked


def test_who_is_only_to_be_heard_stays_so() -> None:
    rule = law_in_force("24", dt.date(2026, 12, 2)).rules["COR-06"]
    said = asked_of(rule, demands=rule.verified)["asked"].vi
    assert said == "ý kiến của Bộ Chỉ huy quân sự tỉnh"
