"""A trial says what is really wrong: nothing set yet, the way of encryption, the certificate."""

import pytest

from registry.errors import RefusalError
from registry.model.notices import Channel, Recipient
from registry.services.office.registry import Registry
from registry.services.office.sending import outbox
from registry.services.office.sending.channels import (
    Addresses,
    Gateway,
    MailServer,
    set_addresses,
    set_gateway,
    set_mail,
)
from tests.services.office import receivers

VTL = Recipient(organisation="VTL")
BASE = "https://bts.example.vn"


def refusal(office: Registry, channel: Channel) -> str:
    with pytest.raises(RefusalError) as refused:
        outbox.try_out(office, channel, VTL)
    return refused.value.code


def test_a_trial_before_a_mail_server_is_set_says_that_none_is(office: Registry) -> None:
    set_addresses(office, VTL, Addresses(mail="vanthu@viettel.vn"), who="quản trị")
    assert refusal(office, Channel.MAIL) == "CHANNEL-MAIL"
    half = MailServer("127.0.0.1", 25, "none")  # a draft that is not open: nobody sends yet
    set_mail(office, half, on=False, base="", password=None, who="quản trị")
    assert refusal(office, Channel.MAIL) == "CHANNEL-MAIL"


def test_a_number_without_a_gateway_lacks_the_gateway_and_not_the_number(office: Registry) -> None:
    assert refusal(office, Channel.WEBHOOK) == "CHANNEL-NO-ADDRESS"
    set_addresses(office, VTL, Addresses(number="0912345678"), who="quản trị")
    assert refusal(office, Channel.WEBHOOK) == "CHANNEL-GATEWAY"
    assert refusal(office, Channel.MAIL) == "CHANNEL-NO-ADDRESS"


def test_tls_at_the_port_of_another_way_is_not_a_bad_certificate(office: Registry) -> None:
    with receivers.mailbox() as box:
        server = MailServer("127.0.0.1", box.port, "tls", "", "bts@example.vn")
        set_mail(office, server, on=True, base=BASE, password=None, who="quản trị")
        set_addresses(office, VTL, Addresses(mail="vanthu@viettel.vn"), who="quản trị")
        assert refusal(office, Channel.MAIL) == "MAIL-NO-TLS"


def test_https_at_a_port_of_http_is_not_a_bad_certificate(office: Registry) -> None:
    with receivers.gateway() as box:
        url = f"https://127.0.0.1:{box.port}/"
        gateway = Gateway(url=url, inside=("127.0.0.1",))
        set_gateway(office, gateway, on=True, base=BASE, key="khóa ký", who="quản trị")
        set_addresses(office, VTL, Addresses(number="09"), who="quản trị")
        assert refusal(office, Channel.WEBHOOK) == "CHANNEL-NO-HTTPS"
        assert box.posts == []
