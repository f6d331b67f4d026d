"""What somebody does to the register behind its back, and that ``bts verify`` says it.

The table is that of the attack of November 2026 (M1): each row was tried on a real register, and some went
unseen. Whoever tampers here holds the database file, and makes the chain and its guards anew where it helps.
"""

import contextlib
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.field.field_reports import CitizenReportKind, Contact
from registry.services.office.attachments import keep_bytes
from registry.services.office.heads import as_json, checkpoints, heads_file, note_head, read_noted
from registry.services.office.registry import Registry, open_registry
from registry.services.office.security import secrets_seal
from registry.services.office.sign_in import accounts
from registry.services.public.citizen_reports import forget, take_report
from registry.services.register.verify import verify
from registry.settings import Settings, read_settings
from registry.store import ledger, ledger_guards
from registry.store.database import Database
from registry.store.verification import Verification
from tests.rechained import chain_anew
from tests.store.rows import created, site

CONTACT = Contact("Bà Tư", "0912345678")
Tamper = Callable[[sqlite3.Connection, Registry], Any]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_HEADS": str(tmp_path / "disk" / "heads")})


@pytest.fixture
def registry(settings: Settings) -> Iterator[Registry]:
    database = Database(settings.database_url)
    database.upgrade()
    with database.write() as connection:
        ledger.record(connection, created("sites", site("A"), site("B")), who="lan", batch="B1")
    database.close()
    with contextlib.closing(open_registry(settings)) as opened:
        accounts.add_account(opened, "lan", ["administrator"], who="t")
        kept = keep_bytes(opened, b"\xff\xd8\xff of a mast", "mast.jpg")
        photo = {
            "sha256": kept.sha256, "media_type": "image/jpeg", "size_bytes": kept.size_bytes, "person": "lan",
            "device": "", "received_at": "", "looked_at": False,
        }  # fmt: skip
        with opened.database.write() as connection:
            ledger.record(connection, created("field_photos", photo, key="sha256"), who="lan", batch="B2")
        take_report(opened, kind=CitizenReportKind.LEANING, words="nghiêng", place="thôn 1", contact=CONTACT)
        note_head(opened)
        yield opened


def raw(registry: Registry) -> sqlite3.Connection:
    assert registry.database.path is not None
    return sqlite3.connect(registry.database.path, isolation_level=None)


def tampered(registry: Registry, tamper: Tamper) -> Verification:
    """Do it with another program while nobody looks, and verify."""
    assert verify(registry).sound
    with contextlib.closing(raw(registry)) as connection:
        tamper(connection, registry)
    return verify(registry)


def sql(*statements: str) -> Tamper:
    def tamper(connection: sqlite3.Connection, _registry: Registry) -> None:
        for statement in statements:
            connection.execute(statement)

    return tamper


def unguarded(*statements: str) -> Tamper:
    """Statements on the ledger itself, with its guards made anew afterwards as if nothing had been."""

    def tamper(connection: sqlite3.Connection, _registry: Registry) -> None:
        for event in ("update", "delete"):
            connection.execute(f"DROP TRIGGER ledger_guard_{event}")
        for statement in statements:
            connection.execute(statement)
        for statement in ledger_guards.statements("sqlite"):
            connection.execute(statement)

    return tamper


def rewritten(*statements: str) -> Tamper:
    """As ``unguarded``, and the whole chain made anew: its hashes are those that its entries must have."""

    def tamper(connection: sqlite3.Connection, registry: Registry) -> None:
        for event in ("update", "delete"):
            connection.execute(f"DROP TRIGGER ledger_guard_{event}")
        for statement in statements:
            connection.execute(statement)
        chain_anew(connection)
        for statement in ledger_guards.statements("sqlite"):
            connection.execute(statement)

    return tamper


def on_photo(change: Callable[[Path], object]) -> Tamper:
    def tamper(_connection: sqlite3.Connection, registry: Registry) -> None:
        (photo,) = registry.settings.files.glob("*.jpg")
        change(photo)

    return tamper


def beside(name: str, content: bytes) -> Tamper:
    return lambda _connection, registry: (registry.settings.files / name).write_bytes(content)


