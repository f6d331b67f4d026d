"""``bts user`` and what serving asks of accounts, as the command line does it."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.services.office.registry import open_registry
from registry.services.office.sign_in import accounts
from registry.settings import Settings, read_settings
from tests.test_cli import BTS, bts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real register without accounts, made once: nothing may change it."""
    folder = tmp_path_factory.mktemp("made") / "home"
    done = bts(folder, "init")
    assert done.returncode == 0
    assert f"Đã tạo sổ đăng ký: {folder}" in done.stdout
    assert "bts user add TÊN --role administrator" in done.stdout  # what to do next
    return folder


@pytest.fixture
def plain(made: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(made, tmp_path / "home")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def said_by_server(folder: Path, *arguments: str, lines: int) -> list[str]:
    """Start the server, read its first lines, end it."""
    process = subprocess.Popen(
        [BTS, "serve", "--port", str(free_port()), *arguments],
        env={**os.environ, "BTS_HOME": str(folder), "PYTHONUNBUFFERED": "1", "COLUMNS": "200"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        return [process.stdout.readline() for _ in range(lines)]
    finally:
        process.terminate()
        process.communicate(timeout=120)


def test_an_account_is_added_listed_disabled_enabled_and_reset(plain: Path) -> None:
    added = bts(plain, "user", "add", "Lan", "--role", "administrator")
    assert added.returncode == 0, added.stderr
    assert re.search(r"của lan, chỉ hiện một lần: (\w{4}-){3}\w{4}$", added.stdout.strip())
    carrier = bts(plain, "user", "add", "vt", "--role", "carrier", "--organisation", "Viettel")
    assert carrier.returncode == 0, carrier.stderr
    listed = bts(plain, "user", "list").stdout
    assert "lan  administrator" in listed
    assert "vt  carrier  VTL" in listed
    assert bts(plain, "user", "disable", "vt").returncode == 0
    assert "đã khóa" in bts(plain, "user", "list").stdout
    assert bts(plain, "user", "enable", "vt").returncode == 0
    again = bts(plain, "user", "reset-password", "lan")
    assert again.returncode == 0
    assert again.stdout != added.stdout
    assert bts(plain, "user", "two-factor", "--compulsory").returncode == 0
    assert bts(plain, "verify").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("user", "add", "x y", "--role", "viewer"), 1),
        (("user", "add", "vt", "--role", "carrier"), 1),
        (("user", "add", "vt", "--role", "king"), 2),
        (("user", "add", "vt"), 2),
        (("user", "disable", "nobody"), 1),
        (("user", "reset-password", "nobody"), 1),
    ],
)
def test_wrong_calls_are_answered_in_words(plain: Path, arguments: tuple[str, ...], status: int) -> None:
    done = bts(plain, *arguments)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_server_beyond_this_machine_needs_an_administrator(plain: Path) -> None:
    assert bts(plain, "serve", "--host", "0.0.0.0").stderr.startswith("SERVE-LOOPBACK-ONLY")
    assert bts(plain, "user", "add", "xem", "--role", "viewer").returncode == 0
    assert bts(plain, "serve", "--host", "0.0.0.0").stderr.startswith("SERVE-LOOPBACK-ONLY")
    assert bts(plain, "user", "add", "lan", "--role", "administrator").returncode == 0
    assert "máy khác cũng truy cập được" in said_by_server(plain, "--host", "0.0.0.0", lines=1)[0]


def test_the_demo_prints_one_account_per_role_when_it_is_served(
    copy_demo: Callable[[Path], Settings], tmp_path: Path
) -> None:
    folder = copy_demo(tmp_path / "demo").home
    lines = said_by_server(folder, lines=10)
    assert "chỉ máy này truy cập được" in lines[0]
    registry = open_registry(read_settings({"BTS_HOME": str(folder)}))
    names = {account.name for account in accounts.list_accounts(registry)}
    registry.close()
    assert len(names) == 8
    assert {line.split()[0] for line in lines[2:]} == names
