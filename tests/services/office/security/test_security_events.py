"""Security events: what one may hold, the chain they stand in, and the ways out of the house."""

import datetime as dt
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from registry.errors import RefusalError, WrongCallError
from registry.model.people import Role
from registry.services.office.registry import Registry
from registry.services.office.security.security_events import CLASSES, KINDS, Event, as_cef
from registry.services.office.security.security_ledger import follow
from registry.services.office.security.security_log import Place, SecurityLog
from registry.services.office.security.security_sinks import log_of, note_event, send_on, ways
from registry.services.office.sign_in.accounts import add_account, reset_password, set_active
from registry.settings import read_settings
from tests.services.office.receivers import self_signed
from tests.services.requests.desk import make

AT = dt.datetime(2026, 11, 29, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def log(tmp_path: Path) -> SecurityLog:
    return SecurityLog(tmp_path)


def events(count: int) -> list[Event]:
    return [Event("sign-in", AT, actor=f"account{number}") for number in range(count)]


def test_every_kind_is_a_class_of_ocsf_with_its_type() -> None:
    for name, kind in KINDS.items():
        fields = Event(name, AT).fields()
        assert fields["class_name"] == CLASSES[kind.of_class]
        assert fields["type_uid"] == fields["class_uid"] * 100 + fields["activity_id"]
        assert fields["category_uid"] == fields["class_uid"] // 1000
        assert fields["status_id"] == (1 if kind.done else 2)
    with pytest.raises(WrongCallError):
        Event("something", AT)


@pytest.mark.parametrize(
    "typed", ["Nguyễn Văn A", "a b", "x\ny", "0912 345 678", "", "=cmd|'/c calc'!A1", "é"]
)
def test_what_somebody_typed_is_in_no_event(typed: str) -> None:
    made = Event(
        "export", AT, actor=typed, subject=typed, address=typed, request=typed, what=typed, record=typed,
        more={"way": typed},
    )  # fmt: skip
    plain = Event("export", AT).fields()
    assert made.fields() == plain


def test_lines_are_chained_over_files_and_processes(log: SecurityLog) -> None:
    small = SecurityLog(log.folder.parent, file_bytes=2000)
    for event in events(12):
        small.append([event])
    other = (
        "import datetime as dt, pathlib, sys\n"
        "from registry.services.office.security.security_events import Event\n"
        "from registry.services.office.security.security_log import SecurityLog\n"
        "log = SecurityLog(pathlib.Path(sys.argv[1]), file_bytes=2000)\n"
        "for _ in range(10): log.append([Event('sign-out', dt.datetime.now(dt.UTC))])\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", other, str(log.folder.parent)])  # our own lines
        for _ in range(2)
    ]
    assert [process.wait(60) for process in started] == [0, 0]
    found = small.check()
    assert (found.lines, found.last, found.sound) == (32, 32, True)
    assert len(small.files()) > 3
    assert [line["chain"]["no"] for line in small.newest(5)] == [32, 31, 30, 29, 28]
    assert all(path.stat().st_mode & 0o077 == 0 for path in log.folder.iterdir())


def test_a_line_that_was_changed_or_cut_away_is_seen_also_after_later_ones(log: SecurityLog) -> None:
    log.append(events(6))
    (path,) = log.files()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"account3", b"account9"))
    assert log.check().breaks == ((path.name, 5),)
    lines = whole.splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2] + lines[3:]))
    assert log.check().breaks == ((path.name, 3),)
    path.write_bytes(b"".join(lines[:4]))
    assert log.check().cut
    log.append(events(1))
    assert log.check().breaks == ((path.name, 5),), "whoever goes on after a cut must not heal it"
    path.write_bytes(whole)
    log.append(events(1))
    assert not log.check().sound


def test_half_a_line_of_a_killed_process_stands_alone(log: SecurityLog) -> None:
    log.append(events(2))
    (path,) = log.files()
    with path.open("ab") as file:
        file.write(b'{"time":17')
    log.append(events(1))
    found = log.check()
    assert found.lines == 3
    assert found.breaks == ((path.name, 3),)
    assert [line["chain"]["no"] for line in log.newest(9)] == [3, 2, 1]


def test_old_files_go_and_the_chain_of_the_rest_holds(tmp_path: Path) -> None:
    log = SecurityLog(tmp_path, days=1, file_bytes=1000)
    for event in events(8):
        log.append([event])
    first = log.files()[0]
    past = (AT - dt.timedelta(days=400)).timestamp()
    os.utime(first, (past, past))
    for event in events(3):
        log.append([event])
    assert first not in log.files()
    assert log.check().sound


def test_who_reads_on_gets_each_line_once_and_is_told_of_lost_files(tmp_path: Path) -> None:
    log = SecurityLog(tmp_path, file_bytes=1000)
    for event in events(5):
        log.append([event])
    seen, place = [], Place(0, 0)
    while True:
        lines, lost = log.after(place)
        assert lost == 0
        if not lines:
            break
        seen += [line["chain"]["no"] for line, _ in lines]
        place = lines[-1][1]
    assert seen == [1, 2, 3, 4, 5]
    assert place == log.end()
    early = log.after(Place(0, 0))[0][0][1]
    for path in log.files()[:2]:
        path.unlink()
    assert log.after(early)[1] == 2


