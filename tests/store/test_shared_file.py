"""Small files beside the register: what the disk or another process says of them is a refusal with a code."""

import ast
import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

import registry
import web
from registry.errors import RefusalError
from registry.store import shared_file
from registry.store.office.attempts import Attempts
from registry.store.office.sign_ins import SignIns
from registry.store.register.spots import AskedSpots

ELSEWHERE = {
    "registry/store/database.py",  # opened through SQLAlchemy, whose errors ``_transaction`` translates
    "registry/services/register/units/unit_source.py",  # a file of an installed package, never written,
    "registry/demo/places.py",  # and the same one
}


def _ask(path: Path) -> None:
    with AskedSpots(path).open() as book:
        book.forget_before(dt.date(2026, 1, 1))


FILES: dict[str, Callable[[Path], object]] = {
    "attempts": lambda path: Attempts(path).add("lan", 8, 900.0),
    "sign-ins": lambda path: SignIns(path).begin("one", "lan", 60.0),
    "spots": _ask,
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_another_writes_or_that_is_none_of_ours_is_refused_with_a_code(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_file, "_WAIT_S", 0.05)
    path = tmp_path / "beside.sqlite"
    FILES[name](path)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RefusalError, match="STORE-LOCKED"):
            FILES[name](path)
        other.execute("ROLLBACK")
    FILES[name](path)
    strange = tmp_path / "strange.sqlite"
    strange.write_bytes(b"no database at all " * 100)
    with pytest.raises(RefusalError, match="STORE-NOT-A-REGISTRY"):
        FILES[name](strange)
    with pytest.raises(RefusalError, match="STORE-CANNOT-OPEN"):
        FILES[name](tmp_path / "no folder" / "beside.sqlite")


def test_the_index_of_the_log_stays_while_the_file_is_in_use(tmp_path: Path) -> None:
    """A full disk has no room for a new one, and without it nobody could read who is signed in."""
    index = tmp_path / "beside.sqlite-shm"
    sign_ins = SignIns(tmp_path / "beside.sqlite")
    assert not index.exists()
    sign_ins.begin("one", "lan", 60.0)
    assert index.exists()
    assert sign_ins.stands("one", "lan")
    assert index.exists()


def test_whoever_opens_a_file_of_sqlite_says_what_is_wrong_with_it() -> None:
    rooms = [Path(str(room.__file__)).parent for room in (registry, web)]
    silent = set()
    for room in rooms:
        for path in room.rglob("*.py"):
            tree = ast.parse(text := path.read_text(encoding="utf-8"))
            opens = "sqlite3.connect(" in text
            caught = {
                ast.unparse(node.type)
                for node in ast.walk(tree)
                if isinstance(node, ast.ExceptHandler) and node.type
            }
            if opens and not any("sqlite3." in one for one in caught):
                silent.add(path.relative_to(room.parent).as_posix())
    assert silent == ELSEWHERE