_CUT = "DELETE FROM ledger WHERE seq > (SELECT max(seq) - 2 FROM ledger)"
_MOVED = (
    "UPDATE sites SET lon = 106.5 WHERE code = 'A'",
    "UPDATE ledger SET after = replace(after, '106.1946', '106.5') WHERE record = 'site-A'",
)
_NO_TRIGGER = "CREATE TRIGGER ledger_guard_update BEFORE update ON ledger BEGIN SELECT 1; END"

TABLE: dict[str, tuple[Tamper, str]] = {
    "row changed": (sql("UPDATE sites SET note = 'x' WHERE code = 'A'"), "LEDGER-ROW-CHANGED"),
    "row changed: a word for a number": (
        sql("UPDATE sites SET version = 'y' WHERE code = 'A'"), "LEDGER-ROW-CHANGED",
    ),
    "row changed: a yes that is neither": (sql("UPDATE accounts SET active = 2"), "LEDGER-ROW-CHANGED"),
    "row added": (
        sql("INSERT INTO meta (key, version, value) VALUES ('demo', 1, 'true')"), "LEDGER-ROW-EXTRA",
    ),
    "row removed": (sql("DELETE FROM sites WHERE code = 'A'"), "LEDGER-ROW-MISSING"),
    "entry's author": (unguarded("UPDATE ledger SET who = 'x' WHERE seq = 2"), "LEDGER-ENTRY-CHANGED"),
    "entry's content": (
        unguarded("UPDATE ledger SET after = replace(after, 'A', 'C') WHERE seq = 1"),
        "LEDGER-ENTRY-CHANGED",
    ),
    "middle deleted": (unguarded("DELETE FROM ledger WHERE seq = 3"), "LEDGER-GAP"),
    "two swapped": (
        unguarded(
            "UPDATE ledger SET seq = -1 WHERE seq = 1", "UPDATE ledger SET seq = 1 WHERE seq = 2",
            "UPDATE ledger SET seq = 2 WHERE seq = -1",
        ),
        "LEDGER-LINK-BROKEN",
    ),
    "guards dropped": (sql("DROP TRIGGER ledger_guard_update"), "DATABASE-TRIGGER"),
    "guard made of nothing": (sql("DROP TRIGGER ledger_guard_update", _NO_TRIGGER), "DATABASE-TRIGGER"),
    "tail cut, rows left": (unguarded(_CUT), "LEDGER-CHECKPOINT"),
    "tail cut with its rows": (
        unguarded(
            "DELETE FROM meta WHERE key = 'seal:report_contacts'", "DELETE FROM report_contacts",
            "DELETE FROM ledger WHERE record = 'seal:report_contacts'",
        ),
        "LEDGER-CHECKPOINT",
    ),
    "chain made anew: authors": (rewritten("UPDATE ledger SET who = 'x'"), "LEDGER-CHECKPOINT"),
    "chain made anew: a mast moved in table and history": (rewritten(*_MOVED), "LEDGER-CHECKPOINT"),
    "file changed by a byte": (
        on_photo(lambda photo: photo.write_bytes(photo.read_bytes()[:-1] + b"x")), "FILE-CHANGED",
    ),
    "file emptied": (on_photo(lambda photo: photo.write_bytes(b"")), "FILE-CHANGED"),
    "file deleted": (on_photo(lambda photo: photo.unlink()), "FILE-MISSING"),
    "file made a link": (
        on_photo(lambda photo: (photo.rename(photo.with_name("y")), photo.symlink_to("y"))), "FILE-CHANGED",
    ),
    "file under another name": (on_photo(lambda photo: photo.rename(photo.with_name("y"))), "FILE-MISSING"),
    "file added under another's hash": (beside(f"{'0' * 64}.pdf", b"x"), "FILE-CHANGED"),
    "another's password": (sql("UPDATE account_secrets SET password = '$argon2id$x'"), "SECRETS-CHANGED"),
    "another's session": (sql("UPDATE account_secrets SET session_key = 'x'"), "SECRETS-CHANGED"),
    "app taken from an account": (sql("UPDATE account_secrets SET second_method = 'x'"), "SECRETS-CHANGED"),
    "secrets removed": (sql("DELETE FROM account_secrets"), "SECRETS-CHANGED"),
    "who reported, changed": (sql("UPDATE report_contacts SET phone = '0999'"), "SECRETS-CHANGED"),
    "who reported, added": (
        sql("INSERT INTO report_contacts (report, name, phone) VALUES ('r', 'x', '1')"), "SECRETS-CHANGED",
    ),
    "spatial index: a mast moved": (
        sql("UPDATE sites_rtree SET west = 100, east = 100"), "DATABASE-INDEX",
    ),
    "spatial index: a mast a little off": (
        sql("UPDATE sites_rtree SET west = west + 0.001, east = east + 0.001"), "DATABASE-INDEX",
    ),
    "spatial index: a mast hidden": (
        sql("DELETE FROM sites_rtree WHERE fid = (SELECT min(fid) FROM sites)"), "DATABASE-INDEX",
    ),
    "spatial index: a mast that is not": (
        sql("INSERT INTO sites_rtree VALUES (999, 106, 106, 21, 21)"), "DATABASE-INDEX",
    ),
    "spatial index: no longer kept": (sql("DROP TRIGGER sites_rtree_insert"), "DATABASE-TRIGGER"),
    "trigger added": (
        sql("CREATE TRIGGER evil AFTER UPDATE ON accounts BEGIN UPDATE sites SET note = 'x'; END"),
        "DATABASE-UNKNOWN",
    ),
    "view added": (sql("CREATE VIEW evil AS SELECT * FROM account_secrets"), "DATABASE-UNKNOWN"),
    "table added": (sql("CREATE TABLE evil (x)"), "DATABASE-UNKNOWN"),
    "column added": (sql("ALTER TABLE sites ADD COLUMN evil TEXT"), "DATABASE-UNKNOWN"),
    "table dropped": (sql("DROP TABLE field_photos"), "DATABASE-MISSING"),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_each_kind_of_tampering_is_said(registry: Registry, name: str) -> None:
    tamper, code = TABLE[name]
    found = tampered(registry, tamper)
    assert code in {problem.code for problem in found.problems}
    assert not found.sound


def test_a_chain_made_anew_is_sound_but_for_what_was_noted_of_it(registry: Registry, tmp_path: Path) -> None:
    """So the notes are what shows it: the office's own, a file given, or a head given."""
    before = verify(registry).head
    copy = tmp_path / "printed.txt"
    copy.write_text(f"Mã đầu sổ ngày 27/11/2026: {before.upper()}\nhết\n", encoding="utf-8")
    sent = tmp_path / "sent.json"
    sent.write_text(as_json(checkpoints(registry)), encoding="utf-8")
    heads_file(registry).unlink()
    with contextlib.closing(raw(registry)) as connection:
        rewritten(*_MOVED)(connection, registry)
    assert verify(registry).sound
    for seen, code in (
        (verify(registry, expect=before), "LEDGER-TAIL-CUT"),
        (verify(registry, expect=[verify(registry).head, before]), "LEDGER-TAIL-CUT"),
        (verify(registry, heads=[copy]), "LEDGER-TAIL-CUT"),
        (verify(registry, heads=[sent]), "LEDGER-CHECKPOINT"),
    ):
        assert [problem.code for problem in seen.problems] == [code]
    with pytest.raises(RefusalError, match="HEADS-NOT-READ"):
        verify(registry, heads=[tmp_path / "none"])


def test_a_head_is_noted_once_a_day_and_a_restored_register_is_not_asked_for_later_ones(
    registry: Registry, tmp_path: Path
) -> None:
    path = heads_file(registry)
    assert path == tmp_path / "disk" / "heads"
    assert not note_head(registry)
    (one,) = read_noted(path).checkpoints
    assert one.head == verify(registry).head
    with path.open("a", encoding="ascii") as file:
        file.write(f"2026-12-01T00:00:00+0700 99 {'a' * 64}\n2026-12-02T00:00:00+0700 torn")
    assert not verify(registry).sound
    with path.open("a", encoding="ascii") as file:
        file.write("\n")
    note_head(registry, restored=True)
    assert verify(registry).sound


def test_a_value_that_cannot_be_read_is_told_and_never_a_fault_of_ours(registry: Registry) -> None:
    """What the register says of itself is read when it is opened: by ``bts verify`` before all else."""
    with contextlib.closing(raw(registry)) as connection:
        connection.execute("INSERT INTO meta (key, version, value) VALUES ('x', 1, '\"đứt')")
    with pytest.raises(RefusalError, match="STORE-DAMAGED"):
        verify(registry)
    with pytest.raises(RefusalError, match="STORE-DAMAGED"):
        open_registry(registry.settings)


def test_what_nothing_names_is_a_note(registry: Registry) -> None:
    kept = keep_bytes(registry, b"nobody names it", "x.pdf")
    (registry.settings.files / ".photo-left").write_bytes(b"half")
    (registry.settings.files / "evil.docx").write_bytes(b"x")
    found = verify(registry)
    assert found.sound
    assert sorted((note.code, note.params["file"]) for note in found.notes) == [
        ("FILE-NEVER-NAMED", f"{kept.sha256}.pdf"),
        ("FILE-UNKNOWN", ".photo-left"), ("FILE-UNKNOWN", "evil.docx"),
    ]  # fmt: skip


def test_a_broken_seal_stays_broken_until_somebody_answers_for_it(registry: Registry) -> None:
    with contextlib.closing(raw(registry)) as connection:
        connection.execute("UPDATE account_secrets SET password = 'x'")
    accounts.add_account(registry, "mai", ["viewer"], who="t")  # the next change seals nothing forged
    assert [problem.code for problem in verify(registry).problems] == ["SECRETS-CHANGED"]
    secrets_seal.seal_anew(registry, who="lan")
    assert verify(registry).sound
    accounts.reset_password(registry, "mai", who="t")
    assert verify(registry).sound


def test_a_seal_that_cannot_be_tried_is_said_and_is_no_fault(registry: Registry) -> None:
    (registry.settings.home / "secret_key").write_text("another", encoding="ascii")
    found = verify(registry)
    assert found.sound
    assert {note.code for note in found.notes} == {"SECRETS-OTHER-KEY"}


def test_forgetting_who_reported_is_no_tampering_and_leaves_nothing(registry: Registry) -> None:
    with registry.database.read() as connection:
        report = connection.exec_driver_sql("SELECT report FROM report_contacts").scalar_one()
    forget(registry, report)
    assert verify(registry).sound
    with registry.database.read() as connection:
        written = repr(list(ledger.entries(connection)))
    assert "0912345678" not in written
    assert "Bà Tư" not in written


def test_whatever_is_written_outside_the_ledger_is_written_under_its_seal() -> None:
    """A new writer of those tables has to go through ``secrets_seal.writing``."""
    writers = ("write_secrets(", "keep_contact(", "forget_contact(", "forget_contacts(")
    services = Path(accounts.__file__).parents[2]
    found: list[str] = []
    kept: list[str] = []
    for path in sorted(services.rglob("*.py")):
        blocks = path.read_text(encoding="utf-8").split("\ndef ")[1:]
        sealed = [block.split("(")[0] for block in blocks if "secrets_seal.writing" in block]
        if re.search(r"\bkeep_contact\((self\.)?made\b", path.read_text(encoding="utf-8")):
            assert sealed, path.name  # it is handed the deed of whoever takes the report in
            assert not any("database.write()" in block for block in blocks), path.name
            kept.append(path.name)
        for block in blocks:
            if block.startswith("keep_contact(made: Deed"):
                continue
            if any(f"store.{writer}" in block for writer in writers):
                found.append(path.name)
                ways = ("secrets_seal.writing", *(f"{name}(" for name in sealed if name.startswith("_")))
                assert any(way in block for way in ways), (path.name, block.splitlines()[0])
                assert "database.write()" not in block, (path.name, block.splitlines()[0])
    assert set(found) == {"accounts.py", "cases.py", "citizen_reports.py", "import_cases.py", "merging.py"}
    assert set(kept) == {"cases.py", "citizen_reports.py", "import_cases.py"}
