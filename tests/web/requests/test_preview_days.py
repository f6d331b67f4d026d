"""The day by which a preview judges, and the day after which what it shows comes late."""

from pathlib import Path

from flask import Flask

from tests.pages import Pages
from tests.web.requests.test_intake import previewed


def test_a_preview_of_what_came_earlier_says_by_which_days_rules_it_is(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    assert not any(
        "theo quy định của ngày nhận" in said for said in pages.page(previewed(pages, tmp_path)).text
    )
    earlier = pages.page(previewed(pages, tmp_path, received_on="2025-11-30"))
    assert "Kết quả dưới đây theo quy định của ngày nhận 30/11/2025." in earlier.text


def test_a_plan_after_its_last_day_is_said_to_be_late_before_it_comes_in(app: Flask, tmp_path: Path) -> None:
    pages = Pages(app)
    late = previewed(pages, tmp_path, kind="annual_plan", received_on="2025-12-01")
    for path in (late, f"{late}/gate"):
        assert "nhận ngày 01/12/2025, hạn nộp 30/11/2025" in " ".join(pages.page(path).text), path
    other = previewed(pages, tmp_path, received_on="2025-12-01")
    assert not any("hạn nộp" in said for path in (other, f"{other}/gate") for said in pages.page(path).text)
