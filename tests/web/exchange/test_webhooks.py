"""Addresses that hear of events, as the administrator allows, tries and stops them in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Role
from registry.model.webhooks import EventType
from registry.services.office.events import event_deliveries, webhooks
from registry.services.office.sending.channels import Gateway, set_gateway
from registry.settings import read_settings
from tests.services.office import receivers
from tests.services.requests import desk
from tests.web.people import registry_of, running
from tests.web.requests.test_requests import account

KEY = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application over the small office."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    desk.make(settings).close()
    with running(settings) as app:
        yield app


def test_an_address_is_allowed_tried_watched_paused_and_removed(app: Flask, tmp_path: Path) -> None:
    admin = account(app, "quantri", Role.ADMINISTRATOR)
    carrier = account(app, "viettel", Role.CARRIER, "VTL")
    registry = registry_of(app)
    with receivers.gateway() as box:
        rules = Gateway(inside=(f"127.0.0.1:{box.port}",))
        form = {
            "name": "Hệ thống điều hành", "url": f"http://127.0.0.1:{box.port}/", "organisation": "VTL",
            "event": ["request.filed", "request.issued"],
        }  # fmt: skip
        refused = admin.post("/office/webhooks", form, 400).get_data(as_text=True)
        assert "không mã hóa (http)" in refused
        assert 'value="request.filed" checked' in refused  # nothing of what was typed is lost
        set_gateway(registry, rules, on=False, base="https://bts.example.vn", key=None, who="t")
        carrier.post("/office/webhooks", form, 403)
        made = admin.post("/office/webhooks", form, 201).get_data(as_text=True)
        (key,) = set(KEY.findall(made))
        (one,) = webhooks.subscriptions(registry)
        address = f"/office/webhooks/{one.id}"
        assert key not in admin.get(address).get_data(as_text=True)
        admin.post(f"{address}/ping", {}, 303)
        assert "Máy chủ trả lời: 200 queued" in " ".join(admin.page(address).text)
        request = desk.received(registry, tmp_path)
        box.answers = [503]
        event_deliveries.queue_events(registry)
        event_deliveries.deliver_to(registry, one.id)
        page = admin.page(address)
        told = " ".join(page.text)
        assert f"Hồ sơ được nộp · {request.number}" in told
        assert "Cổng nhận trả lời không nhận: 503 queued" in told
        assert "1 lần thử, thử lại lúc" in told
        (again,) = [form["action"] for form, _ in page.forms if form["action"].endswith("/again")]
        admin.post(again, {}, 303)
        event_deliveries.deliver_to(registry, one.id)
        admin.post(again, {}, 409)
        assert "nhận lần cuối" in " ".join(admin.page("/office/webhooks").text)
        assert f"hồ sơ được nộp {request.number}" in " ".join(admin.page("/office/outbox").text)
        link = f"/documents/request/{request.id}"
        assert carrier.get(link, 303).headers["Location"].endswith(request.id)
        carrier.get("/documents/nothing/x", 404)
    version = {"version": str(one.version)}
    admin.post(f"{address}/pause", version, 303)
    admin.post(f"{address}/resume", version, 409)  # somebody was first
    version = {"version": str(one.version + 1)}
    renewed = admin.post(f"{address}/key", version, 200).get_data(as_text=True)
    assert set(KEY.findall(renewed)) - {key}
    changed = {**form, "name": "Khác", "event": ["list.sent"], "version": str(one.version + 2)}
    admin.post(address, {**changed, "event": []}, 400)
    admin.post(address, changed, 303)
    assert webhooks.subscription(registry, one.id).events == (EventType.LIST_SENT,)
    admin.post(f"{address}/remove", {"version": str(one.version + 3)}, 303)
    admin.get(address, 404)
    assert "Chưa có hệ thống nào nhận sự kiện" in " ".join(admin.page("/office/webhooks").text)
