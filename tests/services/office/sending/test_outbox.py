"""The outbox, against a real mail server and a real gateway: what leaves the house, and until it is there."""

import datetime as dt
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.notices import Channel, Delivery, DeliveryState, NoticeKind, Recipient, Subject
from registry.services.office.deeds import deed
from registry.services.office.notices import open_notices, tell
from registry.services.office.operation import delivery
from registry.services.office.registry import Registry
from registry.services.office.sending import mail, outbox
from registry.services.office.sending.channels import (
    Addresses,
    Gateway,
    MailServer,
    channels,
    secret_for,
    set_addresses,
    set_gateway,
    set_mail,
)
from registry.services.office.sending.webhook import SIGNATURE, TIMESTAMP, signature
from registry.services.office.settled import WaitsOn
from registry.services.register.verify import verify
from registry.store import ledger
from registry.store.office import deliveries
from registry.store.office.notices import notices_by_id
from tests.services.office import receivers
from tests.services.requests import desk

VTL = Recipient(organisation="VTL")
BASE = "https://bts.example.vn"
KEY = "khóa ký"


@pytest.fixture
def mailbox() -> Iterator[receivers.Mailbox]:
    with receivers.mailbox() as box:
        yield box


@pytest.fixture
def gateway() -> Iterator[receivers.GatewayBox]:
    with receivers.gateway() as box:
        yield box


def mailed(registry: Registry, port: int, *, on: bool = True, password: str | None = None) -> None:
    """Let notices to Viettel go by mail from now on."""
    server = MailServer("127.0.0.1", port, "none", "", "bts@example.vn")
    set_mail(registry, server, on=on, base=BASE, password=password, who="quản trị")
    if VTL not in channels(registry).addresses:
        set_addresses(registry, VTL, Addresses(mail="vanthu@viettel.vn"), who="quản trị")


def posted(registry: Registry, port: int) -> str:
    """Let notices to Viettel go to a gateway on this machine, which is allowed for that."""
    url = f"http://127.0.0.1:{port}/sms?from=bts"
    rules = Gateway(url=url, inside=(f"127.0.0.1:{port}",))
    set_gateway(registry, rules, on=True, base=BASE, key=KEY, who="quản trị")
    set_addresses(registry, VTL, Addresses(number="0912345678"), who="quản trị")
    return url


def told(registry: Registry) -> str:
    """Tell Viettel of a result, and return the notice's id."""
    with deed(registry, "desk:test", "lan") as made:
        tell(
            made, NoticeKind.ISSUED, [VTL], Subject("request", "hồ sơ"),
            number="7/2026/HS-VT", letter="321/SKHCN-VT", day=dt.date(2026, 11, 29),
        )  # fmt: skip
        return made.changes[0].record


def later(monkeypatch: pytest.MonkeyPatch, span: dt.timedelta) -> None:
    """Let the outbox look when a span has passed."""
    monkeypatch.setattr(outbox, "_now", lambda: dt.datetime.now(dt.UTC) + span)


def only(registry: Registry) -> Delivery:
    (line,) = outbox.outbox(registry)
    return line.delivery


def test_a_mail_says_that_there_is_a_document_and_nothing_of_it(
    office: Registry, mailbox: receivers.Mailbox
) -> None:
    mailed(office, mailbox.port)
    notice = told(office)
    assert outbox.queue_new(office) == 1
    assert outbox.queue_new(office) == 0
    assert outbox.deliver_due(office, Channel.MAIL) == 1
    assert outbox.deliver_due(office, Channel.MAIL) == 0
    (letter,) = mailbox.mails
    assert (letter["To"], letter["From"]) == ("vanthu@viettel.vn", "bts@example.vn")
    text = letter.get_content()
    assert f"{BASE}/notices/{notice}" in text
    for content in ("7/2026", "321", "kết quả", "Viettel"):
        assert content not in text.replace(notice, "") + letter["Subject"]  # an id has any digits
    assert (only(office).state, only(office).said) == (DeliveryState.SENT, "250 taken")


def test_a_gateway_gets_it_signed_under_one_name(office: Registry, gateway: receivers.GatewayBox) -> None:
    posted(office, gateway.port)
    notice = told(office)
    outbox.queue_new(office)
    outbox.deliver_due(office, Channel.WEBHOOK)
    ((headers, body),) = gateway.posts
    assert headers[SIGNATURE] == signature(KEY, headers[TIMESTAMP], body)
    said = json.loads(body)
    assert (said["to"], said["link"]) == ("0912345678", f"{BASE}/notices/{notice}")
    assert headers["Idempotency-Key"] == said["id"] == only(office).id
    assert "321" not in body.decode().replace(notice, "").replace(said["id"], ""), "an id has any digits"


