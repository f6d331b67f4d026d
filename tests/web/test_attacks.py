"""The server under attack: whatever is sent, every address answers with a code and never with a fault."""

import contextlib
import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from registry.model.people import Role
from registry.services.register.verify import verify
from registry.settings import Settings
from tests.pages import Page
from tests.web.people import signed_in, token, with_people
from tests.web.route_rules import RULES
from web.app import create_app
from web.frame import guard

ODD_IDS = ("x", "-1", "9" * 30, "²", "%00", "%ff%fe", "a" * 2000, "..", "NaN", "\U0001f4a9")
ODD_TEXTS = ("", "-1", "9" * 30, "9" * 5000, "NaN", "1e400", "²", "٣", "\u202e\ufdd0\U0010ffff", "\0",
             "0001-01-01", "9999-12-31", "2026-13-45", "{{7*7}}%s%(x)s", "Z" * 1_000_000)  # fmt: skip
ODD_BODIES = (
    ("application/json", b"null"), ("application/json", b'[{"a": NaN}]'), ("application/json", b"[" * 50_000),
    ("text/plain", b"\xff\xfe"), ("multipart/form-data", b"x"), ("multipart/form-data; boundary=\xc3", b"--"),
    ("application/x-www-form-urlencoded", b"version=%ff%fe&%00=%00&row=1&row=1"), ("", b"x"),
)  # fmt: skip
# they end the session of whoever tries them, or bring a second one
ENDING = {"security.login", "security.logout", "security.two_factor_token_validation"}
_FIELD = re.compile(r"""form(?:\.get|\.getlist)?[(\[]\s*"([a-z_]+)\"""")


@pytest.fixture(scope="module")
def app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    made = create_app(with_people(demo_settings, tmp_path_factory.mktemp("attacks") / "home"))
    made.extensions["bts-limiter"].enabled = False
    yield made
    made.extensions["bts-registry"].close()


@pytest.fixture(scope="module")
def people(app: Flask) -> dict[str, tuple[FlaskClient, str]]:
    """A client of every role, signed in, with the token of its forms."""
    found = {}
    for role in Role:
        client = signed_in(app, role.value)
        found[role.value] = (client, token(client, "/account"))
    return found


