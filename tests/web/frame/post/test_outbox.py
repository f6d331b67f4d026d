"""The ways out as the administrator sets them in the browser, and the list of what went."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.notices import Channel
from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.services.office.sending import outbox
from registry.settings import read_settings
from tests.services.office import receivers
from tests.services.requests import desk
from tests.web.people import registry_of, running
from tests.web.requests.test_requests import account


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application over the small office."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "sổ")})
    desk.make(settings).close()
    with running(settings) as app:
        yield app


def test_the_administrator_opens_mail_tries_it_and_sees_what_went(app: Flask, tmp_path: Path) -> None:
    admin = account(app, "quantri", Role.ADMINISTRATOR)
    address = {"recipient": "organisation:VTL", "mail": "vanthu@viettel.vn", "number": "", "webhook": ""}
    with receivers.mailbox() as box:
        form = {
            "host": "127.0.0.1", "port": str(box.port), "security": "none", "user": "", "secret": "kín",
            "sender": "bts@example.vn", "base": "http://localhost:8000", "on": "on",
        }  # fmt: skip
        admin.post("/office/channels/mail", {**form, "sender": ""}, 400)
        admin.post("/office/channels/mail", form, 303)
        assert "kín" not in admin.get("/office/channels").get_data(as_text=True)
        admin.post("/office/channels/addresses", {**address, "trial": "mail"}, 303)
        assert "Máy chủ trả lời: 250 taken" in " ".join(admin.page("/office/channels").text)
        box.answers = ["550 no such mailbox"]
        refused = admin.post("/office/channels/addresses", {**address, "trial": "mail"}, 400)
        assert "550 no such mailbox" in refused.get_data(as_text=True)
        registry = registry_of(app)
        desk.to(registry, desk.received(registry, tmp_path), RequestState.SUPPLEMENT, reason="thiếu")
        box.answers = ["550 no such mailbox"]
        outbox.queue_new(registry)
        outbox.deliver_due(registry, Channel.MAIL)
    page = admin.page("/office/outbox?show=failed")
    assert "Máy chủ thư không nhận thư: 550 no such mailbox" in " ".join(page.text)
    (again,) = [form["action"] for form, _ in page.forms if form["action"].endswith("/again")]
    admin.post(again, {}, 303)
    admin.post(again.replace("/again", "/cancel"), {}, 303)
    admin.post(again.replace("/again", "/cancel"), {}, 409)
    assert admin.get("/office/outbox?file=xlsx").mimetype.endswith("spreadsheetml.sheet")


def test_a_gateway_inside_the_house_is_asked_only_where_that_was_allowed(app: Flask) -> None:
    admin = account(app, "quantri", Role.ADMINISTRATOR)
    carrier = account(app, "viettel", Role.CARRIER, "VTL")
    with receivers.gateway() as box:
        url = f"http://127.0.0.1:{box.port}/"
        form = {"url": url, "hosts": "sms.example.vn", "inside": "", "secret": "", "on": "on",
                "base": "http://localhost:8000"}  # fmt: skip
        refused = admin.post("/office/channels/webhook", form, 400).get_data(as_text=True)
        assert "Máy chủ 127.0.0.1 không có trong danh sách được phép" in refused
        admin.post("/office/channels/webhook", {**form, "inside": f"127.0.0.1:{box.port}"}, 303)
        address = {"recipient": "organisation:VTL", "number": "0912", "trial": "webhook"}
        admin.post("/office/channels/addresses", address, 303)
        assert len(box.posts) == 1
        carrier.post("/office/channels/addresses", address, 403)
        carrier.get("/office/outbox", 403)
    assert "200 queued" in " ".join(admin.page("/office/channels").text)
