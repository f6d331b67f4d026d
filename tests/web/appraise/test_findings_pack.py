"""The findings as the scripts of a page read them."""

from registry.model.findings import Finding, Outcome
from web.appraise.view import FindingsPack


def test_what_the_page_shows_is_rounded_once() -> None:
    """126.348 m is 126,3 m in the sentence; rounded to 126.35 on the way, the page would show 126,4 m."""
    pack = FindingsPack("vi")
    pack.add([Finding("SPC-01", Outcome.FAIL, "SPC-NO-POSITION", measured=126.348, limit=250.0, unit="m")])
    [[found]] = pack.data()["rows"]
    assert found[4] == 126.348