@pytest.fixture(autouse=True)
def no_faults(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing that a person sends is a fault of the server, not even one that a page hides."""
    with caplog.at_level("ERROR"):
        yield
    assert not [record.getMessage() for record in caplog.records]


def posts(app: Flask) -> list[tuple[Rule, str]]:
    """Every rule that takes a form, with a role that may send it."""
    return [
        (rule, min(role.value for role in RULES[rule.endpoint] or {Role.ADMINISTRATOR}))
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint not in ENDING
    ]


def path_of(rule: Rule, value: str) -> str:
    return re.sub(r"<[^>]*>", value, rule.rule)


def answered(client: FlaskClient, path: str, **sent: Any) -> int:
    answer = client.post(path, **sent)
    text = answer.get_data(as_text=True)
    assert answer.status_code < 500, f"{path}: {answer.status_code}"
    assert "Traceback" not in text, path
    answer.close()
    return answer.status_code


NO_FORM = {"field_phones.open_session"}
"""What takes JSON alone, by a key that only the phone holds: no form of another site can send that."""


def test_no_address_takes_a_form_without_its_token(app: Flask, people: dict[str, Any]) -> None:
    for rule, role in posts(app):
        client, _ = people[role]
        answer = client.post(path_of(rule, "1"), data={"version": "1"})
        assert answer.status_code in (400, 404), rule
        if rule.endpoint in NO_FORM:
            assert "FIELD-SEND-FORM" in answer.get_data(as_text=True), rule
        elif answer.status_code == 400:
            assert "WEB-STALE-FORM" in answer.get_data(as_text=True), rule


def test_no_id_is_a_fault(app: Flask, people: dict[str, Any]) -> None:
    for at, (rule, role) in enumerate(posts(app)):
        client, form = people[role]
        if "<" in rule.rule:
            for value in (ODD_IDS[at % len(ODD_IDS)], ODD_IDS[(at + 3) % len(ODD_IDS)]):
                answered(client, path_of(rule, value), data={"csrf_token": form, "version": "²"})


def test_no_text_in_any_field_is_a_fault(app: Flask, people: dict[str, Any]) -> None:
    web = Path(guard.__file__).parents[1]
    names = {name for file in web.rglob("*.py") for name in _FIELD.findall(file.read_text("utf-8"))}
    assert len(names) > 100
    for at, (rule, role) in enumerate(posts(app)):
        client, form = people[role]
        if "<" not in rule.rule:
            for step in (0, 4, 9):
                text = ODD_TEXTS[(at + step) % len(ODD_TEXTS)]
                text = text if len(text) < 10**6 else text[: 10**6 // len(names)]
                answered(client, rule.rule, data={**dict.fromkeys(names, text), "csrf_token": form})


def test_no_body_of_another_kind_is_a_fault(app: Flask, people: dict[str, Any]) -> None:
    for at, (rule, role) in enumerate(posts(app)):
        client, form = people[role]
        kind, body = ODD_BODIES[at % len(ODD_BODIES)]
        headers = {"X-CSRFToken": form, "Accept": "application/json" if at % 2 else "text/html"}
        answered(client, path_of(rule, "1"), data=body, content_type=kind, headers=headers)


@pytest.mark.parametrize(
    "path",
    [
        "/%ff%fe",
        "/requests/%00",
        "/zones/%ed%a0%80",
        "/requests?page=%ff",
        "//evil.example/%2e%2e",
        "/%2e%2e/",
    ],
)
def test_odd_bytes_in_an_address_or_a_header_are_no_fault(people: dict[str, Any], path: str) -> None:
    client, _ = people["appraiser"]
    for headers in (
        {"Accept-Language": "\xff;q=x,,", "Accept": "*;q=NaN"},
        {"Cookie": "session=\xff; =;", "Range": "bytes=9-1"},
        {"If-None-Match": '"\xff', "X-Forwarded-For": "\xff"},
    ):
        answer = client.get(path, headers=headers)
        assert answer.status_code < 500
        assert "evil.example" not in answer.headers.get("Location", "")


def test_a_register_locked_by_another_program_is_said_and_nothing_typed_is_lost(
    app: Flask, people: dict[str, Any]
) -> None:
    client, form = people["appraiser"]
    client.get("/requests")
    database = app.extensions["bts-registry"].database
    database.close()
    database.wait_s = 0.2
    typed = {
        "asker": "VTL",
        "owner": "VNPT",
        "mast": "chưa rõ",
        "letter_number": "77/VT",
        "sent_on": "2026-11-20",
    }
    with contextlib.closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/sharing/new", data={**typed, "csrf_token": form})
        assert client.get("/sharing").status_code == 200  # whoever reads does not wait
        other.execute("ROLLBACK")
    database.close()
    database.wait_s = 30.0
    text = answer.get_data(as_text=True)
    assert answer.status_code == 503
    assert "STORE-LOCKED" in text
    assert str(database.path) not in text
    assert any(field.get("value") == "77/VT" for field in Page(text).all("input"))
    assert client.post("/sharing/new", data={**typed, "csrf_token": form}).status_code in (303, 400)


def test_a_clock_set_back_asks_to_sign_in_again_and_locks_nobody_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    present, clock = time.time(), {"ahead": 3600.0}
    monkeypatch.setattr(time, "time", lambda: present + clock["ahead"])
    client = signed_in(app, "viewer")
    assert client.get("/account").status_code == 200
    clock["ahead"] = 0.0  # what was signed in the future is no session
    answer = client.get("/account")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=/account")
    assert signed_in(app, "viewer").get("/account").status_code == 200


def test_the_ledger_holds_after_all_of_it(app: Flask) -> None:
    assert not verify(app.extensions["bts-registry"]).problems
