"""Every request has a number: in the answer, on the error page, in the line of access, in the traceback."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.office.operation import log_lines
from registry.settings import read_settings
from tests.web.people import sign_in, small_office
from web.app import create_app
from web.frame import guard


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Flask]:
    with small_office(tmp_path / "sổ", Role.APPRAISER) as app:
        yield app


@pytest.fixture
def served() -> Iterator[None]:
    """Log as a server does, and no more afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("bts")
    before = (root.handlers[:], ours.handlers[:], ours.level)
    log_lines.install("json")
    yield
    root.handlers, ours.handlers = before[0], before[1]
    ours.setLevel(before[2])
    log_lines.ACCESS.disabled = True


def told(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.usefixtures("served")
def test_a_line_of_access_says_who_and_what_but_nothing_personal(
    small: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    client = small.test_client()
    sign_in(client, "appraiser")
    answer = client.get("/search?q=Nguyễn+Văn+A+0912345678")
    assert answer.status_code == 200
    text = capfd.readouterr().err
    found = [one for one in told(text) if one["request"] == answer.headers["X-Request-ID"]]
    (line,) = found
    assert (line["endpoint"], line["method"], line["status"]) == ("search.search", "GET", 200)
    assert line["account"]
    assert line["ms"] > 0
    for private in ("0912345678", "Nguy", "appraiser", "mot-mat-khau"):
        assert private not in text


def fail() -> str:
    raise KeyError("một lỗi của chương trình")


@pytest.mark.usefixtures("served")
def test_the_number_of_an_error_page_finds_its_traceback(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = create_app(read_settings({"BTS_HOME": str(tmp_path / "nowhere")}))
    guard.declare(app, "fail", guard.Guard(public=True))
    app.add_url_rule("/fail", "fail", fail)
    answer = app.test_client().get("/fail")
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert f"Mã lượt truy cập: {number}</p>" in answer.get_data(as_text=True)
    found = [one for one in told(capfd.readouterr().err) if one.get("request") == number]
    assert any("KeyError" in one.get("traceback", "") for one in found)
    assert found[-1]["code"] == "WEB-FAULT"


def test_only_a_proxys_well_formed_number_is_taken(tmp_path: Path) -> None:
    home = str(tmp_path / "nowhere")
    behind = {"BTS_HOME": home, "BTS_PROXIES": "1", "BTS_PUBLIC_NAME": "bts.example.vn"}
    own = re.compile(r"[0-9a-f]{16}")
    for settings, given, taken in (
        (behind, "proxy-7f3a91.22", True), (behind, "short", False), (behind, "x" * 65, False),
        (behind, "a b c d e f g h", False), (behind, "<script>alert(1)</script>", False),
        ({"BTS_HOME": home}, "proxy-7f3a91.22", False),
    ):  # fmt: skip
        client = create_app(read_settings(settings)).test_client()
        answer = client.get("/no-such-page", headers={"X-Request-ID": given, "Host": "localhost"})
        got = answer.headers["X-Request-ID"]
        assert (got == given) is taken, given
        assert taken or own.fullmatch(got), given


def test_a_line_of_text_ends_with_the_number() -> None:
    held = log_lines.REQUEST.set("1234567890abcdef")
    record = logging.LogRecord("bts", logging.INFO, "x", 1, "sao lưu %s", ("a",), None)
    said = log_lines.TextLines().format(record)
    log_lines.REQUEST.reset(held)
    assert said.endswith("sao lưu a [1234567890abcdef]")
    assert log_lines.TextLines().format(record).endswith("sao lưu a")
