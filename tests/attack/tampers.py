"""Tampering of every kind behind the register's back: every column of every table, every row, every file, the
ledger cut, reordered, made anew, rolled back. What ``bts verify`` does not see is listed, never left out.

On SQLite, with the file in hand: whoever tampers makes guards anew where it helps. ``NOT_SEEN`` says what is
known not to be seen and why; anything else that goes unseen gave way, and so did a line
that is seen after all.
"""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from registry.errors import RefusalError
from registry.services.office.heads import heads_file, note_head
from registry.services.office.registry import open_registry
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store import ledger as ledger_store
from registry.store import ledger_guards
from registry.store.tables import LEDGERED, key_of, metadata
from tests.attack.kills import deeds
from tests.attack.outcome import Outcome
from tests.attack.worlds import worlds
from tests.rechained import chain_anew

SEALED = ("account_secrets", "channel_secrets", "report_contacts")
NOT_SEEN = {
    "table jobs": "work that waits; it says nothing of a mast, and is gone when done",
    "table workers": "which processes are at work now",
    "table api_answers": "answers kept for a day, to be given twice",
    "table verifications": "when it was verified; the next verification tells again",
    "table deliveries": "what was sent by mail; the deed that it tells of is in the ledger",
    "table webhook_position": "up to which entry other systems were told",
    "table saved_views": "filters that a person keeps for himself",
    "table first_views": "which of them is opened first",
    "table strange_identities": "who knocked at the door through a provider",
    "table earlier_ledger": "the chain of an office before it was merged: its own head is in the ledger",
    "rolled back with its notes of heads": "an older state of disk and notes is a sound register; a head "
                                           "kept elsewhere (printed, sent, another disk) shows it",
}  # fmt: skip


def attack(seed: int, count: int) -> Outcome:
    """Try every kind of tampering (``count``: at most so many columns of a table)."""
    outcome = Outcome("tampers", seed)
    rng = random.Random(seed)
    with worlds("sqlite") as known, known["sqlite"].office() as settings:
        _prepare(settings)
        odd = _said(settings)
        kept = settings.home.parent / "kept"
        shutil.copytree(settings.home, kept)
        _columns(outcome, settings, kept, odd, count)
        _rows(outcome, settings, kept, odd)
        _outside(outcome, settings, kept, odd)
        _files(outcome, settings, kept, odd, rng)
        _ledger(outcome, settings, kept, odd, rng)
        _rolled_back(outcome, settings, kept, odd)
    return outcome


def _prepare(settings: Settings) -> None:
    with contextlib.closing(open_registry(settings)) as office:
        for name in ("take a photo", "take a citizen's report", "add an account"):
            deeds()[name](office)()
        note_head(office)


def _said(settings: Settings) -> frozenset[str]:
    """Return what ``bts verify`` says; a register that cannot be opened is refused, and that says it too."""
    try:
        office = open_registry(settings)
    except RefusalError as refusal:
        return frozenset({refusal.code})
    with contextlib.closing(office):
        return frozenset(f"{one.code} {sorted(one.params.items())}" for one in verify(office).problems)


def _anew(settings: Settings, kept: Path) -> None:
    shutil.rmtree(settings.home)
    shutil.copytree(kept, settings.home)


def _raw(settings: Settings) -> "contextlib.closing[sqlite3.Connection]":
    return _raw_of(settings.home)


def _raw_of(home: Path) -> "contextlib.closing[sqlite3.Connection]":
    return contextlib.closing(sqlite3.connect(home / "registry.sqlite", isolation_level=None))


def _judge(outcome: Outcome, name: str, new: Iterable[str], *, about: str = "") -> None:
    seen = [one for one in new if about in one]
    known = NOT_SEEN.get(name)
    outcome.ended["seen" if seen else f"not seen, as known: {name}" if known else "not seen"] += 1
    if not seen and not known:
        outcome.faults.append(f"{name}: verify says nothing of {about or 'it'}")
    if seen and known:
        outcome.faults.append(f"{name}: is said not to be seen, and is: {seen[0][:200]}")


