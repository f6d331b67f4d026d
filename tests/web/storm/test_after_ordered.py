"""A mast that an open campaign has after a storm is not put into a second one: two would be sent to it."""

import re

from flask import Flask

from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import list_campaigns
from tests.services.field.world import OFFICER
from tests.web.people import registry_of, visitor
from tests.web.storm.conftest import text


def test_masts_in_an_open_campaign_are_said_and_not_put_into_another(app: Flask, storm: str) -> None:
    office, officer = registry_of(app), visitor(app, "duty_officer")
    officer.post(f"{storm}/after/budget", {"a_day": "1", "days": "2"}, 303)
    led = officer.post(f"{storm}/after/campaign", {"campaign": ""}, 303).headers["Location"]
    first = led.split("into=")[1]
    assert len(targets_of(office, first, person=OFFICER)) == 2
    page = text(officer.page(f"{storm}/after"))
    assert "2 cột đã ở đợt kiểm tra đang mở:" in page
    assert not re.search(r"Đưa \d+ cột vào đợt kiểm tra", page), "those above the line are ordered"
    before = len(list_campaigns(office, person=OFFICER))
    refused = officer.post(f"{storm}/after/campaign", {"campaign": ""}, 409)
    assert "STORM-ORDERED" in refused.get_data(as_text=True)
    assert len(list_campaigns(office, person=OFFICER)) == before

    officer.post(f"{storm}/after/budget", {"a_day": "1", "days": "3"}, 303)
    assert "Đưa 1 cột vào đợt kiểm tra" in text(officer.page(f"{storm}/after"))
    officer.post(f"{storm}/after/campaign", {"campaign": first}, 303)
    assert len(targets_of(office, first, person=OFFICER)) == 3
