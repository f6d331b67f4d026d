"""A register for whose accounts nobody answers: it opens on its own machine, and to nobody else."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from registry.errors import RefusalError
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.pages import Pages
from tests.web.frame.sign_in.test_accounts_guards import calls
from tests.web.people import PASSWORD, running, sign_in, with_people
from web.app import create_app

NAME = "bts.example.vn"
ROOT = Path(__file__).resolve().parents[4]
SHOWN_TO_ANYBODY = {
    "static", "languages.switch", "security.login", "security.logout", "security.change_password",
    "security.two_factor_setup", "security.two_factor_setup_validate", "security.two_factor_token_validation",
}  # fmt: skip
# (proxies, name that is asked for, address it comes from, headers)
FROM_ELSEWHERE = [
    (1, NAME, "127.0.0.1", {"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}),
    (1, NAME, "127.0.0.1", {}),
    (1, "127.0.0.1", "127.0.0.1", {}),
    (1, "localhost", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Host": "localhost"}),
    (1, NAME, "127.0.0.1", {"X-Forwarded-For": "127.0.0.1, ::1", "X-Forwarded-Host": "127.0.0.1"}),
    (2, NAME, "127.0.0.1", {"X-Forwarded-For": "::1"}),
    (0, "localhost", "203.0.113.5", {}),
    (0, "127.0.0.1", "10.0.0.9", {"X-Forwarded-For": "127.0.0.1"}),
    (0, "localhost", "", {}),  # gunicorn on a socket file: somebody stands in front
    (0, "localhost", "::ffff:10.0.0.9", {}),
    (0, "localhost", "127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}),  # a proxy of which nobody said
    (0, "localhost", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
    (0, "localhost", "127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
    (0, "localhost", "127.0.0.1", {"X-Real-IP": "203.0.113.5"}),
    (0, "localhost", "127.0.0.1", {"X-Forwarded-Proto": "https"}),
    (0, "localhost", "127.0.0.1", {"Via": "1.1 front"}),
]


def elsewhere(
    app: Flask, path: str, host: str, remote: str, headers: dict[str, str], *, method: str = "GET"
) -> int:
    answer = app.test_client().open(
        path, method=method, headers={"Host": host, **headers}, environ_base={"REMOTE_ADDR": remote}
    )
    answer.close()
    return answer.status_code


@pytest.mark.parametrize(("proxies", "host", "remote", "headers"), FROM_ELSEWHERE)
def test_every_address_is_refused_to_another_machine(
    demo_settings: Settings, proxies: int, host: str, remote: str, headers: dict[str, str]
) -> None:
    with running(replace(demo_settings, proxies=proxies, public_names=(NAME,))) as app:
        refused, every = 0, headers in (FROM_ELSEWHERE[0][3], FROM_ELSEWHERE[6][3])
        for endpoint, method, path in calls(app) if every else calls(app)[::20]:
            if endpoint in SHOWN_TO_ANYBODY:
                continue
            assert elsewhere(app, path, host, remote, headers, method=method) == 403, (method, path)
            refused += 1
        assert elsewhere(app, "/of-no-page", host, remote, headers) == 403
        assert elsewhere(app, "/sign-in", host, remote, headers) == 200
    assert refused > (400 if every else 15)


def test_the_refusal_says_what_to_do_and_shows_nothing_of_the_register(demo_settings: Settings) -> None:
    with running(replace(demo_settings, proxies=1, public_names=(NAME,))) as app:
        page = Pages(app).page("/accounts", 403, headers={"Host": NAME, "X-Forwarded-For": "203.0.113.5"})
    text = " ".join(page.text)
    assert "ACCOUNT-NO-ADMINISTRATOR" in text
    assert "bts user add" in text
    assert "chỉ máy này truy cập được" not in text
    inside = [a["href"] for a in page.all("a") if a.get("href", "").startswith(("/requests", "/accounts"))]
    assert inside == []


@effort(deadline=None)
@given(
    remote=st.one_of(st.ip_addresses().map(str), st.just(""), st.text(max_size=20)),
    host=st.sampled_from(["localhost", "127.0.0.1", "localhost:8000"]),
)
def test_no_address_but_loopback_is_this_machine(demo_app: Flask, remote: str, host: str) -> None:
    """Whatever stands where the address of the asker stands: only 127.0.0.0/8 and ::1 open the desk."""
    own = remote == "::1" or (remote.startswith("127.") and remote.count(".") == 3)
    mapped = remote.startswith("::ffff:127.") or remote.startswith("::ffff:7f")
    status = elsewhere(demo_app, "/requests", host, remote.encode("utf-8").decode("latin-1"), {})
    assert status == (200 if own or mapped else 403)


def test_the_machine_itself_keeps_its_open_desk(demo_app: Flask) -> None:
    for host in ("localhost", "127.0.0.1:8000", "localhost:8135"):
        assert elsewhere(demo_app, "/requests", host, "127.0.0.1", {}) == 200
    assert elsewhere(demo_app, "/requests", "localhost", "::1", {}) == 200


def test_accounts_without_an_administrator_open_nothing_to_others(
    demo_settings: Settings, tmp_path: Path
) -> None:
    """Public pages neither: nobody has answered for what they show."""
    import shutil

    shutil.copytree(demo_settings.home, tmp_path / "home")
    settings = read_settings(
        {"BTS_HOME": str(tmp_path / "home"), "BTS_PROXIES": "1", "BTS_PUBLIC_NAME": NAME}
    )
    with contextlib.closing(open_registry(settings)) as registry:
        add_account(registry, "xem", ["viewer"], password=PASSWORD, must_change=False, who="test")
        with running(settings) as app:
            front = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"}
            for path in ("/", "/open-data", "/outages/public", "/guides", "/report"):
                assert app.test_client().get(path, headers=front).status_code == 403, path
            add_account(registry, "chi", ["administrator"], password=PASSWORD, must_change=False, who="test")
            # at once, without a new start
            assert app.test_client().get("/open-data", headers=front).status_code == 200
            assert app.test_client().get("/requests", headers=front).status_code == 302


def test_an_illustrative_desk_asks_others_to_sign_in(demo_settings: Settings, tmp_path: Path) -> None:
    settings = replace(with_people(demo_settings, tmp_path / "home"), proxies=1, public_names=(NAME,))
    app = create_app(settings, open_demo=True)
    front = {"Host": NAME, "X-Forwarded-For": "127.0.0.1"}
    for path in ("/", "/office/letters", "/requests", "/same-mast"):
        assert app.test_client().get(path, headers=front).status_code == 302, path
    here = create_app(replace(settings, proxies=0), open_demo=True)
    assert elsewhere(here, "/requests", "localhost", "127.0.0.1", {}) == 200
    assert elsewhere(here, "/requests", "localhost", "192.0.2.7", {}) == 302


def test_behind_a_proxy_only_the_office_s_own_names_are_answered(
    demo_settings: Settings, tmp_path: Path
) -> None:
    settings = with_people(demo_settings, tmp_path / "home")
    with pytest.raises(RefusalError, match="SERVE-NO-PUBLIC-NAME"):
        create_app(replace(settings, proxies=1))
    with running(replace(settings, proxies=1, public_names=(NAME, "bts.local"))) as app:
        for asked, status in ((NAME, 200), (f"{NAME}:8443", 200), ("bts.local", 200), ("evil.example", 400)):
            answer = app.test_client().get(
                "/sign-in", headers={"Host": "127.0.0.1", "X-Forwarded-Host": asked}
            )
            assert answer.status_code == status, asked
        refused = app.test_client().get("/sign-in", headers={"Host": f"{NAME}.evil.example"})
        assert (refused.status_code, "WEB-HOST-NAME" in refused.get_data(as_text=True)) == (400, True)


@pytest.mark.parametrize("text", ["https://bts.example.vn", "bts.example.vn:443", "*", "a/b", ".vn"])
def test_a_public_name_is_a_name_alone(text: str) -> None:
    with pytest.raises(RefusalError, match="SETTING-PUBLIC-NAME"):
        read_settings({"BTS_PUBLIC_NAME": text})
    assert read_settings({"BTS_PUBLIC_NAME": "A.vn, 10.0.0.9 b.vn"}).public_names == (
        "a.vn",
        "10.0.0.9",
        "b.vn",
    )


def test_an_encrypted_connection_says_that_it_stays_so(demo_settings: Settings, tmp_path: Path) -> None:
    settings = with_people(demo_settings, tmp_path / "home")
    with running(replace(settings, proxies=1, public_names=(NAME,))) as app:
        front = {"Host": NAME, "X-Forwarded-Proto": "https"}
        assert app.test_client().get("/sign-in", headers=front).headers["Strict-Transport-Security"]
        plain = app.test_client().get("/sign-in", headers={"Host": NAME, "X-Forwarded-Proto": "http"})
        assert "Strict-Transport-Security" not in plain.headers


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@contextlib.contextmanager
def serving(home: Path, **setting: str) -> Iterator[tuple[int, Path]]:
    """Run ``bts serve`` as an office does; yields its port and what it printed so far."""
    port, said = _free_port(), home.parent / f"said-{time.monotonic_ns()}.txt"
    environ = {k: v for k, v in os.environ.items() if not k.startswith("BTS_")}
    with said.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "registry", "serve", "--port", str(port)],
            cwd=ROOT, env=environ | {"BTS_HOME": str(home), **setting}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            assert process.poll() is None, said.read_text(encoding="utf-8")
            time.sleep(0.1)
        yield port, said
    finally:
        process.terminate()
        process.wait(timeout=60)


def ask(port: int, path: str, headers: dict[str, str]) -> tuple[int, str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode("utf-8", "replace")


def test_the_real_server_behind_a_proxy(tmp_path: Path) -> None:
    """The empty register of a new office: refused from outside, and the console does not say otherwise."""
    home = tmp_path / "home"
    environ = os.environ | {"BTS_HOME": str(home)}
    bts = [sys.executable, "-m", "registry"]
    subprocess.run([*bts, "init"], cwd=ROOT, env=environ, check=True, capture_output=True)
    front = {"Host": NAME, "X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}
    with serving(home, BTS_PROXIES="1", BTS_PUBLIC_NAME=NAME) as (port, said):
        for path in ("/", "/accounts", "/requests", "/same-mast", "/open-data"):
            assert ask(port, path, front)[0] == 403, path
        console = said.read_text(encoding="utf-8")
        assert "chỉ máy này truy cập được" not in console
        assert f"https://{NAME}/" in console
        assert "bts user add" in console
        subprocess.run(
            [*bts, "user", "add", "chi", "--role", "administrator"],
            cwd=ROOT, env=environ, check=True, capture_output=True,
        )  # fmt: skip
        status, location, _ = ask(port, "/requests", front)
        assert (status, location.startswith("/sign-in")) == (302, True)
        page = ask(port, "/sign-in", front)[2]
        assert "Kết nối không mã hóa" not in page  # what the proxy says of the connection reaches the pages
        assert "Kết nối không mã hóa" in ask(port, "/sign-in", {**front, "X-Forwarded-Proto": "http"})[2]
    refused = subprocess.run(
        [*bts, "serve", "--port", str(_free_port())],
        cwd=ROOT, env=environ | {"BTS_PROXIES": "1"}, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert (refused.returncode, "SERVE-NO-PUBLIC-NAME" in refused.stderr) == (1, True)


def test_sign_in_is_possible_before_anything_else_is(demo_settings: Settings, tmp_path: Path) -> None:
    settings = replace(with_people(demo_settings, tmp_path / "home"), public_names=(NAME,))
    with running(settings) as app:
        client = app.test_client()
        assert sign_in(client, "administrator") == "/start"
        assert client.get("/accounts").status_code == 200