def _columns(outcome: Outcome, settings: Settings, kept: Path, odd: frozenset[str], most: int) -> None:
    """Change one column after the other of one row of every table, all tables at a time."""
    widest = max(len(table.c) for table in LEDGERED.values())
    for at in range(min(widest, most or widest)):
        _anew(settings, kept)
        changed = []
        with _raw(settings) as connection:
            for name, table in LEDGERED.items():
                key = key_of(table)
                columns = [one.name for one in table.c if one.name not in {key, *table.info["derived"]}]
                if at >= len(columns):
                    continue
                row = connection.execute(f'SELECT "{key}", "{columns[at]}" FROM "{name}" LIMIT 1').fetchone()
                if row is None:
                    continue
                with contextlib.suppress(sqlite3.IntegrityError):
                    connection.execute(
                        f'UPDATE "{name}" SET "{columns[at]}" = ? WHERE "{key}" = ?', (_other(row[1]), row[0])
                    )
                    changed.append((name, columns[at]))
        new = _said(settings) - odd
        if "STORE-DAMAGED" in new:  # what the register says of itself; the others are tried without it
            outcome.tried["a column of a table"] += 1
            _judge(outcome, "meta.value changed", new)
            changed = [one for one in changed if one[0] != "meta"]
            with _raw(settings) as connection, _raw_of(kept) as before:
                for row in before.execute("SELECT key, version, value FROM meta").fetchall():
                    connection.execute("UPDATE meta SET version = ?2, value = ?3 WHERE key = ?1", row)
            new = _said(settings) - odd
        for name, column in changed:
            outcome.tried["a column of a table"] += 1
            seen = [one for one in new if f"('table', '{name}')" in one and ("LEDGER" in one)]
            _judge(outcome, f"{name}.{column} changed", seen)


def _other(value: object) -> object:
    match value:
        case None:
            return "x"
        case int() | float():
            return value + 1
        case bytes():
            return value[:-1] + bytes([value[-1] ^ 1])
    text = str(value)
    return f"{text[:-1]}{'x' if text[-1:] != 'x' else 'y'}" if text else "x"


def _rows(outcome: Outcome, settings: Settings, kept: Path, odd: frozenset[str]) -> None:
    """Take a row out of every table, and put one in."""
    for word, code in (("removed", "LEDGER-ROW-MISSING"), ("put in", "LEDGER-ROW-EXTRA")):
        _anew(settings, kept)
        done = []
        with _raw(settings) as connection:
            for name, table in LEDGERED.items():
                key = key_of(table)
                if connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() is None:
                    continue
                with contextlib.suppress(sqlite3.IntegrityError):
                    if word == "removed":
                        connection.execute(
                            f'DELETE FROM "{name}" WHERE rowid = (SELECT min(rowid) FROM "{name}")'
                        )
                    else:
                        _copy_row(connection, name, key)
                    done.append(name)
        new = _said(settings) - odd
        for name in done:
            outcome.tried[f"a row {word}"] += 1
            _judge(
                outcome, f"a row of {name} {word}", [one for one in new if code in one and f"'{name}'" in one]
            )


def _copy_row(connection: sqlite3.Connection, name: str, key: str) -> None:
    cursor = connection.execute(f'SELECT * FROM "{name}" LIMIT 1')
    columns, row = [one[0] for one in cursor.description], list(cursor.fetchone())
    row[columns.index(key)] = "xen vào"
    if "fid" in columns:
        row[columns.index("fid")] = 999_999
    marks, named = ", ".join("?" * len(row)), ", ".join(f'"{one}"' for one in columns)
    connection.execute(f'INSERT INTO "{name}" ({named}) VALUES ({marks})', row)


def _outside(outcome: Outcome, settings: Settings, kept: Path, odd: frozenset[str]) -> None:
    """Change and remove rows of the tables that the ledger does not keep."""
    for name in metadata.tables:
        if name in LEDGERED or name == "ledger":
            continue
        _anew(settings, kept)
        with _raw(settings) as connection:
            cursor = connection.execute(f'SELECT * FROM "{name}" LIMIT 1')
            columns, row = [one[0] for one in cursor.description], cursor.fetchone()
            if row is None:
                outcome.ended["no row of such a table there"] += 1
                continue
            connection.execute(
                f'UPDATE "{name}" SET "{columns[-1]}" = ? WHERE rowid = (SELECT min(rowid) FROM "{name}")',
                (_other(row[-1]),),
            )
        outcome.tried["a table outside the ledger"] += 1
        _judge(outcome, f"table {name}", _said(settings) - odd)


def _files(outcome: Outcome, settings: Settings, kept: Path, odd: frozenset[str], rng: random.Random) -> None:
    """Change a bit of every file that is kept, empty it, take it away."""
    _anew(settings, kept)
    for path in sorted(settings.files.rglob("*")):
        if not path.is_file():
            continue
        content = path.read_bytes()
        turned = bytearray(content)
        turned[rng.randrange(len(turned))] ^= 1 << rng.randrange(8)
        for word, change in (
            ("turned by a bit", lambda path=path, turned=turned: path.write_bytes(turned)),
            ("emptied", lambda path=path: path.write_bytes(b"")), ("taken away", path.unlink),
        ):  # fmt: skip
            change()
            outcome.tried[f"a file {word}"] += 1
            _judge(outcome, f"file {path.suffix} {word}", _said(settings) - odd)
            path.write_bytes(content)


