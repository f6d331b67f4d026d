"""A backup holds everything, and is taken only where something proves that it is what was backed up."""

import contextlib
import hashlib
import json
import sqlite3
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.model.field.field_reports import CitizenReportKind, Contact
from registry.services.office.backups import backup_seal
from registry.services.office.backups.backup import backup, restore
from registry.services.office.registry import open_registry
from registry.services.office.security.installation_key import known_secret, secret_of
from registry.services.office.sign_in import accounts
from registry.services.office.sign_in.accounts import find_account
from registry.services.public.citizen_reports import take_report
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store.verification import Problem
from tests.services.office.backups.test_backup import PASS, filled, head_of, settings_in

Members = dict[str, bytes]
OWN = {
    "templates/house/cong-van-tra-loi-vi.9.docx": b"PK of the office",
    "storm-actions.toml": b"x = 1",
    "office.toml": b"y = 2",
    "drafts/abc/record.json": b"{}",
    "whatever comes later/z.bin": b"z",
}


def office(home: Path) -> Settings:
    settings = settings_in(home)
    filled(settings)
    for name, content in OWN.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    (home / "cache").mkdir()
    (home / "cache" / "map.png").write_bytes(b"made anew")
    with contextlib.closing(open_registry(settings)) as registry:
        accounts.add_account(registry, "lan", ["administrator"], who="t")
        take_report(
            registry,
            kind=CitizenReportKind.LEANING,
            words="x",
            place="y",
            contact=Contact("Bà Tư", "0912345678"),
        )
    return settings


def made(settings: Settings, path: Path, passphrase: str = PASS) -> Path:
    with contextlib.closing(open_registry(settings)) as registry:
        backup(registry, path, passphrase=passphrase)
    return path


@pytest.fixture
def old(tmp_path: Path) -> Settings:
    return office(tmp_path / "cũ")


def rewritten(path: Path, change: Callable[[Members], object]) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def fitting(members: Members, name: str, content: bytes) -> None:
    """Put a member in, with a manifest that fits it: all that somebody without a key can do."""
    found = json.loads(members["manifest.json"])
    members[name] = content
    found["members"][name] = hashlib.sha256(content).hexdigest()
    members["manifest.json"] = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True).encode()


