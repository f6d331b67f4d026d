"""Which addresses notices may be posted to: those that were allowed, and no other that looks like one."""

import pytest

from registry.errors import RefusalError
from registry.services.office.sending.webhook import WebhookRules, check_url


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://127.0.0.1/x", "WEBHOOK-HOST"),
        ("https://sms.example.vn.evil.example/", "WEBHOOK-HOST"),
        ("http://sms.example.vn/", "WEBHOOK-PLAIN"),
        ("https://sms.example.vn@evil.example/", "WEBHOOK-URL"),
        ("file:///etc/passwd", "WEBHOOK-URL"),
        ("https://sms.example.vn:99999/", "WEBHOOK-URL"),
        ("https://sms.example.vn/a b", "WEBHOOK-URL"),
        ("https://other.example.vn:444/", "WEBHOOK-HOST"),
    ],
)
def test_an_address_that_was_not_allowed_is_not_taken(url: str, code: str) -> None:
    rules = WebhookRules(frozenset({"sms.example.vn", "other.example.vn:443"}), frozenset({"10.0.0.7"}))
    with pytest.raises(RefusalError) as refused:
        check_url(url, rules)
    assert refused.value.code == code
    assert check_url("https://SMS.example.vn:8443/x", rules).hostname == "sms.example.vn"
    assert check_url("http://10.0.0.7/x", rules).hostname == "10.0.0.7"
