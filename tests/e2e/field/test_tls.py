"""The field app at an address of the office: over TLS with the office's own authority, and without TLS."""

import base64
import contextlib
import datetime as dt
import hashlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from playwright.sync_api import Browser, expect

from registry.settings import Settings
from tests.e2e.conftest import served
from tests.e2e.field.phone import phone
from tests.faults.proxy import read_message
from tests.web.people import with_people
from web.app import create_app

pytestmark = pytest.mark.e2e

NAME = "bts.test"
MAPPED = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"


@dataclass(frozen=True)
class Authority:
    """A certificate authority of an office, with the certificate that it gave to the proxy."""

    root: Path
    chain: Path
    key: Path
    pin: str


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    folder = tmp_path_factory.mktemp("authority")
    now = dt.datetime.now(dt.UTC)
    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))

    def builder(subject: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(_name(subject))
            .issuer_name(_name("Sở KH&CN, chứng thư thử"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=30))
        )

    root = (
        builder("Sở KH&CN, chứng thư thử", root_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(root_key, hashes.SHA256())
    )
    names = [x509.DNSName(NAME), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    leaf = (
        builder(NAME, leaf_key)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "root.pem").write_bytes(root.public_bytes(pem))
    (folder / "chain.pem").write_bytes(leaf.public_bytes(pem) + root.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        leaf_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    known = root_key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    pin = base64.b64encode(hashlib.sha256(known).digest()).decode()
    return Authority(folder / "root.pem", folder / "chain.pem", folder / "key.pem", pin)


class Front:
    """What the README's proxy does: ends TLS, says so to the server, passes on."""

    def __init__(self, authority: Authority, target: int) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(authority.chain, authority.key)
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(60)
        with (
            contextlib.suppress(OSError, ValueError),
            self._context.wrap_socket(plain, server_side=True) as client,
        ):
            while request := read_message(client):
                line, _, rest = request.partition(b"\r\n")
                said = (
                    "X-Forwarded-Proto: https\r\nX-Forwarded-For: 10.1.2.3\r\n"
                    f"X-Forwarded-Host: {NAME}:{self.port}"
                )
                with socket.create_connection(("127.0.0.1", self._target), timeout=60) as server:
                    server.sendall(line + b"\r\n" + said.encode() + b"\r\n" + rest)
                    client.sendall(read_message(server))


@pytest.fixture(scope="module")
def people(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_people(demo_settings, tmp_path_factory.mktemp("tls") / "home")


@pytest.fixture(scope="module")
def secure(people: Settings, authority: Authority) -> Iterator[int]:
    with served(create_app(replace(people, proxies=1, public_names=(NAME,)))) as address:
        front = Front(authority, int(address.rpartition(":")[2]))
        yield front.port
        front.close()


def test_the_office_s_authority_is_what_makes_the_address_sound(secure: int, authority: Authority) -> None:
    trusting = ssl.create_default_context(cafile=str(authority.root))
    with urlopen(f"https://127.0.0.1:{secure}/field/worker.js", context=trusting) as answer:
        assert answer.headers["Service-Worker-Allowed"] == "/field"
    with pytest.raises(OSError, match="certificate verify failed"):
        urlopen(f"https://127.0.0.1:{secure}/field/worker.js", context=ssl.create_default_context())


def test_over_tls_the_app_is_kept_and_records_without_a_network(
    browser: Browser, secure: int, authority: Authority, tmp_path: Path
) -> None:
    trusted = f"--ignore-certificate-errors-spki-list={authority.pin}"
    address = f"https://{NAME}:{secure}"
    with phone(browser.browser_type, tmp_path / "phone", address, MAPPED, trusted, bypass_csp=True) as held:
        held.page.goto(f"{address}/field")
        held.sign_in()
        page = held.page
        page.wait_for_selector("body[data-offline=ready]")
        assert page.evaluate("isSecureContext")
        cookie = next(c for c in held.context.cookies() if c["name"] == "session")
        assert cookie["secure"]
        held.context.set_offline(True)
        page.reload()
        page.wait_for_selector("body.field[data-ready]")
        page.evaluate(
            """async () => {
              const { startVisit, finishVisit } = await import("/static/js/field/record.js");
              const { meta } = await import("/static/js/field/store.js");
              const by = await meta("user");
              const about = { structure: "x", code: "", name: "", campaign: "", checklist: "office" };
              const visit = await startVisit({ ...about, by, checklist_version: 1 });
              await finishVisit(visit); // what is only opened leaves nothing
            }"""
        )
        held.shows("kept", 2)
        held.context.set_offline(False)
        held.shows("aside", 2)  # of a mast that is not: sent, kept and said
        held.shows("kept", 0)


def test_an_address_without_tls_says_so_in_words(browser: Browser, people: Settings, tmp_path: Path) -> None:
    with served(create_app(people, any_host=True)) as loopback:
        address = loopback.replace("127.0.0.1", NAME)
        with phone(browser.browser_type, tmp_path / "phone", address, MAPPED) as held:
            held.page.goto(f"{address}/field")
            held.sign_in()
            assert not held.page.evaluate("isSecureContext")
            expect(held.page.get_by_role("heading", level=1)).to_have_text("Địa chỉ này chưa được mã hóa")
            expect(held.page.get_by_text("Báo người quản trị")).to_be_visible()
            assert held.faults() == []
            assert held.sideways() == 0
            # what the browser itself says of such an address
            held.errors = [said for said in held.errors if "Cross-Origin-Opener-Policy" not in said]