def test_cef_says_the_same_and_keeps_its_separators() -> None:
    line = Event("export", AT, actor="abc", address="10.0.0.7", what="queue", record="a/b", rows=12).fields()
    written = as_cef(line | {"chain": {"no": 7, "before": "0" * 64}})
    head, _, tail = written.rpartition("|")
    assert head == "CEF:0|BTS registry|BTS registry|1|export|Web Resources Activity: Export|2"
    assert "suid=abc" in tail.split(" ")
    assert "src=10.0.0.7" in tail.split(" ")
    assert tail.endswith("cs3Label=details cs3=rows\\=12")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    made = make(read_settings({"BTS_HOME": str(tmp_path / "home")}))
    yield made
    made.close()


def codes(registry: Registry) -> list[str]:
    return [line["metadata"]["event_code"] for line in reversed(list(log_of(registry).newest(100)))]


def test_deeds_on_accounts_are_noted_once_with_who_and_whom(office: Registry) -> None:
    log = log_of(office)
    assert follow(office, log) == 0, "what was before the first look is no news"
    add_account(office, "lan", [Role.ADMINISTRATOR], who="t")
    add_account(office, "ba", [Role.APPRAISER], who="lan")
    reset_password(office, "ba", who="lan")
    set_active(office, "ba", active=False, who="lan")
    set_active(office, "ba", active=True, who="lan")
    assert follow(office, log) == 5
    assert follow(office, log) == 0
    office.cache.clear()
    assert follow(office, log) == 0, "another process goes on where this one was"
    assert codes(office) == [
        "account-made", "account-made", "password-reset", "account-disabled", "account-enabled",
    ]  # fmt: skip
    lan, ba = (next(log.newest(9)))["actor"]["user"]["uid"], next(log.newest(9))["user"]["uid"]
    assert lan != ba
    assert "lan" not in (log.files()[0]).read_text(encoding="utf-8")


@dataclass
class Collector:
    """A collector of syslog on a port of this machine: what it was sent, by connection."""

    port: int
    got: list[bytes] = field(default_factory=list)


@contextmanager
def collector(context: ssl.SSLContext | None = None) -> Iterator[Collector]:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    made, ended = Collector(listening.getsockname()[1]), threading.Event()

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except TimeoutError:
                if ended.is_set():  # whoever knocked before that is heard first
                    return
                continue
            plain.settimeout(5)
            try:
                stream = plain if context is None else context.wrap_socket(plain, server_side=True)
            except (ssl.SSLError, OSError):
                plain.close()
                continue
            content = b""
            while block := stream.recv(65536):
                content += block
            made.got.append(content)
            stream.close()

    thread = threading.Thread(target=serve)
    thread.start()
    yield made
    ended.set()
    thread.join()
    listening.close()


def messages(content: bytes) -> list[str]:
    found = []
    while content:
        size, _, rest = content.partition(b" ")
        found.append(rest[: int(size)].decode())
        content = rest[int(size) :]
    return found


def with_sink(office: Registry, **env: str) -> Registry:
    settings = read_settings({"BTS_HOME": str(office.settings.home), **env})
    return Registry(settings, office.database)


def test_a_collector_that_was_away_gets_all_of_it_later_and_once(office: Registry) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    away = with_sink(office, BTS_SECURITY_SYSLOG=f"tcp://127.0.0.1:{port}")
    for event in events(3):
        assert note_event(away, event)
    assert send_on(away) == 0
    (way,) = ways(away)
    assert way.waiting == 3
    assert way.trouble
    with collector() as there:
        back = with_sink(office, BTS_SECURITY_SYSLOG=f"tcp://127.0.0.1:{there.port}")
        assert send_on(back) == 3
        assert send_on(back) == 0
        note_event(back, events(1)[0])
        assert send_on(back) == 1
        (way,) = ways(back)
        assert (way.waiting, way.trouble, way.lost) == (0, "", 0)
    got = [one for content in there.got for one in messages(content)]
    assert [json.loads(one.partition(" - ")[2])["chain"]["no"] for one in got] == [1, 2, 3, 4]
    assert got[0].startswith("<86>1 2026-11-29T08:00:00.000Z ")


def test_over_tls_the_collector_has_to_be_who_its_certificate_says(office: Registry, tmp_path: Path) -> None:
    cert = self_signed(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert)
    with collector(context) as there:
        named = f"tls://localhost:{there.port}"
        right = with_sink(
            office, BTS_SECURITY_SYSLOG=named, BTS_SECURITY_CA=str(cert), BTS_SECURITY_FORMAT="cef"
        )
        note_event(right, events(1)[0])
        strange = with_sink(office, BTS_SECURITY_SYSLOG=named)
        assert send_on(strange) == 0
        assert "certificate" in ways(strange)[0].trouble
        other = with_sink(
            office, BTS_SECURITY_SYSLOG=f"tls://127.0.0.1:{there.port}", BTS_SECURITY_CA=str(cert)
        )
        assert send_on(other) == 0
        assert "certificate" in ways(other)[0].trouble
        assert send_on(right) == 1
    (message,) = (one for content in there.got for one in messages(content))
    assert " - CEF:0|BTS registry|" in message


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("BTS_SECURITY_SYSLOG", "https://log.example.vn", "SETTING-SYSLOG"),
        ("BTS_SECURITY_SYSLOG", "log.example.vn:514", "SETTING-SYSLOG"),
        ("BTS_SECURITY_FORMAT", "xml", "SETTING-WORD"),
        ("BTS_SECURITY_STDOUT", "1", "SETTING-WORD"),
        ("BTS_SECURITY_DAYS", "0", "SETTING-NUMBER"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_at_the_start(name: str, value: str, code: str) -> None:
    with pytest.raises(RefusalError) as told:
        read_settings({name: value})
    assert told.value.code == code
