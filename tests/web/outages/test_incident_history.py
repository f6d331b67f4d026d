"""What an incident's page says of its changes, of one that was withdrawn, and of a code nobody knows."""

import datetime as dt

import pytest
from flask import Flask

from registry.model.outages.outages import Damage, Incident, IncidentKind, OutageEvent
from registry.services.office.calendar import now
from registry.services.outages.events import events
from registry.services.outages.incidents import add_incident, incidents
from tests.services.outages.world import COMMUNE
from tests.web.outages.forms import local
from tests.web.people import registry_of, visitor


@pytest.fixture
def event(app: Flask) -> OutageEvent:
    return events(registry_of(app))[0]


def test_the_history_says_each_change_with_both_values(app: Flask, event: OutageEvent) -> None:
    registry, pages = registry_of(app), visitor(app, "truc")
    began = now() - dt.timedelta(hours=2)
    given = Incident(
        id="",
        event=event.id,
        operator="VTL",
        kind=IncidentKind.POLE,
        commune="",
        place="Tổ 4",
        occurred_at=began,
    )
    made = add_incident(registry, given, who="trực")
    address = f"/outages/{event.id}/incidents/{made.id}"
    sent = {"occurred_at": local(began), "place": "Tổ 4", "version": made.version}
    pages.post(address, {**sent, "quantity": "3", "damage": Damage.HEAVY.value, "commune": COMMUNE}, 303)
    shown = " ".join(pages.page(address).text)
    assert "Số lượng: 1 → 3" in shown
    assert "Mức thiệt hại: – → Từ 30% đến 50%" in shown
    assert f"Xã, phường: – → {COMMUNE}" not in shown, "a commune is named, not coded"
    assert "Phải làm" in shown

    now_ = next(item.incident for item in incidents(registry, event.id) if item.incident.id == made.id)
    taken = {**sent, "quantity": "3", "damage": "heavy", "commune": COMMUNE, "withdrawn": "1"}
    pages.post(address, {**taken, "version": now_.version, "reason": "gọi nhầm"}, 303)
    shown = " ".join(pages.page(address).text)
    assert "Báo nhầm, đã rút: không → có" in shown
    assert "Phải làm" not in shown
    every = len(incidents(registry, event.id))
    board = " ".join(pages.page(f"/outages/{event.id}").text)
    assert f"Tất cả sự cố ({every})" in board, "the number of its page, with what was withdrawn"


def test_an_incident_of_an_unknown_code_is_not_said_to_be_kept(app: Flask, event: OutageEvent) -> None:
    sent = {"operator": "VTL", "kind": "equipment", "code": "KHONGCO1"}
    refused = visitor(app, "truc").post(f"/outages/{event.id}/incidents/new", sent, 400)
    said = refused.get_data(as_text=True)
    assert "OUTAGE-INCIDENT-CODE" in said
    assert "được giữ lại" not in said
