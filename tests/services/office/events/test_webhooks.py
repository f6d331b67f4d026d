"""Events for other programs: signed, in order, tried until taken, and never where they may not go."""

import base64
import contextlib
import datetime as dt
import hmac
import http.server
import json
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.notices import DeliveryState
from registry.model.requests.desk import Request, RequestState
from registry.model.webhooks import SubscriptionState
from registry.services.office.events import event_deliveries, webhooks
from registry.services.office.operation import delivery
from registry.services.office.registry import Registry
from registry.services.office.sending import outbox
from registry.services.office.sending.channels import MailServer, set_mail
from registry.services.register.verify import verify
from tests.services.office import receivers
from tests.services.office.events.hearing import ALL, BASE, hears, only, opened, sent
from tests.services.requests import desk


def filed(registry: Registry, folder: Path, place: int) -> Request:
    """File a request of one position, each at a place of its own."""
    return desk.received(registry, folder, [(f"V{place}", 2000.0 + 1000 * place, 0.0)])


def later(monkeypatch: pytest.MonkeyPatch, span: dt.timedelta) -> None:
    """Let deliveries look when a span has passed."""
    monkeypatch.setattr(event_deliveries, "_now", lambda: dt.datetime.now(dt.UTC) + span)


def bodies(box: receivers.GatewayBox) -> list[dict[str, Any]]:
    return [json.loads(body) for _headers, body in box.posts]


def signed(key: str, headers: dict[str, str], body: bytes) -> bool:
    """Check a delivery as a receiver does that has read the standard and knows nothing of the register."""
    secret = base64.b64decode(key.removeprefix("whsec_"))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(secret, content, "sha256").digest()).decode()
    return any(hmac.compare_digest(f"v1,{right}", one) for one in headers["webhook-signature"].split())