def test_what_is_refused_for_now_is_tried_later_under_the_same_name(
    office: Registry, mailbox: receivers.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed(office, mailbox.port)
    told(office)
    mailbox.answers = ["451 busy", "451 busy"]
    outbox.queue_new(office)
    outbox.deliver_due(office, Channel.MAIL)
    waits = only(office)
    assert (waits.state, waits.error, waits.said) == (DeliveryState.QUEUED, "MAIL-REFUSED", "451 busy")
    assert outbox.deliver_due(office, Channel.MAIL) == 0  # not at once
    for minutes in (2, 8):
        later(monkeypatch, dt.timedelta(minutes=minutes))
        assert outbox.deliver_due(office, Channel.MAIL) == 1
    later(monkeypatch, dt.timedelta(days=9))
    assert outbox.deliver_due(office, Channel.MAIL) == 0  # never twice what was taken
    assert len(mailbox.mails) == 1
    assert len({item["Message-ID"] for item in mailbox.tries}) == 1
    assert (only(office).state, only(office).tries) == (DeliveryState.SENT, 3)


def test_what_is_refused_for_good_waits_for_a_person(office: Registry, mailbox: receivers.Mailbox) -> None:
    mailed(office, mailbox.port)
    told(office)
    mailbox.answers = ["550 no such mailbox"]
    outbox.queue_new(office)
    outbox.deliver_due(office, Channel.MAIL)
    (line,) = outbox.outbox(office)
    assert line.delivery.state is DeliveryState.FAILED
    assert line.why("vi") == "Máy chủ thư không nhận thư: 550 no such mailbox"
    set_addresses(office, VTL, Addresses(mail="moi@viettel.vn"), who="quản trị")
    outbox.send_again(office, line.delivery.id)
    outbox.deliver_due(office, Channel.MAIL)
    assert [item["To"] for item in mailbox.mails] == ["moi@viettel.vn"]
    with pytest.raises(RefusalError, match="DELIVERY-OVER"):
        outbox.send_again(office, line.delivery.id)


def test_a_delivery_that_is_stopped_is_not_tried(office: Registry, mailbox: receivers.Mailbox) -> None:
    mailed(office, mailbox.port)
    told(office)
    outbox.queue_new(office)
    outbox.cancel(office, only(office).id)
    assert outbox.deliver_due(office, Channel.MAIL) == 0
    assert outbox.queue_new(office) == 0
    with pytest.raises(RefusalError, match="DELIVERY-OVER"):
        outbox.cancel(office, only(office).id)
    assert mailbox.tries == []


SENDING_PROCESS = """
import sys, time
from registry.services.office.operation import delivery
from registry.services.office.registry import open_registry
from registry.settings import read_settings
delivery.start(open_registry(read_settings({"BTS_HOME": sys.argv[1]})), every_s=0.05)
time.sleep(60)
"""


def test_what_a_killed_process_held_is_sent_by_the_next(
    office: Registry, mailbox: receivers.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receivers.dead_server() as port:
        mailed(office, port)
        told(office)
        process = subprocess.Popen([sys.executable, "-c", SENDING_PROCESS, str(office.settings.home)])
        try:
            until = time.monotonic() + 60
            while DeliveryState.SENDING not in states(office).values() and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            process.kill()  # as kill -9
            process.wait()
    assert only(office).state is DeliveryState.SENDING
    mailed(office, mailbox.port)
    assert outbox.deliver_due(office, Channel.MAIL) == 0  # it may be another process that is at it
    later(monkeypatch, 2 * outbox.HELD_FOR)
    assert outbox.deliver_due(office, Channel.MAIL) == 1
    assert [item["Message-ID"] for item in mailbox.mails] == [f"<{only(office).id}@bts.example.vn>"]


def test_two_processes_send_it_once(either_office: Registry, mailbox: receivers.Mailbox) -> None:
    mailed(either_office, mailbox.port)
    for _ in range(3):
        told(either_office)

    def send(registry: Registry) -> None:
        outbox.queue_new(registry)
        outbox.deliver_due(registry, Channel.MAIL)

    assert desk.at_once(either_office, send, send, send) == ["", "", ""]
    assert len({item["Message-ID"] for item in mailbox.mails}) == len(mailbox.mails) == 3
    assert set(states(either_office).values()) == {DeliveryState.SENT}


def test_a_wrong_password_is_tried_again_for_the_office_mends_it(office: Registry) -> None:
    with receivers.mailbox(password="dung") as box:
        server = MailServer("127.0.0.1", box.port, "none", "bts", "bts@example.vn")
        set_mail(office, server, on=True, base=BASE, password="sai", who="quản trị")
        set_addresses(office, VTL, Addresses(mail="vanthu@viettel.vn"), who="quản trị")
        told(office)
        outbox.queue_new(office)
        outbox.deliver_due(office, Channel.MAIL)
        assert (only(office).state, only(office).error) == (DeliveryState.QUEUED, "MAIL-SIGN-IN")
        set_mail(office, server, on=True, base=BASE, password="sai dấu", who="quản trị")
        with pytest.raises(RefusalError, match="MAIL-SIGN-IN"):  # no server takes other letters than ASCII
            outbox.try_out(office, Channel.MAIL, VTL)
        set_mail(office, server, on=True, base=BASE, password="dung", who="quản trị")
        assert outbox.try_out(office, Channel.MAIL, VTL) == "250 taken"
        safe = replace(server, security="starttls")
        set_mail(office, safe, on=True, base=BASE, password=None, who="quản trị")
        with pytest.raises(RefusalError, match="MAIL-NO-TLS"):  # never without what was asked for
            outbox.try_out(office, Channel.MAIL, VTL)


@pytest.mark.parametrize("host", ["không có", "a..b", "x" * 80])
def test_a_server_whose_name_is_none_is_said_to_be_out_of_reach(office: Registry, host: str) -> None:
    server = MailServer(host, 25, "none", "", "bts@example.vn")
    set_mail(office, server, on=True, base=BASE, password=None, who="quản trị")
    set_addresses(office, VTL, Addresses(mail="vanthu@viettel.vn"), who="quản trị")
    with pytest.raises(RefusalError, match="CHANNEL-UNREACHABLE"):
        outbox.try_out(office, Channel.MAIL, VTL)


def test_a_certificate_that_nobody_vouches_for_ends_it(office: Registry, tmp_path: Path) -> None:
    with receivers.gateway(certificate=tmp_path) as box:
        url = f"https://localhost:{box.port}/"
        set_gateway(
            office, Gateway(url=url, inside=("localhost",)), on=True, base=BASE, key=KEY, who="quản trị"
        )
        set_addresses(office, VTL, Addresses(number="09"), who="quản trị")
        with pytest.raises(RefusalError, match="CHANNEL-CERTIFICATE"):
            outbox.try_out(office, Channel.WEBHOOK, VTL)
        assert box.posts == []


def test_a_server_that_never_answers_delays_no_deed(
    office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "WAIT_S", 4.0)  # longer than a deed takes on a busy machine
    with receivers.dead_server() as port:
        mailed(office, port)
        first = told(office)
        delivery.start(office, every_s=0.05)
        try:
            while states(office).get(first) is not DeliveryState.SENDING:
                time.sleep(0.02)
            told(office)  # written while the mail hangs
            assert states(office)[first] is DeliveryState.SENDING
        finally:
            delivery.stop(office)
    (found,) = (one.delivery for one in outbox.outbox(office) if one.delivery.notice == first)
    assert (found.state, found.error) == (DeliveryState.QUEUED, "CHANNEL-UNREACHABLE")


def states(registry: Registry) -> dict[str, DeliveryState]:
    return {line.delivery.notice: line.delivery.state for line in outbox.outbox(registry)}


def test_what_was_settled_before_its_mail_could_go_out_is_not_sent(
    office: Registry, mailbox: receivers.Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether somebody of the recipient's opened it or not; what only tells of something goes out."""
    mailed(office, mailbox.port)
    with deed(office, "desk:test", "lan") as made:
        for kind in (NoticeKind.SUPPLEMENT, NoticeKind.SUPPLEMENT, NoticeKind.ISSUED):
            tell(made, kind, [VTL], Subject("request", "hồ sơ"), number="7")
        asked, opened, issued = (change.record for change in made.changes)
    outbox.queue_new(office)
    mailbox.answers = ["451 busy"] * 3
    outbox.deliver_due(
        office, Channel.MAIL, {NoticeKind.SUPPLEMENT: lambda _, told: {one.id for one in told}}
    )
    with office.database.read() as connection:
        known = notices_by_id(connection, [opened])
    open_notices(office, known.values(), who="viettel")
    later(monkeypatch, dt.timedelta(minutes=2))
    nobody_waits: WaitsOn = {NoticeKind.SUPPLEMENT: lambda _registry, _told: ()}
    assert outbox.deliver_due(office, Channel.MAIL, nobody_waits) == 3
    assert len(mailbox.mails) == 1
    found = {line.delivery.notice: line for line in outbox.outbox(office)}
    for one in (asked, opened):
        assert (found[one].delivery.state, found[one].delivery.tries) == (DeliveryState.CANCELLED, 1)
        assert found[one].settled
        assert "đã xong" in found[one].why("vi")
    assert (found[issued].delivery.state, found[issued].settled) == (DeliveryState.SENT, False)


def test_only_what_is_told_while_a_channel_is_open_goes_out(
    office: Registry, mailbox: receivers.Mailbox
) -> None:
    told(office)
    mailed(office, mailbox.port)
    assert outbox.queue_new(office) == 0  # it was told before
    told(office)
    mailed(office, mailbox.port, on=False)
    assert outbox.queue_new(office) == 0
    assert outbox.deliver_due(office, Channel.MAIL) == 0


def test_the_password_is_nowhere_in_the_register_as_it_was_typed(
    office: Registry, mailbox: receivers.Mailbox
) -> None:
    mailed(office, mailbox.port, password="rất bí mật")
    assert secret_for(office, Channel.MAIL) == "rất bí mật"
    with office.database.read() as connection:
        kept = deliveries.secret_of(connection, "mail")
        entries = list(ledger.entries(connection))
    assert "rất bí mật".encode().hex() not in kept
    assert all("bí mật" not in str(entry.change) for entry in entries)
    assert verify(office).problems == ()
    mailed(office, mailbox.port)  # saved again without typing it
    assert secret_for(office, Channel.MAIL) == "rất bí mật"


def test_an_allowed_name_that_leads_into_the_house_is_not_asked(
    office: Registry, gateway: receivers.GatewayBox
) -> None:
    url = f"https://localhost:{gateway.port}/"
    rules = Gateway(url=url, hosts=("localhost",))
    set_gateway(office, rules, on=True, base=BASE, key=KEY, who="quản trị")
    set_addresses(office, VTL, Addresses(number="09"), who="quản trị")
    with pytest.raises(RefusalError, match="WEBHOOK-INSIDE"):
        outbox.try_out(office, Channel.WEBHOOK, VTL)
    assert gateway.posts == []


def test_a_gateway_that_sends_elsewhere_is_not_followed(
    office: Registry, gateway: receivers.GatewayBox
) -> None:
    posted(office, gateway.port)
    gateway.answers, gateway.where = [307], f"http://127.0.0.1:{gateway.port}/other"
    with pytest.raises(RefusalError, match="WEBHOOK-REFUSED"):
        outbox.try_out(office, Channel.WEBHOOK, VTL)
    assert len(gateway.posts) == 1


def test_a_trial_tells_what_the_server_answered(office: Registry, mailbox: receivers.Mailbox) -> None:
    mailed(office, mailbox.port)
    assert outbox.try_out(office, Channel.MAIL, VTL) == "250 taken"
    mailbox.answers = ["554 rejected as spam"]
    with pytest.raises(RefusalError) as refused:
        outbox.try_out(office, Channel.MAIL, VTL)
    assert refused.value.params["said"] == "554 rejected as spam"
    assert outbox.outbox(office) == []


@pytest.mark.parametrize(
    "address", ["vanthu", "a@b", "a b@c.vn", "a@c.vn,b@c.vn", "a@c.vn\nBcc: x@y.vn", "ă@c.vn"]
)
def test_what_is_no_mail_address_is_not_taken(office: Registry, address: str) -> None:
    with pytest.raises(RefusalError, match="CHANNEL-MAIL-ADDRESS"):
        set_addresses(office, VTL, Addresses(mail=address), who="quản trị")


def test_the_pages_own_address_is_scheme_and_host(office: Registry) -> None:
    server = MailServer("mail.example.vn", 587, "starttls", "", "bts@example.vn")
    for typed in ("bts.example.vn/", BASE):
        set_mail(office, server, on=True, base=typed, password=None, who="quản trị")
        assert channels(office).base == BASE
    for typed in ("", "ftp://bts.example.vn", "https://bts.example.vn/notices", "https://a@bts.example.vn"):
        with pytest.raises(RefusalError, match="CHANNEL-BASE"):
            set_mail(office, server, on=True, base=typed, password=None, who="quản trị")
