"""Fixed addresses that programs look at: robots.txt, and security.txt as RFC 9116 has it."""

import datetime as dt
import re
from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from registry.errors import RefusalError
from registry.model.vietnam_time import today
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import running, small_office


def security(home: Path, **environment: str) -> tuple[int, str]:
    settings = read_settings({"BTS_HOME": str(home), **environment})
    if not home.exists():
        desk.make(settings).close()
    with running(settings) as app:
        answer = Pages(app).client.get("/.well-known/security.txt")
        return answer.status_code, answer.get_data(as_text=True)


def test_whom_to_tell_of_a_hole_is_said_as_it_was_set(tmp_path: Path) -> None:
    last = today() + dt.timedelta(days=90)
    status, text = security(
        tmp_path / "sổ", BTS_SECURITY_CONTACT="mailto:attt@so.example", BTS_SECURITY_EXPIRES=last.isoformat()
    )
    assert status == 200
    fields = dict(line.split(": ", 1) for line in text.splitlines())
    assert fields["Contact"] == "mailto:attt@so.example"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT16:59:59Z", fields["Expires"])
    assert fields["Expires"].startswith(last.isoformat())


def test_what_is_not_set_or_is_over_is_not_there_and_says_what_to_set(tmp_path: Path) -> None:
    status, text = security(tmp_path / "sổ")
    assert (status, "SECURITY-TXT-NOT-SET" in text, "BTS_SECURITY_CONTACT" in text) == (404, True, True)
    over = (today() - dt.timedelta(days=1)).isoformat()
    status, text = security(
        tmp_path / "sổ", BTS_SECURITY_CONTACT="tel:+84-204-000000", BTS_SECURITY_EXPIRES=over
    )
    assert (status, "SECURITY-TXT-OVER" in text) == (404, True)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("BTS_SECURITY_CONTACT", "attt@so.example", "SETTING-CONTACT"),
        ("BTS_SECURITY_CONTACT", "mailto:a b@so.example", "SETTING-CONTACT"),
        ("BTS_SECURITY_CONTACT", "http://so.example", "SETTING-CONTACT"),
        ("BTS_SECURITY_EXPIRES", "30/06/2027", "SETTING-DAY"),
    ],
)
def test_a_setting_that_is_none_is_refused(name: str, value: str, code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        read_settings({"BTS_HOME": "/nowhere", name: value})


def test_only_pages_for_everybody_are_searched(tmp_path: Path) -> None:
    with small_office(tmp_path / "sổ") as app:
        lines = Pages(app).get("/robots.txt").get_data(as_text=True).splitlines()
    rules = RobotFileParser()
    rules.parse(lines)
    for path in ("/open-data", "/open-data/zones.csv", "/outages/public", "/guide"):
        assert rules.can_fetch("anybody", path), path
    for path in ("/", "/map", "/requests", "/sign-in", "/m/abc"):
        assert not rules.can_fetch("anybody", path), path