def in_snapshot(*statements: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        with contextlib.closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(members["registry.sqlite"])
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            fitting(members, "registry.sqlite", connection.serialize())

    return change


def sealed_by_another(members: Members) -> None:
    text = members["manifest.json"]
    other = backup_seal.keys_of("a passphrase of mine", b"0" * 16)
    seals = {
        "passphrase": backup_seal.seal(other.proving, text), "register": backup_seal.seal(b"mine", text)
    }  # fmt: skip
    members["seals.json"] = json.dumps(seals).encode()


FORGED: dict[str, Callable[[Members], object]] = {
    "another's password": in_snapshot("UPDATE account_secrets SET password = '$argon2id$x'"),
    "forged contact": in_snapshot("UPDATE report_contacts SET phone = '0999'"),
    "malicious trigger": in_snapshot(
        "CREATE TRIGGER evil AFTER UPDATE ON accounts BEGIN UPDATE sites SET note = 'x'; END"
    ),
    "changed file": lambda members: fitting(members, "files/ab/cd/ảnh.jpg", b"forged"),
    "changed template": lambda members: fitting(members, "home/office.toml", b"forged"),
    "added file": lambda members: fitting(members, "home/extra.toml", b"forged"),
    "changed manifest": lambda members: members.update(
        {"manifest.json": members["manifest.json"].replace(b'"entries"', b'"entries" ')}
    ),
    "sealed by another": sealed_by_another,
    "no seals": lambda members: members.pop("seals.json"),
    "seals of nothing": lambda members: members.update({"seals.json": b'{"register": "", "passphrase": ""}'}),
    "seals of another kind": lambda members: members.update({"seals.json": b"[1]"}),
    "deep seals": lambda members: members.update({"seals.json": b"[" * 100_000}),
    "no salt": lambda members: members.update(
        {"manifest.json": json.dumps({**json.loads(members["manifest.json"]), "salt": ""}).encode()}
    ),
    "said to be of an earlier version": lambda members: members.update(
        {"manifest.json": json.dumps({**json.loads(members["manifest.json"]), "version": 1}).encode()}
    ),
    "secrets changed": lambda members: fitting(members, "secrets", b"0" * 200),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_backup_is_refused_here_and_on_a_new_machine(
    old: Settings, tmp_path: Path, name: str
) -> None:
    file = made(old, tmp_path / "b.zip")
    rewritten(file, FORGED[name])
    before = head_of(old)
    for settings, passphrase in ((settings_in(tmp_path / "mới"), PASS), (old, ""), (old, PASS)):
        with pytest.raises(RefusalError, match="BACKUP-"):
            restore(file, settings, passphrase=passphrase)
    assert head_of(old) == before
    assert not (tmp_path / "mới" / "registry.sqlite").exists()


def test_a_forged_backup_that_is_taken_all_the_same_runs_nothing_of_the_forger_s(
    old: Settings, tmp_path: Path
) -> None:
    file = made(old, tmp_path / "b.zip")
    rewritten(file, FORGED["malicious trigger"])
    with pytest.raises(RefusalError, match="BACKUP-NOT-SOUND"):
        restore(file, settings_in(tmp_path / "mới"), unproven=True)


def test_everything_comes_back_on_a_new_machine_by_the_passphrase(old: Settings, tmp_path: Path) -> None:
    file = made(old, tmp_path / "b.zip")
    told: list[Problem] = []
    new = settings_in(tmp_path / "mới")
    assert restore(file, new, passphrase=PASS, told=told) is None
    assert told == []
    assert {name: (new.home / name).read_bytes() for name in OWN} == OWN
    assert not (new.home / "cache").exists()
    assert known_secret(new) == secret_of(old)
    with contextlib.closing(open_registry(new)) as registry:
        found = verify(registry)
        lan = find_account(registry, name="lan")
    assert found.sound
    assert found.head == head_of(old)
    assert {note.code for note in found.notes} <= {"FILE-UNKNOWN"}  # the seal over passwords holds here, too
    assert lan is not None
    for name in ("registry.sqlite", "secret_key"):
        assert stat.S_IMODE((new.home / name).stat().st_mode) == 0o600


def test_nothing_that_opens_doors_is_in_the_file_in_clear(old: Settings, tmp_path: Path) -> None:
    secret = secret_of(old)
    (old.home / "demo_accounts.json").write_text('{"quantri": "hush-hush"}', encoding="utf-8")
    for passphrase in (PASS, ""):
        file = made(old, tmp_path / "b.zip", passphrase)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        with zipfile.ZipFile(file) as archive:
            inside = {name: archive.read(name) for name in archive.namelist()}
        assert not [name for name, content in inside.items() if secret.encode() in content]
        assert not [name for name, content in inside.items() if b"hush-hush" in content]
        assert ("secrets" in inside) is bool(passphrase)


def test_the_machine_that_made_it_needs_no_passphrase_and_keeps_its_key(
    old: Settings, tmp_path: Path
) -> None:
    secret = secret_of(old)
    for passphrase in (PASS, ""):
        file = made(old, tmp_path / f"{len(passphrase)}.zip", passphrase)
        (old.home / "office.toml").write_bytes(b"changed since")
        aside = restore(file, old)
        assert aside is not None
        assert (old.home / "office.toml").read_bytes() == OWN["office.toml"]
        assert (aside / "office.toml").read_bytes() == b"changed since"
        assert known_secret(old) == secret
        head_of(old)


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [("", "BACKUP-PASSPHRASE-NEEDED"), ("not the passphrase", "BACKUP-WRONG-PASSPHRASE")],
)
def test_a_new_machine_takes_nothing_without_the_passphrase(
    old: Settings, tmp_path: Path, passphrase: str, code: str
) -> None:
    file = made(old, tmp_path / "b.zip")
    with pytest.raises(RefusalError, match=code):
        restore(file, settings_in(tmp_path / "mới"), passphrase=passphrase)
    bare = made(old, tmp_path / "c.zip", "")
    with pytest.raises(RefusalError, match="BACKUP-NOT-PROVEN"):
        restore(bare, settings_in(tmp_path / "mới"), passphrase=passphrase)
    told: list[Problem] = []
    restore(bare, settings_in(tmp_path / "mới"), unproven=True, told=told)
    assert [problem.code for problem in told] == ["BACKUP-TAKEN-UNPROVEN", "BACKUP-NO-KEYS"]


def test_a_backup_of_an_earlier_version_is_taken_when_somebody_says_so(old: Settings, tmp_path: Path) -> None:
    file = made(old, tmp_path / "b.zip")

    def earlier(members: Members) -> None:
        found = json.loads(members["manifest.json"])
        found["members"] = {
            n: d for n, d in found["members"].items() if not n.startswith(("home/", "secrets"))
        }
        members["manifest.json"] = json.dumps({**found, "version": 1}).encode()
        for name in [n for n in members if n.startswith(("home/", "secrets", "seals"))]:
            del members[name]

    rewritten(file, earlier)
    new = settings_in(tmp_path / "mới")
    with pytest.raises(RefusalError, match="BACKUP-OLD-FORMAT"):
        restore(file, new, passphrase=PASS)
    told: list[Problem] = []
    restore(file, new, unproven=True, told=told)
    assert "BACKUP-TAKEN-UNPROVEN" in {problem.code for problem in told}
    assert head_of(new) == head_of(old)


def test_a_backup_within_the_folder_is_in_no_later_one(old: Settings) -> None:
    first = made(old, old.home / "b.zip")
    second = made(old, old.home / "c.zip")
    with zipfile.ZipFile(second) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".zip")]
    restore(second, old)
    assert first.exists()


def test_a_short_passphrase_is_refused(old: Settings, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="BACKUP-PASSPHRASE-SHORT"):
        made(old, tmp_path / "b.zip", "ngắn")
    assert not (tmp_path / "b.zip").exists()


def test_on_the_command_line_the_passphrase_comes_from_a_file_or_a_variable(
    old: Settings, tmp_path: Path
) -> None:
    kept = tmp_path / "cụm.txt"
    kept.write_text(f"{PASS}\n", encoding="utf-8")

    def bts(home: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "registry", *map(str, words)],
            env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "BTS_HOME": str(home), **more},
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip

    bare = bts(old.home, "backup", tmp_path / "a.zip")
    assert (bare.returncode, "BACKUP-WITHOUT-KEYS" in bare.stderr) == (0, True)
    done = bts(old.home, "backup", tmp_path / "b.zip", "--passphrase-file", kept)
    assert (done.returncode, done.stderr) == (0, "")
    refused = bts(tmp_path / "mới", "restore", tmp_path / "b.zip")
    assert (refused.returncode, refused.stderr.split(":")[0]) == (1, "BACKUP-PASSPHRASE-NEEDED")
    done = bts(tmp_path / "mới", "restore", tmp_path / "b.zip", BTS_BACKUP_PASSPHRASE=PASS)
    assert (done.returncode, done.stderr) == (0, "")
    assert bts(tmp_path / "mới", "verify").returncode == 0
