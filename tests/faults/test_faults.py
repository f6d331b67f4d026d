"""The short run of the fault machine; ``make faults`` is the long one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from registry.settings import Settings
from tests.faults.machine import Size, run
from tests.web.people import PASSWORD, with_people

pytestmark = pytest.mark.e2e


def test_nothing_is_lost_doubled_changed_or_shown_wrongly(
    copy_demo: Callable[[Path], Settings],
    browser: Browser,
    tmp_path: Path,
) -> None:
    settings = with_people(copy_demo(tmp_path / "demo"), tmp_path / "home")
    report = run(
        settings,
        browser.browser_type,
        PASSWORD,
        seed=4,
        size=Size(items=240, photos=40, kills=1, rate=2.5, giants=3, cut=1),
    )
    assert report.findings.lost == []
    assert report.findings.doubled == []
    assert report.findings.changed == []
    assert report.findings.shown_wrongly == []
    assert report.items == 240 + 3 + 2  # the giants, and the beginnings of their two visits
    assert report.photos == 43
    assert report.events["parts cut and answered into nothing"] > 1
    assert report.events["rescue file, MB"] >= 8
    assert report.aside > 0
    assert sum(report.faults.values()) >= 5, report.faults  # a run in which nothing broke proves nothing