def test_an_event_says_that_something_happened_and_nothing_of_it(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    found, key = hears(office, gateway.port)
    request = desk.received(office, tmp_path, note="ghi chú kín")
    assert sent(office, found) == 1
    ((headers, body),) = gateway.posts
    said = json.loads(body)
    assert said == {
        "id": said["id"],
        "type": "request.filed",
        "at": said["at"],
        "subject": {"kind": "request", "id": request.id, "number": request.number},
        "carrier": "VTL",
        "link": f"{BASE}/documents/request/{request.id}",
    }
    assert headers["webhook-id"] == said["id"]
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    assert signed(key, headers, body)
    assert not signed(key, headers, body + b" ")
    assert only(office, found).state is DeliveryState.SENT
    assert sent(office, found) == 0


def test_the_example_of_the_documents_takes_what_is_ours_and_nothing_else(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    page = Path(__file__).parents[4] / "docs" / "operate" / "webhooks.md"
    (example,) = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(example.strip().splitlines()) <= 12
    room: dict[str, Any] = {}
    exec(example, room)
    found, key = hears(office, gateway.port)
    desk.received(office, tmp_path)
    sent(office, found)
    ((headers, body),) = gateway.posts
    ours = room["is_ours"]
    assert ours(key, headers, body)
    assert not ours(key, headers, body.replace(b"filed", b"moved"))
    assert not ours(webhooks.KEY_PREFIX + base64.b64encode(b"x" * 32).decode(), headers, body)
    old = {**headers, "webhook-timestamp": str(int(time.time()) - 3600)}
    old["webhook-signature"] = event_deliveries.signature(
        key, old["webhook-id"], old["webhook-timestamp"], body
    )
    assert not ours(key, old, body)


def test_a_carriers_address_hears_of_its_own_alone(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    found, _key = hears(office, gateway.port, organisation="VNPT", events=["request.filed"])
    desk.received(office, tmp_path)
    own = desk.received(office, tmp_path, organisation="VNPT")
    desk.to(office, own, RequestState.SUPPLEMENT, reason="thiếu")  # not among the events that were chosen
    assert sent(office, found) == 1
    ((body),) = bodies(gateway)
    assert (body["carrier"], body["subject"]["number"]) == ("VNPT", own.number)


def test_what_happened_before_an_address_was_allowed_does_not_go_there(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    filed(office, tmp_path, 1)
    found, _key = hears(office, gateway.port)
    assert sent(office, found) == 0
    webhooks.pause(office, found.id, seen=found.version, who="quản trị")
    filed(office, tmp_path, 2)
    assert sent(office, found) == 0
    webhooks.resume(office, found.id, seen=found.version + 1, who="quản trị")
    assert sent(office, found) == 0
    filed(office, tmp_path, 3)
    assert sent(office, found) == 1


def test_what_is_refused_is_tried_again_under_one_id_for_three_days_then_waits_for_a_person(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, key = hears(office, gateway.port)
    desk.received(office, tmp_path)
    gateway.answers = [500, 404, 302, *[503] * 20]
    gateway.where = f"http://127.0.0.1:{gateway.port}/elsewhere"
    assert sent(office, found) == 1
    first = only(office, found)
    assert (first.state, first.error, first.said) == (DeliveryState.QUEUED, "WEBHOOK-REFUSED", "500 queued")
    assert sent(office, found) == 0  # not at once
    passed = dt.timedelta()
    for wait in event_deliveries.BACK_OFF:
        passed += wait + dt.timedelta(minutes=1)
        later(monkeypatch, passed)
        assert event_deliveries.deliver_to(office, found.id) == 1
    assert dt.timedelta(days=2.5) < passed < dt.timedelta(days=3.5)
    assert only(office, found).state is DeliveryState.FAILED
    assert len({headers["webhook-id"] for headers, _ in gateway.posts}) == 1
    assert {request_line(headers) for headers, _ in gateway.posts} == {"127.0.0.1"}  # no redirection followed
    assert len(gateway.posts) == 1 + len(event_deliveries.BACK_OFF)
    gateway.answers = []
    later(monkeypatch, dt.timedelta())
    outbox.send_again(office, only(office, found).id)
    assert event_deliveries.deliver_to(office, found.id) == 1
    assert only(office, found).state is DeliveryState.SENT
    assert all(signed(key, headers, body) for headers, body in gateway.posts)
    with pytest.raises(RefusalError, match="DELIVERY-OVER"):
        event_deliveries.try_now(office, only(office, found).id)


def request_line(headers: dict[str, str]) -> str:
    return headers["Host"].partition(":")[0]


def test_events_about_one_record_keep_their_order_and_others_do_not_wait(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _key = hears(office, gateway.port)
    first = filed(office, tmp_path, 1)
    gateway.answers = [500]
    assert sent(office, found) == 1
    desk.to(office, first, RequestState.SUPPLEMENT, reason="thiếu")
    second = filed(office, tmp_path, 2)
    assert sent(office, found) == 1
    assert bodies(gateway)[-1]["subject"]["id"] == second.id
    later(monkeypatch, dt.timedelta(minutes=2))
    assert event_deliveries.deliver_to(office, found.id) == 2
    assert [item["type"] for item in bodies(gateway)[2:]] == ["request.filed", "request.supplement_asked"]


def test_an_address_that_says_it_is_gone_hears_nothing_until_it_is_resumed(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    found, _key = hears(office, gateway.port)
    desk.received(office, tmp_path)
    gateway.answers = [410]
    assert sent(office, found) == 1
    standing = webhooks.subscription(office, found.id)
    assert standing.state is SubscriptionState.GONE
    assert event_deliveries.due(office) == []
    webhooks.resume(office, found.id, seen=standing.version, who="quản trị")
    event_deliveries.try_now(office, only(office, found).id)
    assert event_deliveries.deliver_to(office, found.id) == 1
    assert only(office, found).state is DeliveryState.SENT


def test_a_dead_address_delays_neither_another_nor_mail(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    with receivers.dead_server() as dead, receivers.mailbox() as box:
        opened(office, dead, gateway.port)
        server = MailServer("127.0.0.1", box.port, "none", "", "bts@example.vn")
        set_mail(office, server, on=True, base=BASE, password=None, who="quản trị")
        made = [
            webhooks.allow(
                office, name=f"{port}", url=f"http://127.0.0.1:{port}/", events=ALL, who="quản trị"
            )[0]
            for port in (dead, gateway.port)
        ]
        desk.received(office, tmp_path)
        delivery.start(office, every_s=0.05)
        try:
            until = time.monotonic() + 60
            while not gateway.posts and time.monotonic() < until:
                time.sleep(0.02)
            # Each address has a thread: which of them is at its event first is not said.
            while not (held := only(office, made[0])).tries and time.monotonic() < until:
                time.sleep(0.02)
            assert len(gateway.posts) == 1
            assert held.state is DeliveryState.SENDING
        finally:
            delivery.stop(office)


SENDING_PROCESS = """
import sys, time
from registry.services.office.operation import delivery
from registry.services.office.registry import open_registry
from registry.settings import read_settings
delivery.start(open_registry(read_settings({"BTS_HOME": sys.argv[1]})), every_s=0.05)
time.sleep(60)
"""


def test_what_was_sent_by_a_process_that_was_killed_is_sent_again_under_its_id(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts: list[str] = []
    silent = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            posts.append(self.headers["webhook-id"])
            silent.wait(60)  # it has the event; that it has is never said
            with contextlib.suppress(OSError):
                self.send_response(204)
                self.end_headers()

        def log_message(self, *_args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        found, _key = hears(office, server.server_address[1])
        desk.received(office, tmp_path)
        process = subprocess.Popen([sys.executable, "-c", SENDING_PROCESS, str(office.settings.home)])
        try:
            until = time.monotonic() + 60
            while not posts and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            process.kill()  # as kill -9
            process.wait()
        assert only(office, found).state is DeliveryState.SENDING
        silent.set()
        assert event_deliveries.deliver_to(office, found.id) == 0  # it may be another process that is at it
        later(monkeypatch, 2 * event_deliveries.HELD_FOR)
        assert event_deliveries.deliver_to(office, found.id) == 1
        assert len(posts) == 2
        assert len(set(posts)) == 1
        assert only(office, found).state is DeliveryState.SENT
    finally:
        silent.set()
        server.shutdown()
        server.server_close()


def test_two_processes_queue_and_send_each_event_once(
    either_office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    found, _key = hears(either_office, gateway.port)
    for place in range(3):
        filed(either_office, tmp_path, place)

    def send(registry: Registry) -> None:
        sent(registry, found)

    assert desk.at_once(either_office, send, send, send) == ["", "", ""]
    assert len(gateway.posts) == len({item["id"] for item in bodies(gateway)}) == 3
    sent_ones = event_deliveries.newest(either_office, found.id, 10)
    assert [one.state for one in sent_ones] == [DeliveryState.SENT] * 3


def test_a_key_is_kept_from_everybody_and_the_one_before_counts_for_a_day(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, before = hears(office, gateway.port)
    key = webhooks.renew_key(office, found.id, seen=found.version, who="quản trị")
    assert key != before
    assert event_deliveries.ping(office, found.id) == "200 queued"
    headers, body = gateway.posts[-1]
    assert json.loads(body)["type"] == "ping"
    assert signed(key, headers, body)
    assert signed(before, headers, body)
    later(monkeypatch, dt.timedelta(hours=25))
    event_deliveries.ping(office, found.id)
    headers, body = gateway.posts[-1]
    assert signed(key, headers, body)
    assert not signed(before, headers, body)
    kept = b"".join(path.read_bytes() for path in office.settings.home.rglob("*sqlite*") if path.is_file())
    assert key.encode() not in kept
    assert verify(office).problems == ()
    webhooks.remove(office, found.id, seen=found.version + 1, who="quản trị")
    assert webhooks.subscriptions(office) == []
    assert webhooks.keys_of(office, found, dt.datetime.now(dt.UTC)) == [""]
    assert verify(office).problems == ()


def test_what_waits_for_an_address_that_is_taken_away_is_stopped(
    office: Registry, gateway: receivers.GatewayBox, tmp_path: Path
) -> None:
    found, _key = hears(office, gateway.port)
    desk.received(office, tmp_path)
    event_deliveries.queue_events(office)
    webhooks.remove(office, found.id, seen=found.version, who="quản trị")
    assert only(office, found).state is DeliveryState.CANCELLED
    with pytest.raises(RefusalError, match="WEBHOOK-UNKNOWN"):
        event_deliveries.try_now(office, only(office, found).id)
    assert sent(office, found) == 0