def _ledger(
    outcome: Outcome, settings: Settings, kept: Path, odd: frozenset[str], rng: random.Random
) -> None:
    """Change, cut, swap, and make the chain anew, with its guards as if nothing had been."""
    columns = [one.name for one in metadata.tables["ledger"].c]
    with _raw(settings) as connection:
        last = connection.execute("SELECT max(seq) FROM ledger").fetchone()[0]
    some = rng.sample(range(2, last), 6)
    tampers: dict[str, Callable[[sqlite3.Connection], object]] = {
        f"ledger: {column} of entry {seq}": _entry(column, seq) for column in columns for seq in some[:2]
    }
    for seq in some:
        tampers[f"ledger: entry {seq} taken out"] = _sql("DELETE FROM ledger WHERE seq = ?", seq)
        tampers[f"ledger: entry {seq} and all after it cut"] = _sql("DELETE FROM ledger WHERE seq >= ?", seq)
        tampers[f"ledger: entry {seq} swapped with the next"] = _swap(seq)
    tampers["ledger: the last entry cut"] = _sql("DELETE FROM ledger WHERE seq = ?", last)
    tampers["ledger: all of it emptied"] = _sql("DELETE FROM ledger WHERE seq > ?", 0)
    tampers["ledger: made anew with another author"] = _made_anew("UPDATE ledger SET who = 'x' WHERE seq = 3")
    tampers["ledger: made anew without entry 3"] = _made_anew("DELETE FROM ledger WHERE seq = 3")
    for name, tamper in tampers.items():
        _anew(settings, kept)
        with _raw(settings) as connection:
            for event in ("update", "delete"):
                connection.execute(f"DROP TRIGGER ledger_guard_{event}")
            tamper(connection)
            for statement in ledger_guards.statements("sqlite"):
                connection.execute(statement)
        outcome.tried["the ledger"] += 1
        _judge(outcome, name, _said(settings) - odd)


def _entry(column: str, seq: int) -> Callable[[sqlite3.Connection], object]:
    def tamper(connection: sqlite3.Connection) -> None:
        (value,) = connection.execute(f'SELECT "{column}" FROM ledger WHERE seq = ?', (seq,)).fetchone()
        other = 1_000_000 if column == "seq" else _other(value)
        connection.execute(f'UPDATE ledger SET "{column}" = ? WHERE seq = ?', (other, seq))

    return tamper


def _sql(statement: str, value: int) -> Callable[[sqlite3.Connection], object]:
    return lambda connection: connection.execute(statement, (value,))


def _swap(seq: int) -> Callable[[sqlite3.Connection], object]:
    def tamper(connection: sqlite3.Connection) -> None:
        for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
            connection.execute("UPDATE ledger SET seq = ? WHERE seq = ?", (new, old))

    return tamper


def _made_anew(statement: str) -> Callable[[sqlite3.Connection], object]:
    """Change it, and give every entry the number and the hash that it must have."""

    def tamper(connection: sqlite3.Connection) -> None:
        connection.execute(statement)
        chain_anew(connection)

    return tamper


def _rolled_back(outcome: Outcome, settings: Settings, kept: Path, odd: frozenset[str]) -> None:
    """Put yesterday's copy in the place of today's register: alone, with its files, with its notes."""
    for name, what in (
        ("rolled back: the database alone", ("registry.sqlite",)),
        ("rolled back: the database and its files", ("registry.sqlite", "files")),
        ("rolled back with its notes of heads", None),
    ):
        _anew(settings, kept)
        with contextlib.closing(open_registry(settings)) as office:
            for deed in ("take a photo", "ask to share", "import masts"):
                deeds()[deed](office)()
            today = heads_file(office)
            today.write_text(_later(today.read_text(encoding="ascii"), office), encoding="ascii")
        for left in settings.home.glob("registry.sqlite-*"):
            left.unlink()
        if what is None:
            _anew(settings, kept)
        for one in what or ():
            target = settings.home / one
            if target.is_dir():
                shutil.rmtree(target)
                shutil.copytree(kept / one, target)
            else:
                shutil.copy(kept / one, target)
        outcome.tried["yesterday's copy in its place"] += 1
        _judge(outcome, name, _said(settings) - odd)


def _later(noted: str, office: object) -> str:
    """Return the notes with today's head besides, as the next day would note it."""
    with office.database.read() as connection:  # type: ignore[attr-defined] # a registry
        newest = ledger_store.head(connection)
    day, _, _ = noted.splitlines()[-1].split(" ")
    return f"{noted}{day} {newest.seq} {newest.hash}\n"
