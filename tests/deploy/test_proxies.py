"""The proxies as they are given, running: who asks is told, and nobody's own word is believed."""

import contextlib
import json
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.deploy.parts import DEPLOY, command, free_port

NAME = "bts.example.vn"
STATIC = DEPLOY.parent / "web" / "static"


class Echo(BaseHTTPRequestHandler):
    """Stands in for the register: answers with the headers that reached it."""

    def do_GET(self) -> None:
        body = json.dumps({"path": self.path, **{k.lower(): v for k, v in self.headers.items()}}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [command("openssl", "openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", f"/CN={NAME}", "-keyout", folder / "key.pem", "-out", folder / "chain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def behind() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def nginx(folder: Path, certificate: Path, behind: int, port: int) -> list[str]:
    inside = (
        (DEPLOY / "nginx-proxy.conf")
        .read_text(encoding="utf-8")
        .replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    )
    (folder / "bts-proxy.conf").write_text(inside, encoding="utf-8")
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("/etc/nginx/bts-proxy.conf", str(folder / "bts-proxy.conf")), ("/etc/ssl/office", str(certificate)),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
    ):  # fmt: skip
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"events {{}}\nuser root;\ndaemon off;\nmaster_process off;\npid {folder}/pid;\n"
        f"error_log {folder}/log;\n"
        f"http {{ access_log off; {paths} include {folder}/site.conf; }}\n",
        encoding="utf-8",
    )
    words = [command("nginx", "nginx-light"), "-e", str(folder / "log"), "-c", str(folder / "nginx.conf")]
    done = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.replace('the "user" directive', ""), done.stderr
    return words


def caddy(folder: Path, certificate: Path, behind: int, port: int) -> list[str]:
    given = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    for old, new in (
        ("/etc/ssl/office", str(certificate)), ("127.0.0.1:8000", f"127.0.0.1:{behind}"),
        ("/opt/bts/web/static", f'"{STATIC}"'),  # a clone may stand in a folder with a blank
        (f"\n{NAME} {{", f"\nhttps://{NAME}:{port} {{\n\tbind 127.0.0.1"),
    ):  # fmt: skip
        assert old in given
        given = given.replace(old, new)
    own = f"{{\n\tadmin off\n\thttp_port {free_port()}\n\tauto_https disable_redirects\n}}\n"
    (folder / "Caddyfile").write_text(own + given, encoding="utf-8")
    words = ["--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    program = command("caddy", "caddy")
    done = subprocess.run([program, "validate", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [program, "run", *words]


@pytest.fixture(scope="module", params=[nginx, caddy])
def port(
    request: pytest.FixtureRequest, certificate: Path, behind: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[int]:
    folder, chosen = tmp_path_factory.mktemp("proxy"), free_port()
    words = request.param(folder, certificate, behind, chosen)
    running = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"HOME": str(folder), "PATH": "/usr/bin:/usr/sbin"},
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError):
                ask(chosen, "/")
                break
            time.sleep(0.1)
        yield chosen
    finally:
        running.terminate()
        running.wait(60)


def ask(port: int, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the proxy by the register's name, as a browser would."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    opener = urllib.request.build_opener(_Named(context))
    asked = urllib.request.Request(
        f"https://127.0.0.1:{port}{path}", data=body, headers={"Host": NAME, **headers}
    )
    try:
        with opener.open(asked, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


class _Named(urllib.request.HTTPSHandler):
    """Names the register in the handshake though it asks 127.0.0.1."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(context=context)
        plain = context.wrap_socket
        context.wrap_socket = lambda sock, **more: plain(sock, **{**more, "server_hostname": NAME})  # type: ignore[method-assign,assignment,arg-type]


def test_who_asks_is_told_and_nobodys_own_word_is_believed(port: int) -> None:
    lies = {"X-Forwarded-For": "9.9.9.9", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"}
    status, headers, body = ask(port, "/trang?x=1", **lies)
    found = json.loads(body)
    assert status == 200
    assert (found["path"], found["host"].split(":")[0]) == ("/trang?x=1", NAME)
    assert found["x-forwarded-for"] == "127.0.0.1"
    assert (found["x-forwarded-proto"], found["x-forwarded-host"].split(":")[0]) == ("https", NAME)
    assert "max-age=" in headers["Strict-Transport-Security"]


def test_whether_it_is_alive_may_be_asked(port: int) -> None:
    assert ask(port, "/healthz")[0] == 200


def test_a_form_that_is_too_large_is_told_what_to_do(port: int) -> None:
    """By its length alone: nothing of it is sent, as nothing of it is waited for."""
    status, _, said = ask(port, "/x", b"", **{"Content-Length": str(80_000_000)})
    page = (STATIC / "too-large.html").read_bytes()
    assert status == 413
    assert said == page or json.loads(said)["path"] == "/static/too-large.html"


def test_a_backup_that_is_tried_is_let_through(port: int) -> None:
    kind = {"Content-Type": "application/octet-stream"}
    assert ask(port, "/operation/handed-in", bytes(70 << 20), **kind)[0] == 200
