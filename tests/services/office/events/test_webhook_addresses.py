"""Where events may go: which addresses are taken and asked, and how long a server may take."""

import contextlib
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.notices import DeliveryState
from registry.services.office.events import event_deliveries, webhooks
from registry.services.office.registry import Registry
from registry.services.office.sending import webhook as asking
from registry.services.office.sending.channels import Gateway, set_gateway
from tests.services.office import receivers
from tests.services.office.events.hearing import ALL, BASE, hears, only, opened, sent
from tests.services.requests import desk


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.vn/x", "WEBHOOK-PLAIN"),
        ("http://127.0.0.1:9/x", "WEBHOOK-PLAIN"),  # this machine, but not allowed as inside
        ("http://10.0.0.7/x", "WEBHOOK-PLAIN"),  # inside and allowed, but not this machine
        ("ftp://example.vn/", "WEBHOOK-URL"),
        ("https://a@example.vn/", "WEBHOOK-URL"),
        ("https://[::1", "WEBHOOK-URL"),
        ("", "WEBHOOK-URL"),
    ],
)
def test_an_address_that_may_not_be_asked_is_not_taken(office: Registry, url: str, code: str) -> None:
    rules = Gateway(inside=("10.0.0.7",))
    set_gateway(office, rules, on=False, base=BASE, key=None, who="quản trị")
    with pytest.raises(RefusalError) as refused:
        webhooks.allow(office, name="x", url=url, events=ALL, who="quản trị")
    assert refused.value.code == code
    assert webhooks.subscriptions(office) == []


@pytest.mark.parametrize("own", [{"name": " "}, {"events": []}, {"events": ["x"]}, {"organisation": "ABC"}])
def test_what_is_said_of_an_address_has_to_be_whole(office: Registry, own: dict[str, Any]) -> None:
    about = {"name": "x", "url": "https://example.vn/", "events": ALL, **own}
    with pytest.raises(RefusalError, match=r"WEBHOOK-NAME|WEBHOOK-EVENTS|CHANNEL-RECIPIENT"):
        webhooks.allow(office, **about, who="quản trị")


def test_without_an_address_of_the_pages_nobody_can_follow_a_link(office: Registry) -> None:
    with pytest.raises(RefusalError, match="CHANNEL-BASE"):
        webhooks.allow(office, name="x", url="https://example.vn/", events=ALL, who="quản trị")


def test_a_name_that_was_turned_into_the_house_is_not_asked(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    opened(office)  # nothing inside is allowed
    url = f"https://localhost:{gateway.port}/"
    found, _key = webhooks.allow(office, name="x", url=url, events=ALL, who="quản trị")
    desk.received(office, tmp_path)
    assert sent(office, found) == 1
    one = only(office, found)
    assert (one.state, one.error) == (DeliveryState.QUEUED, "WEBHOOK-INSIDE")
    assert gateway.posts == []


def test_what_was_allowed_inside_and_is_no_more_is_not_asked(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    found, _key = hears(office, gateway.port)
    desk.received(office, tmp_path)
    opened(office)
    assert sent(office, found) == 1
    assert only(office, found).error == "WEBHOOK-PLAIN"
    assert gateway.posts == []


@contextlib.contextmanager
def dripping(part: bytes, every_s: float) -> Iterator[int]:
    """A server that answers a part at a time, without end."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with contextlib.suppress(OSError):
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while True:
                    self.wfile.write(part)
                    time.sleep(every_s)

        def log_message(self, *_args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("part", [b"x", b"X-A: b\r\n", b"x" * 70_000], ids=["drop", "header", "flood"])
def test_a_server_that_drips_or_floods_is_cut(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: bytes
) -> None:
    monkeypatch.setattr(event_deliveries, "WAIT_S", 1.0)
    with dripping(part, 0.05 if len(part) < 100 else 0.0) as port:
        found, _key = hears(office, port)
        desk.received(office, tmp_path)
        event_deliveries.queue_events(office)
        began = time.monotonic()
        assert event_deliveries.deliver_to(office, found.id) == 1
        assert time.monotonic() - began < 8
    assert (only(office, found).state, only(office, found).error) == (
        DeliveryState.QUEUED, "CHANNEL-UNREACHABLE",
    )  # fmt: skip


def test_no_more_than_64_kib_of_an_answer_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read = 0
    plain = asking._Bounded.readinto

    def counted(self: Any, into: Any) -> int:
        nonlocal read
        found = plain(self, into)
        read += found
        return found

    monkeypatch.setattr(asking._Bounded, "readinto", counted)
    with dripping(b"X-A: " + b"b" * 2000 + b"\r\n", 0.0) as port:
        url = f"http://127.0.0.1:{port}/"
        rules = asking.WebhookRules(inside=frozenset({"127.0.0.1"}))
        with pytest.raises(RefusalError, match="CHANNEL-UNREACHABLE"):
            asking.ask(asking.check_url(url, rules), rules, b"{}", {}, 20.0)
    assert 0 < read <= 64 * 1024
